using Diwan.Bpmn;
using Diwan.Engine.Process;

namespace Diwan.Engine.Tests.Process;

/// <summary>Where a case stands and how long it took to come there, told to those who may know.</summary>
public sealed class CaseWayTests
{
    private static CaseWay Way(LivingCase life, bool confidential = false) => CaseWay.Of(life.Definition, life.State, life.Told, confidential, life.Now);

    private static string Current(CaseWay way) => string.Join(' ', way.Steps.Where(s => s.IsCurrent).Select(s => s.NodeId));

    [Fact]
    public void Each_step_has_the_time_spent_at_it_and_the_last_one_still_counts()
    {
        var life = LivingCase.Permit();
        var payment = Current(Way(life));
        Assert.IsType<ReceiveTask>(life.Definition.Process.Find(payment));
        life.Now += TimeSpan.FromHours(5);
        Assert.Equal(TimeSpan.FromHours(5), Way(life).Steps.Single(s => s.NodeId == payment).Spent);
        life.Pay();
        var desk = life.Task.NodeId;
        life.Now += TimeSpan.FromHours(30);
        var way = Way(life);
        Assert.Equal(desk, Current(way));
        Assert.Equal(TimeSpan.FromHours(5), way.Steps.Single(s => s.NodeId == payment).Spent);
        Assert.Equal(TimeSpan.FromHours(30), way.Steps.Single(s => s.NodeId == desk).Spent);
        Assert.True(way.Steps.ToList().FindIndex(s => s.NodeId == payment) < way.Steps.ToList().FindIndex(s => s.NodeId == desk));
        life.Claim(LivingCase.Layla).Decide(LivingCase.Layla, Verdict.Approve);
        life.Now += TimeSpan.FromDays(3);
        Assert.Equal(TimeSpan.FromHours(30), Way(life).Steps.Single(s => s.NodeId == desk).Spent);
        Assert.DoesNotContain(desk, Current(Way(life)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_ended_case_stands_nowhere()
    {
        var life = LivingCase.Permit();
        life.Accept(new CaseCommand.Withdraw(null));
        Assert.NotNull(life.State.End);
        Assert.Equal("", Current(Way(life)));
    }

    [Fact]
    public void A_confidential_step_is_neither_shown_nor_betrayed_by_a_gap()
    {
        var life = LivingCase.Certificate().Pay();
        var before = Current(Way(life));
        life.Now += TimeSpan.FromHours(1);
        life.Record("POSSIBLE").Claim(LivingCase.Layla).Decide(LivingCase.Layla, Verdict.Approve);
        life.Now += TimeSpan.FromDays(2);
        Assert.Equal("judge", life.Task.NodeId);

        var way = Way(life);
        Assert.Superset(new HashSet<string>(["judge", "section", "readRecord", "routing"]), new HashSet<string>(way.Hidden));
        Assert.DoesNotContain(way.Steps, s => way.Hidden.Contains(s.NodeId));
        Assert.Equal(before, Current(way));
        Assert.Equal("paid", before);

        var own = Way(life, confidential: true);
        Assert.Empty(own.Hidden);
        Assert.Equal("judge", Current(own));
        Assert.Equal(TimeSpan.FromDays(2), own.Steps.Single(s => s.NodeId == "judge").Spent);
        Assert.Equal(TimeSpan.FromHours(1), own.Steps.Single(s => s.NodeId == "readRecord").Spent);
    }
}
