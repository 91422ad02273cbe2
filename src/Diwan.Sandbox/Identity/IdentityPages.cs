using System.Net.Http.Headers;
using System.Text;
using Diwan.Kernel;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Personas;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Diwan.Sandbox.Identity;

/// <summary>The endpoints of the sign-in and its one page: a list of ready-made people, and a box for any number of the nation.</summary>
internal sealed class IdentityPages(IdentityProvider provider, World world, Knobs knobs)
{
    private static readonly string[] Levels = ["low", "substantial", "high"];

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/openid-configuration", (Delegate)((HttpContext http) => Guarded(http, () => Results.Json(IdentityProvider.Discovery(Issuer(http))))));
        app.MapGet("/jwks", (Delegate)((HttpContext http) => Guarded(http, () => Results.Json(provider.KeySet))));
        app.MapGet("/authorize", (Delegate)((HttpContext http) => Guarded(http, () => Choose(http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString())))));
        app.MapPost("/authorize", (Delegate)Chosen);
        app.MapPost("/token", (Delegate)Token);
        app.MapMethods("/userinfo", ["GET", "POST"], (Delegate)UserInfo);
        app.MapMethods("/end_session", ["GET", "POST"], (Delegate)EndSession);
    }

    private static string Issuer(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private async Task<IResult> Guarded(HttpContext http, Func<IResult> answer) =>
        await knobs.Meet("identity", http.RequestAborted) is Fate.Answer ? answer() : Results.StatusCode(503);

    /// <summary>What was asked for, or what is wrong with it. Nobody is sent back to an address that is not allowed.</summary>
    private (Request? Request, IResult? Problem) Read(IReadOnlyDictionary<string, string> query)
    {
        string? Get(string name) => query.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        if (Get("client_id") is not { } client || !provider.Allows(Get("redirect_uri")))
        {
            return (null, new Page("طلب دخول غير صحيح", "Invalid sign-in request", Html.Of($"<p class=\"error\">{Page.Both("client_id ناقص أو redirect_uri ليس على هذا الجهاز.", "client_id is missing, or redirect_uri is not on this machine.")}</p>"), 400));
        }

        var redirect = Get("redirect_uri")!;
        var acr = Get("acr_values")?.Split(' ').FirstOrDefault(a => Levels.Contains(a)) ?? "substantial";
        var request = new Request(client, redirect, Get("code_challenge") ?? "", Get("nonce"), Get("state"), acr, Get("response_mode") == "form_post");
        string? error = Get("response_type") != "code" ? "unsupported_response_type"
            : Get("scope")?.Split(' ').Contains("openid") != true ? "invalid_scope"
            : request.Challenge.Length != 43 || Get("code_challenge_method") != "S256" ? "invalid_request"
            : Get("prompt") == "none" ? "login_required" : null;
        return error is null ? (request, null) : (null, Back(request, [new("error", error), new("error_description", "See the sandbox's discovery document: code flow, scope openid, PKCE S256.")]));
    }

    private IResult Choose(IReadOnlyDictionary<string, string> query, string? wrong = null)
    {
        var (request, problem) = Read(query);
        if (request is null)
        {
            return problem!;
        }

        var kept = Html.Join(query.Where(q => q.Key is not "subject" and not "typed" and not "cancel").Select(q => Html.Of($"<input type=\"hidden\" name=\"{q.Key}\" value=\"{q.Value}\">")));
        Html Person(Persona p) => Html.Of($"""
            <li><button name="subject" value="{p.Number}"><strong>{p.Name.Ar}</strong> <span class="en" lang="en" dir="ltr">{p.Name.En} · {p.Number}</span>
            <small>{p.Story.Ar}{(p.Roles.Count > 0 ? $" ({string.Join(", ", p.Roles)})" : "")}</small><small class="en" lang="en" dir="ltr">{p.Story.En}</small></button></li>
            """);
        var level = Assurances.FromCode(request.Acr)!.Value.Name();
        return new Page("الدخول بالهوية التجريبية", "Sign in with the sandbox identity", Html.Of($"""
            <p>{Page.Both($"مستوى التحقق المطلوب: {level.Ar}", $"Level asked for: {level.En}")}</p>
            {(wrong is null ? null : Html.Of($"<p class=\"error\" role=\"alert\">{Page.Both($"لا يوجد شخص حي بالرقم {wrong} في هذا العالم.", $"Nobody living has the number {wrong} in this nation.")}</p>"))}
            <form method="post" action="/authorize">{kept}
            <label for="typed">{Page.Both("أي رقم وطني في هذا العالم", "Any national number of this nation")}</label>
            <input id="typed" name="typed" inputmode="numeric" autocomplete="off" dir="ltr" value="{wrong}">
            <button name="subject" value="">{Page.Both("دخول", "Sign in")}</button>
            <button name="cancel" value="1">{Page.Both("إلغاء والعودة", "Cancel and go back")}</button>
            {Groups.All.Select(g => Html.Of($"<h2>{Page.Both(g.Title)}</h2><ul class=\"people\">{world.Ready.Personas.Where(p => p.Group == g.Id).Select(Person)}</ul>"))}
            </form>
            """), wrong is null ? 200 : 400);
    }

    private async Task<IResult> Chosen(HttpContext http)
    {
        var form = (await http.Request.ReadFormAsync()).ToDictionary(q => q.Key, q => q.Value.ToString());
        var (request, problem) = Read(form);
        if (request is null)
        {
            return problem!;
        }

        if (form.ContainsKey("cancel"))
        {
            return Back(request, [new("error", "access_denied"), new("error_description", "The person did not sign in.")], Issuer(http));
        }

        var typed = Digits.ToAscii(form.GetValueOrDefault("typed", "")).Trim();
        var subject = form.GetValueOrDefault("subject") is { Length: > 0 } chosen ? chosen : typed;
        return provider.Claims(subject) is null ? Choose(form, subject) : Back(request, [new("code", provider.Issue(request, subject))], Issuer(http));
    }

    private static IResult Back(Request request, IEnumerable<KeyValuePair<string, string?>> answer, string? issuer = null)
    {
        List<KeyValuePair<string, string?>> all = [.. answer];
        if (request.State is { } state)
        {
            all.Add(new("state", state));
        }

        if (issuer is not null)
        {
            all.Add(new("iss", issuer));
        }

        if (!request.FormPost)
        {
            return Results.Redirect(QueryHelpers.AddQueryString(request.RedirectUri, all));
        }

        return new Page("العودة إلى الخدمة", "Back to the service", Html.Of($"""
            <form method="post" action="{request.RedirectUri}">{all.Select(a => Html.Of($"<input type=\"hidden\" name=\"{a.Key}\" value=\"{a.Value}\">"))}
            <button>{Page.Both("متابعة", "Continue")}</button></form>
            """));
    }

    private async Task<IResult> Token(HttpContext http)
    {
        if (await knobs.Meet("identity", http.RequestAborted) is not Fate.Answer)
        {
            return Results.StatusCode(503);
        }

        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType)
        {
            return Results.Json(new { error = "invalid_request" }, statusCode: 400);
        }

        var form = await http.Request.ReadFormAsync();
        string? Get(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
        if (Get("grant_type") != "authorization_code")
        {
            return Results.Json(new { error = "unsupported_grant_type" }, statusCode: 400);
        }

        var client = Get("client_id") ?? BasicUser(http);
        var tokens = provider.Redeem(Issuer(http), Get("code"), client, Get("redirect_uri"), Get("code_verifier"), out var error);
        return tokens is null ? Results.Json(new { error }, statusCode: 400) : Results.Json(tokens);
    }

    private static string? BasicUser(HttpContext http)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header) || header.Scheme != "Basic" || header.Parameter is null)
        {
            return null;
        }

        var buffer = new byte[header.Parameter.Length];
        return Convert.TryFromBase64String(header.Parameter, buffer, out var length)
            ? Uri.UnescapeDataString(Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0])
            : null;
    }

    private IResult UserInfo(HttpContext http)
    {
        var claims = AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header) && header.Scheme == "Bearer" ? provider.UserInfo(header.Parameter) : null;
        if (claims is not null)
        {
            return Results.Json(claims);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Results.StatusCode(401);
    }

    private async Task<IResult> EndSession(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        string? Get(string name) => form is not null && form.TryGetValue(name, out var value) ? value.ToString() : http.Request.Query[name].ToString() is { Length: > 0 } q ? q : null;
        var back = Get("post_logout_redirect_uri");
        if (back is not null && provider.Allows(back))
        {
            return Results.Redirect(Get("state") is { } state ? QueryHelpers.AddQueryString(back, "state", state) : back);
        }

        return new Page("خرجت", "Signed out", Html.Of($"<p>{Page.Both("انتهت الجلسة.", "The session has ended.")}</p>"));
    }
}
