namespace Diwan.Bpmn;

/// <summary>One sentence a person may be told, with the remedy, in both languages. {0} is the element.</summary>
internal sealed record FaultText(string Code, BpmnSeverity Severity, string English, string Arabic);

internal static class FaultTexts
{
    private const BpmnSeverity E = BpmnSeverity.Error;
    private const BpmnSeverity W = BpmnSeverity.Warning;
    private const BpmnSeverity N = BpmnSeverity.Notice;

    // The file
    internal static readonly FaultText NotXml = new("BPMN001", E,
        "The text is not well-formed XML: {0} Export the diagram again from the editor.",
        "النص ليس XML سليم البنية: {0} أعد تصدير المخطط من المحرّر.");

    internal static readonly FaultText HasDtd = new("BPMN002", E,
        "A document type definition is not allowed, for safety. Remove the DOCTYPE line.",
        "لا يُسمح بتعريف نوع المستند (DOCTYPE) لأسباب أمنية. احذف سطر DOCTYPE.");

    internal static readonly FaultText TooLarge = new("BPMN003", E,
        "The file has more than {0} {1}. Split the model into smaller files.",
        "يتجاوز الملف الحد المسموح وهو {0} ({1}). قسّم النموذج إلى ملفات أصغر.");

    internal static readonly FaultText NotBpmn = new("BPMN004", E,
        "The root element is {0}, not definitions in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL. Export as BPMN 2.0 XML.",
        "العنصر الجذر هو {0} وليس definitions في فضاء الأسماء http://www.omg.org/spec/BPMN/20100524/MODEL. صدّر المخطط بصيغة BPMN 2.0 XML.");

    internal static readonly FaultText NoProcess = new("BPMN005", W,
        "The file holds no process, only diagrams or definitions.",
        "لا يحتوي الملف على أي عملية، بل على رسوم أو تعريفات فقط.");

    internal static readonly FaultText Encoding = new("BPMN006", E,
        "The encoding '{0}' is not known. Save the file as UTF-8.",
        "ترميز المحارف «{0}» غير معروف. احفظ الملف بترميز UTF-8.");

    internal static readonly FaultText NotInEncoding = new("BPMN007", E,
        "The file says it is in {0} but holds bytes that are not. Save it as UTF-8.",
        "يقول الملف إنه بترميز {0} لكن فيه محارف ليست منه. احفظه بترميز UTF-8.");

    // Identity and references
    internal static readonly FaultText NoId = new("BPMN010", W,
        "The {0} has no id, so nothing can refer to it. Give it an id.",
        "ليس للعنصر {0} معرّف (id) فلا يمكن الإشارة إليه. أضف له معرّفًا.");

    internal static readonly FaultText DuplicateId = new("BPMN011", E,
        "The id '{0}' is used more than once. Every id must be unique in the file.",
        "المعرّف «{0}» مستعمل أكثر من مرة. يجب أن يكون كل معرّف فريدًا في الملف.");

    internal static readonly FaultText FlowEnd = new("BPMN012", E,
        "The sequence flow '{0}' has {1} '{2}', which is no node of the same process or sub-process. Draw the arrow again; use a message flow between pools and an event on the border of a sub-process.",
        "تدفّق التسلسل «{0}» يشير في {1} إلى «{2}» وهو ليس عقدة في العملية نفسها أو العملية الفرعية نفسها. أعد رسم السهم؛ واستعمل تدفّق الرسائل بين الأحواض وحدثًا على حافة العملية الفرعية.");

    internal static readonly FaultText MissingReference = new("BPMN013", E,
        "{0} refers by {1} to '{2}', which does not exist in the file. Choose an existing one or add it.",
        "العنصر {0} يشير عبر {1} إلى «{2}» وهو غير موجود في الملف. اختر عنصرًا موجودًا أو أضفه.");

    internal static readonly FaultText BoundaryHost = new("BPMN014", E,
        "The boundary event {0} is attached to '{1}', which is no activity of the same level. Attach it to the border of a task or sub-process.",
        "الحدث الحدّي {0} ملحق بـ«{1}» وهو ليس نشاطًا في المستوى نفسه. ألحقه بحافة مهمة أو عملية فرعية.");

    internal static readonly FaultText DefaultFlow = new("BPMN015", E,
        "{0} names the default flow '{1}', which does not leave it. Choose one of its outgoing flows.",
        "العنصر {0} يسمّي التدفّق الافتراضي «{1}» وهو لا يخرج منه. اختر أحد تدفّقاته الخارجة.");

    internal static readonly FaultText Unknown = new("BPMN016", E,
        "'{0}' is not an element of BPMN 2.0 known here, inside {1}. Remove it, or move it into extensionElements.",
        "«{0}» ليس عنصرًا معروفًا من عناصر BPMN 2.0 داخل {1}. احذفه أو انقله إلى extensionElements.");

    internal static readonly FaultText UnknownAttribute = new("BPMN017", E,
        "{0} has the attribute '{1}', which BPMN 2.0 does not give it. Correct the name, or put it in a namespace of its own.",
        "للعنصر {0} سمة «{1}» لا تعرّفها BPMN 2.0 له. صحّح الاسم أو ضعها في فضاء أسماء خاص بها.");

    internal static readonly FaultText BadValue = new("BPMN018", E,
        "{0} has {1}=\"{2}\", which is not executed here. {3}",
        "للعنصر {0} القيمة {1}=\"{2}\" وهي لا تُنفَّذ هنا. {4}");

    // Refused at execution
    internal static readonly FaultText Refused = new("BPMN100", E,
        "{0}: {1} is not executed. {2}",
        "العنصر {0} من نوع لا يُنفَّذ: {3}. {4}");

    internal static readonly FaultText NoStart = new("BPMN101", E,
        "{0} has no start event. Add one and connect it to the first step.",
        "ليس في {0} حدث بداية. أضف حدث بداية وصِله بالخطوة الأولى.");

    internal static readonly FaultText ManyStarts = new("BPMN102", E,
        "{0} has {1} start events without trigger. Keep one, and give the others a message or timer.",
        "في {0} عدد {1} من أحداث البداية بلا مُحفِّز. أبقِ واحدًا وأعطِ الباقي رسالة أو مؤقّتًا.");

    internal static readonly FaultText SubStart = new("BPMN103", E,
        "The sub-process {0} must have exactly one start event, without trigger; it has {1} start events.",
        "يجب أن يكون في العملية الفرعية {0} حدث بداية واحد بلا مُحفِّز؛ وفيها {1} من أحداث البداية.");

    internal static readonly FaultText NoWayOut = new("BPMN104", E,
        "No flow leaves {0}, and it is no end event. Connect it to the next step or to an end event.",
        "لا يخرج أي تدفّق من {0} وهو ليس حدث نهاية. صِله بالخطوة التالية أو بحدث نهاية.");

    internal static readonly FaultText NoWayIn = new("BPMN105", E,
        "No flow leads to {0}, so it never happens. Connect it or remove it.",
        "لا يؤدي أي تدفّق إلى {0} فلن يحدث أبدًا. صِله أو احذفه.");

    internal static readonly FaultText FlowNotAllowed = new("BPMN106", E,
        "{0}: {1} Remove the flow '{2}'.",
        "العنصر {0}: {3} احذف التدفّق «{2}».");

    internal static readonly FaultText NoMessage = new("BPMN107", E,
        "{0} names no message. Choose a message, with a name, in its messageRef.",
        "العنصر {0} لا يسمّي رسالة. اختر له رسالة ذات اسم في messageRef.");

    internal static readonly FaultText NoTimer = new("BPMN108", E,
        "The timer of {0} must say exactly one of timeDate, timeDuration and timeCycle.",
        "يجب أن يحدد مؤقّت {0} واحدًا فقط من timeDate أو timeDuration أو timeCycle.");

    internal static readonly FaultText BadTimer = new("BPMN109", E,
        "The timer of {0} says '{1}', which is not {2}. Write for example {3}, or an expression that begins with =.",
        "مؤقّت {0} يقول «{1}» وهذا ليس بصيغة {2}. اكتب مثلًا {3} أو عبارة تبدأ بعلامة =.");

    internal static readonly FaultText NoCondition = new("BPMN110", E,
        "The flow '{0}' leaves the {2} {1}, which has several ways out, without a condition. Write a condition, or make it the default flow.",
        "التدفّق «{0}» يخرج من {1} ({2}) ذات المخارج المتعددة بلا شرط. اكتب شرطًا أو اجعله التدفّق الافتراضي.");

    internal static readonly FaultText ConditionIgnored = new("BPMN111", E,
        "The flow '{0}' has a condition, but {1} never asks it. Put the condition after an exclusive gateway, or remove it.",
        "للتدفّق «{0}» شرط لكن {1} لا يسأل عنه أبدًا. ضع الشرط بعد بوابة حصرية أو احذفه.");

    internal static readonly FaultText NoDefault = new("BPMN112", W,
        "{0} has no default flow: a case stops there when no condition holds. Mark one outgoing flow as default.",
        "ليس لـ{0} تدفّق افتراضي: تتوقف المعاملة عندها إذا لم يتحقق أي شرط. عيّن أحد التدفّقات الخارجة افتراضيًا.");

    internal static readonly FaultText EventGatewayTarget = new("BPMN113", E,
        "Behind the event-based gateway {0} stands {1}. Only message and timer catch events and receive tasks, each with this one way in and no boundary events, may follow.",
        "بعد البوابة المبنية على الأحداث {0} يأتي {1}. لا يجوز أن يليها إلا أحداث التقاط رسالة أو مؤقّت أو مهام استلام، لكلٍّ منها هذا المدخل وحده وبلا أحداث حدّية.");

    internal static readonly FaultText EventGatewaySame = new("BPMN114", E,
        "Behind the event-based gateway {0} two ways wait for the message '{1}', so only the first would ever be taken. Keep one.",
        "بعد البوابة المبنية على الأحداث {0} مساران ينتظران الرسالة «{1}» فلن يُسلك إلا الأول. أبقِ واحدًا.");

    internal static readonly FaultText NoCardinality = new("BPMN115", E,
        "The multi-instance {0} does not say how many: write a loopCardinality. Collections of data are not read.",
        "المهمة متعددة النسخ {0} لا تحدد العدد: اكتب loopCardinality. لا تُقرأ مجموعات البيانات.");

    internal static readonly FaultText NeverBoundary = new("BPMN116", E,
        "The boundary event {0} can never happen, because {1} is finished the moment it begins. Make it a user, service or receive task, or remove the event.",
        "لا يمكن أن يقع الحدث الحدّي {0} لأن {1} تنتهي لحظة بدئها. اجعلها مهمة مستخدم أو خدمة أو استلام، أو احذف الحدث.");

    internal static readonly FaultText ErrorNotInterrupting = new("BPMN117", E,
        "The error event {0} must interrupt its activity. Set cancelActivity to true.",
        "يجب أن يقطع حدث الخطأ {0} نشاطه. اجعل cancelActivity بقيمة true.");

    internal static readonly FaultText NoErrorCode = new("BPMN118", E,
        "The error end event {0} names no error with a code. Choose an error that has an errorCode.",
        "حدث نهاية الخطأ {0} لا يسمّي خطأ ذا رمز. اختر خطأ له errorCode.");

    internal static readonly FaultText SameError = new("BPMN119", E,
        "{0} and another boundary event of the same activity catch the same error. Keep one.",
        "{0} وحدث حدّي آخر على النشاط نفسه يلتقطان الخطأ نفسه. أبقِ واحدًا.");

    internal static readonly FaultText SameMessage = new("BPMN121", E,
        "{0} and another boundary event of the same activity wait for the message '{1}', so it would never happen. Keep one.",
        "{0} وحدث حدّي آخر على النشاط نفسه ينتظران الرسالة «{1}» فلن يقع أبدًا. أبقِ واحدًا.");

    internal static readonly FaultText ProcessTooLarge = new("BPMN120", E,
        "The process '{0}' has {1} nodes and flows; at most {2} are run. Split it into several processes.",
        "في العملية «{0}» عدد {1} من العقد والتدفّقات؛ ولا يُنفَّذ أكثر من {2}. قسّمها إلى عدة عمليات.");

    // Kept, not executed
    internal static readonly FaultText KeptExtension = new("BPMN200", N,
        "'{0}' from the namespace {1} is kept but has no effect on execution ({2} times, first at this line).",
        "«{0}» من فضاء الأسماء {1} محفوظ لكن لا أثر له في التنفيذ (عدد المرات {2}، أولها في هذا السطر).");

    internal static readonly FaultText CorrelationKey = new("BPMN122", E,
        "The correlation subscription '{0}' names the key '{1}', which is not in the file. Name a correlationKey of the collaboration.",
        "يسمّي اشتراك الربط «{0}» المفتاح «{1}» وهو ليس في الملف. سمِّ correlationKey من التعاون.");

    internal static readonly FaultText CorrelationProperty = new("BPMN123", E,
        "In the correlation subscription '{0}' the property '{1}' cannot be told: it needs a dataPath in its binding and a messagePath for a message of the file.",
        "لا يمكن معرفة الخاصية «{1}» في اشتراك الربط «{0}»: تحتاج إلى dataPath في ربطها وإلى messagePath لرسالة من الملف.");

    internal static readonly FaultText KeptElement = new("BPMN201", N,
        "'{0}' is kept as documentation but has no effect on execution ({1} times, first at this line).",
        "«{0}» محفوظ للتوثيق لكن لا أثر له في التنفيذ (عدد المرات {1}، أولها في هذا السطر).");
}
