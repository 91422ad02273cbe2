namespace Diwan.Bpmn;

/// <summary>How a picture is drawn. All texts are the caller's, ready to show.</summary>
public sealed record BpmnSvgOptions
{
    /// <summary>Which process; null for the executable one, else the first. A collaboration is drawn whole, with its other pools.</summary>
    public string? ProcessId { get; init; }

    /// <summary>Mirrors the picture, so that the process begins at the right.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>ar or en: the language of the words the library itself says, and of the lang attribute.</summary>
    public string Language { get; init; } = "ar";

    /// <summary>What a screen reader says first; null for the name of the process.</summary>
    public string? Title { get; init; }

    /// <summary>What a screen reader says next; null for the steps in order.</summary>
    public string? Description { get; init; }

    /// <summary>Another label for a node, a translation for example; null keeps the file's.</summary>
    public Func<FlowNode, string?>? Label { get; init; }

    /// <summary>Another label for a sequence flow; null keeps the file's.</summary>
    public Func<SequenceFlow, string?>? FlowLabel { get; init; }

    /// <summary>Marks where a run stands: the nodes at which its tokens rest.</summary>
    public ProcessState? State { get; init; }

    /// <summary>More nodes to mark as the current position, by id.</summary>
    public IReadOnlyCollection<string> Current { get; init; } = [];

    /// <summary>Nodes passed already, by id.</summary>
    public IReadOnlyCollection<string> Passed { get; init; } = [];

    /// <summary>A short text beside a node, by id: the time spent there, for example.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Nodes the reader may not see, by id. They are left out with what is tied to them and what only stands between them,
    /// in shape, words and description; lines go past. A position there must not be given in <see cref="State"/> or <see cref="Current"/>.
    /// </summary>
    public IReadOnlyCollection<string> Hidden { get; init; } = [];

    /// <summary>How a node differs from another process, by id: said in words and by a sign, not by colour alone.</summary>
    public IReadOnlyDictionary<string, BpmnChangeKind> Changes { get; init; } = new Dictionary<string, BpmnChangeKind>();

    /// <summary>Lays the process out anew even when the file has positions.</summary>
    public bool IgnorePositions { get; init; }

    /// <summary>Before every id in the picture, so that two pictures can stand on one page. Letters, digits, - and _.</summary>
    public string IdPrefix { get; init; } = "bpmn";
}
