namespace Diwan.Bpmn;

/// <param name="MaxStates">States looked at before the check gives up with a fault that says so.</param>
public sealed record SoundnessOptions(int MaxStates = 20_000);

/// <summary>
/// Whether every case that begins can end, whatever happens on the way, and leaves nothing behind:
/// option to complete (no deadlock, no livelock), proper completion (never two tokens where one belongs),
/// no dead parts. Each fault carries the way to it in <see cref="BpmnFault.Path"/>.
/// Conditions are taken as independent of each other and of data, so a fault may need answers that never come together.
/// </summary>
public static class BpmnSoundness
{
    public static IReadOnlyList<BpmnFault> Check(BpmnProcess process, SoundnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        options ??= new SoundnessOptions();
        if (!process.CanExecute)
            return [BpmnFault.Of(SoundnessTexts.NotChecked, process.Line, process.Column, process.Id, process.Id)];

        var faults = new List<BpmnFault>();
        var unreachable = Unreachable(process);
        foreach (var node in unreachable)
            faults.Add(BpmnFault.Of(SoundnessTexts.Unreachable, node, ProcessReader.Named(node)));

        var space = new StateSpace(process, options.MaxStates);
        space.Explore();
        if (space.TooLarge)
        {
            faults.Add(BpmnFault.Of(SoundnessTexts.TooLarge, process.Line, process.Column, process.Id, process.Id, options.MaxStates));
            return faults;
        }

        foreach (var (id, path) in space.Doubled.Count > 0 ? space.Doubled : space.EndedTwice)
        {
            var node = process.Find(id)!;
            faults.Add(BpmnFault.Of(SoundnessTexts.Doubled, node, ProcessReader.Named(node), Words(process, path)) with { Path = path });
        }

        foreach (var start in space.EndlessStarts)
            faults.Add(BpmnFault.Of(SoundnessTexts.NeverRests, start, ProcessReader.Named(start)) with { Path = [start.Id] });
        Endings(process, space, faults);
        if (space.Doubled.Count + space.EndedTwice.Count == 0 && space.EndlessStarts.Count == 0)
        {
            foreach (var node in process.Everything.Where(n => !space.EverEntered.Contains(n.Id) && !unreachable.Contains(n)))
                faults.Add(BpmnFault.Of(SoundnessTexts.Dead, node, ProcessReader.Named(node)));
        }

        return faults;
    }

    private static void Endings(BpmnProcess process, StateSpace space, List<BpmnFault> faults)
    {
        var deadlocks = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < space.Places.Count; at++)
        {
            var place = space.Places[at];
            foreach (var node in place.Loops)
            {
                if (deadlocks.Add("loop " + node.Id))
                    faults.Add(BpmnFault.Of(SoundnessTexts.NeverRests, node, ProcessReader.Named(node)) with { Path = space.PathTo(at) });
            }

            if (!place.Explored || place.State.IsCompleted)
                continue;
            foreach (var token in Starved(place.State))
            {
                var join = process.Find(token.Node)!;
                if (!deadlocks.Add(join.Id))
                    continue;
                var path = space.PathTo(at);
                var missing = join.In.Where(f => !place.State.Tokens.Any(t => t.Node == join.Id && t.Flow == f.Id && t.Scope == token.Scope)).Select(f => f.Source.Label);
                faults.Add(BpmnFault.Of(SoundnessTexts.Deadlock, join, ProcessReader.Named(join), string.Join(", ", missing), Words(process, path)) with { Path = path });
            }
        }

        var canEnd = CanReach(space, p => p.State.IsCompleted || !p.Explored || p.LeadsAstray);
        var explained = CanReach(space, p => p.Explored && !p.State.IsCompleted && (p.After.Count == 0 || Starved(p.State).Any()));
        for (var at = 0; at < space.Places.Count; at++)
        {
            if (canEnd[at] || explained[at])
                continue;
            // The first place found is the nearest to the start; one fault tells of the whole loop.
            var path = space.PathTo(at);
            var node = process.Find(space.Places[at].State.Tokens[^1].Node)!;
            faults.Add(BpmnFault.Of(SoundnessTexts.Livelock, node, ProcessReader.Named(node), Words(process, path)) with { Path = path });
            return;
        }
    }

    /// <summary>
    /// The tokens that wait at joins in a scope where nothing else is left to come.
    /// An event on the border may still end the scope, but the joins in it are dead all the same.
    /// </summary>
    private static IEnumerable<BpmnToken> Starved(ProcessState state) =>
        state.Tokens.GroupBy(t => t.Scope).Where(g => g.All(t => t.Kind == BpmnTokenKind.Joining)).SelectMany(g => g);

    private static bool[] CanReach(StateSpace space, Func<StateSpace.Place, bool> goal)
    {
        var before = new List<int>[space.Places.Count];
        for (var i = 0; i < before.Length; i++)
            before[i] = [];
        for (var i = 0; i < before.Length; i++)
        {
            foreach (var after in space.Places[i].After)
                before[after].Add(i);
        }

        var can = new bool[before.Length];
        var open = new Stack<int>(Enumerable.Range(0, before.Length).Where(i => goal(space.Places[i])));
        while (open.TryPop(out var at))
        {
            if (can[at])
                continue;
            can[at] = true;
            foreach (var one in before[at])
                open.Push(one);
        }

        return can;
    }

    private static HashSet<FlowNode> Unreachable(BpmnProcess process)
    {
        var seen = new HashSet<FlowNode>();
        var open = new Stack<FlowNode>(process.Scope.Nodes.OfType<StartEvent>());
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            foreach (var flow in node.Out)
                open.Push(flow.Target);
            foreach (var boundary in node is Activity activity ? activity.Boundaries : [])
                open.Push(boundary);
            if (node is SubProcess { Scope.NoneStart: { } start })
                open.Push(start);
        }

        return [.. process.Everything.Where(n => !seen.Contains(n))];
    }

    /// <summary>The way as labels a person can follow on the picture.</summary>
    private static string Words(BpmnProcess process, IReadOnlyList<string> path) =>
        string.Join(" → ", path.Select(id => process.Find(id)?.Label ?? id));
}

internal static class SoundnessTexts
{
    private const BpmnSeverity E = BpmnSeverity.Error;

    internal static readonly FaultText NotChecked = new("BPMN300", E,
        "The process '{0}' is not checked for soundness: it is not executable or has errors. Correct these first.",
        "لم تُفحص سلامة العملية «{0}»: فهي غير قابلة للتنفيذ أو فيها أخطاء. صحّح هذه أولًا.");

    internal static readonly FaultText Unreachable = new("BPMN301", E,
        "No way leads from a start event to {0}. Connect it or remove it.",
        "لا طريق يؤدي من حدث بداية إلى {0}. صِله أو احذفه.");

    internal static readonly FaultText Dead = new("BPMN302", E,
        "{0} can never happen, though flows lead to it. Look at the join or event before it.",
        "لا يمكن أن يحدث {0} أبدًا مع أن تدفّقات تؤدي إليه. انظر إلى بوابة الالتقاء أو الحدث قبله.");

    internal static readonly FaultText Deadlock = new("BPMN303", E,
        "A case can get stuck: {0} waits for a token from {1}, which can no longer come. Join a choice with an exclusive gateway, and a parallel split with a parallel one. The way: {2}.",
        "يمكن أن تعلق المعاملة: {0} تنتظر رمزًا من {1} لم يعد ممكنًا أن يأتي. اجمع تفرّع الاختيار ببوابة حصرية والتفرّع المتوازي ببوابة متوازية. الطريق: {2}.");

    internal static readonly FaultText Livelock = new("BPMN304", E,
        "A case can go round for ever from {0}: no end event can be reached any more. Add a way out of the loop. The way: {1}.",
        "يمكن أن تدور المعاملة بلا نهاية ابتداءً من {0}: لا يمكن بلوغ أي حدث نهاية. أضف مخرجًا من الحلقة. الطريق: {1}.");

    internal static readonly FaultText NeverRests = new("BPMN305", E,
        "After {0} the process goes round without a step that waits and without a way out. Add a condition that leaves the loop, and a task or timer in it.",
        "بعد {0} تدور العملية بلا خطوة انتظار وبلا مخرج. أضف شرطًا يُخرج من الحلقة ومهمة أو مؤقّتًا فيها.");

    internal static readonly FaultText Doubled = new("BPMN306", E,
        "Two tokens can come to {0} in one case, so it and all after it would happen twice. Bring parallel branches together with a parallel gateway first. The way: {1}.",
        "يمكن أن يصل رمزان إلى {0} في المعاملة الواحدة فيتكرر هو وكل ما بعده. اجمع الفروع المتوازية أولًا ببوابة متوازية. الطريق: {1}.");

    internal static readonly FaultText TooLarge = new("BPMN307", E,
        "The process '{0}' has more than {1} states and was not checked to the end. Use fewer parallel branches, or put parts into separate processes.",
        "للعملية «{0}» أكثر من {1} حالة ولم يكتمل فحصها. قلّل الفروع المتوازية أو افصل أجزاء في عمليات مستقلة.");
}

/// <summary>Questions about the ways through a process.</summary>
public static class BpmnPaths
{
    /// <summary>
    /// Whether a case can end without having completed any node for which the predicate holds.
    /// Gives the nodes such a case enters, in order, or null when every ending passes one.
    /// An activity is passed when it is completed, not when it was interrupted; an end event when it is reached.
    /// Beyond <see cref="SoundnessOptions.MaxStates"/> the answer is a way along the arrows alone, which may be too careful.
    /// </summary>
    public static IReadOnlyList<string>? FindPathAvoiding(BpmnProcess process, Func<FlowNode, bool> predicate, SoundnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(predicate);
        if (!process.CanExecute)
            return AlongArrows(process, predicate);
        var wanted = process.Everything.Where(predicate).Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string>? path = null;
        StateSpace? space = null;
        space = new StateSpace(process, (options ?? new SoundnessOptions()).MaxStates)
        {
            Closed = steps => steps.Any(s => s switch
            {
                BpmnStep.NodeLeft left => wanted.Contains(left.Node),
                BpmnStep.NodeEntered entered => wanted.Contains(entered.Node) && process.Find(entered.Node) is EndEvent,
                _ => false,
            }),
            Found = place =>
            {
                if (place.State.IsCompleted)
                    path = space!.PathTo(space.Places.Count - 1);
                return path is not null;
            },
        };
        space.Explore();
        return path ?? (space.TooLarge ? AlongArrows(process, predicate) : null);
    }

    private static List<string>? AlongArrows(BpmnProcess process, Func<FlowNode, bool> predicate)
    {
        var before = new Dictionary<FlowNode, FlowNode?>();
        var open = new Queue<FlowNode>();
        foreach (var start in process.Scope.Nodes.Where(n => n is StartEvent && !predicate(n)))
            Visit(start, null);
        while (open.TryDequeue(out var node))
        {
            if (node is EndEvent && node.Parent is null)
            {
                var way = new List<string>();
                for (FlowNode? at = node; at is not null; at = before[at])
                    way.Add(at.Id);
                way.Reverse();
                return way;
            }

            foreach (var boundary in node is Activity activity ? activity.Boundaries : [])
                Visit(boundary, node);
            if (predicate(node))
                continue;
            foreach (var flow in node.Out)
                Visit(flow.Target, node);
        }

        return null;

        void Visit(FlowNode node, FlowNode? from)
        {
            // An interrupted activity leads on to its border even where it counts as wanted itself.
            if (node is EndEvent && predicate(node))
                return;
            if (before.TryAdd(node, from))
                open.Enqueue(node);
        }
    }
}
