namespace Diwan.Web;

public enum ChartKind
{
    /// <summary>Columns beside one another in each category.</summary>
    Columns,

    /// <summary>Columns on top of one another: the parts of a whole. No value may be below zero.</summary>
    Stack,

    /// <summary>One line a series; a missing value breaks it.</summary>
    Lines,

    /// <summary>Lying bars, one a category, for long names; the first series only.</summary>
    Bars,
}

/// <param name="Values">One a category, in their order; null where there is none.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal?> Values);

/// <summary>What a chart shows. Its table comes from the same numbers, so neither can say more than the other.</summary>
/// <param name="Title">Said above it, and to those who do not see it.</param>
/// <param name="CategoryHead">What the categories are: the first head of the table.</param>
/// <param name="Format">How a value is written beside an axis and in the table.</param>
/// <param name="Summary">The one thing to see in it; null when the title says it.</param>
public sealed record ChartModel(
    ChartKind Kind,
    string Title,
    string CategoryHead,
    IReadOnlyList<string> Categories,
    IReadOnlyList<ChartSeries> Series,
    Func<decimal, string> Format,
    string? Summary = null)
{
    /// <summary>More series than this cannot be told apart in black and white.</summary>
    public const int MostSeries = 5;

    public bool IsEmpty => Categories.Count == 0 || Series.All(s => s.Values.All(v => v is null));
}
