using System.Globalization;

namespace Diwan.Bpmn;

/// <summary>
/// What came of one call. With a <see cref="Problem"/> nothing happened at all:
/// the state is the one that was given, or an empty one for a start, and there are no steps.
/// </summary>
public sealed record Advance(ProcessState State, IReadOnlyList<BpmnStep> Steps, BpmnProblem? Problem)
{
    public bool Succeeded => Problem is null;
}

public enum BpmnProblemCode
{
    /// <summary>The process is not marked executable, or has errors.</summary>
    NotExecutable,

    /// <summary>The state belongs to another process, or names nodes this one does not have.</summary>
    WrongProcess,
    AlreadyEnded,
    NoSuchStart,

    /// <summary>No such activity instance waits: completed already, cancelled, or never begun.</summary>
    NotWaiting,

    /// <summary>Nobody waits for that message.</summary>
    NobodyWaits,

    /// <summary>The message says it is another run's.</summary>
    NotCorrelated,

    /// <summary>No boundary event catches the error, at any level.</summary>
    UnhandledError,

    /// <summary>None of the conditions holds and there is no default flow.</summary>
    NoFlowHolds,
    ExpressionFailed,
    TimerUnreadable,

    /// <summary>More moves in one call than allowed: a loop without a waiting step.</summary>
    RunsForever,
    TooManyInstances,

    /// <summary>Every token would wait for another that cannot come.</summary>
    Stuck,
}

/// <summary>Why a call did nothing, for people in both languages.</summary>
public sealed record BpmnProblem(BpmnProblemCode Code, string Message, string MessageArabic, string? ElementId)
{
    internal static BpmnProblem Of(BpmnProblemCode code, string? id, string? more = null)
    {
        var (english, arabic) = Texts[code];
        return new(code, Fill(english), Fill(arabic), id);

        string Fill(string text) => string.Format(CultureInfo.InvariantCulture, text, id, more);
    }

    private static readonly Dictionary<BpmnProblemCode, (string English, string Arabic)> Texts = new()
    {
        [BpmnProblemCode.NotExecutable] = ("The process '{0}' cannot be run: it is not marked executable or has errors. Correct the faults found on reading.",
            "لا يمكن تشغيل العملية «{0}»: ليست معلَّمة قابلة للتنفيذ أو فيها أخطاء. صحّح الأخطاء التي ظهرت عند القراءة."),
        [BpmnProblemCode.WrongProcess] = ("The state is of the process '{1}', or of a version with other steps, not of '{0}'. Use the version the run began with.",
            "الحالة تخص العملية «{1}» أو إصدارًا بخطوات أخرى، لا «{0}». استعمل الإصدار الذي بدأ به التشغيل."),
        [BpmnProblemCode.AlreadyEnded] = ("The run of '{0}' is over; nothing more can happen in it.",
            "انتهى تشغيل «{0}» ولا يمكن أن يحدث فيه شيء بعد ذلك."),
        [BpmnProblemCode.NoSuchStart] = ("There is no start event '{0}' to begin with. Name one of the start events of the process.",
            "لا يوجد حدث بداية «{0}» للبدء به. سمِّ أحد أحداث البداية في العملية."),
        [BpmnProblemCode.NotWaiting] = ("No work '{0}' is waiting: it was completed or cancelled before.",
            "لا يوجد عمل قيد الانتظار برقم «{0}»: فقد أُنجز أو أُلغي من قبل."),
        [BpmnProblemCode.NobodyWaits] = ("No step waits for the message '{1}'. Keep it until one does, or refuse it.",
            "لا توجد خطوة تنتظر الرسالة «{1}». احفظها إلى أن تنتظرها خطوة أو ارفضها."),
        [BpmnProblemCode.NotCorrelated] = ("The message '{1}' is not for this run of '{0}': its correlation properties say otherwise. Look for the run they name.",
            "الرسالة «{1}» ليست لهذا التشغيل من «{0}»: خصائص الربط فيها تقول غير ذلك. ابحث عن التشغيل الذي تسمّيه."),
        [BpmnProblemCode.UnhandledError] = ("Nothing catches the error '{1}' of '{0}'. Add an error boundary event to the step or to the sub-process around it.",
            "لا شيء يلتقط الخطأ «{1}» من «{0}». أضف حدث خطأ حدّيًا إلى الخطوة أو إلى العملية الفرعية المحيطة بها."),
        [BpmnProblemCode.NoFlowHolds] = ("No condition after '{0}' holds, and it has no default flow. Mark one flow as default.",
            "لا يتحقق أي شرط بعد «{0}» وليس له تدفّق افتراضي. عيّن تدفّقًا افتراضيًا."),
        [BpmnProblemCode.ExpressionFailed] = ("The expression '{1}' at '{0}' gave no answer. Correct it, or supply the data it asks for.",
            "لم تُعطِ العبارة «{1}» عند «{0}» جوابًا. صحّحها أو وفّر البيانات التي تسأل عنها."),
        [BpmnProblemCode.TimerUnreadable] = ("The timer of '{0}' says '{1}', which is no ISO 8601 date, duration or cycle within reach.",
            "مؤقّت «{0}» يقول «{1}» وهذا ليس تاريخًا أو مدة أو دورة صالحة بصيغة ISO 8601."),
        [BpmnProblemCode.RunsForever] = ("The process goes round at '{0}' without a step that waits. Put a task or timer into the loop.",
            "تدور العملية عند «{0}» بلا خطوة انتظار. ضع في الحلقة مهمة أو مؤقّتًا."),
        [BpmnProblemCode.TooManyInstances] = ("'{0}' asks for {1} instances, outside 0 to the limit. Correct the loopCardinality.",
            "يطلب «{0}» عدد {1} من النسخ وهو خارج الحد المسموح. صحّح loopCardinality."),
        [BpmnProblemCode.Stuck] = ("The process would stop at '{0}' for ever, because a token it waits for cannot come. Correct the joins; see the soundness check.",
            "ستتوقف العملية عند «{0}» إلى الأبد لأن ما تنتظره لا يمكن أن يأتي. صحّح بوابات الالتقاء؛ انظر فحص السلامة."),
    };
}

/// <summary>Bounds on one call.</summary>
public sealed record BpmnLimits
{
    internal static readonly BpmnLimits Default = new();

    /// <summary>Nodes entered in one call.</summary>
    public int MaxMoves { get; init; } = 10_000;

    public int MaxInstances { get; init; } = 1_000;
}
