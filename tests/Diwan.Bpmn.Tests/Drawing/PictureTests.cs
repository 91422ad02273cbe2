using System.Globalization;
using System.Xml.Linq;
using Diwan.Bpmn.Tests.Reading;

namespace Diwan.Bpmn.Tests.Drawing;

public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static XElement Draw(string fixture, BpmnSvgOptions? options = null) => XElement.Parse(Fixture.Read(fixture).Model!.ToSvg(options));

    private static XElement Sketched(string sketch, BpmnSvgOptions? options = null) => XElement.Parse(BpmnModel.Read(Sketch.Xml(sketch)).Model!.ToSvg(options));

    private static XElement Node(XElement svg, string id) => svg.Descendants(Svg + "g").Single(g => (string?)g.Attribute("data-node") == id);

    private static (double X, double Y) Centre(XElement svg, string id)
    {
        var shape = Node(svg, id).Elements().First(e => (string?)e.Attribute("class") == "bpmn-shape");
        if (shape.Name == Svg + "circle")
            return (Number(shape, "cx"), Number(shape, "cy"));
        if (shape.Name == Svg + "rect")
            return (Number(shape, "x") + (Number(shape, "width") / 2), Number(shape, "y") + (Number(shape, "height") / 2));
        var points = ((string)shape.Attribute("d")!).Split(['M', 'L', 'Z', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split(',')).Select(p => (X: double.Parse(p[0], CultureInfo.InvariantCulture), Y: double.Parse(p[1], CultureInfo.InvariantCulture))).ToArray();
        return (points.Average(p => p.X), points.Average(p => p.Y));
    }

    private static double Number(XElement e, string name) => double.Parse((string)e.Attribute(name)!, CultureInfo.InvariantCulture);

    [Fact]
    public void Positions_in_the_file_are_kept()
    {
        var svg = Draw("bpmn-io");
        Assert.Equal((170, 150), Centre(svg, "StartEvent_1"));
        Assert.Equal((290, 150), Centre(svg, "Activity_check"));
        Assert.Equal((420, 150), Centre(svg, "Gateway_ok"));
    }

    [Fact]
    public void A_node_left_behind_without_a_place_or_a_flow_does_not_cost_the_others_theirs()
    {
        var svg = Draw("yaoqiang");
        Assert.Equal((416, 316), Centre(svg, "_2"));
        Assert.Equal((543, 316), Centre(svg, "_3"));
        Assert.DoesNotContain(svg.Descendants(), e => (string?)e.Attribute("data-node") == "_7");
    }

    [Fact]
    public void A_label_placed_from_its_shape_and_not_from_the_page_stays_with_its_shape()
    {
        var svg = Draw("yaoqiang");
        Assert.Equal(416, Number(Node(svg, "_2").Element(Svg + "text")!, "x"));
        Assert.Equal(666, Number(Node(svg, "_4").Element(Svg + "text")!, "x"));
        Assert.True(Number(svg, "width") < 400);
    }

    [Fact]
    public void A_flow_written_from_middle_to_middle_ends_at_the_outlines()
    {
        var text = Fixture.Text("yaoqiang").Replace("x=\"432.0\"", "x=\"416.0\"", StringComparison.Ordinal).Replace("x=\"500.0\" y=\"316.0\"", "x=\"543.0\" y=\"316.0\"", StringComparison.Ordinal);
        Assert.NotEqual(Fixture.Text("yaoqiang"), text);
        var svg = XElement.Parse(BpmnModel.Read(text).Model!.ToSvg());
        string Line(string id) => (string)svg.Descendants(Svg + "g").Single(g => (string?)g.Attribute("data-flow") == id).Element(Svg + "path")!.Attribute("d")!;
        Assert.Equal("M432,316 L500,316", Line("_5"));
        Assert.Equal("M586,316 L650,316", Line("_6"));
    }

    [Fact]
    public void Right_to_left_puts_the_start_on_the_right()
    {
        var svg = Draw("bpmn-io", new BpmnSvgOptions { RightToLeft = true });
        Assert.True(Centre(svg, "StartEvent_1").X > Centre(svg, "Activity_check").X);
        Assert.True(Centre(svg, "Activity_check").X > Centre(svg, "Event_issued").X);
    }

    [Fact]
    public void An_arabic_label_says_its_direction_and_an_english_one_too()
    {
        Assert.Equal("rtl", (string?)Node(Draw("bpmn-io"), "Activity_check").Element(Svg + "text")!.Attribute("direction"));
        Assert.Equal("ltr", (string?)Node(Draw("bizagi"), "Id_t1").Element(Svg + "text")!.Attribute("direction"));
    }

    [Fact]
    public void Nothing_in_it_offends_a_strict_content_security_policy()
    {
        foreach (var fixture in new[] { "bpmn-io", "signavio", "bizagi", "trisotech", "camunda" })
        {
            foreach (var e in Draw(fixture).DescendantsAndSelf())
            {
                Assert.DoesNotContain(e.Name.LocalName, new[] { "script", "style", "foreignObject", "image", "a", "use" });
                Assert.DoesNotContain(e.Attributes(), a => a.Name.LocalName is "style" or "href" || a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact]
    public void Texts_from_outside_are_text_and_never_markup()
    {
        var xml = Sketch.Xml("start s; user a; end e; s -> a -> e").Replace("id=\"a\"", "id=\"a\" name=\"&lt;script&gt;alert(1)&lt;/script&gt; &quot; onload=&quot;x\"", StringComparison.Ordinal);
        var options = new BpmnSvgOptions { Title = "</title><script>", Notes = new Dictionary<string, string> { ["a"] = "\u0001<b>" }, IdPrefix = "x\"><script>" };
        var svg = XElement.Parse(BpmnModel.Read(xml).Model!.ToSvg(options));
        Assert.Empty(svg.Descendants(Svg + "script"));
        Assert.Equal("</title><script>", svg.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Colours_of_the_file_are_shown_and_only_colours()
    {
        Assert.Equal("#bbdefb", (string?)Node(Draw("bpmn-io"), "Activity_check").Element(Svg + "rect")!.Attribute("fill"));
        var evil = Fixture.Text("bpmn-io").Replace("#bbdefb", "url(http://evil)", StringComparison.Ordinal);
        Assert.DoesNotContain("evil", BpmnModel.Read(evil).Model!.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_current_position_is_told_by_form_and_by_word_not_only_by_colour()
    {
        var run = new Player("start s; user a; user b; end e; s -> a -> b -> e").Do("a");
        var svg = Sketched("start s; user a; user b; end e; s -> a -> b -> e", new BpmnSvgOptions { State = run.State, Passed = ["s", "a"] });
        var here = Node(svg, "b");
        Assert.Contains("is-current", (string)here.Attribute("class")!, StringComparison.Ordinal);
        Assert.Equal("الموضع الحالي: b", here.Element(Svg + "title")!.Value);
        Assert.Contains(here.Elements(), e => (string?)e.Attribute("class") == "bpmn-here");
        Assert.Contains("is-passed", (string)Node(svg, "a").Attribute("class")!, StringComparison.Ordinal);
        Assert.DoesNotContain("is-current", (string)Node(svg, "a").Attribute("class")!, StringComparison.Ordinal);
        Assert.EndsWith("الموضع الحالي: b.", svg.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_spent_stands_beside_the_node()
    {
        var svg = Draw("bpmn-io", new BpmnSvgOptions { Notes = new Dictionary<string, string> { ["Activity_check"] = "يومان" } });
        Assert.Contains(Node(svg, "Activity_check").Elements(Svg + "text"), t => t.Value == "يومان");
        Assert.Contains("(يومان)", Node(svg, "Activity_check").Element(Svg + "title")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Title_and_description_are_tied_to_the_picture()
    {
        var svg = Draw("bpmn-io", new BpmnSvgOptions { IdPrefix = "case7", Language = "en" });
        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.Equal("case7-title case7-desc", (string?)svg.Attribute("aria-labelledby"));
        Assert.Equal("case7-title", (string?)svg.Element(Svg + "title")!.Attribute("id"));
        Assert.StartsWith("2 steps: ", svg.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
        var ids = svg.DescendantsAndSelf().Select(e => (string?)e.Attribute("id")).OfType<string>().ToArray();
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        Assert.All(ids, id => Assert.StartsWith("case7-", id, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_label_may_be_given_for_a_node()
    {
        var svg = Draw("bpmn-io", new BpmnSvgOptions { Label = n => n.Id == "Activity_check" ? "Check the application" : null });
        Assert.Equal("Check the application", Node(svg, "Activity_check").Element(Svg + "title")!.Value);
        Assert.Equal("تقديم الطلب", Node(svg, "StartEvent_1").Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Without_positions_the_flow_runs_from_left_to_right_and_no_two_nodes_overlap()
    {
        const string sketch = "start s; and f; user a; user b; xor g; user c; user d; xor m; and j; end e; boundary t on a timer duration P1D; send late; end e2; s -> f; f -> a -> j; f -> b -> g; g -> c if x; g -> d default; c -> m; d -> m; m -> j; j -> e; t -> late -> e2";
        var svg = Sketched(sketch);
        string[] way = ["s", "f", "b", "g", "c", "m", "j", "e"];
        for (var i = 1; i < way.Length; i++)
            Assert.True(Centre(svg, way[i - 1]).X < Centre(svg, way[i]).X, way[i]);
        var boxes = svg.Descendants(Svg + "rect").Where(r => (string?)r.Attribute("class") == "bpmn-shape").ToArray();
        foreach (var one in boxes)
        {
            foreach (var other in boxes.Where(b => b != one))
            {
                var apart = Number(one, "x") + Number(one, "width") <= Number(other, "x") || Number(other, "x") + Number(other, "width") <= Number(one, "x")
                    || Number(one, "y") + Number(one, "height") <= Number(other, "y") || Number(other, "y") + Number(other, "height") <= Number(one, "y");
                Assert.True(apart);
            }
        }
    }

    [Fact]
    public void A_loop_is_laid_out_too()
    {
        var svg = Sketched("start s; xor m; user a; xor g; end e; s -> m -> a -> g; g -> m if again; g -> e default");
        Assert.True(Centre(svg, "m").X < Centre(svg, "a").X);
        Assert.Equal(5, svg.Descendants(Svg + "g").Count(g => g.Attribute("data-flow") is not null));
    }

    [Fact]
    public void Pools_lanes_data_and_message_flows_are_drawn()
    {
        var kinds = Draw("signavio").Descendants(Svg + "g").Select(g => ((string?)g.Attribute("class"))?.Split(' ')[^1]).ToHashSet();
        Assert.Superset(new HashSet<string?> { "bpmn-participant", "bpmn-lane", "bpmn-dataObjectReference", "bpmn-dataStoreReference", "bpmn-messageFlow", "bpmn-association" }, kinds);
    }

    [Fact]
    public void A_model_without_a_process_says_so()
    {
        var svg = XElement.Parse(BpmnModel.Read("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>").Model!.ToSvg());
        Assert.Equal("لا توجد عملية لعرضها.", svg.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Two_thousand_nodes_are_drawn_without_delay()
    {
        var text = string.Join("; ", Enumerable.Range(0, 2000).Select(i => $"user u{i}")) + "; start s; end e; s -> " + string.Join(" -> ", Enumerable.Range(0, 2000).Select(i => $"u{i}")) + " -> e";
        Assert.NotEmpty(BpmnModel.Read(Sketch.Xml(text)).Model!.ToSvg());
    }
}
