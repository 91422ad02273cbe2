using Diwan.Bpmn;

namespace Diwan.Engine.Workbench;

/// <summary>One replication of a trial. All times are seconds since the first midnight.</summary>
internal sealed class TrialRun
{
    private readonly TrialPlan _plan;
    private readonly WorkingClock _clock;
    private readonly CancellationToken _ct;
    private readonly Node[] _nodes;
    private readonly List<Desk> _desks = [];
    private readonly PriorityQueue<Token, (double At, long Order)> _ahead = new();
    private readonly List<double> _hours = [];
    private readonly double _counted;
    private readonly double _horizon;
    private readonly (double From, double To) _workCounted;
    private ulong _dice;
    private long _order;
    private int _kept;
    private int _lapsed;

    internal TrialRun(TrialPlan plan, WorkingClock clock, ulong seed, int replication, CancellationToken ct)
    {
        (_plan, _clock, _ct) = (plan, clock, ct);
        _dice = Mix(seed ^ Mix((ulong)replication + 0x9E3779B97F4A7C15UL));
        _counted = clock.At(plan.From.AddDays(7 * plan.WarmUpWeeks), TimeOnly.MinValue);
        _horizon = clock.At(plan.From.AddDays(7 * plan.Weeks), TimeOnly.MinValue);
        _workCounted = (clock.Work(_counted), clock.Work(_horizon));
        var flow = plan.Process.Flow;
        _nodes = [.. flow.Nodes.Select((n, i) => Read(n, [.. flow.Ways[i]]))];
    }

    internal sealed record DeskCounts(string Role, double Utilisation, double Wait, double Ninetieth, double Backlog);

    internal sealed record Counts(int Answered, double InPromise, double MedianHours, double NinetiethHours, double Lapsed, IReadOnlyList<DeskCounts> Desks);

    /// <param name="Seconds">Mean of the work or, without a desk, of the wait.</param>
    /// <param name="Joins">Tokens a parallel join waits for; 0 elsewhere.</param>
    private sealed record Node(FlowWay[] Ways, Desk? Desk, double Seconds, bool Splits, int Joins, bool IsPayment, bool IsEnd, bool Lapses);

    private sealed class Desk(string role, int staff)
    {
        internal string Role { get; } = role;

        internal int Staff { get; } = staff;

        internal int Free { get; set; } = staff;

        internal Queue<(Token Token, double At)> Lying { get; } = new();

        internal double Busy { get; set; }

        internal List<double> Waits { get; } = [];

        internal int Backlog { get; set; }
    }

    private sealed class Case(double at)
    {
        internal double At { get; } = at;

        internal int Tokens { get; set; } = 1;

        /// <summary>From when the promise is reckoned; null while the bill is open.</summary>
        internal double? PromisedFrom { get; set; }

        internal bool Rested { get; set; }

        internal bool Lapsed { get; set; }

        /// <summary>Working seconds it lay with the applicant.</summary>
        internal double Stood { get; set; }

        internal Dictionary<int, int>? Joined { get; set; }
    }

    /// <param name="Node">Where it rests.</param>
    /// <param name="Returned">It lies with the applicant, and comes to the desk again.</param>
    private readonly record struct Token(Case Case, int Node, bool Returned = false, double Since = 0);

    internal Counts Run()
    {
        using var arrivals = Arrivals().GetEnumerator();
        var more = arrivals.MoveNext();
        var looked = false;
        for (var turns = 0; more || _ahead.Count > 0; turns++)
        {
            if ((turns & 0xFFFF) == 0)
            {
                _ct.ThrowIfCancellationRequested();
            }

            if (more && (!_ahead.TryPeek(out _, out var next) || arrivals.Current <= next.At))
            {
                var at = arrivals.Current;
                Enter(new Case(at), _plan.Process.Flow.Start, at);
                more = arrivals.MoveNext();
                continue;
            }

            _ahead.TryDequeue(out var token, out var when);
            if (!looked && when.At >= _horizon)
            {
                looked = true;
                _desks.ForEach(d => d.Backlog = d.Lying.Count);
            }

            Done(token, when.At);
        }

        _hours.Sort();
        var window = _workCounted.To - _workCounted.From;
        return new Counts(
            _hours.Count, _hours.Count == 0 ? 1 : (double)_kept / _hours.Count, Share(_hours, 0.5), Share(_hours, 0.9), _hours.Count + _lapsed == 0 ? 0 : (double)_lapsed / (_hours.Count + _lapsed),
            [
                .. _desks.Select(d =>
                {
                    d.Waits.Sort();
                    return new DeskCounts(d.Role, window == 0 ? 0 : d.Busy / (window * d.Staff), d.Waits.Count == 0 ? 0 : d.Waits.Average() / 60, Share(d.Waits, 0.9) / 60, d.Backlog);
                }),
            ]);
    }

    private static double Share(List<double> sorted, double part) => sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * part) - 1)];

    private Node Read(FlowNode node, FlowWay[] ways)
    {
        var figures = _plan.Process.Steps.GetValueOrDefault(node.Id);
        Desk? desk = null;
        if (node.Kind == BpmnNodeKind.UserTask)
        {
            var role = node.GetExtension(BpmnNames.Diwan, "role") ?? "";
            desk = _desks.Find(d => d.Role == role);
            if (desk is null)
            {
                _desks.Add(desk = new Desk(role, _plan.Staff[role]));
            }
        }

        return new Node(
            ways, desk, (double)(desk is not null ? figures?.Minutes ?? 0 : node is ReceiveTask ? figures?.Wait ?? 0 : 0) * 60,
            node.Kind == BpmnNodeKind.ParallelGateway && ways.Length > 1, node.Kind == BpmnNodeKind.ParallelGateway ? node.Incoming.Count : 0,
            node is ReceiveTask, node is EndEvent, node.GetExtension(BpmnNames.Diwan, "outcome") == "lapsed");
    }

    /// <summary>When people come: a Poisson process whose rate is that of the day, or of the office hour.</summary>
    private IEnumerable<double> Arrivals()
    {
        var year = _plan.From.AddDays(365);
        var stretches = new List<(double From, double To, double Rate)>();
        if (_plan.DayOff is { } dayOff)
        {
            var days = Enumerable.Range(0, 365).Sum(d => _clock.IsWorkingDay(_plan.From.AddDays(d)) ? 1 : dayOff);
            for (var day = _plan.From; day < _plan.From.AddDays(7 * _plan.Weeks); day = day.AddDays(1))
            {
                var (from, to) = (_clock.At(day, TimeOnly.MinValue), _clock.At(day.AddDays(1), TimeOnly.MinValue));
                stretches.Add((from, to, _plan.Yearly / days * (_clock.IsWorkingDay(day) ? 1 : dayOff) / (to - from)));
            }
        }
        else
        {
            var rate = _plan.Yearly / _clock.Work(_clock.At(year, TimeOnly.MinValue));
            stretches.AddRange(_clock.Until(_horizon).Select(w => (w.Opens, w.Closes, rate)));
        }

        var due = Exponential(1);
        foreach (var (from, to, rate) in stretches)
        {
            var at = from;
            while (rate > 0 && at + (due / rate) < to)
            {
                at += due / rate;
                yield return at;
                due = Exponential(1);
            }

            due -= (to - at) * rate;
        }
    }

    /// <summary>A token comes to a node and goes on to where it rests, or ends.</summary>
    private void Enter(Case of, int at, double now)
    {
        while (true)
        {
            var node = _nodes[at];
            if (node.IsEnd)
            {
                of.Lapsed |= node.Lapses;
                if (--of.Tokens == 0)
                {
                    End(of, now);
                }

                return;
            }

            if (node.Joins > 1)
            {
                of.Joined ??= [];
                var come = of.Joined.GetValueOrDefault(at) + 1;
                of.Joined[at] = come % node.Joins;
                if (come < node.Joins)
                {
                    of.Tokens--;
                    return;
                }
            }

            if (node.Desk is { } desk)
            {
                Rest(of, node, now);
                Lay(desk, new Token(of, at), now);
                return;
            }

            if (node.IsPayment && node.Seconds > 0)
            {
                Rest(of, node, now);
                Ahead(new Token(of, at), now + Exponential(node.Seconds));
                return;
            }

            if (node.Splits)
            {
                of.Tokens += node.Ways.Length - 1;
                for (var i = 1; i < node.Ways.Length; i++)
                {
                    Enter(of, node.Ways[i].To, now);
                }

                at = node.Ways[0].To;
                continue;
            }

            at = Choose(node.Ways);
        }
    }

    /// <summary>The promise is reckoned from the payment where the case first waits for one, else from its submission.</summary>
    private static void Rest(Case of, Node node, double now)
    {
        if (!of.Rested)
        {
            of.Rested = true;
            of.PromisedFrom = node.IsPayment ? null : now;
        }
    }

    private void Lay(Desk desk, Token token, double now)
    {
        if (desk.Free > 0)
        {
            desk.Free--;
            Begin(desk, token, now, now);
        }
        else
        {
            desk.Lying.Enqueue((token, now));
        }
    }

    private void Begin(Desk desk, Token token, double lay, double now)
    {
        var (begun, laid) = (_clock.Work(now), _clock.Work(lay));
        if (token.Case.At >= _counted)
        {
            desk.Waits.Add(begun - laid);
        }

        var ended = begun + Exponential(_nodes[token.Node].Seconds);
        desk.Busy += Math.Max(0, Math.Min(ended, _workCounted.To) - Math.Max(begun, _workCounted.From));
        Ahead(token, Math.Max(now, _clock.Moments(ended)));
    }

    /// <summary>What a token rested for is over.</summary>
    private void Done(Token token, double now)
    {
        var node = _nodes[token.Node];
        if (token.Returned)
        {
            token.Case.Stood += _clock.Work(now) - _clock.Work(token.Since);
            Lay(node.Desk!, token with { Returned = false }, now);
            return;
        }

        if (node.Desk is { } desk)
        {
            if (desk.Lying.TryDequeue(out var next))
            {
                Begin(desk, next.Token, next.At, now);
            }
            else
            {
                desk.Free++;
            }
        }

        var to = Choose(node.Ways);
        if (node.IsPayment)
        {
            token.Case.PromisedFrom ??= now;
        }

        if (to == token.Node)
        {
            Ahead(token with { Returned = true, Since = now }, now + Exponential(_plan.ReturnedDays * 86_400));
        }
        else
        {
            Enter(token.Case, to, now);
        }
    }

    private void End(Case of, double now)
    {
        if (of.At < _counted)
        {
            return;
        }

        if (of.Lapsed)
        {
            _lapsed++;
            return;
        }

        var promised = _clock.AddWorkingDays(of.PromisedFrom ?? of.At, _plan.PromiseDays);
        _hours.Add((now - of.At) / 3600);
        if (now <= promised || (of.Stood > 0 && _clock.Work(now) <= _clock.Work(promised) + of.Stood))
        {
            _kept++;
        }
    }

    private void Ahead(Token token, double at) => _ahead.Enqueue(token, (at, _order++));

    private int Choose(FlowWay[] ways)
    {
        if (ways.Length == 1)
        {
            return ways[0].To;
        }

        var left = Uniform();
        foreach (var way in ways)
        {
            left -= way.Share;
            if (left < 0)
            {
                return way.To;
            }
        }

        return Array.FindLast(ways, w => w.Share > 0).To;
    }

    private double Exponential(double mean) => -Math.Log(1 - Uniform()) * mean;

    /// <summary>From 0 up to, and without, 1.</summary>
    private double Uniform() => (Mix(_dice += 0x9E3779B97F4A7C15UL) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
