using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>
/// The heart: (definition, case, command, moment) → outcome. Pure: the same arguments give the same outcome, so that a page, a
/// worked example, the simulator and the load test are all answered by the same code.
/// </summary>
public static class CaseEngine
{
    /// <param name="state">The case; null for <see cref="CaseCommand.Submit"/> only.</param>
    public static CaseOutcome Handle(ServiceDefinition definition, CaseState? state, CaseCommand command, CaseMoment moment)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(moment);
        if (command is CaseCommand.Submit submit)
        {
            return Submit(definition, submit, moment);
        }

        ArgumentNullException.ThrowIfNull(state);
        var run = new CaseRun(definition, state, moment);
        return command switch
        {
            CaseCommand.Pay pay => Pay(run, pay),
            CaseCommand.RegisterAnswered answered => run.IsWaiting(answered.ActivityId) ? run.RegisterAnswered(answered) : Done,
            CaseCommand.RegisterFailed failed => run.IsWaiting(failed.ActivityId) ? run.RegisterFailed(failed) : Done,
            CaseCommand.DocumentIssued issued => run.IsWaiting(issued.ActivityId) ? run.DocumentIssued(issued) : Done,
            CaseCommand.DocumentReplaced replaced => state.Documents.Any(d => d.Number == replaced.Number) ? Done : run.DocumentReplaced(replaced),
            CaseCommand.Refunded refunded => run.Refunded(refunded),
            CaseCommand.Tick => run.Tick(),
            _ when state.End is not null => CaseRefusals.Ended(),
            CaseCommand.Claim claim => Claim(run, claim),
            CaseCommand.Release release => Release(run, release),
            CaseCommand.Reassign reassign => Reassign(run, reassign),
            CaseCommand.Decide decide => Decide(run, decide),
            CaseCommand.SendBack sendBack => SendBack(run, sendBack),
            CaseCommand.Complete complete => Complete(run, complete),
            CaseCommand.Withdraw withdraw => CanWithdraw(definition, state) ? run.Withdraw(withdraw.Reason) : CaseRefusals.TooLate(),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The engine does not know this command."),
        };
    }

    /// <summary>
    /// Until an officer has decided or a register has been told, the applicant may take the case back. A confidential step
    /// on the way changes nothing here, or its having happened would show.
    /// </summary>
    public static bool CanWithdraw(ServiceDefinition definition, CaseState state) =>
        state.End is null
        && state.Decisions.Keys.All(node => definition.Process.Find(node)?.Attribute("confidential") == "true")
        && state.Documents.Count == 0
        && !state.Process.Tokens.Any(t =>
            definition.Process.Find(t.Node) is ServiceTask task && task.Attribute("do") is "write" or "issue" or "refund");

    private static readonly CaseOutcome Done = new CaseOutcome.AlreadyDone();

    private static CaseOutcome Submit(ServiceDefinition definition, CaseCommand.Submit submit, CaseMoment moment)
    {
        var journey = submit.Journey is { } known && known.Context.IsOf(definition, submit.Applicant, submit.Channel, submit.Answers, submit.Facts, moment.Now)
            ? known
            : Journey.Compute(definition, submit.Answers, submit.Facts, submit.Applicant, submit.Channel, moment.Now);
        if (!journey.IsComplete)
        {
            return CaseRefusals.Incomplete();
        }

        if (journey.Refusals.Count > 0)
        {
            var code = journey.Refusals[0];
            return new CaseOutcome.Refused(CaseRefusalCode.NotEligible, definition.Texts[$"refusal.{code}.why"]);
        }

        var fees = RuleBook.Fees(definition, journey.Context);
        var state = new CaseState
        {
            Reference = submit.Reference.Value,
            Service = definition.Id,
            Version = definition.Version,
            Applicant = submit.Applicant,
            Channel = submit.Channel,
            Answers = submit.Answers,
            Facts = submit.Facts,
            Fees = fees,
            Pricing = PricingBasis.Of(submit.Content),
            SubmittedAt = moment.Now,
            Process = new ProcessState { ProcessId = definition.Process.Id },
        };
        return new CaseRun(definition, state, moment, journey.Context).Start();
    }

    private static CaseOutcome Pay(CaseRun run, CaseCommand.Pay pay)
    {
        var bill = run.State.Bill;
        if (bill is null || bill.Number != pay.BillNumber)
        {
            return CaseRefusals.NoBill();
        }

        if (bill.PaidAt is not null)
        {
            return Done;
        }

        return bill.Cancelled || run.State.End is not null ? CaseRefusals.NoBill() : run.Pay(pay);
    }

    private static CaseOutcome Claim(CaseRun run, CaseCommand.Claim claim)
    {
        if (run.State.FindTask(claim.TaskId) is not { } task)
        {
            return CaseRefusals.NoSuchTask();
        }

        if (task.State != TaskState.Open)
        {
            return CaseRefusals.TaskNotOpen();
        }

        if (task.OfficerId is not null)
        {
            return task.OfficerId == claim.Officer.Id ? Done : CaseRefusals.HeldBy(task.OfficerName!);
        }

        return run.Assign(task, claim.Officer, CaseEvents.TaskClaimed);
    }

    private static CaseOutcome Release(CaseRun run, CaseCommand.Release release) => run.State.FindTask(release.TaskId) switch
    {
        null => CaseRefusals.NoSuchTask(),
        { State: not TaskState.Open } => CaseRefusals.TaskNotOpen(),
        { OfficerId: null } => Done,
        { } task when task.OfficerId != release.Officer.Id => CaseRefusals.HeldBy(task.OfficerName!),
        { } task => run.Assign(task, null, CaseEvents.TaskReleased),
    };

    private static CaseOutcome Reassign(CaseRun run, CaseCommand.Reassign reassign) => run.State.FindTask(reassign.TaskId) switch
    {
        null => CaseRefusals.NoSuchTask(),
        { State: not TaskState.Open } => CaseRefusals.TaskNotOpen(),
        { } task when task.OfficerId == reassign.To?.Id => Done,
        { } task => run.Assign(task, reassign.To, CaseEvents.TaskReassigned),
    };

    private static CaseOutcome.Refused? NotHeld(CaseTask? task, Actor officer) => task switch
    {
        null => CaseRefusals.NoSuchTask(),
        { State: not TaskState.Open } => CaseRefusals.TaskNotOpen(),
        { OfficerId: null } => CaseRefusals.NotHeld(),
        _ when task.OfficerId != officer.Id => CaseRefusals.HeldBy(task.OfficerName!),
        _ => null,
    };

    private static CaseOutcome Decide(CaseRun run, CaseCommand.Decide decide)
    {
        var task = run.State.FindTask(decide.TaskId);
        if (NotHeld(task, decide.Officer) is { } refusal)
        {
            return refusal;
        }

        if (decide.Verdict == Verdict.Refuse)
        {
            if (decide.ReasonCode is null || !run.Definition.Refusals.Contains(decide.ReasonCode))
            {
                return CaseRefusals.UnknownReason();
            }

            if (decide.Note is null || decide.Note.Trim().Length < 3)
            {
                return CaseRefusals.NoteMissing();
            }
        }

        return run.Decide(task!, decide);
    }

    private static CaseOutcome SendBack(CaseRun run, CaseCommand.SendBack sendBack)
    {
        var task = run.State.FindTask(sendBack.TaskId);
        if (NotHeld(task, sendBack.Officer) is { } refusal)
        {
            return refusal;
        }

        if (sendBack.Questions.Count == 0 || sendBack.Questions.Any(q => run.Definition.FindQuestion(q) is null))
        {
            return CaseRefusals.UnknownQuestion();
        }

        return sendBack.Note.Trim().Length < 3 ? CaseRefusals.NoteMissing() : run.SendBack(task!, sendBack);
    }

    private static CaseOutcome Complete(CaseRun run, CaseCommand.Complete complete)
    {
        if (run.State.YourTurn is not { SentBack: { } sent } task)
        {
            return CaseRefusals.NothingToComplete();
        }

        var answers = run.State.Answers.Take(complete.Answers, sent.Questions);
        var journey = Journey.Compute(
            run.Definition, answers, run.State.Facts, run.State.Applicant, run.State.Channel, run.State.SubmittedAt);
        return journey.IsComplete ? run.Complete(task, answers, sent.Questions) : CaseRefusals.Incomplete();
    }
}
