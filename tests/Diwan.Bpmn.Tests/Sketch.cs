using System.Xml.Linq;

namespace Diwan.Bpmn.Tests;

/// <summary>
/// Turns a few lines of text into a BPMN file, so that a test shows the process it is about:
/// <code>
/// start s / user a / xor g / end e [terminate | error CODE | message M] / catch c timer duration PT1H
/// boundary b on a timer cycle R3/PT1H [non] / boundary b on a error [CODE] / receive r M / multi a 3 [seq] [until done]
/// sub p { ... } / a -> b -> c / g -> b if ok / g -> c default
/// </code>
/// </summary>
internal static class Sketch
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["start"] = "startEvent",
        ["end"] = "endEvent",
        ["catch"] = "intermediateCatchEvent",
        ["throw"] = "intermediateThrowEvent",
        ["boundary"] = "boundaryEvent",
        ["task"] = "task",
        ["user"] = "userTask",
        ["service"] = "serviceTask",
        ["rule"] = "businessRuleTask",
        ["send"] = "sendTask",
        ["receive"] = "receiveTask",
        ["manual"] = "manualTask",
        ["script"] = "scriptTask",
        ["call"] = "callActivity",
        ["xor"] = "exclusiveGateway",
        ["or"] = "inclusiveGateway",
        ["and"] = "parallelGateway",
        ["event"] = "eventBasedGateway",
        ["complex"] = "complexGateway",
    };

    private static readonly XNamespace M = BpmnNames.Model;

    internal static BpmnProcess Process(string sketch)
    {
        var read = BpmnModel.Read(Xml(sketch));
        Assert.DoesNotContain(read.Faults, f => f.Severity == BpmnSeverity.Error);
        return read.Model!.Processes[0];
    }

    internal static string Xml(string sketch, bool executable = true)
    {
        var root = new XElement(M + "definitions", new XAttribute("targetNamespace", "urn:test"));
        var process = new XElement(M + "process", new XAttribute("id", "P"), new XAttribute("isExecutable", executable));
        var messages = new HashSet<string>();
        var errors = new HashSet<string>();
        var scopes = new Stack<XElement>();
        scopes.Push(process);
        var flowCount = 0;
        foreach (var line in sketch.Split(['\n', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "}")
                scopes.Pop();
            else if (words.Contains("->"))
                Flows(words, scopes.Peek(), ref flowCount);
            else if (words[0] == "multi")
                Multi(words, process);
            else if (words[0] == "sub")
            {
                var sub = new XElement(M + "subProcess", new XAttribute("id", words[1]));
                scopes.Peek().Add(sub);
                scopes.Push(sub);
            }
            else
                scopes.Peek().Add(Node(words, messages, errors));
        }

        foreach (var message in messages)
            root.Add(new XElement(M + "message", new XAttribute("id", "msg_" + message), new XAttribute("name", message)));
        foreach (var error in errors)
            root.Add(new XElement(M + "error", new XAttribute("id", "err_" + error), new XAttribute("errorCode", error)));
        root.Add(process);
        return root.ToString();
    }

    private static XElement Node(string[] words, HashSet<string> messages, HashSet<string> errors)
    {
        var e = new XElement(M + Kinds[words[0]], new XAttribute("id", words[1]));
        var rest = words[2..];
        if (words[0] == "boundary")
        {
            Assert.Equal("on", rest[0]);
            e.Add(new XAttribute("attachedToRef", rest[1]));
            if (rest[^1] == "non")
            {
                e.Add(new XAttribute("cancelActivity", "false"));
                rest = rest[..^1];
            }

            rest = rest[2..];
        }

        if (words[0] == "receive")
        {
            messages.Add(rest[0]);
            e.Add(new XAttribute("messageRef", "msg_" + rest[0]));
            return e;
        }

        switch (rest)
        {
            case []:
                break;
            case ["message", var name]:
                messages.Add(name);
                e.Add(new XElement(M + "messageEventDefinition", new XAttribute("messageRef", "msg_" + name)));
                break;
            case ["timer", var kind, var text]:
                var tag = "time" + char.ToUpperInvariant(kind[0]) + kind[1..];
                e.Add(new XElement(M + "timerEventDefinition", new XElement(M + tag, text)));
                break;
            case ["error"]:
                e.Add(new XElement(M + "errorEventDefinition"));
                break;
            case ["error", var code]:
                errors.Add(code);
                e.Add(new XElement(M + "errorEventDefinition", new XAttribute("errorRef", "err_" + code)));
                break;
            case [var other]:
                e.Add(new XElement(M + (other + "EventDefinition")));
                break;
            default:
                throw new ArgumentException(string.Join(' ', words));
        }

        return e;
    }

    private static void Flows(string[] words, XElement scope, ref int count)
    {
        var text = string.Join(' ', words);
        string? condition = null;
        var isDefault = text.EndsWith(" default", StringComparison.Ordinal);
        if (isDefault)
            text = text[..^8];
        var at = text.IndexOf(" if ", StringComparison.Ordinal);
        if (at > 0)
        {
            condition = text[(at + 4)..];
            text = text[..at];
        }

        var ids = text.Split("->", StringSplitOptions.TrimEntries);
        for (var i = 1; i < ids.Length; i++)
        {
            var id = $"{ids[i - 1]}_{ids[i]}";
            if (scope.Elements(M + "sequenceFlow").Any(f => (string?)f.Attribute("id") == id))
                id += "_" + ++count;
            var flow = new XElement(M + "sequenceFlow", new XAttribute("id", id), new XAttribute("sourceRef", ids[i - 1]), new XAttribute("targetRef", ids[i]));
            if (condition is not null)
                flow.Add(new XElement(M + "conditionExpression", condition));
            if (isDefault)
                scope.Elements().Single(n => (string?)n.Attribute("id") == ids[i - 1]).Add(new XAttribute("default", id));
            scope.Add(flow);
        }
    }

    private static void Multi(string[] words, XElement process)
    {
        var activity = process.Descendants().Single(n => (string?)n.Attribute("id") == words[1]);
        var loop = new XElement(M + "multiInstanceLoopCharacteristics", new XAttribute("isSequential", words.Contains("seq")));
        loop.Add(new XElement(M + "loopCardinality", words[2]));
        var until = Array.IndexOf(words, "until");
        if (until > 0)
            loop.Add(new XElement(M + "completionCondition", words[until + 1]));
        activity.Add(loop);
    }
}

/// <summary>Answers expressions from a table: conditions true when named, counts and texts as given.</summary>
internal sealed class Answers : IBpmnExpressions
{
    internal HashSet<string> True { get; } = [];

    internal Dictionary<string, string> Texts { get; } = [];

    internal Func<BpmnExpression, BpmnScope, bool?>? Ask { get; init; }

    internal Func<TimerDefinition, DateTimeOffset, DateTimeOffset?>? DueBy { get; init; }

    public bool? Condition(BpmnExpression expression, in BpmnScope scope) =>
        Ask is null ? True.Contains(expression.Text) : Ask(expression, scope);

    public int? Count(BpmnExpression expression, in BpmnScope scope) =>
        int.TryParse(expression.Text, out var count) ? count : null;

    public string? Text(BpmnExpression expression, in BpmnScope scope) => Texts.GetValueOrDefault(expression.Text);

    public DateTimeOffset? Due(TimerDefinition timer, DateTimeOffset now) => DueBy?.Invoke(timer, now);
}

/// <summary>A run in the hands of a test: it keeps the state, and sends every state through JSON on the way.</summary>
internal sealed class Player
{
    internal static readonly DateTimeOffset Morning = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(3));

    internal Player(string sketch, params string[] trueConditions)
    {
        Process = Sketch.Process(sketch);
        foreach (var condition in trueConditions)
            Answers.True.Add(condition);
        Keep(BpmnExecution.Start(Process, Answers, Now));
    }

    internal BpmnProcess Process { get; }

    internal Answers Answers { get; init; } = new();

    internal DateTimeOffset Now { get; set; } = Morning;

    internal ProcessState State { get; private set; } = null!;

    internal IReadOnlyList<BpmnStep> Steps { get; private set; } = [];

    internal List<BpmnStep> All { get; } = [];

    /// <summary>The nodes that wait for something, joins and containers left out, in order of id of token.</summary>
    internal string Waiting => string.Join(' ', State.Tokens
        .Where(t => t.Kind is not (BpmnTokenKind.Joining or BpmnTokenKind.SubProcess or BpmnTokenKind.MultiInstance))
        .Select(t => t.Node).Order(StringComparer.Ordinal));

    internal string Ended => string.Join(' ', State.Ended);

    internal string Entered => string.Join(' ', All.OfType<BpmnStep.NodeEntered>().Select(s => s.Node));

    internal Player Do(string node) => Keep(BpmnExecution.CompleteActivity(Process, State, Token(node), Answers, Now));

    internal Player Fail(string node, string code) => Keep(BpmnExecution.FailActivity(Process, State, Token(node), code, Answers, Now));

    internal Player Message(string name) => Keep(BpmnExecution.Deliver(Process, State, name, Answers, Now));

    internal Player Wait(TimeSpan time)
    {
        Now += time;
        return Keep(BpmnExecution.FireTimers(Process, State, Answers, Now));
    }

    internal string Token(string node) =>
        State.Tokens.First(t => t.Node == node && t.Kind is BpmnTokenKind.Activity or BpmnTokenKind.Message && t.Node == node).Id;

    internal int Count(string node) => State.Tokens.Count(t => t.Node == node && t.Kind == BpmnTokenKind.Activity);

    internal Player Keep(Advance advance)
    {
        Assert.Null(advance.Problem);
        State = ProcessState.FromJson(advance.State.ToJson());
        Steps = advance.Steps;
        All.AddRange(advance.Steps);
        return this;
    }
}
