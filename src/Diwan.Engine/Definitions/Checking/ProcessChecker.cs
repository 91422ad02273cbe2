using System.Globalization;
using Diwan.Bpmn;
using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>The process: it ends, tells the applicant, and asks only for what exists.</summary>
internal sealed class ProcessChecker(ServiceDefinition definition, CheckInput input, FaultList faults)
{
    private static readonly string[] Deeds = ["bill", "read", "write", "issue", "refund"];
    private static readonly string[] Outcomes = ["issued", "refused", "lapsed", "refunded"];
    private static readonly string[] Errors = ["register.notFound", "register.refused", "register.down"];
    private static readonly string[] Measures = ["minutes", "wait", "visits", "papers", "cost"];

    internal void Check()
    {
        if (definition.Process.CanExecute)
        {
            Soundness();
        }

        foreach (var node in definition.Process.AllNodes)
        {
            Node(node);
        }

        foreach (var node in definition.Before.AllNodes.Where(n => n is Activity and not SubProcess))
        {
            foreach (var name in Measures)
            {
                if (Attribute(node, name) is { } text && !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
                {
                    Error(At(node, "before.bpmn"), "wrong-value", ($"قيمة diwan:{name} في «{node.Id}» ليست عدداً.", $"diwan:{name} of \"{node.Id}\" is not a number."), ("اكتب عدداً مثل 30.", "Write a number such as 30."));
                }
            }

            if (Attribute(node, "minutes") is null)
            {
                Error(At(node, "before.bpmn"), "before-minutes", ($"المهمة «{node.Id}» بلا دقائق عمل.", $"The task \"{node.Id}\" carries no minutes of work."), ("أضف diwan:minutes.", "Add diwan:minutes."));
            }
        }
    }

    private void Soundness()
    {
        foreach (var fault in BpmnSoundness.Check(definition.Process).Where(f => f.Severity == BpmnSeverity.Error))
        {
            Error(new SourcePosition(input.Files.Shown("process.bpmn"), fault.Line, fault.Column), "unsound-process",
                (fault.MessageArabic, fault.Message),
                fault.Path.Count == 0
                    ? ("صحّح الرسم في هذا الموضع.", "Correct the diagram at this place.")
                    : ($"الطريق إليه: {string.Join(" ← ", fault.Path)}.", $"The way there: {string.Join(" → ", fault.Path)}."));
        }

        if (BpmnPaths.FindPathAvoiding(definition.Process, n => n.Kind == BpmnNodeKind.SendTask) is { Count: > 0 } path)
        {
            var last = definition.Process.Find(path[^1]);
            Error(last is null ? new SourcePosition(input.Files.Shown("process.bpmn"), 0, 0) : At(last, "process.bpmn"), "silent-end",
                ($"يمكن أن تنتهي العملية دون إبلاغ مقدم الطلب: {string.Join(" ← ", path)}.", $"The process can end without telling the applicant: {string.Join(" → ", path)}."),
                ("أضف مهمة إرسال على هذا الطريق.", "Put a send task on this way."));
        }
    }

    private void Node(FlowNode node)
    {
        var at = At(node, "process.bpmn");
        switch (node.Kind)
        {
            case BpmnNodeKind.UserTask:
                Known(at, node, "role", input.Surroundings.RoleKeys, required: true);
                if (Attribute(node, "days") is not { } days || !int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                {
                    Error(at, "task-deadline", ($"المهمة «{node.Id}» بلا مهلة.", $"The user task \"{node.Id}\" has no deadline."), ("أضف diwan:days=\"2\" بأيام العمل.", "Add diwan:days, in working days, such as diwan:days=\"2\"."));
                }

                break;
            case BpmnNodeKind.ServiceTask:
                Service(node, at);
                break;
            case BpmnNodeKind.BusinessRuleTask:
                Known(at, node, "decision", [.. definition.Rules.Decisions.Select(d => d.Name)], required: true);
                break;
            case BpmnNodeKind.SendTask when Attribute(node, "message") is null:
                Lacks(at, node, "message");
                break;
            case BpmnNodeKind.ReceiveTask:
                Known(at, node, "await", ["payment"], required: true);
                break;
            case BpmnNodeKind.EndEvent when node.Parent is null:
                Known(at, node, "outcome", Outcomes, required: node is not EndEvent { Definition.Kind: BpmnEventKind.Error });
                Known(at, node, "reason", [.. definition.Refusals.Concat(RuleCodes.Refusals(definition))], required: false);
                break;
            case BpmnNodeKind.BoundaryEvent when node is BoundaryEvent { Definition: { Kind: BpmnEventKind.Error, ErrorCode: { } code } } && !Errors.Contains(code):
                Error(at, "unknown-word", ($"رمز الخطأ «{code}» غير معروف.", $"The error code \"{code}\" is not known."), Nearest.Remedy(code, Errors));
                break;
            case BpmnNodeKind.Task or BpmnNodeKind.ManualTask or BpmnNodeKind.ScriptTask or BpmnNodeKind.CallActivity:
                Error(at, "task-kind", ($"المهمة «{node.Id}» من نوع لا يُنفَّذ.", $"The task \"{node.Id}\" is of a kind that does nothing here."), ("اجعلها مهمة مستخدم أو خدمة أو قاعدة أو إرسال أو استقبال.", "Make it a user, service, business rule, send or receive task."));
                break;
        }

        if (node is BpmnEvent { Definition.Kind: BpmnEventKind.Timer } && Attribute(node, "workingDays") is { } working
            && !int.TryParse(working, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Error(at, "wrong-value", ($"قيمة diwan:workingDays «{working}» ليست عدداً.", $"diwan:workingDays \"{working}\" is not a whole number."), ("اكتب عدداً مثل 3.", "Write a number such as 3."));
        }
    }

    private void Service(FlowNode node, SourcePosition at)
    {
        switch (Known(at, node, "do", Deeds, required: true))
        {
            case "read" when Known(at, node, "register", [.. definition.Registers.Select(r => r.Id)], required: true) is { } id:
                if (definition.FindRegister(id)!.ReadAt != ReadMoment.Process)
                {
                    Error(at, "register-moment", ($"السجل «{id}» يُقرأ عند التقديم لا في العملية.", $"The register \"{id}\" is read while applying, not in the process."), ("أضف at: process إليه في service.yaml.", "Add at: process to it in service.yaml."));
                }

                break;
            case "write" when Known(at, node, "operation", [.. input.Surroundings.Operations.Keys], required: true) is { } operation:
                Write(node, at, input.Surroundings.Operations[operation]);
                break;
            case "issue":
                Known(at, node, "document", [.. definition.Documents.Select(d => d.Id)], required: definition.Documents.Count != 1);
                break;
        }
    }

    private void Write(FlowNode node, SourcePosition at, RegisterOperation operation)
    {
        if (!operation.Writes)
        {
            Error(at, "register-reads", ($"العملية «{operation.Id}» لا تكتب.", $"The operation \"{operation.Id}\" does not write."), ("استعمل عملية تكتب، أو do=\"read\".", "Use one that writes, or do=\"read\"."));
        }

        if (Attribute(node, "with") is not { } with)
        {
            Lacks(at, node, "with");
            return;
        }

        // The key that makes a write idempotent is the platform's to give.
        foreach (var (name, shape) in operation.Inputs)
        {
            if (!shape.Nullable && name != "key" && !System.Text.RegularExpressions.Regex.IsMatch(with, $@"\b{name}\b""?\s*:", System.Text.RegularExpressions.RegexOptions.CultureInvariant))
            {
                Error(at, "register-input", ($"المدخل «{name}» لازم للعملية «{operation.Id}».", $"The operation \"{operation.Id}\" needs the input \"{name}\"."), ($"أضف {name} إلى diwan:with.", $"Add {name} to diwan:with."));
            }
        }
    }

    /// <summary>The value of an attribute when it is one of the known words; otherwise a fault, and null.</summary>
    private string? Known(SourcePosition at, FlowNode node, string name, IReadOnlyCollection<string> known, bool required)
    {
        var value = Attribute(node, name);
        if (value is null)
        {
            if (required)
            {
                Lacks(at, node, name);
            }

            return null;
        }

        if (known.Contains(value))
        {
            return value;
        }

        Error(at, "unknown-word", ($"قيمة diwan:{name} في «{node.Id}»، وهي «{value}»، غير معروفة.", $"diwan:{name} of \"{node.Id}\" is \"{value}\", which is not known."), Nearest.Remedy(value, known));
        return null;
    }

    private void Lacks(SourcePosition at, FlowNode node, string name) =>
        Error(at, "missing-attribute", ($"العنصر «{node.Id}» بلا diwan:{name}.", $"\"{node.Id}\" has no diwan:{name}."), ($"أضف diwan:{name}.", $"Add diwan:{name}."));

    private static string? Attribute(FlowNode node, string name) => node.GetExtension(BpmnNames.Diwan, name);

    private SourcePosition At(FlowNode node, string file) => new(input.Files.Shown(file), node.Line, node.Column);

    private void Error(SourcePosition at, string code, (string, string) message, (string, string) remedy) => faults.Error(at, code, message, remedy);
}
