namespace Diwan.Bpmn;

/// <summary>How a step of a log and a step of the model go together.</summary>
public enum ReplayMoveKind
{
    /// <summary>Done as the model says.</summary>
    Together,

    /// <summary>Done although the model has nothing of it there.</summary>
    Unforeseen,

    /// <summary>The model asks for it there, and it was not done.</summary>
    Missed,
}

/// <param name="Step">The id of the node.</param>
public sealed record ReplayMove(string Step, ReplayMoveKind Kind);

/// <summary>What happened, laid beside the model with as few deviations as can be.</summary>
/// <param name="Deviations">Moves that are not together, without those that may be missed.</param>
/// <param name="Fitness">1 when all is as the model says; 0 when nothing is: 1 - deviations / (steps of the log + steps of the shortest way through the model).</param>
public sealed record ReplayResult(IReadOnlyList<ReplayMove> Moves, int Deviations, double Fitness);

/// <summary>
/// Replays logs on a process: optimal alignments (van der Aalst, Adriansyah and van Dongen, 2012) at a price of one for each deviation. The states are those of the
/// soundness check, so that what is replayed is what is executed. Immutable once built, for any number of threads.
/// </summary>
public sealed class BpmnReplay
{
    private readonly List<(int To, string? Step)>[] _ways;
    private readonly bool[] _ends;
    private readonly int _shortest;

    private BpmnReplay(List<(int To, string? Step)>[] ways, bool[] ends)
    {
        (_ways, _ends) = (ways, ends);
        _shortest = Shortest(0);
    }

    /// <param name="seen">The steps that a log tells of, by id: activities and events. All others pass unseen.</param>
    /// <returns>Null when the process has too many states to be laid beside anything, or no way to an end.</returns>
    public static BpmnReplay? Of(BpmnProcess process, IReadOnlySet<string> seen, int most = 20_000)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(seen);
        var space = new StateSpace(process, most);
        space.Explore();
        if (space.TooLarge || space.Places.Count == 0)
            return null;

        // Place 0 is before the start; a way with several seen steps gets places between them.
        var ways = new List<List<(int To, string? Step)>> { new() };
        ways.AddRange(space.Places.Select(_ => new List<(int, string?)>()));
        var ends = new List<bool> { false };
        ends.AddRange(space.Places.Select(p => p.State.IsCompleted));
        for (var i = 0; i < space.Places.Count; i++)
        {
            var place = space.Places[i];
            if (place.Before < 0)
                Add(0, i + 1, null, place.Entered);
            foreach (var (to, done, entered) in place.Ways)
                Add(i + 1, to + 1, done, entered);
        }

        var replay = new BpmnReplay([.. ways], [.. ends]);
        return replay._shortest < int.MaxValue ? replay : null;

        void Add(int from, int to, string? done, IReadOnlyList<string> entered)
        {
            // An activity is told when it is done, an event when it is come to.
            string[] steps =
            [
                .. done is not null && seen.Contains(done) ? new[] { done } : [],
                .. entered.Where(e => seen.Contains(e) && e != done && process.Find(e) is not Activity),
            ];
            for (var s = 0; s < steps.Length - 1; s++)
            {
                ways.Add([]);
                ends.Add(false);
                ways[from].Add((ways.Count - 1, steps[s]));
                from = ways.Count - 1;
            }

            ways[from].Add((to, steps.Length == 0 ? null : steps[^1]));
        }
    }

    /// <param name="steps">What happened, by id, the oldest first. An id the process does not have is a deviation like another.</param>
    /// <param name="whole">Whether it came to its end; what is still going on, or was given up, may stop anywhere.</param>
    /// <param name="mayMiss">Steps that this log need not hold; missing them is no deviation.</param>
    public ReplayResult Align(IReadOnlyList<string> steps, bool whole = true, IReadOnlySet<string>? mayMiss = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var places = _ways.Length;
        var best = new int[places * (steps.Count + 1)];
        var from = new (int At, string? Step, ReplayMoveKind Kind)[best.Length];
        Array.Fill(best, int.MaxValue);
        best[0] = 0;
        var ahead = new PriorityQueue<int, (int Price, int Left)>();
        ahead.Enqueue(0, (0, steps.Count));
        while (ahead.TryDequeue(out var at, out var price))
        {
            var (done, place) = Math.DivRem(at, places);
            if (price.Price > best[at])
                continue;
            if (done == steps.Count && (!whole || _ends[place]))
                return Told(at, price.Price);
            if (done < steps.Count)
                Go(at + places, 1, steps[done], ReplayMoveKind.Unforeseen);
            foreach (var (to, step) in _ways[place])
            {
                if (step is not null && done < steps.Count && steps[done] == step)
                    Go(((done + 1) * places) + to, 0, step, ReplayMoveKind.Together);
                Go((done * places) + to, step is null || mayMiss?.Contains(step) == true ? 0 : 1, step, ReplayMoveKind.Missed);
            }

            void Go(int next, int cost, string? step, ReplayMoveKind kind)
            {
                if (price.Price + cost >= best[next])
                    return;
                best[next] = price.Price + cost;
                from[next] = (at, step, kind);
                ahead.Enqueue(next, (best[next], steps.Count - (next / places)));
            }
        }

        throw new System.Diagnostics.UnreachableException("A replay exists for processes with a way to an end only.");

        ReplayResult Told(int at, int price)
        {
            var moves = new List<ReplayMove>();
            for (; at != 0; at = from[at].At)
            {
                if (from[at].Step is { } step && !(from[at].Kind == ReplayMoveKind.Missed && mayMiss?.Contains(step) == true))
                    moves.Add(new(step, from[at].Kind));
            }

            moves.Reverse();
            var worst = steps.Count + (whole ? _shortest : 0);
            return new(moves, price, worst == 0 ? 1 : 1 - ((double)price / worst));
        }
    }

    private int Shortest(int start)
    {
        var best = new int[_ways.Length];
        Array.Fill(best, int.MaxValue);
        best[start] = 0;
        var ahead = new PriorityQueue<int, int>();
        ahead.Enqueue(start, 0);
        while (ahead.TryDequeue(out var at, out var price))
        {
            if (_ends[at])
                return price;
            foreach (var (to, step) in _ways[at])
            {
                var next = price + (step is null ? 0 : 1);
                if (next >= best[to])
                    continue;
                best[to] = next;
                ahead.Enqueue(to, next);
            }
        }

        return int.MaxValue;
    }
}
