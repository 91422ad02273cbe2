using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>A small good service, in a folder of its own that a test may damage.</summary>
internal sealed class Fixture : IDisposable
{
    private const string Service = "moj/permit";

    private static readonly Lazy<(ServiceDefinition Permit, NationalCalendar Calendar)> Good = new(() =>
    {
        using var fixture = new Fixture();
        var result = CatalogueReader.Read(fixture.Root);
        Assert.True(result.Faults.Count == 0, string.Join('\n', result.Faults));
        return (result.Catalogue!.Services[0], result.Catalogue.Calendar);
    });

    internal Fixture()
    {
        Root = Directory.CreateTempSubdirectory("diwan-services-").FullName;
        Copy(Path.Combine(Services.Folder, "../tests/Diwan.Engine.Tests/Fixtures/services"), Root);
        for (var i = 0; i < 9; i++)
        {
            var copy = File.ReadAllText(PathOf("examples/first-approved.yaml")).Replace("name: first-approved", $"name: copy-{i}", StringComparison.Ordinal);
            File.WriteAllText(PathOf($"examples/copy-{i}.yaml"), copy);
        }
    }

    internal static ServiceDefinition Permit => Good.Value.Permit;

    internal static NationalCalendar Calendar => Good.Value.Calendar;

    internal static DateTimeOffset Now { get; } = new(2018, 2, 11, 9, 30, 0, TimeSpan.FromHours(2));

    internal static Applicant Citizen { get; } = new()
    {
        Kind = ApplicantKind.Citizen,
        NationalNumber = "2000000101",
        BirthDate = new DateOnly(1990, 4, 2),
        Phone = "+962790000101",
    };

    internal string Root { get; }

    internal string PathOf(string file) => Path.Combine(Root, Service, file);

    /// <summary>Writes one text in place of another, which must be there.</summary>
    internal Fixture Edit(string file, string old, string now)
    {
        var path = file.StartsWith('/') ? Path.Combine(Root, file[1..]) : PathOf(file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
        return this;
    }

    internal CatalogueReadResult Read() => CatalogueReader.Read(Root);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    internal static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
