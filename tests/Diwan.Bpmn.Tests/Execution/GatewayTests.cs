namespace Diwan.Bpmn.Tests.Execution;

public sealed class GatewayTests
{
    private const string Choice = "start s; xor g; user a; user b; user c; xor m; end e; s -> g; g -> a if first; g -> b if second; g -> c default; a -> m; b -> m; c -> m; m -> e";

    [Fact]
    public void An_exclusive_gateway_takes_the_first_flow_that_holds() =>
        Assert.Equal("a", new Player(Choice, "first", "second").Waiting);

    [Fact]
    public void An_exclusive_gateway_takes_the_default_when_none_holds() =>
        Assert.Equal("c", new Player(Choice).Waiting);

    [Fact]
    public void Without_default_no_condition_holding_is_a_problem_and_changes_nothing()
    {
        var run = new Player("start s; user t; xor g; user a; user b; end e; end e2; s -> t -> g; g -> a if x; g -> b if y; a -> e; b -> e2");
        var advance = BpmnExecution.CompleteActivity(run.Process, run.State, run.Token("t"), run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.NoFlowHolds, advance.Problem!.Code);
        Assert.Equal("g", advance.Problem.ElementId);
        Assert.Same(run.State, advance.State);
    }

    [Fact]
    public void A_condition_that_gives_no_answer_is_a_problem()
    {
        var process = Sketch.Process(Choice);
        var advance = BpmnExecution.Start(process, new Answers { Ask = (_, _) => null }, Player.Morning);
        Assert.Equal(BpmnProblemCode.ExpressionFailed, advance.Problem!.Code);
    }

    [Fact]
    public void A_parallel_join_waits_for_every_branch()
    {
        var run = new Player("start s; and f; user a; user b; user c; and j; user d; end e; s -> f; f -> a -> j; f -> b -> j; f -> c -> j; j -> d -> e");
        Assert.Equal("a b c", run.Waiting);
        Assert.Equal("b c", run.Do("a").Waiting);
        Assert.Equal("b", run.Do("c").Waiting);
        Assert.Equal("d", run.Do("b").Waiting);
    }

    [Fact]
    public void A_parallel_join_in_a_loop_joins_each_round_anew()
    {
        var run = new Player("start s; xor m; and f; user a; user b; and j; xor g; end e; s -> m -> f; f -> a -> j; f -> b -> j; j -> g; g -> m if again; g -> e default", "again");
        run.Do("a").Do("b");
        Assert.Equal("a b", run.Waiting);
        run.Do("b").Do("a");
        Assert.Equal("a b", run.Waiting);
        run.Answers.True.Clear();
        Assert.True(run.Do("a").Do("b").State.IsCompleted);
    }

    [Fact]
    public void A_parallel_join_counts_flows_not_tokens()
    {
        // Two tokens by the flow of a do not stand in for the one by the flow of c.
        var run = new Player("start s; and f; user x; user y; xor m; user a; user c; and j; user d; end e; s -> f; f -> x -> m; f -> y -> m; m -> a -> j; f -> c -> j; j -> d -> e");
        run.Do("x").Do("y").Do("a").Do("a");
        Assert.Equal("c", run.Waiting);
        run.Do("c");
        Assert.Equal("d", run.Waiting);
        Assert.Single(run.State.Tokens, t => t.Kind == BpmnTokenKind.Joining);
    }

    [Fact]
    public void A_gateway_both_joins_and_splits()
    {
        var run = new Player("start s; and f; user a; user b; and j; user c; user d; and k; end e; s -> f; f -> a -> j; f -> b -> j; j -> c -> k; j -> d -> k; k -> e");
        run.Do("a").Do("b");
        Assert.Equal("c d", run.Waiting);
    }

    private const string Any = "start s; or f; user a; user b; user c; or j; user d; end e; s -> f; f -> a if a; f -> b if b; f -> c default; a -> j; b -> j; c -> j; j -> d -> e";

    [Fact]
    public void An_inclusive_gateway_takes_every_flow_that_holds_and_joins_just_those()
    {
        var run = new Player(Any, "a", "b");
        Assert.Equal("a b", run.Waiting);
        Assert.Equal("b", run.Do("a").Waiting);
        Assert.Equal("d", run.Do("b").Waiting);
    }

    [Fact]
    public void An_inclusive_gateway_takes_one_flow_and_does_not_wait_for_the_others()
    {
        var run = new Player(Any, "b");
        Assert.Equal("b", run.Waiting);
        Assert.Equal("d", run.Do("b").Waiting);
    }

    [Fact]
    public void An_inclusive_gateway_takes_the_default_only_when_none_holds() =>
        Assert.Equal("c", new Player(Any).Waiting);

    [Fact]
    public void An_inclusive_join_waits_for_a_token_still_on_its_way_through_a_choice()
    {
        // b may come to the join or leave to its own end; the join knows only when it did.
        const string sketch = "start s; and f; user a; user b; xor g; or j; user d; end e; end aside; s -> f; f -> a -> j; f -> b -> g; g -> j default; g -> aside if away; j -> d -> e";
        var run = new Player(sketch, "away").Do("a");
        Assert.Equal("b", run.Waiting);
        Assert.Equal("d", run.Do("b").Waiting);
        var other = new Player(sketch).Do("a").Do("b");
        Assert.Equal("d", other.Waiting);
    }

    [Fact]
    public void An_inclusive_join_in_a_loop_does_not_wait_for_itself()
    {
        var run = new Player("start s; or m; user a; xor g; end e; s -> m -> a -> g; g -> m if again; g -> e default", "again");
        Assert.Equal("a", run.Waiting);
        Assert.Equal("a", run.Do("a").Waiting);
        run.Answers.True.Clear();
        Assert.True(run.Do("a").State.IsCompleted);
    }

    [Fact]
    public void Conditional_flows_of_a_task_are_taken_when_they_hold_beside_the_unconditional_ones()
    {
        const string sketch = "start s; user t; user a; user b; user c; end e; end e2; end e3; s -> t; t -> a; t -> b if x; t -> c if y; a -> e; b -> e2; c -> e3";
        Assert.Equal("a b", new Player(sketch, "x").Do("t").Waiting);
        Assert.Equal("a", new Player(sketch).Do("t").Waiting);
    }

    [Fact]
    public void Several_flows_out_of_a_task_are_taken_together() =>
        Assert.Equal("a b", new Player("start s; user t; user a; user b; end e; end e2; s -> t; t -> a -> e; t -> b -> e2").Do("t").Waiting);

    [Fact]
    public void A_task_with_two_flows_in_runs_once_for_each_token()
    {
        var run = new Player("start s; and f; user a; user b; user c; end e; s -> f; f -> a -> c; f -> b -> c; c -> e");
        run.Do("a").Do("b");
        Assert.Equal(2, run.Count("c"));
        run.Do("c");
        Assert.False(run.State.IsCompleted);
        Assert.True(run.Do("c").State.IsCompleted);
        Assert.Equal("e e", run.Ended);
    }

    [Fact]
    public void A_join_that_can_never_be_filled_is_a_problem_not_a_silent_stop()
    {
        var run = new Player("start s; xor g; user a; user b; and j; end e; s -> g; g -> a if x; g -> b default; a -> j; b -> j; j -> e");
        var advance = BpmnExecution.CompleteActivity(run.Process, run.State, run.Token("b"), run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.Stuck, advance.Problem!.Code);
        Assert.Same(run.State, advance.State);
    }
}
