using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Apps.Calls;
using Diwan.Cases.UseCases;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Validation.AspNetCore;

namespace Diwan.Web.Api.Calls;

/// <summary>The scope that a call needs; metadata of its endpoint.</summary>
internal sealed record NeedsScope(string Scope);

/// <summary>The call may carry an idempotency key; metadata of its endpoint.</summary>
internal sealed record DoneOnce;

/// <summary>
/// What holds for every call that is somebody's: who makes it (our own pages by their cookie, an app by its token), whether it may, how often, and that what is asked twice is done once.
/// </summary>
internal static class CallRules
{
    internal const string Once = "Idempotency-Key";

    private const int LongestKey = 100;

    /// <summary>Who makes the call. Only in an endpoint that <see cref="Needs"/> a scope.</summary>
    internal static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint does not say what it needs.");

    /// <summary>The person for whom the call is made.</summary>
    internal static SignedIn Me(this HttpContext http) => http.Caller().Person ?? throw new InvalidOperationException("The call is made for no person.");

    internal static Officer Officer(this HttpContext http) => new(http.Me().ToActor(), http.Me().Roles);

    /// <summary>Whether the caller reaches what belongs to an institution: an app of another does not.</summary>
    internal static bool Reaches(this HttpContext http, string institution) => http.Caller().App?.Reaches(institution) ?? true;

    /// <summary>As <see cref="Reaches(HttpContext, string)"/>, by the name of a service: <c>moj/certificate</c>.</summary>
    internal static bool ReachesService(this HttpContext http, string service) => http.Reaches(service.Split('/')[0]);

    /// <summary>The refusal of an app of one institution that asks for what is another's.</summary>
    internal static IResult OtherInstitution(this HttpContext http, string institution) => Problems.Forbidden(new(
        $"هذا التطبيق لمؤسسة «{http.Caller().App?.Institution}»، والمطلوب عند «{institution}». استعمل موقع ديوان أو تطبيق تلك المؤسسة.",
        $"This app belongs to the institution \"{http.Caller().App?.Institution}\"; what is asked for belongs to \"{institution}\". Use the site, or the app of that institution."));

    /// <summary>For a person, through our pages or an app with the scope; for an app itself where the scope is one of apps.</summary>
    internal static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, string scope)
    {
        var known = AppScopes.Find(scope) ?? throw new ArgumentException($"There is no scope '{scope}'.", nameof(scope));
        return endpoint.WithMetadata(new NeedsScope(scope)).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).DisableAntiforgery()
            .AddEndpointFilter(async (context, next) =>
            {
                var http = context.HttpContext;
                return await RefuseAsync(http, known) ?? await next(context);
            });
    }

    /// <summary>What is asked again with the same key is not done again: the first answer is given.</summary>
    /// <param name="within">
    /// Of what an agent does for somebody: that for which they may do it now, as the session. The first answer is given within it alone, and nothing of it to who asks again once it is over.
    /// Null where there is none.
    /// </param>
    internal static RouteHandlerBuilder MayRepeat(this RouteHandlerBuilder endpoint, Func<HttpContext, Task<string?>>? within = null) =>
        endpoint.WithMetadata(new DoneOnce()).ProducesProblem(409).ProducesProblem(422).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            return http.Request.Headers[Once].ToString() is { Length: > 0 } key && (within is null ? "" : await within(http)) is { } place
                ? await OnceAsync(http, key, place, async () => await next(context))
                : await next(context);
        });

    private static async Task<IResult?> RefuseAsync(HttpContext http, AppScope scope)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        Caller caller;
        if (http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var token = await http.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
            if (token is not { Succeeded: true, Principal: { } principal } || await services.GetRequiredService<FindCaller>().ByTokenAsync(principal, ct) is not { } found)
            {
                http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                return Problems.Unauthorised(new(
                    "رمز الدخول غير صالح: انتهت مدته، أو سُحب الإذن، أو انتهى مفتاح التطبيق. جدّده برمز التجديد، وإلا فاطلب الإذن من جديد.",
                    "The token is not good: its time is over, the consent was withdrawn, or the app's key has ended. Renew it with the refresh token; if that fails, ask for consent again."));
            }

            caller = found;
        }
        else if (http.User.SignedIn() is { } person)
        {
            caller = new Caller(person, null);
        }
        else
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Unauthorised(new(
                "هذا لمن سجّل الدخول. سجّل الدخول ثم أعد الطلب.", "This is for who is signed in. Sign in and ask again."));
        }

        http.Features.Set(caller);
        var allowance = services.GetRequiredService<CallLimits>().Take($"{caller.App?.ClientId ?? "site"}:{caller.Person?.PersonKey}");
        http.Response.Headers["RateLimit-Policy"] = $"\"person\";q={allowance.Limit};w=60";
        http.Response.Headers["RateLimit"] = $"\"person\";r={allowance.Left};t={allowance.Seconds}";
        if (!allowance.Granted)
        {
            http.Response.Headers.RetryAfter = allowance.Seconds.ToString(CultureInfo.InvariantCulture);
            return Problems.TooMany(allowance.Seconds);
        }

        if (caller.App is not { } app)
        {
            return scope.Holder == ScopeHolder.App ? Missing(http, scope) : NotFor(http, scope, caller);
        }

        if (!app.Scopes.Contains(scope.Name) || (caller.Person is null) != (scope.Holder == ScopeHolder.App))
        {
            return Missing(http, scope);
        }

        if (NotFor(http, scope, caller) is { } refusal)
        {
            return refusal;
        }

        await services.GetRequiredService<FindCaller>().NoteAsync(caller, scope.Name, ct);
        return null;
    }

    /// <summary>An officer's scope is for who has the role at this moment, through an app of their own institution; null where it is.</summary>
    private static IResult? NotFor(HttpContext http, AppScope scope, Caller caller) =>
        scope.Holder != ScopeHolder.Officer || caller.Person is not { } person ? null
        : !scope.IsFor(person) ? Problems.Forbidden(new($"دورك لا يسمح بهذا: {scope.Words.Ar}.", $"Your role does not allow this: {scope.Words.En}."))
        : person.Institution is { } institution && !http.Reaches(institution) ? http.OtherInstitution(institution)
        : null;

    private static IResult Missing(HttpContext http, AppScope scope)
    {
        http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope.Name}\"";
        return Problems.Forbidden(new(
            $"لم يُسمح للتطبيق بهذا: {scope.Words.Ar}. اطلب الإذن «{scope.Name}».", $"The app was not allowed this: {scope.Words.En}. Ask for the scope \"{scope.Name}\"."));
    }

    private static async Task<object?> OnceAsync(HttpContext http, string key, string within, Func<Task<object?>> act)
    {
        if (key.Length > LongestKey)
        {
            return Problems.Bad(new($"مفتاح عدم التكرار {LongestKey} حرف على الأكثر.", $"An idempotency key is at most {LongestKey} characters."));
        }

        var replies = http.RequestServices.GetRequiredService<Replies>();
        var who = $"{http.Caller().App?.ClientId}:{http.Caller().Person?.PersonKey}:{within}";
        switch (await replies.BeginAsync(who, key, await AskedAsync(http), http.RequestAborted))
        {
            case Replies.Result.Before { Reply: var before }:
                http.Response.Headers["Idempotency-Replayed"] = "true";
                if (before.Location is not null)
                {
                    http.Response.Headers.Location = before.Location;
                }

                return new Said(before);
            case Replies.Result.Busy:
                http.Response.Headers.RetryAfter = "2";
                return Problems.Conflict(new("يجري تنفيذ هذا الطلب الآن. أعده بعد لحظات بالمفتاح نفسه.", "This is being done at this moment. Ask again in a moment with the same key."));
            case Replies.Result.OtherRequest:
                return Problems.Unprocessable(new("استُعمل هذا المفتاح لطلب آخر. اجعل لكل طلب مفتاحًا جديدًا.", "This key was used for another request. Make a new key for each."));
            case Replies.Result.Go:
                return new Said(await SayAsync(http, replies, who, key, act));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Does it, and keeps what is said, before it is said.</summary>
    private static async Task<Reply> SayAsync(HttpContext http, Replies replies, string who, string key, Func<Task<object?>> act)
    {
        var body = http.Response.Body;
        using var said = new MemoryStream();
        http.Response.Body = said;
        try
        {
            var result = await act() as IResult ?? throw new InvalidOperationException("What may be repeated answers with a result.");
            await result.ExecuteAsync(http);
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
            var reply = new Reply(http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.Location, said.ToArray());
            if (reply.Status is >= 500 or StatusCodes.Status401Unauthorized)
            {
                await replies.DropAsync(who, key, CancellationToken.None);
            }
            else
            {
                await replies.KeepAsync(who, key, reply, CancellationToken.None);
            }

            return reply;
        }
        catch
        {
            await replies.DropAsync(who, key, CancellationToken.None);
            throw;
        }
        finally
        {
            http.Response.Body = body;
        }
    }

    /// <summary>Method, address and a hash of the whole body.</summary>
    private static async Task<byte[]> AskedAsync(HttpContext http)
    {
        var body = http.Request.Body;
        body.Position = 0;
        var hash = await SHA256.HashDataAsync(body, http.RequestAborted);
        body.Position = 0;
        return [.. Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"), .. hash];
    }

    /// <summary>Bodies of calls with an idempotency key are read twice: to tell what was asked, and to do it. Placed behind routing.</summary>
    internal static void UseRepeatableBodies(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.Headers.ContainsKey(Once) && http.GetEndpoint()?.Metadata.GetMetadata<DoneOnce>() is not null)
        {
            http.Request.EnableBuffering();
        }

        return next(http);
    });

    private sealed class Said(Reply reply) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = reply.Status;
            if (reply.Body.Length > 0)
            {
                httpContext.Response.ContentType = reply.ContentType;
                httpContext.Response.ContentLength = reply.Body.Length;
                await httpContext.Response.Body.WriteAsync(reply.Body, httpContext.RequestAborted);
            }
        }
    }
}
