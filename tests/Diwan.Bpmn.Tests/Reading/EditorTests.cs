using System.Text;
using System.Xml.Linq;

namespace Diwan.Bpmn.Tests.Reading;

/// <summary>Files written in the manner of the common editors: their namespaces, prefixes, extensions, pools, colours and positions.</summary>
public sealed class EditorTests
{
    public static TheoryData<string> Editors => ["bpmn-io", "camunda", "signavio", "bizagi", "trisotech"];

    [Theory]
    [MemberData(nameof(Editors))]
    public void What_an_editor_wrote_is_read_without_an_error(string editor)
    {
        var read = Fixture.Read(editor);
        Assert.True(read.IsValid, string.Join("\n", read.Faults));
        Assert.Single(read.Model!.Processes);
    }

    [Theory]
    [MemberData(nameof(Editors))]
    public void What_an_editor_wrote_is_given_back_without_loss(string editor)
    {
        var text = Fixture.Text(editor);
        var written = BpmnModel.Read(text).Model!.Write();
        Assert.True(XNode.DeepEquals(
            XDocument.Parse(text, LoadOptions.PreserveWhitespace).Root, XDocument.Parse(written, LoadOptions.PreserveWhitespace).Root));
        Assert.Equal(Tight(text), Tight(written));
        Assert.Equal(written, BpmnModel.Read(written).Model!.Write());
    }

    [Theory]
    [MemberData(nameof(Editors))]
    public void What_an_editor_wrote_can_be_drawn(string editor)
    {
        var svg = XElement.Parse(Fixture.Read(editor).Model!.ToSvg());
        var drawn = svg.Descendants().Select(e => (string?)e.Attribute("data-node")).OfType<string>().ToHashSet();
        foreach (var node in Fixture.Read(editor).Model!.Processes[0].AllNodes)
            Assert.Contains(node.Id, drawn);
    }

    // Spaces inside tags and the declared encoding are not content; all else must be the same to the letter.
    private static string Tight(string xml)
    {
        var text = xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..].Trim();
        return text.Replace(" />", "/>", StringComparison.Ordinal).Replace("&#10;", "&#xA;", StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_of_bpmn_io_runs()
    {
        var process = Fixture.Read("bpmn-io").Model!.Find()!;
        Assert.True(process.CanExecute);
        Assert.Empty(BpmnSoundness.Check(process));
        var check = Assert.IsType<UserTask>(process.Find("Activity_check"));
        Assert.Equal("تدقيق الطلب", check.Name);
        Assert.Equal("يدقق الموظف الطلب ومرفقاته.", check.Documentation);
        Assert.Equal("15", check.GetExtension(BpmnNames.Diwan, "minutes"));
        Assert.Null(check.GetExtension(BpmnNames.Diwan, "papers"));
        var yes = process.Flows.Single(f => f.Id == "Flow_yes");
        Assert.Equal("complete = true", yes.Condition!.Text);
        Assert.Equal("https://www.omg.org/spec/DMN/20191111/FEEL/", yes.Condition.Language);
        Assert.True(process.Flows.Single(f => f.Id == "Flow_no").IsDefault);
    }

    [Fact]
    public void Extensions_of_another_engine_are_kept_and_said_to_have_no_effect()
    {
        var read = Fixture.Read("camunda");
        Assert.True(read.Model!.Processes[0].CanExecute);
        var notices = read.Faults.Where(f => f.Code == "BPMN200").ToArray();
        Assert.Contains(notices, n => n.Message.Contains("'taskDefinition'", StringComparison.Ordinal) && n.Severity == BpmnSeverity.Notice);
        Assert.Contains(notices, n => n.Message.Contains("'modelerTemplate'", StringComparison.Ordinal));
        var definition = Assert.Single(read.Model.Processes[0].Find("pay")!.GetExtensionElements("http://camunda.org/schema/zeebe/1.0", "taskDefinition"));
        Assert.Equal("pay", definition.Attributes["type"]);
    }

    [Fact]
    public void A_namespace_the_caller_knows_gets_no_notice()
    {
        var known = new BpmnOptions { KnownExtensions = ["http://camunda.org/schema/zeebe/1.0"] };
        Assert.DoesNotContain(BpmnModel.Read(Fixture.Text("camunda"), known).Faults, f => f.Code == "BPMN200");
    }

    [Fact]
    public void The_innermost_lane_of_a_node_is_known()
    {
        var process = Fixture.Read("signavio").Model!.Processes[0];
        Assert.Equal("Counter", process.Find("sid-start")!.Lane);
        Assert.Equal("Window 4", process.Find("sid-check")!.Lane);
    }

    [Fact]
    public void The_same_file_marked_executable_is_refused_by_name_with_what_to_draw_instead()
    {
        var read = BpmnModel.Read(Fixture.Text("signavio").Replace("isExecutable=\"false\"", "isExecutable=\"true\"", StringComparison.Ordinal));
        Assert.False(read.IsValid);
        var refused = read.Faults.Where(f => f.Code == "BPMN100").ToDictionary(f => f.ElementId!);
        Assert.Contains("the loop marker", refused["sid-check"].Message, StringComparison.Ordinal);
        Assert.Contains("embedded sub-process", refused["sid-file"].Message, StringComparison.Ordinal);
        Assert.Contains("Use a message event", refused["sid-end"].Message, StringComparison.Ordinal);
        Assert.Equal("BPMN107", Assert.Single(read.Faults, f => f.ElementId == "sid-start").Code);
        Assert.All(refused.Values, f => Assert.True(f.Line > 1 && f.Column > 1));
        Assert.Contains(read.Faults, f => f is { Code: "BPMN201", Severity: BpmnSeverity.Notice });
    }

    [Fact]
    public void Ids_with_a_colon_and_references_with_a_prefix_both_resolve()
    {
        Assert.Equal("Id:start", Fixture.Read("bizagi").Model!.Processes[0].Flows[0].Source.Id);
        var process = Fixture.Read("trisotech").Model!.Processes[0];
        Assert.Equal("Paid", Assert.IsType<ReceiveTask>(process.Find("_r")).Message!.Name);
        Assert.Equal("DECLINED", Assert.IsType<BoundaryEvent>(process.Find("_b")).Definition.ErrorCode);
        Assert.True(process.CanExecute);
    }

    [Fact]
    public void A_stream_is_read_in_its_own_encoding()
    {
        var latin = Fixture.Text("trisotech").Replace("Not paid", "Impayé", StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(latin));
        var model = BpmnModel.Read(stream).Model!;
        Assert.Equal("Impayé", model.Processes[0].Find("_end2")!.Name);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>", model.Write(), StringComparison.Ordinal);
        using var wide = new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Fixture.Text("bizagi"))]);
        Assert.True(BpmnModel.Read(wide).IsValid);
    }

    [Fact]
    public void An_arabic_file_of_an_old_machine_is_read_and_one_that_lies_about_its_encoding_is_refused()
    {
        var arabic = CodePagesEncodingProvider.Instance.GetEncoding("windows-1256")!;
        var text = Fixture.Text("trisotech").Replace("ISO-8859-1", "windows-1256", StringComparison.Ordinal).Replace("Not paid", "لم تُدفع", StringComparison.Ordinal);
        using var old = new MemoryStream(arabic.GetBytes(text));
        Assert.Equal("لم تُدفع", BpmnModel.Read(old).Model!.Processes[0].Find("_end2")!.Name);
        using var lying = new MemoryStream(arabic.GetBytes(text.Replace("windows-1256", "UTF-8", StringComparison.Ordinal)));
        Assert.Equal("BPMN007", Assert.Single(BpmnModel.Read(lying).Faults).Code);
        using var unknown = new MemoryStream(Encoding.ASCII.GetBytes("<?xml version=\"1.0\" encoding=\"klingon\"?><definitions/>"));
        Assert.Equal("BPMN006", Assert.Single(BpmnModel.Read(unknown).Faults).Code);
    }

    [Theory]
    [InlineData("MacRoman", "macintosh", "Place donnée")]
    [InlineData("MacArabic", "x-mac-arabic", "أُعطي الموقع")]
    [InlineData("Cp1256", "windows-1256", "أُعطي الموقع")]
    [InlineData("ISO8859_6", "iso-8859-6", "أُعطي الموقع")]
    [InlineData("macintosh", "macintosh", "Place donnée")]
    [InlineData("UTF8", "utf-8", "أُعطي الموقع")]
    public void An_encoding_named_as_java_names_it_is_read(string java, string registered, string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(registered) ?? Encoding.GetEncoding(registered);
        var text = Fixture.Text("yaoqiang").Replace("MacRoman", java, StringComparison.Ordinal).Replace("Place given", name, StringComparison.Ordinal);
        using var stream = new MemoryStream(encoding.GetBytes(text));
        Assert.Equal(name, BpmnModel.Read(stream).Model!.Processes[0].Find("_4")!.Name);
    }

    [Fact]
    public void What_is_wrong_in_a_process_only_shown_is_a_warning()
    {
        var text = Fixture.Text("bizagi").Replace("targetRef=\"Id_tx\"", "targetRef=\"gone\"", StringComparison.Ordinal);
        var read = BpmnModel.Read(text);
        Assert.True(read.IsValid);
        Assert.Equal(BpmnSeverity.Warning, Assert.Single(read.Faults).Severity);
        Assert.NotEmpty(read.Model!.ToSvg());
    }
}

internal static class Fixture
{
    internal static BpmnReadResult Read(string editor) => BpmnModel.Read(Text(editor));

    internal static string Text(string editor)
    {
        using var stream = typeof(Fixture).Assembly.GetManifestResourceStream($"Diwan.Bpmn.Tests.Fixtures.{editor}.bpmn")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
