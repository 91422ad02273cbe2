using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;

namespace Diwan.Web.Telephone;

/// <summary>The paths of the institutions' applications: their pages, manifests and colours.</summary>
internal static class AppSite
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Takes the application's path off the address, before anything is routed by it.</summary>
    internal static void UseAppPaths(this WebApplication app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(CurrentApp.Prefix, StringComparison.Ordinal, out var rest) && rest.Value is { Length: > 1 } within)
        {
            var end = within.IndexOf('/', 1);
            var id = end < 0 ? within[1..] : within[1..end];
            var institution = context.RequestServices.GetRequiredService<ServiceOffers>().Catalogue.FindInstitution(id);
            if (institution?.App is { } described)
            {
                var current = new CurrentApp(institution, described);
                context.Features.Set(current);
                context.Request.PathBase += current.Base;
                context.Request.Path = end < 0 ? "/" : within[end..];
            }
        }

        return next(context);
    });

    internal static void MapApps(this WebApplication app)
    {
        app.MapGet("/{lang:regex(^(ar|en)$)}/app.webmanifest", (string lang, HttpContext context, TextCatalogue texts) =>
                CurrentApp.Of(context) is { } current ? Results.Json(Manifest(current, Languages.FromCode(lang), texts, context.Request.PathBase), Json, "application/manifest+json") : Results.NotFound())
            .ExcludeFromDescription();
        app.MapGet("/app.css", (HttpContext context) =>
            {
                if (CurrentApp.Of(context) is not { } current)
                {
                    return Results.NotFound();
                }

                context.Response.Headers.CacheControl = "public, max-age=86400";
                return Results.Text(string.Create(CultureInfo.InvariantCulture, $":root{{--dw-app:{current.App.Colour}}}"), "text/css");
            })
            .ExcludeFromDescription();
    }

    private static object Manifest(CurrentApp current, Language language, TextCatalogue texts, PathString root)
    {
        var code = language.Code();
        var (institution, described) = current;
        object Icon(string kind, string sizes, string purpose) => new { src = $"{root}/{CurrentApp.Icon(institution, kind)}", sizes, type = "image/png", purpose };
        object Shortcut(string path, string key) => new { name = texts.Find(language, key), url = $"{root}/{code}{path}" };
        return new
        {
            id = $"{root}/{code}",
            name = described.Name.In(language),
            short_name = described.ShortName.In(language),
            description = $"{institution.Name.In(language)} · {texts.Find(language, "shared.site.name")}",
            lang = code,
            dir = language == Language.Arabic ? "rtl" : "ltr",
            start_url = $"{root}/{code}{(described.Start == "/" ? "" : described.Start)}",
            scope = $"{root}/",
            display = "standalone",
            background_color = "#ffffff",
            theme_color = described.Colour,
            icons = new[] { Icon("192", "192x192", "any"), Icon("512", "512x512", "any"), Icon("maskable-512", "512x512", "maskable") },
            shortcuts = new[] { Shortcut("/track", "shared.nav.track"), Shortcut("/verify", "shared.nav.verify"), Shortcut("/kept", "kept.title") },
        };
    }
}
