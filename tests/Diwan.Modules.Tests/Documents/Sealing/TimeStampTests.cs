using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Diwan.Documents;
using Diwan.Modules.Tests.Sandbox;
using Diwan.Sandbox;
using Diwan.Sandbox.Trust;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace Diwan.Modules.Tests.Documents.Sealing;

/// <summary>Time-stamps by RFC 3161 over HTTP, from the authority of the sandbox; and what shows in many years that they were good.</summary>
public sealed class TimeStampTests : IAsyncLifetime
{
    private readonly SealedSamples samples = new();
    private readonly string folder = Directory.CreateTempSubdirectory("diwan-stamps").FullName;
    private WebApplication? sandbox;
    private HttpClient? http;

    public static TheoryData<string, string> Misbehaviours => new()
    {
        { "wrong-nonce", "not to be trusted" },
        { "wrong-hash", "not to be trusted" },
        { "untrusted", "not under the root" },
        { "revoked", "was revoked" },
        { "late", "minutes from our clock" },
        { "refuses", "not to be trusted" },
        { "garbage", "not to be trusted" },
        { "silent", "does not answer" },
        { "nowhere", "404" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Address => http!.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() => (sandbox, http) = await SandboxWorld.StartAsync(new SandboxOptions { Port = 0, People = 100 });

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (sandbox is not null)
        {
            await sandbox.DisposeAsync();
        }

        samples.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task OpenSSL_accepts_the_stamp_and_refuses_it_over_other_bytes()
    {
        OutsideTool.Needed("openssl");
        var data = Encoding.UTF8.GetBytes("the signature of a document");

        var token = await Client().OverAsync(data, Ct);

        var root = await RootAsync();
        var said = OutsideTool.Run("openssl", "ts", "-verify", "-token_in", "-in", Save("token.der", token), "-data", Save("data", data), "-CAfile", root);
        Assert.True(said.Exit == 0, said.Output);
        data[0] ^= 1;
        Assert.NotEqual(0, OutsideTool.Run("openssl", "ts", "-verify", "-token_in", "-in", Save("token.der", token), "-data", Save("data", data), "-CAfile", root).Exit);
    }

    [Fact]
    public async Task OpenSSL_may_ask_the_authority_as_well()
    {
        OutsideTool.Needed("openssl");
        var data = Save("data", Encoding.UTF8.GetBytes("anything"));
        var query = Path.Combine(folder, "query.tsq");
        OutsideTool.Run("openssl", "ts", "-query", "-data", data, "-sha256", "-cert", "-out", query);
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(query, Ct));
        content.Headers.ContentType = new("application/timestamp-query");

        using var answer = await http!.PostAsync("/tsa", content, Ct);

        Assert.Equal("application/timestamp-reply", answer.Content.Headers.ContentType!.MediaType);
        var reply = Save("reply.tsr", await answer.Content.ReadAsByteArrayAsync(Ct));
        var said = OutsideTool.Run("openssl", "ts", "-verify", "-in", reply, "-queryfile", query, "-CAfile", await RootAsync());
        Assert.True(said.Exit == 0, said.Output);
    }

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task A_stamp_that_is_not_as_it_must_be_is_refused_and_says_why(string fault, string why)
    {
        var refused = await Assert.ThrowsAsync<TimeStampException>(() => Client($"/tsa/{fault}", o => o.Timeout = TimeSpan.FromSeconds(2)).OverAsync(new byte[] { 1, 2, 3 }, Ct));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Matches(@"\p{IsArabic}", refused.Message);
        // Nothing of it was published as trustworthy.
        Assert.DoesNotContain(samples.Keys.Published().Keys, k => k.Use == SealKeyUse.TimeStamp);
    }

    [Fact]
    public async Task An_authority_that_is_down_or_away_is_unavailable_not_untrusted()
    {
        using var down = await http!.PutAsync("/control/api/tsa", new StringContent("""{"latencyMs":0,"errorPercent":0,"down":true}""", Encoding.UTF8, "application/json"), Ct);
        Assert.Equal(HttpStatusCode.OK, down.StatusCode);
        Assert.Contains("503", (await Assert.ThrowsAsync<TimeStampException>(() => Client().OverAsync(new byte[] { 1 }, Ct))).Message, StringComparison.Ordinal);

        var nobody = Client(options: o => o.Url = "http://127.0.0.1:9/tsa");
        Assert.Contains("does not answer", (await Assert.ThrowsAsync<TimeStampException>(() => nobody.OverAsync(new byte[] { 1 }, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_cannot_be_read_is_said_at_once()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Client(options: o => o.Root = "no key"));

        Assert.Contains("Documents:TimeStamp:Root", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_with_an_outside_stamp_is_genuine_to_us_and_to_pdfsig_and_carries_its_long_term_data()
    {
        OutsideTool.Needed("pdfsig", "qpdf", "openssl");
        var now = TimeProvider.System.GetUtcNow();

        var (pdf, code, _) = await samples.SealAsync(SampleDocuments.Certificate(DocumentLanguage.Both), Client(), now);

        var genuine = Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, TrustedKeys.Parse(samples.Keys.Published().ToJson())));
        Assert.Equal(code, genuine.Code);
        Assert.InRange(genuine.SealedAt, now.AddMinutes(-1), now.AddMinutes(1));
        var path = Save("document.pdf", pdf);
        var signature = OutsideTool.Run("pdfsig", path).Output;
        Assert.Contains("Signature is Valid.", signature, StringComparison.Ordinal);
        Assert.DoesNotContain("Not total document signed", signature, StringComparison.Ordinal);
        Assert.Equal(0, OutsideTool.Run("qpdf", "--check", path).Exit);
        Assert.InRange(pdf.Length, 10_000, 120_000);

        // With the two roots alone and what the file itself carries, OpenSSL follows every certificate and asks every revocation list.
        var store = LongTermData.Of(pdf);
        Assert.Equal(4, store.Certificates.Count);
        Assert.Equal(2, store.RevocationLists.Count);
        var certificates = store.Certificates.Select(X509CertificateLoader.LoadCertificate).ToList();
        var roots = Save("roots.pem", Encoding.ASCII.GetBytes(string.Join('\n', certificates.Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).Select(c => c.ExportCertificatePem()))));
        var lists = Save("lists.pem", Encoding.ASCII.GetBytes(string.Join('\n', store.RevocationLists.Select(l => PemEncoding.WriteString("X509 CRL", l)))));
        var at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        foreach (var certificate in certificates.Where(c => !c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)))
        {
            var said = OutsideTool.Run("openssl", "verify", "-attime", at, "-crl_check_all", "-CRLfile", lists, "-CAfile", roots, "-purpose", "any", Save("one.pem", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())));
            Assert.True(said.Exit == 0, said.Output);
        }

        var (cms, covered) = LongTermData.SignatureOf(pdf);
        var rootsAndLists = Save("both.pem", [.. await File.ReadAllBytesAsync(roots, Ct), (byte)'\n', .. await File.ReadAllBytesAsync(lists, Ct)]);
        var verified = OutsideTool.Run(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", Save("signature.der", cms), "-content", Save("covered", covered), "-CAfile", rootsAndLists, "-crl_check",
            "-purpose", "any", "-attime", at, "-out", "/dev/null");
        Assert.True(verified.Exit == 0, verified.Output);
    }

    [Fact]
    public async Task A_changed_byte_anywhere_in_the_long_term_data_is_refused()
    {
        var (pdf, _, _) = await samples.SealAsync(SampleDocuments.Receipt(DocumentLanguage.Arabic), Client(), TimeProvider.System.GetUtcNow());
        var keys = samples.Keys.Published();
        var hole = LongTermData.Hole(pdf);
        Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, keys));

        for (var at = hole.End; at < pdf.Length; at += 7)
        {
            pdf[at] ^= 1;
            Assert.IsNotType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, keys));
            pdf[at] ^= 1;
        }

        Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, keys));
    }

    [Fact]
    public async Task The_pages_of_a_document_are_the_same_bytes_whatever_long_term_data_follow()
    {
        var content = SampleDocuments.Receipt(DocumentLanguage.Both);
        var unsigned = Diwan.Documents.Rendering.DocumentRenderer.Render(content, new("7K3M-Q9FT-2WX8", SealedSamples.Now, "DIWAN1:ABC", "https://diwan.example/verify"));
        var data = await Client().ValidationAsync(Ct);

        Assert.Equal(unsigned.With(data).Bytes, unsigned.With(data).Bytes);
        Assert.Equal(unsigned.Bytes, unsigned.With(ValidationData.None).Bytes);
        Assert.Equal(unsigned.Bytes[..unsigned.HoleStart][..^200], unsigned.With(data).Bytes[..unsigned.HoleStart][..^200]);
        Assert.NotEqual(unsigned.Bytes.Length, unsigned.With(data).Bytes.Length);
    }

    private HttpTimeStamps Client(string path = "/tsa", Action<TimeStampOptions>? options = null)
    {
        var settings = new DocumentsOptions { TimeStamp = { Url = Address + path, Root = TimeStampAuthority.RootPem() } };
        options?.Invoke(settings.TimeStamp);
        return new HttpTimeStamps(new Clients(settings.TimeStamp.Timeout), Options.Create(settings), samples.Keys, TimeProvider.System);
    }

    private async Task<string> RootAsync()
    {
        var root = X509CertificateLoader.LoadCertificate(await http!.GetByteArrayAsync("/tsa/root.crt", Ct));
        return Save("root.pem", Encoding.ASCII.GetBytes(root.ExportCertificatePem()));
    }

    private string Save(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class Clients(TimeSpan timeout) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new() { Timeout = timeout };
    }
}
