using System.Text;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.TestReports;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>Reports of tests are judged by the platform: what is missing, broken, too slow, too old or of another version does not open the gate.</summary>
public sealed class TestReportTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Clerk = GateTests.Person("901", "منى عمر", "gam:officer");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_report_opens_the_gate_only_when_it_shows_all_that_is_asked(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var service = world.Get<PublishedServices>().Current(Service)!;
        Assert.Equal((false, "No report yet."), await StandsAsync(world, "accessibility"));
        Assert.IsType<KeepTestReports.Result.NotAllowed>(await Readiness.KeepAsync(world, Clerk, Service, "accessibility", Readiness.Axe(service, world.Now)));
        Assert.IsType<KeepTestReports.Result.NotFound>(await Readiness.KeepAsync(world, Office, Service, "legal-basis", Readiness.Axe(service, world.Now)));
        Assert.IsType<KeepTestReports.Result.NotFound>(await Readiness.KeepAsync(world, Office, "moj/unknown", "accessibility", Readiness.Axe(service, world.Now)));

        // What is no report is refused, and nothing is written down.
        foreach (var text in new[] { "", "axe", "[]", "{}", "[{\"url\":\"https://x.jo/\",\"timestamp\":\"2017-01-01T00:00:00Z\",\"passes\":[],\"violations\":[]}]" })
        {
            Assert.IsType<KeepTestReports.Result.Refused>(await Readiness.KeepAsync(world, Office, Service, "accessibility", Encoding.UTF8.GetBytes(text)));
            Assert.IsType<KeepTestReports.Result.Refused>(await Readiness.KeepAsync(world, Office, Service, "load-test", Encoding.UTF8.GetBytes(text)));
        }

        Assert.IsType<KeepTestReports.Result.Refused>(await Readiness.KeepAsync(world, Office, Service, "accessibility", Readiness.Axe(service, world.Now.AddDays(1))));
        Assert.Empty(await world.Get<KeepTestReports>().OfAsync(Service, TestKind.Accessibility, Ct));

        // A page that nobody looked at, and a rule that is broken; one that is no rule of WCAG does not count.
        await KeptAsync(world, "accessibility", Readiness.Axe(service, world.Now, without: service.Sections[1].Id), passed: false);
        Assert.Contains(service.Sections[1].Id, (await StandsAsync(world, "accessibility")).Evidence, StringComparison.Ordinal);
        await KeptAsync(world, "accessibility", Readiness.Axe(service, world.Now, broken: "color-contrast"), passed: false);
        Assert.Contains("color-contrast", (await StandsAsync(world, "accessibility")).Evidence, StringComparison.Ordinal);
        await KeptAsync(world, "accessibility", Readiness.Axe(service, world.Now, broken: "region", tag: "best-practice"), passed: true);
        Assert.True((await StandsAsync(world, "accessibility")).Met);

        // Too little, too short, too slow, too many failed, another service; then as asked.
        foreach (var bad in new[]
        {
            Readiness.Load(service, world.Now, rate: 0.1), Readiness.Load(service, world.Now, seconds: 30), Readiness.Load(service, world.Now, slow: 1001), Readiness.Load(service, world.Now, failed: 1),
        })
        {
            await KeptAsync(world, "load-test", bad, passed: false);
            Assert.False((await StandsAsync(world, "load-test")).Met);
        }

        // Numbers out of all measure are judged, not stumbled over.
        foreach (var odd in new[] { Readiness.Load(service, world.Now, seconds: 1, slow: 1e300), Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Readiness.Load(service, world.Now)).Replace("\"seconds\": 90", "\"seconds\": 1e-40", StringComparison.Ordinal)) })
        {
            await KeptAsync(world, "load-test", odd, passed: false);
        }

        var plan = world.Get<PublishedServices>().Current("dls/land-plan")!;
        Assert.Contains("dls/land-plan", Assert.IsType<KeepTestReports.Result.Refused>(await Readiness.KeepAsync(world, Office, Service, "load-test", Readiness.Load(plan, world.Now))).Why.En, StringComparison.Ordinal);
        await KeptAsync(world, "load-test", Readiness.Load(service, world.Now), passed: true);
        Assert.True((await StandsAsync(world, "load-test")).Met);

        // The latest counts, and not for ever.
        world.Sleep(TimeSpan.FromDays(181));
        Assert.Equal((false, false), ((await StandsAsync(world, "load-test")).Met, (await StandsAsync(world, "accessibility")).Met));
        Assert.Equal(7, (await world.Get<KeepTestReports>().OfAsync(Service, TestKind.Load, Ct)).Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Counters_are_trained_when_somebody_certified_is_at_enough_of_them(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        Assert.False((await StandsAsync(world, "counters-trained")).Met);
        await Readiness.CounterAsync(world, Office);
        Assert.Equal((true, "Open counters with somebody certified: 1 of 1."), await StandsAsync(world, "counters-trained"));
        world.Sleep(TimeSpan.FromDays(370));
        Assert.Equal((false, "Open counters with somebody certified: 0 of 1."), await StandsAsync(world, "counters-trained"));
    }

    private static async Task KeptAsync(CaseWorld world, string criterion, byte[] file, bool passed)
    {
        world.Sleep(TimeSpan.FromSeconds(1));
        Assert.Equal(passed, Assert.IsType<KeepTestReports.Result.Kept>(await Readiness.KeepAsync(world, Office, Service, criterion, file)).Passed);
    }

    private static async Task<(bool Met, string Evidence)> StandsAsync(CaseWorld world, string criterion)
    {
        var standing = Assert.Single((await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings, s => s.Criterion == criterion);
        Assert.True(standing.ByPlatform);
        return (standing.IsMet, standing.Evidence.En.Split(" Upload")[0]);
    }
}
