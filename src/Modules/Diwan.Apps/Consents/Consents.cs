using System.Text.Json;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Apps;

/// <summary>What a person is asked: which app wants to do what, until when.</summary>
/// <param name="Scopes">Of what was asked, that which this person can allow.</param>
public sealed record ConsentQuestion(string ClientId, Guid AppId, LocalizedText App, LocalizedText Owner, string? Institution, bool Test, IReadOnlyList<AppScope> Scopes, DateTimeOffset Until);

/// <summary>What a person allowed.</summary>
public sealed record Consent(Guid Id, Guid AppId, LocalizedText App, LocalizedText Owner, string? Institution, bool Test, IReadOnlyList<AppScope> Scopes, DateTimeOffset AllowedAt, DateTimeOffset Until, DateTimeOffset? WithdrawnAt)
{
    public bool StandsAt(DateTimeOffset now) => WithdrawnAt is null && Until > now;
}

/// <summary>What people allow apps to do: asked for, allowed, seen and withdrawn. Each is in the person's ledger of who saw their data.</summary>
public sealed class Consents(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, IOptions<AppsOptions> options, TimeProvider time)
{
    /// <summary>In the ledger, the role in which an app reads.</summary>
    public const string Role = "app";

    /// <returns>Null when there is no such key, it ended, or it is not good here; without scopes when this person can allow nothing of what was asked.</returns>
    public async Task<ConsentQuestion?> AskAsync(SignedIn person, string? clientId, IReadOnlyCollection<string> asked, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(asked);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await FindAsync(db, clientId, ct) is var (key, app) ? Question(person, key, app, asked, time.GetUtcNow()) : null;
    }

    /// <summary>The person allows the app what it asks. What they allowed the same key before is replaced.</summary>
    /// <returns>The id of the consent; null as in <see cref="AskAsync"/>, or when there is nothing this person can allow.</returns>
    public async Task<Guid?> AllowAsync(SignedIn person, string? clientId, IReadOnlyCollection<string> asked, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(asked);
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var now = time.GetUtcNow();
            if (await FindAsync(db, clientId, ct) is not var (key, app) || Question(person, key, app, asked, now) is not { Scopes.Count: > 0 } question)
            {
                return null;
            }

            var change = new Change(person.ToActor(), Channel.Portal, "app-allowing", now);
            foreach (var before in await Valid(db, person.PersonKey, key.Id!).ToListAsync(ct))
            {
                End(change, before, "app-consent-replaced");
            }

            List<string> scopes = [.. AppScopes.Protocol.Where(asked.Contains), .. question.Scopes.Select(s => s.Name)];
            var grant = new GrantRow
            {
                ApplicationId = key.Id,
                Subject = person.PersonKey,
                Scopes = JsonSerializer.Serialize(scopes),
                Status = "valid",
                Type = "permanent",
                CreationDate = now.UtcDateTime,
                AllowedAt = now,
                UntilAt = question.Until,
                ConcurrencyToken = "1",
            };
            change.Insert(grant);
            change.Record(grant.Chain, "app-allowed", new { app = app.Id, clientId, scopes, until = question.Until });
            AccessLedger.Note(change, new AccessNote(person.PersonKey, Role, new(
                $"سمحتَ لتطبيق «{app.NameAr}» ({app.OwnerAr}) بما يلي: {string.Join("؛ ", question.Scopes.Select(s => s.Words.Ar))}",
                $"You allowed the app \"{app.NameEn}\" ({app.OwnerEn}) to: {string.Join("; ", question.Scopes.Select(s => s.Words.En))}")));
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return Guid.Parse(grant.Id!);
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>The consent under which a key may act for a person now, if it covers what is asked.</summary>
    public async Task<Guid?> StandingAsync(SignedIn person, string clientId, IReadOnlyCollection<string> asked, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(asked);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await FindAsync(db, clientId, ct) is not var (key, _))
        {
            return null;
        }

        var wanted = asked.Where(s => AppScopes.CanAllow(s, person.IsOfficer)).ToList();
        return (await Valid(db, person.PersonKey, key.Id!).StandingAt(now).ToListAsync(ct))
            .Where(g => wanted.All(KeepApps.Texts(g.Scopes).Contains))
            .Select(g => (Guid?)Guid.Parse(g.Id!)).FirstOrDefault();
    }

    /// <summary>What the person allowed, that which still stands first, then the latest; a hundred at most.</summary>
    public async Task<IReadOnlyList<Consent>> OfPersonAsync(string personKey, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var grants = await db.Set<GrantRow>().Include(g => g.Application).Where(g => g.Subject == personKey && g.Type == "permanent")
            .OrderByDescending(StandingGrants.Stands(now)).ThenByDescending(g => g.AllowedAt).Take(100).ToListAsync(ct);
        var ids = grants.Select(g => g.Application!.AppId).Distinct().ToList();
        var apps = await db.Set<AppRow>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        return [.. grants.Select(g => View(g, g.Application!, apps[g.Application!.AppId]))];
    }

    /// <summary>The person takes back what they allowed. Tokens of the app are good for nothing from that moment.</summary>
    /// <returns>False when there is no such consent of this person, or it was withdrawn before.</returns>
    public async Task<bool> WithdrawAsync(SignedIn person, Guid consent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        var id = consent.ToString("D");
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<GrantRow>().SingleOrDefaultAsync(g => g.Id == id && g.Subject == person.PersonKey && g.Status == "valid", ct) is not { } grant
                || await db.Set<ClientRow>().Where(k => k.Id == grant.ApplicationId).Join(db.Set<AppRow>(), k => k.AppId, a => a.Id, (k, a) => a).SingleOrDefaultAsync(ct) is not { } app)
            {
                return false;
            }

            var change = new Change(person.ToActor(), Channel.Portal, "app-withdrawing", time.GetUtcNow());
            End(change, grant, "app-consent-withdrawn");
            AccessLedger.Note(change, new AccessNote(person.PersonKey, Role, new(
                $"سحبتَ ما سمحتَ به لتطبيق «{app.NameAr}»", $"You withdrew what you had allowed the app \"{app.NameEn}\"")));
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return true;
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    private static Consent View(GrantRow grant, ClientRow key, AppRow app) => new(
        Guid.Parse(grant.Id!), app.Id, new(app.NameAr, app.NameEn), new(app.OwnerAr, app.OwnerEn), app.Institution, key.Kind == KeyKind.Test,
        [.. KeepApps.Texts(grant.Scopes).Select(AppScopes.Find).OfType<AppScope>()],
        grant.AllowedAt, key.EndedAt is { } ended && ended < grant.UntilAt ? ended : grant.UntilAt, grant.WithdrawnAt);

    private static void End(Change change, GrantRow grant, string what)
    {
        (grant.Status, grant.WithdrawnAt) = ("revoked", change.Now);
        change.Update(grant);
        change.Record(grant.Chain, what, new { grant.ApplicationId });
    }

    private static IQueryable<GrantRow> Valid(AppDbContext db, string personKey, string key) =>
        db.Set<GrantRow>().Where(g => g.Subject == personKey && g.ApplicationId == key && g.Status == "valid" && g.Type == "permanent");

    private async Task<(ClientRow Key, AppRow App)?> FindAsync(AppDbContext db, string? clientId, CancellationToken ct) =>
        clientId is not null
        && await db.Set<ClientRow>().SingleOrDefaultAsync(k => k.ClientId == clientId && k.EndedAt == null, ct) is { } key
        && (key.Kind == KeyKind.Live || options.Value.Sandbox)
        && await db.Set<AppRow>().SingleOrDefaultAsync(a => a.Id == key.AppId, ct) is { } app
            ? (key, app)
            : null;

    private ConsentQuestion Question(SignedIn person, ClientRow key, AppRow app, IReadOnlyCollection<string> asked, DateTimeOffset now)
    {
        // An officer of another institution has nothing that this app could reach.
        var stranger = person.IsOfficer && app.Institution is { } institution && person.Institution != institution;
        var own = app.Scopes.Split(' ');
        return new ConsentQuestion(
            key.ClientId!, app.Id, new(app.NameAr, app.NameEn), new(app.OwnerAr, app.OwnerEn), app.Institution, key.Kind == KeyKind.Test,
            stranger ? [] : [.. AppScopes.All.Where(s => asked.Contains(s.Name) && own.Contains(s.Name) && AppScopes.CanAllow(s.Name, person.IsOfficer))],
            now.AddDays(options.Value.ConsentDays));
    }
}
