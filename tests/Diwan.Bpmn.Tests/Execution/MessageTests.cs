namespace Diwan.Bpmn.Tests.Execution;

public sealed class MessageTests
{
    private const string Two = "start s; and f; catch a message A; catch b message B; and j; end e; s -> f; f -> a -> j; f -> b -> j; j -> e";

    [Fact]
    public void A_message_goes_to_the_event_that_names_it()
    {
        var run = new Player(Two).Message("B");
        Assert.Equal("a", run.Waiting);
        Assert.True(run.Message("A").State.IsCompleted);
    }

    [Fact]
    public void A_message_nobody_waits_for_is_a_problem_and_changes_nothing()
    {
        var run = new Player(Two);
        var advance = BpmnExecution.Deliver(run.Process, run.State, "C", run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.NobodyWaits, advance.Problem!.Code);
        Assert.Same(run.State, advance.State);
    }

    [Fact]
    public void A_message_may_be_named_by_its_id() => Assert.Equal("b", new Player(Two).Message("msg_A").Waiting);

    [Fact]
    public void One_message_serves_one_of_two_that_wait_the_older_first()
    {
        var run = new Player("start s; and f; receive a M; receive b M; and j; end e; s -> f; f -> a -> j; f -> b -> j; j -> e").Message("M");
        Assert.Equal("b", run.Waiting);
        Assert.True(run.Message("M").State.IsCompleted);
    }

    [Fact]
    public void The_caller_may_choose_which_of_two_that_wait()
    {
        var run = new Player("start s; and f; receive a M; receive b M; and j; end e; s -> f; f -> a -> j; f -> b -> j; j -> e");
        run.Keep(BpmnExecution.Deliver(run.Process, run.State, "M", run.Answers, run.Now, run.Token("b")));
        Assert.Equal("a", run.Waiting);
    }

    [Fact]
    public void What_waits_inside_comes_before_the_border()
    {
        var run = new Player("""
            start s; end e; end out
            sub p {
              start is; catch c message M; user a; end ie
              is -> c -> a -> ie
            }
            boundary b on p message M
            s -> p -> e; b -> out
            """).Message("M");
        Assert.Equal("a", run.Waiting);
        Assert.Equal("out", run.Message("M").Ended);
    }

    [Fact]
    public void A_receive_task_is_completed_by_its_message_or_by_hand()
    {
        const string sketch = "start s; receive r M; end e; s -> r -> e";
        Assert.True(new Player(sketch).Message("M").State.IsCompleted);
        Assert.True(new Player(sketch).Do("r").State.IsCompleted);
    }

    [Fact]
    public void An_end_event_sends_its_message()
    {
        var run = new Player("start s; user a; end e message Done; s -> a -> e").Do("a");
        Assert.Contains(new BpmnStep.MessageThrown("e", "Done"), run.Steps);
    }
}
