using System.Text.Json.Nodes;
using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What each kind of activity begins.</summary>
internal sealed partial class CaseRun
{
    private const int DefaultBillDays = 7;

    private void Begin(string instance, FlowNode node)
    {
        switch (node)
        {
            case UserTask:
                OpenTask(instance, node);
                break;
            case ReceiveTask:
                Reached(node);
                if (node.Attribute("await") == "payment" && State.Bill is null or { PaidAt: not null })
                {
                    Ready(instance);
                }

                break;
            case SendTask:
                Send(node.Attribute("message")!);
                Ready(instance);
                break;
            case BusinessRuleTask:
                ApplyRule(instance, node);
                break;
            case ServiceTask:
                Serve(instance, node);
                break;
            case SubProcess:
                break;
            default:
                Ready(instance);
                break;
        }
    }

    private void OpenTask(string instance, FlowNode node)
    {
        var confidential = node.Attribute("confidential") == "true";
        var task = new CaseTask
        {
            Id = instance,
            NodeId = node.Id,
            Role = node.Attribute("role")!,
            Confidential = confidential,
            OpenedAt = Now,
            DueAt = Calendar.AddWorkingDays(Now, CaseDates.DaysFor(node)),
        };
        State = State with { Tasks = State.Tasks.Add(task) };
        if (!confidential)
        {
            Reached(node);
            _underReview |= State.Documents.Count == 0;
        }

        if (State.Documents.Count > 0 && State.DeliveryCode is null && Definition.HandsOverAgainstCode)
        {
            State = State with { DeliveryCode = moment.DeliveryCode };
        }

        Tell(CaseEvents.TaskOpened, node.Id, confidential ? Audience.Confidential : Audience.Officers, ("role", task.Role));
    }

    private void Reached(FlowNode node) => Tell(CaseEvents.StepReached, node.Id, Audience.Everyone);

    private void CancelTask(string instance)
    {
        if (State.FindTask(instance) is { State: TaskState.Open or TaskState.WithApplicant } task)
        {
            Change(task with { State = TaskState.Cancelled, ClosedAt = Now });
            Tell(CaseEvents.TaskCancelled, task.NodeId, task.Confidential ? Audience.Confidential : Audience.Officers);
        }
    }

    private void Change(CaseTask task) =>
        State = State with { Tasks = State.Tasks.Replace(State.FindTask(task.Id)!, task) };

    private void Send(string messageId)
    {
        _effects.Add(new CaseEffect.SendMessage(messageId, CaseWords.Values(Definition, State)));
        Tell(CaseEvents.MessageSent, null, Audience.Everyone, ("message", messageId));
    }

    /// <summary>
    /// Tells the applicant of a turn that the process itself says nothing of, where the definition has words for it. One step never sends two messages.
    /// </summary>
    private void Notify(string messageId)
    {
        if (Definition.Texts.Contains($"message.{messageId}") && !_effects.Exists(e => e is CaseEffect.SendMessage))
        {
            Send(messageId);
        }
    }

    private void ApplyRule(string instance, FlowNode node)
    {
        var decision = node.Attribute("decision")!;
        var result = RuleBook.Decide(Definition, decision, Context());
        State = State with { RuleResults = State.RuleResults.SetItem(decision, result) };
        Tell(CaseEvents.RuleApplied, node.Id, AudienceOf(node), ("decision", decision));
        Ready(instance);
    }

    private void Serve(string instance, FlowNode node)
    {
        switch (node.Attribute("do"))
        {
            case "bill":
                IssueBill(instance);
                break;
            case "read":
                Read(instance, node, Definition.FindRegister(node.Attribute("register")!)!);
                break;
            case "write":
                var operation = node.Attribute("operation")!;
                _effects.Add(new CaseEffect.WriteRegister(instance, operation, WriteInputs(node)));
                Tell(CaseEvents.RegisterAsked, node.Id, AudienceOf(node), ("operation", operation));
                break;
            case "issue":
                _effects.Add(new CaseEffect.IssueDocument(instance, node.Attribute("document") ?? Definition.Documents[0].Id));
                break;
            case "refund":
                OrderRefund(instance, Paid, "process");
                break;
            case var other:
                throw new InvalidOperationException($"The service task {node.Id} says do=\"{other}\"; the checker refuses that.");
        }
    }

    private JsonObject WriteInputs(FlowNode node) =>
        Context().EvaluateToJson(Definition.ProcessExpressions[node.Attribute("with")!]) as JsonObject ?? [];

    private void IssueBill(string instance)
    {
        var total = State.Fees.Total;
        if (total > Money.Zero)
        {
            var lastDay = RuleBook.BillExpires(Definition, Context()) ?? NationalCalendar.DateAt(Now).AddDays(DefaultBillDays);
            var expires = NationalCalendar.At(lastDay.AddDays(1), TimeOnly.MinValue);
            State = State with { Bill = new CaseBill(instance, moment.BillNumber, total, expires) };
            var least = RuleBook.LeastPart(Definition, Context());
            _effects.Add(new CaseEffect.IssueBill(instance, State.Fees.Lines, total, expires, least < total ? least : null));
            Tell(CaseEvents.BillIssued, null, Audience.Everyone, ("bill", moment.BillNumber), ("amount", total.ToString()));
        }

        Ready(instance);
    }

    private void Read(string instance, FlowNode node, RegisterRead read)
    {
        var context = Context();
        if (read.When is not null && !context.Holds(read.When))
        {
            State = State with { Facts = State.Facts.With(read.Id, null, Now) };
            Ready(instance);
            return;
        }

        _effects.Add(new CaseEffect.ReadRegister(instance, read.Id, read.Operation.Id, context.Inputs(read)));
        Tell(CaseEvents.RegisterAsked, node.Id, read.Confidential ? Audience.Confidential : Audience.Officers, ("operation", read.Operation.Id));
    }
}
