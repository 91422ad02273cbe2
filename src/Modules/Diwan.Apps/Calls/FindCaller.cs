using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace Diwan.Apps;

/// <summary>The app that makes a request.</summary>
/// <param name="Institution">It reaches nothing of any other; null of a partner's app.</param>
/// <param name="Scopes">What this token allows.</param>
/// <param name="Consent">Under which the token was given; null when the app acts for itself.</param>
public sealed record AppCaller(Guid AppId, string ClientId, LocalizedText Name, string? Institution, KeyKind Kind, IReadOnlyList<string> Scopes, Guid? Consent)
{
    /// <summary>Whether the app may reach what belongs to an institution.</summary>
    public bool Reaches(string institution) => Institution is null || Institution == institution;
}

/// <summary>Who makes a request: a person on our own pages, a person through an app, or an app for itself.</summary>
public sealed record Caller(SignedIn? Person, AppCaller? App);

/// <summary>Says who is behind a token, as things stand now: with the person's roles and the app's rights of this moment.</summary>
public sealed class FindCaller(IDbContextFactory<AppDbContext> contexts, FindAccount accounts, AccessLedger ledger, IOptions<AppsOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Guid Consent, string Scope), DateOnly> _noted = new();

    /// <param name="token">The principal of a token that was validated.</param>
    /// <returns>Null when the key ended, the consent is over or withdrawn, or the person is not known any more.</returns>
    public async Task<Caller?> ByTokenAsync(ClaimsPrincipal token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        var clientId = token.GetClaim("client_id") ?? token.GetPresenters().FirstOrDefault();
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Set<ClientRow>().Where(k => k.ClientId == clientId && k.EndedAt == null)
            .Join(db.Set<AppRow>(), k => k.AppId, a => a.Id, (Key, App) => new { Key.Kind, App }).SingleOrDefaultAsync(ct);
        if (found is null || (found.Kind == KeyKind.Test && !options.Value.Sandbox))
        {
            return null;
        }

        SignedIn? person = null;
        Guid? consent = null;
        if (token.GetAuthorizationId() is { } grant)
        {
            if (!await db.Set<GrantRow>().StandingAt(now).AnyAsync(g => g.Id == grant, ct)
                || (person = await accounts.ByKeyAsync(token.GetClaim("sub") ?? "", ct)) is null)
            {
                return null;
            }

            consent = Guid.Parse(grant);
            person = person with
            {
                Level = Assurances.FromCode(token.GetClaim(OpenIddictConstants.Claims.AuthenticationContextReference)) ?? Assurance.Low,
                AuthenticatedAt = long.TryParse(token.GetClaim(OpenIddictConstants.Claims.AuthenticationTime), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                    ? DateTimeOffset.FromUnixTimeSeconds(at) : DateTimeOffset.UnixEpoch,
            };
        }

        var app = found.App;
        return new Caller(person, new AppCaller(app.Id, clientId!, new(app.NameAr, app.NameEn), app.Institution, found.Kind, [.. token.GetScopes()], consent));
    }

    /// <summary>
    /// Writes into the person's ledger that an app looked, once a day for each kind of thing (again after a restart of this node).
    /// Awaited before anything is shown.
    /// </summary>
    public async Task NoteAsync(Caller caller, string scope, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller is not { Person: { } person, App: { Consent: { } consent } app } || AppScopes.Find(scope) is not { } known)
        {
            return;
        }

        var today = NationalCalendar.DateAt(time.GetUtcNow());
        if (_noted.TryGetValue((consent, scope), out var day) && day == today)
        {
            return;
        }

        await ledger.NoteAsync(
            new Actor(ActorKind.System, $"app:{app.AppId:N}", $"{app.Name.Ar} / {app.Name.En}", app.Institution), Channel.Api,
            new AccessNote(person.PersonKey, Consents.Role, new($"تطبيق سمحتَ له: {known.Words.Ar}", $"An app that you allowed to: {known.Words.En}")), ct);
        if (_noted.Count > 100_000)
        {
            _noted.Clear();
        }

        _noted[(consent, scope)] = today;
    }
}
