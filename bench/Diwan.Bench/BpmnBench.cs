using System.Diagnostics;
using System.Globalization;
using System.Text;
using Diwan.Bpmn;

namespace Diwan.Bench;

/// <summary>
/// How many steps of a process a second: a process of 30 nodes with three parallel branches,
/// beside the same steps written by hand in C#, in the same run.
/// </summary>
internal static class BpmnBench
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(3));

    public static void Run(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var read = BpmnModel.Read(Xml());
        if (!read.IsValid)
            throw new InvalidOperationException(string.Join('\n', read.Faults));
        var process = read.Model!.Find()!;
        var answers = new Always();
        if (process.AllNodes.Count != 30 || BpmnSoundness.Check(process).Count > 0)
            throw new InvalidOperationException("The process under measurement is not the one meant.");
        if (Case(process, answers, json: false) != 14 || ByHand() != 14)
            throw new InvalidOperationException("Both must take the same 14 steps.");

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bpmn: 30 nodes, 3 parallel branches, 14 steps a case, {seconds:0.#} s each, one thread"));
        var hand = Measure("plain C#", seconds, ByHand);
        var run = Measure("Diwan.Bpmn", seconds, () => Case(process, answers, json: false));
        var stored = Measure("Diwan.Bpmn, state through JSON between steps", seconds, () => Case(process, answers, json: true));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio to plain C#: {hand / run:0.0}; with JSON {hand / stored:0.0}"));
        var clock = Stopwatch.StartNew();
        BpmnSoundness.Check(process);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  soundness of the same process, all states: {clock.Elapsed.TotalMilliseconds:0} ms"));
    }

    private static double Measure(string name, double seconds, Func<int> one)
    {
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < seconds / 3;)
            one();
        long steps = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        // Seconds of the processor, not of the wall: the machine may be shared.
        var used = Environment.CpuUsage.TotalTime;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 100; i++)
                steps += one();
        }

        var rate = steps / (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)steps;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-46} {rate,12:N0} steps a processor second {1e9 / rate,9:N0} ns {bytes,8:N0} B a step"));
        return rate;
    }

    private static int Case(BpmnProcess process, Always answers, bool json)
    {
        var advance = BpmnExecution.Start(process, answers, Now);
        var steps = 1;
        while (!advance.State.IsCompleted)
        {
            var state = json ? ProcessState.FromJson(advance.State.ToJson()) : advance.State;
            advance = BpmnExecution.CompleteActivity(process, state, NextTask(state), answers, Now);
            if (advance.Problem is { } problem)
                throw new InvalidOperationException(problem.Message);
            steps++;
        }

        return steps;
    }

    private static string NextTask(ProcessState state)
    {
        foreach (var token in state.Tokens)
        {
            if (token.Kind == BpmnTokenKind.Activity)
                return token.Id;
        }

        throw new InvalidOperationException("Nothing waits.");
    }

    private sealed class Always : IBpmnExpressions
    {
        public bool? Condition(BpmnExpression expression, in BpmnScope scope) => expression.Text == "first";

        public int? Count(BpmnExpression expression, in BpmnScope scope) => 1;

        public string? Text(BpmnExpression expression, in BpmnScope scope) => "P3D";
    }

    // The same process as a programmer would write it for itself: a set of waiting tasks, and what follows each.
    private enum Work
    {
        Receive, ReviewA, ReviewB, ReviewC, QuickA, QuickB, QuickC, LongA, LongB, LongC, RuleA, RuleB, RuleC, Decide, Issue, Tell, TellRefusal,
    }

    private sealed record HandState(int Waiting, int Arrived, DateTimeOffset? Due, bool Over);

    private static int ByHand()
    {
        var (state, _) = (new HandState(1 << (int)Work.Receive, 0, null, false), new List<Work> { Work.Receive });
        var steps = 1;
        while (!state.Over)
        {
            var next = (Work)System.Numerics.BitOperations.TrailingZeroCount(state.Waiting);
            (state, var started) = Complete(state, next, true);
            steps += started.Count >= 0 ? 1 : 0;
        }

        return steps;
    }

    private static (HandState State, List<Work> Started) Complete(HandState state, Work work, bool first)
    {
        var waiting = state.Waiting & ~(1 << (int)work);
        var arrived = state.Arrived;
        var due = state.Due;
        var started = new List<Work>(3);
        switch (work)
        {
            case Work.Receive:
                started.Add(Work.ReviewA);
                started.Add(Work.ReviewB);
                started.Add(Work.ReviewC);
                break;
            case Work.ReviewA or Work.ReviewB or Work.ReviewC:
                started.Add((first ? Work.QuickA : Work.LongA) + (work - Work.ReviewA));
                break;
            case Work.QuickA or Work.QuickB or Work.QuickC:
                started.Add(Work.RuleA + (work - Work.QuickA));
                break;
            case Work.LongA or Work.LongB or Work.LongC:
                started.Add(Work.RuleA + (work - Work.LongA));
                break;
            case Work.RuleA or Work.RuleB or Work.RuleC:
                if (++arrived == 3)
                {
                    started.Add(Work.Decide);
                    due = Now.AddDays(3);
                }

                break;
            case Work.Decide:
                due = null;
                started.Add(first ? Work.Issue : Work.TellRefusal);
                break;
            case Work.Issue:
                started.Add(Work.Tell);
                break;
            default:
                return (new HandState(0, arrived, null, true), started);
        }

        foreach (var one in started)
            waiting |= 1 << (int)one;
        return (new HandState(waiting, arrived, due, false), started);
    }

    private static string Xml()
    {
        var text = new StringBuilder("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" isExecutable=\"true\">");
        var flows = 0;
        Node("startEvent", "s");
        Node("serviceTask", "receive");
        Node("parallelGateway", "split");
        Flow("s", "receive");
        Flow("receive", "split");
        foreach (var branch in new[] { "A", "B", "C" })
        {
            Node("userTask", "review" + branch);
            text.Append(CultureInfo.InvariantCulture, $"<exclusiveGateway id=\"choose{branch}\" default=\"long{branch}f\"/>");
            Node("serviceTask", "quick" + branch);
            Node("serviceTask", "long" + branch);
            Node("exclusiveGateway", "merge" + branch);
            Node("businessRuleTask", "rule" + branch);
            Flow("split", "review" + branch);
            Flow("review" + branch, "choose" + branch);
            Flow("choose" + branch, "quick" + branch, "first");
            text.Append(CultureInfo.InvariantCulture, $"<sequenceFlow id=\"long{branch}f\" sourceRef=\"choose{branch}\" targetRef=\"long{branch}\"/>");
            Flow("quick" + branch, "merge" + branch);
            Flow("long" + branch, "merge" + branch);
            Flow("merge" + branch, "rule" + branch);
            Flow("rule" + branch, "join");
        }

        Node("parallelGateway", "join");
        Node("userTask", "decide");
        text.Append("<boundaryEvent id=\"late\" attachedToRef=\"decide\"><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></boundaryEvent>");
        text.Append("<exclusiveGateway id=\"decision\" default=\"refused\"/>");
        Node("serviceTask", "issue");
        Node("sendTask", "tell");
        Node("endEvent", "done");
        Node("sendTask", "tellRefusal");
        Node("endEvent", "refusedEnd");
        Flow("join", "decide");
        Flow("decide", "decision");
        Flow("decision", "issue", "first");
        text.Append("<sequenceFlow id=\"refused\" sourceRef=\"decision\" targetRef=\"tellRefusal\"/>");
        Flow("issue", "tell");
        Flow("tell", "done");
        Flow("late", "tellRefusal");
        Flow("tellRefusal", "refusedEnd");
        return text.Append("</process></definitions>").ToString();

        void Node(string kind, string id) => text.Append(CultureInfo.InvariantCulture, $"<{kind} id=\"{id}\"/>");

        void Flow(string from, string to, string? condition = null) => text.Append(CultureInfo.InvariantCulture,
            $"<sequenceFlow id=\"f{++flows}\" sourceRef=\"{from}\" targetRef=\"{to}\">{(condition is null ? "" : $"<conditionExpression>{condition}</conditionExpression>")}</sequenceFlow>");
    }
}
