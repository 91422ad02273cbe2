using System.Text;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Budget;
using Diwan.Programme.Portfolio;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>The portfolio comes in whole or not at all; the budget forgets nothing.</summary>
public sealed class PortfolioTests
{
    private const string Heads = "code,institution,name_ar,name_en,owner,volume,group,wave,after,state,state_date,evidence\r\n";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_fault_of_a_file_is_told_with_its_line_and_column()
    {
        var (lines, faults) = PortfolioFile.Read(Bytes(Heads
            + "A1,moj,خدمة,Service,Head,١٢٠,Ten,1,,,,\r\n"
            + "A1,moj,خدمة,Service,Head,-4,Ten,1,,,,\r\n"
            + "A2,moj,,Service,Head,,Twelve,0,,Automated,01/02/2018,\r\n"
            + "A3,moj,خدمة,Service,Head,,,,A4,,,\r\n"
            + "A4,moj,خدمة,Service,Head,,,,A3,,,\r\n"));
        Assert.Empty(lines);
        Assert.Equal(
            [(3, "volume"), (4, "name_ar"), (4, "wave"), (4, "group"), (4, "state_date"), (4, "state_date"), (4, "evidence"), (5, "after"), (6, "after")],
            faults.Select(f => (f.Line, f.Column)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("code,institution\r\n1,moj\r\n")]
    [InlineData("code,institution,name_ar,name_en,owner,surprise\r\n")]
    [InlineData("code,institution,name_ar,name_en,owner\r\nA1,\"moj,خدمة,Service,Head\r\n")]
    public void A_file_that_is_no_portfolio_is_refused(string text) => Assert.NotEmpty(PortfolioFile.Read(Bytes(text)).Faults);

    [Fact]
    public void A_workbook_is_refused_and_the_remedy_named() =>
        Assert.Contains("CSV", Assert.Single(PortfolioFile.Read([0x50, 0x4B, 3, 4, 0, 0, 0, 0]).Faults).Why.En, StringComparison.Ordinal);

    [Theory, OnEveryDatabase]
    public async Task Services_come_in_move_one_state_at_a_time_and_the_plan_counts_those_without_a_name(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (keep, find) = (world.Get<KeepPortfolio>(), world.Get<FindPortfolio>());
        var file = Bytes(Heads
            + "GAM-1,gam,رخص المهن,Vocational licences,Head,73000,Ten,1,,AsIsRecorded,2017-08-01,دراسة رقم 4\r\n"
            + "GAM-2,gam,إنارة الشوارع,Street lighting,Head,,Candidate,2,GAM-1,,,\r\n"
            + "DLS-1,dls,\"مخطط، أراضي\",Land plan,Director,500000,Ten,1,DLS-9,,,\r\n");
        Assert.IsType<KeepPortfolio.Result.NotAllowed>(await keep.ImportAsync(Member, file, Ct));
        Assert.Equal(new KeepPortfolio.Result.Kept(3, 0), await keep.ImportAsync(Office, file, Ct));
        Assert.Equal(new KeepPortfolio.Result.Kept(0, 0), await keep.ImportAsync(Office, file, Ct));
        Assert.Equal(new KeepPortfolio.Result.Kept(0, 1), await keep.ImportAsync(Office, Bytes(Heads + "GAM-2,gam,إنارة الشوارع,Street lighting,Head,9000,Candidate,2,GAM-1,,,\r\n"), Ct));
        Assert.IsType<KeepPortfolio.Result.Refused>(await keep.ImportAsync(Office, Bytes(Heads + "GAM-3,gam,,Nothing,Head,,,,,,,\r\nGAM-4,gam,خدمة,Service,Head,,,,,,,\r\n"), Ct));

        // What a file says of a state is held to what is known: no future, no step left out, no going back in time.
        foreach (var (line, column) in new[] { ("Automated,2017-09-01", "state"), ("Reengineered,2017-07-01", "state_date"), ("Reengineered,2030-01-01", "state_date") })
        {
            Assert.Equal((2, column), Assert.Single(Assert.IsType<KeepPortfolio.Result.Refused>(
                await keep.ImportAsync(Office, Bytes(Heads + $"GAM-1,gam,رخص المهن,Vocational licences,Head,73000,Ten,1,,{line},دراسة رقم 5\r\n"), Ct)).Faults) is var f ? (f.Line, f.Column) : default);
        }

        var all = await find.AllAsync(null, Ct);
        Assert.Equal(["DLS-1", "GAM-1", "GAM-2"], all.Select(s => s.Code));
        Assert.Equal("مخطط، أراضي", all[0].Name.Ar);
        var count = FindPortfolio.Count(all);
        Assert.Equal((591, 3, 588, 1), (count.Planned, count.Listed, count.Unnamed, count.Reached[PortfolioState.AsIsRecorded]));

        var today = world.Today;
        Assert.IsType<KeepPortfolio.Result.Refused>(await keep.ReachAsync(Office, "GAM-1", PortfolioState.Automated, today, "دليل واضح", Ct));
        Assert.IsType<KeepPortfolio.Result.Refused>(await keep.ReachAsync(Office, "GAM-1", PortfolioState.Reengineered, new(2017, 7, 1), "دليل واضح", Ct));
        Assert.IsType<KeepPortfolio.Result.Refused>(await keep.ReachAsync(Office, "GAM-1", PortfolioState.Reengineered, today.AddDays(1), "دليل واضح", Ct));
        Assert.IsType<KeepPortfolio.Result.Refused>(await keep.ReachAsync(Office, "GAM-1", PortfolioState.Reengineered, today, "", Ct));
        Assert.IsType<KeepPortfolio.Result.NotFound>(await keep.ReachAsync(Office, "NO-1", PortfolioState.Reengineered, today, "دليل واضح", Ct));
        Assert.IsType<KeepPortfolio.Result.Kept>(await keep.ReachAsync(Office, "GAM-1", PortfolioState.Reengineered, today, "قرار الأمين رقم 12", Ct));
        all = await find.AllAsync(null, Ct);
        Assert.Equal(PortfolioState.Reengineered, all.Single(s => s.Code == "GAM-1").State);
        Assert.Equal(PortfolioState.AsIsRecorded, (await find.AllAsync(today.AddDays(-1), Ct)).Single(s => s.Code == "GAM-1").State);

        // What if: GAM-2 no longer waits; DLS-1 waits for one nobody named.
        Assert.Equal([("GAM-2", (DateOnly?)new DateOnly(2018, 1, 1)), ("DLS-1", null)], WavePlan.Of(all, 1, today).Select(p => (p.Service.Code, p.Month)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_service_of_the_platform_is_applied_and_electronic_only_when_the_gate_shows_it(DatabaseProvider on)
    {
        const string Land = "dls/land-plan";
        var held = Heads[..^2] + ",service\r\n";
        await using var world = await CaseWorld.OpenAsync(on);
        var (keep, today) = (world.Get<KeepPortfolio>(), world.Today);
        string Line(string state, string service = Land) => held + $"DLS-1,dls,مخطط أراضي,Land plan,Director,500000,Ten,1,,{state},{today:yyyy-MM-dd},دليل واضح,{service}\r\n";
        Assert.Equal((2, "service"), Assert.Single(Refused(await keep.ImportAsync(Office, Bytes(Line("AsIsRecorded", "dls/nothing")), Ct))));
        Assert.Equal((2, "state"), Assert.Single(Refused(await keep.ImportAsync(Office, Bytes(Line("AppliedOnTheGround")), Ct))));
        Assert.IsType<KeepPortfolio.Result.Kept>(await keep.ImportAsync(Office, Bytes(Line("Automated")), Ct));
        Assert.Equal((0, "state"), Assert.Single(Refused(await keep.ReachAsync(Office, "DLS-1", PortfolioState.AppliedOnTheGround, today, "طُبقت في الدائرة", Ct))));

        await OfferAsync(world, (offers, change) => offers.OpenAsync(change, world.Get<PublishedServices>().InFolder(Land)!, [Channel.Portal], Ct));
        Assert.IsType<KeepPortfolio.Result.Kept>(await keep.ReachAsync(Office, "DLS-1", PortfolioState.AppliedOnTheGround, today, "طُبقت في الدائرة", Ct));
        Assert.Equal((0, "state"), Assert.Single(Refused(await keep.ReachAsync(Office, "DLS-1", PortfolioState.ElectronicOnly, today, "أُغلق الشباك", Ct))));
        await OfferAsync(world, (offers, change) => offers.SetCounterAsync(change, Land, today, Ct));
        Assert.IsType<KeepPortfolio.Result.Kept>(await keep.ReachAsync(Office, "DLS-1", PortfolioState.ElectronicOnly, today, "أُغلق الشباك", Ct));
        var steps = Assert.Single(await world.Get<FindPortfolio>().AllAsync(null, Ct)).Steps;
        Assert.Equal([true, true, true], steps.Select(s => s.Shown));
    }

    private static IEnumerable<(int Line, string? Column)> Refused(KeepPortfolio.Result result) => Assert.IsType<KeepPortfolio.Result.Refused>(result).Faults.Select(f => (f.Line, f.Column));

    private static async Task OfferAsync(CaseWorld world, Func<Offers, Change, Task> put)
    {
        var change = new Change(Actor.System("test"), Channel.System, "offering", world.Now);
        await put(world.Get<Offers>(), change);
        (await world.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }

    [Fact]
    public void The_order_and_what_an_institution_can_do_change_who_is_done_when()
    {
        PortfolioView One(string code, string institution, int volume, int wave) =>
            new(code, institution, new(code, code), "Head", volume, PortfolioGroup.Rest, wave, [], PortfolioState.Listed, []);
        IReadOnlyList<PortfolioView> all = [One("G1", "gam", 90, 2), One("G2", "gam", 80, 1), One("G3", "gam", 70, 1), One("D1", "dls", 10, 3)];
        string Plan(PlanOrder order, int perMonth, int? perInstitution = null) =>
            string.Join(' ', WavePlan.Of(all, perMonth, new(2018, 1, 15), order, perInstitution).Select(p => $"{p.Service.Code}:{p.Month!.Value.Month}"));
        Assert.Equal("G2:1 G3:1 G1:2 D1:2", Plan(PlanOrder.Wave, 2));
        Assert.Equal("G1:1 G2:1 G3:2 D1:2", Plan(PlanOrder.Volume, 2));
        Assert.Equal("G1:1 D1:1 G2:2 G3:2", Plan(PlanOrder.Turns, 2));
        Assert.Equal("G2:1 D1:1 G3:2 G1:3", Plan(PlanOrder.Wave, 2, perInstitution: 1));
        Assert.Equal("G2:1 G3:1 D1:1 G1:2", string.Join(' ', WavePlan.Of(all, 3, new(2018, 1, 15), PlanOrder.Wave, 1, new Dictionary<string, int> { ["gam"] = 2 })
            .Select(p => $"{p.Service.Code}:{p.Month!.Value.Month}")));
    }

    [Theory, OnEveryDatabase]
    public async Task Money_is_bound_only_where_it_is_approved_and_a_wrong_entry_is_taken_back_by_another(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var budgets = world.Get<Budgets>();
        var approved = new NewBudgetEntry("moj", 2018, "أتمتة عدم المحكومية", BudgetStage.Approved, Money.FromDinars(250_000m));
        Assert.IsType<Budgets.Result.NotAllowed>(await budgets.WriteAsync(Member, approved, Ct));
        Assert.Equal(4, Assert.IsType<Budgets.Result.Refused>(
            await budgets.WriteAsync(Office, new NewBudgetEntry("nobody", 2017, "", BudgetStage.Approved, Money.Zero), Ct)).Why.Count);
        Assert.IsType<Budgets.Result.Refused>(await budgets.WriteAsync(Office, approved with { Stage = BudgetStage.Committed }, Ct));
        Assert.IsType<Budgets.Result.Kept>(await budgets.WriteAsync(Office, approved, Ct));
        Assert.IsType<Budgets.Result.Refused>(await budgets.WriteAsync(Office, approved with { Stage = BudgetStage.Committed, Amount = Money.FromDinars(250_000.001m) }, Ct));
        Assert.IsType<Budgets.Result.Kept>(await budgets.WriteAsync(Office, approved with { Stage = BudgetStage.Committed, Amount = Money.FromDinars(100_000m) }, Ct));
        Assert.IsType<Budgets.Result.Refused>(await budgets.WriteAsync(Office, approved with { Stage = BudgetStage.Spent, Amount = Money.FromDinars(100_001m) }, Ct));
        Assert.IsType<Budgets.Result.Kept>(await budgets.WriteAsync(Office, approved with { Stage = BudgetStage.Spent, Amount = Money.FromDinars(40_000m) }, Ct));

        var spent = (await budgets.AllAsync(null, Ct)).Single(e => e.Stage == BudgetStage.Spent);
        Assert.IsType<Budgets.Result.Refused>(await budgets.CorrectAsync(Office, spent.Id, "", Ct));
        Assert.IsType<Budgets.Result.NotFound>(await budgets.CorrectAsync(Office, Guid.Empty, "قُيّد مرتين", Ct));
        Assert.IsType<Budgets.Result.Kept>(await budgets.CorrectAsync(Office, spent.Id, "قُيّد مرتين", Ct));
        Assert.IsType<Budgets.Result.Refused>(await budgets.CorrectAsync(Office, spent.Id, "قُيّد مرتين", Ct));
        var entries = await budgets.AllAsync(null, Ct);
        Assert.Equal(4, entries.Count);
        Assert.IsType<Budgets.Result.Refused>(await budgets.CorrectAsync(Office, entries[^1].Id, "قُيّد مرتين", Ct));
        Assert.Equal(
            new BudgetSum("moj", 2018, Money.FromDinars(250_000m), Money.FromDinars(100_000m), Money.Zero), Assert.Single(Budgets.Sums(entries)));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
