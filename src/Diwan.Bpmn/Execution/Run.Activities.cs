namespace Diwan.Bpmn;

/// <summary>Activities, their instances and borders.</summary>
internal sealed partial class Run
{
    private void StartActivity(Activity activity, string? scope)
    {
        if (activity.MultiInstance is { } loop)
        {
            StartInstances(activity, loop, scope);
            return;
        }

        if (activity.Kind is BpmnNodeKind.Task or BpmnNodeKind.ManualTask)
            Leave(activity, scope);
        else
            Watch(activity, StartInstance(activity, scope, 0));
    }

    private void StartInstances(Activity activity, MultiInstance loop, string? scope)
    {
        var count = _expressions.Count(loop.Cardinality!, new BpmnScope(activity));
        if (count is not { } total)
        {
            Stop(BpmnProblemCode.ExpressionFailed, activity.Id, loop.Cardinality!.Text);
            return;
        }

        if (total < 0 || total > _limits.MaxInstances)
        {
            Stop(BpmnProblemCode.TooManyInstances, activity.Id, total.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        if (total == 0)
        {
            Leave(activity, scope);
            return;
        }

        var id = NewId();
        var begun = loop.IsSequential ? 1 : total;
        _slots.Add(new(new BpmnToken { Id = id, Node = activity.Id, Kind = BpmnTokenKind.MultiInstance, Scope = scope, Total = total, Begun = begun }, activity));
        Watch(activity, id);
        // A task of no kind is done at once, and may so end the whole before all have begun.
        for (var i = 0; i < begun && _problem is null && IndexOf(id) >= 0; i++)
            StartInstance(activity, id, i);
    }

    private string StartInstance(Activity activity, string? scope, int index)
    {
        var id = NewId();
        _steps.Add(new BpmnStep.ActivityStarted(id, activity.Id, activity.Kind, index));
        switch (activity)
        {
            case SubProcess sub:
                Add(id, sub, BpmnTokenKind.SubProcess, scope, index);
                _work.Add(new(sub.Scope.NoneStart!, null, id, _cause));
                break;
            case ReceiveTask receive:
                Add(id, receive, BpmnTokenKind.Message, scope, index);
                _steps.Add(new BpmnStep.MessageAwaited(id, receive.Id, receive.Message!.Name));
                break;
            case PlainTask or ManualTask:
                _steps.Add(new BpmnStep.ActivityCompleted(id, activity.Id));
                InstanceDone(scope!, index);
                break;
            default:
                Add(id, activity, BpmnTokenKind.Activity, scope, index);
                break;
        }

        return id;
    }

    /// <summary>The boundary events of the activity begin to wait on behalf of the token.</summary>
    private void Watch(Activity activity, string tokenId)
    {
        foreach (var boundary in activity.Boundaries)
        {
            if (boundary.Definition.Kind == BpmnEventKind.Timer)
                Schedule(boundary, tokenId, repeats: !boundary.IsInterrupting);
            else if (boundary.Definition.Kind == BpmnEventKind.Message)
                _steps.Add(new BpmnStep.MessageAwaited(tokenId, boundary.Id, boundary.Definition.Message!.Name));
        }
    }

    /// <summary>The task, sub-process or instance in the slot is done.</summary>
    private void CompleteSlot(int at)
    {
        var (token, node) = _slots[at];
        _slots.RemoveAt(at);
        CancelTimers(token.Id);
        _steps.Add(new BpmnStep.ActivityCompleted(token.Id, node.Id));
        if (token.Scope is { } scope && _slots[IndexOf(scope)].Token.Kind == BpmnTokenKind.MultiInstance)
            InstanceDone(scope, token.Index);
        else
            Leave(node, token.Scope);
    }

    private void InstanceDone(string containerId, int index)
    {
        var at = IndexOf(containerId);
        var (token, node) = _slots[at];
        var activity = (Activity)node;
        token = token with { Done = token.Done + 1 };
        _slots[at] = new(token, node);
        var over = token.Done == token.Total;
        if (!over && activity.MultiInstance!.CompletionCondition is { } condition)
        {
            var answer = _expressions.Condition(condition, new BpmnScope(activity, index, token.Total, token.Done, token.Begun - token.Done));
            if (answer is null)
            {
                Stop(BpmnProblemCode.ExpressionFailed, activity.Id, condition.Text);
                return;
            }

            over = answer.Value;
        }

        if (over)
        {
            KillInside(containerId);
            _slots.RemoveAt(IndexOf(containerId));
            CancelTimers(containerId);
            Leave(activity, token.Scope);
        }
        else if (activity.MultiInstance!.IsSequential)
        {
            _slots[at] = new(token with { Begun = token.Begun + 1 }, node);
            StartInstance(activity, containerId, token.Begun);
        }
    }

    private void ThrowError(EndEvent end, string? code, string? scope)
    {
        if (!Catch(scope, code))
            EndProcess(end.Id, ProcessStatus.Failed, code);
    }

    /// <summary>Gives the error to the innermost boundary event that catches it, from the token of that id outwards.</summary>
    private bool Catch(string? tokenId, string? code)
    {
        while (tokenId is not null)
        {
            var (token, node) = _slots[IndexOf(tokenId)];
            // Events sit on the multi-instance activity as a whole, not on its instances.
            var isInstance = token.Scope is { } parent && token.Kind != BpmnTokenKind.MultiInstance
                && _slots[IndexOf(parent)].Token.Kind == BpmnTokenKind.MultiInstance;
            if (!isInstance && node is Activity activity && Catcher(activity, code) is { } boundary)
            {
                _steps.Add(new BpmnStep.ErrorCaught(boundary.Id, code));
                Happen(boundary, tokenId);
                return true;
            }

            tokenId = token.Scope;
        }

        return false;
    }

    private static BoundaryEvent? Catcher(Activity activity, string? code)
    {
        BoundaryEvent? any = null;
        foreach (var boundary in activity.Boundaries)
        {
            if (boundary.Definition.Kind != BpmnEventKind.Error)
                continue;
            if (boundary.Definition.ErrorCode is null)
                any = boundary;
            else if (boundary.Definition.ErrorCode == code)
                return boundary;
        }

        return any;
    }

    /// <summary>A boundary event happens to the activity of the token.</summary>
    internal void Happen(BoundaryEvent boundary, string hostId)
    {
        var scope = _slots[IndexOf(hostId)].Token.Scope;
        if (boundary.IsInterrupting)
            Kill(hostId);
        _steps.Add(boundary.Entered);
        Leave(boundary, scope);
    }

    private void Kill(string tokenId)
    {
        KillInside(tokenId);
        var at = IndexOf(tokenId);
        var (token, node) = _slots[at];
        _slots.RemoveAt(at);
        CancelTimers(tokenId);
        if (node is Activity && token.Kind is not BpmnTokenKind.MultiInstance)
            _steps.Add(new BpmnStep.ActivityCancelled(tokenId, node.Id));
    }

    /// <summary>Takes every token out of the scope, nested ones and those on their way included.</summary>
    private void KillInside(string? scope)
    {
        for (var i = _slots.Count - 1; i >= 0; i = Math.Min(i, _slots.Count) - 1)
        {
            if (_slots[i].Token.Scope == scope)
                Kill(_slots[i].Token.Id);
        }

        for (var i = _work.Count - 1; i >= _next; i--)
        {
            if (_work[i].Scope == scope)
                _work.RemoveAt(i);
        }
    }

    private void CancelTimers(string tokenId)
    {
        for (var i = 0; i < _timers.Count;)
        {
            if (_timers[i].Token != tokenId)
            {
                i++;
                continue;
            }

            _steps.Add(new BpmnStep.TimerCancelled(_timers[i].Id, _timers[i].Node));
            _timers.RemoveAt(i);
        }
    }
}
