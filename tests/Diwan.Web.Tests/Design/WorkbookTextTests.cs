using System.Globalization;
using System.IO.Compression;
using System.Text;
using Diwan.Programme.Portfolio;

namespace Diwan.Web.Tests.Design;

/// <summary>A workbook read as the CSV it would be: row for row, days as days, nothing taken for more than it is.</summary>
public sealed class WorkbookTextTests
{
    [Fact]
    public void Rows_keep_their_numbers_and_days_are_days()
    {
        var book = new Workbook(rightToLeft: true);
        book.Add("المحفظة", [10, 10, 10, 10],
        [
            Workbook.Head("code", "institution", "name_ar", "name_en", "owner", "volume", "state", "state_date", "evidence"),
            ["A1", "moj", "خدمة، أولى", "A \"first\" service", "Head", 1200, "Automated", new DateOnly(2018, 3, 1), "محضر"],
            ["A2", "moj", "خدمة", "=1+1", "Head", -4, "Listed", null, null],
        ]);
        using var stream = new MemoryStream(book.Write());
        Assert.True(WorkbookText.IsWorkbook(stream));
        var csv = WorkbookText.ToCsv(stream, 10)!;
        var (lines, faults) = PortfolioFile.Read(Encoding.UTF8.GetBytes(csv));
        Assert.Equal([(3, "volume")], faults.Select(f => (f.Line, f.Column)));
        Assert.Empty(lines);

        var (good, none) = PortfolioFile.Read(Encoding.UTF8.GetBytes(csv.Replace("\"-4\"", "\"4\"", StringComparison.Ordinal)));
        Assert.Empty(none);
        Assert.Equal(("A1", "خدمة، أولى", "A \"first\" service", 1200, new DateOnly(2018, 3, 1)), (good[0].Code, good[0].Name.Ar, good[0].Name.En, good[0].Volume, good[0].On));
        Assert.Equal("=1+1", good[1].Name.En);
    }

    [Fact]
    public void Shared_words_rows_left_out_and_own_formats_are_read_as_spreadsheets_write_them()
    {
        var csv = WorkbookText.ToCsv(Book("""
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>three
            lines</t></is></c></row>
            <row r="4"><c r="B4" s="1"><v>43160</v></c><c r="C4"><v>2.5</v></c><c r="D4" t="b"><v>1</v></c><c r="E4" t="e"><v>#REF!</v></c></row>
            """), 10)!;
        var rows = csv.Split("\r\n");
        Assert.Equal("\"كلمة\",\"\",\"three lines\"", rows[0]);
        Assert.Equal(["", ""], rows[1..3]);
        Assert.Equal("\"\",\"2018-03-01\",\"2.5\",\"true\",\"\"", rows[3]);
    }

    [Fact]
    public void What_is_no_workbook_or_too_large_is_refused()
    {
        Assert.Null(WorkbookText.ToCsv(new MemoryStream("PK and nothing more"u8.ToArray()), 10));
        Assert.False(WorkbookText.IsWorkbook(new MemoryStream("code,institution"u8.ToArray())));

        // A few kilobytes that unpack to fifty megabytes.
        Assert.Null(WorkbookText.ToCsv(Book($"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{new string('a', 50_000_000)}</t></is></c></row>"), 10));

        // Rows without end are read to the bound.
        var many = string.Concat(Enumerable.Range(1, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"<row r=\"{i}\"><c r=\"A{i}\"><v>{i}</v></c></row>")));
        Assert.Equal(20, WorkbookText.ToCsv(Book(many), 20)!.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static MemoryStream Book(string rows)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string content)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content);
            }

            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>");
            Add("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Rel}\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{Rel}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"{Rel}/styles\" Target=\"styles.xml\"/></Relationships>");
            Add("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"><si><t>كلمة</t></si></sst>");
            Add("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>");
        }

        stream.Position = 0;
        return stream;
    }
}
