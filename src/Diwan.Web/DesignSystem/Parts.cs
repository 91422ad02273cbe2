using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Web;

/// <summary>A line of a list of facts: "check your answers", a case's details.</summary>
/// <param name="Values">One line each. A <see cref="Texts.Phrase"/>, a <see cref="FileValue"/>, or text.</param>
/// <param name="Change">A path of ours, without language, where it can be changed; null when it cannot.</param>
public sealed record SummaryRow(string Label, IReadOnlyList<object> Values, string? Change = null)
{
    public SummaryRow(string label, object value, string? change = null)
        : this(label, [value], change)
    {
    }
}

/// <summary>A value that is a file.</summary>
/// <param name="Path">A path of ours where it is saved from; null where it cannot be.</param>
public sealed record FileValue(string Name, string? Path);

/// <summary>How a step of a case stands.</summary>
public enum TimelineState
{
    Done,
    Now,
    Next,
    Bad,
}

/// <param name="Text">More about it; null when the title says all.</param>
public sealed record TimelineEntry(string Title, DateTimeOffset? When, TimelineState State, string? Text = null);

/// <summary>A line of what is to be paid.</summary>
/// <param name="Why">How it comes about, in the payer's words.</param>
public sealed record PayLine(string Label, Money Amount, string? Why = null);

/// <param name="Note">Said under the total: until when, how it can be paid.</param>
public sealed record PaySummary(IReadOnlyList<PayLine> Lines, string? Note = null)
{
    public Money Total => Lines.Sum(l => l.Amount);
}

/// <summary>What a person wants to know before starting. Null leaves a fact out.</summary>
public sealed record ServiceFacts(
    Money? Fee, Money? CounterFee, int? Minutes, int? WorkingDays, bool StraightThrough, string? Who, bool FeeDepends = false);

/// <param name="Path">A path of ours without language.</param>
public sealed record Crumb(string Label, string Path);

/// <summary>How a long list goes on: a link to its next part, and one back to its beginning. Whoever wants the part before goes back in the browser.</summary>
/// <param name="Path">A path of ours; the place is put in the query under <paramref name="Key"/>.</param>
/// <param name="Next">Null at the end.</param>
/// <param name="Begun">Whether what is shown is not its beginning.</param>
/// <param name="Query">What else the query carries.</param>
public sealed record Onward(string Path, ListPlace? Next, bool Begun, IReadOnlyList<(string Name, string? Value)> Query, string Key = "after");

/// <summary>Pages of a list.</summary>
/// <param name="Path">A path of ours; the page number is put in the query as <c>page</c>.</param>
/// <param name="Query">What else the query carries.</param>
public sealed record Paging(int Current, int Total, string Path, IReadOnlyList<(string Name, string? Value)> Query)
{
    /// <summary>First, last, and those beside the current; 0 where some are left out.</summary>
    public IEnumerable<int> Shown()
    {
        var last = 0;
        for (var page = 1; page <= Total; page++)
        {
            if (page == 1 || page == Total || Math.Abs(page - Current) <= 1)
            {
                if (page - last > 1)
                {
                    yield return 0;
                }

                last = page;
                yield return page;
            }
        }
    }
}

/// <summary>A table whose rows become cards on a phone.</summary>
/// <param name="Caption">Names the table; shown.</param>
/// <param name="Rows">Cells in the order of the columns: text, a Phrase or markup.</param>
public sealed record TableModel(string Caption, IReadOnlyList<TableHead> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, IReadOnlyList<object?>? Foot = null, bool HideCaption = false)
{
    /// <summary>The first column and some others: a table with all of them may be wider than a page.</summary>
    public TableModel Only(string caption, Range columns) => new(
        caption, [Columns[0], .. Columns.Take(columns).ToList()], [.. Rows.Select(row => (IReadOnlyList<object?>)[row[0], .. row.Take(columns).ToList()])],
        Foot is null ? null : [Foot[0], .. Foot.Take(columns).ToList()], HideCaption);
}

/// <param name="Numeric">Right under one another, digits of one width.</param>
public sealed record TableHead(string Label, bool Numeric = false);

/// <summary>A plate as it is read on the car.</summary>
public sealed record Plate(string Code, string Number);
