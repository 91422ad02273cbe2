namespace Diwan.Feel;

/// <summary>What an evaluation may see and use. Every limit that is met ends the evaluation with null and an issue naming the limit.</summary>
public sealed record FeelOptions
{
    public static FeelOptions Default { get; } = new();

    /// <summary>What now() and today() answer. Not given: both are null with a reason, so that the same inputs always give the same answer.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The zone in which now() is written, by IANA name, such as Asia/Amman. Not given: the offset of <see cref="Now"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Function calls and decisions within one another.</summary>
    public int MaxDepth { get; init; } = 256;

    /// <summary>Units of work: an iteration, a third of a call, a list item made, 16 characters made.</summary>
    public long MaxSteps { get; init; } = 2_000_000;

    /// <summary>Items of one list.</summary>
    public int MaxListSize { get; init; } = 200_000;

    /// <summary>UTF-16 units of one string.</summary>
    public int MaxStringLength { get; init; } = 1_000_000;

    /// <summary>How long one regular expression may run. Most patterns run in linear time anyway; this is for those with back-references.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many issues are kept; the rest are counted only.</summary>
    public int MaxIssues { get; init; } = 100;

    /// <summary>Characters of one expression when reading it.</summary>
    public int MaxExpressionLength { get; init; } = 200_000;

    /// <summary>Brackets, operators and keywords within one another when reading an expression.</summary>
    public int MaxNesting { get; init; } = 128;

    /// <summary>Characters of one regular expression.</summary>
    public int MaxPatternLength { get; init; } = 10_000;

    /// <summary>Characters of one DMN document.</summary>
    public int MaxDocumentLength { get; init; } = 20_000_000;

    /// <summary>XML elements within one another.</summary>
    public int MaxDocumentDepth { get; init; } = 300;

    /// <summary>Models that one model imports, directly and through others.</summary>
    public int MaxImports { get; init; } = 100;
}
