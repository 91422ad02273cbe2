using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Sandbox.Pages;

/// <summary>Markup. Made from an interpolated string whose holes are encoded, except for holes that are markup themselves.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    internal static readonly Html Empty = new("");

    internal static Html Of(Template template) => new(template.Finish());

    internal static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p._markup)));

    public override string ToString() => _markup;

    [InterpolatedStringHandler]
    internal readonly ref struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _built = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string markup) => _built.Append(markup);

        public void AppendFormatted(Html? markup) => _built.Append(markup?._markup);

        public void AppendFormatted(IEnumerable<Html> markup)
        {
            foreach (var part in markup)
            {
                _built.Append(part._markup);
            }
        }

        public void AppendFormatted(string? text) => _built.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _built.Append(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

        internal string Finish() => _built.ToString();
    }
}

/// <summary>A whole page of the sandbox, marked as such in both languages, with a strict content policy.</summary>
internal sealed class Page(string titleAr, string titleEn, Html body, int status = 200) : IResult
{
    private static readonly Navigation Nation = new(Html.Of($"""
        <a href="/">العالم التجريبي · <span lang="en">The sandbox</span></a> <a href="/phones">الهواتف · <span lang="en">Phones</span></a> <a href="/mailboxes">البريد · <span lang="en">Mail</span></a> <a href="/teller">الصرّاف · <span lang="en">Teller</span></a> <a href="/ask">السجلات · <span lang="en">Registers</span></a> <a href="/control">المفاتيح · <span lang="en">Knobs</span></a>
        """));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // Forms here lead back to the product, whose address is not known beforehand; a redirect after a form needs no form-action then.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.WriteAsync(Html.Of($"""
            <!doctype html>
            <html lang="ar" dir="rtl">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{titleAr} · {titleEn} · Sandbox</title><link rel="stylesheet" href="/sandbox.css"></head>
            <body>
            <a class="skip" href="#main">إلى المحتوى · Skip to content</a>
            <p class="banner" role="note"><strong>بيئة تجريبية</strong>: كل ما هنا مختلق، ولا يُحرَّك مال ولا تُرسل رسائل. <span lang="en" dir="ltr"><strong>Sandbox</strong>: all invented; no money moves, no message leaves.</span></p>
            <header><nav aria-label="الصفحات · Pages">{(httpContext.RequestServices.GetService<Navigation>() ?? Nation).Links}</nav></header>
            <main id="main"><h1>{titleAr} <span class="en" lang="en" dir="ltr">{titleEn}</span></h1>
            {body}
            </main>
            </body></html>
            """).ToString());
    }

    /// <summary>The same words in both languages, Arabic first.</summary>
    internal static Html Both(string ar, string en) => Html.Of($"""<span>{ar}</span> <span class="en" lang="en" dir="ltr">{en}</span>""");

    internal static Html Both(Nation.Word word) => Both(word.Ar, word.En);
}

/// <summary>The links on top of every page of a host.</summary>
internal sealed record Navigation(Html Links);
