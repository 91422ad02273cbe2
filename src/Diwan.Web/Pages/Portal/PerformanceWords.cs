using Diwan.Kernel;
using Diwan.Programme.Reports;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal;

/// <summary>A month of a service as cells of a table. What is not told for small counts says so; what is not known is a dash.</summary>
internal static class PerformanceWords
{
    private static readonly string[] Work = ["submitted", "issued", "refused", "completion", "online", "inPromise", "median", "ninetieth"];
    private static readonly string[] Worth = ["satisfaction", "complaints", "costOfCase", "visitsSpared", "papersSpared"];

    /// <summary>How the work was done; all figures in one table would be wider than a page.</summary>
    internal static TableModel WorkTable<T>(Text text, string caption, string first, IEnumerable<T> rows, Func<T, (string Name, PerformanceMonth Month)> read) => Of(
        text, caption, first, Work, rows, read,
        m =>
        [
            Count(text, m.Submitted), Count(text, m.Issued), Count(text, m.Refused), Share(text, m.Completion), Share(text, m.Online), Share(text, m.InPromise), Plain(text, m.MedianHours),
            Plain(text, m.NinetiethHours),
        ]);

    /// <summary>What people thought of it, what it cost and spared.</summary>
    internal static TableModel WorthTable<T>(Text text, string first, IEnumerable<T> rows, Func<T, (string Name, PerformanceMonth Month)> read) => Of(
        text, (string)text["performance.worth"], first, Worth, rows, read,
        m =>
        [
            Plain(text, m.Satisfaction), Count(text, m.Complaints), m.CostPerCase is { } cost ? text.Money(Money.FromDinars(cost)) : "–", Spared(text, m.VisitsSpared), Spared(text, m.PapersSpared),
        ]);

    private static TableModel Of<T>(
        Text text, string caption, string first, string[] heads, IEnumerable<T> rows, Func<T, (string Name, PerformanceMonth Month)> read, Func<PerformanceMonth, IEnumerable<object?>> cells) => new(
        caption,
        [new(first), .. heads.Select(head => new TableHead((string)text[$"performance.{head}"], true))],
        [.. rows.Select(read).Select(r => (IReadOnlyList<object?>)[r.Name, .. cells(r.Month)])]);

    private static object Count(Text text, int? count) => count is { } c ? text.Number(c) : text["performance.under"];

    private static object Share(Text text, decimal? part) => part is { } p ? text.Percent(p) : "–";

    private static object Spared(Text text, int? number) => number is { } n ? text.Number(n) : "–";

    private static object Plain(Text text, decimal? number) => number is { } n ? text.Number(n) : "–";
}
