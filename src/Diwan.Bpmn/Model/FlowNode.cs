using System.Xml;
using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>What a flow node is, for a quick switch; each value has its own class.</summary>
public enum BpmnNodeKind
{
    StartEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    BoundaryEvent,
    Task,
    UserTask,
    ServiceTask,
    BusinessRuleTask,
    SendTask,
    ReceiveTask,
    ManualTask,
    ScriptTask,
    SubProcess,
    CallActivity,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
    EventBasedGateway,
    ComplexGateway,
}

/// <summary>An event, activity or gateway. Immutable once read.</summary>
public abstract class FlowNode
{
    private readonly XElement _element;

    private protected FlowNode(XElement element, string id, BpmnNodeKind kind, SubProcess? parent)
    {
        _element = element;
        Id = id;
        Kind = kind;
        Parent = parent;
        Name = BpmnXml.CleanName((string?)element.Attribute("name"));
        Documentation = BpmnXml.Documentation(element);
        (Line, Column) = BpmnXml.Position(element);
        Entered = new(id);
        Left = new(id);
    }

    public string Id { get; }

    /// <summary>The label on the picture, its line breaks made spaces; null when there is none.</summary>
    public string? Name { get; }

    public BpmnNodeKind Kind { get; }

    /// <summary>The sub-process the node lies in; null at the top.</summary>
    public SubProcess? Parent { get; }

    /// <summary>The text of the documentation elements, joined by blank lines; null when there is none.</summary>
    public string? Documentation { get; }

    public int Line { get; }

    public int Column { get; }

    /// <summary>The name of the innermost lane that holds the node; null without lanes.</summary>
    public string? Lane { get; internal set; }

    public IReadOnlyList<SequenceFlow> Incoming => In;

    public IReadOnlyList<SequenceFlow> Outgoing => Out;

    internal SequenceFlow[] In { get; set; } = [];

    internal SequenceFlow[] Out { get; set; } = [];

    /// <summary>Place among all nodes of the process, nested ones included.</summary>
    internal int Index { get; set; }

    // Said at every passage, so made once.
    internal BpmnStep.NodeEntered Entered { get; }

    internal BpmnStep.NodeLeft Left { get; }

    /// <summary>The first place a reader would look: the label, else the id.</summary>
    public string Label => Name ?? Id;

    /// <summary>The value of an attribute in another namespace than BPMN's; null when it is not written.</summary>
    public string? GetExtension(string namespaceUri, string localName) =>
        (string?)_element.Attribute(XName.Get(localName, namespaceUri));

    /// <summary>The elements of one name inside extensionElements, in the order written.</summary>
    public IReadOnlyList<BpmnExtension> GetExtensionElements(string namespaceUri, string localName) =>
        BpmnXml.Extensions(_element, namespaceUri, localName);

    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>A copy of an element found inside extensionElements.</summary>
public sealed record BpmnExtension(
    string NamespaceUri, string LocalName, IReadOnlyDictionary<string, string> Attributes, string Text, IReadOnlyList<BpmnExtension> Children);

/// <summary>The arrow between two nodes of one scope.</summary>
public sealed class SequenceFlow
{
    internal SequenceFlow(string id, string? name, string? documentation, FlowNode source, FlowNode target, BpmnExpression? condition, bool isDefault, int line, int column)
    {
        Id = id;
        Name = name;
        Documentation = documentation;
        Source = source;
        Target = target;
        Condition = condition;
        IsDefault = isDefault;
        Line = line;
        Column = column;
        Taken = new(id);
    }

    public string Id { get; }

    public string? Name { get; }

    /// <summary>The text of the documentation elements, joined by blank lines; null when there is none.</summary>
    public string? Documentation { get; }

    public FlowNode Source { get; }

    public FlowNode Target { get; }

    /// <summary>Null when the flow is unconditional, and for the default flow, whose condition the standard ignores.</summary>
    public BpmnExpression? Condition { get; }

    public bool IsDefault { get; }

    public int Line { get; }

    public int Column { get; }

    internal int Index { get; set; }

    internal BpmnStep.FlowTaken Taken { get; }

    public override string ToString() => $"{Source.Id} -> {Target.Id}";
}

/// <summary>An expression as written. <see cref="Language"/> is the element's own, else that of the definitions; null when neither says.</summary>
public sealed record BpmnExpression(string Text, string? Language, string OwnerId, int Line, int Column);

/// <summary>A message of the definitions. Delivery matches on the name, and on the id where the name is missing.</summary>
public sealed record BpmnMessage(string Id, string Name);

internal static class BpmnXml
{
    internal static (int Line, int Column) Position(XObject element) =>
        element is IXmlLineInfo info && info.HasLineInfo() ? (info.LineNumber, info.LinePosition) : (0, 0);

    internal static string? CleanName(string? name)
    {
        if (name is null)
            return null;
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    internal static string? Documentation(XElement element)
    {
        var texts = element.Elements(BpmnNames.M + "documentation").Select(d => d.Value.Trim()).Where(t => t.Length > 0).ToArray();
        return texts.Length == 0 ? null : string.Join("\n\n", texts);
    }

    internal static IReadOnlyList<BpmnExtension> Extensions(XElement element, string namespaceUri, string localName) =>
        [.. element.Elements(BpmnNames.M + "extensionElements")
            .Elements(XName.Get(localName, namespaceUri))
            .Select(Copy)];

    /// <summary>
    /// References are QNames in the schema; editors write them with and without a prefix, and some put a colon into ids.
    /// So the text as written is tried first, then what follows the colon.
    /// </summary>
    internal static T? Resolve<T>(Dictionary<string, T> by, string? reference)
        where T : class
    {
        if (reference is null)
            return null;
        var text = reference.Trim();
        return by.GetValueOrDefault(text) ?? (text.LastIndexOf(':') is >= 0 and var colon ? by.GetValueOrDefault(text[(colon + 1)..]) : null);
    }

    /// <summary>Whether a reference names the id, with or without a prefix.</summary>
    internal static bool Names(string? reference, string id) =>
        reference?.Trim() is { } text && (text == id || (text.EndsWith(id, StringComparison.Ordinal) && text.Length > id.Length && text[^(id.Length + 1)] == ':'));

    private static BpmnExtension Copy(XElement e)
    {
        var attributes = e.Attributes().Where(a => !a.IsNamespaceDeclaration)
            .ToDictionary(a => a.Name.NamespaceName.Length == 0 ? a.Name.LocalName : a.Name.ToString(), a => a.Value, StringComparer.Ordinal);
        return new(e.Name.NamespaceName, e.Name.LocalName, attributes, e.HasElements ? "" : e.Value, [.. e.Elements().Select(Copy)]);
    }
}
