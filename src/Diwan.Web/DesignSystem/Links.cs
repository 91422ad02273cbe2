using Diwan.Kernel;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Diwan.Web;

/// <summary>
/// Addresses of our own pages, always with the language of the reader. Pages name a path without language: <c>Links.To("/services")</c>.
/// </summary>
public sealed class Links(IHttpContextAccessor accessor)
{
    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("Links are made while a request is served.");

    public Language Language => RouteCultureProvider.LanguageOf(Context);

    /// <param name="path">Begins with a slash and names no language. May carry a query and a fragment.</param>
    public string To(string path) => To(Language, path);

    /// <summary>With query values; those that are null are left out.</summary>
    public string To(string path, params (string Name, string? Value)[] query)
    {
        var builder = new QueryBuilder();
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                builder.Add(name, value);
            }
        }

        return To(path) + builder.ToQueryString();
    }

    public string To(Language language, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path[0] is not '/' || path.StartsWith("//", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{path}' is not a path of this site: begin with one slash.", nameof(path));
        }

        return Context.Request.PathBase + $"/{language.Code()}" + (path == "/" ? "" : path);
    }

    /// <summary>A file of wwwroot, by its path there.</summary>
    public string File(string path) => Context.Request.PathBase + "/" + path.TrimStart('/');

    /// <summary>The page being read, in the other language.</summary>
    public string OtherLanguage()
    {
        var request = Context.Request;
        var (path, query) = ErrorPages.Asked(Context) ?? (request.Path.Value ?? "/", request.QueryString.Value);
        var other = Language == Language.Arabic ? Language.English : Language.Arabic;
        var named = path.Length >= 3 && (path[1..3] is "ar" or "en") && (path.Length == 3 || path[3] == '/');
        return To(other, named && path.Length > 3 ? new PathString(path[3..]).ToUriComponent() : "/") + query;
    }

    /// <summary>The path being read, without language.</summary>
    public string Here
    {
        get
        {
            var path = Context.Request.Path.Value ?? "/";
            return path.Length > 3 ? path[3..] : "/";
        }
    }
}

/// <summary><c>&lt;a to="/services"&gt;</c>: a link to a page of ours, in the reader's language.</summary>
[HtmlTargetElement("a", Attributes = "to")]
public sealed class LinkTagHelper(Links links) : TagHelper
{
    public string To { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Attributes.SetAttribute("href", links.To(To));
    }
}

/// <summary><c>&lt;form to="/search" method="get"&gt;</c>: a form of ours; a post gets its antiforgery token from the framework.</summary>
[HtmlTargetElement("form", Attributes = "to")]
public sealed class FormToTagHelper(Links links) : TagHelper
{
    public string To { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Attributes.SetAttribute("action", links.To(To));
    }
}
