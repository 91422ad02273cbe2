using System.Globalization;
using System.Text.Encodings.Web;
using System.Xml.Linq;

namespace Diwan.Web.Tests.Design;

public class ChartTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 0, 3)]
    [InlineData(97, 0, 100)]
    [InlineData(1234567, 0, 1500000)]
    [InlineData(0.004, 0, 0.004)]
    public void An_axis_is_round_and_holds_the_value(decimal value, decimal low, decimal high)
    {
        var scale = ChartScale.Of([value]);
        Assert.Equal((low, high), (scale.Low, scale.High));
        Assert.InRange(scale.Ticks.Count(), 2, 6);
    }

    [Fact]
    public void What_is_below_zero_has_its_place_under_zero()
    {
        var scale = ChartScale.Of([-30, 70]);
        Assert.True(scale.Low <= -30 && scale.High >= 70);
        Assert.Contains(0, scale.Ticks);
    }

    [Theory]
    [InlineData(ChartKind.Columns)]
    [InlineData(ChartKind.Stack)]
    [InlineData(ChartKind.Lines)]
    [InlineData(ChartKind.Bars)]
    public void In_Arabic_the_first_category_is_the_rightmost_and_everything_stays_inside(ChartKind kind)
    {
        var chart = new ChartModel(kind, "t", "c", ["A1", "B2", "C3"], [new("s", [5, 9, 2]), new("u", [1, null, 3])], v => v.ToString("0", CultureInfo.InvariantCulture));
        foreach (var rightToLeft in new[] { false, true })
        {
            var svg = XElement.Parse(Markup(ChartDrawing.Draw(chart, rightToLeft, "x", 360, "x")));
            var places = svg.Descendants("text").Where(t => chart.Categories.Contains(t.Value)).Select(t => double.Parse((string)t.Attribute("x")!, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(3, places.Count);
            if (kind != ChartKind.Bars)
            {
                Assert.Equal(rightToLeft ? places.OrderDescending() : places.Order(), places);
            }

            Assert.All(places, x => Assert.InRange(x, 0, 360));
            Assert.All(svg.Descendants("rect").Where(r => r.Attribute("x") is not null), r =>
                Assert.InRange(double.Parse((string)r.Attribute("x")!, CultureInfo.InvariantCulture) + double.Parse((string)r.Attribute("width")!, CultureInfo.InvariantCulture), 0, 360.01));
        }
    }

    [Fact]
    public void A_name_cannot_become_markup()
    {
        var chart = new ChartModel(ChartKind.Bars, "t", "c", ["<script>"], [new("s", [1])], _ => "</svg>");
        Assert.DoesNotContain("<script>", Markup(ChartDrawing.Draw(chart, false, "x", 360, "x")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_says_what_the_drawing_says()
    {
        var chart = new ChartModel(ChartKind.Columns, "t", "c", ["A", "B"], [new("s", [5, null])], v => $"{v} JD");
        var table = ChartTagHelper.Table(chart);
        Assert.Equal(["A", "5 JD"], table.Rows[0]);
        Assert.Equal(["B", "–"], table.Rows[1]);
    }

    private static string Markup(Microsoft.AspNetCore.Html.IHtmlContent content)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
