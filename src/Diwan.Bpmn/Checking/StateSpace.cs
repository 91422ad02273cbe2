namespace Diwan.Bpmn;

/// <summary>
/// Every state a process can come to, whatever people decide, messages bring and conditions say.
/// States are explored with the execution itself, so the check and the run cannot differ.
/// What is abstracted: data (every condition may hold or not, independently), time (any timer may come first),
/// counts (a multi-instance activity has none or two instances), and repetition (a non-interrupting event happens
/// again only when what it began before is over).
/// </summary>
internal sealed class StateSpace(BpmnProcess process, int limit)
{
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);
    private readonly SideRegions _sides = new(process);
    private long _cost;

    /// <param name="Entered">The nodes entered on the way here from the state before.</param>
    /// <param name="Marks">What the state does not tell: "token|boundary" for a non-interrupting event that has happened, "scope|end" for an end event reached.</param>
    internal sealed record Place(ProcessState State, IReadOnlySet<string> Marks, int Before, IReadOnlyList<string> Entered)
    {
        internal List<int> After { get; } = [];

        /// <summary>The same, with the step that was done on the way (null when a border or a choice led on) and the nodes entered.</summary>
        internal List<(int To, string? Done, IReadOnlyList<string> Entered)> Ways { get; } = [];

        /// <summary>Whether it was looked into; a place with two tokens on one flow is not.</summary>
        internal bool Explored { get; set; }

        /// <summary>Whether a jump from here was not followed because it puts two tokens on one flow.</summary>
        internal bool LeadsAstray { get; set; }

        /// <summary>Nodes after which the tokens only go round.</summary>
        internal List<FlowNode> Loops { get; } = [];
    }

    private sealed record Jump(string Token, ProcessState State, IReadOnlyList<BpmnStep> Steps, FlowTrace Trace, string? Fired, string? Done, IReadOnlyList<string> Entered);

    internal List<Place> Places { get; } = [];

    internal HashSet<string> EverEntered { get; } = new(StringComparer.Ordinal);

    /// <summary>Two tokens where one belongs: the element, and the way there.</summary>
    internal Dictionary<string, IReadOnlyList<string>> Doubled { get; } = new(StringComparer.Ordinal);

    /// <summary>End events a second token reaches after the first has ended; told only when nothing says it better.</summary>
    internal Dictionary<string, IReadOnlyList<string>> EndedTwice { get; } = new(StringComparer.Ordinal);

    /// <summary>Start events from which no state at all is reached, because the tokens go round without a pause.</summary>
    internal List<StartEvent> EndlessStarts { get; } = [];

    internal bool TooLarge { get; private set; }

    /// <summary>A jump for which this holds is not followed; for searching a way around something.</summary>
    internal Func<IReadOnlyList<BpmnStep>, bool>? Closed { get; init; }

    /// <summary>Asked of every new place; true ends the search.</summary>
    internal Func<Place, bool>? Found { get; init; }

    internal void Explore()
    {
        foreach (var start in process.Scope.Nodes.OfType<StartEvent>())
        {
            var before = Places.Count;
            var none = true;
            foreach (var jump in Ways("", null, run => run.Begin(start), null, null))
            {
                none = false;
                if (Arrive(jump, -1))
                    return;
            }

            if (none && Closed is null)
                EndlessStarts.Add(start);
            for (var at = before; at < Places.Count; at++)
            {
                TooLarge |= Places.Count > limit;
                if (TooLarge || Look(at))
                    return;
            }
        }
    }

    internal IReadOnlyList<string> PathTo(int place)
    {
        var parts = new List<IReadOnlyList<string>>();
        for (var at = place; at >= 0; at = Places[at].Before)
            parts.Add(Places[at].Entered);
        parts.Reverse();
        return [.. parts.SelectMany(p => p)];
    }

    private bool Look(int at)
    {
        var place = Places[at];
        if (place.State.IsCompleted)
        {
            place.Explored = true;
            return false;
        }

        if (StateKey.DoubledAtRest(place.State) is { } node)
        {
            Doubled.TryAdd(node, PathTo(at));
            return false;
        }

        place.Explored = true;
        var jumps = new List<Jump>();
        foreach (var (token, fired, done, action) in Moves(place))
        {
            var any = false;
            foreach (var jump in Ways(token, place.State, action, fired, done))
            {
                any = true;
                jumps.Add(jump);
            }

            if (!any)
                place.Loops.Add(process.Find(place.State.Find(token)!.Node)!);
        }

        if (!Afford((long)jumps.Count * jumps.Count / 20))
            return true;
        foreach (var (first, second) in Pairs(jumps))
            CheckTogether(at, first, second);
        foreach (var jump in jumps)
        {
            if (Arrive(jump, at))
                return true;
        }

        return false;
    }

    private bool Afford(long cost)
    {
        _cost += cost;
        TooLarge |= _cost > limit * 20L;
        return !TooLarge;
    }

    private static IEnumerable<(Jump, Jump)> Pairs(List<Jump> jumps)
    {
        for (var i = 0; i < jumps.Count; i++)
        {
            for (var j = 0; j < jumps.Count; j++)
            {
                if (i != j)
                    yield return (jumps[i], jumps[j]);
            }
        }
    }

    /// <summary>Two moves that do not hinder each other and use the same flow put two tokens on it.</summary>
    private void CheckTogether(int at, Jump first, Jump second)
    {
        if (first.Token == second.Token && first.Fired is null)
            return;
        if (first.Fired is not null && first.Fired == second.Fired)
            return;
        if (first.State.Find(second.Token) is null)
            return;
        foreach (var taken in first.Trace.Taken)
        {
            // A scope begun by the one move has the number of a scope begun by the other, and is not the same.
            if (taken.Scope is not null && Places[at].State.Find(taken.Scope) is null)
                continue;
            if (second.Trace.Taken.Contains(taken) && !Doubled.ContainsKey(taken.Flow.Target.Id))
                Doubled.Add(taken.Flow.Target.Id, [.. PathTo(at), .. first.Entered, .. second.Entered]);
        }
    }

    private bool Arrive(Jump jump, int before)
    {
        if (jump.Trace.Doubled is { } flow)
        {
            Astray(Doubled, flow.Target, [flow.Target.Id]);
            return false;
        }

        EverEntered.UnionWith(jump.Entered);
        if (Closed is not null && Closed(jump.Steps))
            return false;
        var marks = new HashSet<string>(StringComparer.Ordinal);
        if (before >= 0)
            marks.UnionWith(Places[before].Marks);
        if (jump.Fired is not null)
            marks.Add(jump.Fired);
        foreach (var (taken, scope) in jump.Trace.Taken)
        {
            // What a non-interrupting event alone leads to may end as often as the event happens.
            if (taken.Target is not EndEvent || _sides.Contains(taken.Target) || marks.Add($"{scope}|{taken.Target.Id}"))
                continue;
            Astray(EndedTwice, taken.Target, []);
            return false;
        }

        marks.RemoveWhere(m => m[0] != '|' && jump.State.Find(m[..m.IndexOf('|', StringComparison.Ordinal)]) is null);
        var key = StateKey.Of(process, jump.State, marks);
        if (!_byKey.TryGetValue(key, out var at))
        {
            at = Places.Count;
            _byKey.Add(key, at);
            Places.Add(new(jump.State, marks, before, jump.Entered));
            if (Found is not null && Found(Places[at]))
                return true;
        }

        if (before >= 0)
        {
            Places[before].After.Add(at);
            Places[before].Ways.Add((at, jump.Done, jump.Entered));
        }

        return false;

        void Astray(Dictionary<string, IReadOnlyList<string>> into, FlowNode node, IReadOnlyList<string> last)
        {
            into.TryAdd(node.Id, [.. before < 0 ? [] : PathTo(before), .. jump.Entered, .. last]);
            if (before >= 0)
                Places[before].LeadsAstray = true;
        }
    }

    /// <summary>One jump for every combination of answers met on the way.</summary>
    private IEnumerable<Jump> Ways(string token, ProcessState? state, Action<Run> action, string? fired, string? done)
    {
        var answers = new EveryAnswer();
        do
        {
            // One step may have a million ways, and one state a thousand tokens; they count against the limit too.
            if (!Afford(1 + (state is null ? 0 : (long)state.Tokens.Count * state.Tokens.Count / 256)))
                yield break;

            answers.Begin();
            var trace = new FlowTrace();
            var run = new Run(process, state, answers, DateTimeOffset.UnixEpoch, null) { Trace = trace };
            action(run);
            var advance = run.Finish();
            if (advance.Problem is null || trace.Doubled is not null)
                yield return new(token, advance.State, run.Steps, trace, fired, done, [.. run.Steps.OfType<BpmnStep.NodeEntered>().Select(s => s.Node)]);
        }
        while (answers.Turn());
    }

    private IEnumerable<(string Token, string? Fired, string? Done, Action<Run> Action)> Moves(Place place)
    {
        foreach (var token in place.State.Tokens)
        {
            var node = process.Find(token.Node)!;
            switch (token.Kind)
            {
                case BpmnTokenKind.Activity:
                    yield return (token.Id, null, node.Id, run => run.Complete(token.Id));
                    foreach (var code in Errors(place.State, token))
                        yield return (token.Id, null, null, run => run.Fail(token.Id, code));
                    break;
                case BpmnTokenKind.Message or BpmnTokenKind.Timer:
                    yield return (token.Id, null, node.Id, run => run.Pass(token.Id));
                    foreach (var code in node is Activity ? Errors(place.State, token) : [])
                        yield return (token.Id, null, null, run => run.Fail(token.Id, code));
                    break;
                case BpmnTokenKind.EventGateway:
                    foreach (var flow in node.Out)
                        yield return (token.Id, null, null, run => run.Choose(token.Id, flow));
                    break;
                default:
                    break;
            }

            if (node is not Activity activity || token.Kind == BpmnTokenKind.Joining || StateKey.IsInstance(place.State, token))
                continue;
            foreach (var boundary in activity.Boundaries.Where(b => b.Definition.Kind is BpmnEventKind.Timer or BpmnEventKind.Message))
            {
                var fired = boundary.IsInterrupting ? null : $"{token.Id}|{boundary.Id}";
                if (fired is null || (!place.Marks.Contains(fired) && !_sides.IsBusy(boundary, place.State, token.Scope)))
                    yield return (token.Id, fired, null, run => run.Happen(boundary, token.Id));
            }
        }
    }

    /// <summary>The codes some border on the way out catches; a code of its own stands for any other.</summary>
    private HashSet<string> Errors(ProcessState state, BpmnToken token)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var at = token; at is not null; at = at.Scope is null ? null : state.Find(at.Scope))
        {
            if (StateKey.IsInstance(state, at))
                continue;
            foreach (var boundary in ((Activity)process.Find(at.Node)!).Boundaries.Where(b => b.Definition.Kind == BpmnEventKind.Error))
                codes.Add(boundary.Definition.ErrorCode ?? "any other error");
        }

        return codes;
    }

}
