namespace Diwan.Bpmn.Tests.Checking;

public sealed class PathTests
{
    private static IReadOnlyList<string>? Avoiding(string sketch) =>
        BpmnPaths.FindPathAvoiding(Sketch.Process(sketch), n => n.Id.StartsWith("tell", StringComparison.Ordinal));

    [Fact]
    public void A_way_to_an_end_around_the_node_is_shown() =>
        Assert.Equal(["s", "g", "b", "e2"], Avoiding("start s; xor g; send tell; user b; end e; end e2; s -> g; g -> tell default; g -> b if x; tell -> e; b -> e2"));

    [Fact]
    public void No_way_is_found_when_every_ending_passes_it() =>
        Assert.Null(Avoiding("start s; xor g; send tell1; user b; send tell2; end e; end e2; s -> g; g -> tell1 default; g -> b if x; tell1 -> e; b -> tell2 -> e2"));

    [Fact]
    public void A_parallel_branch_that_passes_it_is_enough() =>
        Assert.Null(Avoiding("start s; and f; send tell; user b; and j; end e; s -> f; f -> tell -> j; f -> b -> j; j -> e"));

    [Fact]
    public void An_end_event_may_be_the_node() =>
        Assert.Null(Avoiding("start s; user a; end tell message Told; s -> a -> tell"));

    [Fact]
    public void An_interrupted_task_was_not_passed() =>
        Assert.Equal(["s", "tell", "x", "e2"], Avoiding("start s; send tell; end e; boundary x on tell error DOWN; end e2; s -> tell -> e; x -> e2"));

    [Fact]
    public void A_node_inside_a_sub_process_counts() =>
        Assert.Null(Avoiding("""
            start s; end e
            sub p {
              start is; send tell; end ie
              is -> tell -> ie
            }
            s -> p -> e
            """));

    [Fact]
    public void Withdrawal_at_the_border_is_an_ending_too() =>
        Assert.Equal(["s", "p", "is", "a", "x", "gone"], Avoiding("""
            start s; send tell; end e; end gone
            sub p {
              start is; user a; end ie
              is -> a -> ie
            }
            boundary x on p message Withdraw
            s -> p -> tell -> e; x -> gone
            """));

    [Fact]
    public void A_documentation_process_is_searched_along_its_arrows()
    {
        var process = BpmnModel.Read(Sketch.Xml("start s; xor g; script tell; call b; end e; s -> g; g -> tell; g -> b; tell -> e; b -> e", executable: false)).Model!.Processes[0];
        Assert.Equal(["s", "g", "b", "e"], BpmnPaths.FindPathAvoiding(process, n => n.Id == "tell"));
        Assert.Null(BpmnPaths.FindPathAvoiding(process, n => n.Id == "g"));
    }
}
