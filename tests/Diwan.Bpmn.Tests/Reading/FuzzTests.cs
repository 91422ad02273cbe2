using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Diwan.Bpmn.Tests.Reading;

/// <summary>
/// Files of editors and small processes, broken and joined at random. Whatever comes of it is read, checked, drawn, written and run
/// without an exception, in bounded time and memory. A few seconds; minutes by DIWAN_FUZZ_MINUTES.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "<bpmn:userTask id=\"a\" />", "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"a\"><bpmn:timerEventDefinition><bpmn:timeCycle>R3/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
        "<bpmn:subProcess id=\"p\">", "</bpmn:subProcess>", "<bpmn:multiInstanceLoopCharacteristics isSequential=\"true\"><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
        "<bpmn:terminateEventDefinition />", "<bpmn:compensateEventDefinition />", "<bpmn:sequenceFlow id=\"f\" sourceRef=\"a\" targetRef=\"b\" />", "<bpmn:parallelGateway id=\"g\" />", "<bpmn:inclusiveGateway id=\"g\" default=\"f\" />",
        "<bpmn:timeDuration>P1Y2M3DT4H5M6S</bpmn:timeDuration>", "<bpmn:timeDuration>P99999999999999Y</bpmn:timeDuration>", "<bpmn:timeDate>9999-12-31T23:59:59Z</bpmn:timeDate>",
        " isExecutable=\"true\"", " isExecutable=\"false\"", " id=\"a\"", " sourceRef=\"a\"", " targetRef=\"a\"", " attachedToRef=\"a\"", " cancelActivity=\"false\"", " default=\"f\"", " xmlns:x=\"urn:x\" x:y=\"z\"",
        " x=\"1e308\"", " width=\"-5\"", " height=\"NaN\"", " bpmnElement=\"a\"", "<!-- -->", "<![CDATA[ ]]>", "&amp;", "&#x1F600;", "مرحبا", "\u202E", "<", ">", "\"", "0", "-1",
    ];

    [Fact]
    public void No_file_breaks_the_library()
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable("DIWAN_FUZZ_SEED") ?? "30112026", CultureInfo.InvariantCulture);
        var minutes = Environment.GetEnvironmentVariable("DIWAN_FUZZ_MINUTES");
        var duration = minutes is null ? TimeSpan.FromSeconds(4) : TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture));
        var random = new Dice(seed);
        var corpus = new List<string>(((string[])["bpmn-io", "camunda", "signavio", "bizagi", "trisotech", "yaoqiang"]).Select(Fixture.Text))
        {
            Sketch.Xml("start s; user a; and g; receive r M; catch t timer duration PT1H; and j; end e; s -> a -> g; g -> r -> j; g -> t -> j; j -> e"),
            Sketch.Xml("start s; sub p {; start i; user u; boundary b on u timer cycle R3/PT1H non; end o; i -> u -> o; end x terminate; b -> x; }; end e; s -> p -> e"),
            Sketch.Xml("start s; or g; user a; user b; or j; end e; s -> g; g -> a if x; g -> b default; a -> j; b -> j; j -> e"),
        };
        foreach (var text in corpus.ToArray())
            Assert.True(Try(text) > 0, "A seed is not even read.");
        var kinds = new HashSet<string>();
        long runs = 0, read = 0;
        var slowest = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            var text = Mutate(corpus[random.Next(corpus.Count)], corpus, random);
            var one = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            int outcome;
            try
            {
                outcome = Try(text, kinds);
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Seed {seed}, run {runs}: {e}\n{text}");
                throw;
            }

            runs++;
            read += outcome > 0 ? 1 : 0;
            slowest = one.Elapsed > slowest ? one.Elapsed : slowest;
            Assert.True(one.Elapsed < TimeSpan.FromSeconds(20), $"Seed {seed}, run {runs}: {one.Elapsed}\n{text}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000_000, $"Seed {seed}, run {runs}: too much memory\n{text}");
            // What is told for the first time is worth breaking further.
            if (outcome == 2 && corpus.Count < 500)
                corpus.Add(text);
        }

        Assert.True(read > runs / 20, $"Only {read} of {runs} were read: the mutations test nothing but XML.");
        TestContext.Current.SendDiagnosticMessage($"{runs} files, {read} read, {kinds.Count} kinds of answers, {corpus.Count} kept, slowest {slowest.TotalMilliseconds:0} ms.");
    }

    /// <summary>0 where nothing was read; 2 where something was said or done for the first time.</summary>
    private static int Try(string text, HashSet<string>? kinds = null)
    {
        var result = BpmnModel.Read(text);
        var isNew = result.Faults.Aggregate(false, (any, f) => (kinds?.Add(f.Code + f.ElementId?.Length) ?? false) || any);
        if (result.Model is not { } model)
            return 0;
        Assert.Equal(model.Write(), BpmnModel.Read(model.Write()).Model!.Write());
        _ = model.ToSvg();
        foreach (var process in model.Processes)
        {
            _ = model.ToSvg(new() { ProcessId = process.Id, RightToLeft = true, IgnorePositions = true, Hidden = [.. process.AllNodes.Take(1).Select(n => n.Id)] });
            _ = BpmnComparison.Compare(process, model.Processes[0]);
            if (!process.CanExecute)
                continue;
            foreach (var fault in BpmnSoundness.Check(process, new SoundnessOptions { MaxStates = 500 }))
                isNew |= kinds?.Add(fault.Code) ?? false;
            isNew |= kinds?.Add("run" + Run(process)) ?? false;
        }

        return isNew ? 2 : 1;
    }

    private static string Run(BpmnProcess process)
    {
        var now = new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.FromHours(3));
        var step = BpmnExecution.Start(process, Yes.Always, now);
        for (var i = 0; i < 20 && step.Problem is null && step.State.Status == ProcessStatus.Running; i++)
        {
            now += TimeSpan.FromHours(7);
            var open = step.State.Activities().FirstOrDefault();
            step = open is null || i % 3 == 2
                ? BpmnExecution.FireTimers(process, step.State, Yes.Always, now)
                : BpmnExecution.CompleteActivity(process, step.State, open.Id, Yes.Always, now);
            Assert.Equal(step.State.ToJson(), ProcessState.FromJson(step.State.ToJson()).ToJson());
        }

        return $"{step.State.Status} {step.Problem?.Code}";
    }

    private static string Mutate(string text, List<string> corpus, Dice random)
    {
        var data = new StringBuilder(text);
        for (var n = 1 + random.Next(4); n > 0; n--)
        {
            var at = Boundary(data, random);
            switch (random.Next(7))
            {
                case 0:
                    data.Remove(at, Math.Min(data.Length - at, 1 + random.Next(40)));
                    break;
                case 1:
                    // A whole element or attribute goes.
                    var close = data.ToString().IndexOfAny(['>', ' '], Math.Min(at + 1, data.Length - 1));
                    data.Remove(at, Math.Max(0, Math.Min(close < 0 ? 1 : close - at + 1, data.Length - at)));
                    break;
                case 2:
                    var other = corpus[random.Next(corpus.Count)];
                    var from = random.Next(other.Length);
                    data.Insert(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(200))));
                    break;
                case 3:
                    var names = data.ToString().Split('"');
                    if (names.Length > 4)
                        data.Replace("\"" + names[1 + (2 * random.Next((names.Length - 1) / 2))] + "\"", "\"" + names[1 + (2 * random.Next((names.Length - 1) / 2))] + "\"");
                    break;
                default:
                    data.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return data.Length > 30_000 ? data.ToString(0, 30_000) : data.ToString();
    }

    private static int Boundary(StringBuilder text, Dice random)
    {
        var at = random.Next(Math.Max(1, text.Length));
        for (var i = 0; i < 80 && at < text.Length && random.Next(10) > 0 && text[at] is not ('<' or ' '); i++)
            at++;
        return Math.Min(at, Math.Max(0, text.Length - 1));
    }

    /// <summary>The same throws for the same seed (xorshift).</summary>
    private sealed class Dice(ulong seed)
    {
        private ulong _state = seed | 1;

        internal int Next(int bound)
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)(_state % (uint)Math.Max(1, bound));
        }
    }

    private sealed class Yes : IBpmnExpressions
    {
        internal static readonly Yes Always = new();

        public bool? Condition(BpmnExpression expression, in BpmnScope scope) => true;

        public int? Count(BpmnExpression expression, in BpmnScope scope) => 3;

        public string? Text(BpmnExpression expression, in BpmnScope scope) => "PT1H";
    }
}
