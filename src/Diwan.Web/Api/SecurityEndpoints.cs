using System.Globalization;
using System.Text;
using Diwan.Kernel;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Api;

/// <summary><c>/.well-known/security.txt</c> (RFC 9116): where somebody who found a weakness turns to.</summary>
internal static class SecurityEndpoints
{
    /// <summary>The file says until when it is good; a copy that somebody keeps shall not lie for long.</summary>
    private static readonly TimeSpan Good = TimeSpan.FromDays(90);

    internal static void MapSecurity(this WebApplication app)
    {
        app.MapGet("/.well-known/security.txt", (HttpRequest request, IOptions<WebOptions> options, TimeProvider time) =>
        {
            var site = $"{request.Scheme}://{request.Host}{request.PathBase}";
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"Contact: mailto:{options.Value.ContactEmail}\n");
            text.Append(CultureInfo.InvariantCulture, $"Contact: {site}/ar/disclosure\n");
            text.Append(CultureInfo.InvariantCulture, $"Expires: {NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow() + Good), TimeOnly.MinValue).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n");
            text.Append("Preferred-Languages: ar, en\n");
            text.Append(CultureInfo.InvariantCulture, $"Canonical: {site}/.well-known/security.txt\n");
            text.Append(CultureInfo.InvariantCulture, $"Policy: {site}/en/disclosure\n");
            return Results.Text(text.ToString(), "text/plain", Encoding.UTF8);
        }).ExcludeFromDescription();
    }
}
