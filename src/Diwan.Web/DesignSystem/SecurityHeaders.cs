using Microsoft.Extensions.Options;

namespace Diwan.Web;

/// <summary>The headers that let a browser refuse what our pages never ask for.</summary>
internal static class SecurityHeaders
{
    internal static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<WebOptions>>().Value;
        var policy = Policy(options.FormActionOrigins);
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return next(context);
        });
    }

    /// <summary>What a signed-in person saw is not left on the computer of a post office for the next one.</summary>
    internal static void UseNoTraces(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            context.Response.Headers.CacheControl = "no-store";
        }
        else if (context.Request.Path.StartsWithSegments("/lib/fonts", StringComparison.Ordinal))
        {
            // Named in the stylesheet without a fingerprint, and all but never changed.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.CacheControl = "public, max-age=2592000";
                return Task.CompletedTask;
            });
        }

        return next(context);
    });

    /// <summary>Lets the forms of this one page lead to one more place, by way of our own addresses.</summary>
    internal static void LetFormsLeadTo(this HttpContext context, Uri place) => context.Response.Headers.ContentSecurityPolicy =
        context.Response.Headers.ContentSecurityPolicy.ToString().Replace("form-action 'self'", $"form-action 'self' {Source(place)}", StringComparison.Ordinal);

    /// <summary>An absolute address as a source of the policy, in ASCII: of the web its scheme, host and port, of an app of a telephone its scheme.</summary>
    internal static string Source(Uri place) => place.Scheme is not ("https" or "http")
        ? place.Scheme + ":"
        : $"{place.Scheme}://{(place.HostNameType == UriHostNameType.IPv6 ? place.Host : place.IdnHost)}{(place.IsDefaultPort ? "" : $":{place.Port}")}";

    internal static string Policy(IEnumerable<string> formActionOrigins) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; "
        + $"form-action {string.Join(' ', formActionOrigins.Select(o => o.TrimEnd('/')).Prepend("'self'"))}; "
        + "frame-ancestors 'none'; base-uri 'none'";
}
