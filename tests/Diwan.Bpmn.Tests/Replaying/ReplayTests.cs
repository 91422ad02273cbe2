namespace Diwan.Bpmn.Tests.Replaying;

/// <summary>A log laid beside its model: what is as the model says, what is unforeseen, what was missed.</summary>
public sealed class ReplayTests
{
    private const string Mixed = """
        start s; user a; xor g; user b; user c; and f; user d; user h; and j; xor k; end e
        s -> a -> g
        g -> b if ok
        g -> c default
        b -> k
        c -> f
        f -> d -> j
        f -> h -> j
        j -> k
        k -> e
        """;

    private static readonly HashSet<string> All = ["a", "b", "c", "d", "h", "e"];

    [Theory]
    [InlineData("a b e", 0, "")]
    [InlineData("a c d h e", 0, "")]
    [InlineData("a c h d e", 0, "")]
    [InlineData("b e", 1, "-a")]
    [InlineData("a a b e", 1, "+a")]
    [InlineData("a c d e", 1, "-h")]
    [InlineData("a x b e", 1, "+x")]
    [InlineData("b a e", 2, "-a +a|+b -b")]
    [InlineData("", 3, "-a -b -e")]
    public void The_fewest_deviations_are_found(string log, int deviations, string told)
    {
        var result = BpmnReplay.Of(Sketch.Process(Mixed), All)!.Align(log.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(deviations, result.Deviations);
        var moves = string.Join(' ', result.Moves.Where(m => m.Kind != ReplayMoveKind.Together).Select(m => (m.Kind == ReplayMoveKind.Missed ? "-" : "+") + m.Step));
        Assert.Contains(moves, told.Split('|'));

        // The shortest way through the model has three seen steps.
        var steps = log.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.Equal(1 - (deviations / (double)(steps + 3)), result.Fitness, 12);
    }

    [Fact]
    public void What_is_not_told_of_passes_unseen_and_what_may_be_missed_costs_nothing()
    {
        var process = Sketch.Process(Mixed);
        Assert.Equal(0, BpmnReplay.Of(process, new HashSet<string> { "b", "e" })!.Align(["b", "e"]).Deviations);
        Assert.Equal(0, BpmnReplay.Of(process, All)!.Align(["b", "e"], mayMiss: new HashSet<string> { "a" }).Deviations);
    }

    [Fact]
    public void What_goes_on_may_stop_anywhere()
    {
        var replay = BpmnReplay.Of(Sketch.Process(Mixed), All)!;
        Assert.Equal((0, 1d), (replay.Align(["a", "c", "d"], whole: false).Deviations, replay.Align(["a", "c", "d"], whole: false).Fitness));
        Assert.Equal(1d, replay.Align([], whole: false).Fitness);
        Assert.Equal(1, replay.Align(["a", "d"], whole: false).Deviations);
    }

    [Fact]
    public void Borders_lead_on_unseen_and_loops_are_the_models()
    {
        var process = Sketch.Process("""
            start s; user a; service r; boundary no on r error X; user m; xor g; end e
            s -> r -> e
            no -> m -> g
            g -> r if again
            g -> a default
            a -> e
            """);
        var replay = BpmnReplay.Of(process, new HashSet<string> { "a", "r", "m", "e" })!;
        Assert.Equal(0, replay.Align(["r", "e"]).Deviations);
        Assert.Equal(0, replay.Align(["m", "m", "m", "r", "e"]).Deviations);
        Assert.Equal(0, replay.Align(["m", "a", "e"]).Deviations);
        Assert.Equal(1, replay.Align(["a", "e"]).Deviations);
    }

    /// <summary>Whatever is executed is as the model says; a step taken out or put in is told.</summary>
    [Fact]
    public void A_run_of_the_process_itself_has_no_deviation()
    {
        var process = Sketch.Process(Mixed);
        var replay = BpmnReplay.Of(process, All)!;
        var luck = 1u;
        int Luck(int below) => (int)(((luck = (luck * 1664525) + 1013904223) >> 8) % below);
        for (var run = 0; run < 100; run++)
        {
            var answers = new Answers { Ask = (_, _) => Luck(2) == 0 };
            var log = new List<string>();
            var advance = BpmnExecution.Start(process, answers, Player.Morning);
            while (!advance.State.IsCompleted)
            {
                var open = advance.State.Activities().ToList();
                var next = open[Luck(open.Count)];
                log.Add(next.Node);
                advance = BpmnExecution.CompleteActivity(process, advance.State, next.Id, answers, Player.Morning);
            }

            log.Add("e");
            Assert.Equal((0, 1d), (replay.Align(log).Deviations, replay.Align(log).Fitness));
            Assert.Equal(1, replay.Align([.. log, "d"]).Deviations);
        }
    }

    [Fact]
    public void A_process_without_an_end_has_no_replay() =>
        Assert.Null(BpmnReplay.Of(Sketch.Process("start s; user a; xor g; end e; user b\ns -> a -> g\ng -> b if x\ng -> e default\nb -> g"), All, most: 1));
}
