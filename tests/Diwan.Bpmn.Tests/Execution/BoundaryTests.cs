namespace Diwan.Bpmn.Tests.Execution;

public sealed class BoundaryTests
{
    private const string Interrupting = "start s; user a; end e; boundary t on a timer duration P1D; user late; end e2; s -> a -> e; t -> late -> e2";
    private const string Reminding = "start s; user a; end e; boundary t on a timer duration P1D non; user remind; end e2; s -> a -> e; t -> remind -> e2";

    [Fact]
    public void An_interrupting_timer_cancels_the_task()
    {
        var run = new Player(Interrupting).Wait(TimeSpan.FromDays(1));
        Assert.Equal("late", run.Waiting);
        Assert.Contains(new BpmnStep.ActivityCancelled("1", "a"), run.Steps);
        Assert.Equal("e2", run.Do("late").Ended);
    }

    [Fact]
    public void A_timer_not_yet_due_does_nothing()
    {
        var run = new Player(Interrupting).Wait(TimeSpan.FromHours(23.9));
        Assert.Equal("a", run.Waiting);
        Assert.Empty(run.Steps);
    }

    [Fact]
    public void Completing_the_task_in_time_cancels_its_timer()
    {
        var run = new Player(Interrupting).Do("a");
        Assert.Empty(run.State.Timers);
        Assert.Contains(run.Steps, s => s is BpmnStep.TimerCancelled { Node: "t" });
        Assert.True(run.State.IsCompleted);
    }

    [Fact]
    public void A_non_interrupting_timer_leaves_the_task_running()
    {
        var run = new Player(Reminding).Wait(TimeSpan.FromDays(1));
        Assert.Equal("a remind", run.Waiting);
        Assert.False(run.Do("a").State.IsCompleted);
        Assert.True(run.Do("remind").State.IsCompleted);
        Assert.Equal("e e2", run.Ended);
    }

    [Fact]
    public void A_non_interrupting_duration_fires_once()
    {
        var run = new Player(Reminding).Wait(TimeSpan.FromDays(1)).Wait(TimeSpan.FromDays(10));
        Assert.Equal(1, run.Count("remind"));
        Assert.Empty(run.State.Timers);
    }

    [Fact]
    public void A_message_interrupts_its_task()
    {
        var run = new Player("start s; user a; end e; boundary b on a message Withdraw; end gone; s -> a -> e; b -> gone").Message("Withdraw");
        Assert.Equal("gone", run.Ended);
        Assert.Contains(new BpmnStep.MessageReceived("1", "b", "Withdraw"), run.Steps);
    }

    [Fact]
    public void A_non_interrupting_message_may_come_many_times()
    {
        var run = new Player("start s; user a; end e; boundary b on a message Ask non; user answer; end e2; s -> a -> e; b -> answer -> e2").Message("Ask").Message("Ask");
        Assert.Equal(2, run.Count("answer"));
        Assert.Equal(1, run.Count("a"));
    }

    private const string Errors = "start s; service a; end e; boundary x on a error NOT_FOUND; boundary any on a error; end ex; end eany; s -> a -> e; x -> ex; any -> eany";

    [Fact]
    public void An_error_goes_to_the_event_that_names_its_code() =>
        Assert.Equal("ex", new Player(Errors).Fail("a", "NOT_FOUND").Ended);

    [Fact]
    public void An_error_nobody_names_goes_to_the_event_that_catches_all() =>
        Assert.Equal("eany", new Player(Errors).Fail("a", "DOWN").Ended);

    [Fact]
    public void An_error_nobody_catches_is_a_problem_and_changes_nothing()
    {
        var run = new Player("start s; service a; end e; boundary x on a error NOT_FOUND; end ex; s -> a -> e; x -> ex");
        var advance = BpmnExecution.FailActivity(run.Process, run.State, "1", "DOWN", run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.UnhandledError, advance.Problem!.Code);
        Assert.Same(run.State, advance.State);
    }

    [Fact]
    public void An_event_on_a_sub_process_ends_everything_inside()
    {
        var run = new Player("""
            start s; end e; end out
            sub p {
              start is; and f; user a; user b; and j; end ie; boundary t on a timer duration P9D; end it
              is -> f; f -> a -> j; f -> b -> j; j -> ie; t -> it
            }
            boundary stop on p message Stop
            s -> p -> e; stop -> out
            """).Message("Stop");
        Assert.Equal("out", run.Ended);
        Assert.Empty(run.State.Timers);
        Assert.Equal(["a", "b", "p"], run.Steps.OfType<BpmnStep.ActivityCancelled>().Select(s => s.Node).Order());
    }

    [Fact]
    public void A_non_interrupting_event_on_a_sub_process_runs_beside_it()
    {
        var run = new Player("""
            start s; end e; end e2; user note
            sub p { 
              start is; user a; end ie
              is -> a -> ie
            }
            boundary t on p timer duration P1D non
            s -> p -> e; t -> note -> e2
            """).Wait(TimeSpan.FromDays(2));
        Assert.Equal("a note", run.Waiting);
        Assert.Equal("note", run.Do("a").Waiting);
        Assert.Equal("e e2", run.Do("note").Ended);
    }

    [Fact]
    public void Of_two_timers_due_the_earlier_wins()
    {
        var run = new Player("start s; user a; end e; boundary t2 on a timer duration P2D; boundary t1 on a timer duration P1D; end e1; end e2; s -> a -> e; t1 -> e1; t2 -> e2").Wait(TimeSpan.FromDays(30));
        Assert.Equal("e1", run.Ended);
    }
}
