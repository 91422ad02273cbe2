using CsCheck;

namespace Diwan.Bpmn.Tests.Checking;

/// <summary>The check and the run must tell the same: what is called sound ends whatever happens, and what got stuck was foreseen.</summary>
public sealed class AgreementTests
{
    private static readonly Gen<(byte[] Shape, byte[] Luck)> Cases = Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[1, 80]);
    private static readonly SoundnessOptions Small = new(800);

    private enum Outcome
    {
        Ended,
        Stuck,
        Doubled,
        Unfinished,
    }

    [Fact]
    public void A_process_built_of_sound_blocks_is_called_sound() =>
        Gen.Byte.Array[0, 40].Sample(shape =>
        {
            var faults = BpmnSoundness.Check(Sketch.Process(RandomProcess.Sketch(shape)), Small);
            Assert.All(faults, f => Assert.True(f.Code == "BPMN307", f.ToString()));
        }, iter: 200, print: RandomText);

    [Fact]
    public void A_sound_process_ends_whatever_happens_and_leaves_nothing() =>
        Cases.Sample(c =>
        {
            var process = Sketch.Process(RandomProcess.Sketch(c.Shape));
            return Play(process, c.Luck) == Outcome.Ended;
        }, iter: 300, print: c => RandomText(c.Shape));

    [Fact]
    public void What_goes_wrong_in_a_run_was_told_by_the_check() =>
        Cases.Sample(c =>
        {
            var read = BpmnModel.Read(Sketch.Xml(RandomProcess.Sketch(c.Shape, breakOne: true)));
            var process = read.Model!.Processes[0];
            if (!process.CanExecute)
                return;
            var outcome = Play(process, c.Luck);
            var faults = BpmnSoundness.Check(process, Small).Select(f => f.Code).ToHashSet();
            var foreseen = outcome switch
            {
                Outcome.Stuck => faults.Overlaps(["BPMN303", "BPMN306", "BPMN307"]),
                Outcome.Doubled => faults.Overlaps(["BPMN304", "BPMN306", "BPMN307"]),
                _ => true,
            };
            Assert.True(foreseen, $"{outcome}, told: {string.Join(' ', faults)}");
        }, iter: 300, print: c => RandomProcess.Sketch(c.Shape, breakOne: true));

    [Fact]
    public void A_broken_process_is_found_broken_often_enough_for_the_test_above_to_mean_something()
    {
        var (stuck, doubled) = (0, 0);
        var seed = 7u;
        for (var i = 0; i < 600; i++)
        {
            var shape = Enumerable.Range(0, 14).Select(_ => (byte)((seed = (seed * 1664525) + 1013904223) >> 24)).ToArray();
            var process = BpmnModel.Read(Sketch.Xml(RandomProcess.Sketch(shape, breakOne: true))).Model!.Processes[0];
            if (!process.CanExecute)
                continue;
            var outcome = Play(process, [(byte)i, (byte)(i * 7), 3, 200, 41]);
            stuck += outcome == Outcome.Stuck ? 1 : 0;
            doubled += outcome == Outcome.Doubled ? 1 : 0;
        }

        Assert.True(stuck >= 5, $"{stuck} stuck");
        Assert.True(doubled >= 5, $"{doubled} doubled");
    }

    [Fact]
    public void When_no_way_around_a_step_is_found_no_run_ends_without_it() =>
        Cases.Sample(c =>
        {
            var process = Sketch.Process(RandomProcess.Sketch(c.Shape));
            var wanted = process.AllNodes[c.Luck[0] % process.AllNodes.Count].Id;
            var path = BpmnPaths.FindPathAvoiding(process, n => n.Id == wanted, Small);
            var passed = new HashSet<string>();
            Assert.Equal(Outcome.Ended, Play(process, c.Luck, passed));
            if (path is null)
                Assert.Contains(wanted, passed);
            else if (!passed.Contains(wanted))
                Assert.Equal("e", path[^1]);
        }, iter: 200, print: c => RandomText(c.Shape));

    [Fact]
    public void A_picture_can_be_drawn_of_any_process() =>
        Gen.Byte.Array[0, 40].Sample(shape =>
        {
            var model = BpmnModel.Read(Sketch.Xml(RandomProcess.Sketch(shape))).Model!;
            var svg = System.Xml.Linq.XElement.Parse(model.ToSvg(new BpmnSvgOptions { RightToLeft = shape.Length % 2 == 0 }));
            return svg.Descendants().Count(e => e.Attribute("data-node") is not null) == model.Processes[0].AllNodes.Count;
        }, iter: 200, print: RandomText);

    private static string RandomText(byte[] shape) => RandomProcess.Sketch(shape);

    /// <summary>Plays one run by luck: which token goes next, what the conditions say, which events come.</summary>
    private static Outcome Play(BpmnProcess process, byte[] luck, HashSet<string>? passed = null)
    {
        var at = 0;
        var tired = false;
        var answers = new Answers { Ask = (_, _) => !tired && Luck() % 2 == 0 };
        var now = Player.Morning;
        var advance = BpmnExecution.Start(process, answers, now);
        for (var i = 0; i < 2_000; i++)
        {
            passed?.UnionWith(advance.Steps.Select(s => s switch
            {
                BpmnStep.NodeLeft left => left.Node,
                BpmnStep.NodeEntered entered when process.Find(entered.Node) is EndEvent => entered.Node,
                _ => null,
            }).OfType<string>());
            if (advance.Problem?.Code == BpmnProblemCode.Stuck)
                return Outcome.Stuck;
            Assert.True(advance.Problem is null || advance.Problem.Code == BpmnProblemCode.RunsForever, advance.Problem?.Message);
            if (advance.Problem is not null)
                return Outcome.Unfinished;
            var state = ProcessState.FromJson(advance.State.ToJson());
            Assert.Equal(advance.State.ToJson(), state.ToJson());
            if (state.Ended.Distinct().Count() < state.Ended.Count && !process.AllNodes.OfType<BoundaryEvent>().Any(b => !b.IsInterrupting))
                return Outcome.Doubled;
            if (state.IsCompleted)
            {
                Assert.Empty(state.Tokens);
                Assert.Empty(state.Timers);
                return Outcome.Ended;
            }

            if (IsDoubled(process, state))
                return Outcome.Doubled;
            // After a while people stop asking for another round, and no more reminders come.
            tired = i > 150;
            advance = Step(process, state, answers, ref now, tired, Luck);
        }

        return Outcome.Unfinished;

        int Luck() => luck[at++ % luck.Length] + (at / luck.Length * 31);
    }

    private static Advance Step(BpmnProcess process, ProcessState state, Answers answers, ref DateTimeOffset now, bool tired, Func<int> luck)
    {
        var tokens = state.Tokens.Where(t => t.Kind is not (BpmnTokenKind.Joining or BpmnTokenKind.SubProcess or BpmnTokenKind.MultiInstance)).ToArray();
        var border = state.Tokens.Where(t => !IsInstance(state, t)).SelectMany(t => process.Find(t.Node) is Activity a ? a.BoundaryEvents.Select(b => (Token: t, Event: b)) : [])
            .Where(b => b.Event.Definition.Kind == BpmnEventKind.Message).ToArray();
        var pick = luck();
        // A non-interrupting message comes once at most, lest its work pile up, which is no fault of the process.
        if (!tired && border.Length > 0 && pick % 5 == 0 && border[pick % border.Length] is { Event.IsInterrupting: true } chosen)
            return BpmnExecution.Deliver(process, state, chosen.Event.Definition.Message!.Name, answers, now, chosen.Token.Id);
        if (state.Timers.Count > 0 && pick % 4 == 0)
        {
            now = state.NextDue!.Value;
            return BpmnExecution.FireTimers(process, state, answers, now);
        }

        if (tokens.Length == 0)
            return new Advance(state, [], new BpmnProblem(BpmnProblemCode.Stuck, "only joins", "", null));
        var token = tokens[pick % tokens.Length];
        if (token.Kind == BpmnTokenKind.Activity)
            return BpmnExecution.CompleteActivity(process, state, token.Id, answers, now);
        var message = process.Find(token.Node) switch
        {
            EventBasedGateway gate => gate.Outgoing.Select(f => f.Target).OfType<IntermediateCatchEvent>().First(e => e.Definition.Message is not null).Definition.Message!,
            IntermediateCatchEvent e => e.Definition.Message!,
            _ => throw new InvalidOperationException(token.Node),
        };
        return BpmnExecution.Deliver(process, state, message.Name, answers, now, token.Id);
    }

    private static bool IsInstance(ProcessState state, BpmnToken token) =>
        token.Scope is not null && state.Find(token.Scope)!.Kind == BpmnTokenKind.MultiInstance;

    // What non-interrupting events begin may come together in a loop, which is no fault.
    private static bool IsDoubled(BpmnProcess process, ProcessState state) =>
        !process.AllNodes.OfType<BoundaryEvent>().Any(b => !b.IsInterrupting)
        && state.Tokens.Where(t => !IsInstance(state, t)).GroupBy(t => (t.Node, t.Scope, t.Flow)).Any(g => g.Count() > 1);
}
