using System.Globalization;
using System.Text;
using Diwan.Documents;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Diwan.Web;

/// <summary><c>&lt;dw-qr text="…" label="…" /&gt;</c>: a QR code drawn on the server.</summary>
[HtmlTargetElement("dw-qr", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrTagHelper : TagHelper
{
    public string Text { get; set; } = "";

    /// <summary>What it is, for those who do not see it.</summary>
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var matrix = QrMatrix.Of(Text);
        var side = (matrix.Size + (2 * QrMatrix.QuietZone)).ToString(CultureInfo.InvariantCulture);
        var path = new StringBuilder();
        foreach (var (column, row, length) in matrix.Bars)
        {
            path.Append(CultureInfo.InvariantCulture, $"M{column + QrMatrix.QuietZone} {row + QrMatrix.QuietZone}h{length}v1h-{length}z");
        }

        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dw-qr");
        output.Attributes.SetAttribute("viewBox", $"0 0 {side} {side}");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("shape-rendering", "crispEdges");
        var paper = new TagBuilder("rect") { TagRenderMode = TagRenderMode.SelfClosing };
        paper.Attributes["width"] = paper.Attributes["height"] = side;
        paper.Attributes["fill"] = "#fff";
        var dark = new TagBuilder("path") { TagRenderMode = TagRenderMode.SelfClosing };
        dark.Attributes["d"] = path.ToString();
        output.Content.AppendHtml(paper).AppendHtml(dark);
    }
}
