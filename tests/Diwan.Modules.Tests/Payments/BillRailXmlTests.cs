using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Wire = Diwan.Sandbox.Rails.MfepXml;

namespace Diwan.Modules.Tests.Payments;

/// <summary>The bill rail's four messages as signed XML. The rail's side is the sandbox's, written apart.</summary>
public sealed class BillRailXmlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static byte[] Message(Till till, string kind, JsonObject body, string guid = "g1", string receiver = "diwan", TimeSpan? ago = null, ECDsa? key = null) => Wire.Write(
        new JsonObject
        {
            ["MFEP"] = new JsonObject
            {
                ["MsgHeader"] = new JsonObject
                {
                    ["TmStp"] = (till.Database.Time.GetUtcNow() - (ago ?? TimeSpan.Zero)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                    ["GUID"] = guid,
                    ["TrsInf"] = new JsonObject { ["SdrCode"] = "1", ["RcvCode"] = receiver, ["ReqTyp"] = kind },
                },
                ["MsgBody"] = body,
            },
        },
        key ?? Till.RailsKey);

    private static JsonObject Paid(Till till, string bill, string transaction, string paid = "5.000", string currency = "JOD") => new()
    {
        ["Transactions"] = new JsonArray(new JsonObject
        {
            ["AcctInfo"] = new JsonObject { ["BillingNo"] = bill, ["BillNo"] = bill },
            ["JOEBPPSTrx"] = transaction,
            ["PmtStatus"] = "PmtNew",
            ["PaidAmt"] = paid,
            ["Currency"] = currency,
            ["ProcessDate"] = till.Database.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        }),
    };

    private static int Code(JsonObject answer) =>
        int.Parse(answer["MFEP"]!["MsgBody"]!["Transactions"]![0]!["Result"]!["ErrorCode"]!.ToString(), CultureInfo.InvariantCulture);

    private static int Header(JsonObject answer) => (int)answer["MFEP"]!["MsgHeader"]!["Result"]!["ErrorCode"]!;

    private static async Task<string> WhyAsync(Till till) => Assert.Single((await till.Get<ReadAlarms>().RunAsync(seen: false, null, Ct)).Rows).Why;

    [Theory, OnEveryDatabase]
    public async Task The_four_messages_go_their_round_and_our_answers_are_signed(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var rail = till.Get<ServeBillRail>();

        var (_, pulled) = await rail.PullAsync(Message(till, "BILPULRQ", new JsonObject { ["AcctInfo"] = new JsonObject { ["BillingNo"] = bill } }), null, Ct, xml: true);
        using var ours = ECDsa.Create();
        ours.ImportFromPem(till.Get<RailKeys>().PublicPem);
        var written = MfepXml.Write(pulled["MFEP"]!.AsObject(), till.Get<RailKeys>());
        var (read, verified) = Wire.Read(written, ours)!.Value;
        Assert.True(verified);
        Assert.Equal("5.000", read["MFEP"]!["MsgBody"]!["BillsRec"]![0]!["DueAmount"]!.ToString());
        Assert.Equal("ليلى ع.", read["MFEP"]!["MsgBody"]!["BillsRec"]![0]!["AdditionalInfo"]!["CustName"]!.ToString());
        Assert.Contains("<BillRec>", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        var altered = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(written).Replace("5.000", "4.000", StringComparison.Ordinal));
        Assert.False(Wire.Read(altered, ours)!.Value.Verified);

        JsonObject Asked(string amount) => new() { ["BillingInfo"] = new JsonObject { ["AcctInfo"] = new JsonObject { ["BillingNo"] = bill }, ["DueAmt"] = amount } };
        static int Validated(JsonObject answer) => (int)answer["MFEP"]!["MsgBody"]!["BillingInfo"]!["Result"]!["ErrorCode"]!;
        Assert.Equal(0, Validated((await rail.ValidateAsync(Message(till, "BILRPREPADVALRQ", Asked("5.000")), null, Ct, xml: true)).Body));
        Assert.Equal(4, Validated((await rail.ValidateAsync(Message(till, "BILRPREPADVALRQ", Asked("5.001")), null, Ct, xml: true)).Body));

        Assert.Equal(0, Code((await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T1")), null, Ct, xml: true)).Body));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
        Assert.Equal(324, Validated((await rail.ValidateAsync(Message(till, "BILRPREPADVALRQ", Asked("5.000")), null, Ct, xml: true)).Body));
        Assert.Equal(0, Code((await rail.AcknowledgeAsync(Message(till, "PMTACKRQ", Paid(till, bill, "T1"), "g2"), null, Ct, xml: true)).Body));
        Assert.Equal(0, await till.Get<ReadAlarms>().OpenAsync(Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task The_same_message_is_answered_the_same_and_another_under_its_name_is_refused(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var (bill, other) = (await till.BillAsync(), await till.BillAsync());
        var rail = till.Get<ServeBillRail>();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, Code((await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T1"), ago: TimeSpan.FromSeconds(i)), null, Ct, xml: true)).Body));
        }

        Assert.Equal(1, await till.CountAsync<LedgerRow>());
        Assert.Equal(1, await till.CountAsync<RailMessageRow>());
        Assert.Equal(7, Header((await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, other, "T2")), null, Ct, xml: true)).Body));
        Assert.Equal(BillState.Open, (await till.FindAsync(other)).State);
        Assert.Equal("guid", await WhyAsync(till));
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_forged_kept_or_not_for_us_is_refused_and_alarmed(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var rail = till.Get<ServeBillRail>();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(401, (await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T1"), key: stranger), null, Ct, xml: true)).Status);
        Assert.Equal(401, (await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T1"), ago: TimeSpan.FromMinutes(6)), null, Ct, xml: true)).Status);
        var tampered = Encoding.UTF8.GetString(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T1", "0.001"))).Replace("0.001", "5.000", StringComparison.Ordinal);
        Assert.Equal(401, (await rail.NoticeAsync(Encoding.UTF8.GetBytes(tampered), null, Ct, xml: true)).Status);
        Assert.Equal(8, Code((await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T2"), "g2", receiver: "somebody"), null, Ct, xml: true)).Body));
        Assert.Equal(4, Code((await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T3", "4.999"), "g3"), null, Ct, xml: true)).Body));
        Assert.Equal(5, Code((await rail.NoticeAsync(Message(till, "BLRPMTNTFRQ", Paid(till, bill, "T4", currency: "USD"), "g4"), null, Ct, xml: true)).Body));
        Assert.Equal(BillState.Open, (await till.FindAsync(bill)).State);
        Assert.Equal(0, await till.CountAsync<PaymentRow>());
        Assert.Equal(
            ["amount", "currency", "forged", "forged", "merchant", "stale"],
            (await till.Get<ReadAlarms>().RunAsync(seen: false, null, Ct)).Rows.Select(a => a.Why).Order());
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><MFEP><MsgHeader/><MsgBody>&e;</MsgBody></MFEP>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><MFEP><MsgHeader/><MsgBody>&b;</MsgBody></MFEP>")]
    [InlineData("<MFEP><MsgHeader/><MsgBody/><MsgBody/></MFEP>")]
    [InlineData("<MFEP><MsgHeader/></MFEP>")]
    [InlineData("<Other/>")]
    [InlineData("<MFEP>")]
    [InlineData("")]
    [InlineData("deep")]
    [InlineData("wide")]
    public async Task Xml_that_could_do_harm_is_not_read(string xml)
    {
        await using var till = await Till.OpenAsync(DatabaseProvider.Sqlite);
        xml = xml switch
        {
            "deep" => "<MFEP><MsgHeader/><MsgBody>" + string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000)) + "</MsgBody></MFEP>",
            "wide" => "<MFEP><MsgHeader/><MsgBody>" + string.Concat(Enumerable.Repeat("<a/>", 10_000)) + "</MsgBody></MFEP>",
            _ => xml,
        };
        Assert.Equal(400, (await till.Get<ServeBillRail>().NoticeAsync(Encoding.UTF8.GetBytes(xml), null, Ct, xml: true)).Status);
        Assert.Equal("message", await WhyAsync(till));
    }

    [Theory]
    [InlineData("""{"MFEP":[]}""")]
    [InlineData("""{"MFEP":{"MsgHeader":"x","MsgBody":"y"}}""")]
    [InlineData("""{"MFEP":{"MsgHeader":{"GUID":"g","TrsInf":{"ReqTyp":"BLRPMTNTFRQ"}},"MsgBody":{"Transactions":[5]}}}""")]
    [InlineData("""{"MFEP":{"MsgHeader":{"GUID":"g","TrsInf":{"ReqTyp":"BLRPMTNTFRQ"}},"MsgBody":{"Transactions":[{"AcctInfo":"x","JOEBPPSTrx":{},"PaidAmt":[]}]}}}""")]
    [InlineData("""{"MFEP":{"MsgHeader":{"GUID":"g","GUID":"h","TrsInf":{"ReqTyp":"BLRPMTNTFRQ"}},"MsgBody":{}}}""")]
    [InlineData("not json")]
    public async Task Json_that_is_no_message_is_refused_not_tripped_over(string json)
    {
        await using var till = await Till.OpenAsync(DatabaseProvider.Sqlite);
        var body = Encoding.UTF8.GetBytes(json);
        Assert.Equal(400, (await till.Get<ServeBillRail>().NoticeAsync(body, RailSignature.Sign(FakeRail.Secret, body, till.Database.Time.GetUtcNow()), Ct)).Status);
    }

    [Theory, OnEveryDatabase]
    public async Task An_acknowledgement_of_a_payment_we_do_not_know_makes_us_ask_at_once(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var transaction = till.Rail.Take(bill, 5000, "bill");
        Assert.Equal(9, Code((await till.Get<ServeBillRail>().AcknowledgeAsync(Message(till, "PMTACKRQ", Paid(till, bill, transaction)), null, Ct, xml: true)).Body));
        await till.Get<DutyRunner>().RunDueAsync(till.Database.Time.GetUtcNow(), Ct);
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
    }

    [Theory, OnEveryDatabase]
    public async Task A_flood_of_forgeries_does_not_fill_the_database_and_an_alarm_is_closed_with_a_finding(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(401, (await till.Get<ServeBillRail>().NoticeAsync("{}"u8.ToArray(), "t=1,v1=00", Ct)).Status);
        }

        Assert.Equal(60, await till.Get<ReadAlarms>().OpenAsync(Ct));
        till.Database.Time.Advance(TimeSpan.FromMinutes(1));
        await till.Get<ServeBillRail>().NoticeAsync("{}"u8.ToArray(), null, Ct);
        Assert.Equal(61, await till.Get<ReadAlarms>().OpenAsync(Ct));

        var first = (await till.Get<ReadAlarms>().RunAsync(seen: false, null, Ct)).Rows[0];
        var see = till.Get<SeeAlarm>();
        var operators = new Diwan.Kernel.Actor(Diwan.Kernel.ActorKind.Officer, "o1", "مشغّل");
        Assert.IsType<SeeAlarm.Result.NeedsFinding>(await see.RunAsync(first.Id, " ", operators, Ct));
        Assert.IsType<SeeAlarm.Result.Seen>(await see.RunAsync(first.Id, "فحص أمني معلن", operators, Ct));
        Assert.IsType<SeeAlarm.Result.AlreadySeen>(await see.RunAsync(first.Id, "مرة أخرى", operators, Ct));
        Assert.Equal("فحص أمني معلن", Assert.Single((await till.Get<ReadAlarms>().RunAsync(seen: true, null, Ct)).Rows).Finding);
    }
}
