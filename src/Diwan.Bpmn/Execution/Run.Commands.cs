namespace Diwan.Bpmn;

/// <summary>What the caller can make happen: completion, failure, messages, time.</summary>
internal sealed partial class Run
{
    internal void Complete(string id)
    {
        var at = _problem is null ? IndexOf(id) : -1;
        if (at >= 0 && IsTask(_slots[at]))
            CompleteSlot(at);
        else
            Stop(BpmnProblemCode.NotWaiting, id);
    }

    internal void Fail(string id, string? errorCode)
    {
        var at = _problem is null ? IndexOf(id) : -1;
        if (at < 0 || !IsTask(_slots[at]))
            Stop(BpmnProblemCode.NotWaiting, id);
        else if (!Catch(id, errorCode))
            Stop(BpmnProblemCode.UnhandledError, _slots[at].Token.Node, errorCode);
    }

    private static bool IsTask(Slot slot) => slot.Token.Kind == BpmnTokenKind.Activity || slot is { Token.Kind: BpmnTokenKind.Message, Node: ReceiveTask };

    /// <summary>
    /// One message goes to one place: first to a catch event, receive task or event gateway, oldest first;
    /// else to a boundary event, innermost activity first.
    /// </summary>
    internal void Deliver(string message, string? tokenId)
    {
        if (_problem is not null)
            return;
        foreach (var slot in _slots)
        {
            if ((tokenId is null || slot.Token.Id == tokenId) && DeliverTo(slot, message))
                return;
        }

        for (var i = _slots.Count - 1; i >= 0; i--)
        {
            if ((tokenId is null || _slots[i].Token.Id == tokenId) && DeliverToBoundary(_slots[i], message))
                return;
        }

        Stop(BpmnProblemCode.NobodyWaits, _process.Id, message);
    }

    /// <summary>Whether the correlation subscriptions let a message in. Those that say nothing about it do not count.</summary>
    internal bool IsOurs(string message, IBpmnMessageContent content)
    {
        if (_problem is not null || _process.Everything.Select(MessageOf).FirstOrDefault(m => Matches(m, message)) is not { } known)
            return true;
        var concerned = _process.Correlations.Where(c => c.Concerns(known)).ToArray();
        if (concerned.Length == 0 || concerned.Any(c => c.Properties.All(p => Agrees(p, known, content))))
            return _problem is null;
        Stop(BpmnProblemCode.NotCorrelated, _process.Id, message);
        return false;
    }

    private bool Agrees(CorrelationProperty property, BpmnMessage message, IBpmnMessageContent content)
    {
        var own = _expressions.Text(property.DataPath, new BpmnScope(_process.Everything[0]));
        if (own is null)
            Stop(BpmnProblemCode.ExpressionFailed, _process.Id, property.DataPath.Text);
        return own is not null && own == content.Text(property.MessagePaths[message.Id]);
    }

    private bool DeliverTo(Slot slot, string message)
    {
        switch (slot.Token.Kind)
        {
            case BpmnTokenKind.Message when Matches(MessageOf(slot.Node), message):
                Receive(slot.Token, slot.Node);
                return true;
            case BpmnTokenKind.EventGateway:
                foreach (var flow in slot.Node.Out)
                {
                    if (!Matches(MessageOf(flow.Target), message))
                        continue;
                    _steps.Add(new BpmnStep.MessageReceived(slot.Token.Id, flow.Target.Id, message));
                    PassGateway(slot.Token, slot.Node, flow);
                    return true;
                }

                return false;
            default:
                return false;
        }
    }

    private bool DeliverToBoundary(Slot slot, string message)
    {
        if (slot.Node is not Activity activity || IsInstance(slot.Token))
            return false;
        foreach (var boundary in activity.Boundaries)
        {
            if (!Matches(MessageOf(boundary), message))
                continue;
            _steps.Add(new BpmnStep.MessageReceived(slot.Token.Id, boundary.Id, message));
            Happen(boundary, slot.Token.Id);
            return true;
        }

        return false;
    }

    private bool IsInstance(BpmnToken token) =>
        token.Scope is { } scope && _slots[IndexOf(scope)].Token.Kind == BpmnTokenKind.MultiInstance;

    private static bool Matches(BpmnMessage? awaited, string message) => awaited is not null && (awaited.Name == message || awaited.Id == message);

    /// <summary>The message or timer of a catch event comes, or the message of a receive task.</summary>
    internal void Pass(string tokenId)
    {
        var (token, node) = _slots[IndexOf(tokenId)];
        if (token.Kind == BpmnTokenKind.Message)
            Receive(token, node);
        else
        {
            CancelTimers(tokenId);
            _slots.RemoveAt(IndexOf(tokenId));
            Leave(node, token.Scope);
        }
    }

    internal void Choose(string tokenId, SequenceFlow flow)
    {
        var (token, node) = _slots[IndexOf(tokenId)];
        PassGateway(token, node, flow);
    }

    private void Receive(BpmnToken token, FlowNode node)
    {
        _steps.Add(new BpmnStep.MessageReceived(token.Id, node.Id, MessageOf(node)!.Name));
        var at = IndexOf(token.Id);
        if (node is ReceiveTask)
        {
            CompleteSlot(at);
            return;
        }

        _slots.RemoveAt(at);
        Leave(node, token.Scope);
    }

    private void PassGateway(BpmnToken token, FlowNode gateway, SequenceFlow flow)
    {
        _slots.RemoveAt(IndexOf(token.Id));
        CancelTimers(token.Id);
        _steps.Add(gateway.Left);
        _steps.Add(flow.Taken);
        _steps.Add(flow.Target.Entered);
        Leave(flow.Target, token.Scope);
    }

    /// <summary>Every timer due by now, earliest first, those set while firing included.</summary>
    internal void FireDue()
    {
        while (_problem is null && _status == ProcessStatus.Running)
        {
            BpmnTimer? due = null;
            foreach (var timer in _timers)
            {
                if (timer.Due <= _now && (due is null || timer.Due < due.Due))
                    due = timer;
            }

            if (due is null)
                return;
            if (++_moves > _limits.MaxMoves)
                Stop(BpmnProblemCode.RunsForever, due.Node);
            else
                Fire(due);
            Drain();
        }
    }

    internal void Fire(BpmnTimer timer)
    {
        _timers.Remove(timer);
        _steps.Add(new BpmnStep.TimerFired(timer.Id, timer.Node));
        var at = IndexOf(timer.Token);
        if (at < 0 || _process.Find(timer.Node) is not BpmnEvent e)
        {
            Stop(BpmnProblemCode.WrongProcess, _process.Id, _before?.ProcessId);
            return;
        }

        var (token, node) = _slots[at];
        if (e is BoundaryEvent boundary)
        {
            if (!boundary.IsInterrupting)
                Repeat(timer, e);
            Happen(boundary, token.Id);
        }
        else if (token.Kind == BpmnTokenKind.EventGateway)
            PassGateway(token, node, e.In[0]);
        else
        {
            _slots.RemoveAt(at);
            Leave(e, token.Scope);
        }
    }

    private void Repeat(BpmnTimer timer, BpmnEvent e)
    {
        if (timer.Cycle is null)
            return;
        var next = timer.Left is <= 0 ? null
            : _expressions.Due(e.Definition.Timer!, timer.Due) ?? IsoTime.Next(timer.Cycle, timer.Due, timer.Left);
        if (next is not { } due || due <= timer.Due)
            return;
        var left = timer.Left - 1;
        _timers.Add(timer with { Due = due, Left = left });
        _steps.Add(new BpmnStep.TimerScheduled(timer.Id, timer.Node, due));
    }

    private void Schedule(BpmnEvent e, string tokenId, bool repeats)
    {
        if (_problem is not null)
            return;
        var timer = e.Definition.Timer!;
        var due = _expressions.Due(timer, _now);
        var cycles = repeats && timer.Kind == TimerKind.Cycle;
        string? cycle = null;
        int? left = null;
        // The text is needed for the time, unless the caller told it, and to know how often.
        if (due is null || cycles)
        {
            var text = timer.IsExpression ? _expressions.Text(timer.Expression, new BpmnScope(e))?.Trim() : timer.Text;
            if (text is null)
            {
                Stop(BpmnProblemCode.ExpressionFailed, e.Id, timer.Text);
                return;
            }

            due ??= IsoTime.First(timer.Kind, text, _now);
            if (due is null)
            {
                Stop(BpmnProblemCode.TimerUnreadable, e.Id, text);
                return;
            }

            if (cycles && IsoTime.TryCycle(text, out var read) && read.Repeats != 1)
            {
                cycle = text;
                left = read.Repeats - 1;
            }
        }

        var id = NewId();
        _timers.Add(new() { Id = id, Node = e.Id, Token = tokenId, Due = due.Value, Cycle = cycle, Left = left });
        _steps.Add(new BpmnStep.TimerScheduled(id, e.Id, due.Value));
    }

    internal void Cancel()
    {
        if (_problem is null)
            EndProcess(null, ProcessStatus.Cancelled, null);
    }
}
