using System.Globalization;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Texts;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>
/// The month's statement as a workbook (Office Open XML): the sums, and every posting on a sheet of its own. Amounts are numbers with three
/// decimals and moments are dates in Amman, so that an officer can go on working with them. Texts are texts: none is ever read as a formula.
/// </summary>
public sealed class StatementWorkbook(MoneyNames names, Texts.Text text)
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 0;
    private const uint Bold = 1;
    private const uint Amount = 2;
    private const uint Moment = 3;
    private const uint Day = 4;

    public byte[] Write(Diwan.Payments.Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = file.AddWorkbookPart();
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = Styles();
            var sheets = new Sheets();
            Add(book, sheets, text["finance.sums"], [34, 18], Sums(statement));
            Add(book, sheets, text["finance.dayByDay"], [14, 10, 16, 16, 16, 16, 16, 16, 16], Days(statement));
            Add(book, sheets, text["finance.postings"], [18, 18, 18, 30, 18, 20, 24, 40, 14, 14], Postings(statement));
            book.Workbook = new Workbook(sheets);
        }

        return stream.ToArray();
    }

    private IEnumerable<IReadOnlyList<Cell>> Sums(Diwan.Payments.Statement s)
    {
        yield return [Of(text["money.institution"], Bold), Of(names.Institution(s.Institution))];
        yield return [Of(text["finance.month"], Bold), Of(s.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture))];
        yield return [Of(text["finance.opening"], Bold), Of(s.Opening)];
        yield return [Of(text["finance.takenIn"], Bold), Of(s.Taken)];
        yield return [Of(text["finance.setAside"], Bold), Of(s.Refunded - s.PutBack)];
        yield return [Of(text["finance.sundry"], Bold), Of(s.Sundry)];
        yield return [Of(text["finance.closing"], Bold), Of(s.Closing)];
        yield return [Of(text["finance.commissions"], Bold), Of(s.Commissions)];
        yield return [Of(text["finance.currency"], Bold), Of("JOD")];
    }

    private IEnumerable<IReadOnlyList<Cell>> Days(Diwan.Payments.Statement s)
    {
        var rails = Enum.GetValues<Rail>().Where(r => s.Days.Any(d => d.Taken.ContainsKey(r))).ToList();
        yield return
        [
            Of(text["finance.day"], Bold), Of(text["finance.payments"], Bold), .. rails.Select(r => Of(names.Rail(r), Bold)), Of(text["finance.back"], Bold),
            Of(text["finance.sundry"], Bold), Of(text["finance.net"], Bold),
        ];
        foreach (var d in s.Days)
        {
            yield return
            [
                Of(d.Day), Number(d.Payments), .. rails.Select(r => Of(d.Taken.GetValueOrDefault(r))), Of(d.Refunded - d.PutBack), Of(d.Sundry),
                Of(d.AllTaken - d.Refunded + d.PutBack + d.Sundry),
            ];
        }
    }

    private IEnumerable<IReadOnlyList<Cell>> Postings(Diwan.Payments.Statement s)
    {
        yield return
        [
            Of(text["finance.when"], Bold), Of(text["finance.what"], Bold), Of(text["case.billNumber"], Bold), Of(text["money.transaction"], Bold), Of(text["money.paidBy"], Bold),
            Of(text["money.receipt"], Bold), Of(text["money.fiscal"], Bold), Of(text["money.service"], Bold), Of(text["finance.in"], Bold), Of(text["finance.out"], Bold),
        ];
        foreach (var l in s.Lines)
        {
            yield return
            [
                Of(l.At), Of(text[$"finance.kind.{l.Kind.ToString().ToLowerInvariant()}"]), Of(l.BillNumber), Of(l.TransactionNo), Of(l.Rail is { } rail ? names.Rail(rail) : ""),
                Of(l.Receipt ?? ""), Of(l.Fiscal ?? ""), Of(l.Service?.In(text.Language) ?? ""), Of(l.In), Of(l.Out),
            ];
        }
    }

    private void Add(WorkbookPart book, Sheets sheets, string name, double[] widths, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        var part = book.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteElement(new SheetViews(new SheetView { WorkbookViewId = 0, RightToLeft = text.Language == Language.Arabic }));
            writer.WriteElement(new Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true })));
            writer.WriteStartElement(new SheetData());
            foreach (var row in rows)
            {
                writer.WriteStartElement(new Row());
                foreach (var cell in row)
                {
                    writer.WriteElement(cell);
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name.Length <= 31 ? name : name[..31] });
    }

    private static Cell Of(string words, uint style = Plain) => new()
    {
        DataType = CellValues.InlineString,
        StyleIndex = style,
        InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Clean(words)) { Space = SpaceProcessingModeValues.Preserve }),
    };

    /// <summary>Without the isolates of a sentence and without what XML 1.0 cannot hold.</summary>
    private static string Clean(string words) => string.Concat(words.Where(c => c is not ('\u2068' or '\u2069') && (c >= ' ' || c is '\t' or '\n') && c < '\ufffe'));

    private static Cell Of(Money amount) => Number(amount.Dinars, Amount);

    private static Cell Of(DateOnly day) => Number((decimal)day.ToDateTime(TimeOnly.MinValue).ToOADate(), Day);

    private static Cell Of(DateTimeOffset moment) => Number((decimal)NationalCalendar.ToAmman(moment).DateTime.ToOADate(), Moment);

    private static Cell Number(decimal number, uint style = Plain) => new()
    {
        DataType = CellValues.Number,
        StyleIndex = style,
        CellValue = new CellValue(number.ToString(CultureInfo.InvariantCulture)),
    };

    private static Stylesheet Styles() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = 164, FormatCode = "#,##0.000" },
            new NumberingFormat { NumberFormatId = 165, FormatCode = "yyyy-mm-dd hh:mm" },
            new NumberingFormat { NumberFormatId = 166, FormatCode = "yyyy-mm-dd" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 165, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 166, ApplyNumberFormat = true }));
}
