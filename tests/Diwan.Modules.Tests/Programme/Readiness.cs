using System.Text;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.Pilots;
using Diwan.Programme.Gates.TestReports;
using Diwan.Programme.Partners;

namespace Diwan.Modules.Tests.Programme;

/// <summary>What a service needs before its launch beside what people write down: reports of tests, and somebody certified at every counter.</summary>
internal static class Readiness
{
    private static readonly string[] Languages = ["ar", "en"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task TestedAsync(CaseWorld world, SignedIn office, string service)
    {
        var definition = world.Get<PublishedServices>().InFolder(service)!;
        Assert.True(Assert.IsType<KeepTestReports.Result.Kept>(await KeepAsync(world, office, service, "accessibility", Axe(definition, world.Now))).Passed);
        Assert.True(Assert.IsType<KeepTestReports.Result.Kept>(await KeepAsync(world, office, service, "load-test", Load(definition, world.Now))).Passed);
    }

    internal static Task<KeepTestReports.Result> KeepAsync(CaseWorld world, SignedIn who, string service, string criterion, byte[] file) =>
        world.Get<KeepTestReports>().RunAsync(who, service, criterion, file, Ct);

    /// <summary>One counter, with somebody certified.</summary>
    internal static async Task CounterAsync(CaseWorld world, SignedIn office)
    {
        var (partners, today) = (world.Get<KeepPartners>(), world.Today);
        var decision = Assert.IsType<RecordDecision.Result.Recorded>(
            await world.Get<RecordDecision>().RunAsync(office, new(DecisionKind.Other, "التعاقد مع البريد", "Contract with the post", today, "البرنامج"), Ct)).Number;
        Assert.IsType<KeepPartners.Result.Kept>(await partners.AddAsync(office, "POST", PartnerKind.Post, "البريد", "The post", Ct));
        Assert.IsType<KeepPartners.Result.Kept>(await partners.ContractAsync(
            office, "POST", new("C-1", decision, today.AddDays(-1), today.AddDays(400), Money.FromDinars(0.350m), 10, [new(LevelMeasure.CertifiedCounters, 1m)]), Ct));
        Assert.IsType<KeepPartners.Result.Kept>(await partners.OpenSiteAsync(office, "POST", "POST-1", "بريد إربد", "Irbid post office", "IR", Ct));
        var file = $"{string.Join(',', TraineeFile.Headings)}\r\n1,رنا,IR,A,Enrolled,2017-01-02,,,كشف,\r\n1,رنا,IR,A,Trained,2017-02-01,,,كشف,\r\n1,رنا,IR,A,Certified,2017-03-01,{today.AddYears(1):yyyy-MM-dd},,شهادة,\r\n1,رنا,IR,A,Placed,2017-03-02,,POST-1,كتاب,\r\n";
        Assert.IsType<KeepTrainees.Result.Kept>(await world.Get<KeepTrainees>().ImportAsync(office, Encoding.UTF8.GetBytes(file), Ct));
    }

    /// <summary>The committee names the exempt, as they are in services/gate.yaml.</summary>
    internal static async Task<string> ExemptedAsync(CaseWorld world, SignedIn office, string? service = null) =>
        Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(
            office, new(DecisionKind.Exemptions, "هؤلاء يستعملون الشباك بعد إغلاقه", "These may use the counter after it closes", world.Today, "البرنامج", Service: service), Ct)).Number;

    /// <summary>Somebody tries the certificate before its launch, pays for it, gets a part of the money back, and the pilot is taken back.</summary>
    /// <returns>The reference of their case.</returns>
    internal static async Task<string> PilotedAsync(CaseWorld world, SignedIn office, string service)
    {
        var (pilot, who) = (world.Get<KeepPilot>(), CaseWorld.Citizen("2000000102", "سامر أحمد علي الخطيب"));
        Assert.IsType<KeepGate.Result.Kept>(await pilot.OpenAsync(office, service, who.NationalNumber, Ct));
        var id = await world.StartAsync(service, who);
        await world.AnswerCertificateAsync(id, who);
        var reference = await world.SubmitAsync(id, who);
        await world.PayAsync(reference, who);
        await RefundedAsync(world, reference, who);
        Assert.IsType<KeepGate.Result.Kept>(await pilot.TakeBackAsync(office, service, Ct));
        await AskRailAsync(world);
        return reference;
    }

    /// <summary>The rail is asked what it took.</summary>
    internal static async Task AskRailAsync(CaseWorld world) => Assert.IsType<DutyOutcome.Again>(
        await world.Get<IEnumerable<IDutyHandler>>().OfType<AskWhatIsPending>().Single().CarryOutAsync(
            new(Guid.CreateVersion7(world.Now), AskWhatIsPending.DutyKind, Guid.Empty, "{}", world.Now, AskWhatIsPending.DutyKind, 1), Ct));

    private static async Task RefundedAsync(CaseWorld world, string reference, Applicant who)
    {
        var bill = (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(who), Ct))!.State.Bill!;
        var (finance, refunds) = (new Actor(ActorKind.Officer, "OFF:1", "موظف المالية"), world.Get<RequestRefund>());
        Assert.IsType<RequestRefund.Result.Done>(await refunds.AskAsync(
            finance, ["moj"], new(Guid.CreateVersion7(world.Now), bill.Number, Money.FromDinars(0.5m), RefundWay.Transfer, "JO94CBJO0010000000000131000302", "دُفع أكثر من المطلوب"), Ct));
        var refund = Assert.Single(await world.Get<FindRefund>().OfBillAsync(bill.Number, Ct));
        Assert.IsType<RequestRefund.Result.Done>(await refunds.TransferredAsync(finance, ["moj"], refund.Id, "TR-100", Ct));
    }

    /// <param name="without">A section that nobody looked at.</param>
    /// <param name="broken">A rule that the last page breaks.</param>
    internal static byte[] Axe(ServiceDefinition service, DateTimeOffset at, string? without = null, string? broken = null, string tag = "wcag2aa")
    {
        var pages = Languages.SelectMany(l => service.Sections.Select(s => s.Id).Append("check-answers").Where(s => s != without)
            .Select(s => $"https://try.example.jo/{l}/applications/0193a1b2-0000-7000-8000-000000000001/{s}").Append($"https://try.example.jo/{l}/services/{service.Id}")).ToList();
        return JsonSerializer.SerializeToUtf8Bytes(pages.Select((url, n) => new
        {
            url,
            timestamp = at,
            testEngine = new { name = "axe-core", version = "4.11.0" },
            passes = new[] { new { id = "html-has-lang" } },
            violations = n == pages.Count - 1 && broken is not null ? new[] { new { id = broken, tags = new[] { "cat.color", tag } } } : [],
        }));
    }

    internal static byte[] Load(ServiceDefinition service, DateTimeOffset at, double rate = 2, int seconds = 90, double slow = 400, int failed = 0) =>
        new LoadReport(service.Id.ToString(), service.Version, at, seconds, (int)(rate * seconds), failed, (int)(3 * rate * seconds), slow).Write();
}
