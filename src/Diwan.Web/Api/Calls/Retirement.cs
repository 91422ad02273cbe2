using System.Globalization;

namespace Diwan.Web.Api.Calls;

/// <summary>The call is to be retired; metadata of its endpoint.</summary>
internal sealed record Retired(DateOnly Since, DateOnly Ends);

/// <summary>How a call of the API is retired: it says so in each answer for at least twelve months, then it is gone.</summary>
internal static class Retirement
{
    internal const int LeastMonths = 12;

    /// <param name="instead">Where it is told what to use instead.</param>
    /// <exception cref="ArgumentException">The notice is shorter than twelve months.</exception>
    internal static RouteHandlerBuilder RetiredOn(this RouteHandlerBuilder endpoint, DateOnly since, DateOnly ends, string instead)
    {
        if (ends < since.AddMonths(LeastMonths))
        {
            throw new ArgumentException($"A call is announced as retired at least {LeastMonths} months ahead.", nameof(ends));
        }

        var (deprecation, sunset) = (At(since), At(ends));
        return endpoint.WithMetadata(new Retired(since, ends)).AddEndpointFilter(async (context, next) =>
        {
            var headers = context.HttpContext.Response.Headers;
            headers["Deprecation"] = "@" + deprecation.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            headers["Sunset"] = sunset.ToString("R", CultureInfo.InvariantCulture);
            headers.Append("Link", $"<{instead}>; rel=\"deprecation\"");
            return await next(context);
        });

        static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
    }
}
