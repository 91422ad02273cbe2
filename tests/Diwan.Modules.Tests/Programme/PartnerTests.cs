using System.Text;
using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Partners;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>Partners are held to their contracts by what their counters did; trainees act only while they are certified.</summary>
public sealed class PartnerTests
{
    private const string Heads = "number,name,governorate,cohort,state,date,until,site,evidence\r\n";
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_fault_of_a_file_of_trainees_is_told_with_its_line_and_column()
    {
        var (lines, faults) = TraineeFile.Read(Bytes(Heads
            + "1,رنا,AM,A,Enrolled,2018-01-02,,,كشف 1\r\n"
            + "2,,XX,A,Somewhere,02/01/2018,,,كشف 1\r\n"
            + "3,سمر,IR,A,Certified,2018-03-01,,,شهادة\r\n"
            + "4,سمر,IR,A,Certified,2018-03-01,2018-02-01,,شهادة\r\n"
            + "5,سمر,IR,A,Placed,2018-03-01,,,كتاب\r\n"
            + "6,سمر,IR,A,Placed,2018-03-01,,NOWHERE,كتاب\r\n"), new HashSet<string> { "POST-1" });
        Assert.Empty(lines);
        Assert.Equal(
            [(3, "name"), (3, "governorate"), (3, "state"), (3, "date"), (4, "until"), (5, "until"), (6, "site"), (7, "site")], faults.Select(f => (f.Line, f.Column)));
        Assert.All([.. new[] { "", "number,name\r\n1,رنا\r\n", Heads, Heads + "1,\"رنا\r\n" }], text => Assert.NotEmpty(TraineeFile.Read(Bytes(text), new HashSet<string>()).Faults));
    }

    [Theory, OnEveryDatabase]
    public async Task A_partner_is_paid_for_what_its_counters_did_less_what_it_missed(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var keep = world.Get<KeepPartners>();
        var today = world.Today;
        Assert.IsType<KeepPartners.Result.NotAllowed>(await keep.AddAsync(Member, "POST", PartnerKind.Post, "البريد", "The post", Ct));
        Assert.Equal(2, Refused(await keep.AddAsync(Office, "post 1", PartnerKind.Post, "البريد", "", Ct)).Count);
        await KeptAsync(keep.AddAsync(Office, "POST", PartnerKind.Post, "البريد", "The post", Ct));
        Refused(await keep.AddAsync(Office, "POST", PartnerKind.Post, "البريد", "The post", Ct));

        // No contract without a decision, none over another.
        var contract = new NewContract("C-1", "2017/9", today.AddDays(-30), today.AddDays(300), Money.FromDinars(0.350m), 10,
            [new(LevelMeasure.RightAtOnce, 0.95m), new(LevelMeasure.ComplaintsPerThousand, 5m), new(LevelMeasure.CertifiedCounters, 1m)]);
        Assert.IsType<KeepPartners.Result.NotFound>(await keep.ContractAsync(Office, "NOBODY", contract, Ct));
        Refused(await keep.ContractAsync(Office, "POST", contract, Ct));
        var decision = Assert.IsType<RecordDecision.Result.Recorded>(
            await world.Get<RecordDecision>().RunAsync(Office, new(DecisionKind.Other, "التعاقد مع البريد", "Contract with the post", today, "البرنامج"), Ct)).Number;
        contract = contract with { Decision = decision };
        Assert.Equal(3, Refused(await keep.ContractAsync(Office, "POST", contract with { Ends = today.AddDays(-60), Deduction = 101, Levels = [new(LevelMeasure.RightAtOnce, 95m)] }, Ct)).Count);
        await KeptAsync(keep.ContractAsync(Office, "POST", contract, Ct));
        Refused(await keep.ContractAsync(Office, "POST", contract with { Number = "C-2", Begins = today.AddDays(200), Ends = today.AddDays(900) }, Ct));

        Refused(await keep.OpenSiteAsync(Office, "POST", "POST-1", "بريد إربد", "Irbid post office", "XX", Ct));
        await KeptAsync(keep.OpenSiteAsync(Office, "POST", "POST-1", "بريد إربد", "Irbid post office", "IR", Ct));
        await KeptAsync(keep.OpenSiteAsync(Office, "POST", "POST-2", "بريد معان", "Maan post office", "MN", Ct));

        // One graduate is certified and placed, until the certificate ends.
        var trainees = world.Get<KeepTrainees>();
        Assert.IsType<KeepTrainees.Result.NotAllowed>(await trainees.ImportAsync(Member, Bytes(Heads + "1,رنا,IR,A,Enrolled,2017-01-02,,,كشف\r\n"), Ct));
        string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(["state"], Assert.IsType<KeepTrainees.Result.Refused>(await trainees.ImportAsync(Office, Bytes(Heads + $"1,رنا,IR,A,Certified,{Day(-5)},{Day(90)},,شهادة\r\n"), Ct)).Faults.Select(f => f.Column));
        var file = Heads + $"1,رنا,IR,A,Enrolled,{Day(-40)},,,كشف\r\n1,رنا,IR,A,Trained,{Day(-20)},,,كشف\r\n1,رنا,IR,A,Certified,{Day(-10)},{Day(60)},,شهادة 7\r\n1,رنا,IR,A,Placed,{Day(-5)},,POST-1,كتاب\r\n2,زيد,AM,A,Enrolled,{Day(-40)},,,كشف\r\n";
        Assert.Equal(new KeepTrainees.Result.Kept(2, 5), await trainees.ImportAsync(Office, Bytes(file), Ct));
        Assert.Equal(new KeepTrainees.Result.Kept(0, 0), await trainees.ImportAsync(Office, Bytes(file), Ct));
        var count = await world.Get<FindTrainees>().CountAsync(today, Ct);
        Assert.Equal((330, 2, 1, 1, 1), (count.Planned, count.Enrolled, count.MayAct, count.Reached[TraineeState.Placed], count.ByGovernorate["IR"]));
        Assert.False((await world.Get<FindTrainees>().AllAsync(today.AddDays(61), Ct)).Single(t => t.Number == "1").MayActOn(today.AddDays(61)));

        // Twenty-two cases at one counter, two of them sent back; one by the portal is nobody's.
        for (var i = 0; i < 22; i++)
        {
            await SubmitAsync(world, CaseWorld.Citizen($"20000001{i:00}", $"شخص {i}"), Channel.Assisted, "POST-1");
        }

        await SubmitAsync(world, CaseWorld.Citizen("2000000150", "شخص"), Channel.Portal, "POST-1");
        var month = Assert.Single(await world.Get<MeasurePartners>().RunAsync(today, Ct));
        Assert.Equal((22, 2, 1, "C-1"), (month.Submitted, month.OpenSites, month.CertifiedSites, month.Contract));
        Assert.Equal([(1m, false), (0m, false), (0.5m, true)], month.Levels.Select(l => (l.Measured!.Value, l.IsMissed)));
        Assert.Equal((7_700, 770, 6_930), (month.Gross.Fils, month.Deducted.Fils, month.Due.Fils));

        // The counter without anybody closes: from the day after, nothing is missed.
        await KeptAsync(keep.CloseSiteAsync(Office, "POST-2", Ct));
        Assert.IsType<KeepPartners.Result.NotFound>(await keep.CloseSiteAsync(Office, "POST-2", Ct));
        Assert.Equal(7_700, Assert.Single(await world.Get<MeasurePartners>().RunAsync(today, Ct)) is { Levels: [_, _, { IsMissed: false }] } after ? after.Due.Fils : -1);

        // Closed by mistake: it serves again, by the programme office only, and counts again.
        Assert.IsType<KeepPartners.Result.NotAllowed>(await keep.ReopenSiteAsync(GateTests.Person("916", "أسماء البغدادي", "counter:agent"), "POST-2", Ct));
        await KeptAsync(keep.ReopenSiteAsync(Office, "POST-2", Ct));
        Assert.IsType<KeepPartners.Result.NotFound>(await keep.ReopenSiteAsync(Office, "POST-2", Ct));
        Assert.Equal(2, Assert.Single(await world.Get<MeasurePartners>().RunAsync(today, Ct)).OpenSites);
    }

    private static async Task SubmitAsync(CaseWorld world, Applicant who, Channel channel, string site)
    {
        var id = Assert.IsType<StartApplication.Result.Started>(
            await world.Get<StartApplication>().RunAsync(Service, who, channel, CaseWorld.Person(who), Ct, site: site)).ApplicationId;
        await world.AnswerCertificateAsync(id, who);
        Assert.IsType<SubmitApplication.Result.Submitted>(await world.Get<SubmitApplication>().RunAsync(id, CaseWorld.Key(who), CaseWorld.Person(who), null, Ct));
    }

    private static async Task KeptAsync(Task<KeepPartners.Result> result) => Assert.IsType<KeepPartners.Result.Kept>(await result);

    private static IReadOnlyList<LocalizedText> Refused(KeepPartners.Result result) => Assert.IsType<KeepPartners.Result.Refused>(result).Why;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
