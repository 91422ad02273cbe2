namespace Diwan.Engine.Definitions;

/// <summary>A document that a service issues, as document.yaml describes it.</summary>
public sealed class DocumentTemplate
{
    public required string Id { get; init; }

    /// <summary>certificate, plan, deed, wall, card, receipt or letter.</summary>
    public required string Layout { get; init; }

    /// <summary>Gives "ar", "en" or "both".</summary>
    public required Expression Language { get; init; }

    /// <summary>The last day on which it is in force; null when it does not expire.</summary>
    public Expression? ValidUntil { get; init; }

    public required IReadOnlyList<TemplateBlock> Blocks { get; init; }

    /// <summary>What the QR carries, in order.</summary>
    public required IReadOnlyList<SealValue> Seal { get; init; }

    public required SourcePosition At { get; init; }

    public string TitleKey => $"document.{Id}.title";
}

/// <summary>A fact of the seal.</summary>
public sealed record SealValue(string Name, TemplateValue Value);

/// <summary>
/// A value of a document: one expression for both languages, or one each.
/// </summary>
/// <param name="Ar">In Arabic; the same expression as <paramref name="En"/> where the value does not depend on the language.</param>
public sealed record TemplateValue(Expression Ar, Expression En, ValueFormat Format);

/// <summary>A cell or field: label and value.</summary>
/// <param name="Weight">Of a column: its share of the width beside the others'.</param>
/// <param name="Number">Of a column: its cells are numbers, aligned to the end.</param>
/// <param name="When">Of a column: it is there only when this holds; null for always.</param>
/// <param name="Total">Of a column: what stands below it in the row of totals.</param>
public sealed record LabelledValue(string LabelKey, TemplateValue Value, decimal Weight = 1, bool Number = false, Expression? When = null, TemplateValue? Total = null);

/// <summary>A part of a document, in reading order.</summary>
/// <param name="When">Shown only when this holds; null for always.</param>
public abstract record TemplateBlock(Expression? When, SourcePosition At)
{
    private TemplateBlock(Expression? when, SourcePosition at, int _)
        : this(when, at)
    {
    }

    /// <summary>Words with values put into them.</summary>
    /// <param name="TitleKey">Of a notice: the words above it.</param>
    public sealed record Words(WordsKind Kind, string TextKey, IReadOnlyDictionary<string, TemplateValue> Values, Expression? When, SourcePosition At, string? TitleKey = null)
        : TemplateBlock(When, At);

    /// <param name="Columns">1 or 2 pairs side by side.</param>
    public sealed record Fields(IReadOnlyList<LabelledValue> Items, Expression? When, SourcePosition At, string? CaptionKey = null, int Columns = 1) : TemplateBlock(When, At);

    /// <summary>One row for each entry of a list; cells see <c>row</c>.</summary>
    /// <param name="TotalsKey">The words in the first cell of a last row of totals; null without one.</param>
    public sealed record Table(Expression Rows, IReadOnlyList<LabelledValue> Columns, Expression? When, SourcePosition At, string? CaptionKey = null, string? TotalsKey = null)
        : TemplateBlock(When, At);

    /// <summary>A drawing of a plot, from what lands/plan-sheet returned.</summary>
    /// <param name="Scale">The denominator asked for; that of the sheet when null.</param>
    public sealed record Plot(Expression Sheet, Expression? Scale, Expression? When, SourcePosition At) : TemplateBlock(When, At);

    /// <summary>A sum of money in large type, with the sum in words.</summary>
    public sealed record Amount(LabelledValue Item, Expression? When, SourcePosition At) : TemplateBlock(When, At);

    /// <summary>A card to cut out: what stands large on it, and the fields of its front and back.</summary>
    public sealed record Card(TemplateValue Plate, IReadOnlyList<LabelledValue> Front, IReadOnlyList<LabelledValue> Back, Expression? When, SourcePosition At) : TemplateBlock(When, At);

    /// <summary>The fee lines with their explanation.</summary>
    public sealed record FeeLines(Expression? When, SourcePosition At) : TemplateBlock(When, At);
}

public enum WordsKind
{
    Heading,
    Paragraph,

    /// <summary>The first words of a certificate, set larger.</summary>
    Lead,
    Small,

    /// <summary>What the document is about, alone and large: a name.</summary>
    Headline,
    Notice,

    /// <summary>A notice that must not be overlooked.</summary>
    Important,

    /// <summary>The office that answers for the document.</summary>
    Signatory,
}
