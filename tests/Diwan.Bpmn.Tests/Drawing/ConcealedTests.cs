using System.Xml.Linq;

namespace Diwan.Bpmn.Tests.Drawing;

/// <summary>What one may not see is neither drawn nor named, and no line ends in nothing.</summary>
public sealed class ConcealedTests
{
    private const string Secret = "start s; user a; rule check; xor g; user judge; boundary late on judge timer duration P1D; xor h; service issue; throw told; end e; end f; "
        + "s -> a -> check -> g; g -> judge if doubt; g -> issue default; judge -> h; late -> h; h -> issue if good; h -> told default; issue -> e; told -> f";

    private static readonly BpmnModel Model = BpmnModel.Read(Sketch.Xml(Secret)).Model!;

    private static HashSet<string> Nodes(XElement svg) => [.. svg.Descendants().Select(e => (string?)e.Attribute("data-node")).OfType<string>()];

    [Fact]
    public void Hidden_steps_go_with_their_borders_and_the_gateways_among_them()
    {
        var svg = XElement.Parse(Model.ToSvg(new() { Hidden = ["check", "judge"] }));
        Assert.Equal(["a", "e", "f", "issue", "s", "told"], Nodes(svg).Order(StringComparer.Ordinal));
        foreach (var gone in new[] { "check", "judge", "\"late\"", "doubt", "\"g\"", "\"h\"" })
            Assert.DoesNotContain(gone, svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_go_past_what_is_hidden()
    {
        var svg = XElement.Parse(Model.ToSvg(new() { Hidden = ["check", "judge"] }));
        // From a to issue and to told, whatever lay between.
        Assert.Equal(2, svg.Descendants().Count(e => (string?)e.Attribute("class") == "bpmn-edge bpmn-past"));
        var none = XElement.Parse(Model.ToSvg());
        Assert.DoesNotContain(none.Descendants(), e => ((string?)e.Attribute("class"))?.Contains("bpmn-past", StringComparison.Ordinal) == true);
        Assert.Contains("judge", Nodes(none));
    }

    [Fact]
    public void The_description_does_not_name_what_is_hidden()
    {
        var svg = XElement.Parse(Model.ToSvg(new() { Hidden = ["judge"], Language = "en", Current = ["judge"] }));
        var description = svg.Elements().Single(e => e.Name.LocalName == "desc").Value;
        Assert.Contains("issue", description, StringComparison.Ordinal);
        Assert.DoesNotContain("judge", svg.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("camunda")]
    [InlineData("signavio")]
    [InlineData("bizagi")]
    [InlineData("trisotech")]
    public void Any_node_of_any_file_can_be_hidden(string editor)
    {
        var model = Reading.Fixture.Read(editor).Model!;
        foreach (var node in model.Processes[0].AllNodes)
        {
            var svg = XElement.Parse(model.ToSvg(new() { Hidden = [node.Id], RightToLeft = true }));
            Assert.DoesNotContain(node.Id, Nodes(svg));
        }
    }
}
