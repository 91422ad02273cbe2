using System.ComponentModel.DataAnnotations;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Web.Api;
using Diwan.Web.Telephone;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Diwan.Web.Identity;

/// <summary>The national identity provider, section <c>Identity</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>The issuer's address; its discovery document is read from below it.</summary>
    [Required, Url]
    public string Authority { get; set; } = "http://127.0.0.1:5081";

    [Required]
    public string ClientId { get; set; } = "diwan";

    public string? ClientSecret { get; set; }

    /// <summary>Minutes without a request after which a person signs in again.</summary>
    [Range(5, 720)]
    public int IdleMinutes { get; set; } = 60;
}

/// <summary>Signing in: our own cookie, filled by any OpenID Connect provider with the code flow and PKCE.</summary>
internal static class SignInSetup
{
    internal const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;
    internal const string Provider = OpenIdConnectDefaults.AuthenticationScheme;

    /// <summary>Where the site itself is, whichever application the person is in.</summary>
    private static PathString RootOf(HttpContext context)
    {
        var root = context.Request.PathBase;
        return CurrentApp.Of(context) is { } app && root.Value!.EndsWith(app.Base, StringComparison.Ordinal) ? root.Value[..^app.Base.Length] : root;
    }

    internal static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IdentityOptions>().Bind(builder.Configuration.GetSection("Identity")).ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication(Cookie).AddCookie(Cookie).AddOpenIdConnect(Provider, _ => { });
        services.AddAuthorization();
        services.AddSingleton<SignInLimits>();

        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<IOptions<IdentityOptions>>((cookie, identity) =>
        {
            cookie.Cookie.Name = "diwan";

            // Who is signed in on the site is so in the institutions' applications, which are below it.
            cookie.Cookie.Path = "/";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(identity.Value.IdleMinutes);
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = context =>
            {
                if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                {
                    return Problems.Unauthorised(new(
                        "هذا لمن سجّل الدخول. سجّل الدخول ثم أعد الطلب.", "This is for who is signed in. Sign in and ask again.")).ExecuteAsync(context.HttpContext);
                }

                var language = RouteCultureProvider.LanguageOf(context.HttpContext).Code();
                var back = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
                context.Response.Redirect($"{context.Request.PathBase}/{language}/sign-in?return={Uri.EscapeDataString(back)}");
                return Task.CompletedTask;
            };
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });

        services.AddOptions<OpenIdConnectOptions>(Provider).Configure<IOptions<IdentityOptions>, IOptions<AccountsOptions>>((oidc, identity, accounts) =>
        {
            oidc.Authority = identity.Value.Authority;
            oidc.ClientId = identity.Value.ClientId;
            oidc.ClientSecret = identity.Value.ClientSecret;
            oidc.RequireHttpsMetadata = !new Uri(identity.Value.Authority).IsLoopback;
            oidc.ResponseType = "code";
            oidc.ResponseMode = "query";
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            // Everything needed is in the ID token, where a list of roles is a list and not a text.
            oidc.GetClaimsFromUserInfoEndpoint = false;
            oidc.SaveTokens = false;
            // By what level they came, and when: thrown away by the handler unless it is told not to.
            oidc.ClaimActions.Remove("acr");
            oidc.ClaimActions.Remove("auth_time");
            oidc.Scope.Clear();
            oidc.Scope.Add("openid");
            oidc.Scope.Add("profile");
            oidc.Scope.Add("phone");
            oidc.CallbackPath = "/signed-in";
            oidc.SignedOutCallbackPath = "/signed-out";
            oidc.NonceCookie.Path = "/";
            oidc.CorrelationCookie.Path = "/";
            oidc.NonceCookie.SameSite = SameSiteMode.Lax;
            oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
            oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oidc.Events.OnRedirectToIdentityProvider = context =>
            {
                // The provider knows one address of ours to come back to, not one for each institution's application.
                context.ProtocolMessage.RedirectUri = $"{context.Request.Scheme}://{context.Request.Host}{RootOf(context.HttpContext)}{context.Options.CallbackPath}";
                if (StepUp.LevelOf(context.Properties) is { } level)
                {
                    context.ProtocolMessage.AcrValues = accounts.Value.AcrOf(level);
                }

                if (StepUp.OnlyOf(context.Properties) is not null)
                {
                    // They are signed in there as well, perhaps at a lower level: it is now that they show it.
                    context.ProtocolMessage.Prompt = OpenIdConnectPrompt.Login;
                    context.ProtocolMessage.MaxAge = StepUp.AgeOf(context.Properties);
                }

                context.ProtocolMessage.UiLocales = RouteCultureProvider.LanguageOf(context.HttpContext).Code();
                return Task.CompletedTask;
            };
            oidc.Events.OnTicketReceived = async context =>
            {
                var signIn = context.HttpContext.RequestServices.GetRequiredService<SignIn>();
                var only = StepUp.OnlyOf(context.Properties);
                var root = RootOf(context.HttpContext).Value!;
                switch (await signIn.RunAsync(context.Principal!, Channel.Portal, context.HttpContext.RequestAborted, only))
                {
                    case SignIn.Result.Welcome { Who: var who } when only is null || who.Level >= StepUp.LevelOf(context.Properties):
                        context.Principal = who.ToPrincipal();
                        break;
                    case SignIn.Result.Welcome:
                        Back(StepUp.TooLow);
                        break;
                    case SignIn.Result.SomebodyElse:
                        Back(StepUp.SomebodyElse);
                        break;
                    default:
                        context.Fail("The identity provider did not say who is signing in.");
                        break;
                }

                // The session stays what it was.
                void Back(string why)
                {
                    context.Response.Redirect(StepUp.AddressAfter(context.Properties, root, why));
                    context.HandleResponse();
                }
            };
            oidc.Events.OnAccessDenied = context =>
            {
                context.Response.Redirect(StepUp.AddressAfter(context.Properties, RootOf(context.HttpContext).Value!, StepUp.Cancelled));
                context.HandleResponse();
                return Task.CompletedTask;
            };
            oidc.Events.OnRemoteFailure = context =>
            {
                // Pressed "back", refused, or waited too long: not an error of the person's. They can try again.
                context.Response.Redirect(StepUp.AddressAfter(context.Properties, RootOf(context.HttpContext).Value!, StepUp.Cancelled));
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }
}
