using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Accounts;

/// <summary>Levels of assurance: what the provider says becomes a level, and the use cases themselves ask for that of the service.</summary>
public sealed class AssuranceTests
{
    private const string Deed = "dls/registration-deed";
    private const string Certificate = "moj/non-conviction-certificate";

    private static readonly Diwan.Engine.Journeys.Applicant Ahmad = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Actor At(Assurance level) => CaseWorld.Person(Ahmad) with { Assurance = level };

    private static ClaimsPrincipal From(string sub, params (string Type, string Value)[] more) =>
        new(new ClaimsIdentity([new Claim("sub", sub), new Claim("name", "أحمد"), new Claim("kind", "citizen"), .. more.Select(m => new Claim(m.Type, m.Value))], "oidc"));

    [Theory, OnEveryDatabase]
    public async Task The_session_knows_by_what_level_by_what_and_when(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var signIn = world.Get<SignIn>();
        async Task<SignedIn> InAsync(params (string, string)[] more) =>
            Assert.IsType<SignIn.Result.Welcome>(await signIn.RunAsync(From("2000000102", more), Channel.Portal, Ct)).Who;

        var before = world.Now.AddMinutes(-5).ToUnixTimeSeconds();
        var high = await InAsync(("acr", "high"), ("auth_time", before.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal((Assurance.High, SignInMethod.NationalIdentity, before), (high.Level, high.Method, high.AuthenticatedAt.ToUnixTimeSeconds()));
        Assert.True(high.IsFresh(TimeSpan.FromMinutes(10), world.Now));
        Assert.False(high.IsFresh(TimeSpan.FromMinutes(4), world.Now));
        Assert.Equal(Assurance.Substantial, (await InAsync(("acr", "substantial"))).Level);

        // Nothing said, something unknown, and a time that is yet to come are worth the least and now.
        Assert.Equal(Assurance.Low, (await InAsync()).Level);
        var odd = await InAsync(("acr", "HIGH"), ("auth_time", "99999999999"));
        Assert.Equal((Assurance.Low, world.Now.ToUnixTimeSeconds()), (odd.Level, odd.AuthenticatedAt.ToUnixTimeSeconds()));
        var read = high.ToPrincipal().SignedIn()!;
        Assert.Equal((high.Level, high.Method, high.AuthenticatedAt), (read.Level, read.Method, read.AuthenticatedAt));
        Assert.Equal(Assurance.High, read.ToActor().Assurance);

        // A level belongs to a session: what is kept of the account has none.
        Assert.Equal(Assurance.Low, (await world.Get<FindAccount>().ByKeyAsync("JO:2000000102", Ct))!.Level);

        // Somebody else came back than was asked, and is not even made known.
        Assert.IsType<SignIn.Result.SomebodyElse>(await signIn.RunAsync(From("2000000103"), Channel.Portal, Ct, only: "JO:2000000102"));
        Assert.Null(await world.Get<FindAccount>().ByKeyAsync("JO:2000000103", Ct));
        Assert.IsType<SignIn.Result.Welcome>(await signIn.RunAsync(From("2000000102"), Channel.Portal, Ct, only: "JO:2000000102"));
    }

    [Theory, OnEveryDatabase]
    public async Task A_service_is_begun_and_submitted_at_its_level_only_and_the_draft_is_kept(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var services = world.Get<PublishedServices>();
        Assert.Equal((Assurance.High, Assurance.Substantial, Assurance.Low), (services.Current(Deed)!.Assurance, services.Current(Certificate)!.Assurance, services.Current("dls/land-plan")!.Assurance));

        var start = world.Get<StartApplication>();
        Assert.Equal(Assurance.High, Assert.IsType<StartApplication.Result.NeedsAssurance>(await start.RunAsync(Deed, Ahmad, Channel.Portal, At(Assurance.Substantial), Ct)).Needed);
        Assert.Equal(Assurance.High, Assert.IsType<StartApplication.Result.NeedsAssurance>(await start.RunAsync(Deed, Ahmad, Channel.Api, At(Assurance.Low), Ct)).Needed);
        Assert.Empty(await world.Get<ListMine>().DraftsAsync(CaseWorld.Key(Ahmad), Ct));
        Assert.IsType<StartApplication.Result.Started>(await start.RunAsync(Deed, Ahmad, Channel.Portal, At(Assurance.High), Ct));
        Assert.IsType<StartApplication.Result.Started>(await start.RunAsync("dls/land-plan", Ahmad, Channel.Portal, At(Assurance.Low), Ct));

        // Who helps acts by their office and the person's consent.
        var agent = new Actor(ActorKind.Assistant, "OFF:2000000916", "أسماء");
        Assert.IsType<StartApplication.Result.Started>(await start.RunAsync(Deed, Ahmad, Channel.Counter, agent, Ct));

        var draft = Assert.IsType<StartApplication.Result.Started>(await start.RunAsync(Certificate, Ahmad, Channel.Portal, At(Assurance.Substantial), Ct)).ApplicationId;
        await world.AnswerCertificateAsync(draft, Ahmad);
        var submit = world.Get<SubmitApplication>();
        Assert.Equal(
            Assurance.Substantial, Assert.IsType<SubmitApplication.Result.NeedsAssurance>(await submit.RunAsync(draft, CaseWorld.Key(Ahmad), At(Assurance.Low), null, Ct)).Needed);
        Assert.Contains(await world.Get<ListMine>().DraftsAsync(CaseWorld.Key(Ahmad), Ct), d => d.Id == draft);
        Assert.IsType<SubmitApplication.Result.Submitted>(await submit.RunAsync(draft, CaseWorld.Key(Ahmad), At(Assurance.Substantial), null, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_decision_asks_for_high_and_a_document_for_what_its_service_does(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var id = await world.StartAsync(Certificate, Ahmad);
        await world.AnswerCertificateAsync(id, Ahmad);
        var reference = await world.SubmitAsync(id, Ahmad);
        await world.PayAsync(reference, Ahmad);
        await world.WorkAsync();

        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var weak = section with { Actor = section.Actor with { Assurance = Assurance.Substantial } };
        var work = world.Get<WorkTask>();
        async Task DecideAsync(Officer officer, Officer low, Verdict verdict, string? reason)
        {
            var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(officer, new QueueFilter(), 0, Ct)).Tasks);
            Assert.IsType<WorkTask.Result.Worked>(await work.ClaimAsync(reference, task.TaskId, low, Ct));
            Assert.Equal(Assurance.High, Assert.IsType<WorkTask.Result.NeedsAssurance>(await work.DecideAsync(reference, task.TaskId, low, verdict, reason, "سبب", Ct)).Needed);
            Assert.IsType<WorkTask.Result.NeedsAssurance>(await work.SendBackAsync(reference, task.TaskId, low, ["purpose"], "لأي غاية؟", Ct));
            Assert.IsType<WorkTask.Result.Worked>(await work.DecideAsync(reference, task.TaskId, officer, verdict, reason, "سبب", Ct));
        }

        await DecideAsync(section, weak, Verdict.Approve, null);
        await world.WorkAsync();
        var judge = CaseWorld.Officer("2000000921", "القاضي", "moj:judge");
        await DecideAsync(judge, judge with { Actor = judge.Actor with { Assurance = Assurance.Low } }, Verdict.Refuse, "certificateWithheld");
        await world.WorkAsync();

        var letter = Assert.Single(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct)).Number;
        var (mine, other) = (CaseWorld.Key(Ahmad), At(Assurance.Low));
        Assert.Equal(Assurance.Substantial, Assert.IsType<DownloadDocument.Result.NeedsAssurance>(await world.Get<DownloadDocument>().RunAsync(letter, mine, other, Ct)).Needed);
        Assert.IsType<DownloadCredential.Result.NeedsAssurance>(await world.Get<DownloadCredential>().RunAsync(letter, mine, other, Ct));
        Assert.IsType<OfferCredential.Result.NeedsAssurance>(await world.Get<OfferCredential>().RunAsync(letter, mine, other, Ct));
        Assert.IsType<ShareDocument.Result.NeedsAssurance>(await world.Get<ShareDocument>().RunAsync(letter, mine, 7, null, other, Ct));
        Assert.IsType<DownloadDocument.Result.Ready>(await world.Get<DownloadDocument>().RunAsync(letter, mine, At(Assurance.Substantial), Ct));

        // Of what is not theirs no level is told either.
        Assert.IsType<DownloadDocument.Result.NotFound>(await world.Get<DownloadDocument>().RunAsync(letter, "JO:2000000101", other, Ct));
    }

    [Fact]
    public void Levels_are_ordered_have_names_and_are_asked_of_persons_only()
    {
        foreach (var level in Enum.GetValues<Assurance>())
        {
            Assert.Equal(level, Assurances.FromCode(level.Code()));
            Assert.NotEqual("", level.Name().Ar);
        }

        Assert.Null(Assurances.FromCode("High"));
        Assert.Null(Assurances.FromCode(null));
        Assert.True(new Actor(ActorKind.Person, "p", "p") { Assurance = Assurance.High }.Reaches(Assurance.Substantial));
        Assert.False(new Actor(ActorKind.Person, "p", "p").Reaches(Assurance.Substantial));
        Assert.True(new Actor(ActorKind.Assistant, "a", "a").Reaches(Assurance.High));
        Assert.True(Actor.System("duty").Reaches(Assurance.High));
        Assert.DoesNotContain("ssurance", System.Text.Json.JsonSerializer.Serialize(new Actor(ActorKind.Person, "p", "p") { Assurance = Assurance.High }), StringComparison.Ordinal);
    }
}
