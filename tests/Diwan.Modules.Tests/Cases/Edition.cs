using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>A copy of the services folder that a test may change, with the certificate in a version of its own.</summary>
internal sealed class Edition : IDisposable
{
    private const string Certificate = "moj/non-conviction-certificate";

    internal Edition(string version)
    {
        Repository.CopyServices(Folder);
        Change($"{Certificate}/service.yaml", "version: \"2018.1\"", $"version: \"{version}\"");
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("diwan-edition-").FullName;

    internal string CertificateFolder => Path.Combine(Folder, Certificate);

    /// <summary>The certificate asks for files as well.</summary>
    internal void AskForProof(int most = 2)
    {
        var form = Path.Combine(CertificateFolder, "form.yaml");
        File.WriteAllText(
            form,
            File.ReadAllText(form).TrimEnd() + $"\n  - id: proof\n    questions:\n      - {{ id: proof, type: file, accept: [pdf], maxBytes: 1000000, maxFiles: {most}, optional: true }}\n");
        foreach (var (file, label) in new[] { ("texts.ar.yaml", "إثبات الغاية"), ("texts.en.yaml", "Proof of the purpose") })
        {
            Change($"{Certificate}/{file}", "\nsection:\n", $"\nsection:\n  proof: {{ title: {label} }}\n");
            Change($"{Certificate}/{file}", "\nquestion:\n", $"\nquestion:\n  proof: {{ label: {label} }}\n");
        }
    }

    /// <summary>Writes something else in a file; fails when it is not there.</summary>
    internal void Change(string file, string from, string to)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        var changed = text.Replace(from, to, StringComparison.Ordinal);
        Assert.True(from == to || changed != text, $"{file} does not say {from}");
        File.WriteAllText(path, changed);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
