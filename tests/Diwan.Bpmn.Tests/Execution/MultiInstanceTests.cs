namespace Diwan.Bpmn.Tests.Execution;

public sealed class MultiInstanceTests
{
    private const string Base = "start s; user a; user next; end e; s -> a -> next -> e; ";

    [Fact]
    public void Parallel_instances_begin_together_and_all_must_end()
    {
        var run = new Player(Base + "multi a 3");
        Assert.Equal(3, run.Count("a"));
        Assert.Equal([0, 1, 2], run.Steps.OfType<BpmnStep.ActivityStarted>().Select(s => s.Index));
        run.Do("a").Do("a");
        Assert.Equal("a", run.Waiting);
        Assert.Equal("next", run.Do("a").Waiting);
    }

    [Fact]
    public void Sequential_instances_follow_one_another()
    {
        var run = new Player(Base + "multi a 3 seq");
        Assert.Equal(1, run.Count("a"));
        run.Do("a").Do("a");
        Assert.Equal(2, run.State.Tokens.Single(t => t.Kind == BpmnTokenKind.Activity).Index);
        Assert.Equal("next", run.Do("a").Waiting);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" seq")]
    public void No_instance_at_all_goes_straight_on(string how) => Assert.Equal("next", new Player(Base + "multi a 0" + how).Waiting);

    [Fact]
    public void The_completion_condition_cancels_the_rest()
    {
        var run = new Player(Base + "multi a 5 until enough", "enough").Do("a");
        Assert.Equal("next", run.Waiting);
        Assert.Equal(4, run.Steps.OfType<BpmnStep.ActivityCancelled>().Count());
    }

    [Fact]
    public void The_completion_condition_sees_the_counters()
    {
        var seen = new List<BpmnScope>();
        var process = Sketch.Process(Base + "multi a 3 until two");
        var answers = new Answers { Ask = (_, scope) => { seen.Add(scope); return scope.Completed == 2; } };
        var state = BpmnExecution.Start(process, answers, Player.Morning).State;
        foreach (var token in state.Activities().Take(2).ToArray())
            state = BpmnExecution.CompleteActivity(process, state, token.Id, answers, Player.Morning).State;
        Assert.Equal("next", Assert.Single(state.Tokens).Node);
        Assert.Equal([(0, 3, 1, 2), (1, 3, 2, 1)], seen.Select(s => (s.LoopCounter, s.Instances, s.Completed, s.Active)));
    }

    [Fact]
    public void The_border_belongs_to_all_instances_together()
    {
        var run = new Player(Base + "multi a 3; boundary t on a timer duration P1D; end late; t -> late");
        Assert.Single(run.State.Timers);
        run.Do("a").Wait(TimeSpan.FromDays(1));
        Assert.Equal("late", run.Ended);
        Assert.Equal(2, run.Steps.OfType<BpmnStep.ActivityCancelled>().Count());
    }

    [Fact]
    public void The_failure_of_one_instance_ends_all()
    {
        var run = new Player(Base + "multi a 3; boundary x on a error BAD; end late; x -> late").Fail("a", "BAD");
        Assert.Equal("late", run.Ended);
    }

    [Fact]
    public void Instances_of_a_sub_process_have_tokens_of_their_own()
    {
        var run = new Player("""
            start s; user next; end e
            sub p {
              start is; user a; user b; end ie
              is -> a -> b -> ie
            }
            s -> p -> next -> e
            multi p 2
            """);
        Assert.Equal("a a", run.Waiting);
        run.Do("a");
        Assert.Equal("a b", run.Waiting);
        run.Do("b").Do("a");
        Assert.Equal("b", run.Waiting);
        Assert.Equal("next", run.Do("b").Waiting);
    }

    [Fact]
    public void Terminate_in_one_instance_ends_that_instance_only()
    {
        var run = new Player("""
            start s; user next; end e
            sub p {
              start is; and f; user a; user b; end ia terminate; end ib
              is -> f; f -> a -> ia; f -> b -> ib
            }
            s -> p -> next -> e
            multi p 2
            """).Do("a");
        Assert.Equal("a b", run.Waiting);
    }

    [Theory]
    [InlineData("multi a 2000", BpmnProblemCode.TooManyInstances)]
    [InlineData("multi a -1", BpmnProblemCode.TooManyInstances)]
    [InlineData("multi a many", BpmnProblemCode.ExpressionFailed)]
    public void A_count_out_of_reach_is_a_problem(string loop, BpmnProblemCode expected) =>
        Assert.Equal(expected, BpmnExecution.Start(Sketch.Process(Base + loop), new Answers(), Player.Morning).Problem!.Code);

    [Theory]
    [InlineData("multi t 400")]
    [InlineData("multi t 400 seq")]
    public void Plain_tasks_are_done_as_often_as_asked(string loop)
    {
        var run = new Player("start s; task t; user next; end e; s -> t -> next -> e; " + loop);
        Assert.Equal("next", run.Waiting);
        Assert.Equal(400, run.Steps.OfType<BpmnStep.ActivityCompleted>().Count());
    }
}
