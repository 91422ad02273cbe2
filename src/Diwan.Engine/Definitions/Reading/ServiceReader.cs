using Diwan.Bpmn;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads one service folder into its valid type, or says everything that is wrong with it.</summary>
/// <param name="frozen">It was checked when it was published: only what is needed to carry it out is read, and nothing is checked again.</param>
internal sealed class ServiceReader(DefinitionFiles files, ServiceId id, Surroundings surroundings, FaultList faults, bool frozen = false)
{
    private static readonly Dictionary<string, ApplicantKind> Kinds = FormReader.Names<ApplicantKind>();
    private static readonly Dictionary<string, LawDate> LawDates = FormReader.Names<LawDate>();
    private static readonly Dictionary<string, Rounding> Roundings = FormReader.Names<Rounding>();
    private static readonly Dictionary<string, Representation> Representations = FormReader.Names<Representation>();
    private static readonly Dictionary<string, BreachConsequence> Consequences = FormReader.Names<BreachConsequence>();
    private static readonly Dictionary<string, ReadMoment> Moments = FormReader.Names<ReadMoment>();
    private static readonly Dictionary<string, RegisterFallback> Fallbacks = FormReader.Names<RegisterFallback>();

    private static readonly Dictionary<string, Channel> Channels =
        Enum.GetValues<Channel>().Where(c => c != Channel.System).ToDictionary(c => c.Code(), StringComparer.Ordinal);

    private static readonly Dictionary<string, Assurance> Levels = Enum.GetValues<Assurance>().ToDictionary(l => l.Code(), StringComparer.Ordinal);

    private readonly ExpressionReader _expressions = new(faults);

    internal ServiceReadResult Read()
    {
        var before = faults.Count;
        if (files.Open("service.yaml", faults) is not { } map)
        {
            return new ServiceReadResult(null, null, faults.Sorted());
        }

        if (map.Flag("placeholder"))
        {
            return new ServiceReadResult(null, ReadPlaceholder(map), faults.Sorted());
        }

        var ar = TextsReader.Read(files, TextsReader.Arabic, faults);
        var en = TextsReader.Read(files, TextsReader.English, faults);
        var texts = TextsReader.Join(ar, en);
        var forms = new FormReader(faults, _expressions);
        var sections = forms.Read(files.Open("form.yaml", faults));
        var documents = new DocumentReader(faults, _expressions).Read(files.Open("document.yaml", faults));
        var rules = ReadRules();
        var (processModel, process) = ReadProcess("process.bpmn", executable: true);
        var (beforeModel, beforeProcess) = ReadProcess("before.bpmn", executable: false);
        var processExpressions = process is null ? [] : new ProcessReader(files.Shown("process.bpmn"), _expressions).Read(process);
        var examples = frozen ? [] : ReadExamples();
        if (frozen)
        {
            // The picture of the process it replaced moves no case.
            (beforeModel, beforeProcess) = (beforeModel ?? processModel, beforeProcess ?? process);
        }

        var head = ReadHead(map);
        if (head is null || rules is null || processModel is null || process is null || beforeModel is null || beforeProcess is null)
        {
            // What could be read is checked all the same, as far as it goes: nobody wants to hear of the second fault after mending the first.
            Checking.TextChecker.CheckPairs(ar, en, faults);
            return new ServiceReadResult(null, null, faults.Sorted());
        }

        var definition = head(new Parts(sections, rules, processModel, process, beforeModel, beforeProcess, processExpressions, documents, texts, examples));
        if (frozen)
        {
            return new ServiceReadResult(definition, null, faults.Sorted());
        }

        Checking.ServiceChecker.Check(definition, new Checking.CheckInput(files, ar, en, _expressions.All, surroundings), faults);
        return new ServiceReadResult(faults.HasErrorsSince(before) ? null : definition, null, faults.Sorted());
    }

    private sealed record Parts(
        IReadOnlyList<Section> Sections,
        DmnModel Rules,
        BpmnModel ProcessModel,
        BpmnProcess Process,
        BpmnModel BeforeModel,
        BpmnProcess Before,
        IReadOnlyDictionary<string, Expression> ProcessExpressions,
        IReadOnlyList<DocumentTemplate> Documents,
        Texts Texts,
        IReadOnlyList<Example> Examples);

    private Placeholder? ReadPlaceholder(YamlMap map)
    {
        map.Node("service");
        var slot = map.Whole("slot", required: true, least: 1);
        var name = SurroundingsReader.Pair(map, "name", faults);
        var why = SurroundingsReader.Pair(map, "why", faults);
        map.Done();
        return slot is { } s && name is not null && why is not null ? new Placeholder(id.ToString(), s, name, why) : null;
    }

    /// <summary>Everything of service.yaml; null when something in it is missing without which there is no service.</summary>
    private Func<Parts, ServiceDefinition>? ReadHead(YamlMap map)
    {
        var before = faults.Count;
        var written = map.Text("service", required: true);
        if (written is not null && written != id.ToString())
        {
            faults.Error(map.AtKey("service"), "folder",
                ($"اسم الخدمة «{written}» لا يطابق مجلدها.", $"The service is named \"{written}\", but its folder is {id}."),
                ($"اكتب service: {id} أو انقل المجلد.", $"Write service: {id}, or move the folder."));
        }

        var version = map.Text("version", required: true);
        var effective = map.Map("effective", required: true);
        var from = effective?.Date("from", required: true);
        var to = effective?.Date("to");
        effective?.Done();
        var applicants = map.Words("applicants", Kinds, required: true);
        var representations = map.Words("representation", Representations);
        var power = map.Text("power");
        if (power is not null && !representations.Contains(Representation.Agent))
        {
            faults.Error(map.AtKey("power"), "representation",
                ("تذكر الخدمة ما يجب أن تشمله الوكالة، ولا تُعطى لوكيل.", "The service names what a power must extend to, and is not given to agents."),
                ("أضف agent إلى representation أو احذف power.", "Add agent to representation, or remove power."));
        }

        var channels = map.Words("channels", Channels, required: true);
        var assurance = map.Word("assurance", Levels) ?? Assurance.Substantial;
        var lifeEvents = map.Words("lifeEvents", surroundings.LifeEvents.ToDictionary(e => e.Id, StringComparer.Ordinal));
        var minutes = map.Whole("minutes", required: true, least: 1);
        var promise = ReadPromise(map);
        var onBreach = map.Word("onBreach", Consequences, required: true);
        var owner = Role(map, "owner");
        var offices = surroundings.Institutions.FirstOrDefault(i => i.Id == id.Institution)?.Offices ?? [];
        var office = map.Named("office", offices.ToDictionary(o => o.Id, o => o, StringComparer.Ordinal));
        var retention = map.Map("retention", required: true);
        var years = retention?.Whole("years", required: true, least: 1);
        retention?.Done();
        var instruments = ReadInstruments(map);
        var rounding = map.Word("rounding", Roundings);
        var registers = ReadRegisters(map);
        if (assurance == Assurance.Low && registers.FirstOrDefault(r => r.Confidential) is { } secret)
        {
            faults.Error(map.AtKey("assurance"), "assurance",
                ($"تقرأ الخدمة سجلًا سريًا ({secret.Id}) ويكفيها مستوى تحقق أساسي من هوية من يطلبها.", $"The service reads a confidential register ({secret.Id}), but is content with a low level of assurance of who asks."),
                ("اكتب assurance: substantial أو high.", "Write assurance: substantial or high."));
        }

        var refusals = map.Texts("refusals").Select(r => r.Text).ToArray();
        var remedies = ReadRemedies(map);
        var assumed = ReadAssumed(map);
        var yourTurnDays = map.Whole("yourTurnDays", least: 1) ?? 30;
        map.Done();
        if ((!frozen && faults.HasErrorsSince(before))
            || promise is null || owner is null || version is null || from is null || minutes is null || onBreach is null || years is null)
        {
            return null;
        }

        return parts => new ServiceDefinition
        {
            Id = id,
            Version = version,
            EffectiveFrom = from.Value,
            EffectiveTo = to,
            Applicants = applicants,
            Representations = representations.Count == 0 ? [Representation.Self] : representations,
            Power = power,
            Channels = channels,
            Assurance = assurance,
            LifeEvents = lifeEvents,
            Minutes = minutes.Value,
            Promise = promise,
            OnBreach = onBreach.Value,
            Owner = owner,
            Office = office,
            RetentionYears = years.Value,
            Instruments = instruments,
            Rounding = rounding,
            Registers = registers,
            Refusals = refusals,
            Remedies = remedies,
            Assumed = assumed,
            YourTurnDays = yourTurnDays,
            Sections = parts.Sections,
            Rules = parts.Rules,
            ProcessModel = parts.ProcessModel,
            Process = parts.Process,
            BeforeModel = parts.BeforeModel,
            Before = parts.Before,
            ProcessExpressions = parts.ProcessExpressions,
            Writes = parts.Process.AllNodes
                .Select(n => n.GetExtension(BpmnNames.Diwan, "operation"))
                .OfType<string>()
                .Distinct()
                .Where(surroundings.Operations.ContainsKey)
                .ToDictionary(o => o, o => surroundings.Operations[o], StringComparer.Ordinal),
            Documents = parts.Documents,
            Texts = parts.Texts,
            Examples = parts.Examples,
        };
    }

    private Dictionary<string, ServiceId> ReadRemedies(YamlMap parent)
    {
        var remedies = new Dictionary<string, ServiceId>(StringComparer.Ordinal);
        foreach (var map in parent.Maps("remedies"))
        {
            var refusal = map.Text("refusal", required: true);
            var service = map.Text("service", required: true);
            map.Done();
            if (refusal is null || service is null)
            {
                continue;
            }

            if (ServiceId.TryParse(service, out var other))
            {
                remedies[refusal] = other;
            }
            else
            {
                faults.Error(map.AtKey("service"), "unknown-service",
                    ($"«{service}» ليس اسم خدمة.", $"\"{service}\" does not name a service."),
                    ("اكتب المؤسسة ثم الخدمة، مثل gam/traffic-fines.", "Write institution and service, such as gam/traffic-fines."));
            }
        }

        return remedies;
    }

    private Promise? ReadPromise(YamlMap parent)
    {
        if (parent.Map("promise", required: true) is not { } map)
        {
            return null;
        }

        var days = map.Whole("workingDays", required: true);
        var straight = map.Flag("straightThrough");
        var legal = map.Whole("legalMaximumDays");
        map.Done();
        if (days > legal)
        {
            faults.Error(map.AtKey("workingDays"), "promise",
                ($"الوعد ({days} أيام عمل) أطول من المدة القانونية القصوى ({legal}).", $"The promise of {days} working days is longer than the legal maximum of {legal}."),
                ($"اجعل workingDays {legal} أو أقل.", $"Make workingDays {legal} or fewer."));
        }

        return days is { } d ? new Promise(d, straight, legal) : null;
    }

    private string? Role(YamlMap map, string key)
    {
        var role = map.Text(key, required: true);
        if (role is null)
        {
            return null;
        }

        var full = role.Contains(':', StringComparison.Ordinal) ? role : $"{id.Institution}:{role}";
        if (frozen || surroundings.RoleKeys.Contains(full))
        {
            return full;
        }

        map.Unknown(map.AtKey(key), role, surroundings.RoleKeys);
        return null;
    }

    private List<Instrument> ReadInstruments(YamlMap parent)
    {
        var instruments = new List<Instrument>();
        foreach (var map in parent.Maps("instruments"))
        {
            var instrument = map.Text("id", required: true);
            var kind = map.Text("kind", required: true);
            var number = Blank(map.Text("number"));
            var year = map.Whole("year", least: 1900);
            var date = map.Date("date");
            var article = Blank(map.Text("article"));
            var by = map.Word("by", LawDates) ?? LawDate.Application;
            var from = map.Date("from", required: true);
            var to = map.Date("to");
            var assumed = map.Flag("assumed");
            map.Done();
            if (to < from)
            {
                map.Wrong("to", "تاريخاً لا يسبق from", "a date not before from");
            }

            if (date is { } issued && year is { } y && issued.Year != y)
            {
                map.Wrong("date", $"تاريخاً من سنة {y}، أو غيّر year", $"a date in {y}, or change year");
            }

            if (instrument is not null && kind is not null && from is { } f)
            {
                Twice(instruments.Exists(i => i.Id == instrument), instrument, map);
                instruments.Add(new Instrument(instrument, kind, number, year, date, article, f, to, by, assumed, map.At));
            }
        }

        return instruments;
    }

    private List<RegisterRead> ReadRegisters(YamlMap parent)
    {
        var registers = new List<RegisterRead>();
        foreach (var map in parent.Maps("registers"))
        {
            var register = map.Text("id", required: true);
            var operationId = map.Text("operation", required: true);
            var when = _expressions.Read(map.Feel("when"), ExpressionPlace.Form);
            var moment = map.Word("at", Moments) ?? ReadMoment.Application;
            var confidential = map.Flag("confidential");
            var fallback = map.Word("fallback", Fallbacks) ?? RegisterFallback.Wait;
            RegisterOperation? operation = null;
            if (operationId is not null && !surroundings.Operations.TryGetValue(operationId, out operation))
            {
                map.Unknown(map.AtKey("operation"), operationId, [.. surroundings.Operations.Keys]);
            }

            var with = new List<RegisterInput>();
            if (map.Map("with") is { } inputs)
            {
                foreach (var key in inputs.Keys.ToArray())
                {
                    if (operation is not null && !operation.Inputs.ContainsKey(key))
                    {
                        inputs.Unknown(inputs.AtKey(key), key, [.. operation.Inputs.Keys]);
                    }

                    if (_expressions.Read(inputs.Feel(key, required: true), ExpressionPlace.Form) is { } value)
                    {
                        with.Add(new RegisterInput(key, value));
                    }
                }
            }

            map.Done();
            if (operation is { Writes: true })
            {
                faults.Error(map.AtKey("operation"), "register-writes",
                    ($"العملية «{operation.Id}» تكتب في السجل ولا تُقرأ.", $"The operation \"{operation.Id}\" writes; it cannot be read."),
                    ("استعملها في مهمة do=\"write\" في process.bpmn.", "Use it in a service task with do=\"write\" in process.bpmn."));
            }

            foreach (var (name, _) in operation?.Inputs.Where(i => !i.Value.Nullable && with.TrueForAll(w => w.Name != i.Key)) ?? [])
            {
                faults.Error(map.AtKey("with"), "register-input",
                    ($"المدخل «{name}» لازم للعملية «{operation!.Id}».", $"The operation \"{operation!.Id}\" needs the input \"{name}\"."),
                    ($"أضف {name} إلى with.", $"Add {name} to with."));
            }

            if (register is not null && operation is not null)
            {
                Twice(registers.Exists(r => r.Id == register), register, map);
                registers.Add(new RegisterRead(register, operation, with, when, moment, confidential, fallback, map.At));
            }
        }

        return registers;
    }

    private static List<Assumption> ReadAssumed(YamlMap parent)
    {
        var assumed = new List<Assumption>();
        foreach (var map in parent.Maps("assumed"))
        {
            if (map.Text("id", required: true) is { } assumption)
            {
                assumed.Add(new Assumption(assumption, map.At));
            }

            map.Done();
        }

        return assumed;
    }

    private DmnModel? ReadRules()
    {
        if (files.Read("rules.dmn", faults) is not { } xml)
        {
            return null;
        }

        var file = files.Shown("rules.dmn");
        var read = DmnModel.Read(xml);
        foreach (var fault in read.Faults)
        {
            faults.Error(new SourcePosition(file, fault.Line, fault.Column), "dmn",
                ($"خطأ في القواعد{(fault.ElementId is null ? "" : $" عند {fault.ElementId}")}: {fault.Message}", $"The rules are not valid{(fault.ElementId is null ? "" : $" at {fault.ElementId}")}: {fault.Message}"),
                ("صحّح هذا الموضع في rules.dmn.", "Correct this place in rules.dmn. Input data a decision speaks of must be required by it."));
        }

        return read.Model;
    }

    private (BpmnModel? Model, BpmnProcess? Process) ReadProcess(string name, bool executable)
    {
        if (files.Read(name, faults) is not { } xml)
        {
            return (null, null);
        }

        var file = files.Shown(name);
        var read = BpmnModel.Read(xml);
        foreach (var fault in read.Faults.Where(f => f.Severity == BpmnSeverity.Error || (executable && f.Severity == BpmnSeverity.Warning)))
        {
            faults.Add(new SourcePosition(file, fault.Line, fault.Column), "bpmn",
                (fault.MessageArabic, fault.Message),
                ("صحّح هذا الموضع في الرسم.", "Correct this place in the diagram."),
                fault.Severity == BpmnSeverity.Error ? FaultSeverity.Error : FaultSeverity.Warning);
        }

        var process = read.Model?.Find();
        if (read.Model is not null && process is null)
        {
            faults.Error(new SourcePosition(file, 1, 1), "bpmn-empty",
                ("لا عملية في الملف.", "The file holds no process."),
                ("ارسم عملية واحدة.", "Draw one process."));
        }
        else if (process is not null && executable && read.IsValid && !process.CanExecute)
        {
            faults.Error(new SourcePosition(file, process.Line, process.Column), "bpmn-executable",
                ("العملية غير معلَّمة للتنفيذ.", "The process is not marked executable."),
                ("أضف isExecutable=\"true\".", "Add isExecutable=\"true\" to it."));
        }

        return (read.Model, process);
    }

    private List<Example> ReadExamples()
    {
        var examples = new List<Example>();
        foreach (var file in files.In("examples"))
        {
            if (files.Open(file, faults) is { } map && new ExampleReader(faults).Read(map) is { } example)
            {
                Twice(examples.Exists(e => e.Name == example.Name), example.Name, map);
                examples.Add(example);
            }
        }

        return examples;
    }

    private void Twice(bool twice, string name, YamlMap map)
    {
        if (twice)
        {
            faults.Error(map.At, "twice", ($"«{name}» مذكور مرتين.", $"\"{name}\" is there twice."), ("غيّر اسم أحدهما.", "Give one of them another name."));
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>Compiles the FEEL a process speaks: conditions, <c>diwan:with</c>, <c>diwan:date</c>, timers that begin with =.</summary>
internal sealed class ProcessReader(string file, ExpressionReader expressions)
{
    internal Dictionary<string, Expression> Read(BpmnProcess process)
    {
        var compiled = new Dictionary<string, Expression>(StringComparer.Ordinal);
        foreach (var flow in process.AllFlows)
        {
            if (flow.Condition is { } condition)
            {
                Add(condition.Text, condition.Line, condition.Column);
            }
        }

        foreach (var node in process.AllNodes)
        {
            Add(node.GetExtension(BpmnNames.Diwan, "with"), node.Line, node.Column);
            Add(node.GetExtension(BpmnNames.Diwan, "date"), node.Line, node.Column);
            if (node is BpmnEvent { Definition.Timer: { IsExpression: true } timer })
            {
                Add(timer.Text[1..], timer.Expression.Line, timer.Expression.Column);
            }
        }

        return compiled;

        void Add(string? text, int line, int column)
        {
            if (text is not null && !compiled.ContainsKey(text)
                && expressions.Read((text, new SourcePosition(file, line, column)), ExpressionPlace.Process) is { } expression)
            {
                compiled[text] = expression;
            }
        }
    }
}
