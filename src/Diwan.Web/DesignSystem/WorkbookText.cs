using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Diwan.Web;

/// <summary>Reads the first sheet of somebody's workbook (Office Open XML) as CSV text: line for line, so that a fault is told by the row a spreadsheet shows.</summary>
public static class WorkbookText
{
    /// <summary>Characters that one part may unpack to: a small file can hold a very large one.</summary>
    private const long LargestPart = 40_000_000;
    private const int MostColumns = 200;

    /// <summary>Formats 14 to 22 and 45 to 47 are dates and times (ECMA-376, 18.8.30).</summary>
    private static bool IsDate(uint format) => format is >= 14 and <= 22 or >= 45 and <= 47;

    /// <summary>Whether it begins as a zip archive does.</summary>
    public static bool IsWorkbook(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        content.Position = 0;
        var begins = content.ReadByte() == 'P' && content.ReadByte() == 'K';
        content.Position = 0;
        return begins;
    }

    /// <param name="most">Rows read at most.</param>
    /// <returns>Null when it is no workbook, or a damaged or far too large one.</returns>
    public static string? ToCsv(Stream content, int most)
    {
        try
        {
            using var file = SpreadsheetDocument.Open(content, isEditable: false, new OpenSettings { MaxCharactersInPart = LargestPart });
            if (file.WorkbookPart is not { } book || book.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault() is not { Id.Value: { } id } || book.GetPartById(id) is not WorksheetPart sheet)
            {
                return null;
            }

            List<string> shared = [.. book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(i => i.InnerText) ?? []];
            return Read(sheet, shared, DateStyles(book), most);
        }
        catch (Exception e) when (e is OpenXmlPackageException or FileFormatException or InvalidDataException or System.Xml.XmlException or ArgumentException or KeyNotFoundException or InvalidOperationException or IOException or FormatException)
        {
            return null;
        }
    }

    private static string Read(WorksheetPart sheet, List<string> shared, HashSet<uint> dates, int most)
    {
        var csv = new StringBuilder();
        var line = 0;
        using var reader = OpenXmlReader.Create(sheet);
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var row = (Row)reader.LoadCurrentElement()!;
            var number = (int)(row.RowIndex?.Value ?? (uint)line + 1);
            if (number > most)
            {
                // One line too many is enough to be told of.
                number = most;
            }

            for (; line < number - 1; line++)
            {
                csv.Append("\r\n");
            }

            var cells = new List<string>();
            foreach (var cell in row.Elements<Cell>())
            {
                var column = ColumnOf(cell.CellReference?.Value) ?? cells.Count;
                if (column >= MostColumns)
                {
                    break;
                }

                while (cells.Count <= column)
                {
                    cells.Add("");
                }

                cells[column] = TextOf(cell, shared, dates);
            }

            csv.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");
            if (++line >= most)
            {
                break;
            }
        }

        return csv.ToString();
    }

    private static string TextOf(Cell cell, List<string> shared, HashSet<uint> dates)
    {
        var raw = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is { } type && type != CellValues.Number)
        {
            return type == CellValues.SharedString ? int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < shared.Count ? shared[i] : ""
                : type == CellValues.InlineString ? cell.InlineString?.InnerText ?? ""
                : type == CellValues.Boolean ? raw == "1" ? "true" : "false"
                : type == CellValues.Error ? ""
                : type == CellValues.Date && raw.Length >= 10 ? raw[..10]
                : raw;
        }

        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return raw;
        }

        return cell.StyleIndex?.Value is { } style && dates.Contains(style) && value is > 0 and < 2_958_466
            ? DateOnly.FromDateTime(DateTime.FromOADate(value)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : value == Math.Floor(value) && Math.Abs(value) < 1e15 ? value.ToString("0", CultureInfo.InvariantCulture) : raw;
    }

    /// <summary>The styles that show a number as a date.</summary>
    private static HashSet<uint> DateStyles(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var own = sheet?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(f => f.FormatCode?.Value is { } code && code.Any(c => c is 'y' or 'Y' or 'd' or 'D') && !code.Contains('#', StringComparison.Ordinal))
            .Select(f => f.NumberFormatId?.Value ?? 0).ToHashSet() ?? [];
        return
        [
            .. sheet?.CellFormats?.Elements<CellFormat>().Select((f, i) => (Index: (uint)i, Format: f.NumberFormatId?.Value ?? 0))
                .Where(f => IsDate(f.Format) || own.Contains(f.Format)).Select(f => f.Index) ?? [],
        ];
    }

    /// <summary>The column of a reference such as AB12, counted from 0.</summary>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference?.TakeWhile(char.IsAsciiLetterUpper) ?? [])
        {
            column = (column * 26) + (letter - 'A' + 1);
            if (column > MostColumns)
            {
                break;
            }
        }

        return column == 0 ? null : column - 1;
    }

    /// <summary>A line end inside a cell becomes a blank, so that lines and rows count alike.</summary>
    private static string Quoted(string cell) =>
        "\"" + cell.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ').Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
