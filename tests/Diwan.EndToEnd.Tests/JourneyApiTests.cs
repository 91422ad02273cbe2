using System.Text.Json;
using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>The journey by the JSON API, as an app of the person's would go it: catalogue, schema, application, submission, payment, tracking.</summary>
public sealed class JourneyApiTests(TheNation nation)
{
    [Fact]
    public async Task A_plan_is_applied_for_paid_and_issued_by_the_api_and_every_refusal_says_why_in_both_languages()
    {
        await using var nobody = await nation.VisitorAsync(Language.English);
        var open = new Client(nobody.Page.Context.APIRequest, nation.Product);
        await using var salma = await nation.SignedInAsync("2000000204", Language.English);
        var api = new Client(salma.Page.Context.APIRequest, nation.Product);

        // The catalogue and its schemas are anybody's.
        var services = (await open.GetAsync("/services", 200)).EnumerateArray().Select(s => s.GetProperty("id").GetString()!).ToList();
        Assert.Equal(9, services.Count);
        foreach (var service in services)
        {
            var schema = await open.GetAsync($"/services/{service}/schema", 200);
            Assert.StartsWith("https://json-schema.org/", schema.GetProperty("$schema").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(schema.GetProperty("properties").EnumerateObject());
        }

        await Refused(open.GetAsync("/services/dls/castle", 404));
        var documented = (await (await nobody.Page.Context.APIRequest.GetAsync(nation.Product + "/api/openapi/v1.json")).JsonAsync())!.Value.GetProperty("paths");
        Assert.All(
            ["/api/v1/services/{institution}/{service}/schema", "/api/v1/applications/{id}/answers", "/api/v1/applications/{id}/submit", "/api/v1/track/{reference}"],
            path => Assert.True(documented.TryGetProperty(path, out _), path));

        // Applying is for who is signed in.
        await Refused(open.PostAsync("/services/dls/land-plan/applications", 401));
        var id = (await api.PostAsync("/services/dls/land-plan/applications", 201)).GetProperty("id").GetString()!;
        await Refused(open.GetAsync($"/applications/{id}", 401));
        await Refused(api.PutAsync($"/applications/{id}/answers", """{"whichPlott":"OTHER"}""", 400));
        var wrong = await api.PutAsync($"/applications/{id}/answers", """{"whichPlot":"THEIRS","copies":2}""", 400);
        Assert.Contains(" / ", wrong.GetProperty("errors").GetProperty("whichPlot")[0].GetString(), StringComparison.Ordinal);
        var early = await api.PostAsync($"/applications/{id}/submit", 409);
        Assert.False(early.GetProperty("application").GetProperty("complete").GetBoolean());
        Assert.NotEqual("", early.GetProperty("detailAr").GetString());

        const string answers = """
            {"whichPlot":"OTHER","plot":{"directorate":"1","village":"1","basin":"1","quarter":"0","parcel":"1"},"planType":"CADASTRAL","scale":"SHEET",
             "isApartment":"false","copies":"2","purpose":"SALE","deliveryMode":"ELECTRONIC","mobile":"+962790000204"}
            """;
        var ready = await api.PutAsync($"/applications/{id}/answers", answers, 200);
        Assert.True(ready.GetProperty("complete").GetBoolean(), ready.ToString());
        Assert.NotEmpty(ready.GetProperty("fees").EnumerateArray());

        var submitted = await api.PostAsync($"/applications/{id}/submit", 201);
        var reference = submitted.GetProperty("reference").GetString()!;
        Assert.True(submitted.GetProperty("awaitsPayment").GetBoolean());
        Assert.Equal(reference, (await api.PostAsync($"/applications/{id}/submit", 201)).GetProperty("reference").GetString());
        await Refused(api.GetAsync($"/applications/{id}", 409));

        // Where it stands, without anything personal; to the applicant, with the bill; to another, nothing.
        var tracked = await open.GetAsync($"/track/{reference}", 200);
        Assert.Equal("awaitingPayment", tracked.GetProperty("state").GetString());
        Assert.DoesNotContain("2000000204", tracked.ToString(), StringComparison.Ordinal);
        await Refused(open.GetAsync("/track/AAAA-AAAA-A", 400));
        await using var other = await nation.SignedInAsync("2000000101", Language.English);
        await Refused(new Client(other.Page.Context.APIRequest, nation.Product).GetAsync($"/cases/{reference}", 404));
        var bill = (await api.GetAsync($"/cases/{reference}", 200)).GetProperty("bill").GetProperty("number").GetString()!;

        await salma.Page.GotoAsync($"{nation.Outside}/teller?bill={bill}");
        await salma.Page.SelectOptionAsync("#channel", "POST");
        await salma.GoAsync(salma.Page.Locator("form[action='/teller/pay'] button"));
        JsonElement done = default;
        await salma.WaitForAsync("the plan", async () =>
            (done = await api.GetAsync($"/cases/{reference}", 200)).GetProperty("state").GetString() == "issued");
        var number = Assert.Single(done.GetProperty("documents").EnumerateArray()).GetString()!;
        await nobody.OpenAsync($"/verify?code={number}");
        await nobody.AnswersAsync("inForce");
        Assert.Contains(reference, (await api.GetAsync("/cases", 200)).ToString(), StringComparison.Ordinal);
    }

    private static async Task Refused(Task<JsonElement> answer)
    {
        var problem = await answer;
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.Contains(problem.GetProperty("detailAr").GetString()!, c => c is >= '\u0600' and <= '\u06ff');
    }

    /// <summary>Asks the API with what the browser knows, and holds it to a status.</summary>
    private sealed class Client(IAPIRequestContext http, string product)
    {
        internal async Task<JsonElement> GetAsync(string path, int status) => await ReadAsync(await http.GetAsync(At(path)), status);

        internal async Task<JsonElement> PostAsync(string path, int status) => await ReadAsync(await http.PostAsync(At(path)), status);

        internal async Task<JsonElement> PutAsync(string path, string json, int status) => await ReadAsync(
            await http.PutAsync(At(path), new APIRequestContextOptions { DataString = json, Headers = [new("Content-Type", "application/json")] }), status);

        private string At(string path) => $"{product}/api/v1{path}";

        private static async Task<JsonElement> ReadAsync(IAPIResponse answer, int status)
        {
            var text = await answer.TextAsync();
            Assert.True(answer.Status == status, $"{answer.Url}: {answer.Status}, not {status}. {text}");
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
    }
}
