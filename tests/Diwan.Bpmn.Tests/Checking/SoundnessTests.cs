namespace Diwan.Bpmn.Tests.Checking;

public sealed class SoundnessTests
{
    private static string[] Faults(string sketch) => [.. BpmnSoundness.Check(Sketch.Process(sketch)).Select(f => $"{f.Code} {f.ElementId}").Order()];

    private static BpmnFault Only(string sketch, string code) => Assert.Single(BpmnSoundness.Check(Sketch.Process(sketch)), f => f.Code == code);

    [Theory]
    [InlineData("start s; user a; end e; s -> a -> e")]
    [InlineData("start s; and f; user a; user b; and j; end e; s -> f; f -> a -> j; f -> b -> j; j -> e")]
    [InlineData("start s; xor g; user a; user b; xor m; end e; s -> g; g -> a if x; g -> b default; a -> m; b -> m; m -> e")]
    [InlineData("start s; or g; user a; user b; or m; end e; s -> g; g -> a if x; g -> b default; a -> m; b -> m; m -> e")]
    [InlineData("start s; and f; user a; user b; end e; end e2; s -> f; f -> a -> e; f -> b -> e2")]
    [InlineData("start s; xor m; user a; xor g; end e; s -> m -> a -> g; g -> m if again; g -> e default")]
    [InlineData("start s; user a; end e; boundary t on a timer cycle R/P1D non; send r; end e2; s -> a -> e; t -> r -> e2")]
    [InlineData("start s; user a; xor m; end e; boundary t on a timer duration P1D; user late; s -> a -> m; t -> late -> m; m -> e")]
    [InlineData("start s; event g; catch x message X; catch y timer duration P1D; xor m; end e; s -> g; g -> x -> m; g -> y -> m; m -> e")]
    [InlineData("start s; and f; user a; user b; end e terminate; end e2; s -> f; f -> a -> e; f -> b -> e2")]
    [InlineData("start s; user a; user n; end e; s -> a -> n -> e; multi a 3 until enough; boundary t on a timer duration P1D; end late; t -> late")]
    public void A_sound_process_has_no_fault(string sketch) => Assert.Empty(Faults(sketch));

    [Fact]
    public void A_reminder_in_a_loop_is_sound() =>
        Assert.Empty(Faults("start s; xor m; user a; xor g; end e; boundary t on a timer cycle R/P1D non; send r; end e2; s -> m -> a -> g; g -> m if again; g -> e default; t -> r -> e2"));

    [Fact]
    public void A_parallel_join_after_a_choice_is_a_deadlock_with_the_way_to_it()
    {
        var fault = Only("start s; xor g; user a; user b; and j; end e; s -> g; g -> a if x; g -> b default; a -> j; b -> j; j -> e", "BPMN303");
        Assert.Equal("j", fault.ElementId);
        Assert.Equal(["s", "g", "a"], fault.Path);
        Assert.Contains("s → g → a", fault.Message, StringComparison.Ordinal);
        Assert.Contains("يمكن أن تعلق المعاملة", fault.MessageArabic, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_behind_a_deadlock_is_dead() =>
        Assert.Contains("BPMN302 e", Faults("start s; xor g; user a; user b; and j; end e; s -> g; g -> a if x; g -> b default; a -> j; b -> j; j -> e"));

    [Fact]
    public void A_choice_joining_a_parallel_split_lets_two_tokens_through()
    {
        var fault = Only("start s; and f; user a; user b; xor m; user c; end e; s -> f; f -> a -> m; f -> b -> m; m -> c -> e", "BPMN306");
        Assert.Equal("c", fault.ElementId);
        Assert.Contains("a", fault.Path);
    }

    [Fact]
    public void Two_tokens_are_found_even_when_the_end_follows_at_once() =>
        Assert.Equal("BPMN306", Only("start s; and f; user a; user b; xor m; end e; s -> f; f -> a -> m; f -> b -> m; m -> e", "BPMN306").Code);

    [Fact]
    public void Two_tokens_are_found_when_nothing_waits_between() =>
        Assert.Equal("c", Only("start s; user w; and f; task a; task b; xor m; user c; end e; s -> w -> f; f -> a -> m; f -> b -> m; m -> c -> e", "BPMN306").ElementId);

    [Fact]
    public void Two_tokens_are_found_even_when_the_first_has_ended_before_the_second_comes() =>
        Assert.Equal("e", Only("start s; and f; task a; user b; xor m; end e; s -> f; f -> a -> m; f -> b -> m; m -> e", "BPMN306").ElementId);

    [Fact]
    public void A_non_interrupting_event_that_flows_back_doubles_the_token() =>
        Assert.Contains("BPMN306 c", Faults("start s; user a; xor m; user c; end e; boundary t on a timer duration P1D non; s -> a -> m; t -> m; m -> c -> e"));

    [Fact]
    public void A_loop_without_an_end_is_a_livelock() =>
        Assert.Equal(["BPMN304 a"], Faults("start s; xor m; user a; user b; s -> m -> a -> b -> m"));

    [Fact]
    public void A_choice_into_an_endless_loop_is_a_livelock_though_others_end()
    {
        var fault = Only("start s; xor g; end e; xor m; user a; user b; s -> g; g -> e default; g -> m if x; m -> a -> b -> m", "BPMN304");
        Assert.Equal(["s", "g", "m", "a"], fault.Path);
    }

    [Fact]
    public void A_loop_that_never_waits_is_found() =>
        Assert.Equal("BPMN305", Only("start s; user u; xor m; task a; s -> u -> m -> a -> m", "BPMN305").Code);

    [Fact]
    public void A_loop_that_never_waits_is_found_right_at_the_start() =>
        Assert.Equal("BPMN305", Only("start s; xor m; task a; s -> m -> a -> m", "BPMN305").Code);

    [Fact]
    public void A_parallel_join_that_waits_for_its_own_loop_is_a_deadlock() =>
        Assert.Contains("BPMN303 j", Faults("start s; and j; user a; xor g; end e; s -> j -> a -> g; g -> j if again; g -> e default"));

    [Fact]
    public void An_island_is_unreachable()
    {
        var faults = Faults("start s; user a; end e; s -> a -> e; xor m; user b; s2 -> b; b -> m; m -> b".Replace("s2 -> b; ", "", StringComparison.Ordinal));
        Assert.Equal(["BPMN301 b", "BPMN301 m"], faults);
    }

    [Fact]
    public void A_deadlock_inside_a_sub_process_is_found()
    {
        var fault = Only("""
            start s; end e
            sub p {
              start is; xor g; user a; user b; and j; end ie
              is -> g; g -> a if x; g -> b default; a -> j; b -> j; j -> ie
            }
            s -> p -> e
            """, "BPMN303");
        Assert.Equal(["s", "p", "is", "g", "a"], fault.Path);
    }

    [Fact]
    public void A_deadlock_only_an_event_on_the_border_ends_is_still_a_deadlock() =>
        Assert.Equal("j", Only("""
            start s; end e; end out
            sub p {
              start is; xor g; user a; user b; and j; end ie
              is -> g; g -> a if x; g -> b default; a -> j; b -> j; j -> ie
            }
            boundary x on p message Withdraw
            s -> p -> e; x -> out
            """, "BPMN303").ElementId);

    [Fact]
    public void An_error_no_end_event_throws_is_still_reachable_by_a_failing_task() =>
        Assert.Empty(Faults("""
            start s; end e; end out
            sub p {
              start is; service a; end ie
              is -> a -> ie
            }
            boundary x on p error DOWN
            s -> p -> e; x -> out
            """));

    [Fact]
    public void Sub_processes_begun_side_by_side_in_instances_are_not_taken_for_one() =>
        Assert.Empty(Faults("""
            start s; end e
            sub p {
              start is; user a; end ie
              sub q {
                start iis; user b; end iie
                iis -> b -> iie
              }
              is -> a -> q -> ie
            }
            s -> p -> e
            multi p 2
            """));

    [Fact]
    public void Parallel_branches_ended_by_a_border_leave_nothing_behind() =>
        Assert.Empty(Faults("""
            start s; end e; end out
            sub p {
              start is; and f; user a; user b; and j; end ie
              is -> f; f -> a -> j; f -> b -> j; j -> ie
            }
            boundary x on p message Withdraw
            s -> p -> e; x -> out
            """));

    [Fact]
    public void An_interrupted_branch_before_a_join_is_a_deadlock() =>
        Assert.Equal("j", Only("start s; and f; user a; user b; and j; end e; boundary t on a timer duration P1D; end late; s -> f; f -> a -> j; f -> b -> j; j -> e; t -> late", "BPMN303").ElementId);

    [Fact]
    public void A_process_beyond_the_limit_is_said_to_be_too_large()
    {
        var branches = string.Join("; ", Enumerable.Range(0, 10).Select(i => $"user a{i}; user b{i}; f -> a{i} -> b{i} -> j"));
        var process = Sketch.Process("start s; and f; and j; end e; s -> f; j -> e; " + branches);
        Assert.Equal("BPMN307", Assert.Single(BpmnSoundness.Check(process, new SoundnessOptions(1000))).Code);
    }

    [Fact]
    public void A_single_step_with_a_million_ways_is_too_large_and_not_endless()
    {
        var branches = string.Join("; ", Enumerable.Range(0, 24).Select(i => $"user a{i}; f -> a{i} if c{i}; a{i} -> j"));
        var process = Sketch.Process("start s; or f; or j; user d; end e; s -> f; f -> d default; d -> j; j -> e; " + branches);
        Assert.Equal("BPMN307", Assert.Single(BpmnSoundness.Check(process, new SoundnessOptions(500))).Code);
    }

    [Fact]
    public void A_thousand_branches_at_once_are_too_large_and_not_endless()
    {
        var text = new System.Text.StringBuilder("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" isExecutable=\"true\"><startEvent id=\"s\"/><parallelGateway id=\"f\"/><parallelGateway id=\"j\"/><endEvent id=\"e\"/><sequenceFlow id=\"a\" sourceRef=\"s\" targetRef=\"f\"/><sequenceFlow id=\"b\" sourceRef=\"j\" targetRef=\"e\"/>");
        for (var i = 0; i < 1000; i++)
            text.Append($"<userTask id=\"u{i}\"/><sequenceFlow id=\"x{i}\" sourceRef=\"f\" targetRef=\"u{i}\"/><sequenceFlow id=\"y{i}\" sourceRef=\"u{i}\" targetRef=\"j\"/>");
        var model = BpmnModel.Read(text.Append("</process></definitions>").ToString()).Model!;
        Assert.Equal("BPMN307", Assert.Single(BpmnSoundness.Check(model.Processes[0])).Code);
        Assert.NotEmpty(model.ToSvg());
    }

    [Fact]
    public void A_process_with_errors_is_not_called_sound()
    {
        var process = BpmnModel.Read(Sketch.Xml("start s; script a; end e; s -> a -> e")).Model!.Processes[0];
        Assert.Equal("BPMN300", Assert.Single(BpmnSoundness.Check(process)).Code);
    }
}
