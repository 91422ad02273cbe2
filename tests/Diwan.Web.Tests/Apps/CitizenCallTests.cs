using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Diwan.Web.Tests.Mandates;
using Diwan.Web.Tests.Till;

namespace Diwan.Web.Tests.Apps;

/// <summary>What a person does through an app beside applying: visits, mandates, baskets, wallets, devices, complaints of a look. Each done well, with bad input, without the scope, by another, by the app of another institution.</summary>
public sealed class CitizenCallTests(MandatesSite nation) : IClassFixture<MandatesSite>
{
    private const string Certificate = "moj/non-conviction-certificate";
    private const string Palace = "moj/palace";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AppsSite Site => nation.Site;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_visit_is_booked_moved_and_attended(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var site = new AppsSite(database.ConnectionString);
        var (layla, other) = (TillSite.Citizen("2000000231"), TillSite.Citizen("2000000232"));
        var mine = await TokenAsync(site, layla, "Visits", null, AppScopes.Visits);
        var theirs = await TokenAsync(site, other, "Visits of another", null, AppScopes.Visits);
        var lands = await TokenAsync(site, layla, "Lands", "dls", AppScopes.Visits);
        var narrow = await TokenAsync(site, layla, "Narrow", null, AppScopes.Profile);

        // What is there, and what of it an institution's app sees.
        var reasons = (await OkAsync(site, mine, HttpMethod.Get, "/visits/reasons")).EnumerateArray().ToList();
        Assert.Contains(Certificate, reasons.Single(r => r.GetProperty("id").GetString() == "help").GetProperty("services").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("moj/", (await OkAsync(site, lands, HttpMethod.Get, "/visits/reasons")).ToString(), StringComparison.Ordinal);
        var free = $"/visits/free?reason=help&service={Certificate}";
        Assert.Contains((await OkAsync(site, mine, HttpMethod.Get, free)).GetProperty("places").EnumerateArray(), p => p.GetProperty("id").GetString() == Palace);
        var days = (await OkAsync(site, mine, HttpMethod.Get, free + "&place=" + Palace)).GetProperty("days").EnumerateArray().Select(d => d.GetProperty("times").EnumerateArray().Select(t => t.GetDateTimeOffset()).ToList()).ToList();
        var times = days[2];
        await RefusedAsync(site, 400, mine, HttpMethod.Get, $"/visits/free?reason=nothing&service={Certificate}");
        await RefusedAsync(site, 400, mine, HttpMethod.Get, "/visits/free?reason=help&service=moj/nothing");
        await RefusedAsync(site, 404, mine, HttpMethod.Get, free + "&place=moj/nowhere");
        await RefusedAsync(site, 403, lands, HttpMethod.Get, free);
        await RefusedAsync(site, 403, narrow, HttpMethod.Get, "/visits");

        // Booked, once however often it is sent; a second for the same reason is refused with where the first is.
        object Order(DateTimeOffset? at, string? place = Palace, string? reason = "help", string? service = Certificate) => new { reason, place, at, service };
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/visits", Order(times[2], reason: "nothing"));
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/visits", Order(null));
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/visits", Order(times[2], place: "moj/nowhere"));
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/visits", Order(times[2].AddMinutes(1)));
        await RefusedAsync(site, 409, mine, HttpMethod.Post, "/visits", Order(times[2], reason: "inspection"));
        await RefusedAsync(site, 404, mine, HttpMethod.Post, "/visits", new { reason = "cash", place = Palace, at = times[2], reference = "7K4M-92QX-3" });
        await RefusedAsync(site, 403, lands, HttpMethod.Post, "/visits", Order(times[2]));
        await RefusedAsync(site, 403, narrow, HttpMethod.Post, "/visits", Order(times[2]));
        var (status, booked, headers) = await site.CallAsync(mine, HttpMethod.Post, "/visits", Order(times[2]), once: "visit-1");
        Assert.True(status == 201, booked.ToString());
        var code = booked.GetProperty("code").GetString()!;
        Assert.Equal($"/api/v1/visits/{code}", headers.Location?.OriginalString);
        Assert.Equal(code, (await site.CallAsync(mine, HttpMethod.Post, "/visits", Order(times[2]), once: "visit-1")).Body.GetProperty("code").GetString());
        await RefusedAsync(site, 409, mine, HttpMethod.Post, "/visits", Order(times[3]));
        Assert.Equal(code, Assert.Single((await OkAsync(site, mine, HttpMethod.Get, "/visits")).EnumerateArray()).GetProperty("code").GetString());
        Assert.Empty((await OkAsync(site, lands, HttpMethod.Get, "/visits")).EnumerateArray());
        Assert.Empty((await OkAsync(site, theirs, HttpMethod.Get, "/visits")).EnumerateArray());

        // Nobody else's app, and no app of another institution, sees or changes it.
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Post, "/move", new { at = times[4] }), (HttpMethod.Post, "/cancel", null), (HttpMethod.Post, "/arrival", new { place = Palace }),
        })
        {
            await RefusedAsync(site, 404, theirs, method, $"/visits/{code}{path}", body);
            await RefusedAsync(site, 403, lands, method, $"/visits/{code}{path}", body);
            await RefusedAsync(site, 403, narrow, method, $"/visits/{code}{path}", body);
            await RefusedAsync(site, 404, mine, method, $"/visits/7K4M-92QX-3{path}", body);
        }

        await RefusedAsync(site, 400, mine, HttpMethod.Post, $"/visits/{code}/move", new { at = times[2].AddMinutes(1) });
        await RefusedAsync(site, 400, mine, HttpMethod.Post, $"/visits/{code}/move", new { });
        Assert.Equal(times[4], (await OkAsync(site, mine, HttpMethod.Post, $"/visits/{code}/move", new { at = times[4] })).GetProperty("at").GetDateTimeOffset());

        // At the door: not days before, not elsewhere; then a number, and the same again.
        await RefusedAsync(site, 409, mine, HttpMethod.Post, $"/visits/{code}/arrival", new { place = Palace });
        site.Pass(times[4].AddMinutes(-10) - TimeProvider.System.GetUtcNow());
        mine = await TokenAsync(site, layla, "Visits later", null, AppScopes.Visits);
        await RefusedAsync(site, 404, mine, HttpMethod.Post, $"/visits/{code}/arrival", new { place = "moj/nowhere" });
        await RefusedAsync(site, 409, mine, HttpMethod.Post, $"/visits/{code}/arrival", new { place = "dls/department" });
        (status, var number, _) = await site.CallAsync(mine, HttpMethod.Post, $"/visits/{code}/arrival", new { place = Palace });
        Assert.True(status == 201, number.ToString());
        var id = number.GetProperty("id").GetString();
        Assert.Equal(id, (await site.CallAsync(mine, HttpMethod.Post, $"/visits/{code}/arrival", new { place = Palace })).Body.GetProperty("id").GetString());
        Assert.Equal(0, (await OkAsync(site, mine, HttpMethod.Get, $"/visits/numbers/{id}")).GetProperty("before").GetInt32());
        await RefusedAsync(site, 404, mine, HttpMethod.Get, $"/visits/numbers/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}");
        var board = await OkAsync(site, mine, HttpMethod.Get, $"/visits/places/{Palace}");
        Assert.Equal((true, 1), (board.GetProperty("open").GetBoolean(), board.GetProperty("waiting").GetInt32()));
        await RefusedAsync(site, 404, mine, HttpMethod.Get, "/visits/places/moj/nowhere");
        Assert.Equal("arrived", (await OkAsync(site, mine, HttpMethod.Get, $"/visits/{code}")).GetProperty("state").GetString());
        await RefusedAsync(site, 409, mine, HttpMethod.Post, $"/visits/{code}/cancel");

        // Another person's is cancelled by themselves; by the audit both did it through the API.
        theirs = await TokenAsync(site, other, "Visits of another later", null, AppScopes.Visits);
        (status, booked, _) = await site.CallAsync(theirs, HttpMethod.Post, "/visits", Order(days[^1][0]));
        Assert.True(status == 201, booked.ToString());
        Assert.Equal("cancelled", (await OkAsync(site, theirs, HttpMethod.Post, $"/visits/{booked.GetProperty("code").GetString()}/cancel")).GetProperty("state").GetString());
        Assert.Empty((await site.Get<AuditVerifier>().VerifyAsync(null, Ct)).Faults);
    }

    [Fact]
    public async Task Mandates_are_given_accepted_seen_and_ended()
    {
        var (suad, majed, hala) = (
            MandatesSite.Person("201", "سعاد المصري", "Suad Al-Masri"), MandatesSite.Person("202", "ماجد المصري", "Majed Al-Masri"), MandatesSite.Person("104", "هالة البيطار", "Hala Al-Bitar"));
        var gives = await TokenAsync(Site, suad, "Gives", null, AppScopes.Mandates);
        var takes = await TokenAsync(Site, majed, "Takes", null, AppScopes.Mandates);
        var other = await TokenAsync(Site, hala, "Other", null, AppScopes.Mandates);
        var justice = await TokenAsync(Site, suad, "Justice", "moj", AppScopes.Mandates);
        var lands = await TokenAsync(Site, suad, "Lands", "dls", AppScopes.Mandates);
        var narrow = await TokenAsync(Site, suad, "Narrow", null, AppScopes.Profile);
        var low = await TokenAsync(Site, suad with { Level = Assurance.Low }, "Low", null, AppScopes.Mandates);
        var until = NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).AddMonths(2);
        object Order(string? number = "2000000202", string service = "dls/land-plan", string scope = "read", DateOnly? last = null) =>
            new { number, services = new[] { service }, scopes = new[] { scope }, until = last ?? until };

        // By field in both languages; too little certainty is told as RFC 9470 says.
        var (status, faults, _) = await Site.CallAsync(gives, HttpMethod.Post, "/mandates", new { number = "12", services = Array.Empty<string>(), scopes = Array.Empty<string>() });
        Assert.Equal(400, status);
        Assert.Equal(["number", "scopes", "services", "until"], faults.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Contains("عشرة أرقام", faults.GetProperty("errors").GetProperty("number")[0].GetString(), StringComparison.Ordinal);
        await RefusedAsync(Site, 400, gives, HttpMethod.Post, "/mandates", Order(scope: "everything"));
        await RefusedAsync(Site, 403, narrow, HttpMethod.Post, "/mandates", Order());
        await RefusedAsync(Site, 403, justice, HttpMethod.Post, "/mandates", Order());
        await RefusedAsync(Site, 403, justice, HttpMethod.Post, "/mandates", Order(service: "*"));
        var (more, _, challenge) = await Site.CallAsync(low, HttpMethod.Post, "/mandates", Order());
        Assert.Equal(401, more);
        Assert.Contains("acr_values=\"substantial\"", challenge.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        (status, var given, _) = await Site.CallAsync(gives, HttpMethod.Post, "/mandates", Order(), once: "mandate-1");
        Assert.True(status == 201, given.ToString());
        var id = given.GetProperty("id").GetString();
        Assert.Equal(id, (await Site.CallAsync(gives, HttpMethod.Post, "/mandates", Order(), once: "mandate-1")).Body.GetProperty("id").GetString());
        Assert.Equal(400, (await Site.CallAsync(gives, HttpMethod.Post, "/mandates", Order())).Status);

        // Who is meant sees it, accepts it; nobody else, and no app of another institution, has anything to do with it.
        Assert.Equal("offered", Only(await OkAsync(Site, takes, HttpMethod.Get, "/mandates"), "held", id).GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, Only(await OkAsync(Site, gives, HttpMethod.Get, "/mandates"), "given", id).GetProperty("agent").GetProperty("name").ValueKind);
        Assert.Empty((await OkAsync(Site, justice, HttpMethod.Get, "/mandates")).GetProperty("given").EnumerateArray());
        Only(await OkAsync(Site, lands, HttpMethod.Get, "/mandates"), "given", id);
        foreach (var act in new[] { "accept", "decline", "withdraw" })
        {
            await RefusedAsync(Site, 404, other, HttpMethod.Post, $"/mandates/{id}/{act}");
            await RefusedAsync(Site, 403, justice, HttpMethod.Post, $"/mandates/{id}/{act}");
            await RefusedAsync(Site, 403, narrow, HttpMethod.Post, $"/mandates/{id}/{act}");
        }

        Assert.Equal(204, (await Site.CallAsync(takes, HttpMethod.Post, $"/mandates/{id}/accept")).Status);
        await RefusedAsync(Site, 404, takes, HttpMethod.Post, $"/mandates/{id}/decline");
        var stands = Only(await OkAsync(Site, gives, HttpMethod.Get, "/mandates"), "given", id);
        Assert.Equal(("standing", "Majed Al-Masri"), (stands.GetProperty("state").GetString(), stands.GetProperty("agent").GetProperty("name").GetProperty("en").GetString()));

        // An app acts for who allowed it: what is hers is not his app's by the mandate.
        var apply = await TokenAsync(Site, majed, "Applies", null, AppScopes.Applications);
        Assert.Empty((await OkAsync(Site, apply, HttpMethod.Get, "/applications")).EnumerateArray());
        Assert.Equal(204, (await Site.CallAsync(lands, HttpMethod.Post, $"/mandates/{id}/withdraw")).Status);
        await RefusedAsync(Site, 404, gives, HttpMethod.Post, $"/mandates/{id}/withdraw");
        (_, given, _) = await Site.CallAsync(gives, HttpMethod.Post, "/mandates", Order());
        Assert.Equal(204, (await Site.CallAsync(takes, HttpMethod.Post, $"/mandates/{given.GetProperty("id").GetString()}/decline")).Status);
    }

    [Fact]
    public async Task What_a_register_knows_is_taken_up()
    {
        var qais = MandatesSite.Person("210", "قيس بركات", "Qais Barakat");
        var parent = await TokenAsync(Site, qais, "Parent", null, AppScopes.Mandates);
        var lands = await TokenAsync(Site, qais, "Parent of lands", "dls", AppScopes.Mandates);
        var low = await TokenAsync(Site, qais with { Level = Assurance.Low }, "Parent low", null, AppScopes.Mandates);
        var narrow = await TokenAsync(Site, qais, "Parent narrow", null, AppScopes.Profile);
        var child = (await OkAsync(Site, parent, HttpMethod.Get, "/mandates/wards")).EnumerateArray().First(w => w.GetProperty("name").GetProperty("en").GetString()!.Contains("Jana", StringComparison.Ordinal));
        var path = $"/mandates/wards/{child.GetProperty("nationalNumber").GetString()}";
        await RefusedAsync(Site, 403, lands, HttpMethod.Get, "/mandates/wards");
        await RefusedAsync(Site, 403, lands, HttpMethod.Post, path);
        await RefusedAsync(Site, 403, narrow, HttpMethod.Post, path);
        await RefusedAsync(Site, 409, parent, HttpMethod.Post, "/mandates/wards/2000000101");
        Assert.Equal(401, (await Site.CallAsync(low, HttpMethod.Post, path)).Status);
        var (status, known, _) = await Site.CallAsync(parent, HttpMethod.Post, path);
        Assert.True(status == 201, known.ToString());
        Assert.Equal("guardian", Only(await OkAsync(Site, parent, HttpMethod.Get, "/mandates"), "held", known.GetProperty("id").GetString()).GetProperty("ground").GetString());

        // A power of one's own, one that was revoked, and another's, which is told like none.
        var ahmad = await TokenAsync(Site, MandatesSite.Person("102", "أحمد محمود", "Ahmad Al-Khatib"), "Powers of another", null, AppScopes.Mandates);
        var omar = await TokenAsync(Site, MandatesSite.Person("205", "عمر زياد", "Omar Al-Awadi"), "Powers", null, AppScopes.Mandates);
        (status, known, _) = await Site.CallAsync(omar, HttpMethod.Post, "/mandates/powers", new { number = "2026/1205" });
        Assert.True(status == 201, known.ToString());
        Assert.Equal("2026/1205", Only(await OkAsync(Site, omar, HttpMethod.Get, "/mandates"), "held", known.GetProperty("id").GetString()).GetProperty("power").GetString());
        Assert.Contains("revoked", await RefusedAsync(Site, 409, omar, HttpMethod.Post, "/mandates/powers", new { number = "2025/0077" }), StringComparison.Ordinal);
        await RefusedAsync(Site, 409, omar, HttpMethod.Post, "/mandates/powers", new { });
        Assert.Contains("no power of attorney", await RefusedAsync(Site, 409, ahmad, HttpMethod.Post, "/mandates/powers", new { number = "2026/1205" }), StringComparison.Ordinal);
        await RefusedAsync(Site, 403, lands, HttpMethod.Post, "/mandates/powers", new { number = "2026/1205" });
    }

    [Fact]
    public async Task Several_bills_are_put_under_one_number()
    {
        var site = Site;
        var (layla, other) = (TillSite.Citizen("2000000233"), TillSite.Citizen("2000000234"));
        var mine = await TokenAsync(site, layla, "Bills", null, AppScopes.Bills);
        var theirs = await TokenAsync(site, other, "Bills of another", null, AppScopes.Bills);
        var amman = await TokenAsync(site, layla, "Amman", "gam", AppScopes.Bills);
        var narrow = await TokenAsync(site, layla, "Narrow", null, AppScopes.Profile);
        var (fine, plan, tax) = (await BillAsync(site, layla, "gam"), await BillAsync(site, layla, "dls"), await BillAsync(site, other, "gam"));

        // What anybody reads of a bill whose number they have: not whose it is.
        var payable = await OkAsync(site, mine, HttpMethod.Get, $"/bills/{tax}/payable");
        Assert.Equal(5m, payable.GetProperty("due").GetDecimal());
        Assert.DoesNotContain("7K4M", payable.ToString(), StringComparison.Ordinal);
        await RefusedAsync(site, 404, mine, HttpMethod.Get, $"/bills/{tax}");
        await RefusedAsync(site, 404, mine, HttpMethod.Get, "/bills/1/payable");
        await RefusedAsync(site, 403, amman, HttpMethod.Get, $"/bills/{plan}/payable");
        await RefusedAsync(site, 403, narrow, HttpMethod.Get, $"/bills/{tax}/payable");

        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/baskets", new { bills = new[] { fine } });
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/baskets", new { });
        await RefusedAsync(site, 409, mine, HttpMethod.Post, "/baskets", new { bills = new[] { fine, "1234" } });
        await RefusedAsync(site, 403, amman, HttpMethod.Post, "/baskets", new { bills = new[] { fine, plan } });
        await RefusedAsync(site, 403, narrow, HttpMethod.Post, "/baskets", new { bills = new[] { fine, plan } });
        var (status, basket, _) = await site.CallAsync(mine, HttpMethod.Post, "/baskets", new { bills = new[] { fine, plan } }, once: "basket-1");
        Assert.True(status == 201, basket.ToString());
        var number = basket.GetProperty("number").GetString();
        Assert.Equal((10m, 2), (basket.GetProperty("due").GetDecimal(), basket.GetProperty("bills").GetArrayLength()));
        Assert.Equal(number, (await site.CallAsync(mine, HttpMethod.Post, "/baskets", new { bills = new[] { fine, plan } }, once: "basket-1")).Body.GetProperty("number").GetString());
        Assert.Equal(number, (await OkAsync(site, mine, HttpMethod.Get, $"/bills/{number}")).GetProperty("number").GetString());
        await RefusedAsync(site, 404, theirs, HttpMethod.Get, $"/bills/{number}");
        await RefusedAsync(site, 403, amman, HttpMethod.Get, $"/bills/{number}");
        await RefusedAsync(site, 403, amman, HttpMethod.Post, $"/bills/{number}/checkout", new { });

        // Of one institution alone its app makes and sees it, another's bill in it too; the page that pays is asked for, and no rail answers here.
        (status, basket, _) = await site.CallAsync(amman, HttpMethod.Post, "/baskets", new { bills = new[] { fine, tax } });
        Assert.True(status == 201, basket.ToString());
        var listed = (await OkAsync(site, amman, HttpMethod.Get, "/bills")).GetProperty("items").EnumerateArray().Select(b => b.GetProperty("number").GetString()).ToList();
        Assert.Contains(basket.GetProperty("number").GetString(), listed);
        Assert.DoesNotContain(number, listed);
        await RefusedAsync(site, 503, mine, HttpMethod.Post, $"/bills/{tax}/checkout", new { });
        await RefusedAsync(site, 404, mine, HttpMethod.Post, "/bills/1/checkout", new { });
        await RefusedAsync(site, 404, mine, HttpMethod.Get, "/receipts/none/file");
    }

    [Fact]
    public async Task A_document_is_offered_to_a_wallet_and_a_device_is_told()
    {
        var site = Site;
        var (layla, other) = (TillSite.Citizen("2000000235"), TillSite.Citizen("2000000236"));
        string[] scopes = [AppScopes.Documents, AppScopes.Messages];
        var mine = await TokenAsync(site, layla, "Mine", null, scopes);
        var theirs = await TokenAsync(site, other, "Theirs", null, scopes);
        var justice = await TokenAsync(site, layla, "Justice", "moj", scopes);
        var narrow = await TokenAsync(site, layla, "Narrow", null, AppScopes.Profile);
        var document = await DocumentAsync(site, layla);
        var (status, offer, _) = await site.CallAsync(mine, HttpMethod.Post, $"/documents/{document}/wallet-offers", once: "offer-1");
        Assert.True(status == 201, offer.ToString());
        Assert.StartsWith("openid-credential-offer://", offer.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Matches("^[0-9]{6}$", offer.GetProperty("txCode").GetString());
        Assert.Equal(offer.ToString(), (await site.CallAsync(mine, HttpMethod.Post, $"/documents/{document}/wallet-offers", once: "offer-1")).Body.ToString());
        await RefusedAsync(site, 404, theirs, HttpMethod.Post, $"/documents/{document}/wallet-offers");
        await RefusedAsync(site, 404, mine, HttpMethod.Post, "/documents/7K3M-Q9FT-2WX8/wallet-offers");
        await RefusedAsync(site, 403, narrow, HttpMethod.Post, $"/documents/{document}/wallet-offers");

        // One that asks for more certainty.
        var (more, _, challenge) = await site.CallAsync(mine, HttpMethod.Post, $"/documents/{await DocumentAsync(site, layla, Assurance.High)}/wallet-offers");
        Assert.Equal(401, more);
        Assert.Contains("acr_values=\"high\"", challenge.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        // The document belongs to no case of hers that the institution's app reaches.
        await RefusedAsync(site, 404, justice, HttpMethod.Post, $"/documents/{document}/wallet-offers");
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var change = new Change(new Actor(ActorKind.Officer, "OFF:1", "An officer", "moj"), Channel.Portal, "document-revoking", TimeProvider.System.GetUtcNow());
            await scope.ServiceProvider.GetRequiredService<RevokeDocument>().AddAsync(change, document, RevocationReason.IssuedInError, Ct);
            (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }

        await RefusedAsync(site, 409, mine, HttpMethod.Post, $"/documents/{document}/wallet-offers");

        // Devices.
        Assert.Empty((await OkAsync(site, mine, HttpMethod.Get, "/devices")).GetProperty("devices").EnumerateArray());
        Assert.NotEqual("", (await OkAsync(site, mine, HttpMethod.Get, "/devices")).GetProperty("key").GetString());
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/devices", new { endpoint = "https://push.example/1", p256dh = "x", auth = "y" });
        await RefusedAsync(site, 400, mine, HttpMethod.Post, "/devices", new { });
        await RefusedAsync(site, 403, narrow, HttpMethod.Post, "/devices", Device());
        (status, var device, _) = await site.CallAsync(mine, HttpMethod.Post, "/devices", Device());
        Assert.True(status == 201, device.ToString());
        var id = device.GetProperty("id").GetString();
        Assert.Equal(id, Assert.Single((await OkAsync(site, mine, HttpMethod.Get, "/devices")).GetProperty("devices").EnumerateArray()).GetProperty("id").GetString());
        await RefusedAsync(site, 404, theirs, HttpMethod.Delete, $"/devices/{id}");
        await RefusedAsync(site, 403, narrow, HttpMethod.Delete, $"/devices/{id}");
        object Contact(bool? byPush) => new { bySms = true, byEmail = false, byPush, quietFrom = 21, quietTo = 8, language = "ar" };
        Assert.False((await OkAsync(site, mine, HttpMethod.Put, "/contact", Contact(false))).GetProperty("byPush").GetBoolean());
        Assert.False((await OkAsync(site, mine, HttpMethod.Put, "/contact", Contact(null))).GetProperty("byPush").GetBoolean());
        Assert.Equal(204, (await site.CallAsync(mine, HttpMethod.Delete, $"/devices/{id}")).Status);
        await RefusedAsync(site, 404, mine, HttpMethod.Delete, $"/devices/{id}");
        Assert.Equal(201, (await site.CallAsync(mine, HttpMethod.Post, "/devices", Device())).Status);
        Assert.Equal(204, (await site.CallAsync(mine, HttpMethod.Delete, "/devices")).Status);
        Assert.Empty((await OkAsync(site, mine, HttpMethod.Get, "/devices")).GetProperty("devices").EnumerateArray());
    }

    [Fact]
    public async Task A_look_is_complained_of_and_a_refusal_reported()
    {
        var (layla, other) = (TillSite.Citizen("2000000237"), TillSite.Citizen("2000000238"));
        string[] scopes = [AppScopes.AccessRead, AppScopes.Complaints];
        var mine = await TokenAsync(Site, layla, "Looks", null, scopes);
        var theirs = await TokenAsync(Site, other, "Looks of another", null, scopes);
        await Site.Get<AccessLedger>().NoteAsync(
            new Actor(ActorKind.Officer, "OFF:1", "موظف فضولي", "dls"), Channel.Portal, new AccessNote(layla.PersonKey, "officer", new("نظر", "A look")), Ct);
        var look = (await OkAsync(Site, mine, HttpMethod.Get, "/access")).EnumerateArray().First(l => l.GetProperty("who").GetString() == "موظف فضولي").GetProperty("id").GetString();
        var order = new { words = "Nobody asked for this.", look };
        await RefusedAsync(Site, 404, theirs, HttpMethod.Post, "/services/dls/land-plan/complaints", order);
        var (status, taken, _) = await Site.CallAsync(mine, HttpMethod.Post, "/services/dls/land-plan/complaints", order);
        Assert.True(status == 201, taken.ToString());
        var words = (await OkAsync(Site, mine, HttpMethod.Get, $"/complaints/{taken.GetProperty("number").GetString()}")).GetProperty("words").GetString();
        Assert.Contains("موظف فضولي", words, StringComparison.Ordinal);
        Assert.EndsWith("\nNobody asked for this.", words, StringComparison.Ordinal);
        await RefusedAsync(Site, 400, mine, HttpMethod.Post, "/services/dls/land-plan/complaints", new { words = "No.", look });

        // Anybody reports a refusal, without a token.
        var document = await DocumentAsync(Site, layla);
        var today = NationalCalendar.DateAt(TimeProvider.System.GetUtcNow());
        Assert.Equal(204, (await Site.CallAsync(null, HttpMethod.Post, "/verification/refusals", new { code = document, body = "A bank", on = today, reason = "wantsPaper" })).Status);
        (status, var faults, _) = await Site.CallAsync(null, HttpMethod.Post, "/verification/refusals", new { code = "x", body = "", reason = "mood" });
        Assert.Equal(400, status);
        Assert.Equal(["body", "code", "on", "reason"], faults.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    internal static async Task<string> TokenAsync(AppsSite site, SignedIn who, string name, string? institution, params string[] scopes)
    {
        await site.KnownAsync(who);
        var (_, key, _) = await site.AppAsync(name, scopes, institution);
        return (await site.TokensAsync(who, key, string.Join(' ', scopes))).GetProperty("access_token").GetString()!;
    }

    internal static async Task<JsonElement> OkAsync(AppsSite site, string token, HttpMethod method, string path, object? body = null)
    {
        var (status, answer, _) = await site.CallAsync(token, method, path, body);
        Assert.True(status == 200, $"{method} {path}: {status} {answer}");
        return answer;
    }

    /// <returns>What is said in English; it is said in Arabic too.</returns>
    internal static async Task<string> RefusedAsync(AppsSite site, int expected, string? token, HttpMethod method, string path, object? body = null)
    {
        var (status, problem, _) = await site.CallAsync(token, method, path, body);
        Assert.True(status == expected, $"{method} {path} {(body is null ? "" : JsonSerializer.Serialize(body))}: {status} {problem}");
        Assert.Contains(problem.GetProperty("detailAr").GetString()!, c => c is >= '\u0600' and <= '\u06ff');
        return problem.GetProperty("detail").GetString()!;
    }

    private static JsonElement Only(JsonElement mandates, string side, string? id) => mandates.GetProperty(side).EnumerateArray().Single(m => m.GetProperty("id").GetString() == id);

    internal static async Task<string> BillAsync(AppsSite site, SignedIn payer, string institution)
    {
        var change = new Change(payer.ToActor(), Channel.Portal, "testing", site.Get<TimeProvider>().GetUtcNow());
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", payer.PersonKey, payer.Name, institution, new LocalizedText("خدمة", "A service"),
            [new BillLine("fee", BillLineKind.Charge, new Money(5000), new LocalizedText("رسم", "Fee"), new LocalizedText("رسم", "Fee"), "law", new LocalizedText("قانون", "Law"))],
            change.Now + TimeSpan.FromDays(7), null));
        (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return number.Value;
    }

    internal static async Task<string> DocumentAsync(AppsSite site, SignedIn holder, Assurance assurance = Assurance.Low)
    {
        var now = TimeProvider.System.GetUtcNow();
        var content = new DocumentContent(
            "moj/non-conviction-certificate/certificate", DocumentLanguage.Both, new("شهادة عدم محكومية", "Non-conviction certificate"), "moj", new("وزارة العدل", "Ministry of Justice"),
            [new DocumentBlock.Paragraph(new("نص", "Text"))], [new("holder", new("صاحب الوثيقة", "Holder"), holder.Name)], null, Sandbox: true);
        var change = new Change(Actor.System("tests"), Channel.System, "document-issuing", now);
        var issued = await site.Get<IssueDocument>().AddAsync(
            change, new(Guid.CreateVersion7(now), "7K4M-92QX-3", holder.PersonKey, "certificate", "moj", _ => content, now, Guid.CreateVersion7(now).ToString("N")) { Assurance = assurance }, Ct);
        (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return issued.Number;
    }

    private static object Device()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(false).Q;
        return new
        {
            endpoint = $"https://push.example/send/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}",
            p256dh = Base64Url.EncodeToString([4, .. q.X!, .. q.Y!]),
            auth = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
        };
    }
}
