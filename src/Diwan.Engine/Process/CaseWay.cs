using Diwan.Bpmn;
using Diwan.Engine.Definitions;

namespace Diwan.Engine.Process;

/// <summary>A step a case has come to.</summary>
/// <param name="Spent">How long the case was at it, all visits together, up to now where it still is.</param>
/// <param name="IsCurrent">Whether the case stands here, as far as the reader may know.</param>
public sealed record WayStep(string NodeId, DateTimeOffset From, TimeSpan Spent, bool IsCurrent);

/// <summary>The way a case took through its process, told from its events.</summary>
/// <param name="Steps">In the order the case first came to them.</param>
/// <param name="Hidden">Nodes the reader may not see, by id: none for one who works on a confidential task of the case.</param>
public sealed record CaseWay(IReadOnlyList<WayStep> Steps, IReadOnlyList<string> Hidden)
{
    /// <summary>Only what a reader may know who sees confidential steps or does not.</summary>
    /// <param name="state">The whole state of the case, whoever reads.</param>
    /// <param name="events">All events of the case with their times, oldest first, whoever reads.</param>
    public static CaseWay Of(
        ServiceDefinition definition, CaseState state, IEnumerable<(DateTimeOffset At, CaseEvent Event)> events, bool seesConfidential, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(events);
        var hidden = seesConfidential
            ? []
            : definition.Process.AllNodes.Where(n => IsConfidential(definition, n)).Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var visits = new List<Visit>();
        var last = state.SubmittedAt;
        foreach (var (at, happened) in events)
        {
            last = at;
            switch (happened.Type)
            {
                case CaseEvents.StepReached or CaseEvents.TaskOpened or CaseEvents.RegisterAsked or CaseEvents.RuleApplied or CaseEvents.DocumentIssued:
                    Enter(happened.NodeId, at, passes: happened.Type is CaseEvents.RuleApplied or CaseEvents.DocumentIssued);
                    break;
                case CaseEvents.TaskDecided or CaseEvents.TaskCancelled or CaseEvents.RegisterAnswered:
                    Leave(v => v.Node == happened.NodeId, at);
                    break;
                case CaseEvents.PaymentReceived or CaseEvents.BillCancelled:
                    Leave(v => definition.Process.Find(v.Node)?.Attribute("await") == "payment", at);
                    break;
                case CaseEvents.Ended or CaseEvents.Lapsed or CaseEvents.Withdrawn:
                    Leave(_ => true, at);
                    Enter(happened.NodeId, at, passes: true);
                    break;
            }
        }

        var here = state.End is null ? state.Process.Tokens.Select(t => t.Node).ToHashSet(StringComparer.Ordinal) : [];

        // The process went on without a word of it.
        Leave(v => !here.Contains(v.Node), last);

        // And stands where no event told of its coming.
        foreach (var node in state.Process.Tokens.Select(t => t.Node).Where(here.Contains))
        {
            if (definition.Process.Find(node) is Activity)
            {
                Enter(node, last, passes: false);
            }
        }

        var seen = visits.Where(v => !hidden.Contains(v.Node)).ToList();
        var current = seen.Where(v => v.Until is null).Select(v => v.Node).ToHashSet(StringComparer.Ordinal);

        // At a hidden step the case seems to stand at the shown one before it, whichever hidden step it is; else the gap would tell.
        if (current.Count == 0 && state.End is null && here.Select(n => ShownBefore(definition, n, hidden)).FirstOrDefault(n => n is not null) is { } shown)
        {
            current.Add(shown);
            if (!seen.Exists(v => v.Node == shown))
            {
                var since = seen.Count == 0 ? state.SubmittedAt : seen.Max(v => v.Until ?? v.From);
                seen.Add(new Visit { Node = shown, From = since, Until = since });
            }
        }

        return new CaseWay(
            [
                .. seen.GroupBy(v => v.Node, StringComparer.Ordinal).Select(g => new WayStep(
                    g.Key, g.First().From, g.Aggregate(TimeSpan.Zero, (sum, v) => sum + ((v.Until ?? now) - v.From)), current.Contains(g.Key))),
            ],
            [.. hidden]);

        void Enter(string? node, DateTimeOffset at, bool passes)
        {
            if (node is null || definition.Process.Find(node) is not { } found || visits.Exists(v => v.Node == node && v.Until is null))
            {
                return;
            }

            visits.Add(new Visit { Node = node, From = at, Until = passes || found is not Activity ? at : null });
        }

        void Leave(Predicate<Visit> which, DateTimeOffset at)
        {
            foreach (var visit in visits.Where(v => v.Until is null && which(v)))
            {
                visit.Until = at;
            }
        }
    }

    /// <summary>The nearest shown activity or event on the way to a hidden node.</summary>
    private static string? ShownBefore(ServiceDefinition definition, string node, HashSet<string> hidden)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { node };
        var rest = new Queue<FlowNode>();
        if (definition.Process.Find(node) is { } start)
        {
            rest.Enqueue(start);
        }

        while (rest.TryDequeue(out var at))
        {
            if (at is not (Gateway or BoundaryEvent) && !hidden.Contains(at.Id))
            {
                return at.Id;
            }

            var before = at is BoundaryEvent { AttachedTo: { } host } ? [host] : at.Incoming.Select(f => f.Source);
            foreach (var next in before.Where(n => seen.Add(n.Id)))
            {
                rest.Enqueue(next);
            }
        }

        return null;
    }

    private static bool IsConfidential(ServiceDefinition definition, FlowNode node) =>
        node.Attribute("confidential") == "true"
        || (node.Attribute("register") is { } register && definition.FindRegister(register) is { Confidential: true });

    private sealed class Visit
    {
        public required string Node { get; init; }

        public required DateTimeOffset From { get; init; }

        public DateTimeOffset? Until { get; set; }
    }
}
