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

    internal static string Policy(IEnumerable<string> formActionOrigins) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; "
        + $"form-action {string.Join(' ', formActionOrigins.Select(o => o.TrimEnd('/')).Prepend("'self'"))}; "
        + "frame-ancestors 'none'; base-uri 'none'";
}
