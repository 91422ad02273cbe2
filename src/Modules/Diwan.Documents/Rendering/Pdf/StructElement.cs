namespace Diwan.Documents.Rendering.Pdf;

/// <summary>A node of the document's logical structure (ISO 32000-1, 14.7), in reading order.</summary>
internal sealed class StructElement(string type, string? language = null)
{
    private readonly List<StructElement> children = [];

    /// <summary>A standard type: Document, H1, P, Table, TR, TH, TD, L, LI, LBody, Figure, Form.</summary>
    internal string Type => type;

    /// <summary>ar or en, where it differs from what is above.</summary>
    internal string? Language => language;

    internal IReadOnlyList<StructElement> Children => children;

    internal StructElement? Parent { get; private set; }

    /// <summary>What a figure shows.</summary>
    internal string? Alternative { get; init; }

    /// <summary>The text in logical order, for software that reads aloud.</summary>
    internal string? ActualText { get; set; }

    /// <summary>The pages and marked-content numbers that belong here.</summary>
    internal List<(PdfPage Page, int Mark)> Marks { get; } = [];

    /// <summary>Whether this is the node of the signature field.</summary>
    /// <summary>For a header cell: Row or Column.</summary>
    internal string Scope { get; init; } = "Column";

    internal bool HoldsSignature { get; init; }

    internal StructElement Add(StructElement child)
    {
        child.Parent = this;
        children.Add(child);
        return child;
    }

    internal StructElement Add(string childType, string? childLanguage = null) => Add(new StructElement(childType, childLanguage));
}
