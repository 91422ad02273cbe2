using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Modules.Tests.Platform;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Payments;

/// <summary>A database with the payments room, a rail, and a room above that answers the news.</summary>
internal sealed class Till : IAsyncDisposable
{
    private Till(TestDatabase database)
    {
        Database = database;
        Rail = new FakeRail(database.Time);
        (string, string?)[] settings =
        [
            ("Payments:Rail:Url", "https://rail.test/rail"), ("Payments:Rail:Secret", FakeRail.Secret), ("Payments:PublicUrl", "https://diwan.test"),
            ("Payments:BillRail:RailKey", RailsKey.ExportSubjectPublicKeyInfoPem()), ("Data:Directory", KeyFolder),
        ];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Item1, s => s.Item2)).Build();
        Services = database.Services(
            s =>
            {
                s.AddSingleton<IConfiguration>(configuration);
                s.AddPayments(configuration);
                s.AddHttpClient("payment-rail").ConfigurePrimaryHttpMessageHandler(() => Rail);
                s.AddSingleton<INewsHandler<BillSettled>, RoomAbove>();
                s.AddSingleton<INewsHandler<PaymentUnmatched>, RoomAbove>();
                s.AddSingleton<INewsHandler<BillExpired>, RoomAbove>();
            });
    }

    public TestDatabase Database { get; }

    public FakeRail Rail { get; }

    public ServiceProvider Services { get; }

    /// <summary>The key of the bill rail in these tests.</summary>
    internal static System.Security.Cryptography.ECDsa RailsKey { get; } = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);

    private static string KeyFolder { get; } = Directory.CreateTempSubdirectory("diwan-till-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Till> OpenAsync(DatabaseProvider on) => new(await TestDatabase.CreateAsync(on, new ThingsModel()));

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<string> BillAsync(long fils = 5000, TimeSpan? life = null, string institution = "moj", long? leastPart = null)
    {
        var now = Database.Time.GetUtcNow();
        var change = new Change(new Actor(ActorKind.Person, "p1", "ليلى عمر"), Channel.Portal, "case-submitting", now);
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", "p1", "ليلى عمر", institution, new LocalizedText("شهادة", "Certificate"),
            [
                new BillLine("fee", BillLineKind.Charge, new Money(fils + 500), new LocalizedText("رسم", "Fee"), new LocalizedText("لأن", "Because"), "نظام 1"),
                new BillLine("discount", BillLineKind.Discount, new Money(-500), new LocalizedText("خصم", "Discount"), new LocalizedText("لأن", "Because"), "قرار 2"),
            ],
            now + (life ?? TimeSpan.FromDays(7)),
            leastPart is { } least ? new Money(least) : null));
        (await Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return number.Value;
    }

    public async Task<(int Status, string Result)> CardNoticeAsync(
        string bill, string transaction, long fils = 5000, string currency = "JOD", string merchant = "diwan", string status = "paid",
        string secret = FakeRail.Secret, TimeSpan? signedAgo = null, DateTimeOffset? paidAt = null)
    {
        var now = Database.Time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            transactionNo = transaction,
            sessionId = "cs_1",
            merchant,
            billNo = bill,
            amountFils = fils,
            currency,
            status,
            paidAt = paidAt ?? now,
        });
        var (code, answer) = await Get<ReceiveCardNotice>().RunAsync(body, RailSignature.Sign(secret, body, now - (signedAgo ?? TimeSpan.Zero)), Ct);
        var json = JsonSerializer.SerializeToNode(answer)!;
        return (code, (string?)json["why"] ?? (string)json["result"]!);
    }

    public async Task<int> BillNoticeAsync(string bill, string transaction, string paid = "5.000")
    {
        var body = Encoding.UTF8.GetBytes($$"""
            {"MFEP":{"MsgHeader":{"GUID":"g-{{transaction}}-{{paid}}-{{bill}}","TrsInf":{"SdrCode":"1","RcvCode":"diwan","ReqTyp":"BLRPMTNTFRQ"} },"MsgBody":{"Transactions":[
              {"AcctInfo":{"BillingNo":"{{bill}}","BillNo":"{{bill}}"},"JOEBPPSTrx":"{{transaction}}","PmtStatus":"PmtNew","PaidAmt":{{paid}},"Currency":"JOD",
               "ProcessDate":"{{Database.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}"}]} } }
            """);
        var (status, answer) = await Get<ServeBillRail>().NoticeAsync(body, RailSignature.Sign(FakeRail.Secret, body, Database.Time.GetUtcNow()), Ct);
        return status == 200 ? (int)answer["MFEP"]!["MsgBody"]!["Transactions"]![0]!["Result"]!["ErrorCode"]! : status;
    }

    public async Task<JsonNode> PullAsync(string bill)
    {
        var body = Encoding.UTF8.GetBytes($$"""
            {"MFEP":{"MsgHeader":{"GUID":"g7","TrsInf":{"SdrCode":"1","RcvCode":"diwan","ReqTyp":"BILPULRQ"} },"MsgBody":{"AcctInfo":{"BillingNo":"{{bill}}"} } } }
            """);
        var (status, answer) = await Get<ServeBillRail>().PullAsync(body, RailSignature.Sign(FakeRail.Secret, body, Database.Time.GetUtcNow()), Ct);
        Assert.Equal(200, status);
        return answer["MFEP"]!;
    }

    /// <summary>Lets time pass step by step, carrying out what becomes due.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var end = Database.Time.GetUtcNow() + time;
        while (true)
        {
            await Get<DutyRunner>().RunDueAsync(Database.Time.GetUtcNow(), Ct);
            var left = end - Database.Time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            var next = step ?? TimeSpan.FromMinutes(1);
            Database.Time.Advance(left < next ? left : next);
        }
    }

    /// <summary>As each start of the product does.</summary>
    public Task OweReconciliationAsync() => Get<StandingDuties>().OweAsync(Ct);

    /// <summary>Carries one duty out, and nothing else that may be due.</summary>
    public async Task RunDutyAsync<THandler>(Duty duty)
        where THandler : IDutyHandler
    {
        await using var scope = Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetServices<IDutyHandler>().OfType<THandler>().Single().CarryOutAsync(duty, Ct) is DutyOutcome.Done { Change: { } change })
        {
            (await Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }
    }

    public async Task<BillView> FindAsync(string bill) => (await Get<FindBill>().ByNumberAsync(bill, Ct))!;

    /// <summary>What an account is owed (a credit balance, in fils).</summary>
    public async Task<long> CreditOfAsync(string account)
    {
        await using var db = await ReadAsync();
        var rows = await db.Set<LedgerRow>().ToListAsync(Ct);
        return rows.Where(r => r.Credit == account).Sum(r => r.Amount.Fils) - rows.Where(r => r.Debit == account).Sum(r => r.Amount.Fils);
    }

    public async Task<int> CountAsync<T>()
        where T : class
    {
        await using var db = await ReadAsync();
        return await db.Set<T>().CountAsync(Ct);
    }

    /// <summary>What the room above wrote down.</summary>
    public async Task<List<string>> HeardAsync()
    {
        await using var db = await ReadAsync();
        return await db.Set<Thing>().OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(Ct);
    }

    public Task<AppDbContext> ReadAsync() => Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Adds a row to the very change that books the money.</summary>
    private sealed class RoomAbove : INewsHandler<BillSettled>, INewsHandler<PaymentUnmatched>, INewsHandler<BillExpired>
    {
        public Task HandleAsync(BillSettled news, Change change, CancellationToken ct) => Note(change, $"settled {news.Number} {news.Reference}");

        public Task HandleAsync(PaymentUnmatched news, Change change, CancellationToken ct) => Note(change, $"unmatched {news.Number} {news.TransactionNo}");

        public Task HandleAsync(BillExpired news, Change change, CancellationToken ct) => Note(change, $"expired {news.Number}");

        private static Task Note(Change change, string what)
        {
            change.Insert(Thing.New(change, what));
            return Task.CompletedTask;
        }
    }
}
