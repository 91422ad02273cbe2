using System.Globalization;
using Diwan.Kernel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Diwan.Web;

/// <summary>
/// A workbook (Office Open XML) for those who go on working with figures: numbers are numbers, amounts have three decimals, moments are dates
/// in Amman, and texts are texts: none is ever read as a formula.
/// </summary>
/// <param name="rightToLeft">Its sheets are read from the right.</param>
public sealed class Workbook(bool rightToLeft)
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 0;
    private const uint Bold = 1;
    private const uint Amount = 2;
    private const uint Moment = 3;
    private const uint Day = 4;

    private readonly List<(string Name, IReadOnlyList<double> Widths, IReadOnlyList<IReadOnlyList<object?>> Rows)> _sheets = [];

    /// <summary>Words in bold.</summary>
    public sealed record Strong(string Words);

    /// <summary>A row of heads.</summary>
    public static IReadOnlyList<object?> Head(params IEnumerable<object> words) => [.. words.Select(w => new Strong(w.ToString()!))];

    /// <param name="name">Cut at 31 characters, as the format asks.</param>
    /// <param name="widths">Of the columns, in characters.</param>
    /// <param name="rows">Texts, <see cref="Strong"/> texts, whole and decimal numbers, amounts, days, moments, or nothing.</param>
    public void Add(string name, IReadOnlyList<double> widths, IReadOnlyList<IReadOnlyList<object?>> rows) => _sheets.Add((name, widths, rows));

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = file.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var sheets = new Sheets();
            foreach (var (name, widths, rows) in _sheets)
            {
                Write(book, sheets, name, widths, rows);
            }

            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(sheets);
        }

        return stream.ToArray();
    }

    private void Write(WorkbookPart book, Sheets sheets, string name, IReadOnlyList<double> widths, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        var part = book.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteElement(new SheetViews(new SheetView { WorkbookViewId = 0, RightToLeft = rightToLeft }));
            writer.WriteElement(new Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true })));
            writer.WriteStartElement(new SheetData());
            foreach (var row in rows)
            {
                writer.WriteStartElement(new Row());
                foreach (var cell in row)
                {
                    writer.WriteElement(Of(cell));
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name.Length <= 31 ? name : name[..31] });
    }

    private static Cell Of(object? value) => value switch
    {
        null => new Cell(),
        Strong strong => Words(strong.Words, Bold),
        int number => Number(number),
        long number => Number(number),
        decimal number => Number(number),
        Money amount => Number(amount.Dinars, Amount),
        DateOnly day => Number((decimal)day.ToDateTime(TimeOnly.MinValue).ToOADate(), Day),
        DateTimeOffset moment => Number((decimal)NationalCalendar.ToAmman(moment).DateTime.ToOADate(), Moment),
        _ => Words(value.ToString()!, Plain),
    };

    private static Cell Words(string words, uint style) => new()
    {
        DataType = CellValues.InlineString,
        StyleIndex = style,
        InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Clean(words)) { Space = SpaceProcessingModeValues.Preserve }),
    };

    /// <summary>Without the isolates of a sentence and without what XML 1.0 cannot hold.</summary>
    private static string Clean(string words) => string.Concat(words.Where(c => c is not ('\u2068' or '\u2069') && (c >= ' ' || c is '\t' or '\n') && c < '\ufffe'));

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
