using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Gates;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>The table of the gate, without a database: every blocking criterion holds a launch, and nothing else does.</summary>
public sealed class GateLifeTests
{
    private static readonly LaunchGate Gate = CatalogueReader.Read(Repository.Services).Catalogue!.Gate;

    private static readonly Channel[] Offered = [Channel.Portal, Channel.Counter];

    public static TheoryData<string, bool> Criteria()
    {
        var data = new TheoryData<string, bool>();
        foreach (var criterion in Gate.Criteria)
        {
            data.Add(criterion.Id, criterion.Blocking);
        }

        return data;
    }

    [Fact]
    public void The_gate_has_about_twenty_criteria_that_block_and_the_platform_judges_wherever_it_can()
    {
        Assert.InRange(Gate.Criteria.Count(c => c.Blocking), 18, 24);
        Assert.Equal(Enum.GetValues<GateProbe>().Order(), Gate.Criteria.Select(c => c.Probe).OfType<GateProbe>().Order());
        Assert.NotNull(Gate.Assumed);
    }

    [Theory, MemberData(nameof(Criteria))]
    public void A_service_passes_neither_the_second_check_nor_the_launch_while_one_blocking_criterion_is_open(string open, bool blocking)
    {
        foreach (var phase in (GatePhase[])[GatePhase.Improvement, GatePhase.Promotion])
        {
            var (next, why) = GateLife.Next(phase, Moment(Standings(open, score: 2)));
            if (!blocking)
            {
                Assert.NotNull(next);
                continue;
            }

            Assert.Null(next);
            Assert.Contains(Gate.Find(open)!.Name.En, Assert.Single(why).En, StringComparison.Ordinal);
            Assert.NotNull(GateLife.Next(phase, Moment(Standings(open, score: 0, pass: "2017/1"))).Next);
        }
    }

    [Fact]
    public void Every_phase_has_a_way_on_or_a_reason()
    {
        foreach (var phase in Enum.GetValues<GatePhase>())
        {
            foreach (var moment in (GateMoment[])[Moment(Standings(null)), Moment(Standings("legal-basis", 0)), new([], [], [], null)])
            {
                var (next, why) = GateLife.Next(phase, moment);
                Assert.True(next is null ? why.Count > 0 : why.Count == 0);
            }
        }
    }

    [Fact]
    public void A_gap_needs_an_owner_before_channels_are_chosen()
    {
        Assert.Null(GateLife.Next(GatePhase.Coordination, Moment(Standings("delivery", 0))).Next);
        var owned = Standings("delivery", 0).Select(s => s.Criterion == "delivery" ? s with { GapOwner = "Somebody", GapDue = new(2018, 1, 1) } : s).ToList();
        Assert.Equal(GatePhase.ChoosingChannels, GateLife.Next(GatePhase.Coordination, Moment(owned)).Next);
    }

    [Fact]
    public void Channels_are_those_of_the_definition_and_one_of_them_electronic()
    {
        Assert.Single(GateLife.Next(GatePhase.ChoosingChannels, new([], [], Offered, null)).Why);
        Assert.Contains("SMS", GateLife.Next(GatePhase.ChoosingChannels, new([], [Channel.Portal, Channel.Sms], Offered, null)).Why[0].En, StringComparison.Ordinal);
        Assert.Single(GateLife.Next(GatePhase.ChoosingChannels, new([], [Channel.Counter], Offered, null)).Why);
        Assert.Equal(GatePhase.Improvement, GateLife.Next(GatePhase.ChoosingChannels, new([], [Channel.Portal], Offered, null)).Next);
    }

    private static GateMoment Moment(IReadOnlyList<CriterionStanding> standings) => new(standings, [Channel.Portal], Offered, "Posters in every post office");

    private static List<CriterionStanding> Standings(string? open, int score = 3, string? pass = null) =>
    [
        .. Gate.Criteria.Select(c => new CriterionStanding(
            c.Id, c.Name, c.Blocking, c.Id == open ? score : 3, c.Probe is not null, new("دليل", "Evidence"), null, null, c.Id == open ? pass : null)),
    ];
}
