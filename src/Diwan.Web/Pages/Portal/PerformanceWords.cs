using Diwan.Kernel;
using Diwan.Programme.Reports;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal;

/// <summary>A month of a service as cells of a table. What is not told for small counts says so; what is not known is a dash.</summary>
internal static class PerformanceWords
{
    private static readonly string[] Figures =
    [
        "submitted", "issued", "refused", "completion", "online", "inPromise", "median", "ninetieth", "satisfaction", "complaints", "costOfCase", "visitsSpared", "papersSpared",
    ];

    /// <summary>How the work was done, and what people thought of it, what it cost and spared.</summary>
    /// <param name="first">What stands at the beginning of a row.</param>
    internal static IReadOnlyList<TableModel> Tables(Text text, string caption, string first, IEnumerable<(string Name, PerformanceMonth Month)> rows)
    {
        var all = new TableModel(
            caption, [new(first), .. Figures.Select(head => new TableHead((string)text[$"performance.{head}"], true))],
            [.. rows.Select(r => (IReadOnlyList<object?>)[r.Name, .. Cells(text, r.Month)])]);
        return [all.Only(caption, 1..9), all.Only(text["performance.worth"], 9..)];
    }

    private static IEnumerable<object?> Cells(Text text, PerformanceMonth m) =>
    [
        Count(text, m.Submitted), Count(text, m.Issued), Count(text, m.Refused), Share(text, m.Completion), Share(text, m.Online), Share(text, m.InPromise),
        Plain(text, m.MedianHours), Plain(text, m.NinetiethHours), Plain(text, m.Satisfaction), Count(text, m.Complaints), m.CostPerCase is { } cost ? text.Money(Money.FromDinars(cost)) : "–",
        Spared(text, m.VisitsSpared), Spared(text, m.PapersSpared),
    ];

    private static object Count(Text text, int? count) => count is { } c ? text.Number(c) : text["performance.under"];

    private static object Share(Text text, decimal? part) => part is { } p ? text.Percent(p) : "–";

    private static object Spared(Text text, int? number) => number is { } n ? text.Number(n) : "–";

    private static object Plain(Text text, decimal? number) => number is { } n ? text.Number(n) : "–";
}
