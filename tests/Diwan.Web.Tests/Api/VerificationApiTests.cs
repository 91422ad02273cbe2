using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Documents;

namespace Diwan.Web.Tests.Api;

public sealed class VerificationApiTests(TrustSite site) : IClassFixture<TrustSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_published_keys_hold_that_of_the_list_of_ended_documents_before_anybody_asked_for_the_list()
    {
        await using var fresh = new TrustSite();
        using var http = fresh.CreateClient();
        Assert.Contains(TrustedKeys.Parse(await http.GetStringAsync("/.well-known/diwan-seal-keys.json", Ct)).Keys, key => key.Use == SealKeyUse.TimeStamp);
    }

    [Fact]
    public async Task Every_answer_is_told_by_code_by_hash_and_by_seal()
    {
        var (code, pdf) = await site.IssueAsync();
        var http = Body(await site.KeyAsync("Every answer"));
        var seal = Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, site.Services.GetRequiredService<SealKeys>().Published())).Seal!;
        Assert.Equal("سلمى", seal.Facts.Single(f => f.Key == "holder").Value);

        foreach (var question in (object[])[new { code }, new { sha256 = Convert.ToHexStringLower(SHA256.HashData(pdf)) }, new { seal = SealOf(pdf) }])
        {
            var answer = await AskAsync(http, question);
            Assert.Equal("inForce", answer.GetProperty("answer").GetString());
            var document = answer.GetProperty("document");
            Assert.Equal(code, document.GetProperty("code").GetString());
            Assert.Equal("Holder", document.GetProperty("facts")[0].GetProperty("label").GetProperty("en").GetString());
        }

        await site.RevokeAsync(code, RevocationReason.ByOrder);
        var revoked = await AskAsync(http, new { code });
        Assert.Equal(("revoked", "byOrder"), (revoked.GetProperty("answer").GetString(), revoked.GetProperty("reason").GetString()));
        Assert.True(revoked.GetProperty("since").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);

        var caseId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var (old, _) = await site.IssueAsync(caseId);
        await site.IssueAsync(caseId);
        Assert.Equal("superseded", (await AskAsync(http, new { code = old })).GetProperty("answer").GetString());
        var (expired, _) = await site.IssueAsync(until: new DateOnly(2020, 1, 31));
        var past = await AskAsync(http, new { code = expired });
        Assert.Equal(("expired", "2020-01-31"), (past.GetProperty("answer").GetString(), past.GetProperty("lastDay").GetString()));

        var broken = SealOf(pdf);
        broken = broken[..60] + (broken[60] == 'A' ? 'B' : 'A') + broken[61..];
        Assert.Equal("altered", (await AskAsync(http, new { seal = broken })).GetProperty("answer").GetString());
        var unknown = await AskAsync(http, new { code = "0000-0000-0000" });
        Assert.Equal("unknown", unknown.GetProperty("answer").GetString());
        Assert.NotEmpty(unknown.GetProperty("why").GetProperty("ar").GetString()!);
        Assert.False(unknown.TryGetProperty("document", out var none) && none.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task In_bulk_every_question_has_its_answer_and_the_statistics_count_them()
    {
        var (first, _) = await site.IssueAsync();
        var (second, _) = await site.IssueAsync();
        await site.RevokeAsync(second, RevocationReason.FactsChanged);
        var http = Body(await site.KeyAsync("A bank"));

        using var answer = await http.PostAsJsonAsync("/api/v1/verification/bulk", new { items = new[] { new { code = second }, new { code = first }, new { code = "nonsense" } } }, Ct);
        var answers = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("answers");
        Assert.Equal(["revoked", "inForce", "unknown"], answers.EnumerateArray().Select(a => a.GetProperty("answer").GetString()));

        var statistics = await http.GetFromJsonAsync<JsonElement>("/api/v1/verification/statistics", Ct);
        Assert.Equal("A bank", statistics.GetProperty("body").GetProperty("en").GetString());
        Assert.Equal((1, 1, 1), (Count("inForce"), Count("revoked"), Count("unknown")));
        Assert.Single(statistics.GetProperty("keys").EnumerateArray());

        int Count(string name) => statistics.GetProperty("answers").GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_both_languages_as_problem_details()
    {
        var http = Body(await site.KeyAsync("Faulty"));
        await ProblemAsync(HttpStatusCode.BadRequest, await http.PostAsJsonAsync("/api/v1/verification", new { }, Ct));
        await ProblemAsync(HttpStatusCode.BadRequest, await http.PostAsJsonAsync("/api/v1/verification", new { code = "a", seal = "b" }, Ct));
        await ProblemAsync(HttpStatusCode.BadRequest, await http.PostAsJsonAsync("/api/v1/verification/bulk", new { items = Array.Empty<object>() }, Ct));
        await ProblemAsync(HttpStatusCode.BadRequest, await http.PostAsJsonAsync("/api/v1/verification/bulk", new { items = Enumerable.Repeat(new { code = "a" }, 201) }, Ct));
        await ProblemAsync(HttpStatusCode.BadRequest, await http.PostAsync("/api/v1/verification/bulk", Json("{\"items\": [{"), Ct));
        await ProblemAsync(HttpStatusCode.BadRequest, await http.PostAsync("/api/v1/verification/bulk", Json("{\"items\": [null]}"), Ct));
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, await http.PostAsync("/api/v1/verification/bulk", Json(new string(' ', 1_100_000)), Ct));
        await ProblemAsync(HttpStatusCode.Unauthorized, await Body("diwan_rb_not-a-key").PostAsJsonAsync("/api/v1/verification", new { code = "a" }, Ct));
        await ProblemAsync(HttpStatusCode.Unauthorized, await site.CreateClient().PostAsJsonAsync("/api/v1/verification/bulk", new { items = new[] { new { code = "a" } } }, Ct));
        await ProblemAsync(HttpStatusCode.Unauthorized, await site.CreateClient().GetAsync(new Uri("/api/v1/verification/statistics", UriKind.Relative), Ct));

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task Codes_cannot_be_tried_out_without_a_key_and_a_key_has_more_room()
    {
        var anybody = site.CreateClient();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 45; i++)
        {
            using var answer = await anybody.PostAsJsonAsync("/api/v1/verification", new { code = "7K3M-Q9FT-2WX8" }, Ct);
            answers.Add(answer.StatusCode);
            Assert.True(answer.IsSuccessStatusCode || int.Parse(answer.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture) > 0);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await anybody.GetAsync(new Uri("/ar/verify?code=7K3M-Q9FT-2WX8", UriKind.Relative), Ct)).StatusCode);
        var http = Body(await site.KeyAsync("Roomy"));
        for (var i = 0; i < 45; i++)
        {
            await AskAsync(http, new { code = "7K3M-Q9FT-2WX8" });
        }
    }

    [Fact]
    public async Task The_contract_names_every_way_in()
    {
        var contract = await site.CreateClient().GetFromJsonAsync<JsonElement>("/api/openapi/v1.json", Ct);
        var paths = contract.GetProperty("paths");
        foreach (var path in (string[])
                 [
                     "/api/v1/verification", "/api/v1/verification/bulk", "/api/v1/verification/statistics", "/api/v1/log/head", "/api/v1/log/proof", "/.well-known/diwan-seal-keys.json",
                     "/.well-known/diwan-ended-documents.cose", "/.well-known/openid-credential-issuer", "/wallet/token", "/wallet/credential", "/wallet/nonce", "/status-lists/{list}",
                 ])
        {
            Assert.True(paths.TryGetProperty(path, out _), $"{path} is not in the contract.");
        }

        var verification = paths.GetProperty("/api/v1/verification").GetProperty("post");
        Assert.True(verification.GetProperty("responses").TryGetProperty("429", out _));
        Assert.Contains("sha256", contract.GetProperty("components").GetProperty("schemas").GetProperty("VerificationBody").GetRawText(), StringComparison.Ordinal);
    }

    private static string SealOf(byte[] pdf)
    {
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        var start = text.IndexOf("<diwan:seal>", StringComparison.Ordinal) + "<diwan:seal>".Length;
        return text[start..text.IndexOf('<', start)];
    }

    private HttpClient Body(string key)
    {
        var http = site.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, object question)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/verification", question, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task ProblemAsync(HttpStatusCode expected, HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
            Assert.Contains(problem.GetProperty("detailAr").GetString()!, c => c is >= '\u0600' and <= '\u06FF');
            Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        }
    }
}
