using System.Globalization;
using System.Xml.Linq;

namespace Diwan.Bpmn;

public enum BpmnSeverity
{
    /// <summary>Kept in the file, without effect on execution.</summary>
    Notice,

    /// <summary>It runs, but may not do what its author means.</summary>
    Warning,

    /// <summary>It does not run.</summary>
    Error,
}

/// <summary>Something to tell the author of a process, in English and Arabic, with what to write instead.</summary>
/// <param name="Code">Stable; see README.md.</param>
/// <param name="Line">From 1; 0 when the fault has no place.</param>
public sealed record BpmnFault(
    string Code, BpmnSeverity Severity, string Message, string MessageArabic, int Line, int Column, string? ElementId)
{
    /// <summary>For a soundness fault: the ids of nodes in the order a run would enter them until it goes wrong.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column} {Severity} {Code}: {Message}");

    internal static BpmnFault Of(FaultText text, XElement? at, params object?[] arguments)
    {
        var (line, column) = at is null ? (0, 0) : BpmnXml.Position(at);
        return Of(text, line, column, (string?)at?.Attribute("id"), arguments);
    }

    internal static BpmnFault Of(FaultText text, FlowNode at, params object?[] arguments) =>
        Of(text, at.Line, at.Column, at.Id, arguments);

    internal static BpmnFault Of(FaultText text, int line, int column, string? id, params object?[] arguments) =>
        new(text.Code, text.Severity,
            string.Format(CultureInfo.InvariantCulture, text.English, arguments),
            string.Format(CultureInfo.InvariantCulture, text.Arabic, arguments),
            line, column, id);
}

/// <param name="Model">Null only when the text is no BPMN that can be read. With errors in <paramref name="Faults"/> it can be shown, not run.</param>
public sealed record BpmnReadResult(BpmnModel? Model, IReadOnlyList<BpmnFault> Faults)
{
    /// <summary>Whether the model was read without an error.</summary>
    public bool IsValid => Model is not null && !Faults.Any(f => f.Severity == BpmnSeverity.Error);
}

/// <summary>Limits on what is read, and what the caller knows.</summary>
public sealed record BpmnOptions
{
    /// <summary>Characters of XML; a larger text is refused.</summary>
    public int MaxCharacters { get; init; } = 5_000_000;

    /// <summary>How deep elements may nest.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Elements and attributes together.</summary>
    public int MaxNodes { get; init; } = 500_000;

    /// <summary>Nodes and flows together in an executable process; a larger one can be shown, not run.</summary>
    public int MaxProcessSize { get; init; } = 5_000;

    /// <summary>Extension namespaces the caller gives a meaning to; all others get a notice in an executable process.</summary>
    public IReadOnlyList<string> KnownExtensions { get; init; } = [BpmnNames.Diwan];
}
