using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Diwan.Web;

/// <summary>
/// <c>&lt;dw-chart chart="Model.Payments" /&gt;</c>: a chart drawn on the server, for a phone and for a desk, with its table below it.
/// </summary>
[HtmlTargetElement("dw-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChartTagHelper(Text text, IHtmlHelper html) : TagHelper
{
    private const int Phone = 360;
    private const int Desk = 760;

    public ChartModel? Chart { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext? ViewContext { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (Chart is not { } chart)
        {
            output.SuppressOutput();
            return;
        }

        ((IViewContextAware)html).Contextualize(ViewContext!);
        var id = "chart-" + Next(ViewContext!.HttpContext.Items);
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dw-chart");
        var title = new TagBuilder("figcaption");
        title.Attributes["id"] = id + "-title";
        title.AddCssClass("dw-chart__title");
        title.InnerHtml.Append(chart.Title);
        output.Content.AppendHtml(title);
        if (chart.Summary is { } summary)
        {
            output.Content.AppendHtml(Paragraph(summary, "dw-chart__summary"));
        }

        if (chart.IsEmpty)
        {
            output.Content.AppendHtml(Paragraph(text["shared.chart.empty"].ToString(), "govuk-inset-text"));
            return;
        }

        foreach (var (width, css) in ((int, string)[])[(Phone, "dw-chart__phone"), (Desk, "dw-chart__desk")])
        {
            var frame = new TagBuilder("div");
            frame.AddCssClass(css);
            frame.InnerHtml.AppendHtml(ChartDrawing.Draw(chart, text.Language == Kernel.Language.Arabic, $"{id}-{width}", width, id));
            output.Content.AppendHtml(frame);
        }

        if (chart.Series.Count > 1)
        {
            var keys = new TagBuilder("ul");
            keys.AddCssClass("dw-chart__keys");
            for (var s = 0; s < chart.Series.Count; s++)
            {
                var item = new TagBuilder("li");
                item.InnerHtml.AppendHtml(ChartDrawing.Key(chart, id, s)).Append(" " + chart.Series[s].Name);
                keys.InnerHtml.AppendHtml(item);
            }

            output.Content.AppendHtml(keys);
        }

        var words = new TagBuilder("span");
        words.AddCssClass("govuk-details__summary-text");
        words.InnerHtml.Append(text["shared.chart.table"].ToString());
        var open = new TagBuilder("summary");
        open.AddCssClass("govuk-details__summary");
        open.InnerHtml.AppendHtml(words);
        var body = new TagBuilder("div");
        body.AddCssClass("govuk-details__text");
        body.InnerHtml.AppendHtml(await html.PartialAsync("_Table", Table(chart)));
        var details = new TagBuilder("details");
        details.AddCssClass("govuk-details");
        details.InnerHtml.AppendHtml(open).AppendHtml(body);
        output.Content.AppendHtml(details);
    }

    internal static TableModel Table(ChartModel chart) => new(
        chart.Title,
        [new TableHead(chart.CategoryHead), .. chart.Series.Select(s => new TableHead(s.Name, Numeric: true))],
        [.. chart.Categories.Select((name, c) => (IReadOnlyList<object?>)[name, .. chart.Series.Select(s => s.Values[c] is { } value ? chart.Format(value) : "–")])],
        HideCaption: true);

    /// <summary>The how-manieth chart of the page: one element in a loop makes many.</summary>
    private static int Next(IDictionary<object, object?> items)
    {
        var number = items.TryGetValue(typeof(ChartTagHelper), out var last) ? (int)last! + 1 : 1;
        items[typeof(ChartTagHelper)] = number;
        return number;
    }

    private static TagBuilder Paragraph(string words, string css)
    {
        var paragraph = new TagBuilder("p");
        paragraph.AddCssClass(css);
        paragraph.InnerHtml.Append(words);
        return paragraph;
    }
}
