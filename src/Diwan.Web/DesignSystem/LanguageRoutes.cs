using Diwan.Kernel;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Net.Http.Headers;

namespace Diwan.Web;

/// <summary>
/// Every page lives under <c>/ar/</c> or <c>/en/</c>. The folder Portal, the citizen's, is left out of the address:
/// <c>Pages/Portal/Services.cshtml</c> is <c>/ar/services</c>, <c>Pages/Desk/Index.cshtml</c> is <c>/ar/desk</c>.
/// </summary>
internal sealed class LanguageRoutes : IPageRouteModelConvention
{
    internal const string Key = "lang";
    private const string Prefix = "{" + Key + ":regex(^(ar|en)$)}";

    public void Apply(PageRouteModel model)
    {
        foreach (var selector in model.Selectors)
        {
            if (selector.AttributeRouteModel is not { Template: { } template } route)
            {
                continue;
            }

            if (template.Equals("Portal", StringComparison.Ordinal))
            {
                template = "";
            }
            else if (template.StartsWith("Portal/", StringComparison.Ordinal))
            {
                template = template["Portal/".Length..];
            }

            route.Template = AttributeRouteModel.CombineTemplates(Prefix, template);
        }
    }
}

/// <summary>The culture of a request is the language in its address.</summary>
internal sealed class RouteCultureProvider : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var culture = Cultures.Of(LanguageOf(httpContext)).Name;
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(culture));
    }

    /// <summary>From the address; where that says nothing, as the browser asks; Arabic otherwise.</summary>
    internal static Language LanguageOf(HttpContext context)
    {
        var path = ErrorPages.Asked(context)?.Path ?? context.Request.Path.Value ?? "";
        foreach (var language in Enum.GetValues<Language>())
        {
            var code = language.Code();
            if (path.Length >= 3 && path[0] == '/' && path.AsSpan(1, 2).Equals(code, StringComparison.Ordinal) && (path.Length == 3 || path[3] == '/'))
            {
                return language;
            }
        }

        return Preferred(context.Request);
    }

    internal static Language Preferred(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is null or > 0)
            .OrderByDescending(l => l, StringWithQualityHeaderValueComparer.QualityComparer);
        foreach (var value in accepted)
        {
            var code = value.Value.ToString();
            if (code.StartsWith("ar", StringComparison.OrdinalIgnoreCase))
            {
                return Language.Arabic;
            }

            if (code.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return Language.English;
            }
        }

        return Language.Arabic;
    }
}
