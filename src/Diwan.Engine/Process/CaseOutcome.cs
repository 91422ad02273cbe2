using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What came of a command.</summary>
public abstract record CaseOutcome
{
    private CaseOutcome()
    {
    }

    /// <summary>The case as it now is, what happened, and what is owed to the outside.</summary>
    public sealed record Accepted(CaseState State, IReadOnlyList<CaseEvent> Events, IReadOnlyList<CaseEffect> Effects) : CaseOutcome
    {
        /// <summary>The nodes of the process that were entered, in order.</summary>
        public IReadOnlyList<string> Passed { get; init; } = [];
    }

    /// <summary>The command had been carried out before; nothing changes.</summary>
    public sealed record AlreadyDone : CaseOutcome;

    /// <summary>The command does not fit the case as it is; nothing changes.</summary>
    public sealed record Refused(CaseRefusalCode Code, LocalizedText Message) : CaseOutcome;
}

/// <summary>Why a case does not take a command.</summary>
public enum CaseRefusalCode
{
    Ended,
    NoSuchTask,
    TaskNotOpen,
    TaskHeldByAnother,
    TaskNotHeld,
    WrongRole,
    UnknownReason,
    NoteMissing,
    UnknownQuestion,
    NothingToComplete,
    NotYours,
    Incomplete,
    NotEligible,
    TooLateToWithdraw,
    NoBill,
    ProcessFault,
}

internal static class CaseRefusals
{
    internal static CaseOutcome.Refused Of(CaseRefusalCode code, string ar, string en) => new(code, new LocalizedText(ar, en));

    internal static CaseOutcome.Refused Ended() => Of(
        CaseRefusalCode.Ended,
        "انتهت هذه المعاملة، ولا يمكن تغييرها. يمكنك تقديم طلب جديد.",
        "This case has ended and cannot be changed. You can make a new application.");

    internal static CaseOutcome.Refused NoSuchTask() => Of(
        CaseRefusalCode.NoSuchTask,
        "لا توجد مهمة بهذا الرقم في المعاملة. حدّث الصفحة.",
        "The case has no such task. Load the page again.");

    internal static CaseOutcome.Refused TaskNotOpen() => Of(
        CaseRefusalCode.TaskNotOpen,
        "لم تعد هذه المهمة مفتوحة: أُنجزت أو أُلغيت أو أُعيدت إلى مقدم الطلب.",
        "This task is no longer open: it was done, cancelled, or sent back to the applicant.");

    internal static CaseOutcome.Refused HeldBy(string name) => Of(
        CaseRefusalCode.TaskHeldByAnother,
        $"المهمة لدى \u2068{name}\u2069. يمكن لرئيس الوحدة إعادة إسنادها.",
        $"\u2068{name}\u2069 has this task. The head of unit can reassign it.");

    internal static CaseOutcome.Refused NotHeld() => Of(
        CaseRefusalCode.TaskNotHeld,
        "استلم المهمة أولًا، ثم قرّر.",
        "Claim the task first, then decide.");

    internal static CaseOutcome.Refused UnknownReason() => Of(
        CaseRefusalCode.UnknownReason,
        "اختر سبب الرفض من القائمة.",
        "Choose the reason for refusing from the list.");

    internal static CaseOutcome.Refused NoteMissing() => Of(
        CaseRefusalCode.NoteMissing,
        "اكتب لمقدم الطلب ما يوضح القرار (3 أحرف على الأقل).",
        "Write the applicant an explanation (at least 3 characters).");

    internal static CaseOutcome.Refused UnknownQuestion() => Of(
        CaseRefusalCode.UnknownQuestion,
        "اختر سؤالًا واحدًا على الأقل من أسئلة هذا الطلب.",
        "Choose at least one question of this application.");

    internal static CaseOutcome.Refused NothingToComplete() => Of(
        CaseRefusalCode.NothingToComplete,
        "لا شيء مطلوب استكماله في هذه المعاملة الآن.",
        "There is nothing to complete in this case now.");

    internal static CaseOutcome.Refused Incomplete() => Of(
        CaseRefusalCode.Incomplete,
        "لم تكتمل الإجابات المطلوبة بعد. أجب عن الأسئلة المعلَّمة.",
        "Some answers are still missing. Answer the questions that are marked.");

    internal static CaseOutcome.Refused TooLate() => Of(
        CaseRefusalCode.TooLateToWithdraw,
        "صدر القرار أو بدأ تنفيذه، فلا يمكن سحب المعاملة. يمكنك تقديم شكوى.",
        "The decision is made or is being carried out, so the case cannot be withdrawn. You can complain.");

    internal static CaseOutcome.Refused NoBill() => Of(
        CaseRefusalCode.NoBill,
        "لا توجد في هذه المعاملة فاتورة مفتوحة بهذا الرقم.",
        "This case has no open bill with this number.");

    internal static CaseOutcome.Refused Fault(string ar, string en) => Of(CaseRefusalCode.ProcessFault, ar, en);
}
