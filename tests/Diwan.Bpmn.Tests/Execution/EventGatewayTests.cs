namespace Diwan.Bpmn.Tests.Execution;

public sealed class EventGatewayTests
{
    private const string Race = """
        start s; event g; catch paid message Paid; catch gone message Withdrawn; catch late timer duration P3D
        user issue; end e1; end e2; end e3
        s -> g; g -> paid -> issue -> e1; g -> gone -> e2; g -> late -> e3
        """;

    [Fact]
    public void The_first_message_wins_and_the_others_are_no_longer_awaited()
    {
        var run = new Player(Race).Message("Paid");
        Assert.Equal("issue", run.Waiting);
        Assert.Empty(run.State.Timers);
        var late = BpmnExecution.Deliver(run.Process, run.State, "Withdrawn", run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.NobodyWaits, late.Problem!.Code);
    }

    [Fact]
    public void The_timer_wins_when_no_message_came()
    {
        var run = new Player(Race).Wait(TimeSpan.FromDays(3));
        Assert.Equal("e3", run.Ended);
    }

    [Fact]
    public void All_events_are_announced_when_the_gateway_begins_to_wait()
    {
        var run = new Player(Race);
        Assert.Equal(["Paid", "Withdrawn"], run.Steps.OfType<BpmnStep.MessageAwaited>().Select(m => m.Message));
        Assert.Equal(Player.Morning.AddDays(3), Assert.Single(run.Steps.OfType<BpmnStep.TimerScheduled>()).Due);
    }

    [Fact]
    public void A_receive_task_may_take_part()
    {
        var run = new Player("start s; event g; receive r Paid; catch late timer duration P3D; end e1; end e2; s -> g; g -> r -> e1; g -> late -> e2").Message("Paid");
        Assert.Equal("e1", run.Ended);
    }

    [Fact]
    public void In_a_loop_each_wait_is_a_new_race()
    {
        var run = new Player("start s; xor m; event g; catch more message More; catch late timer duration P1D; end e; s -> m -> g; g -> more -> m; g -> late -> e");
        run.Message("More").Message("More");
        Assert.Single(run.State.Timers);
        run.Now += TimeSpan.FromHours(12);
        run.Message("More").Wait(TimeSpan.FromHours(12));
        Assert.False(run.State.IsCompleted);
        Assert.True(run.Wait(TimeSpan.FromHours(12)).State.IsCompleted);
    }
}
