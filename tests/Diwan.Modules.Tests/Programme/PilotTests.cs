using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.Pilots;
using Diwan.Programme.Gates.TestReports;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>A service is open to a few before its launch; taking it back is measured and is what the gate asks of a rollback.</summary>
public sealed class PilotTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_pilot_is_open_to_its_people_alone_and_what_they_began_goes_on_after_it_is_taken_back(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on, demonstration: false);
        var (keep, layla, omar) = (world.Get<KeepPilot>(), CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني"), CaseWorld.Citizen("2000000102", "عمر"));
        Assert.Null(await keep.FindAsync("moj/unknown", Ct));
        Assert.IsType<KeepGate.Result.NotFound>(await keep.OpenAsync(Office, "moj/unknown", layla.NationalNumber, Ct));
        Assert.Contains("channels are chosen", Why(await keep.OpenAsync(Office, Service, layla.NationalNumber, Ct)), StringComparison.Ordinal);
        await ToImprovementAsync(world);

        Assert.IsType<KeepGate.Result.NotAllowed>(await keep.OpenAsync(Member, Service, layla.NationalNumber, Ct));
        Assert.Contains("12345", Why(await keep.OpenAsync(Office, Service, "2000000101\n12345", Ct)), StringComparison.Ordinal);
        Assert.Contains("1 to 200", Why(await keep.OpenAsync(Office, Service, " ", Ct)), StringComparison.Ordinal);
        Assert.IsType<StartApplication.Result.NotOffered>(await StartAsync(world, layla));

        // Typed with Arabic digits and twice: one person.
        Assert.IsType<KeepGate.Result.Kept>(await keep.OpenAsync(Office, Service, "٢٠٠٠٠٠٠١٠١\r\n2000000101", Ct));
        Assert.Equal(1, (await keep.FindAsync(Service, Ct))!.People);
        Assert.Contains("A pilot runs", Why(await keep.OpenAsync(Office, Service, omar.NationalNumber, Ct)), StringComparison.Ordinal);
        Assert.IsType<StartApplication.Result.NotOffered>(await StartAsync(world, omar));
        Assert.IsType<StartApplication.Result.NotOffered>(await world.Get<StartApplication>().RunAsync(Service, layla, Channel.Counter, Office.ToActor(), Ct));

        // Nothing runs yet: a rollback would show nothing.
        var draft = await world.StartAsync(Service, layla);
        await world.AnswerCertificateAsync(draft, layla);
        Assert.Contains("show nothing", Why(await keep.TakeBackAsync(Office, Service, Ct)), StringComparison.Ordinal);
        var applied = await world.StartAsync(Service, layla);
        await world.AnswerCertificateAsync(applied, layla);
        var reference = await world.SubmitAsync(applied, layla);
        Assert.Equal(new PilotApplications(1, 1, 0), (await keep.FindAsync(Service, Ct))!.Begun);

        Assert.False((await RollbackAsync(world)).IsMet);
        Assert.IsType<KeepGate.Result.NotAllowed>(await keep.TakeBackAsync(Member, Service, Ct));
        Assert.IsType<KeepGate.Result.Kept>(await keep.TakeBackAsync(Office, Service, Ct));
        var standing = await RollbackAsync(world);
        Assert.True(standing is { IsMet: true, ByPlatform: true });
        Assert.Contains("Cases that go on: 1 of 1; drafts kept: 1 of 1", standing.Evidence.En, StringComparison.Ordinal);

        // Closed to her as to all; her case goes on, her draft is kept and cannot be submitted before the service opens again.
        Assert.IsType<StartApplication.Result.NotOffered>(await StartAsync(world, layla));
        Assert.Contains("Your answers are kept", Assert.IsType<SubmitApplication.Result.Refused>(
            await world.Get<SubmitApplication>().RunAsync(draft, CaseWorld.Key(layla), CaseWorld.Person(layla), null, Ct)).Why.En, StringComparison.Ordinal);
        await world.PayAsync(reference, layla);
        await world.WorkAsync();
        Assert.NotNull((await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(layla), Ct))!.State.Bill!.PaidAt);
        Assert.Contains("No pilot runs", Why(await keep.TakeBackAsync(Office, Service, Ct)), StringComparison.Ordinal);
        Assert.Equal(["pilotOpened", "pilotTakenBack"], (await world.Get<ReadGate>().RunAsync(Service, Ct))!.History.TakeLast(2).Select(h => h.Type));

        // Opened again, the draft goes through.
        Assert.IsType<KeepGate.Result.Kept>(await keep.OpenAsync(Office, Service, layla.NationalNumber, Ct));
        await world.SubmitAsync(draft, layla);

        // It is measured, never sent in, and lasts as long as any test.
        Assert.IsType<KeepTestReports.Result.NotFound>(await world.Get<KeepTestReports>().RunAsync(Office, Service, "rollback", "{}"u8.ToArray(), Ct));
        world.Sleep(TimeSpan.FromDays(181));
        Assert.False((await RollbackAsync(world)).IsMet);
    }

    [Theory, OnEveryDatabase]
    public async Task The_exempt_are_decided_as_they_are_in_the_file(DatabaseProvider on)
    {
        var folder = Directory.CreateTempSubdirectory("diwan-exempt").FullName;
        try
        {
            Repository.CopyServices(folder);
            await using var world = await CaseWorld.OpenAsync(on, folder, demonstration: false);
            Assert.Contains("an assumption", (await ExemptionsAsync(world)).Evidence.En, StringComparison.Ordinal);
            await Readiness.ExemptedAsync(world, Office, "gam/vocational-licence-renewal");
            Assert.False((await ExemptionsAsync(world)).IsMet);
            var number = await Readiness.ExemptedAsync(world, Office);
            var standing = await ExemptionsAsync(world);
            Assert.True(standing.IsMet);
            Assert.Contains(number, standing.Evidence.En, StringComparison.Ordinal);
            Assert.Equal(["age", "disability", "no-identity", "outage", "court-order"], (await world.Get<FindDecisions>().FindAsync(number, Ct))!.Exempt.Select(e => e.Id));

            // Who changes the list after the decision has no decision for it.
            var file = Path.Combine(folder, "gate.yaml");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("minimumAge: 70", "minimumAge: 75", StringComparison.Ordinal), Ct);
            world.Restart(folder);
            standing = await ExemptionsAsync(world);
            Assert.False(standing.IsMet);
            Assert.Contains($"another than that of decision {number}", standing.Evidence.En, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ToImprovementAsync(CaseWorld world)
    {
        var gate = world.Get<KeepGate>();
        Assert.IsType<KeepGate.Result.Kept>(await gate.AdvanceAsync(Office, Service, [], null, Ct));
        foreach (var gap in (await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings.Where(s => !s.IsMet))
        {
            await gate.OwnGapAsync(Office, Service, gap.Criterion, "منى عمر", world.Today.AddDays(30), Ct);
        }

        world.Sleep(TimeSpan.FromMinutes(1));
        Assert.IsType<KeepGate.Result.Kept>(await gate.AdvanceAsync(Office, Service, [], null, Ct));
        Assert.IsType<KeepGate.Result.Kept>(await gate.AdvanceAsync(Office, Service, [Channel.Portal, Channel.Assisted], null, Ct));
    }

    private static Task<CriterionStanding> RollbackAsync(CaseWorld world) => StandingAsync(world, "rollback");

    private static Task<CriterionStanding> ExemptionsAsync(CaseWorld world) => StandingAsync(world, "exemptions");

    private static async Task<CriterionStanding> StandingAsync(CaseWorld world, string criterion) =>
        (await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings.First(s => s.Criterion == criterion);

    private static string Why(KeepGate.Result result) => Assert.Single(Assert.IsType<KeepGate.Result.Refused>(result).Why).En;

    private static Task<StartApplication.Result> StartAsync(CaseWorld world, Diwan.Engine.Journeys.Applicant who) =>
        world.Get<StartApplication>().RunAsync(Service, who, Channel.Portal, CaseWorld.Person(who), Ct);
}
