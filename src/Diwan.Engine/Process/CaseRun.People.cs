using System.Collections.Immutable;
using Diwan.Bpmn;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What people and time do to a case.</summary>
internal sealed partial class CaseRun
{
    internal CaseOutcome Assign(CaseTask task, Actor? officer, string what)
    {
        Change(task with { OfficerId = officer?.Id, OfficerName = officer?.Name });
        Tell(what, task.NodeId, AudienceOf(task), ("officer", officer?.Name ?? ""));
        return Finish();
    }

    internal CaseOutcome Decide(CaseTask task, CaseCommand.Decide decide)
    {
        Close(task, decide.Verdict, decide.Officer.Name);
        if (decide.Verdict == Verdict.Refuse)
        {
            State = State with { Refusal = new CaseRefusal(decide.ReasonCode!, decide.Note?.Trim()) };
        }

        Settle();
        return Finish();
    }

    private void Close(CaseTask task, Verdict verdict, string by)
    {
        var word = verdict == Verdict.Approve ? "approve" : "refuse";
        Change(task with { State = TaskState.Decided, ClosedAt = Now });
        State = State with { Decisions = State.Decisions.SetItem(task.NodeId, word) };
        Tell(CaseEvents.TaskDecided, task.NodeId, AudienceOf(task), ("verdict", word), ("officer", by));
        Ready(task.Id);
    }

    internal CaseOutcome SendBack(CaseTask task, CaseCommand.SendBack sendBack)
    {
        var until = NationalCalendar.At(NationalCalendar.DateAt(Now).AddDays(Definition.YourTurnDays + 1), TimeOnly.MinValue);
        var sent = new SentBack([.. sendBack.Questions.Distinct()], sendBack.Note.Trim(), Now, until);
        Change(task with { State = TaskState.WithApplicant, SentBack = sent });
        // Everybody reads that it was sent back; which confidential desk did so, nobody.
        Tell(CaseEvents.SentBack, task.Confidential ? null : task.NodeId, Audience.Everyone, ("until", NationalCalendar.DateAt(until.AddTicks(-1)).ToString("yyyy-MM-dd", null)));
        if (Definition.Texts.Contains("message.yourTurn"))
        {
            Send("yourTurn");
        }

        return Finish();
    }

    internal CaseOutcome Complete(CaseTask task, AnswerSet answers, ImmutableList<string> questions)
    {
        var paused = task with { State = TaskState.Open, Pauses = task.Pauses.Add(new Pause(task.SentBack!.At, Now)) };
        Change(paused with { DueAt = Later(task.DueAt, CaseDates.Due(Definition, paused, moment.Calendar)) });
        State = State with { Answers = answers };
        Tell(CaseEvents.Completed, task.Confidential ? null : task.NodeId, Audience.Everyone, ("questions", string.Join(' ', questions)));
        MovePromise("pause");
        return Finish();
    }

    internal CaseOutcome Withdraw(string? reason)
    {
        Apply(BpmnExecution.Cancel(Definition.Process, State.Process, Now));
        EndAs(PublicState.Withdrawn, null);
        OrderRefund(null, Paid, "withdrawn");

        if (Definition.Texts.Contains("message.withdrawn"))
        {
            Send("withdrawn");
        }

        return Finish();
    }

    internal CaseOutcome Tick()
    {
        if (State.End is not null)
        {
            return new CaseOutcome.AlreadyDone();
        }

        if (State.YourTurn is { SentBack: { } sent } && sent.Until <= Now)
        {
            Apply(BpmnExecution.Cancel(Definition.Process, State.Process, Now));
            EndAs(PublicState.Lapsed, null);
            OrderRefund(null, Paid, "lapsed");
            if (Definition.Texts.Contains("message.lapsed"))
            {
                Send("lapsed");
            }

            return FinishWhateverHappens();
        }

        ReckonAgain();
        foreach (var task in State.Tasks.Where(t => t is { State: TaskState.Open, Overdue: false } && t.DueAt <= Now).ToArray())
        {
            Change(task with { Overdue = true });
            Tell(CaseEvents.TaskOverdue, task.NodeId, AudienceOf(task), ("owner", Definition.Owner));
        }

        if (State is { PromiseBroken: false, YourTurn: null } && State.PromisedAt <= Now)
        {
            BreakPromise();
        }

        if (_problem is null && State.End is null && State.Process.NextDue <= Now)
        {
            Apply(BpmnExecution.FireTimers(Definition.Process, State.Process, this, Now));
        }

        Settle();
        return _events.Count == 0 && ReferenceEquals(State, _before) ? new CaseOutcome.AlreadyDone() : FinishWhateverHappens();
    }

    /// <summary>Days off announced since a date was set move it, before anybody is blamed.</summary>
    private void ReckonAgain()
    {
        foreach (var task in State.Tasks.Where(t => t is { State: TaskState.Open, Overdue: false } && t.DueAt <= Now).ToArray())
        {
            if (CaseDates.Due(Definition, task, moment.Calendar) is { } due && due > task.DueAt)
            {
                Change(task with { DueAt = due });
            }
        }

        if (State is { PromiseBroken: false, YourTurn: null } && State.PromisedAt <= Now)
        {
            MovePromise("holiday");
        }
    }

    /// <summary>Sets the promise to what it is by the calendar of now and the times that do not count; never earlier than it was.</summary>
    private void MovePromise(string why)
    {
        if (State.PromisedAt is { } promised && CaseDates.Promise(Definition, State, moment.Calendar) is { } later && later > promised)
        {
            State = State with { PromisedAt = later };
            var day = NationalCalendar.DateAt(later);
            if (day != NationalCalendar.DateAt(promised))
            {
                Tell(CaseEvents.PromiseMoved, null, Audience.Everyone, ("until", day.ToString("yyyy-MM-dd", null)), ("why", why));
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset date, DateTimeOffset? other) => other > date ? other.Value : date;

    private void BreakPromise()
    {
        State = State with { PromiseBroken = true };
        Tell(CaseEvents.PromiseBroken, null, Audience.Everyone, ("owner", Definition.Owner));
        switch (Definition.OnBreach)
        {
            case BreachConsequence.RefundFee when State.Fees.Charges > Money.Zero:
                OrderRefund(null, State.Fees.Charges, "promise");
                break;
            case BreachConsequence.TacitApproval:
                foreach (var task in State.OpenTasks.ToArray())
                {
                    Close(task, Verdict.Approve, "law");
                }

                break;
            default:
                break;
        }
    }

    private static Audience AudienceOf(CaseTask task) => task.Confidential ? Audience.Confidential : Audience.Officers;
}
