using System.Text;

namespace Diwan.Bpmn.Tests.Reading;

public sealed class SafetyTests
{
    private const string Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private static BpmnFault Refused(string xml, BpmnOptions? options = null)
    {
        var read = BpmnModel.Read(xml, options);
        Assert.Null(read.Model);
        return Assert.Single(read.Faults);
    }

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")]
    [InlineData("<!DOCTYPE d SYSTEM \"http://127.0.0.1/x.dtd\">")]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>")]
    public void A_document_type_is_refused(string doctype) =>
        Assert.Equal("BPMN002", Refused($"<?xml version=\"1.0\"?>{doctype}<definitions xmlns=\"{Bpmn}\"/>").Code);

    [Theory]
    [InlineData("")]
    [InlineData("process")]
    [InlineData("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a>&unknown;</a>")]
    [InlineData("<a>\u0001</a>")]
    public void What_is_no_xml_is_a_fault_not_an_exception(string text) => Assert.Equal("BPMN001", Refused(text).Code);

    [Theory]
    [InlineData("<definitions/>")]
    [InlineData("<definitions xmlns=\"http://schema.omg.org/spec/BPMN/2.0\"/>")]
    [InlineData("<process xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>")]
    public void Another_root_is_refused(string xml) => Assert.Equal("BPMN004", Refused(xml).Code);

    [Fact]
    public void Predefined_entities_and_characters_by_number_are_read()
    {
        var many = string.Concat(Enumerable.Repeat("&amp;&lt;&#1593;", 50));
        var model = BpmnModel.Read($"<definitions xmlns=\"{Bpmn}\"><process id=\"p\" name=\"{many}\"/></definitions>").Model!;
        Assert.Equal(150, model.Processes[0].Name!.Length);
    }

    [Fact]
    public void A_text_beyond_the_limit_is_refused()
    {
        var xml = $"<definitions xmlns=\"{Bpmn}\"><!--{new string('x', 2000)}--></definitions>";
        Assert.Equal("BPMN003", Refused(xml, new BpmnOptions { MaxCharacters = 1000 }).Code);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        Assert.Equal("BPMN003", Assert.Single(BpmnModel.Read(stream, new BpmnOptions { MaxCharacters = 400 }).Faults).Code);
    }

    [Fact]
    public void Depth_beyond_the_limit_is_refused()
    {
        var open = string.Concat(Enumerable.Repeat("<subProcess>", 50_000));
        Assert.Equal("BPMN003", Refused($"<definitions xmlns=\"{Bpmn}\"><process id=\"p\">{open}").Code);
    }

    [Fact]
    public void Count_beyond_the_limit_is_refused()
    {
        var tasks = string.Concat(Enumerable.Range(0, 200).Select(i => $"<task id=\"t{i}\"/>"));
        Assert.Equal("BPMN003", Refused($"<definitions xmlns=\"{Bpmn}\"><process id=\"p\">{tasks}</process></definitions>", new BpmnOptions { MaxNodes = 100 }).Code);
    }

    [Fact]
    public void A_process_too_large_to_run_is_refused_and_can_still_be_shown()
    {
        var read = BpmnModel.Read(Sketch.Xml("start s; user a; end e; s -> a -> e"), new BpmnOptions { MaxProcessSize = 4 });
        Assert.Equal("BPMN120", Assert.Single(read.Faults).Code);
        Assert.False(read.Model!.Processes[0].CanExecute);
        Assert.NotEmpty(read.Model.ToSvg());
    }

    [Fact]
    public void Deeply_nested_sub_processes_are_read_checked_and_drawn()
    {
        var open = string.Concat(Enumerable.Range(0, 90).Select(i => $"<subProcess id=\"p{i}\">"));
        var close = string.Concat(Enumerable.Repeat("</subProcess>", 90));
        var model = BpmnModel.Read($"<definitions xmlns=\"{Bpmn}\"><process id=\"p\">{open}{close}</process></definitions>").Model!;
        Assert.Equal(90, model.Processes[0].AllNodes.Count);
        Assert.NotEmpty(model.ToSvg());
    }

    [Fact]
    public void A_thousand_broken_files_give_faults_and_never_an_exception()
    {
        var text = Fixture.Text("bpmn-io");
        for (var i = 0; i < 1000; i++)
        {
            // Cut and mend at places spread over the whole file, without chance.
            var at = i * 7919 % text.Length;
            var length = 1 + (i * 31 % 60);
            var broken = i % 3 == 0 ? text[..at] : text.Remove(at, Math.Min(length, text.Length - at));
            var read = BpmnModel.Read(broken);
            if (read.Model is null)
                Assert.NotEmpty(read.Faults);
            else
                Assert.NotEmpty(read.Model.ToSvg());
        }
    }
}
