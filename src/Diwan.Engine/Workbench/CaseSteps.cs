using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;

namespace Diwan.Engine.Workbench;

/// <summary>A step of the process that was done in a case.</summary>
public sealed record DoneStep(string Node, DateTimeOffset At);

/// <summary>
/// What the events of a case say of the steps of its process, to be laid beside the model. Sending messages, choices and borders leave no event of their own and
/// pass unseen; so do confidential steps, whoever asks.
/// </summary>
public sealed class CaseSteps
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly BpmnProcess _process;
    private readonly string? _bill;
    private readonly string? _refund;
    private readonly List<string> _payments;

    public CaseSteps(ServiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _process = definition.Process;
        foreach (var node in definition.Process.AllNodes.Where(n => !IsConfidential(definition, n)))
        {
            if (node.Kind is BpmnNodeKind.UserTask or BpmnNodeKind.BusinessRuleTask or BpmnNodeKind.ServiceTask or BpmnNodeKind.EndEvent || Word(node, "await") == "payment")
            {
                _seen.Add(node.Id);
            }
        }

        string? Doing(string what) => definition.Process.AllNodes.FirstOrDefault(n => Word(n, "do") == what)?.Id;
        (_bill, _refund) = (Doing("bill"), Doing("refund"));
        _payments = [.. definition.Process.AllNodes.Where(n => Word(n, "await") == "payment").Select(n => n.Id)];
        Unbilled = new HashSet<string>(_payments.Append(_bill).OfType<string>(), StringComparer.Ordinal);
    }

    /// <summary>The steps of which there are events that anybody at a desk may know.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>What a case that owes nothing goes without.</summary>
    public IReadOnlySet<string> Unbilled { get; }

    /// <summary>The step that an event says was done; null when it says none.</summary>
    public string? Of(CaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var step = happened.Type switch
        {
            CaseEvents.TaskDecided or CaseEvents.RegisterAnswered or CaseEvents.RuleApplied or CaseEvents.DocumentIssued => happened.NodeId,
            CaseEvents.BillIssued => _bill,
            CaseEvents.PaymentReceived => _payments.FirstOrDefault(),
            CaseEvents.RefundOrdered when happened.Data.GetValueOrDefault("why") == "process" => _refund,
            CaseEvents.Ended or CaseEvents.Lapsed => happened.NodeId,
            _ => null,
        };

        // A step this model does not have stays: it is what the model does not foresee.
        return step is not null && happened.Audience != Audience.Confidential && (_seen.Contains(step) || _process.Find(step) is null) ? step : null;
    }

    private static string? Word(FlowNode node, string name) => node.GetExtension(BpmnNames.Diwan, name);

    private static bool IsConfidential(ServiceDefinition definition, FlowNode node) =>
        Word(node, "confidential") == "true" || (Word(node, "register") is { } register && definition.FindRegister(register) is { Confidential: true });
}
