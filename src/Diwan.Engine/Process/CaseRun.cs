using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>One command being carried out: the state so far, what happened, what is owed.</summary>
/// <param name="context">What expressions see of the answers and facts, where it is known already.</param>
internal sealed partial class CaseRun(ServiceDefinition definition, CaseState state, CaseMoment moment, EvaluationContext? context = null)
{
    private readonly CaseState _before = state;
    private readonly List<CaseEvent> _events = [];
    private readonly List<CaseEffect> _effects = [];
    private readonly Queue<string> _ready = new();
    private readonly List<string> _passed = [];
    private BpmnProblem? _problem;

    /// <summary>Whether this step laid the matter before an officer, before anything was issued.</summary>
    private bool _underReview;

    internal ServiceDefinition Definition { get; } = definition;

    internal CaseState State { get; private set; } = state;

    private DateTimeOffset Now => moment.Now;

    /// <summary>That of the office which does the work.</summary>
    private NationalCalendar Calendar => moment.Calendar.Of(Definition.Place);

    internal bool IsWaiting(string activityId) => State.Process.Find(activityId) is not null;

    internal CaseOutcome Start()
    {
        Tell(CaseEvents.Submitted, null, Audience.Everyone,
            ("channel", State.Channel.Code()), ("version", State.Version), ("total", State.Fees.Total.ToString()), ("pricing", PricingBasis.Digest(State)));
        Apply(BpmnExecution.Start(Definition.Process, this, Now));
        Settle();
        if (State.Bill is not { PaidAt: null, Cancelled: false })
        {
            StartPromise();
        }

        Notify("received");
        return Finish();
    }

    internal CaseOutcome Pay(CaseCommand.Pay pay)
    {
        State = State with { Bill = State.Bill! with { PaidAt = pay.PaidAt, ReceiptNumber = pay.ReceiptNumber } };
        Tell(CaseEvents.PaymentReceived, null, Audience.Everyone,
            ("receipt", pay.ReceiptNumber), ("amount", State.Bill!.Total.ToString()));
        foreach (var token in State.Process.Tokens.Where(t => Awaits(t, "payment")).ToArray())
        {
            Ready(token.Id);
        }

        if (State.PromisedAt is null)
        {
            StartPromise();
        }

        Settle();
        Notify("paid");
        return FinishWhateverHappens();
    }

    internal CaseOutcome RegisterAnswered(CaseCommand.RegisterAnswered answered)
    {
        var node = Definition.Process.Find(State.Process.Find(answered.ActivityId)!.Node)!;
        var read = node.Attribute("register") is { } id ? Definition.FindRegister(id) : null;
        if (read is not null)
        {
            State = State with { Facts = State.Facts.With(read.Id, answered.Answer, Now) };
        }

        Tell(CaseEvents.RegisterAnswered, node.Id, AudienceOf(node), ("operation", node.Attribute("operation") ?? read!.Operation.Id));
        Ready(answered.ActivityId);
        Settle();
        return FinishWhateverHappens();
    }

    internal CaseOutcome RegisterFailed(CaseCommand.RegisterFailed failed)
    {
        var node = Definition.Process.Find(State.Process.Find(failed.ActivityId)!.Node)!;
        var read = node.Attribute("register") is { } id ? Definition.FindRegister(id) : null;
        Tell(CaseEvents.RegisterFailed, node.Id, AudienceOf(node) == Audience.Confidential ? Audience.Confidential : Audience.Officers,
            ("error", failed.ErrorCode));

        var advance = BpmnExecution.FailActivity(Definition.Process, State.Process, failed.ActivityId, failed.ErrorCode, this, Now);
        if (advance.Problem is null)
        {
            Apply(advance);
        }
        else if (advance.Problem.Code != BpmnProblemCode.UnhandledError)
        {
            _problem = advance.Problem;
        }
        else if (read is not null && (failed.ErrorCode == "register.notFound" || read.Fallback == RegisterFallback.Manual))
        {
            // Nothing there, or a person will look instead: the case goes on with an empty fact.
            State = State with { Facts = State.Facts.With(read.Id, null, Now) };
            Ready(failed.ActivityId);
        }
        else
        {
            // No way drawn for this: the work waits, and the operators see it.
            Tell(CaseEvents.Stuck, node.Id, AudienceOf(node), ("error", failed.ErrorCode));
        }

        Settle();
        return FinishWhateverHappens();
    }

    internal CaseOutcome DocumentIssued(CaseCommand.DocumentIssued issued)
    {
        var node = State.Process.Find(issued.ActivityId)!.Node;
        State = State with { Documents = State.Documents.Add(new CaseDocument(issued.DocumentId, issued.Number, Now)) };
        Tell(CaseEvents.DocumentIssued, node, Audience.Everyone, ("document", issued.DocumentId), ("number", issued.Number));
        Ready(issued.ActivityId);
        Settle();
        return FinishWhateverHappens();
    }

    internal CaseOutcome DocumentReplaced(CaseCommand.DocumentReplaced replaced)
    {
        State = State with
        {
            Documents = State.Documents.RemoveAll(d => d.Number == replaced.Old).Add(new CaseDocument(replaced.DocumentId, replaced.Number, Now)),
            Facts = replaced.Facts ?? State.Facts,
        };
        Tell(CaseEvents.DocumentReplaced, null, Audience.Everyone, ("document", replaced.DocumentId), ("number", replaced.Number), ("old", replaced.Old));
        return Accepted();
    }

    internal CaseOutcome Refunded(CaseCommand.Refunded refunded)
    {
        if (State.Bill is not { } bill || bill.Refunded + refunded.Amount > bill.RefundOrdered)
        {
            return new CaseOutcome.AlreadyDone();
        }

        State = State with { Bill = bill with { Refunded = bill.Refunded + refunded.Amount } };
        Tell(CaseEvents.RefundMade, null, Audience.Everyone, ("bill", bill.Number), ("amount", refunded.Amount.ToString()));
        if (refunded.ActivityId is { } activity && IsWaiting(activity))
        {
            Ready(activity);
        }

        Settle();
        return FinishWhateverHappens();
    }

    private void StartPromise()
    {
        if (State.End is null)
        {
            State = State with { PromisedAt = Calendar.AddWorkingDays(Now, Definition.Promise.WorkingDays), PromisedFrom = Now };
        }
    }

    private bool Awaits(BpmnToken token, string what) =>
        Definition.Process.Find(token.Node) is ReceiveTask task && task.Attribute("await") == what;

    private void Ready(string activityId) => _ready.Enqueue(activityId);

    /// <summary>Completes what needs nobody, until the process waits or ends.</summary>
    private void Settle()
    {
        while (_problem is null && _ready.TryDequeue(out var id))
        {
            if (IsWaiting(id))
            {
                Apply(BpmnExecution.CompleteActivity(Definition.Process, State.Process, id, this, Now));
            }
        }
    }

    private void Apply(Advance advance)
    {
        if (advance.Problem is not null)
        {
            _problem = advance.Problem;
            return;
        }

        State = State with { Process = advance.State };
        foreach (var step in advance.Steps)
        {
            switch (step)
            {
                case BpmnStep.NodeEntered entered:
                    _passed.Add(entered.Node);
                    break;
                case BpmnStep.ActivityStarted started:
                    Begin(started.Instance, Definition.Process.Find(started.Node)!);
                    break;
                case BpmnStep.ActivityCancelled cancelled:
                    CancelTask(cancelled.Instance);
                    break;
                case BpmnStep.ProcessEnded ended:
                    End(ended);
                    break;
                default:
                    break;
            }
        }
    }

    private void End(BpmnStep.ProcessEnded ended)
    {
        if (State.End is not null || ended.Status == ProcessStatus.Cancelled)
        {
            return;
        }

        var node = ended.EndEvent is null ? null : Definition.Process.Find(ended.EndEvent);
        var end = node?.Attribute("outcome") switch
        {
            "refused" => PublicState.Refused,
            "lapsed" => PublicState.Lapsed,
            "refunded" => PublicState.Refunded,
            _ => PublicState.Issued,
        };
        if (end == PublicState.Refused && State.Refusal is null && node?.Attribute("reason") is { } reason)
        {
            State = State with { Refusal = new CaseRefusal(reason, null) };
        }

        EndAs(end, node?.Id);
    }

    private void EndAs(PublicState end, string? nodeId)
    {
        CancelOpenBill();
        foreach (var task in State.OpenTasks.ToArray())
        {
            CancelTask(task.Id);
        }

        State = State with { End = end, EndedAt = Now };
        Tell(end == PublicState.Lapsed ? CaseEvents.Lapsed : end == PublicState.Withdrawn ? CaseEvents.Withdrawn : CaseEvents.Ended,
            nodeId, Audience.Everyone, ("outcome", end.Code()));
    }

    private void CancelOpenBill()
    {
        if (State.Bill is { PaidAt: null, Cancelled: false } bill)
        {
            State = State with { Bill = bill with { Cancelled = true } };
            _effects.Add(new CaseEffect.CancelBill(bill.Number));
            Tell(CaseEvents.BillCancelled, null, Audience.Everyone, ("bill", bill.Number));
        }
    }

    /// <summary>What was paid goes back, less what was ordered back before.</summary>
    private void OrderRefund(string? activityId, Money upTo, string why)
    {
        var bill = State.Bill;
        var amount = bill?.PaidAt is null ? Money.Zero : upTo - bill.RefundOrdered;
        if (amount > Money.Zero)
        {
            State = State with { Bill = bill! with { RefundOrdered = bill.RefundOrdered + amount } };
            _effects.Add(new CaseEffect.Refund(activityId, bill.Number, amount, why));
            Tell(CaseEvents.RefundOrdered, null, Audience.Everyone, ("bill", bill.Number), ("amount", amount.ToString()), ("why", why));
        }
        else if (activityId is not null)
        {
            Ready(activityId);
        }
    }

    private Money Paid => State.Bill is { PaidAt: not null } bill ? bill.Total : Money.Zero;

    private void Tell(string type, string? nodeId, Audience audience, params ReadOnlySpan<(string Key, string Value)> data) =>
        _events.Add(new CaseEvent(type, nodeId, audience, data));

    private static Audience AudienceOf(FlowNode node, RegisterRead? read = null) =>
        node.Attribute("confidential") == "true" || read is { Confidential: true } ? Audience.Confidential : Audience.Officers;

    private Audience AudienceOf(FlowNode node) =>
        AudienceOf(node, node.Attribute("register") is { } id ? Definition.FindRegister(id) : null);

    /// <summary>For commands of people: a process that cannot move refuses the command, and nothing changes.</summary>
    private CaseOutcome Finish() => _problem is null
        ? Accepted()
        : CaseRefusals.Fault(_problem.MessageArabic, _problem.Message);

    /// <summary>
    /// For news that cannot be refused (money came, a register answered): what was learnt is kept, the process stays where it
    /// was, and the operators are told.
    /// </summary>
    private CaseOutcome FinishWhateverHappens()
    {
        if (_problem is not null)
        {
            State = _before with { Bill = BillAsLearnt(), Facts = State.Facts, Documents = State.Documents, PromisedAt = State.PromisedAt, PromisedFrom = State.PromisedFrom };
            _events.RemoveAll(e => e.Type is not (CaseEvents.PaymentReceived or CaseEvents.RegisterAnswered or CaseEvents.RegisterFailed
                or CaseEvents.DocumentIssued or CaseEvents.RefundMade));
            _effects.Clear();
            _underReview = false;
            var node = Definition.Process.Find(_problem.ElementId ?? "");
            Tell(CaseEvents.Stuck, _problem.ElementId, node is null ? Audience.Officers : AudienceOf(node), ("problem", _problem.Message));
        }

        return Accepted();
    }

    /// <summary>What was paid and given back stays; a bill, a cancellation or a refund whose effect was dropped does not.</summary>
    private CaseBill? BillAsLearnt() =>
        _before.Bill is { } before && State.Bill is { } now && now.Number == before.Number
            ? now with { RefundOrdered = before.RefundOrdered, Cancelled = before.Cancelled }
            : _before.Bill;

    private CaseOutcome.Accepted Accepted()
    {
        if (_underReview && State.End is null)
        {
            Notify("underReview");
        }

        var wake = NextWake();
        if (wake is { } at && wake != _before.NextWake)
        {
            _effects.Add(new CaseEffect.Wake(at));
        }

        State = State with { NextWake = wake, Pricing = State.Pricing?.After(_before, State) };
        return new CaseOutcome.Accepted(State, _events, _effects) { Passed = _passed };
    }

    private DateTimeOffset? NextWake()
    {
        if (State.End is not null)
        {
            return null;
        }

        DateTimeOffset? next = State.Process.NextDue;
        foreach (var task in State.Tasks)
        {
            next = task switch
            {
                { State: TaskState.Open, Overdue: false } => Earlier(next, task.DueAt),
                { State: TaskState.WithApplicant, SentBack: { } sent } => Earlier(next, sent.Until),
                _ => next,
            };
        }

        return State is { PromiseBroken: false, YourTurn: null, PromisedAt: { } promised } ? Earlier(next, promised) : next;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset b) => a is null || b < a ? b : a;
}

internal static class DiwanAttributes
{
    internal const string Namespace = "https://diwan.example/bpmn";

    /// <summary>An attribute of Diwan's own on a node of a process.</summary>
    internal static string? Attribute(this FlowNode node, string name) => node.GetExtension(Namespace, name);
}
