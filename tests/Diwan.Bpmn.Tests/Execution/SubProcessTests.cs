namespace Diwan.Bpmn.Tests.Execution;

public sealed class SubProcessTests
{
    private const string Nested = """
        start s; user last; end e
        sub outer {
          start os; user before; end oe
          sub inner {
            start is; and f; user a; user b; end ia; end ib
            is -> f; f -> a -> ia; f -> b -> ib
          }
          os -> before -> inner -> oe
        }
        s -> outer -> last -> e
        """;

    [Fact]
    public void A_sub_process_ends_when_every_token_inside_has()
    {
        var run = new Player(Nested).Do("before");
        Assert.Equal("a b", run.Waiting);
        Assert.Equal("b", run.Do("a").Waiting);
        Assert.Equal("last", run.Do("b").Waiting);
        Assert.Equal(["b", "inner", "outer"], run.Steps.OfType<BpmnStep.ActivityCompleted>().Select(s => s.Node));
    }

    [Fact]
    public void Terminate_inside_ends_the_sub_process_only()
    {
        var run = new Player("""
            start s; user last; end e
            sub p {
              start is; and f; user a; user b; end ia terminate; end ib
              is -> f; f -> a -> ia; f -> b -> ib
            }
            s -> p -> last -> e
            """).Do("a");
        Assert.Equal("last", run.Waiting);
        Assert.Contains(run.Steps, s => s is BpmnStep.ActivityCancelled { Node: "b" });
    }

    [Fact]
    public void Terminate_at_the_top_ends_everything()
    {
        var run = new Player("""
            start s; and f; user a; end stop terminate; end e
            sub p {
              start is; user b; end ib
              is -> b -> ib
            }
            s -> f; f -> a -> stop; f -> p -> e
            """).Do("a");
        Assert.Equal(ProcessStatus.Completed, run.State.Status);
        Assert.Equal("stop", run.Ended);
        Assert.Empty(run.State.Tokens);
        Assert.Equal(["b", "p"], run.Steps.OfType<BpmnStep.ActivityCancelled>().Select(s => s.Node));
    }

    [Fact]
    public void Terminate_stops_a_branch_that_is_on_its_way_in_the_same_step()
    {
        var run = new Player("start s; user w; and f; end stop terminate; task t1; task t2; user a; end e; s -> w -> f; f -> stop; f -> t1 -> t2 -> a -> e").Do("w");
        Assert.True(run.State.IsCompleted);
        Assert.DoesNotContain(run.Steps, s => s is BpmnStep.NodeEntered { Node: "a" });
    }

    private const string Failing = """
        start s; end e; end handled
        sub outer {
          start os; end oe
          sub inner {
            start is; and f; user a; user b; end bad error LATE; end ib
            is -> f; f -> a -> bad; f -> b -> ib
          }
          boundary nope on inner error EARLY
          end on
          os -> inner -> oe; nope -> on
        }
        boundary catch on outer error LATE
        s -> outer -> e; catch -> handled
        """;

    [Fact]
    public void An_error_end_event_is_caught_by_the_nearest_border_that_names_it()
    {
        var run = new Player(Failing).Do("a");
        Assert.Equal("handled", run.Ended);
        Assert.Contains(new BpmnStep.ErrorCaught("catch", "LATE"), run.Steps);
    }

    [Fact]
    public void A_failed_task_inside_is_caught_outside()
    {
        var run = new Player(Failing).Fail("b", "LATE");
        Assert.Equal("handled", run.Ended);
    }

    [Fact]
    public void An_error_end_event_at_the_top_fails_the_run()
    {
        var run = new Player("start s; and f; user a; user b; end bad error LATE; end e; s -> f; f -> a -> bad; f -> b -> e").Do("a");
        Assert.Equal(ProcessStatus.Failed, run.State.Status);
        Assert.Equal("LATE", run.State.ErrorCode);
        Assert.Empty(run.State.Tokens);
        Assert.Contains(new BpmnStep.ProcessEnded("bad", ProcessStatus.Failed, "LATE"), run.Steps);
    }

    [Fact]
    public void Joins_of_two_rounds_of_a_sub_process_do_not_mix()
    {
        var run = new Player("""
            start s; and f; xor m; end e
            sub p {
              start is; and g; user a; user b; and j; end ie
              is -> g; g -> a -> j; g -> b -> j; j -> ie
            }
            s -> f; f -> m; f -> m; m -> p -> e
            """);
        var tasks = run.State.Tokens.Where(t => t.Kind == BpmnTokenKind.Activity).ToArray();
        Assert.Equal(4, tasks.Length);
        var byScope = tasks.GroupBy(t => t.Scope).ToArray();
        Assert.Equal(2, byScope.Length);
        foreach (var token in byScope.Select(g => g.First(t => t.Node == "a")))
            run.Keep(BpmnExecution.CompleteActivity(run.Process, run.State, token.Id, run.Answers, run.Now));
        Assert.Equal("b b", run.Waiting);
        Assert.True(run.Do("b").Do("b").State.IsCompleted);
    }
}
