using Diwan.Bpmn;
using Diwan.Kernel;

namespace Diwan.Engine.Workbench;

/// <summary>A way on from a node.</summary>
/// <param name="To">The place of the next node among <see cref="ProcessFlow.Nodes"/>.</param>
/// <param name="Share">How many of those who come here go this way, as a part of one.</param>
public readonly record struct FlowWay(int To, double Share);

/// <summary>
/// A process with how often each of its ways is taken: what average counts and trials go by. Exclusive and event-based gateways divide by share, parallel ones go all
/// ways and join; a border takes its share of those at its activity. Sub-processes, inclusive gateways and repeated tasks are refused.
/// </summary>
public sealed class ProcessFlow
{
    private readonly Dictionary<string, int> _places;

    private ProcessFlow(BpmnProcess process, IReadOnlyList<FlowNode> nodes, FlowWay[][] ways, double[] visits, Dictionary<string, int> places) =>
        (Process, Nodes, Ways, Visits, _places) = (process, nodes, ways, visits, places);

    public BpmnProcess Process { get; }

    public IReadOnlyList<FlowNode> Nodes { get; }

    /// <summary>By the place of the node they lead on from; none at an end.</summary>
    public IReadOnlyList<IReadOnlyList<FlowWay>> Ways { get; }

    /// <summary>How often a case comes to each node, on average.</summary>
    public IReadOnlyList<double> Visits { get; }

    public int Start => _places[Process.Nodes.OfType<StartEvent>().First().Id];

    public double VisitsOf(string node) => _places.TryGetValue(node, out var at) ? Visits[at] : 0;

    /// <param name="shares">By the id of a sequence flow out of a choice, or of a border. Of each choice one flow may be left out; it takes the rest.</param>
    /// <param name="repeats">The share of those done at a user task that come to it once more.</param>
    /// <returns>Null, with faults, when it cannot be reckoned.</returns>
    public static ProcessFlow? Of(BpmnProcess process, IReadOnlyDictionary<string, decimal> shares, decimal repeats, Action<string, LocalizedText> fault)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(fault);
        var failed = false;
        void Fault(string id, string ar, string en)
        {
            failed = true;
            fault(id, new LocalizedText(ar, en));
        }

        if (process.Nodes.OfType<StartEvent>().Count() != 1)
        {
            Fault(process.Id, "يُحسب إجراء له بداية واحدة فقط.", "Only a process with one start can be reckoned.");
        }

        foreach (var node in process.AllNodes.Where(n => n.Kind is BpmnNodeKind.InclusiveGateway or BpmnNodeKind.ComplexGateway or BpmnNodeKind.SubProcess
            || n is Activity { MultiInstance: not null } || n is BoundaryEvent { IsInterrupting: false }))
        {
            Fault(node.Id, $"العنصر {node.Id} لا يُحسب في المنضدة: استعمل بوابات الاختيار أو التوازي.", $"{node.Id} cannot be reckoned by the workbench: use exclusive or parallel gateways.");
        }

        var known = process.AllFlows.Where(f => IsChoice(f.Source)).Select(f => f.Id).Concat(process.AllNodes.OfType<BoundaryEvent>().Select(b => b.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, share) in shares)
        {
            if (!known.Contains(id))
            {
                Fault(id, $"«{id}» ليس مساراً خارجاً من بوابة اختيار ولا حدثاً حدّياً.", $"\"{id}\" is neither a flow out of a choice nor a border.");
            }
            else if (share is < 0 or > 1)
            {
                Fault(id, $"حصة «{id}» جزء من واحد.", $"The share of \"{id}\" is a part of one.");
            }
        }

        foreach (var node in process.AllNodes.Where(IsChoice))
        {
            var open = node.Outgoing.Count(f => !shares.ContainsKey(f.Id));
            var sum = node.Outgoing.Sum(f => shares.GetValueOrDefault(f.Id));
            if (open > 1 || sum > 1 || (open == 0 && sum != 1))
            {
                Fault(node.Id,
                    $"حصص {node.Id}: اكتب حصة كل مسار إلا واحداً، ومجموعها لا يزيد على 1. المسارات: {string.Join("، ", node.Outgoing.Select(f => f.Id))}.",
                    $"Shares of {node.Id}: give one for every flow but one, at most 1 together. The flows: {string.Join(", ", node.Outgoing.Select(f => f.Id))}.");
            }
        }

        if (failed)
        {
            return null;
        }

        var nodes = process.AllNodes;
        var places = nodes.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        var ways = nodes.Select(n => WaysOf(n, shares, (double)repeats, places)).ToArray();
        var visits = Count(nodes, ways, places[process.Nodes.OfType<StartEvent>().First().Id]);
        if (visits is null)
        {
            Fault(process.Id, "بهذه الحصص لا تنتهي بعض المعاملات أبداً.", "With these shares some cases never end.");
            return null;
        }

        return new ProcessFlow(process, nodes, ways, visits, places);
    }

    private static bool IsChoice(FlowNode node) => node.Kind is BpmnNodeKind.ExclusiveGateway or BpmnNodeKind.EventBasedGateway && node.Outgoing.Count > 1;

    private static FlowWay[] WaysOf(FlowNode node, IReadOnlyDictionary<string, decimal> shares, double repeats, Dictionary<string, int> places)
    {
        if (IsChoice(node))
        {
            var rest = 1 - node.Outgoing.Sum(f => shares.GetValueOrDefault(f.Id));
            return [.. node.Outgoing.Select(f => new FlowWay(places[f.Target.Id], (double)(shares.TryGetValue(f.Id, out var share) ? share : rest)))];
        }

        var borders = node is Activity activity ? activity.BoundaryEvents.Select(b => new FlowWay(places[b.Id], (double)shares.GetValueOrDefault(b.Id))).ToList() : [];
        var left = 1 - borders.Sum(b => b.Share);
        if (node.Kind == BpmnNodeKind.UserTask && repeats > 0)
        {
            borders.Add(new FlowWay(places[node.Id], left * repeats));
            left *= 1 - repeats;
        }

        return [.. borders, .. node.Outgoing.Select(f => new FlowWay(places[f.Target.Id], left))];
    }

    /// <summary>The visits of an absorbing chain: those that begin here and those that come from elsewhere. Null when it never ends.</summary>
    private static double[]? Count(IReadOnlyList<FlowNode> nodes, FlowWay[][] ways, int start)
    {
        var n = nodes.Count;
        var m = new double[n, n + 1];
        for (var i = 0; i < n; i++)
        {
            m[i, i] = 1;
        }

        m[start, n] = 1;
        for (var from = 0; from < n; from++)
        {
            foreach (var way in ways[from])
            {
                // All tokens of a parallel join go on as one.
                m[way.To, from] -= nodes[way.To].Kind == BpmnNodeKind.ParallelGateway ? way.Share / nodes[way.To].Incoming.Count : way.Share;
            }
        }

        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < n; row++)
            {
                if (Math.Abs(m[row, column]) > Math.Abs(m[pivot, column]))
                {
                    pivot = row;
                }
            }

            if (Math.Abs(m[pivot, column]) < 1e-9)
            {
                return null;
            }

            for (var k = column; k <= n; k++)
            {
                (m[column, k], m[pivot, k]) = (m[pivot, k], m[column, k]);
            }

            for (var row = 0; row < n; row++)
            {
                var factor = row == column ? 0 : m[row, column] / m[column, column];
                for (var k = column; factor != 0 && k <= n; k++)
                {
                    m[row, k] -= factor * m[column, k];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => m[i, n] / m[i, i])];
    }
}
