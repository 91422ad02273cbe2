using System.Xml.Linq;

namespace Diwan.Bpmn.Tests.Drawing;

public sealed class ComparisonTests
{
    private static BpmnModel Model(string sketch, params (string Id, string Attributes)[] measures)
    {
        var xml = Sketch.Xml(sketch).Replace("targetNamespace=", $"xmlns:diwan=\"{BpmnNames.Diwan}\" targetNamespace=", StringComparison.Ordinal);
        foreach (var (id, attributes) in measures)
            xml = xml.Replace($" id=\"{id}\"", $" id=\"{id}\" {attributes}", StringComparison.Ordinal);
        var read = BpmnModel.Read(xml);
        Assert.True(read.IsValid);
        return read.Model!;
    }

    private static readonly BpmnModel Before = Model("start s; user a; manual b; user c; end e; s -> a -> b -> c -> e",
        ("a", "diwan:minutes=\"20\" diwan:visits=\"1\" diwan:papers=\"3\" diwan:cost=\"2.500\""), ("b", "diwan:minutes=\"7.5\" diwan:visits=\"1\""), ("c", "diwan:minutes=\"10\""));

    private static readonly BpmnModel After = Model("start s; rule r; xor g; user a; service i; end e; s -> r -> g; g -> a if doubt; g -> i default; a -> i; i -> e",
        ("a", "diwan:minutes=\"5\""));

    [Fact]
    public void Both_processes_are_measured()
    {
        var result = BpmnComparison.Compare(Before.Processes[0], After.Processes[0]);
        Assert.Equal(new BpmnMeasures(3, 3, 2, 0, 0, 37.5m, 2, 3, 2.5m), result.Before);
        Assert.Equal(new BpmnMeasures(3, 1, 1, 2, 1, 5m, 0, 0, 0m), result.After);
        Assert.Empty(result.Faults);
    }

    [Theory]
    [InlineData("diwan:minutes=\"ten\"")]
    [InlineData("diwan:minutes=\"-5\"")]
    [InlineData("diwan:visits=\"1.5\"")]
    [InlineData("diwan:cost=\"1,500\"")]
    public void A_measure_that_is_no_number_is_a_fault(string attribute)
    {
        var fault = Assert.Single(BpmnComparison.Compare(Model("start s; user a; end e; s -> a -> e", ("a", attribute)).Processes[0], After.Processes[0]).Faults);
        Assert.Equal("BPMN400", fault.Code);
        Assert.Equal("a", fault.ElementId);
    }

    [Fact]
    public void One_picture_shows_both_one_over_the_other()
    {
        var svg = XElement.Parse(BpmnComparison.ToSvg(Before, After, new BpmnSvgOptions { RightToLeft = true }));
        Assert.Equal(5 + 6, svg.Descendants().Count(e => e.Attribute("data-node") is not null));
        var headings = svg.Descendants().Where(e => (string?)e.Attribute("class") == "bpmn-heading").Select(e => e.Value).ToArray();
        Assert.Equal("قبل: الخطوات 3، زيارات المراجع 2، الوثائق 3، دقائق العمل 37.5، الكلفة 2.500 د.أ", headings[0]);
        Assert.StartsWith("بعد: ", headings[1], StringComparison.Ordinal);
        var english = BpmnComparison.ToSvg(Before, After, new BpmnSvgOptions { Language = "en" });
        Assert.Contains("Before: 3 steps, 2 visits, 3 documents, 37.5 working minutes, cost JOD 2.500", english, StringComparison.Ordinal);
    }

    private static string Told(BpmnModel before, BpmnModel after) => string.Join(", ", BpmnComparison.Compare(before.Processes[0], after.Processes[0])
        .Changes.Select(c => $"{c.Kind} {c.Before?.Id ?? "-"}>{c.After?.Id ?? "-"}"));

    [Fact]
    public void Steps_are_matched_by_id_and_told_in_the_order_of_the_later_process() =>
        Assert.Equal("Added ->r, Changed a>a, Added ->i, Removed b>-, Removed c>-", Told(Before, After));

    [Fact]
    public void A_removed_step_is_told_where_it_stood() =>
        Assert.Equal("Same a>a, Removed b>-, Same c>c", Told(Model("start s; user a; user b; user c; end e; s -> a -> b -> c -> e"), Model("start s; user a; user c; end e; s -> a -> c -> e")));

    [Fact]
    public void Steps_of_other_ids_are_matched_by_their_names_whatever_the_vowels_and_the_case()
    {
        var before = Model("start s; user a; user b; end e; s -> a -> b -> e", ("a", "name=\"تَدقيق الطَّلب\""), ("b", "name=\"Pay the fee\""));
        var after = Model("start s; user x; user y; end e; s -> x -> y -> e", ("x", "name=\"تدقيق الطلب\""), ("y", "name=\"pay  the Fee\""));
        Assert.Equal("Same a>x, Same b>y", Told(before, after));
    }

    [Fact]
    public void A_name_that_two_steps_bear_decides_nothing()
    {
        var before = Model("start s; user a; end e; s -> a -> e", ("a", "name=\"Check\""));
        var after = Model("start s; user x; user y; end e; s -> x -> y -> e", ("x", "name=\"Check\""), ("y", "name=\"Check\""));
        Assert.Equal("Added ->x, Added ->y, Removed a>-", Told(before, after));
    }

    [Fact]
    public void A_step_another_does_or_that_takes_longer_has_changed()
    {
        Assert.Equal("Changed a>a", Told(Model("start s; user a; end e; s -> a -> e"), Model("start s; service a; end e; s -> a -> e")));
        Assert.Equal("Changed a>a", Told(Model("start s; user a; end e; s -> a -> e", ("a", "diwan:minutes=\"5\"")), Model("start s; user a; end e; s -> a -> e", ("a", "diwan:minutes=\"6\""))));
    }

    [Fact]
    public void Changes_are_marked_by_a_sign_and_in_words_not_by_colour_alone()
    {
        var svg = XElement.Parse(BpmnComparison.ToSvg(Before, After, new BpmnSvgOptions { Language = "en" }));
        // b and c were, r and i are new, a is in both.
        Assert.Equal(6, svg.Descendants().Count(e => (string?)e.Attribute("class") == "bpmn-change"));
        var titles = svg.Descendants().Where(e => e.Name.LocalName == "title").Select(e => e.Value).ToArray();
        Assert.Contains("Removed: b", titles);
        Assert.Contains("Added: i", titles);
        Assert.Equal(2, titles.Count(t => t == "Changed: a"));
        Assert.Contains("خطوة جديدة: i", BpmnComparison.ToSvg(Before, After), StringComparison.Ordinal);
    }
}
