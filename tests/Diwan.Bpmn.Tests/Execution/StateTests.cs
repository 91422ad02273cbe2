using System.Text.Json;

namespace Diwan.Bpmn.Tests.Execution;

public sealed class StateTests
{
    private const string Sketched = """
        start s; end e; end late; end nudged; send nudge
        sub p {
          start is; and f; user a; receive r M; and j; end ie
          is -> f; f -> a -> j; f -> r -> j; j -> ie
        }
        boundary t on p timer cycle R5/P1D non
        boundary u on p timer duration P30D
        s -> p -> e; t -> nudge -> nudged; u -> late
        multi a 3 seq
        """;

    [Fact]
    public void A_state_in_the_middle_is_the_same_after_a_round_trip()
    {
        var run = new Player(Sketched).Do("a").Wait(TimeSpan.FromDays(1));
        var json = run.State.ToJson();
        Assert.Equal(json, ProcessState.FromJson(json).ToJson());
        Assert.Equal(run.State.Tokens, ProcessState.FromJson(json).Tokens);
        Assert.Equal(run.State.Timers, ProcessState.FromJson(json).Timers);
    }

    [Fact]
    public void The_serializer_of_the_platform_gives_the_same_text_and_reads_it_inside_other_things()
    {
        var state = new Player(Sketched).State;
        Assert.Equal(state.ToJson(), JsonSerializer.Serialize(state));
        var wrapped = JsonSerializer.Deserialize<Dictionary<string, ProcessState>>(JsonSerializer.Serialize(new Dictionary<string, ProcessState> { ["p"] = state }))!["p"];
        Assert.Equal(state.ToJson(), wrapped.ToJson());
    }

    [Fact]
    public void It_is_small()
    {
        var json = new Player("start s; user a; end e; s -> a -> e").State.ToJson();
        Assert.Equal("""{"process":"P","last":1,"tokens":[{"id":"1","at":"a","is":"Activity"}],"timers":[],"ended":[]}""", json);
    }

    [Fact]
    public void An_ended_run_says_how()
    {
        var failed = new Player("start s; user a; end bad error LATE; s -> a -> bad").Do("a").State;
        Assert.Equal("""{"process":"P","status":"Failed","last":1,"tokens":[],"timers":[],"ended":["bad"],"error":"LATE"}""", failed.ToJson());
        Assert.Equal(ProcessStatus.Failed, ProcessState.FromJson(failed.ToJson()).Status);
    }

    [Fact]
    public void Members_may_come_in_any_order_and_unknown_ones_are_passed_over()
    {
        var state = ProcessState.FromJson(""" { "later": {"x":[1,{"y":2}]}, "tokens":[{"is":"SubProcess","new":null,"at":"p","id":"7"}], "last": 7, "process":"P" } """);
        Assert.Equal(new BpmnToken { Id = "7", Node = "p", Kind = BpmnTokenKind.SubProcess }, Assert.Single(state.Tokens));
        Assert.Empty(state.Timers);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"process\":7}")]
    [InlineData("{\"process\":\"P\",\"last\":\"x\"}")]
    [InlineData("{\"process\":\"P\",\"status\":\"Gone\"}")]
    [InlineData("{\"process\":\"P\",\"tokens\":{}}")]
    [InlineData("{\"process\":\"P\",\"tokens\":[7]}")]
    [InlineData("{\"process\":\"P\",\"tokens\":[{\"id\":\"1\"}]}")]
    [InlineData("{\"process\":\"P\",\"tokens\":[{\"id\":\"1\",\"at\":\"a\",\"is\":\"Nothing\"}]}")]
    [InlineData("{\"process\":\"P\",\"timers\":[{\"id\":\"1\",\"at\":\"a\",\"for\":\"2\",\"due\":\"soon\"}]}")]
    [InlineData("{\"process\":\"P\",\"ended\":[\"e\"")]
    [InlineData("{\"process\":\"P\"} x")]
    public void Any_other_text_is_a_json_error(string text) => Assert.ThrowsAny<JsonException>(() => ProcessState.FromJson(text));

    [Theory]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"Activity","in":"9"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"SubProcess"},{"id":"2","at":"a","is":"Activity","in":"1"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"s","is":"Activity"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"Timer"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"MultiInstance"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"Joining","by":"s_a"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"Activity"}],"timers":[{"id":"2","at":"a","for":"1","due":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"process":"P","last":3,"tokens":[{"id":"1","at":"a","is":"Activity"}],"timers":[{"id":"2","at":"t","for":"8","due":"2026-01-01T00:00:00Z"}]}""")]
    public void A_state_that_does_not_fit_the_process_is_refused(string json)
    {
        var process = Sketch.Process("start s; user a; end e; boundary t on a timer duration P1D; end x; s -> a -> e; t -> x");
        var state = ProcessState.FromJson(json);
        foreach (var advance in new[]
        {
            BpmnExecution.CompleteActivity(process, state, "1", new Answers(), Player.Morning),
            BpmnExecution.FireTimers(process, state, new Answers(), Player.Morning),
            BpmnExecution.Cancel(process, state, Player.Morning),
        })
        {
            Assert.Equal(BpmnProblemCode.WrongProcess, advance.Problem!.Code);
            Assert.Same(state, advance.State);
        }
    }
}
