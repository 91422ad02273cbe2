using System.Globalization;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>
/// The month's statement as a workbook (Office Open XML): the sums, and every posting on a sheet of its own. Amounts are numbers with three
/// decimals and moments are dates in Amman, so that an officer can go on working with them. Texts are texts: none is ever read as a formula.
/// </summary>
public sealed class StatementWorkbook(MoneyNames names, Texts.Text text)
{
    public byte[] Write(Diwan.Payments.Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var book = new Workbook(text.Language == Language.Arabic);
        book.Add(text["finance.sums"], [34, 18], [.. Sums(statement)]);
        book.Add(text["finance.dayByDay"], [14, 10, 16, 16, 16, 16, 16, 16, 16], [.. Days(statement)]);
        book.Add(text["finance.postings"], [18, 18, 18, 30, 18, 20, 24, 40, 14, 14], [.. Postings(statement)]);
        return book.Write();
    }

    private IEnumerable<IReadOnlyList<object?>> Sums(Diwan.Payments.Statement s)
    {
        yield return [Strong(text["money.institution"]), names.Institution(s.Institution)];
        yield return [Strong(text["finance.month"]), s.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)];
        yield return [Strong(text["finance.opening"]), s.Opening];
        yield return [Strong(text["finance.takenIn"]), s.Taken];
        yield return [Strong(text["finance.setAside"]), s.Refunded - s.PutBack];
        yield return [Strong(text["finance.sundry"]), s.Sundry];
        yield return [Strong(text["finance.closing"]), s.Closing];
        yield return [Strong(text["finance.commissions"]), s.Commissions];
        yield return [Strong(text["finance.currency"]), "JOD"];
    }

    private IEnumerable<IReadOnlyList<object?>> Days(Diwan.Payments.Statement s)
    {
        var rails = Enum.GetValues<Rail>().Where(r => s.Days.Any(d => d.Taken.ContainsKey(r))).ToList();
        yield return
        [
            Strong(text["finance.day"]), Strong(text["finance.payments"]), .. rails.Select(r => Strong(names.Rail(r))), Strong(text["finance.back"]),
            Strong(text["finance.sundry"]), Strong(text["finance.net"]),
        ];
        foreach (var d in s.Days)
        {
            yield return
            [
                d.Day, d.Payments, .. rails.Select(r => d.Taken.GetValueOrDefault(r)), d.Refunded - d.PutBack, d.Sundry,
                d.AllTaken - d.Refunded + d.PutBack + d.Sundry,
            ];
        }
    }

    private IEnumerable<IReadOnlyList<object?>> Postings(Diwan.Payments.Statement s)
    {
        yield return
        [
            Strong(text["finance.when"]), Strong(text["finance.what"]), Strong(text["case.billNumber"]), Strong(text["money.transaction"]), Strong(text["money.paidBy"]),
            Strong(text["money.receipt"]), Strong(text["money.fiscal"]), Strong(text["money.service"]), Strong(text["finance.in"]), Strong(text["finance.out"]),
        ];
        foreach (var l in s.Lines)
        {
            yield return
            [
                l.At, text[$"finance.kind.{l.Kind.ToString().ToLowerInvariant()}"], l.BillNumber, l.TransactionNo, l.Rail is { } rail ? names.Rail(rail) : "",
                l.Receipt ?? "", l.Fiscal ?? "", l.Service?.In(text.Language) ?? "", l.In, l.Out,
            ];
        }
    }

    private static Workbook.Strong Strong(string words) => new(words);
}
