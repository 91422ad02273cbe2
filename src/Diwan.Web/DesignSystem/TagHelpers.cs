using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Diwan.Web;

/// <summary>What a tag means; the colour follows, the words carry it.</summary>
public enum Tone
{
    Neutral,
    Info,
    Good,
    Warning,
    Bad,
    Muted,
}

/// <summary><c>&lt;dw-status tone="Good"&gt;words&lt;/dw-status&gt;</c></summary>
[HtmlTargetElement("dw-status")]
public sealed class StatusTagHelper : TagHelper
{
    public Tone Tone { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "strong";
        output.Attributes.SetAttribute("class", Tone switch
        {
            Tone.Good => "govuk-tag govuk-tag--green",
            Tone.Warning => "govuk-tag govuk-tag--yellow",
            Tone.Bad => "govuk-tag govuk-tag--red",
            Tone.Muted => "govuk-tag govuk-tag--grey",
            Tone.Neutral => "govuk-tag govuk-tag--teal",
            _ => "govuk-tag",
        });
    }
}

/// <summary><c>&lt;dw-due on="@date" today="@today" paused="false" /&gt;</c>: how a deadline stands, in colour, shape and words.</summary>
[HtmlTargetElement("dw-due", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DueTagHelper(Text text) : TagHelper
{
    public DateOnly On { get; set; }

    public DateOnly Today { get; set; }

    /// <summary>The clock stands still: it is the applicant's turn.</summary>
    public bool Paused { get; set; }

    /// <summary>How many days before the date it counts as near.</summary>
    public int Soon { get; set; } = 1;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var days = On.DayNumber - Today.DayNumber;
        var (css, words) = (Paused, days) switch
        {
            (true, _) => ("dw-due dw-due--paused", text["shared.due.paused"]),
            (_, < 0) => ("dw-due dw-due--late", text.Plural("shared.due.late", -days)),
            (_, 0) => ("dw-due dw-due--soon", text["shared.due.today"]),
            _ => (days <= Soon ? "dw-due dw-due--soon" : "dw-due", text.Plural("shared.due.left", days)),
        };
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", css);
        output.Attributes.SetAttribute("title", text.Date(On));
        output.Content.SetHtmlContent((Microsoft.AspNetCore.Html.IHtmlContent)words);
    }
}

/// <summary><c>&lt;dw-notice tone="Good" title="…"&gt;markup&lt;/dw-notice&gt;</c>: a banner at the top of a page.</summary>
[HtmlTargetElement("dw-notice")]
public sealed class NoticeTagHelper(Text text) : TagHelper
{
    public Tone Tone { get; set; } = Tone.Info;

    /// <summary>The heading; "Important" or "Success" when none is given.</summary>
    public string? Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        var id = "notice-" + context.UniqueId;
        var good = Tone == Tone.Good;
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "govuk-notification-banner" + (good ? " govuk-notification-banner--success" : ""));
        output.Attributes.SetAttribute("role", good ? "alert" : "region");
        output.Attributes.SetAttribute("aria-labelledby", id);
        var title = new TagBuilder("h2");
        title.AddCssClass("govuk-notification-banner__title");
        title.Attributes["id"] = id;
        title.InnerHtml.Append(Title ?? text[good ? "shared.success" : "shared.important"].ToString());
        var head = new TagBuilder("div");
        head.AddCssClass("govuk-notification-banner__header");
        head.InnerHtml.AppendHtml(title);
        var content = new TagBuilder("div");
        content.AddCssClass("govuk-notification-banner__content");
        content.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        output.Content.AppendHtml(head).AppendHtml(content);
    }
}

/// <summary><c>&lt;dw-details summary="…"&gt;markup&lt;/dw-details&gt;</c></summary>
[HtmlTargetElement("dw-details")]
public sealed class DetailsTagHelper : TagHelper
{
    public string Summary { get; set; } = "";

    public bool Open { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "details";
        output.Attributes.SetAttribute("class", "govuk-details");
        if (Open)
        {
            output.Attributes.SetAttribute("open", "open");
        }

        var words = new TagBuilder("span");
        words.AddCssClass("govuk-details__summary-text");
        words.InnerHtml.Append(Summary);
        var summary = new TagBuilder("summary");
        summary.AddCssClass("govuk-details__summary");
        summary.InnerHtml.AppendHtml(words);
        var body = new TagBuilder("div");
        body.AddCssClass("govuk-details__text");
        body.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        output.Content.AppendHtml(summary).AppendHtml(body);
    }
}

/// <summary><c>&lt;dw-warning&gt;words&lt;/dw-warning&gt;</c></summary>
[HtmlTargetElement("dw-warning")]
public sealed class WarningTagHelper(Text text) : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "govuk-warning-text");
        var icon = new TagBuilder("span");
        icon.AddCssClass("govuk-warning-text__icon");
        icon.Attributes["aria-hidden"] = "true";
        icon.InnerHtml.Append("!");
        var hidden = new TagBuilder("span");
        hidden.AddCssClass("govuk-visually-hidden");
        hidden.InnerHtml.Append(text["shared.warning"].ToString());
        var words = new TagBuilder("strong");
        words.AddCssClass("govuk-warning-text__text");
        words.InnerHtml.AppendHtml(hidden).Append(" ").AppendHtml(await output.GetChildContentAsync());
        output.Content.AppendHtml(icon).AppendHtml(words);
    }
}

/// <summary><c>&lt;dw-panel title="…"&gt;markup&lt;/dw-panel&gt;</c>: the confirmation at the end; its title is the heading of the page.</summary>
[HtmlTargetElement("dw-panel")]
public sealed class PanelTagHelper : TagHelper
{
    public string Title { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "govuk-panel govuk-panel--confirmation");
        var title = new TagBuilder("h1");
        title.AddCssClass("govuk-panel__title");
        title.InnerHtml.Append(Title);
        var body = new TagBuilder("div");
        body.AddCssClass("govuk-panel__body");
        body.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        output.Content.AppendHtml(title).AppendHtml(body);
    }
}

/// <summary><c>&lt;dw-ref&gt;7K4M-92QX-3&lt;/dw-ref&gt;</c>: a reference, a bill number: read left to right wherever it stands.</summary>
[HtmlTargetElement("dw-ref")]
public sealed class ReferenceTagHelper : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "bdi";
        output.Attributes.SetAttribute("class", "dw-ref");
        output.Attributes.SetAttribute("dir", "ltr");
    }
}
