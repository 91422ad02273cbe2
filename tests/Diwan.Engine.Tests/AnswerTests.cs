using System.Text;
using System.Text.Json.Nodes;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

public sealed class AnswerTests
{
    private static readonly EvaluationContext Context =
        EvaluationContext.Create(Fixture.Permit, Fixture.Citizen, Channel.Portal, AnswerSet.Empty, CaseFacts.None, Fixture.Now);

    [Theory]
    [InlineData(AnswerType.Text, "  two   words ", "two words")]
    [InlineData(AnswerType.Integer, "١٢", "12")]
    [InlineData(AnswerType.Integer, "1,200", "1200")]
    [InlineData(AnswerType.Decimal, "٣٫٥٠", "3.5")]
    [InlineData(AnswerType.Money, "1,290.500", "1290.5")]
    [InlineData(AnswerType.Date, "27/3/1990", "1990-03-27")]
    [InlineData(AnswerType.Date, "٢٧ آذار ١٩٩٠", "1990-03-27")]
    [InlineData(AnswerType.Date, "27 تشرين الثاني 1990", "1990-11-27")]
    [InlineData(AnswerType.Date, "1990-03-27", "1990-03-27")]
    [InlineData(AnswerType.Date, "29/2/2020", "2020-02-29")]
    [InlineData(AnswerType.Month, "3/2018", "2018-03")]
    [InlineData(AnswerType.Month, "2018-03", "2018-03")]
    [InlineData(AnswerType.YesNo, "نعم", "true")]
    [InlineData(AnswerType.Declaration, "on", "true")]
    [InlineData(AnswerType.Country, "gb", "GB")]
    [InlineData(AnswerType.Governorate, "JO-AM", "AM")]
    [InlineData(AnswerType.NationalNumber, "٢٠٠٠ ٠٠٠ ١٠١", "2000000101")]
    [InlineData(AnswerType.EstablishmentNumber, "123 456 789", "123456789")]
    [InlineData(AnswerType.Licence, "m-120/7", "M-120/7")]
    [InlineData(AnswerType.Phone, "٠٧٩ ٠٠٠ ٠١٠١", "+962790000101")]
    [InlineData(AnswerType.Phone, "00962790000101", "+962790000101")]
    [InlineData(AnswerType.Email, "name@example.com", "name@example.com")]
    [InlineData(AnswerType.Iban, "JO94 CBJO 0010 0000 0000 0131 0003 02", "JO94CBJO0010000000000131000302")]
    public void A_good_answer_is_taken_in_its_canonical_form(AnswerType type, string typed, string canonical)
    {
        var accepted = Assert.IsType<AnswerResult.Accepted>(AnswerReader.Read(Of(type), RawAnswer.Of(typed), Context));

        Assert.Equal(canonical, accepted.Value.Json.ToString().Replace("True", "true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AnswerType.Integer, "12.5")]
    [InlineData(AnswerType.Integer, "twelve")]
    [InlineData(AnswerType.Decimal, "1.2.3")]
    [InlineData(AnswerType.Money, "4.5005")]
    [InlineData(AnswerType.Date, "30/2/2018")]
    [InlineData(AnswerType.Date, "29/2/2019")]
    [InlineData(AnswerType.Date, "2018")]
    [InlineData(AnswerType.Month, "13/2018")]
    [InlineData(AnswerType.YesNo, "perhaps")]
    [InlineData(AnswerType.Declaration, "no")]
    [InlineData(AnswerType.Country, "XX")]
    [InlineData(AnswerType.Governorate, "ZZ")]
    [InlineData(AnswerType.NationalNumber, "200000010")]
    [InlineData(AnswerType.NationalNumber, "20000001O1")]
    [InlineData(AnswerType.EstablishmentNumber, "12345678")]
    [InlineData(AnswerType.Licence, "a licence!")]
    [InlineData(AnswerType.Phone, "0123")]
    [InlineData(AnswerType.Phone, "+447700900123")]
    [InlineData(AnswerType.Email, "name@localhost")]
    [InlineData(AnswerType.Email, "name example.com")]
    [InlineData(AnswerType.Iban, "JO94CBJO0010000000000131000303")]
    [InlineData(AnswerType.Iban, "JO94CBJO001000000000013100030")]
    public void A_bad_answer_is_refused_in_both_languages(AnswerType type, string typed)
    {
        var refused = Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(Of(type), RawAnswer.Of(typed), Context));

        var fault = Assert.Single(refused.Faults);
        Assert.NotEqual(fault.Text.Ar, fault.Text.En);
    }

    [Fact]
    public void Nothing_given_is_refused_when_an_answer_is_needed_and_blank_when_not()
    {
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(Of(AnswerType.Text), RawAnswer.Of("  "), Context));
        Assert.IsType<AnswerResult.Blank>(AnswerReader.Read(new Question { Id = "x", Type = AnswerType.Text, At = default, Optional = true, MaxLength = 10 }, RawAnswer.Nothing, Context));
    }

    [Fact]
    public void A_foreign_number_is_taken_where_the_question_lets_it()
    {
        var question = new Question { Id = "x", Type = AnswerType.Phone, At = default, Foreign = true };

        Assert.IsType<AnswerResult.Accepted>(AnswerReader.Read(question, RawAnswer.Of("+44 7700 900123"), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of("+44 77"), Context));
    }

    [Fact]
    public void Lengths_are_counted_in_characters_as_people_see_them()
    {
        var question = new Question { Id = "x", Type = AnswerType.Text, At = default, MinLength = 3, MaxLength = 4 };

        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of("ab"), Context));
        Assert.IsType<AnswerResult.Accepted>(AnswerReader.Read(question, RawAnswer.Of("مُدَّة"), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of("abcde"), Context));
    }

    [Fact]
    public void Fields_of_a_form_make_a_date_a_vehicle_a_plot_and_a_group()
    {
        Assert.Equal("\"1990-04-02\"", Read(Of(AnswerType.Date), ("x.day", "2"), ("x.month", "٤"), ("x.year", "1990")));
        Assert.Equal(
            """{"plateCode":"20","plateNumber":"12345","plateClass":"PRIVATE"}""",
            Read(Of(AnswerType.Vehicle), ("x.plateCode", "٢٠"), ("x.plateNumber", "12345"), ("x.plateClass", "PRIVATE")));
        Assert.Equal("""{"plateCode":"13","plateNumber":"20697","plateClass":"PRIVATE"}""", Read(Of(AnswerType.Vehicle), ("x", "Pr 13-20697")));
        Assert.Equal("plateClass", Assert.Single(Assert.IsType<AnswerResult.Refused>(Form(Of(AnswerType.Vehicle), ("x", "gv-7"))).Faults).Part);
        Assert.Equal(
            """{"directorate":"1","village":"01","basin":"3","quarter":"0","parcel":"12/A"}""",
            Read(Of(AnswerType.Plot), ("x.directorate", "1"), ("x.village", "01"), ("x.basin", "3"), ("x.parcel", "12/A")));
        var group = new Question
        {
            Id = "x",
            Type = AnswerType.Group,
            At = default,
            MaxItems = 5,
            Questions = [new Question { Id = "name", Type = AnswerType.Text, At = default, MaxLength = 20 }, new Question { Id = "born", Type = AnswerType.Date, At = default }],
        };
        Assert.Equal(
            """[{"name":"Sami","born":"2015-01-02"},{"name":"Huda","born":"2017-03-04"}]""",
            Read(group, ("x[0].name", "Sami"), ("x[0].born.day", "2"), ("x[0].born.month", "1"), ("x[0].born.year", "2015"), ("x[3].name", "Huda"), ("x[3].born", "4/3/2017")));
    }

    [Fact]
    public void Faults_in_parts_and_in_entries_of_a_group_name_the_part()
    {
        var vehicle = Assert.IsType<AnswerResult.Refused>(Form(Of(AnswerType.Vehicle), ("x.plateCode", "20"), ("x.plateNumber", "123456"), ("x.plateClass", "TOURIST")));
        Assert.Equal("plateNumber", Assert.Single(vehicle.Faults).Part);

        var group = new Question { Id = "x", Type = AnswerType.Group, At = default, MaxItems = 5, Questions = [new Question { Id = "born", Type = AnswerType.Date, At = default }, new Question { Id = "name", Type = AnswerType.Text, At = default, MaxLength = 9 }] };
        var refused = Assert.IsType<AnswerResult.Refused>(Form(group, ("x[0].name", "a"), ("x[0].born", "1/1/2000"), ("x[1].born", "31/4/2000")));
        Assert.Equal(["[1].born", "[1].name"], refused.Faults.Select(f => f.Part));
        var missing = Assert.IsType<AnswerResult.Refused>(Form(group, ("x[0].born", "1/1/2000")));
        Assert.Equal("[0].name", Assert.Single(missing.Faults).Part);
    }

    [Theory]
    [InlineData("utf-8", "nationalNumber,wage,days\n2000000101,290.5,30\n٢٠٠٠٠٠٠١٠٢,٣٠٠,٢٩\n")]
    [InlineData("utf-8", "\uFEFFdays;wage;nationalNumber\r\n30;290.5;2000000101\r\n29;300;2000000102\r\n")]
    [InlineData("utf-8", "\"nationalNumber\",\"wage\",\"days\",note\n\"2000000101\",\"290.5\",30,\"a \"\"b\"\",\nc\"\n\n2000000102,300,29,\n")]
    [InlineData("windows-1256", "nationalNumber,wage,days,اسم\n2000000101,290.5,30,ليلى\n2000000102,300,29,سامي\n")]
    [InlineData("utf-16", "nationalNumber\twage\tdays\n2000000101\t290.5\t30\n2000000102\t300\t29\n")]
    public void A_table_is_read_as_spreadsheets_write_it(string encoding, string csv)
    {
        var accepted = Assert.IsType<AnswerResult.Accepted>(AnswerReader.Read(Wages(), RawAnswer.Of([Csv(encoding, csv)]), Context));

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""[{"nationalNumber":"2000000101","wage":290.5,"days":30},{"nationalNumber":"2000000102","wage":300,"days":29}]"""),
            JsonNode.Parse(accepted.Value.ToString())), accepted.Value.ToString());
    }

    [Fact]
    public void Arabic_of_an_old_spreadsheet_is_read_right()
    {
        var question = new Question { Id = "x", Type = AnswerType.Table, At = default, MaxRows = 3, Columns = [new TableColumn("name", AnswerType.Text, false, null, null, [], default)] };
        byte[] bytes = [.. "name\n"u8, 0xE1, 0xED, 0xE1, 0xEC, (byte)'\n', 0xC3, 0xCD, 0xE3, 0xCF, (byte)'\n'];

        var accepted = Assert.IsType<AnswerResult.Accepted>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.csv", null, bytes.Length, null, bytes)]), Context));

        Assert.Equal(["ليلى", "أحمد"], accepted.Value.Json.EnumerateArray().Select(r => r.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("nationalNumber,days\n2000000101,30\n", "wage")]
    [InlineData("nationalNumber,wage,days\n", "no lines")]
    [InlineData("nationalNumber,wage,days\n2000000101,290,30\n200000010,290,30\n", "Line 3")]
    [InlineData("nationalNumber,wage,days\n2000000101,290,31\n", "30")]
    [InlineData("nationalNumber,wage,days\n2000000101,\"290,30\n", "quotation")]
    [InlineData("nationalNumber,wage,wage,days\n2000000101,290,290,30\n", "twice")]
    [InlineData("nationalNumber,wage,days\n2000000101,290,30,7\n", "4 cells")]
    [InlineData("nationalNumber,wage,days\n1,1,1\n2,2,2\n3,3,3\n4,4,4\n", "at most 3")]
    public void Faults_of_a_table_are_told_by_line(string csv, string words)
    {
        var refused = Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(Wages(), RawAnswer.Of([Csv("utf-8", csv)]), Context));

        Assert.Contains(refused.Faults, f => f.Text.En.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_is_what_its_content_says()
    {
        Assert.Equal(FileTypes.Pdf, FileTypes.Detect("%PDF-1.7 "u8));
        Assert.Equal(FileTypes.Png, FileTypes.Detect([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]));
        Assert.Equal(FileTypes.Jpeg, FileTypes.Detect([0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.Null(FileTypes.Detect("<html>%PDF-1.7"u8));
        Assert.Null(FileTypes.Detect("MZ"u8));
        Assert.Null(FileTypes.Detect([]));
    }

    [Fact]
    public void A_file_too_large_or_of_another_kind_is_refused()
    {
        var question = new Question { Id = "x", Type = AnswerType.File, At = default, Accept = ["pdf"], MaxBytes = 100, MaxFiles = 1 };

        Assert.IsType<AnswerResult.Accepted>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.pdf", FileTypes.Pdf, 100, "k")]), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.pdf", FileTypes.Pdf, 101)]), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.pdf", FileTypes.Png, 10)]), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.pdf", null, 10)]), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.pdf", FileTypes.Pdf, 0)]), Context));
        Assert.IsType<AnswerResult.Refused>(AnswerReader.Read(question, RawAnswer.Of([new RawFile("a.pdf", FileTypes.Pdf, 10), new RawFile("b.pdf", FileTypes.Pdf, 10)]), Context));
    }

    [Fact]
    public void Answers_survive_being_stored()
    {
        var answers = AnswerSet.Empty.With("a", AnswerValue.Of("نص")).With("b", AnswerValue.Of(4.5m)).With("c", AnswerValue.Of(true)).With("d", AnswerValue.Of(["x", "y"]));

        Assert.Equal(answers, AnswerSet.FromJson(answers.ToJson()));
        Assert.Equal(answers.ToJson(), AnswerSet.FromJson(answers.ToJson()).ToJson());
        Assert.Equal(answers.Without("a").With("e", AnswerValue.Of("1")), answers.Take(AnswerSet.Empty.With("e", AnswerValue.Of("1")), ["a", "e"]));
    }

    [Fact]
    public void The_schema_of_a_service_says_what_each_answer_looks_like()
    {
        var schema = JsonSchema.For(Fixture.Permit);

        Assert.Equal(["kind", "mobile"], schema["required"]!.AsArray().Select(n => n!.ToString()));
        Assert.Equal("integer", schema["properties"]!["copies"]!["type"]!.ToString());
        Assert.Equal(10, schema["properties"]!["copies"]!["maximum"]!.GetValue<decimal>());
        Assert.Equal("تجديد", schema["properties"]!["kind"]!["oneOf"]![1]!["x-title-ar"]!.ToString());
    }

    private static Question Of(AnswerType type) =>
        new() { Id = "x", Type = type, At = default, MaxLength = type == AnswerType.Text ? 20 : null, Decimals = type == AnswerType.Decimal ? 3 : null };

    private static Question Wages() => new()
    {
        Id = "x",
        Type = AnswerType.Table,
        At = default,
        MaxRows = 3,
        Columns =
        [
            new TableColumn("nationalNumber", AnswerType.NationalNumber, false, null, null, [], default),
            new TableColumn("wage", AnswerType.Money, false, 0, null, [], default),
            new TableColumn("days", AnswerType.Integer, false, 1, 30, [], default),
        ],
    };

    private static RawFile Csv(string encoding, string text)
    {
        byte[] bytes = encoding switch
        {
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "windows-1256" => [.. text.Select(c => c < 0x80 ? (byte)c : (byte)(0x80 + Letters.IndexOf(c, StringComparison.Ordinal)))],
            _ => Encoding.UTF8.GetBytes(text),
        };
        return new RawFile("wages.csv", null, bytes.Length, null, bytes);
    }

    /// <summary>The places of the few letters used here in Windows-1256, by its published table.</summary>
    private static readonly string Letters = Table((0xC7, 'ا'), (0xD3, 'س'), (0xE3, 'م'), (0xE1, 'ل'), (0xED, 'ي'), (0xEC, 'ى'));

    private static string Table(params (int Code, char Letter)[] letters)
    {
        var table = new char[128];
        foreach (var (code, letter) in letters)
        {
            table[code - 0x80] = letter;
        }

        return new string(table);
    }

    private static AnswerResult Form(Question question, params (string Name, string Value)[] fields) =>
        AnswerReader.Read(question, RawAnswer.FromForm(question, fields.Select(f => new KeyValuePair<string, IReadOnlyList<string>>(f.Name, [f.Value]))), Context);

    private static string Read(Question question, params (string Name, string Value)[] fields) =>
        Assert.IsType<AnswerResult.Accepted>(Form(question, fields)).Value.ToString();
}
