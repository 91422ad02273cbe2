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
public sealed record LabelledValue(string LabelKey, TemplateValue Value);

/// <summary>A part of a document, in reading order.</summary>
/// <param name="When">Shown only when this holds; null for always.</param>
public abstract record TemplateBlock(Expression? When, SourcePosition At)
{
    private TemplateBlock(Expression? when, SourcePosition at, int _)
        : this(when, at)
    {
    }

    /// <summary>Words with values put into them.</summary>
    public sealed record Words(WordsKind Kind, string TextKey, IReadOnlyDictionary<string, TemplateValue> Values, Expression? When, SourcePosition At)
        : TemplateBlock(When, At);

    public sealed record Fields(IReadOnlyList<LabelledValue> Items, Expression? When, SourcePosition At) : TemplateBlock(When, At);

    /// <summary>One row for each entry of a list; cells see <c>row</c>.</summary>
    public sealed record Table(Expression Rows, IReadOnlyList<LabelledValue> Columns, Expression? When, SourcePosition At) : TemplateBlock(When, At);

    /// <summary>A drawing of a plot, from what lands/plan-sheet returned.</summary>
    public sealed record Plot(Expression Sheet, Expression? When, SourcePosition At) : TemplateBlock(When, At);

    /// <summary>The fee lines with their explanation.</summary>
    public sealed record FeeLines(Expression? When, SourcePosition At) : TemplateBlock(When, At);
}

public enum WordsKind
{
    Heading,
    Paragraph,
    Notice,
}
