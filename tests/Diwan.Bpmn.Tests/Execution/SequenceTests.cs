namespace Diwan.Bpmn.Tests.Execution;

public sealed class SequenceTests
{
    [Fact]
    public void A_user_task_waits_until_it_is_completed()
    {
        var run = new Player("start s; user a; end e; s -> a -> e");
        Assert.Equal("a", run.Waiting);
        run.Do("a");
        Assert.Equal(ProcessStatus.Completed, run.State.Status);
        Assert.Equal("e", run.Ended);
    }

    [Fact]
    public void Steps_tell_the_story_in_order()
    {
        var run = new Player("start s; user a; end e; s -> a -> e");
        Assert.Equal(
        [
            new BpmnStep.NodeEntered("s"), new BpmnStep.NodeLeft("s"), new BpmnStep.FlowTaken("s_a"), new BpmnStep.NodeEntered("a"),
            new BpmnStep.ActivityStarted("1", "a", BpmnNodeKind.UserTask),
        ], run.Steps);
        run.Do("a");
        Assert.Equal(
        [
            new BpmnStep.ActivityCompleted("1", "a"), new BpmnStep.NodeLeft("a"), new BpmnStep.FlowTaken("a_e"), new BpmnStep.NodeEntered("e"),
            new BpmnStep.ProcessEnded("e", ProcessStatus.Completed),
        ], run.Steps);
    }

    [Fact]
    public void Manual_and_plain_tasks_and_throw_events_do_not_wait()
    {
        var run = new Player("start s; manual m; task t; throw n; throw w message Ready; user a; end e; s -> m -> t -> n -> w -> a -> e");
        Assert.Equal("a", run.Waiting);
        Assert.Contains(new BpmnStep.MessageThrown("w", "Ready"), run.Steps);
    }

    [Theory]
    [InlineData("service")]
    [InlineData("rule")]
    [InlineData("send")]
    public void Work_of_a_system_waits_for_the_caller(string kind)
    {
        var run = new Player($"start s; {kind} a; end e; s -> a -> e");
        Assert.Equal("a", run.Waiting);
        Assert.True(run.Do("a").State.IsCompleted);
    }

    [Fact]
    public void Completing_twice_is_a_problem_and_changes_nothing()
    {
        var run = new Player("start s; and f; user a; user b; and j; end e; s -> f -> a -> j -> e; f -> b -> j");
        var first = run.Token("a");
        run.Do("a");
        var again = BpmnExecution.CompleteActivity(run.Process, run.State, first, run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.NotWaiting, again.Problem!.Code);
        Assert.Same(run.State, again.State);
        Assert.Empty(again.Steps);
    }

    [Fact]
    public void Nothing_can_be_done_after_the_end()
    {
        var run = new Player("start s; user a; end e; s -> a -> e").Do("a");
        var late = BpmnExecution.CompleteActivity(run.Process, run.State, "1", run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.AlreadyEnded, late.Problem!.Code);
        Assert.Same(run.State, late.State);
    }

    [Fact]
    public void A_state_of_another_process_is_refused()
    {
        var run = new Player("start s; user a; end e; s -> a -> e");
        var foreign = run.State with { ProcessId = "Q" };
        Assert.Equal(BpmnProblemCode.WrongProcess, BpmnExecution.CompleteActivity(run.Process, foreign, "1", run.Answers, run.Now).Problem!.Code);
        var renamed = run.State with { Tokens = [run.State.Tokens[0] with { Node = "gone" }] };
        Assert.Equal(BpmnProblemCode.WrongProcess, BpmnExecution.CompleteActivity(run.Process, renamed, "1", run.Answers, run.Now).Problem!.Code);
    }

    [Fact]
    public void A_cancelled_run_takes_its_work_out_of_hands()
    {
        var run = new Player("start s; and f; user a; user b; and j; end e; boundary t on a timer duration P1D; user c; end e2; s -> f -> a -> j -> e; f -> b -> j; t -> c -> e2");
        run.Keep(BpmnExecution.Cancel(run.Process, run.State, run.Now));
        Assert.Equal(ProcessStatus.Cancelled, run.State.Status);
        Assert.Empty(run.State.Tokens);
        Assert.Empty(run.State.Timers);
        Assert.Equal(["a", "b"], run.Steps.OfType<BpmnStep.ActivityCancelled>().Select(s => s.Node).Order());
        Assert.Empty(run.State.Ended);
    }

    [Fact]
    public void A_start_event_can_be_named()
    {
        var process = Sketch.Process("start s; start m message Go; user a; user b; end e; end e2; s -> a -> e; m -> b -> e2");
        var answers = new Answers();
        Assert.Equal("a", BpmnExecution.Start(process, answers, Player.Morning).State.Tokens[0].Node);
        Assert.Equal("b", BpmnExecution.Start(process, answers, Player.Morning, "m").State.Tokens[0].Node);
        Assert.Equal(BpmnProblemCode.NoSuchStart, BpmnExecution.Start(process, answers, Player.Morning, "x").Problem!.Code);
    }

    [Fact]
    public void A_loop_without_a_waiting_step_is_stopped()
    {
        var process = Sketch.Process("start s; xor m; task t; xor g; end e; s -> m -> t -> g; g -> m default; g -> e if done");
        var advance = BpmnExecution.Start(process, new Answers(), Player.Morning);
        Assert.Equal(BpmnProblemCode.RunsForever, advance.Problem!.Code);
        Assert.Empty(advance.State.Tokens);
    }

    [Fact]
    public void A_documentation_process_does_not_run()
    {
        var process = BpmnModel.Read(Sketch.Xml("start s; user a; end e; s -> a -> e", executable: false)).Model!.Processes[0];
        Assert.Equal(BpmnProblemCode.NotExecutable, BpmnExecution.Start(process, new Answers(), Player.Morning).Problem!.Code);
    }
}
