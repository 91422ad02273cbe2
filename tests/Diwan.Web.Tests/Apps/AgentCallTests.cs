using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Partners;
using Diwan.Registries;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Web.Tests.Till;
using Microsoft.AspNetCore.WebUtilities;
using static Diwan.Web.Tests.Apps.CitizenCallTests;

namespace Diwan.Web.Tests.Apps;

/// <summary>The registers of the sandbox, a site before them, and more where a test needs one of its own.</summary>
public sealed class RegistersHost : IAsyncLifetime
{
    private WebApplication _outside = null!;

    internal AppsSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _outside = SandboxHost.Build(new SandboxOptions { Port = 0, People = 100 });
        await _outside.StartAsync(TestContext.Current.CancellationToken);
        Site = At(null);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _outside.DisposeAsync();
    }

    internal AppsSite At(string? database) => new(database, ("Registries:BaseUrl", _outside.Urls.Single()));
}

/// <summary>What agents do through an app of the counters, of the contact centre, or of their institution: with their role, within a session or a call, and no further.</summary>
public sealed partial class AgentCallTests(RegistersHost registers) : IClassFixture<RegistersHost>
{
    private const string Certificate = "moj/non-conviction-certificate";
    private const string Session = "/assistance/session";
    private const string Form = Session + "/application";
    private const string Palace = "/queue/moj/palace";

    private static readonly SignedIn Agent = TillSite.Officer("2000000916", "counter:agent");
    private static readonly SignedIn Layla = TillSite.Citizen();
    private static readonly object Answers = new { dataCorrect = true, purpose = "INTERNAL", requestingBody = "وزارة التربية", deliveryMode = "ELECTRONIC", mobile = "0790000102", consent = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task An_agent_at_a_counter_helps_one_person_with_one_service_and_takes_the_money(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var site = registers.At(database.ConnectionString);
        string[] scopes = [AppScopes.Assistance, AppScopes.Till];
        var narrow = await TokenAsync(site, Agent, "Queue only", "counter", AppScopes.Queue);
        var agent = await TokenAsync(site, Agent, "Counter", "counter", scopes);
        object Order(string? person = "2000000101", string? service = Certificate) => new { person, service };

        // The role alone is not enough: a certificate in force and an open counter are asked for.
        Assert.Contains("certificate", await RefusedAsync(site, 409, agent, HttpMethod.Post, Session, Order()), StringComparison.Ordinal);
        await TakeOnAsync(site);
        var stranger = await TokenAsync(site, TillSite.Officer("2000000901", "dls:officer"), "Lands", "dls", scopes);
        Assert.Contains("role does not allow", await RefusedAsync(site, 403, stranger, HttpMethod.Post, Session, Order()), StringComparison.Ordinal);
        await RefusedAsync(site, 403, narrow, HttpMethod.Post, Session, Order());

        // Before there is a session, and with what is no person or service.
        foreach (var (method, path, body) in InSession())
        {
            await RefusedAsync(site, 409, agent, method, path, body);
            await RefusedAsync(site, 403, narrow, method, path, body);
        }

        await RefusedAsync(site, 404, agent, HttpMethod.Get, Session);
        await RefusedAsync(site, 400, agent, HttpMethod.Post, Session, Order("12"));
        await RefusedAsync(site, 400, agent, HttpMethod.Post, Session, Order(service: "moj/nothing"));
        Assert.Contains("themselves", await RefusedAsync(site, 409, agent, HttpMethod.Post, Session, Order(Agent.NationalNumber)), StringComparison.Ordinal);

        // Begun, and not yet agreed to: nothing of the person is told.
        var (status, session, _) = await site.CallAsync(agent, HttpMethod.Post, Session, Order(), once: "session-1");
        Assert.True(status == 201, session.ToString());
        Assert.Equal(("awaitingConsent", JsonValueKind.Null), (session.GetProperty("state").GetString(), session.GetProperty("person").ValueKind));
        await RefusedAsync(site, 409, agent, HttpMethod.Post, Form, new { });
        var code = await CodeAsync(site, "JO:2000000101");
        await RefusedAsync(site, 400, agent, HttpMethod.Post, Session + "/agree", new { code = code == "123456" ? "654321" : "123456" });
        Assert.Equal(JsonValueKind.Null, (await OkAsync(site, agent, HttpMethod.Post, Session + "/agree", new { code })).GetProperty("person").ValueKind);
        var open = await OkAsync(site, agent, HttpMethod.Get, Session);
        Assert.Equal(("open", "2000000101"), (open.GetProperty("state").GetString(), open.GetProperty("person").GetProperty("number").GetString()));
        await RefusedAsync(site, 409, agent, HttpMethod.Post, Session, Order("2000000102"));

        // Another agent is in no session; the person's own matters are not this one's.
        var second = await TokenAsync(site, TillSite.Officer("2000000917", "counter:agent"), "Second", "counter", scopes);
        await RefusedAsync(site, 404, second, HttpMethod.Get, Session);
        await RefusedAsync(site, 409, second, HttpMethod.Post, Session + "/agree", new { code });
        await RefusedAsync(site, 409, second, HttpMethod.Put, Form + "/answers", Answers);
        await RefusedAsync(site, 404, agent, HttpMethod.Get, Session + "/case");
        await RefusedAsync(site, 404, agent, HttpMethod.Get, Session + "/documents/7K3M-Q9FT-2WX8");

        (status, var form, _) = await site.CallAsync(agent, HttpMethod.Post, Form, new { });
        Assert.True(status == 201, form.ToString());
        Assert.Equal(form.GetProperty("id").GetString(), (await OkAsync(site, agent, HttpMethod.Get, Form)).GetProperty("id").GetString());
        await RefusedAsync(site, 409, agent, HttpMethod.Post, Form + "/submit");
        await RefusedAsync(site, 400, agent, HttpMethod.Put, Form + "/answers", new { nothing = 1 });
        await RefusedAsync(site, 404, agent, HttpMethod.Get, Form + "/files/purpose/x");
        Assert.True((await OkAsync(site, agent, HttpMethod.Put, Form + "/answers", Answers)).GetProperty("complete").GetBoolean());
        (status, var submitted, var headers) = await site.CallAsync(agent, HttpMethod.Post, Form + "/submit", once: "submit-1");
        Assert.True(status == 201, submitted.ToString());
        Assert.Equal("/api/v1" + Session + "/case", headers.Location?.OriginalString);
        var reference = submitted.GetProperty("reference").GetString()!;
        Assert.Equal(reference, (await site.CallAsync(agent, HttpMethod.Post, Form + "/submit", once: "submit-1")).Body.GetProperty("reference").GetString());
        var found = await OkAsync(site, agent, HttpMethod.Get, Session + "/case");
        Assert.Equal(reference, found.GetProperty("reference").GetString());

        // A visit for this service, and for no other.
        var at = (await OkAsync(site, agent, HttpMethod.Get, $"/assistance/visits/free?reason=help&service={Certificate}&place=moj/palace")).GetProperty("days")[1].GetProperty("times")[0].GetDateTimeOffset();
        await RefusedAsync(site, 404, agent, HttpMethod.Post, "/assistance/visits", new { reason = "help", place = "dls/department", at, service = "dls/land-plan" });
        var order = new { reason = "help", place = "moj/palace", at, service = Certificate };
        (status, var visit, _) = await site.CallAsync(agent, HttpMethod.Post, "/assistance/visits", order, once: "visit-1");
        Assert.True(status == 201, visit.ToString());
        Assert.Equal(visit.ToString(), (await site.CallAsync(agent, HttpMethod.Post, "/assistance/visits", order, once: "visit-1")).Body.ToString());
        await RefusedAsync(site, 409, second, HttpMethod.Post, $"/assistance/visits/{visit.GetProperty("code").GetString()}/cancel");
        Assert.Equal("cancelled", (await OkAsync(site, agent, HttpMethod.Post, $"/assistance/visits/{visit.GetProperty("code").GetString()}/cancel")).GetProperty("state").GetString());

        await PayAsync(site, agent, second, found.GetProperty("bill").GetProperty("number").GetString()!);

        // The document is handed out, by the agent of the session alone.
        JsonElement issued = default;
        for (var tries = 0; tries < 300 && !(issued = await OkAsync(site, agent, HttpMethod.Get, Session + "/case")).GetProperty("documents").EnumerateArray().Any(); tries++)
        {
            await Task.Delay(100, Ct);
            agent = tries % 60 == 59 ? await TokenAsync(site, Agent, $"Counter {tries}", "counter", scopes) : agent;
        }

        var document = Assert.Single(issued.GetProperty("documents").EnumerateArray()).GetString();
        await RefusedAsync(site, 404, second, HttpMethod.Get, $"{Session}/documents/{document}");
        Assert.Equal((200, "application/pdf"), await FileAsync(site, agent, $"{Session}/documents/{document}"));

        // Ended: after that, nothing of it is there; the person reads of all of it.
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, Session + "/end")).Status);
        foreach (var (method, path, body) in InSession())
        {
            await RefusedAsync(site, 409, agent, method, path, body);
        }

        await RefusedAsync(site, 404, agent, HttpMethod.Get, $"{Session}/documents/{document}");

        // Nor is what was done in it answered again to who repeats it.
        Assert.Equal(409, (await site.CallAsync(agent, HttpMethod.Post, Form + "/submit", once: "submit-1")).Status);
        Assert.Equal(409, (await site.CallAsync(agent, HttpMethod.Post, "/assistance/visits", order, once: "visit-1")).Status);
        Assert.Equal("ended", Assert.Single((await OkAsync(site, agent, HttpMethod.Get, "/assistance/sessions")).EnumerateArray()).GetProperty("state").GetString());
        var ledger = await site.Get<AccessLedger>().OfPersonAsync("JO:2000000101", null, 50, Ct);
        Assert.Contains(ledger, l => l.ReaderName == Agent.Name && l.Role == "counter:agent" && l.Subject == reference);

        // Its time ends it as well.
        Assert.Equal(201, (await site.CallAsync(agent, HttpMethod.Post, Session, Order())).Status);
        await OkAsync(site, agent, HttpMethod.Post, Session + "/agree", new { code = await CodeAsync(site, "JO:2000000101") });
        Assert.Equal(201, (await site.CallAsync(agent, HttpMethod.Post, Form, new { })).Status);
        site.Pass(TimeSpan.FromMinutes(46));
        agent = await TokenAsync(site, Agent, "Counter later", "counter", scopes);
        await RefusedAsync(site, 409, agent, HttpMethod.Put, Form + "/answers", Answers);
        await RefusedAsync(site, 404, agent, HttpMethod.Get, Session);
        Assert.Empty((await site.Get<AuditVerifier>().VerifyAsync(null, Ct)).Faults);
    }

    [Fact]
    public async Task Who_has_no_telephone_is_helped_by_their_card_and_an_agent_who_moved_on_is_out()
    {
        var site = registers.Site;
        await TakeOnAsync(site);
        var agent = await TokenAsync(site, Agent, "Counter", "counter", AppScopes.Assistance);
        var person = await PersonAsync(site, "2000000106");
        await RefusedAsync(site, 409, agent, HttpMethod.Post, Session, new { person = "2000000106", service = Certificate });
        await RefusedAsync(site, 409, agent, HttpMethod.Post, Session, new { person = "2000000106", service = Certificate, card = "X1" });
        var (status, session, _) = await site.CallAsync(agent, HttpMethod.Post, Session, new { person = "2000000106", service = Certificate, card = (string)person["documentNumber"]! });
        Assert.True(status == 201, session.ToString());
        Assert.Equal(("open", "identitySeen"), (session.GetProperty("state").GetString(), session.GetProperty("consent").GetString()));

        // The roles of this moment count: the app of the counters is another institution's to who now works at one.
        await site.KnownAsync(Agent with { Roles = ["moj:officer"] });
        await RefusedAsync(site, 403, agent, HttpMethod.Get, Session);
        await site.KnownAsync(Agent with { Roles = ["moj:officer", "counter:agent"] });
        Assert.Contains("belongs to", await RefusedAsync(site, 403, agent, HttpMethod.Get, Session), StringComparison.Ordinal);
        await site.KnownAsync(Agent);
        await OkAsync(site, agent, HttpMethod.Get, Session);

        // Nobody allows it who is no officer, and no app asks for it that is of no institution.
        var (_, key, _) = await site.AppAsync("Counter again", [AppScopes.Assistance, AppScopes.Profile], "counter");
        await site.KnownAsync(Layla);
        Assert.Equal("access_denied", QueryHelpers.ParseQuery((await site.AllowAsync(Layla, AppsSite.Question(key, "assistance", AppsSite.Verifier()))).Query)["error"]);
        foreach (var scope in new[] { AppScopes.Assistance, AppScopes.Centre, AppScopes.Till, AppScopes.Queue, AppScopes.Desk })
        {
            Assert.IsType<KeepApps.Result.Refused>(await site.Get<KeepApps>().AddAsync(new("أ", "A", "أ", "A", null, [scope]), AppsSite.Administrator, Ct));
        }
    }

    [Fact]
    public async Task A_call_is_taken_its_caller_known_and_served_and_called_back()
    {
        var site = registers.Site;
        var (one, two, lead) = (TillSite.Officer("2000000915", "centre:agent"), TillSite.Officer("2000000951", "centre:agent"), TillSite.Officer("2000000952", "centre:supervisor"));
        string[] scopes = [AppScopes.Centre, AppScopes.Assistance];
        var agent = await TokenAsync(site, one, "Centre", "centre", scopes);
        var second = await TokenAsync(site, two, "Centre two", "centre", scopes);
        var supervisor = await TokenAsync(site, lead, "Centre lead", "centre", scopes);
        var narrow = await TokenAsync(site, one, "Sessions only", "centre", AppScopes.Assistance);
        var counter = await TokenAsync(site, Agent, "Counter", "counter", AppScopes.Centre);
        var laylas = await TokenAsync(site, Layla, "Layla", null, AppScopes.Applications);
        await site.KnownAsync(Layla);

        // A case of hers, and one of another.
        var reference = await CaseAsync(site, laylas);
        var strange = await CaseAsync(site, await TokenAsync(site, TillSite.Citizen("2000000102"), "Another", null, AppScopes.Applications));

        // Outside a call nothing is there.
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Post, "/centre/call/find", new { reference }), (HttpMethod.Post, "/centre/call/answer", new { said = "x" }), (HttpMethod.Get, "/centre/call/cases", null),
            (HttpMethod.Post, "/centre/call/complaint", new { service = Certificate, words = "The counter was closed at noon." }), (HttpMethod.Post, "/centre/call/end", new { reason = "status", outcome = "answered" }),
        })
        {
            await RefusedAsync(site, 409, agent, method, path, body);
            await RefusedAsync(site, 403, narrow, method, path, body);
            await RefusedAsync(site, 403, counter, method, path, body);
        }

        foreach (var path in new[] { "/centre/call", $"/centre/call/track/{reference}", $"/centre/call/cases/{reference}" })
        {
            await RefusedAsync(site, 404, agent, HttpMethod.Get, path);
        }

        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call", new { phone = "12" });
        var (status, call, _) = await site.CallAsync(agent, HttpMethod.Post, "/centre/call", new { phone = "0791112223" }, once: "call-1");
        Assert.True(status == 201, call.ToString());
        Assert.Equal("+962791112223", call.GetProperty("phone").GetString());
        await RefusedAsync(site, 409, agent, HttpMethod.Post, "/centre/call", new { });
        Assert.Equal(reference, (await OkAsync(site, agent, HttpMethod.Get, $"/centre/call/track/{reference}")).GetProperty("reference").GetString());

        // Found and asked; not known, nothing is told; a wrong answer is counted, right ones open her cases and nobody else's.
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/find", new { number = "12" });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/find", new { });
        await RefusedAsync(site, 409, agent, HttpMethod.Post, "/centre/call/find", new { reference = "7K4M-92QX-3" });
        await RefusedAsync(site, 409, agent, HttpMethod.Post, "/centre/call/find", new { number = one.NationalNumber });
        call = await OkAsync(site, agent, HttpMethod.Post, "/centre/call/find", new { number = "2000000101" });
        Assert.Equal(JsonValueKind.Null, call.GetProperty("caller").ValueKind);
        await RefusedAsync(site, 409, agent, HttpMethod.Get, "/centre/call/cases");
        await RefusedAsync(site, 404, agent, HttpMethod.Get, $"/centre/call/cases/{reference}");
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/answer", new { said = "" });
        Assert.Contains("wrong", await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/answer", new { said = "1900-01-01" }), StringComparison.Ordinal);
        call = await OkAsync(site, agent, HttpMethod.Get, "/centre/call");
        var person = await PersonAsync(site, "2000000101");
        while (call.GetProperty("asked") is { ValueKind: JsonValueKind.Object } asked)
        {
            call = await OkAsync(site, agent, HttpMethod.Post, "/centre/call/answer", new { said = Right(asked.GetProperty("code").GetString()!, person) });
        }

        Assert.Equal((true, JsonValueKind.Null), (call.GetProperty("known").GetBoolean(), call.GetProperty("caller").ValueKind));
        call = await OkAsync(site, agent, HttpMethod.Get, "/centre/call");
        Assert.Equal("2000000101", call.GetProperty("caller").GetProperty("number").GetString());
        Assert.Equal(reference, Assert.Single((await OkAsync(site, agent, HttpMethod.Get, "/centre/call/cases")).EnumerateArray()).GetProperty("reference").GetString());
        var seen = await OkAsync(site, agent, HttpMethod.Get, $"/centre/call/cases/{reference}");
        await RefusedAsync(site, 404, agent, HttpMethod.Get, $"/centre/call/cases/{strange}");
        await RefusedAsync(site, 404, second, HttpMethod.Get, $"/centre/call/cases/{reference}");
        await RefusedAsync(site, 404, agent, HttpMethod.Post, $"/centre/call/cases/{strange}/bill");
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, $"/centre/call/cases/{reference}/bill")).Status);
        Assert.Contains(seen.GetProperty("bill").GetProperty("number").GetString()!, (await site.Get<Inbox>().OfPersonAsync("JO:2000000101", 1, Ct))[0].Text.En, StringComparison.Ordinal);

        // A complaint, once; a session for her with her code, that ends with the call.
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/complaint", new { service = "moj/nothing", words = "The counter was closed at noon." });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/complaint", new { service = Certificate, words = "No" });
        var complaint = new { service = Certificate, reference, words = "The counter was closed at noon." };
        (status, var taken, _) = await site.CallAsync(agent, HttpMethod.Post, "/centre/call/complaint", complaint, once: "complaint-1");
        Assert.True(status == 201, taken.ToString());
        Assert.Equal(taken.ToString(), (await site.CallAsync(agent, HttpMethod.Post, "/centre/call/complaint", complaint, once: "complaint-1")).Body.ToString());
        Assert.Equal(taken.GetProperty("number").GetString(), (await OkAsync(site, agent, HttpMethod.Get, "/centre/call")).GetProperty("complaint").GetString());
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/complaint", new { service = Certificate, words = "The counter was closed at noon." });
        (status, var session, _) = await site.CallAsync(agent, HttpMethod.Post, Session, new { service = Certificate });
        Assert.True(status == 201, session.ToString());
        await RefusedAsync(site, 409, agent, HttpMethod.Post, Form, new { });
        Assert.Equal("contactCentre", (await OkAsync(site, agent, HttpMethod.Post, Session + "/agree", new { code = await CodeAsync(site, "JO:2000000101") })).GetProperty("channel").GetString());
        Assert.Equal(201, (await site.CallAsync(agent, HttpMethod.Post, Form, new { })).Status);
        await OkAsync(site, agent, HttpMethod.Put, Form + "/answers", Answers);

        // The record of the call, with a call-back.
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/end", new { reason = "mood", outcome = "answered" });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/end", new { reason = "status", outcome = "notRecorded" });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/centre/call/end", new { reason = "status", outcome = "callBack" });
        var on = NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).AddDays(2);
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, "/centre/call/end", new { reason = "status", outcome = "callBack", backOn = on, backAt = "10:30:00" })).Status);
        await RefusedAsync(site, 409, agent, HttpMethod.Put, Form + "/answers", Answers);
        await RefusedAsync(site, 404, agent, HttpMethod.Get, $"/centre/call/cases/{reference}");
        Assert.Equal(409, (await site.CallAsync(agent, HttpMethod.Post, "/centre/call/complaint", complaint, once: "complaint-1")).Status);
        Assert.Equal("callBack", Assert.Single((await OkAsync(site, agent, HttpMethod.Get, "/centre/calls")).EnumerateArray()).GetProperty("outcome").GetString());

        var back = Assert.Single((await OkAsync(site, agent, HttpMethod.Get, "/centre/call-backs")).EnumerateArray()).GetProperty("id").GetString();
        Assert.Empty((await OkAsync(site, second, HttpMethod.Get, "/centre/call-backs")).EnumerateArray());
        foreach (var act in new[] { "reached", "not-reached" })
        {
            await RefusedAsync(site, 404, second, HttpMethod.Post, $"/centre/call-backs/{back}/{act}");
        }

        await RefusedAsync(site, 403, second, HttpMethod.Post, $"/centre/call-backs/{back}/take-over");
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, $"/centre/call-backs/{back}/not-reached")).Status);
        Assert.Equal(204, (await site.CallAsync(supervisor, HttpMethod.Post, $"/centre/call-backs/{back}/take-over")).Status);
        await RefusedAsync(site, 404, agent, HttpMethod.Post, $"/centre/call-backs/{back}/reached");
        (status, call, _) = await site.CallAsync(supervisor, HttpMethod.Post, $"/centre/call-backs/{back}/reached");
        Assert.True(status == 201, call.ToString());
        Assert.Equal("+962791112223", call.GetProperty("phone").GetString());
        await RefusedAsync(site, 409, supervisor, HttpMethod.Post, $"/centre/call-backs/{back}/reached");

        // Answers of the knowledge base in both languages; outages are the supervisor's.
        var answers = (await OkAsync(site, agent, HttpMethod.Get, $"/centre/answers?service={Certificate}")).EnumerateArray().ToList();
        Assert.NotEmpty(answers);
        Assert.All(answers, a => Assert.Contains(a.GetProperty("answer").GetProperty("ar").GetString()!, c => c is >= '\u0600' and <= '\u06ff'));
        Assert.All(answers, a => Assert.DoesNotContain(a.GetProperty("topic").GetProperty("en").GetString()!, c => c is >= '\u0600' and <= '\u06ff'));
        Assert.NotEmpty((await OkAsync(site, agent, HttpMethod.Get, "/centre/answers?q=fee")).EnumerateArray());
        await RefusedAsync(site, 400, agent, HttpMethod.Get, "/centre/answers");
        await RefusedAsync(site, 400, agent, HttpMethod.Get, "/centre/answers?service=moj/nothing");
        Assert.Contains("status", (await OkAsync(site, agent, HttpMethod.Get, "/centre/reasons")).ToString(), StringComparison.Ordinal);
        await RefusedAsync(site, 403, agent, HttpMethod.Post, "/centre/outages", new { script = "portal", hours = 4 });
        await RefusedAsync(site, 400, supervisor, HttpMethod.Post, "/centre/outages", new { script = "mood", hours = 4 });
        await RefusedAsync(site, 400, supervisor, HttpMethod.Post, "/centre/outages", new { script = "portal", hours = 400 });
        Assert.Equal(204, (await site.CallAsync(supervisor, HttpMethod.Post, "/centre/outages", new { script = "portal", hours = 4 })).Status);
        var outage = (await OkAsync(site, agent, HttpMethod.Get, "/centre/scripts")).EnumerateArray().First(s => s.GetProperty("outage").ValueKind == JsonValueKind.String).GetProperty("outage").GetString();
        await RefusedAsync(site, 403, agent, HttpMethod.Post, $"/centre/outages/{outage}/lift");
        Assert.Equal(204, (await site.CallAsync(supervisor, HttpMethod.Post, $"/centre/outages/{outage}/lift")).Status);
        await RefusedAsync(site, 404, supervisor, HttpMethod.Post, $"/centre/outages/{outage}/lift");
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Numbers_are_given_at_the_door_and_called_to_a_window(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var site = registers.At(database.ConnectionString);
        var clerk = TillSite.Officer("2000000905", "moj:officer");
        var citizen = await TokenAsync(site, Layla, "Visits", null, AppScopes.Visits);
        var at = (await OkAsync(site, citizen, HttpMethod.Get, $"/visits/free?reason=help&service={Certificate}&place=moj/palace")).GetProperty("days")[1].GetProperty("times")[3].GetDateTimeOffset();
        var (status, booked, _) = await site.CallAsync(citizen, HttpMethod.Post, "/visits", new { reason = "help", place = "moj/palace", at, service = Certificate });
        Assert.True(status == 201, booked.ToString());
        site.Pass(at.AddMinutes(-10) - TimeProvider.System.GetUtcNow());

        var officer = await TokenAsync(site, clerk, "Windows", "moj", AppScopes.Queue, AppScopes.Desk);
        var narrow = await TokenAsync(site, clerk, "Desk", "moj", AppScopes.Desk);
        var lands = await TokenAsync(site, TillSite.Officer("2000000901", "dls:officer"), "Lands", "dls", AppScopes.Queue);
        var judge = await TokenAsync(site, TillSite.Officer("2000000907", "moj:judge"), "Judge", "moj", AppScopes.Queue);
        Assert.Equal("moj/palace", Assert.Single((await OkAsync(site, officer, HttpMethod.Get, "/queue/places")).EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await OkAsync(site, judge, HttpMethod.Get, "/queue/places")).EnumerateArray());
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "/windows/1", null), (HttpMethod.Post, "/windows/1/next", null), (HttpMethod.Post, "/windows/1/done", null), (HttpMethod.Post, "/windows/1/missed", null),
            (HttpMethod.Post, "/windows/1/reason", new { reason = "cash" }), (HttpMethod.Post, "/numbers", new { reason = "help" }),
        })
        {
            await RefusedAsync(site, 403, narrow, method, Palace + path, body);
            await RefusedAsync(site, 403, lands, method, Palace + path, body);
            await RefusedAsync(site, 403, judge, method, Palace + path, body);
        }

        await RefusedAsync(site, 403, officer, HttpMethod.Get, Palace + "/windows/99");
        await RefusedAsync(site, 403, officer, HttpMethod.Get, "/queue/dls/department/windows/1");
        await RefusedAsync(site, 409, officer, HttpMethod.Post, Palace + "/windows/1/next");
        await RefusedAsync(site, 409, officer, HttpMethod.Post, Palace + "/windows/1/done");
        await RefusedAsync(site, 400, officer, HttpMethod.Post, Palace + "/numbers", new { reason = "inspection" });
        await RefusedAsync(site, 409, officer, HttpMethod.Post, Palace + "/numbers", new { code = "7K4M-92QX-3" });
        (status, var walkIn, _) = await site.CallAsync(officer, HttpMethod.Post, Palace + "/numbers", new { reason = "cash" }, once: "number-1");
        Assert.True(status == 201, walkIn.ToString());
        Assert.Equal(walkIn.GetProperty("id").GetString(), (await site.CallAsync(officer, HttpMethod.Post, Palace + "/numbers", new { reason = "cash" }, once: "number-1")).Body.GetProperty("id").GetString());
        (status, var arrived, _) = await site.CallAsync(officer, HttpMethod.Post, Palace + "/numbers", new { code = booked.GetProperty("code").GetString() });
        Assert.True(status == 201, arrived.ToString());

        // Called, busy, another reason, missed, done; the appointment's holder reads it.
        int Number(JsonElement ticket) => ticket.GetProperty("number").GetInt32();
        Assert.Equal(Number(walkIn), Number(await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/1/next")));
        await RefusedAsync(site, 409, officer, HttpMethod.Post, Palace + "/windows/1/next");
        await RefusedAsync(site, 400, officer, HttpMethod.Post, Palace + "/windows/1/reason", new { reason = "inspection" });
        Assert.Equal("help", (await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/1/reason", new { reason = "help" })).GetProperty("reason").GetString());
        Assert.Equal(Number(walkIn), Number(await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/1/next")));
        Assert.Equal("waiting", (await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/1/missed")).GetProperty("state").GetString());
        var view = await OkAsync(site, officer, HttpMethod.Get, Palace + "/windows/1");
        Assert.Equal((JsonValueKind.Null, 2), (view.GetProperty("current").ValueKind, view.GetProperty("waiting").GetArrayLength()));
        await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/1/next");
        Assert.Equal("done", (await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/1/done")).GetProperty("state").GetString());
        await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/2/next");
        await OkAsync(site, officer, HttpMethod.Post, Palace + "/windows/2/done");
        citizen = await TokenAsync(site, Layla, "Visits later", null, AppScopes.Visits);
        Assert.Equal("served", (await OkAsync(site, citizen, HttpMethod.Get, $"/visits/{booked.GetProperty("code").GetString()}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_institution_answers_complaints_gives_tasks_and_ends_documents_by_two()
    {
        var site = registers.Site;
        var voice = await TokenAsync(site, TillSite.Officer("2000000908", "moj:complaints"), "Voice", "moj", AppScopes.Desk);
        var clerk = await TokenAsync(site, TillSite.Officer("2000000905", "moj:officer"), "Clerk", "moj", AppScopes.Desk);
        var head = await TokenAsync(site, TillSite.Officer("2000000906", "moj:head"), "Head", "moj", AppScopes.Desk);
        var lands = await TokenAsync(site, TillSite.Officer("2000000902", "dls:complaints", "dls:officer"), "Lands", "dls", AppScopes.Desk);
        var narrow = await TokenAsync(site, TillSite.Officer("2000000905", "moj:officer"), "Narrow", "moj", AppScopes.Queue);
        var citizen = await TokenAsync(site, Layla, "Citizen", null, AppScopes.Complaints);
        var number = (await site.CallAsync(citizen, HttpMethod.Post, $"/services/{Certificate}/complaints", new { words = "The counter was closed at noon." })).Body.GetProperty("number").GetString();
        Assert.Equal(number, Assert.Single((await OkAsync(site, voice, HttpMethod.Get, "/desk/complaints")).GetProperty("complaints").EnumerateArray()).GetProperty("number").GetString());
        Assert.Empty((await OkAsync(site, lands, HttpMethod.Get, "/desk/complaints")).GetProperty("complaints").EnumerateArray());
        await RefusedAsync(site, 403, clerk, HttpMethod.Get, "/desk/complaints");
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Post, "/take", null), (HttpMethod.Post, "/release", null), (HttpMethod.Post, "/answer", new { finding = "upheld", answer = "It is open again." }),
        })
        {
            await RefusedAsync(site, 404, lands, method, $"/desk/complaints/{number}{path}", body);
            await RefusedAsync(site, 403, narrow, method, $"/desk/complaints/{number}{path}", body);
            await RefusedAsync(site, 403, citizen, method, $"/desk/complaints/{number}{path}", body);
        }

        Assert.Equal(204, (await site.CallAsync(voice, HttpMethod.Post, $"/desk/complaints/{number}/take")).Status);
        await RefusedAsync(site, 409, voice, HttpMethod.Post, $"/desk/complaints/{number}/take");
        Assert.Equal(204, (await site.CallAsync(voice, HttpMethod.Post, $"/desk/complaints/{number}/release")).Status);
        Assert.Equal(204, (await site.CallAsync(voice, HttpMethod.Post, $"/desk/complaints/{number}/take")).Status);
        await RefusedAsync(site, 409, voice, HttpMethod.Post, $"/desk/complaints/{number}/answer", new { finding = "maybe", answer = "It is open again." });
        await RefusedAsync(site, 409, voice, HttpMethod.Post, $"/desk/complaints/{number}/answer", new { finding = "upheld", answer = "Yes." });
        Assert.Equal(204, (await site.CallAsync(voice, HttpMethod.Post, $"/desk/complaints/{number}/answer", new { finding = "upheld", answer = "It is open again." })).Status);
        Assert.Equal("upheld", (await OkAsync(site, voice, HttpMethod.Get, $"/desk/complaints/{number}")).GetProperty("finding").GetString());

        // The head's team, and nobody else's.
        await OkAsync(site, head, HttpMethod.Get, "/desk/team");
        await RefusedAsync(site, 403, clerk, HttpMethod.Get, "/desk/team");
        await RefusedAsync(site, 403, clerk, HttpMethod.Post, "/desk/tasks/7K4M-92QX-3/check/give", new { to = "OFF:2000000905" });
        await RefusedAsync(site, 404, head, HttpMethod.Post, "/desk/tasks/7K4M-92QX-3/check/give", new { to = "OFF:2000000905" });

        // A document is ended by two.
        var document = await DocumentAsync(site, Layla);
        var acts = $"/desk/documents/{document}/acts";
        object Ask(string kind = "revoke", string? reason = "issuedInError", string words = "It names another holder.") => new { kind, reason, words };
        await RefusedAsync(site, 403, voice, HttpMethod.Post, acts, Ask());
        await RefusedAsync(site, 403, narrow, HttpMethod.Post, acts, Ask());
        await RefusedAsync(site, 404, lands, HttpMethod.Post, acts, Ask());
        await RefusedAsync(site, 400, clerk, HttpMethod.Post, acts, Ask("burn"));
        await RefusedAsync(site, 400, clerk, HttpMethod.Post, acts, Ask(reason: null));
        await RefusedAsync(site, 400, clerk, HttpMethod.Post, acts, Ask(words: "No"));
        var (status, asked, _) = await site.CallAsync(clerk, HttpMethod.Post, acts, Ask(), once: "act-1");
        Assert.True(status == 201, asked.ToString());
        var act = $"{acts}/{asked.GetProperty("id").GetString()}";
        await RefusedAsync(site, 409, clerk, HttpMethod.Post, acts, Ask());
        await RefusedAsync(site, 409, clerk, HttpMethod.Post, act, new { confirm = true });
        await RefusedAsync(site, 403, await TokenAsync(site, TillSite.Officer("2000000904", "moj:officer"), "Colleague", "moj", AppScopes.Desk), HttpMethod.Post, act, new { confirm = true });
        await RefusedAsync(site, 404, lands, HttpMethod.Post, act, new { confirm = true });
        Assert.Equal(204, (await site.CallAsync(head, HttpMethod.Post, act, new { confirm = true })).Status);
        await RefusedAsync(site, 409, head, HttpMethod.Post, act, new { confirm = true });
        Assert.Equal("revoked", (await OkAsync(site, clerk, HttpMethod.Get, $"/desk/documents/{document}")).GetProperty("state").GetString());
        Assert.Contains(document, (await OkAsync(site, clerk, HttpMethod.Get, $"/desk/documents?q={document}")).GetProperty("found").ToString(), StringComparison.Ordinal);
        await RefusedAsync(site, 404, lands, HttpMethod.Get, $"/desk/documents/{document}");
    }

    /// <summary>The drawer: opened, money taken once, counted, closed.</summary>
    private static async Task PayAsync(AppsSite site, string agent, string second, string bill)
    {
        object Take(Guid? id = null, string? by = "cash", string? slip = null) => new { id = id ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), by, slip };
        await RefusedAsync(site, 409, agent, HttpMethod.Post, $"/till/bills/{bill}/take", Take());
        await RefusedAsync(site, 409, agent, HttpMethod.Post, "/till/shift/close", new { counted = 0 });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/till/shift", new { start = -1 });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/till/shift", new { });
        await RefusedAsync(site, 403, agent, HttpMethod.Post, "/till/shift", new { organisation = "moj", start = 50 });
        var (status, shift, _) = await site.CallAsync(agent, HttpMethod.Post, "/till/shift", new { start = 50 });
        Assert.True(status == 201, shift.ToString());
        Assert.Equal("counter", shift.GetProperty("organisation").GetString());
        await RefusedAsync(site, 409, agent, HttpMethod.Post, "/till/shift", new { start = 50 });

        await RefusedAsync(site, 404, agent, HttpMethod.Get, "/till/bills/1");
        var due = (await OkAsync(site, agent, HttpMethod.Get, $"/till/bills/{bill}")).GetProperty("due").GetDecimal();
        await RefusedAsync(site, 400, agent, HttpMethod.Post, $"/till/bills/{bill}/take", Take(by: "gold"));
        await RefusedAsync(site, 400, agent, HttpMethod.Post, $"/till/bills/{bill}/take", new { by = "cash" });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, $"/till/bills/{bill}/take", Take(by: "terminal"));
        await RefusedAsync(site, 400, agent, HttpMethod.Post, $"/till/bills/{bill}/take", new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), by = "cash", amount = 0.0001m });
        await RefusedAsync(site, 400, agent, HttpMethod.Post, $"/till/bills/{bill}/take", new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), by = "cash", amount = 1 });
        await RefusedAsync(site, 404, agent, HttpMethod.Post, "/till/bills/1/take", Take());
        var once = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        (status, var taken, _) = await site.CallAsync(agent, HttpMethod.Post, $"/till/bills/{bill}/take", Take(once));
        Assert.True(status == 201, taken.ToString());
        var transaction = taken.GetProperty("transaction").GetString();
        Assert.Equal(transaction, (await site.CallAsync(agent, HttpMethod.Post, $"/till/bills/{bill}/take", Take(once))).Body.GetProperty("transaction").GetString());
        await RefusedAsync(site, 409, agent, HttpMethod.Post, $"/till/bills/{bill}/take", Take());
        Assert.Equal(due, Assert.Single((await OkAsync(site, agent, HttpMethod.Get, "/till/shift/takings")).GetProperty("items").EnumerateArray()).GetProperty("amount").GetDecimal());
        Assert.NotEqual(JsonValueKind.Null, Assert.Single((await OkAsync(site, agent, HttpMethod.Get, $"/till/taken/{transaction}")).GetProperty("receipts").EnumerateArray()).GetProperty("fiscal").ValueKind);
        await RefusedAsync(site, 404, second, HttpMethod.Get, $"/till/taken/{transaction}");
        await RefusedAsync(site, 400, agent, HttpMethod.Get, "/till/refunds?bill=1");
        Assert.Empty((await OkAsync(site, agent, HttpMethod.Get, $"/till/refunds?bill={bill}")).EnumerateArray());
        await RefusedAsync(site, 400, agent, HttpMethod.Post, $"/till/refunds/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/pay-out", new { });
        await RefusedAsync(site, 404, agent, HttpMethod.Post, $"/till/refunds/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/pay-out", new { slip = "A-123" });

        // To a colleague who counts it too, and back; what is in it is told to nobody who has not counted.
        Assert.DoesNotContain("cash\":", (await OkAsync(site, agent, HttpMethod.Get, "/till")).ToString(), StringComparison.OrdinalIgnoreCase);
        var colleague = Assert.Single((await OkAsync(site, agent, HttpMethod.Get, "/till/colleagues")).EnumerateArray()).GetProperty("key").GetString();
        await RefusedAsync(site, 400, agent, HttpMethod.Post, "/till/shift/offer", new { counted = 50 + due, to = "OFF:1" });
        await RefusedAsync(site, 409, agent, HttpMethod.Post, "/till/shift/offer", new { counted = 50, to = colleague });
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, "/till/shift/offer", new { counted = 50 + due, to = colleague })).Status);
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, "/till/shift/take-back")).Status);
        Assert.Equal(204, (await site.CallAsync(agent, HttpMethod.Post, "/till/shift/offer", new { counted = 50 + due, to = colleague })).Status);
        var offered = (await OkAsync(site, second, HttpMethod.Get, "/till")).GetProperty("offered").GetProperty("id").GetString();
        await RefusedAsync(site, 400, second, HttpMethod.Post, $"/till/offers/{offered}/accept", new { });
        await RefusedAsync(site, 409, second, HttpMethod.Post, $"/till/offers/{offered}/accept", new { counted = 1 });
        await RefusedAsync(site, 409, agent, HttpMethod.Post, $"/till/offers/{offered}/accept", new { counted = 50 + due });
        Assert.Equal(204, (await site.CallAsync(second, HttpMethod.Post, $"/till/offers/{offered}/accept", new { counted = 50 + due })).Status);

        // Too little is told, and closes only with its reason.
        Assert.Contains("short", await RefusedAsync(site, 409, second, HttpMethod.Post, "/till/shift/close", new { counted = 50 }), StringComparison.Ordinal);
        var last = (await OkAsync(site, second, HttpMethod.Get, "/till")).GetProperty("shift").GetProperty("id").GetString();
        Assert.Equal(204, (await site.CallAsync(second, HttpMethod.Post, "/till/shift/close", new { counted = 50, reason = "A note was false." })).Status);
        Assert.Equal(-due, (await OkAsync(site, second, HttpMethod.Get, $"/till/shifts/{last}")).GetProperty("difference").GetDecimal());
        await RefusedAsync(site, 404, agent, HttpMethod.Get, $"/till/shifts/{last}");
    }

    private static IEnumerable<(HttpMethod Method, string Path, object? Body)> InSession() =>
        [
            (HttpMethod.Post, Session + "/agree", new { code = "1" }), (HttpMethod.Post, Session + "/end", null), (HttpMethod.Post, Form, new { }), (HttpMethod.Get, Form, null), (HttpMethod.Delete, Form, null),
            (HttpMethod.Put, Form + "/answers", Answers), (HttpMethod.Get, Form + "/files/purpose/x", null), (HttpMethod.Delete, Form + "/files/purpose/x", null), (HttpMethod.Post, Form + "/submit", null),
            (HttpMethod.Get, Session + "/case", null), (HttpMethod.Get, "/assistance/visits", null),
        ];

    /// <summary>A partner with a contract, a counter, and the agent certified and placed there.</summary>
    private static async Task TakeOnAsync(AppsSite site)
    {
        var office = TillSite.Officer("2000000914", "programme:office");
        var today = NationalCalendar.DateAt(site.Get<TimeProvider>().GetUtcNow());
        var decision = Assert.IsType<RecordDecision.Result.Recorded>(
            await site.Get<RecordDecision>().RunAsync(office, new(DecisionKind.Other, "التعاقد مع البريد", "Contract with the post", today, "البرنامج"), Ct)).Number;
        var partners = site.Get<KeepPartners>();
        await partners.AddAsync(office, "POST", PartnerKind.Post, "البريد", "The post", Ct);
        Assert.IsType<KeepPartners.Result.Kept>(await partners.ContractAsync(office, "POST", new NewContract("C-1", decision, today.AddDays(-30), today.AddDays(300), Money.FromDinars(0.350m), 10, []), Ct));
        Assert.IsType<KeepPartners.Result.Kept>(await partners.OpenSiteAsync(office, "POST", "POST-1", "بريد إربد", "Irbid post office", "IR", Ct));
        string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.IsType<KeepTrainees.Result.Kept>(await site.Get<KeepTrainees>().ImportAsync(
            office,
            Encoding.UTF8.GetBytes(
                "number,name,governorate,cohort,state,date,until,site,evidence,account\r\n"
                + $"1,أسماء,IR,A,Enrolled,{Day(-40)},,,كشف,\r\n1,أسماء,IR,A,Trained,{Day(-20)},,,كشف,\r\n1,أسماء,IR,A,Certified,{Day(-10)},{Day(60)},,شهادة 7,\r\n1,أسماء,IR,A,Placed,{Day(-5)},,POST-1,كتاب,{Agent.NationalNumber}\r\n"),
            Ct));
    }

    private static async Task<string> CaseAsync(AppsSite site, string token)
    {
        var id = (await site.CallAsync(token, HttpMethod.Post, $"/services/{Certificate}/applications")).Body.GetProperty("id").GetString();
        await OkAsync(site, token, HttpMethod.Put, $"/applications/{id}/answers", Answers);
        var (status, submitted, _) = await site.CallAsync(token, HttpMethod.Post, $"/applications/{id}/submit");
        Assert.True(status == 201, submitted.ToString());
        return submitted.GetProperty("reference").GetString()!;
    }

    private static async Task<(int Status, string? Type)> FileAsync(AppsSite site, string token, string path)
    {
        using var client = site.Browser(null);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri("/api/v1" + path, UriKind.Relative), Ct);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<JsonObject> PersonAsync(AppsSite site, string number) => Assert.IsType<RegisterAnswer.Given>(
        await site.Get<RegisterClient>().AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = number }, new RegisterAsk($"JO:{number}", null, null), Ct)).Body;

    private static string Right(string question, JsonObject person) => question switch
    {
        "birth" => (string)person["birthDate"]!,
        "mother" => (string)person["motherNameAr"]!,
        "card" => (string)person["documentNumber"]!,
        _ => Certificate,
    };

    private static async Task<string> CodeAsync(AppsSite site, string person) =>
        (await site.Get<Inbox>().OfPersonAsync(person, 20, Ct)).Select(m => Digits6().Match(m.Text.En)).First(m => m.Success).Value;

    [GeneratedRegex(@"(?<=code )\d{6}")]
    private static partial Regex Digits6();
}
