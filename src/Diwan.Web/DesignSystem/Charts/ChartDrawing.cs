using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Diwan.Web;

/// <summary>
/// One drawing of a chart at one width, as SVG without style or script. In Arabic the first category is on the right and the numbers
/// stand on the right of the axis. Fills differ in pattern and lines in dash and mark, so that it reads in black and white.
/// </summary>
internal sealed class ChartDrawing
{
    private const int Gap = 8;
    private const double TextSize = 13;
    private static readonly string[] Colours = ["#0d5650", "#a65a1f", "#14588c", "#8a5300", "#4c5957"];
    private static readonly string?[] Dashes = [null, "7 4", "2 3", "10 3 2 3", "4 2"];

    private readonly ChartModel _chart;
    private readonly bool _rightToLeft;
    private readonly string _id;
    private readonly int _width;
    private readonly TagBuilder _svg = Tag("svg");

    private ChartDrawing(ChartModel chart, bool rightToLeft, string id, int width)
    {
        (_chart, _rightToLeft, _id, _width) = (chart, rightToLeft, id, width);
    }

    /// <param name="id">Of this drawing, on its page.</param>
    /// <param name="title">The id of the figure whose title names it.</param>
    public static IHtmlContent Draw(ChartModel chart, bool rightToLeft, string id, int width, string title)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chart.Series.Count, ChartModel.MostSeries);
        var drawing = new ChartDrawing(chart, rightToLeft, id, width);
        var height = chart.Kind == ChartKind.Bars ? drawing.Bars() : drawing.Upright();
        drawing._svg.Attributes["viewBox"] = string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}");
        drawing._svg.Attributes["role"] = "img";
        drawing._svg.Attributes["aria-labelledby"] = title + "-title";
        drawing._svg.Attributes["direction"] = rightToLeft ? "rtl" : "ltr";
        drawing._svg.AddCssClass("dw-chart__drawing");
        return drawing._svg;
    }

    private int Upright()
    {
        var values = _chart.Kind == ChartKind.Stack
            ? Enumerable.Range(0, _chart.Categories.Count).Select(c => _chart.Series.Sum(s => Math.Max(0, At(s, c) ?? 0)))
            : _chart.Series.SelectMany(s => s.Values).OfType<decimal>();
        var scale = ChartScale.Of(values);
        var axis = (scale.Ticks.Max(t => _chart.Format(t).Length) * TextSize * 0.6) + (2 * Gap);
        var (left, right) = _rightToLeft ? (Gap, _width - axis) : (axis, _width - (double)Gap);
        var (top, bottom) = (TextSize, 220.0);
        double Y(decimal value) => bottom - (scale.At(value) * (bottom - top));
        foreach (var tick in scale.Ticks)
        {
            Line(left, Y(tick), right, Y(tick), tick == 0 ? "#4c5957" : "#d3d6d2");
            Say(_rightToLeft ? right + Gap : left - Gap, Y(tick) + (TextSize / 3), _chart.Format(tick), _rightToLeft ? "left" : "right");
        }

        var slot = (right - left) / Math.Max(1, _chart.Categories.Count);
        double Slot(int category) => _rightToLeft ? right - ((category + 1) * slot) : left + (category * slot);
        var every = Math.Max(1, (int)Math.Ceiling(_chart.Categories.DefaultIfEmpty("").Max(c => c.Length) * TextSize * 0.58 / slot));
        for (var c = 0; c < _chart.Categories.Count; c += every)
        {
            Say(Math.Clamp(Slot(c) + (slot / 2), left, right), bottom + TextSize + 6, _chart.Categories[c], "middle");
        }

        switch (_chart.Kind)
        {
            case ChartKind.Lines:
                for (var s = 0; s < _chart.Series.Count; s++)
                {
                    Curve(s, c => Slot(c) + (slot / 2), Y);
                }

                break;
            case ChartKind.Stack:
                Fills();
                for (var c = 0; c < _chart.Categories.Count; c++)
                {
                    var under = 0m;
                    for (var s = 0; s < _chart.Series.Count; s++)
                    {
                        var value = Math.Max(0, At(_chart.Series[s], c) ?? 0);
                        Box(Slot(c) + (slot * .15), Y(under + value), slot * .7, Y(under) - Y(under + value), s);
                        under += value;
                    }
                }

                break;
            default:
                Fills();
                var thick = slot * .8 / Math.Max(1, _chart.Series.Count);
                for (var c = 0; c < _chart.Categories.Count; c++)
                {
                    for (var s = 0; s < _chart.Series.Count; s++)
                    {
                        if (At(_chart.Series[s], c) is { } value)
                        {
                            var place = _rightToLeft ? _chart.Series.Count - 1 - s : s;
                            Box(Slot(c) + (slot * .1) + (place * thick), Math.Min(Y(value), Y(0)), thick * .92, Math.Abs(Y(value) - Y(0)), s);
                        }
                    }
                }

                break;
        }

        return (int)(bottom + (TextSize * 2) + Gap);
    }

    private int Bars()
    {
        const double Row = 46;
        Fills();
        var series = _chart.Series[0];
        var scale = ChartScale.Of(series.Values.OfType<decimal>());
        var room = scale.Ticks.Append(series.Values.Max() ?? 0).Max(t => _chart.Format(t).Length) * TextSize * 0.6;
        var length = _width - (2 * Gap) - room - Gap;
        var y = 0.0;
        for (var c = 0; c < _chart.Categories.Count; c++, y += Row)
        {
            var start = _rightToLeft ? _width - (double)Gap : Gap;
            Say(start, y + TextSize + 2, _chart.Categories[c], _rightToLeft ? "right" : "left");
            if (At(series, c) is not { } value)
            {
                continue;
            }

            var extent = Math.Max(0, scale.At(value)) * length;
            Box(_rightToLeft ? start - extent : start, y + TextSize + 8, extent, 16, 0);
            Say(_rightToLeft ? start - extent - Gap : start + extent + Gap, y + TextSize + 8 + 13, _chart.Format(value), _rightToLeft ? "right" : "left");
        }

        return (int)y;
    }

    private void Curve(int s, Func<int, double> x, Func<decimal, double> y)
    {
        var points = new List<string>();
        for (var c = 0; c <= _chart.Categories.Count; c++)
        {
            if (c < _chart.Categories.Count && At(_chart.Series[s], c) is { } value)
            {
                points.Add($"{N(x(c))},{N(y(value))}");
                Mark(s, x(c), y(value));
            }
            else if (points.Count > 0)
            {
                var line = Tag("polyline", ("points", string.Join(' ', points)), ("fill", "none"), ("stroke", Colours[s]), ("stroke-width", "2.5"));
                if (Dashes[s] is { } dash)
                {
                    line.Attributes["stroke-dasharray"] = dash;
                }

                _svg.InnerHtml.AppendHtml(line);
                points.Clear();
            }
        }
    }

    private void Mark(int s, double x, double y) => _svg.InnerHtml.AppendHtml(s switch
    {
        0 => Tag("circle", ("cx", N(x)), ("cy", N(y)), ("r", "3.5"), ("fill", Colours[0])),
        1 => Tag("rect", ("x", N(x - 3.5)), ("y", N(y - 3.5)), ("width", "7"), ("height", "7"), ("fill", Colours[1])),
        _ => Tag("circle", ("cx", N(x)), ("cy", N(y)), ("r", "3"), ("fill", "#fff"), ("stroke", Colours[s]), ("stroke-width", "2")),
    });

    private void Fills()
    {
        var defs = Tag("defs");
        for (var s = 1; s < _chart.Series.Count; s++)
        {
            defs.InnerHtml.AppendHtml(Pattern(_id, s));
        }

        _svg.InnerHtml.AppendHtml(defs);
    }

    /// <summary>The fill of a series: hatched, dotted, striped, crossed; the first is solid and needs none.</summary>
    private static TagBuilder Pattern(string id, int s)
    {
        var pattern = Tag("pattern", ("id", $"{id}-fill-{s}"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"));
        pattern.InnerHtml.AppendHtml(Tag("rect", ("width", "6"), ("height", "6"), ("fill", "#fff")));
        pattern.InnerHtml.AppendHtml(s switch
        {
            1 => Tag("path", ("d", "M0 6L6 0M-1 1L1 -1M5 7L7 5"), ("stroke", Colours[1]), ("stroke-width", "2")),
            2 => Tag("circle", ("cx", "3"), ("cy", "3"), ("r", "1.4"), ("fill", Colours[2])),
            3 => Tag("path", ("d", "M0 3H6"), ("stroke", Colours[3]), ("stroke-width", "2")),
            _ => Tag("path", ("d", "M0 0L6 6M6 0L0 6"), ("stroke", Colours[4]), ("stroke-width", "1")),
        });
        return pattern;
    }

    private void Box(double x, double y, double width, double height, int s) => _svg.InnerHtml.AppendHtml(Tag(
        "rect", ("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(Math.Max(0, height))),
        ("fill", s == 0 ? Colours[0] : $"url(#{_id}-fill-{s})"), ("stroke", Colours[s])));

    private void Line(double x1, double y1, double x2, double y2, string colour) => _svg.InnerHtml.AppendHtml(Tag(
        "line", ("x1", N(x1)), ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)), ("stroke", colour)));

    /// <param name="edge">Which edge of the words stands at x: left, right or middle, whatever the direction.</param>
    private void Say(double x, double y, string words, string edge)
    {
        var anchor = edge == "middle" ? "middle" : (edge == "right") == _rightToLeft ? "start" : "end";
        var text = Tag("text", ("x", N(x)), ("y", N(y)), ("text-anchor", anchor), ("font-size", N(TextSize)), ("fill", "#17211f"));
        text.InnerHtml.Append(words);
        _svg.InnerHtml.AppendHtml(text);
    }

    /// <summary>The small square or line that names a series below the drawing.</summary>
    public static IHtmlContent Key(ChartModel chart, string id, int s)
    {
        var svg = Tag("svg", ("viewBox", "0 0 28 14"), ("width", "28"), ("height", "14"), ("aria-hidden", "true"));
        if (chart.Kind == ChartKind.Lines)
        {
            var line = Tag("line", ("x1", "0"), ("y1", "7"), ("x2", "28"), ("y2", "7"), ("stroke", Colours[s]), ("stroke-width", "2.5"));
            if (Dashes[s] is { } dash)
            {
                line.Attributes["stroke-dasharray"] = dash;
            }

            svg.InnerHtml.AppendHtml(line);
        }
        else
        {
            if (s > 0)
            {
                svg.InnerHtml.AppendHtml(Pattern(id + "-key", s));
            }

            svg.InnerHtml.AppendHtml(Tag(
                "rect", ("x", "1"), ("y", "1"), ("width", "26"), ("height", "12"), ("fill", s == 0 ? Colours[0] : $"url(#{id}-key-fill-{s})"), ("stroke", Colours[s])));
        }

        return svg;
    }

    private static decimal? At(ChartSeries series, int category) => category < series.Values.Count ? series.Values[category] : null;

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static TagBuilder Tag(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var tag = new TagBuilder(name);
        foreach (var (key, value) in attributes)
        {
            tag.Attributes[key] = value;
        }

        return tag;
    }
}
