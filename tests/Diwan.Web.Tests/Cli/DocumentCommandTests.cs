extern alias cli;

using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Text;
using cli::Diwan.Cli.Commands;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Testing;
using Diwan.Web.Tests.Api;

namespace Diwan.Web.Tests.Cli;

/// <summary>The commands around documents: laying examples out, verifying with and without the register, the log, the keys.</summary>
public sealed class DocumentCommandTests(TrustSite site) : IClassFixture<TrustSite>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("diwan-cli-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("ar", "شهادة عدم محكومية")]
    [InlineData("en", "Non-conviction certificate")]
    [InlineData("both", "شهادة عدم محكومية")]
    public async Task Try_lays_the_examples_out_as_specimens_that_verify_nowhere(string language, string title)
    {
        var output = new StringWriter();

        var exit = TryCommand.Run(Path.Combine(Repository.Services, "moj", "non-conviction-certificate"), "clean-record-inside-jordan", false, Language.English, output, folder, language);

        Assert.True(exit == 0, output.ToString());
        var path = Assert.Single(Directory.EnumerateFiles(folder, "*.pdf"));
        Assert.EndsWith($"clean-record-inside-jordan-{language}.pdf", path, StringComparison.Ordinal);
        Assert.Contains(path, output.ToString(), StringComparison.Ordinal);
        var (bytes, keys) = (await File.ReadAllBytesAsync(path, Ct), await KeysAsync());
        Assert.IsType<PdfReading.Unknown>(SealVerifier.VerifyPdf(bytes, keys));
        if (File.Exists("/usr/bin/pdftotext"))
        {
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/pdftotext", ["-layout", path, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            Assert.Contains(title, (await process.StandardOutput.ReadToEndAsync(Ct)).Normalize(NormalizationForm.FormKC), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Try_says_what_is_wrong_with_its_arguments()
    {
        var output = new StringWriter();
        Assert.Equal(1, TryCommand.Run(Repository.Services, null, false, Language.English, output, folder, "fr"));
        Assert.Contains("ar, en or both, not fr", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, TryCommand.Run(Path.Combine(folder, "nothing"), null, false, Language.English, output, folder));
        Assert.Contains("There is no folder", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Theory]
    [InlineData("ledger verify")]
    [InlineData("audit verify")]
    [InlineData("reprice 7K4M-92QX-3 --language ar")]
    public async Task A_folder_without_a_database_is_said_to_be_one_and_nothing_is_made_in_it(string line)
    {
        var nowhere = Path.Combine(folder, "nowhere");
        var root = new RootCommand { LedgerCommand.Build(), AuditCommand.Build(), TariffCommand.BuildReprice() };

        Assert.Equal(2, await root.Parse([.. line.Split(' '), "--data", nowhere]).InvokeAsync(cancellationToken: Ct));
        Assert.False(Directory.Exists(nowhere));
        Assert.False(DataHost.Exists(folder, null));
        Assert.True(DataHost.Exists(folder, "Host=elsewhere"));
    }

    [Fact]
    public async Task Verify_answers_offline_with_the_published_keys_and_list()
    {
        var (_, sound) = await site.IssueAsync();
        var (revoked, revokedPdf) = await site.IssueAsync();
        await site.RevokeAsync(revoked, RevocationReason.ByOrder);
        var caseId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var (_, superseded) = await site.IssueAsync(caseId);
        await site.IssueAsync(caseId);
        var (_, expired) = await site.IssueAsync(until: new DateOnly(2020, 1, 31));
        var altered = sound.ToArray();
        altered[2000] ^= 1;
        using var http = site.CreateClient();
        var keys = Save("keys.json", await http.GetByteArrayAsync("/.well-known/diwan-seal-keys.json", Ct));
        var list = Save("list.cose", await http.GetByteArrayAsync("/.well-known/diwan-ended-documents.cose", Ct));

        Assert.Equal(0, await SaysAsync(sound, "genuine and in force"));
        Assert.Equal(1, await SaysAsync(revokedPdf, "revoked"));
        Assert.Equal(1, await SaysAsync(superseded, "superseded"));
        Assert.Equal(1, await SaysAsync(expired, "expired"));
        Assert.Equal(1, await SaysAsync(altered, "ALTERED"));
        Assert.Equal(1, await SaysAsync("%PDF-1.7 not ours"u8.ToArray(), "unknown"));
        // Without the list, and with an old one, nobody is told that it is in force.
        Assert.NotEqual(0, await SaysAsync(sound, "genuine", withList: false));
        Assert.NotEqual(0, await SaysAsync(sound, "genuine", at: TimeProvider.System.GetUtcNow().AddDays(3)));

        async Task<int> SaysAsync(byte[] pdf, string words, bool withList = true, DateTimeOffset? at = null)
        {
            var output = new StringWriter();
            var exit = await VerifyCommand.RunAsync(
                new(Save("file.pdf", pdf), keys, withList ? list : null, folder, null), at ?? TimeProvider.System.GetUtcNow(), output, Ct);
            Assert.Contains(words, output.ToString(), StringComparison.OrdinalIgnoreCase);
            return exit;
        }
    }

    [Fact]
    public async Task Verify_says_which_of_its_files_is_not_what_it_should_be()
    {
        var (_, pdf) = await site.IssueAsync();
        var file = Save("file.pdf", pdf);
        var rubbish = Save("rubbish", [1, 2, 3]);
        using var http = site.CreateClient();
        var keys = Save("keys.json", await http.GetByteArrayAsync("/.well-known/diwan-seal-keys.json", Ct));
        foreach (var (order, words) in new (VerifyCommand.Order, string)[]
        {
            (new(Path.Combine(folder, "none.pdf"), null, null, folder, null), "There is no file"),
            (new(file, null, rubbish, folder, null), "--keys"),
            (new(file, rubbish, null, folder, null), "not as published"),
            (new(file, keys, rubbish, folder, null), "list"),
        })
        {
            var output = new StringWriter();
            Assert.Equal(2, await VerifyCommand.RunAsync(order, TimeProvider.System.GetUtcNow(), output, Ct));
            Assert.Contains(words, output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Log_verify_follows_the_log_proves_an_issue_and_notices_what_is_missing()
    {
        var (_, pdf) = await site.IssueAsync();
        await site.Services.GetRequiredService<TransparencyLog>().GrowAsync(Ct);
        var file = Save("file.pdf", pdf);
        var state = Path.Combine(folder, "seen.json");

        Assert.Equal(0, await SaysAsync(file, "its issue is in the log", "sound"));
        var (_, later) = await site.IssueAsync();
        // Issued but not in the log yet.
        Assert.Equal(1, await SaysAsync(Save("later.pdf", later), "faults"));
        await site.Services.GetRequiredService<TransparencyLog>().GrowAsync(Ct);
        Assert.Equal(0, await SaysAsync(Save("later.pdf", later), "sound"));
        // A state that tells of another log is not this log's past.
        var seen = await File.ReadAllTextAsync(state, Ct);
        var at = seen.IndexOf("\"root\": \"", StringComparison.Ordinal) + 9;
        Assert.True(at > 9, seen);
        await File.WriteAllTextAsync(state, seen[..at] + (seen[at] == 'a' ? 'b' : 'a') + seen[(at + 1)..], Ct);
        Assert.Equal(1, await SaysAsync(null, "faults"));
        await File.WriteAllTextAsync(state, "no state", Ct);
        Assert.Equal(2, await SaysAsync(null, "not a file that this command wrote"));

        async Task<int> SaysAsync(string? document, params string[] words)
        {
            var output = new StringWriter();
            var exit = await LogCommand.VerifyAsync(new(null, site.Folder, null, state, null, document), output, Ct);
            Assert.All(words, w => Assert.Contains(w, output.ToString(), StringComparison.Ordinal));
            return exit;
        }
    }

    [Fact]
    public async Task Log_verify_says_what_it_cannot_reach()
    {
        foreach (var (order, words) in new (LogCommand.Order, string)[]
        {
            (new("ftp://nowhere", folder, null, null, null, null), "not an address"),
            (new("http://127.0.0.1:9", folder, null, null, null, null), "cannot be read"),
            (new(null, folder, null, null, Path.Combine(folder, "no.pem"), null), "There is no file"),
        })
        {
            var output = new StringWriter();
            Assert.Equal(2, await LogCommand.VerifyAsync(order, output, Ct));
            Assert.Contains(words, output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keys_are_listed_rotated_and_retired()
    {
        var keys = new SealKeys(folder, new FolderVault(folder, "a passphrase for tests only"));
        var first = keys.Sealing("moj", new("وزارة العدل", "Ministry of Justice"), TimeProvider.System.GetUtcNow());

        Assert.Contains("seals with", Said(o => KeysCommand.Rotate(keys, "moj", o), 0), StringComparison.Ordinal);
        Assert.Contains("Institutions with keys: moj", Said(o => KeysCommand.Rotate(keys, "dls", o), 1), StringComparison.Ordinal);
        var second = keys.Sealing("moj", new("وزارة العدل", "Ministry of Justice"), TimeProvider.System.GetUtcNow());
        Assert.NotEqual(first.KeyId, second.KeyId);
        Assert.Contains("on the revocation list", Said(o => KeysCommand.Retire(keys, second.KeyId, true, o), 0), StringComparison.Ordinal);
        Assert.Contains("No key", Said(o => KeysCommand.Retire(keys, second.KeyId, true, o), 1), StringComparison.Ordinal);
        var listed = Said(o => KeysCommand.List(keys, o), 0);
        Assert.Contains($"{first.KeyId}  moj", listed, StringComparison.Ordinal);
        Assert.Equal(2, listed.Split('\n').Count(l => l.Contains("retired", StringComparison.Ordinal)));
        Assert.Contains("There is no data folder", Said(o => KeysCommand.Run(Path.Combine(folder, "none"), _ => 0, o), 2), StringComparison.Ordinal);
    }

    private static string Said(Func<TextWriter, int> command, int exit)
    {
        var output = new StringWriter();
        Assert.Equal(exit, command(output));
        return output.ToString();
    }

    private async Task<TrustedKeys> KeysAsync()
    {
        using var http = site.CreateClient();
        using var answer = await http.GetAsync("/.well-known/diwan-seal-keys.json", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return TrustedKeys.Parse(await answer.Content.ReadAsStringAsync(Ct));
    }

    private string Save(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
