using System.Security.Claims;
using System.Text.Json;
using System.Threading.RateLimiting;
using Diwan.Accounts;
using Diwan.Web.Api;

namespace Diwan.Web.Identity;

/// <summary>
/// Keeps ways in that no provider guards from being tried out: 20 tries a minute from one address, for passkeys and codes together. Counts in this process only; how often the codes of one
/// account are tried is counted with the account.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    private const int PerMinute = 20;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetSlidingWindowLimiter(
        who, _ => new SlidingWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));

    public void Dispose() => _limiter.Dispose();

    /// <summary>Whether one more try from this address is let through.</summary>
    public bool Take(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var lease = _limiter.AttemptAcquire($"{http.Connection.RemoteIpAddress}");
        return lease.IsAcquired;
    }
}

/// <summary>Questions for devices, asked by the script of the pages. Their answers come back through the forms of those pages.</summary>
internal static class PasskeyEndpoints
{
    internal const string Add = "/passkeys/add";
    internal const string Use = "/passkeys/use";

    internal static void MapPasskeys(this WebApplication app)
    {
        var group = app.MapGroup("").ExcludeFromDescription().DisableAntiforgery();
        group.MapPost(Use, async (HttpContext http, SignInByPasskey signIn, SignInLimits limits) =>
            !limits.Take(http) ? Problems.TooMany(60)
            : await signIn.BeginAsync(http.RequestAborted) is var (challenge, options) ? Say(challenge, options)
            : Results.NotFound());
        group.MapPost(Add, async (HttpContext http, KeepPasskeys keep, SignInLimits limits) =>
            http.User.SignedIn() is not { } me ? Results.Unauthorized()
            : !limits.Take(http) ? Problems.TooMany(60)
            : await keep.BeginAsync(me, http.RequestAborted) is KeepPasskeys.Result.Asked asked ? Say(asked.Challenge, asked.Options)

            // Why not is said by the page, to which the script then sends the form as it is.
            : Results.Conflict());
    }

    private static IResult Say(Guid challenge, string options) => Results.Json(new { challenge, options = JsonDocument.Parse(options).RootElement });
}

/// <summary>
/// What somebody reaches who came in by a recovery code: where their cases stand, and the ways into their account. Everything else that is a person's asks for more.
/// </summary>
internal static class RecoveryLimits
{
    private static readonly string[] Open = ["/account", "/account/sign-in", StepUp.Path, PasskeyEndpoints.Add];

    internal static void UseRecoveryLimits(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.User.SignedIn() is not { Method: SignInMethod.RecoveryCode } || IsOpen(http))
        {
            await next(http);
            return;
        }

        if (!IsOwn(http))
        {
            // What is for everybody is so for them: nothing there is done or shown in their name.
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
            await next(http);
            return;
        }

        if (ErrorPages.IsForPrograms(http))
        {
            await Problems.NeedsAssurance(http, Kernel.Assurance.Substantial).ExecuteAsync(http);
            return;
        }

        var links = http.RequestServices.GetRequiredService<Links>();
        http.Response.Redirect(StepUp.Address(
            links, RouteCultureProvider.LanguageOf(http), Kernel.Assurance.Substantial, HttpMethods.IsGet(http.Request.Method) ? http.Request.PathBase + http.Request.Path + http.Request.QueryString : ""));
    });

    /// <summary>Whether it is theirs also by a recovery code.</summary>
    private static bool IsOpen(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        return Open.Contains(path.Length > 3 && path[1..3] is "ar" or "en" && path[3] == '/' ? path[3..].TrimEnd('/') : path, StringComparer.Ordinal);
    }

    /// <summary>Whether the address is somebody's own: it asks for a sign-in, or acts for who is signed in.</summary>
    private static bool IsOwn(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/connect/authorize", StringComparison.Ordinal)
        || http.GetEndpoint()?.Metadata is { } endpoint
            && (endpoint.GetMetadata<Api.Calls.NeedsScope>() is not null || endpoint.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is not null);
}
