namespace Diwan.Bpmn;

/// <summary>What happens when a token comes to a node.</summary>
internal sealed partial class Run
{
    private bool _inclusiveWaits = true;

    internal void Begin(StartEvent start) => _work.Add(new(start, null, null, -1));

    private void Enter(Move move)
    {
        var node = move.Node;
        switch (node.Kind)
        {
            case BpmnNodeKind.ParallelGateway when node.In.Length > 1:
                ArriveAtParallel(move);
                return;
            case BpmnNodeKind.InclusiveGateway when node.In.Length > 1:
                _inclusiveWaits = true;
                WaitAtJoin(move);
                return;
            default:
                break;
        }

        _steps.Add(node.Entered);
        switch (node.Kind)
        {
            case BpmnNodeKind.EndEvent:
                End((EndEvent)node, move.Scope);
                break;
            case BpmnNodeKind.IntermediateThrowEvent:
                if (((IntermediateThrowEvent)node).Definition is { Kind: BpmnEventKind.Message } thrown)
                    _steps.Add(new BpmnStep.MessageThrown(node.Id, thrown.Message?.Name));
                Leave(node, move.Scope);
                break;
            case BpmnNodeKind.IntermediateCatchEvent:
                WaitForEvent((IntermediateCatchEvent)node, move.Scope);
                break;
            case BpmnNodeKind.EventBasedGateway:
                WaitForFirst((EventBasedGateway)node, move.Scope);
                break;
            case BpmnNodeKind.UserTask or BpmnNodeKind.ServiceTask or BpmnNodeKind.BusinessRuleTask or BpmnNodeKind.SendTask
                or BpmnNodeKind.ReceiveTask or BpmnNodeKind.SubProcess or BpmnNodeKind.Task or BpmnNodeKind.ManualTask:
                StartActivity((Activity)node, move.Scope);
                break;
            default:
                Leave(node, move.Scope);
                break;
        }
    }

    private void ArriveAtParallel(Move move)
    {
        foreach (var flow in move.Node.In)
        {
            if (flow != move.Via && Joining(move.Node, flow, move.Scope) < 0)
            {
                WaitAtJoin(move);
                return;
            }
        }

        foreach (var flow in move.Node.In)
        {
            if (flow != move.Via)
                _slots.RemoveAt(Joining(move.Node, flow, move.Scope));
        }

        _steps.Add(move.Node.Entered);
        Leave(move.Node, move.Scope);
    }

    private void WaitAtJoin(Move move)
    {
        var id = NewId();
        _slots.Add(new(new BpmnToken { Id = id, Node = move.Node.Id, Kind = BpmnTokenKind.Joining, Scope = move.Scope, Flow = move.Via!.Id }, move.Node));
        Trace?.Wait(id, move.Cause);
        _steps.Add(new BpmnStep.JoinWaiting(move.Node.Id, move.Via.Id));
    }

    private int Joining(FlowNode join, SequenceFlow flow, string? scope)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            var slot = _slots[i];
            if (slot.Node == join && slot.Token.Kind == BpmnTokenKind.Joining && slot.Token.Flow == flow.Id && slot.Token.Scope == scope)
                return i;
        }

        return -1;
    }

    /// <summary>When nothing else moves: lets one inclusive join go on that waits for nobody any more.</summary>
    private bool FireInclusiveJoin()
    {
        if (!_inclusiveWaits)
            return false;
        var found = false;
        for (var i = 0; i < _slots.Count; i++)
        {
            if (_slots[i].Token.Kind != BpmnTokenKind.Joining || _slots[i].Node.Kind != BpmnNodeKind.InclusiveGateway)
                continue;
            found = true;
            var (join, scope) = (_slots[i].Node, _slots[i].Token.Scope);
            if (StillExpects(join, scope))
                continue;
            foreach (var flow in join.In)
            {
                var at = Joining(join, flow, scope);
                if (at < 0)
                    continue;
                if (Trace is not null)
                    _cause = Math.Max(_cause, Trace.CauseOf(_slots[at].Token.Id));
                _slots.RemoveAt(at);
            }

            _steps.Add(join.Entered);
            Leave(join, scope);
            return true;
        }

        _inclusiveWaits = found;
        return false;
    }

    private bool StillExpects(FlowNode join, string? scope)
    {
        foreach (var slot in _slots)
        {
            if (slot.Token.Scope != scope || slot.Node == join)
                continue;
            bool toEmpty = false, toFilled = false;
            for (var i = 0; i < join.In.Length; i++)
            {
                if (!_process.Reach.Reaches(join, i, slot.Node))
                    continue;
                if (Joining(join, join.In[i], scope) >= 0)
                    toFilled = true;
                else
                    toEmpty = true;
            }

            if (toEmpty && !toFilled)
                return true;
        }

        return false;
    }

    private void WaitForEvent(IntermediateCatchEvent e, string? scope)
    {
        var id = NewId();
        if (e.Definition.Kind == BpmnEventKind.Timer)
        {
            Add(id, e, BpmnTokenKind.Timer, scope);
            Schedule(e, id, repeats: false);
        }
        else
        {
            Add(id, e, BpmnTokenKind.Message, scope);
            _steps.Add(new BpmnStep.MessageAwaited(id, e.Id, e.Definition.Message!.Name));
        }
    }

    private void WaitForFirst(EventBasedGateway gateway, string? scope)
    {
        var id = NewId();
        Add(id, gateway, BpmnTokenKind.EventGateway, scope);
        foreach (var flow in gateway.Out)
        {
            if (MessageOf(flow.Target) is { } message)
                _steps.Add(new BpmnStep.MessageAwaited(id, flow.Target.Id, message.Name));
            else if (flow.Target is IntermediateCatchEvent timer)
                Schedule(timer, id, repeats: false);
        }
    }

    private static BpmnMessage? MessageOf(FlowNode node) => node switch
    {
        ReceiveTask task => task.Message,
        BpmnEvent { Definition: { Kind: BpmnEventKind.Message, Message: var message } } => message,
        _ => null,
    };

    private void End(EndEvent end, string? scope)
    {
        if (scope is null)
            (_ended ??= _before is null ? [] : [.. _before.Ended]).Add(end.Id);
        switch (end.Definition.Kind)
        {
            case BpmnEventKind.Error:
                ThrowError(end, end.Definition.ErrorCode, scope);
                return;
            case BpmnEventKind.Terminate:
                KillInside(scope);
                break;
            case BpmnEventKind.Message:
                _steps.Add(new BpmnStep.MessageThrown(end.Id, end.Definition.Message?.Name));
                break;
            default:
                break;
        }

        CloseIfEmpty(scope, end.Id);
    }

    /// <summary>Ends the process or sub-process when no token is left in it.</summary>
    private void CloseIfEmpty(string? scope, string lastNode)
    {
        for (var i = _next; i < _work.Count; i++)
        {
            if (_work[i].Scope == scope)
                return;
        }

        foreach (var slot in _slots)
        {
            if (slot.Token.Scope == scope)
                return;
        }

        if (scope is null)
            EndProcess(lastNode, ProcessStatus.Completed, null);
        else
            CompleteSlot(IndexOf(scope));
    }

    private void EndProcess(string? endEvent, ProcessStatus status, string? errorCode)
    {
        KillInside(null);
        _status = status;
        _errorCode = errorCode;
        _steps.Add(new BpmnStep.ProcessEnded(endEvent, status, errorCode));
    }
}
