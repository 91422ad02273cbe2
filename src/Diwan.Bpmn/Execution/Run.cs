using System.Globalization;

namespace Diwan.Bpmn;

/// <summary>
/// One call on one state: the tokens are copied out, moved until all rest, and copied back.
/// A token moves through everything that does not wait in one go; what waits is what a state holds.
/// </summary>
internal sealed partial class Run
{
    private readonly BpmnProcess _process;
    private readonly IBpmnExpressions _expressions;
    private readonly DateTimeOffset _now;
    private readonly BpmnLimits _limits;
    private readonly ProcessState? _before;
    private readonly List<Slot> _slots;
    private readonly List<BpmnTimer> _timers;
    private readonly List<BpmnStep> _steps = new(8);
    private readonly List<Move> _work = new(4);
    private List<string>? _ended;
    private int _next;
    private int _last;
    private int _moves;
    private int _cause = -1;
    private ProcessStatus _status;
    private string? _errorCode;
    private BpmnProblem? _problem;

    internal Run(BpmnProcess process, ProcessState? before, IBpmnExpressions expressions, DateTimeOffset now, BpmnLimits? limits)
    {
        _process = process;
        _before = before;
        _expressions = expressions;
        _now = now;
        _limits = limits ?? BpmnLimits.Default;
        _slots = new(before is null ? 4 : before.Tokens.Count + 2);
        _timers = before is null ? [] : [.. before.Timers];
        if (!process.CanExecute)
            Stop(BpmnProblemCode.NotExecutable, process.Id);
        if (before is null || _problem is not null)
            return;
        _last = before.Last;
        if (before.ProcessId != process.Id)
            Stop(BpmnProblemCode.WrongProcess, process.Id, before.ProcessId);
        else if (before.IsCompleted)
            Stop(BpmnProblemCode.AlreadyEnded, process.Id);
        for (var i = 0; i < before.Tokens.Count; i++)
        {
            var token = before.Tokens[i];
            if (process.Find(token.Node) is { } node && Fits(token, node))
                _slots.Add(new(token, node));
            else
                Stop(BpmnProblemCode.WrongProcess, process.Id, before.ProcessId);
        }

        foreach (var timer in _timers)
        {
            if (IndexOf(timer.Token) < 0 || process.Find(timer.Node) is not BpmnEvent { Definition.Kind: BpmnEventKind.Timer })
                Stop(BpmnProblemCode.WrongProcess, process.Id, before.ProcessId);
        }
    }

    /// <summary>Whether such a token can rest there: states come from outside, and from other versions of the process.</summary>
    private bool Fits(BpmnToken token, FlowNode node)
    {
        var rests = token.Kind switch
        {
            BpmnTokenKind.Activity => node.Kind is BpmnNodeKind.UserTask or BpmnNodeKind.ServiceTask or BpmnNodeKind.BusinessRuleTask or BpmnNodeKind.SendTask,
            BpmnTokenKind.Message => node is ReceiveTask or IntermediateCatchEvent { Definition.Kind: BpmnEventKind.Message },
            BpmnTokenKind.Timer => node is IntermediateCatchEvent { Definition.Kind: BpmnEventKind.Timer },
            BpmnTokenKind.EventGateway => node is EventBasedGateway,
            BpmnTokenKind.Joining => node is Gateway && ComesBy(node, token.Flow),
            BpmnTokenKind.SubProcess => node is SubProcess,
            BpmnTokenKind.MultiInstance => node is Activity { MultiInstance: not null },
            _ => false,
        };
        if (!rests)
            return false;
        if (token.Scope is null)
            return node.Parent is null;
        // A container comes before what it holds, so it is found among those read already.
        var at = IndexOf(token.Scope);
        if (at < 0)
            return false;
        var (holder, holderNode) = _slots[at];
        return holder.Kind == BpmnTokenKind.MultiInstance ? holderNode == node && token.Kind != BpmnTokenKind.MultiInstance
            : holder.Kind == BpmnTokenKind.SubProcess && holderNode == node.Parent;
    }

    /// <summary>A token and the node it rests at.</summary>
    private readonly record struct Slot(BpmnToken Token, FlowNode Node);

    /// <summary>A token on its way: it will enter the node, in the scope, by the flow.</summary>
    private readonly record struct Move(FlowNode Node, SequenceFlow? Via, string? Scope, int Cause);

    /// <summary>Follows every flow taken; only the soundness check asks for it.</summary>
    internal FlowTrace? Trace { get; init; }

    internal List<BpmnStep> Steps => _steps;

    internal BpmnProblem? Problem => _problem;

    internal Advance Finish()
    {
        Drain();
        if (Trace is null && _problem is null && _status == ProcessStatus.Running && !SomethingCanHappen())
            Stop(BpmnProblemCode.Stuck, _slots.Count > 0 ? _slots[^1].Token.Node : _process.Id);
        return _problem is not null ? new(_before ?? Nowhere(), [], _problem) : new(After(), _steps, null);
    }

    private static bool ComesBy(FlowNode node, string? flow)
    {
        foreach (var one in node.In)
        {
            if (one.Id == flow)
                return true;
        }

        return false;
    }

    private ProcessState Nowhere() => new() { ProcessId = _process.Id };

    private ProcessState After()
    {
        var tokens = _slots.Count == 0 ? [] : new BpmnToken[_slots.Count];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = _slots[i].Token;
        return new()
        {
            ProcessId = _process.Id,
            Status = _status,
            Last = _last,
            Tokens = tokens,
            Timers = _timers.Count == 0 ? [] : _timers.ToArray(),
            Ended = _ended ?? _before?.Ended ?? [],
            ErrorCode = _errorCode,
        };
    }

    internal void Stop(BpmnProblemCode code, string? id, string? more = null) =>
        _problem ??= BpmnProblem.Of(code, id, more);

    private string NewId() => (++_last).ToString(CultureInfo.InvariantCulture);

    private void Drain()
    {
        while (_problem is null && _status == ProcessStatus.Running)
        {
            if (_next < _work.Count)
            {
                var move = _work[_next++];
                if (_next == _work.Count)
                {
                    _work.Clear();
                    _next = 0;
                }

                if (++_moves > _limits.MaxMoves)
                    Stop(BpmnProblemCode.RunsForever, move.Node.Id);
                else
                {
                    _cause = move.Cause;
                    Enter(move);
                }
            }
            else if (!FireInclusiveJoin())
                return;
        }
    }

    /// <summary>Whether any token waits for the caller, a message or the clock, rather than for another token.</summary>
    private bool SomethingCanHappen()
    {
        if (_timers.Count > 0)
            return true;
        foreach (var slot in _slots)
        {
            if (slot.Token.Kind is not (BpmnTokenKind.Joining or BpmnTokenKind.SubProcess or BpmnTokenKind.MultiInstance))
                return true;
            if (slot.Node is Activity activity)
            {
                foreach (var boundary in activity.Boundaries)
                {
                    if (boundary.Definition.Kind == BpmnEventKind.Message)
                        return true;
                }
            }
        }

        return false;
    }

    private int IndexOf(string tokenId)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            if (_slots[i].Token.Id == tokenId)
                return i;
        }

        return -1;
    }

    private void Add(string id, FlowNode node, BpmnTokenKind kind, string? scope, int index = 0) =>
        _slots.Add(new(new BpmnToken { Id = id, Node = node.Id, Kind = kind, Scope = scope, Index = index }, node));

    private void Leave(FlowNode node, string? scope)
    {
        _steps.Add(node.Left);
        var flows = node.Out;
        if (flows.Length == 1 && flows[0].Condition is null)
        {
            Take(flows[0], scope);
            return;
        }

        if (node.Kind == BpmnNodeKind.ExclusiveGateway)
            TakeFirst(node, scope);
        else
            TakeAll(node, scope);
    }

    private void Take(SequenceFlow flow, string? scope)
    {
        _steps.Add(flow.Taken);
        var cause = -1;
        if (Trace is not null && !Trace.Take(flow, scope, _cause, out cause))
            Stop(BpmnProblemCode.RunsForever, flow.Source.Id);
        _work.Add(new(flow.Target, flow, scope, cause));
    }

    private void TakeFirst(FlowNode gateway, string? scope)
    {
        SequenceFlow? otherwise = null;
        foreach (var flow in gateway.Out)
        {
            if (flow.IsDefault)
                otherwise = flow;
            else if (Holds(flow, gateway))
            {
                Take(flow, scope);
                return;
            }
        }

        if (otherwise is not null)
            Take(otherwise, scope);
        else
            Stop(BpmnProblemCode.NoFlowHolds, gateway.Id);
    }

    /// <summary>Every unconditional flow and every one whose condition holds; the default when no condition does.</summary>
    private void TakeAll(FlowNode node, string? scope)
    {
        SequenceFlow? otherwise = null;
        bool any = false, taken = false;
        foreach (var flow in node.Out)
        {
            if (flow.IsDefault)
            {
                otherwise = flow;
                continue;
            }

            if (flow.Condition is not null)
            {
                if (!Holds(flow, node))
                    continue;
                any = true;
            }

            taken = true;
            Take(flow, scope);
        }

        if (otherwise is not null && !any)
            Take(otherwise, scope);
        else if (!taken)
            Stop(BpmnProblemCode.NoFlowHolds, node.Id);
    }

    private bool Holds(SequenceFlow flow, FlowNode node)
    {
        if (flow.Condition is null)
            return true;
        if (_problem is not null)
            return false;
        var answer = _expressions.Condition(flow.Condition, new BpmnScope(node));
        if (answer is null)
            Stop(BpmnProblemCode.ExpressionFailed, flow.Id, flow.Condition.Text);
        return answer == true;
    }
}
