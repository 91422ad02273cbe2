using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Documents.Trust;

public sealed class TrustUseCaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_relying_body_verifies_with_its_key_and_the_holder_sees_its_name(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var number = await world.IssueAsync("a");
        var (body, key) = await BodyAsync(world);
        var ask = world.Get<AskAboutDocument>();

        await ask.RunAsync(new VerificationQuestion.Code(number), null, Channel.Portal, Ct);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var file = await world.FileAsync(number);
        var answers = await ask.RunAsync(
            [
                new VerificationQuestion.File(file),
                new VerificationQuestion.FileHash(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file))),
                new VerificationQuestion.FileHash(new string('0', 64)),
                new VerificationQuestion.FileHash("not a hash"),
                new VerificationQuestion.Code("7K3M-Q9FT-2WX8"),
            ],
            await world.Get<FindRelyingBodies>().ByKeyAsync(key, Ct), Channel.Api, Ct);

        Assert.Equal(
            [VerificationAnswer.InForce, VerificationAnswer.InForce, VerificationAnswer.Unknown, VerificationAnswer.Unknown, VerificationAnswer.Unknown], answers.Select(a => a.Kind));
        var mine = (await world.Get<ReadMyDocument>().RunAsync(number, TrustWorld.Holder, Ct))!;
        Assert.Equal(3, mine.VerifiedCount);
        Assert.Equal(["Bank", "Bank", null], mine.Verifications.Select(v => v.Body?.En));
        Assert.Equal([VerificationWay.File, VerificationWay.File, VerificationWay.Code], mine.Verifications.Select(v => v.Way));
        var view = Assert.Single(await world.Get<FindRelyingBodies>().AllAsync(Ct));
        Assert.Equal((body, 2, 3), (view.Body.Id, view.Asked[VerificationAnswer.InForce], view.Asked[VerificationAnswer.Unknown]));
        Assert.Equal(key[^4..], Assert.Single(view.Keys).Hint);
    }

    [Theory, OnEveryDatabase]
    public async Task A_key_is_kept_only_as_a_hash_and_opens_nothing_once_ended(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var (_, key) = await BodyAsync(world);
        var find = world.Get<FindRelyingBodies>();
        var id = (await find.AllAsync(Ct)).Single().Keys.Single().Id;

        await using var db = await world.DatabaseAsync();
        Assert.NotEqual(key, (await db.Set<RelyingKeyRow>().SingleAsync(Ct)).Hash);
        Assert.NotNull(await find.ByKeyAsync(key, Ct));
        Assert.Null(await find.ByKeyAsync(key + "x", Ct));
        Assert.Null(await find.ByKeyAsync(null, Ct));
        Assert.True(await world.Get<EndRelyingKey>().RunAsync(id, TrustWorld.Officer, Ct));
        Assert.False(await world.Get<EndRelyingKey>().RunAsync(id, TrustWorld.Officer, Ct));
        Assert.Null(await find.ByKeyAsync(key, Ct));
        Assert.Equal(
            ["relying-body-added", "relying-key-issued", "relying-key-ended"],
            (await world.Get<EventLog>().OfChainAsync((await db.Set<RelyingBodyRow>().SingleAsync(Ct)).Id, Ct)).Select(e => e.Type));
        Assert.IsType<AddRelyingBody.Result.NameRefused>(await world.Get<AddRelyingBody>().RunAsync(" ", "Bank", TrustWorld.Officer, Ct));
        Assert.IsType<IssueRelyingKey.Result.NotFound>(await world.Get<IssueRelyingKey>().RunAsync(id, TrustWorld.Officer, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_link_opens_one_document_counts_and_ends(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var number = await world.IssueAsync("a");
        var share = world.Get<ShareDocument>();
        var open = world.Get<OpenShare>();
        var first = Assert.IsType<ShareDocument.Result.Made>(await share.RunAsync(number, TrustWorld.Holder, 7, " for the bank ", TrustWorld.Person, Ct));
        var second = Assert.IsType<ShareDocument.Result.Made>(await share.RunAsync(number, TrustWorld.Holder, 30, null, TrustWorld.Person, Ct));

        Assert.True(await open.IsOpenAsync(first.Token, Ct));
        Assert.Equal(number, Assert.IsType<Verification.InForce>((await open.RunAsync(first.Token, Ct))!.Verification).Copy.Code);
        Assert.NotNull(await open.RunAsync(first.Token, Ct));
        Assert.Equal(await world.FileAsync(number), (await open.FileAsync(first.Token, Ct))!.Value.Bytes);

        var mine = (await world.Get<ReadMyDocument>().RunAsync(number, TrustWorld.Holder, Ct))!;
        var shown = mine.Shares.Single(s => s.Note == "for the bank");
        Assert.Equal((2, ShareState.Open, (DateTimeOffset?)world.Time.GetUtcNow()), (shown.Openings, shown.State, shown.LastOpenedAt));

        world.Time.Advance(TimeSpan.FromDays(8));
        Assert.Null(await open.RunAsync(first.Token, Ct));
        Assert.Null(await open.FileAsync(first.Token, Ct));
        Assert.NotNull(await open.RunAsync(second.Token, Ct));
        var other = mine.Shares.Single(s => s.Note is null).Id;
        Assert.False(await world.Get<TakeBackShare>().RunAsync(other, "JO:2000000102", TrustWorld.Person, Ct));
        Assert.True(await world.Get<TakeBackShare>().RunAsync(other, TrustWorld.Holder, TrustWorld.Person, Ct));
        Assert.False(await world.Get<TakeBackShare>().RunAsync(other, TrustWorld.Holder, TrustWorld.Person, Ct));
        Assert.False(await open.IsOpenAsync(second.Token, Ct));
        Assert.Equal(
            [ShareState.TakenBack, ShareState.Expired], (await world.Get<ReadMyDocument>().RunAsync(number, TrustWorld.Holder, Ct))!.Shares.Select(s => s.State).Order().Reverse());
    }

    [Theory, OnEveryDatabase]
    public async Task A_link_is_the_holders_to_make_and_its_token_is_not_kept(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var number = await world.IssueAsync("a");
        var share = world.Get<ShareDocument>();

        Assert.IsType<ShareDocument.Result.NotFound>(await share.RunAsync(number, "JO:2000000102", 7, null, TrustWorld.Person, Ct));
        Assert.IsType<ShareDocument.Result.NotFound>(await share.RunAsync("nothing", TrustWorld.Holder, 7, null, TrustWorld.Person, Ct));
        Assert.IsType<ShareDocument.Result.Refused>(await share.RunAsync(number, TrustWorld.Holder, 8, null, TrustWorld.Person, Ct));
        Assert.IsType<ShareDocument.Result.Refused>(await share.RunAsync(number, TrustWorld.Holder, 7, new string('x', 81), TrustWorld.Person, Ct));
        Assert.Null(await world.Get<ReadMyDocument>().RunAsync(number, "JO:2000000102", Ct));
        for (var i = 0; i < ShareDocument.MostOpen; i++)
        {
            Assert.IsType<ShareDocument.Result.Made>(await share.RunAsync(number, TrustWorld.Holder, 1, null, TrustWorld.Person, Ct));
        }

        Assert.IsType<ShareDocument.Result.TooMany>(await share.RunAsync(number, TrustWorld.Holder, 1, null, TrustWorld.Person, Ct));
        await using var db = await world.DatabaseAsync();
        Assert.All(await db.Set<ShareRow>().Select(s => s.TokenHash).ToListAsync(Ct), h => Assert.Matches("^[0-9a-f]{64}$", h));
    }

    [Theory, OnEveryDatabase]
    public async Task Refusals_of_documents_in_force_are_taken_and_counted(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var (number, revoked) = (await world.IssueAsync("a"), await world.IssueAsync("b"));
        await world.RevokeAsync(revoked);
        var report = world.Get<ReportRefusal>();
        var today = NationalCalendar.DateAt(world.Time.GetUtcNow());
        Task<ReportRefusal.Result> Send(string? code, string? body, DateOnly? on, RefusalReason? reason, string? words = null) =>
            report.RunAsync(new(code, body, on, reason, words), TrustWorld.Person, Ct);

        Assert.IsType<ReportRefusal.Result.Taken>(await Send(number, "بنك", today, RefusalReason.WantsPaper, "طلبوا ختمًا"));
        Assert.IsType<ReportRefusal.Result.Taken>(await Send(number, "بنك", today.AddDays(-3), RefusalReason.CouldNotVerify));
        Assert.IsType<ReportRefusal.Result.NotInForce>(await Send(revoked, "بنك", today, RefusalReason.WantsPaper));
        Assert.Equal(
            [ReportRefusal.Fault.Code, ReportRefusal.Fault.Body, ReportRefusal.Fault.On, ReportRefusal.Fault.Reason, ReportRefusal.Fault.Words],
            Assert.IsType<ReportRefusal.Result.Refused>(await Send("x", "", today.AddDays(1), null, new string('x', 1001))).Faults);
        await world.Get<AskAboutDocument>().RunAsync(new VerificationQuestion.Code(number), null, Channel.Portal, Ct);

        var figures = await world.Get<CountTrust>().RunAsync(world.Time.GetUtcNow().AddDays(-1), world.Time.GetUtcNow().AddDays(1), Ct);
        Assert.Equal((1, 1), (figures.Refusals[RefusalReason.WantsPaper], figures.Refusals[RefusalReason.CouldNotVerify]));
        Assert.Equal(new KeyValuePair<string, int>("بنك", 2), Assert.Single(figures.RefusingBodies));
        Assert.Equal((1, 0), (figures.Verifications[VerificationAnswer.InForce], figures.ByBodies));
        Assert.Equal(2, figures.Latest.Count);
    }

    [Theory, OnEveryDatabase]
    public async Task A_kept_list_says_since_when_and_why_a_document_ended(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var caseId = Guid.CreateVersion7(world.Time.GetUtcNow());
        var (revoked, superseded, good) = (await world.IssueAsync("a"), await world.IssueAsync("b", caseId), await world.IssueAsync("c", caseId));
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.RevokeAsync(revoked, RevocationReason.ByOrder);

        var list = EndedDocuments.Read(await world.Get<PublishEndedDocuments>().RunAsync(Ct), world.Get<SealKeys>().Published())!;

        Assert.Equal(new EndedDocuments.Ending(world.Time.GetUtcNow(), RevocationReason.ByOrder), list.Find(revoked));
        Assert.Equal(new EndedDocuments.Ending(world.Time.GetUtcNow().AddDays(-2), null), list.Find(superseded));
        Assert.Null(list.Find(good));
    }

    private static async Task<(Guid Body, string Key)> BodyAsync(TrustWorld world)
    {
        var added = Assert.IsType<AddRelyingBody.Result.Added>(await world.Get<AddRelyingBody>().RunAsync("بنك", "Bank", TrustWorld.Officer, Ct));
        return (added.Id, Assert.IsType<IssueRelyingKey.Result.Issued>(await world.Get<IssueRelyingKey>().RunAsync(added.Id, TrustWorld.Officer, Ct)).Key);
    }
}
