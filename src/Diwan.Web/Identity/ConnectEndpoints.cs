using System.Globalization;
using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Kernel;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace Diwan.Web.Identity;

/// <summary>
/// Diwan as a provider of OAuth 2.1 and OpenID Connect. The library has checked each request (key, address to return to, PKCE, code, token) before it comes here;
/// here a person is asked, and told of.
/// </summary>
internal static class ConnectEndpoints
{
    /// <summary>The person said no, on the page that asks.</summary>
    internal const string Denied = "denied";

    /// <summary>Seconds: a sign-in counts as fresh for as long as it takes to come back from it and to read what is asked.</summary>
    private const int LeastAge = 300;

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    internal static void MapConnect(this WebApplication app)
    {
        var connect = app.MapGroup("").ExcludeFromDescription().DisableAntiforgery();
        connect.MapMethods(AppsModule.Authorize, [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync);
        connect.MapPost(AppsModule.Token, TokenAsync);
        connect.MapMethods(AppsModule.UserInfo, [HttpMethods.Get, HttpMethods.Post], UserInfoAsync);
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, Consents consents, Links links, TimeProvider time)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (HttpMethods.IsPost(http.Request.Method))
        {
            // A person comes here through our pages with the question in the address.
            return Results.LocalRedirect(http.Request.PathBase + AppsModule.Authorize + QueryString.Create(request.GetParameters().Select(p => new KeyValuePair<string, string?>(p.Key, (string?)p.Value))));
        }

        var language = request.UiLocales?.Split(' ').Select(l => l[..Math.Min(2, l.Length)]).FirstOrDefault(l => l is "ar" or "en") is { } wanted
            ? Languages.FromCode(wanted) : RouteCultureProvider.Preferred(http.Request);
        var silent = request.HasPromptValue("none");
        if (http.User.SignedIn() is not { } person)
        {
            return silent ? Refuse(OpenIddictConstants.Errors.LoginRequired, "Nobody is signed in.")
                : Results.LocalRedirect($"{links.To(language, "/sign-in")}?return={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        }

        if (http.Request.Query.ContainsKey(Denied))
        {
            return Refuse(OpenIddictConstants.Errors.AccessDenied, "The person did not allow it.");
        }

        // RFC 9470: the app says what level, or how fresh a sign-in, the call it makes next asks for.
        var needed = request.AcrValues?.Split(' ').Select(Assurances.FromCode).FirstOrDefault(l => l is not null) ?? Assurance.Low;
        var most = request.MaxAge is >= 0 and <= int.MaxValue and var age ? TimeSpan.FromSeconds(Math.Max(age, LeastAge)) : (TimeSpan?)null;
        if (!person.Satisfies(needed, most, time.GetUtcNow()))
        {
            return silent ? Refuse(OpenIddictConstants.Errors.LoginRequired, "The person has to show again, or by a higher level, who they are.")
                : Results.LocalRedirect(StepUp.Address(links, language, needed, http.Request.PathBase + http.Request.Path + http.Request.QueryString, most));
        }

        var asked = request.GetScopes();
        if (await consents.AskAsync(person, request.ClientId, asked, http.RequestAborted) is not { } question)
        {
            return Refuse(OpenIddictConstants.Errors.UnauthorizedClient, "The key has ended, or is a test key and this is no sandbox.");
        }

        if (question.Scopes.Count == 0)
        {
            return Refuse(OpenIddictConstants.Errors.AccessDenied, "This person can allow none of what was asked: an officer allows only what the app of their own institution may ask, a citizen nothing of the desk.");
        }

        if (request.HasPromptValue("consent") || await consents.StandingAsync(person, request.ClientId!, asked, http.RequestAborted) is not { } consent)
        {
            return silent ? Refuse(OpenIddictConstants.Errors.ConsentRequired, "The person has to be asked.")
                : Results.LocalRedirect(links.To(language, "/allow") + http.Request.QueryString);
        }

        var principal = Principal(person, [.. OpenIddictScopes(asked), .. question.Scopes.Select(s => s.Name)]);
        principal.SetAuthorizationId(consent.ToString("D"));
        return Results.SignIn(principal, authenticationScheme: Scheme);
    }

    private static async Task<IResult> TokenAsync(HttpContext http, FindCaller callers)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
        {
            var asked = request.GetScopes();
            if (asked.FirstOrDefault(s => AppScopes.Find(s)?.Holder != ScopeHolder.App) is { } other)
            {
                return Refuse(OpenIddictConstants.Errors.InvalidScope, $"The scope '{other}' is a person's to allow: use the authorization code flow.");
            }

            var identity = new ClaimsIdentity("diwan", "name", "role");
            identity.SetClaim("sub", request.ClientId);
            identity.SetScopes(asked);
            identity.SetDestinations(static _ => ["access_token"]);
            return await callers.ByTokenAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim("client_id", request.ClientId!)], "diwan")), http.RequestAborted) is null
                ? Refuse(OpenIddictConstants.Errors.InvalidClient, "The key has ended, or is a test key and this is no sandbox.")
                : Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: Scheme);
        }

        // A code or a refresh token: good, and used for the first time. Whether what it stands for still stands is asked now.
        var known = (await http.AuthenticateAsync(Scheme)).Principal!;
        if (known.Identity is ClaimsIdentity own && !own.HasClaim(c => c.Type == "client_id"))
        {
            own.AddClaim(new Claim("client_id", request.ClientId!));
        }

        if (await callers.ByTokenAsync(known, http.RequestAborted) is not { Person: { } person })
        {
            return Refuse(OpenIddictConstants.Errors.InvalidGrant, "The consent is over or was withdrawn. Ask the person again.");
        }

        var scopes = known.GetScopes();
        if (request.IsRefreshTokenGrantType() && request.GetScopes() is { Length: > 0 } fewer)
        {
            scopes = [.. scopes.Where(fewer.Contains)];
        }

        var principal = Principal(person, scopes);
        principal.SetAuthorizationId(known.GetAuthorizationId());
        return Results.SignIn(principal, authenticationScheme: Scheme);
    }

    private static async Task<IResult> UserInfoAsync(HttpContext http, FindCaller callers)
    {
        var token = (await http.AuthenticateAsync(Scheme)).Principal!;
        return await callers.ByTokenAsync(token, http.RequestAborted) is { Person: { } person, App: { } app }
            ? Results.Json(Claims(person, app.Scopes).ToDictionary(c => c.Type, c => c.Value, StringComparer.Ordinal))
            : Results.Challenge(new AuthenticationProperties(new Dictionary<string, string?>
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidToken,
            }), [Scheme]);
    }

    private static IEnumerable<string> OpenIddictScopes(IEnumerable<string> asked) => asked.Where(AppScopes.Protocol.Contains);

    private static ClaimsPrincipal Principal(SignedIn person, IReadOnlyCollection<string> scopes)
    {
        var identity = new ClaimsIdentity("diwan", "name", "role");
        identity.AddClaims(Claims(person, scopes));
        identity.SetClaim(OpenIddictConstants.Claims.AuthenticationContextReference, person.Level.Code());
        identity.SetClaim(OpenIddictConstants.Claims.AuthenticationTime, person.AuthenticatedAt.ToUnixTimeSeconds());
        identity.SetScopes(scopes);
        identity.SetDestinations(claim => claim.Type is "sub" or OpenIddictConstants.Claims.AuthenticationContextReference or OpenIddictConstants.Claims.AuthenticationTime
            ? ["access_token", "id_token"] : ["id_token"]);
        return new ClaimsPrincipal(identity);
    }

    private static IEnumerable<Claim> Claims(SignedIn person, IReadOnlyCollection<string> scopes)
    {
        yield return new Claim("sub", person.PersonKey);
        if (!scopes.Contains(AppScopes.Profile))
        {
            yield break;
        }

        yield return new Claim("name", person.Name);
        yield return new Claim("locale", person.Language.Code());
        if (person.BirthDate is { } born)
        {
            yield return new Claim("birthdate", born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        if (person.Phone is { } phone)
        {
            yield return new Claim("phone_number", phone);
        }
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(new AuthenticationProperties(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    }), [Scheme]);
}
