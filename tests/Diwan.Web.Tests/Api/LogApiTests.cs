using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Documents;

namespace Diwan.Web.Tests.Api;

/// <summary>The transparency log over HTTP, as an auditor meets it.</summary>
public sealed class LogApiTests(TrustSite site) : IClassFixture<TrustSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_read_proven_and_audited_over_HTTP()
    {
        var grow = site.Services.GetRequiredService<TransparencyLog>();
        var (_, first) = await site.IssueAsync();
        await grow.GrowAsync(Ct);
        using var http = site.CreateClient();
        var older = await GetAsync(http, "/api/v1/log/head");
        var (code, second) = await site.IssueAsync();
        await site.RevokeAsync(code, RevocationReason.ByOrder);
        await grow.GrowAsync(Ct);
        var newer = await GetAsync(http, "/api/v1/log/head");
        Assert.Equal(older.GetProperty("size").GetInt64() + 2, newer.GetProperty("size").GetInt64());

        // The same auditor that the command line runs, over the wire.
        var report = await LogAudit.RunAsync(new HttpLog(http), null, null, TimeProvider.System.GetUtcNow(), Ct);
        Assert.Empty(report.Faults);
        Assert.Null(await LogAudit.HoldsAsync(new HttpLog(http), report.Saved!.Heads[^1], Hash(first), Ct));
        Assert.NotNull(await LogAudit.HoldsAsync(new HttpLog(http), report.Saved!.Heads[^1], new string('0', 64), Ct));

        var proofs = await GetAsync(http, $"/api/v1/log/proof?document={Hash(second)}");
        Assert.Equal(2, proofs.GetArrayLength());
        Assert.NotEmpty((await GetAsync(http, $"/api/v1/log/consistency?older={older.GetProperty("size")}&newer={newer.GetProperty("size")}")).EnumerateArray());
        // Hashes only: nobody is named.
        var entries = await http.GetStringAsync("/api/v1/log/entries?from=0", Ct);
        Assert.DoesNotContain("سلمى", entries, StringComparison.Ordinal);
        Assert.DoesNotContain(code, entries, StringComparison.Ordinal);
        Assert.Contains("BEGIN PUBLIC KEY", (await GetAsync(http, "/api/v1/log/key")).GetProperty("pem").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/log/proof?document=xyz", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/log/proof", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/log/proof?document=0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/log/consistency?older=5&newer=2", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/log/consistency?older=-1&newer=2", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/log/consistency?older=1&newer=999999999", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/log/entries?from=-1", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/log/entries?from=0&count=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/log/entries?from=many", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/log/heads?fromSize=-3", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/log/heads?fromSize=0&after=yesterday", HttpStatusCode.BadRequest)]
    public async Task Bad_input_is_told_what_is_wrong_and_breaks_nothing(string path, HttpStatusCode status)
    {
        await site.IssueAsync();
        await site.Services.GetRequiredService<TransparencyLog>().GrowAsync(Ct);
        using var http = site.CreateClient();

        using var answer = await http.GetAsync(path, Ct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/log/head", Ct)).StatusCode);
    }

    [Fact]
    public async Task What_verifiers_need_is_published()
    {
        await site.IssueAsync();
        using var http = site.CreateClient();
        var keys = TrustedKeys.Parse(await http.GetStringAsync("/.well-known/diwan-seal-keys.json", Ct));
        Assert.Contains(keys.Keys, k => k is { Use: SealKeyUse.Seal, Institution: "moj" } && k.Until > k.From);
        var authority = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(await http.GetByteArrayAsync("/.well-known/diwan-authority.crt", Ct));
        using var crl = await http.GetAsync("/.well-known/diwan-authority.crl", Ct);
        Assert.Equal("application/pkix-crl", crl.Content.Headers.ContentType!.MediaType);
        var list = RevocationList.Read(await crl.Content.ReadAsByteArrayAsync(Ct))!;
        Assert.True(list.IsOf(authority));
        Assert.True(list.Until > TimeProvider.System.GetUtcNow());
        var seal = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(Convert.FromBase64String(keys.Keys.First(k => k.Institution == "moj").Certificate));
        Assert.Equal(new Uri("https://diwan.example/.well-known/diwan-authority.crl"), RevocationList.PlaceFor(seal));
    }

    private static string Hash(byte[] pdf) => Convert.ToHexStringLower(SHA256.HashData(pdf));

    private static async Task<JsonElement> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.Clone();
    }
}
