namespace Diwan.Bpmn;

/// <summary>
/// Moves the tokens of a process. Every function is pure: the same process, state, answers and time give the same result,
/// and a call that meets a <see cref="BpmnProblem"/> changes nothing.
/// </summary>
public static class BpmnExecution
{
    /// <summary>Begins a run at the start event of that id; without an id, at the one without trigger, else at the only one.</summary>
    public static Advance Start(
        BpmnProcess process, IBpmnExpressions expressions, DateTimeOffset now, string? startEventId = null, BpmnLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(expressions);
        var run = new Run(process, null, expressions, now, limits);
        var starts = process.Scope.Nodes.OfType<StartEvent>().ToArray();
        var start = startEventId is not null ? starts.FirstOrDefault(s => s.Id == startEventId)
            : process.Scope.NoneStart ?? (starts.Length == 1 ? starts[0] : null);
        if (start is not null)
            run.Begin(start);
        else
            run.Stop(BpmnProblemCode.NoSuchStart, startEventId);
        return run.Finish();
    }

    /// <summary>A user, service, business-rule, send or receive task is done. Completing it a second time is a problem and changes nothing.</summary>
    public static Advance CompleteActivity(
        BpmnProcess process, ProcessState state, string activityInstanceId, IBpmnExpressions expressions, DateTimeOffset now, BpmnLimits? limits = null)
    {
        var run = On(process, state, expressions, now, limits);
        run.Complete(activityInstanceId);
        return run.Finish();
    }

    /// <summary>A task failed with a business error. The innermost error boundary event that catches the code takes over; without one it is a problem.</summary>
    public static Advance FailActivity(
        BpmnProcess process, ProcessState state, string activityInstanceId, string errorCode, IBpmnExpressions expressions, DateTimeOffset now,
        BpmnLimits? limits = null)
    {
        var run = On(process, state, expressions, now, limits);
        run.Fail(activityInstanceId, errorCode);
        return run.Finish();
    }

    /// <summary>
    /// A message has come. It goes to one place: a waiting catch event, receive task or event gateway, oldest first;
    /// else a boundary event, innermost activity first. <paramref name="tokenId"/> picks one among several.
    /// When nobody waits it is a problem and nothing changes.
    /// </summary>
    /// <param name="content">
    /// What the message holds, for a process with correlation subscriptions: the message is taken when every property of one of them
    /// says the same in the message and in the run's data. Null when the caller knows already whose message it is.
    /// </param>
    public static Advance Deliver(
        BpmnProcess process, ProcessState state, string messageName, IBpmnExpressions expressions, DateTimeOffset now, string? tokenId = null,
        BpmnLimits? limits = null, IBpmnMessageContent? content = null)
    {
        ArgumentNullException.ThrowIfNull(messageName);
        var run = On(process, state, expressions, now, limits);
        if (content is null || run.IsOurs(messageName, content))
            run.Deliver(messageName, tokenId);
        return run.Finish();
    }

    /// <summary>Fires every timer due at <paramref name="now"/> or before, earliest first. None due is no problem.</summary>
    public static Advance FireTimers(
        BpmnProcess process, ProcessState state, IBpmnExpressions expressions, DateTimeOffset now, BpmnLimits? limits = null)
    {
        var run = On(process, state, expressions, now, limits);
        run.FireDue();
        return run.Finish();
    }

    /// <summary>Ends the run from outside: withdrawn, lapsed. Everything that waits is cancelled; no end event is reached.</summary>
    public static Advance Cancel(BpmnProcess process, ProcessState state, DateTimeOffset now)
    {
        var run = On(process, state, NoAnswers.Instance, now, null);
        run.Cancel();
        return run.Finish();
    }

    /// <summary>When a timer that begins to wait at <paramref name="now"/> is due by ISO 8601; null when its text cannot be read. For timer start events.</summary>
    public static DateTimeOffset? FirstDue(TimerDefinition timer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return IsoTime.First(timer.Kind, timer.Text, now);
    }

    private static Run On(BpmnProcess process, ProcessState state, IBpmnExpressions expressions, DateTimeOffset now, BpmnLimits? limits)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(expressions);
        return new Run(process, state, expressions, now, limits);
    }

    private sealed class NoAnswers : IBpmnExpressions
    {
        internal static readonly NoAnswers Instance = new();

        public bool? Condition(BpmnExpression expression, in BpmnScope scope) => null;

        public int? Count(BpmnExpression expression, in BpmnScope scope) => null;

        public string? Text(BpmnExpression expression, in BpmnScope scope) => null;
    }
}
