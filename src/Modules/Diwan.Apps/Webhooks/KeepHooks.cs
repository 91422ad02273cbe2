using System.Text.Json;
using Diwan.Apps.Webhooks;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Apps;

/// <summary>What an app is told of.</summary>
public static class HookEvents
{
    public const string CaseMoved = "case.moved";
    public const string BillSettled = "bill.settled";
    public const string DocumentIssued = "document.issued";
    public const string DocumentRevoked = "document.revoked";

    /// <summary>Sent when the app asks for it, to try the address.</summary>
    public const string Ping = "ping";

    /// <summary>Event → the scope that a person must have allowed.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Needs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [CaseMoved] = AppScopes.CasesRead,
        [BillSettled] = AppScopes.Bills,
        [DocumentIssued] = AppScopes.Documents,
        [DocumentRevoked] = AppScopes.Documents,
    };

    public static readonly IReadOnlyList<string> All = [.. Needs.Keys];
}

public sealed record Hook(Guid Id, Guid AppId, string ClientId, string Url, IReadOnlyList<string> Events, DateTimeOffset At, DateTimeOffset? EndedAt);

/// <param name="Body">As it is sent.</param>
public sealed record Notice(
    Guid Id, Guid HookId, string Url, LocalizedText App, string Type, string Body, DateTimeOffset At, NoticeState State, int Attempts, int? LastStatus, string? LastWhy, DateTimeOffset? EndedAt);

/// <summary>Keeps where apps want to be told, shows what became of each notice, and sends one again.</summary>
public sealed class KeepHooks(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, CheckpointKey platformKey, HookWatch watch, IOptions<AppsOptions> options, TimeProvider time)
{
    internal const int Most = 10;

    private const int Shown = 100;

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Secret">With which notices are signed; the same whenever it is asked for by the app.</param>
        public sealed record Subscribed(Guid Id, string Secret) : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    public async Task<Result> SubscribeAsync(AppCaller app, string? url, IReadOnlyCollection<string>? events, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (HookAddress.Fault(url, IsSandbox(app.Kind)) is { } fault)
        {
            return new Result.Refused(fault);
        }

        if (events is not { Count: > 0 } || !events.All(HookEvents.All.Contains))
        {
            return new Result.Refused(new(
                $"اختر من الأحداث: {string.Join("، ", HookEvents.All)}.", $"Choose among the events: {string.Join(", ", HookEvents.All)}."));
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<HookRow>().CountAsync(h => h.ClientId == app.ClientId && h.EndedAt == null, ct) >= Most)
        {
            return new Result.Refused(new($"للمفتاح {Most} اشتراكات على الأكثر. أنهِ واحدًا منها.", $"A key has at most {Most} subscriptions. End one of them."));
        }

        var change = new Change(ActorOf(app), Channel.Api, "webhook-subscribing", time.GetUtcNow());
        var row = new HookRow { Id = change.NewId(), AppId = app.AppId, ClientId = app.ClientId, Url = url!, Events = string.Join(' ', HookEvents.All.Where(events.Contains)), At = change.Now };
        change.Insert(row);
        (await writer.WriteAsync(change, ct)).OrThrow();
        watch.Somebody();
        return new Result.Subscribed(row.Id, SecretOf(row.Id));
    }

    public async Task<IReadOnlyList<Hook>> OfKeyAsync(AppCaller app, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<HookRow>().Where(h => h.ClientId == app.ClientId).OrderByDescending(h => h.At).Take(Shown).ToListAsync(ct)).Select(View)];
    }

    /// <returns>False when the key has no such subscription, or it ended before.</returns>
    public async Task<bool> EndAsync(AppCaller app, Guid hook, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<HookRow>().SingleOrDefaultAsync(h => h.Id == hook && h.ClientId == app.ClientId && h.EndedAt == null, ct) is not { } row)
        {
            return false;
        }

        var change = new Change(ActorOf(app), Channel.Api, "webhook-ending", time.GetUtcNow());
        row.EndedAt = change.Now;
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }

    /// <summary>Sends a notice that says nothing, to try the address.</summary>
    public async Task<Guid?> PingAsync(AppCaller app, Guid hook, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<HookRow>().SingleOrDefaultAsync(h => h.Id == hook && h.ClientId == app.ClientId && h.EndedAt == null, ct) is null)
        {
            return null;
        }

        var change = new Change(ActorOf(app), Channel.Api, "webhook-trying", time.GetUtcNow());
        var id = Add(change, hook, HookEvents.Ping, new { });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return id;
    }

    /// <summary>The latest notices: of one subscription of a key, or for the administrator of all apps.</summary>
    /// <param name="app">Null for the administrator.</param>
    /// <param name="failed">Only those that were given up.</param>
    public async Task<IReadOnlyList<Notice>> NoticesAsync(AppCaller? app, Guid? hook, bool failed, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<NoticeRow>()
            .Join(db.Set<HookRow>(), n => n.HookId, h => h.Id, (Notice, Hook) => new { Notice, Hook })
            .Join(db.Set<AppRow>(), x => x.Hook.AppId, a => a.Id, (x, App) => new { x.Notice, x.Hook, App });
        if (app is not null)
        {
            rows = rows.Where(x => x.Hook.ClientId == app.ClientId);
        }

        if (hook is not null)
        {
            rows = rows.Where(x => x.Hook.Id == hook);
        }

        if (failed)
        {
            rows = rows.Where(x => x.Notice.State == NoticeState.Failed);
        }

        return
        [
            .. (await rows.OrderByDescending(x => x.Notice.At).ThenByDescending(x => x.Notice.Id).Take(Shown).ToListAsync(ct)).Select(x => new Notice(
                x.Notice.Id, x.Hook.Id, x.Hook.Url, new(x.App.NameAr, x.App.NameEn), x.Notice.Type, x.Notice.Body, x.Notice.At, x.Notice.State, x.Notice.Attempts, x.Notice.LastStatus, x.Notice.LastWhy, x.Notice.EndedAt)),
        ];
    }

    /// <summary>Sends a notice again, with the same id: whoever took it before knows it.</summary>
    /// <param name="app">Null for the administrator.</param>
    /// <param name="hook">The subscription it belongs to; null for the administrator.</param>
    /// <returns>False when there is no such notice of it, it is still being sent, or its subscription ended.</returns>
    public async Task<bool> ReplayAsync(AppCaller? app, Guid? hook, Guid notice, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<NoticeRow>().SingleOrDefaultAsync(n => n.Id == notice && (hook == null || n.HookId == hook) && n.State != NoticeState.Waiting, ct) is not { } row
            || await db.Set<HookRow>().SingleOrDefaultAsync(h => h.Id == row.HookId && h.EndedAt == null, ct) is not { } subscription
            || (app is not null && subscription.ClientId != app.ClientId))
        {
            return false;
        }

        var change = new Change(actor, app is null ? Channel.Portal : Channel.Api, "webhook-replaying", time.GetUtcNow());
        (row.State, row.Attempts, row.EndedAt) = (NoticeState.Waiting, 0, null);
        row.Round++;
        change.Update(row);
        Owe(change, row);
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }

    public static Actor ActorOf(AppCaller app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new Actor(ActorKind.System, $"app:{app.AppId:N}", app.Name.ToString(), app.Institution);
    }

    /// <summary>Follows from the platform's own key: it is kept nowhere.</summary>
    internal string SecretOf(Guid hook) => WebhookSignature.Secret(platformKey.Derive($"webhook:{hook:N}"));

    internal bool IsSandbox(KeyKind kind) => options.Value.Sandbox && kind == KeyKind.Test;

    internal static Guid Add(Change change, Guid hook, string type, object data)
    {
        var row = new NoticeRow
        {
            Id = change.NewId(),
            HookId = hook,
            Type = type,
            Body = JsonSerializer.Serialize(new { type, timestamp = change.Now, data }, Change.Json),
            At = change.Now,
            Round = 1,
        };
        change.Insert(row);
        Owe(change, row);
        return row.Id;
    }

    private static void Owe(Change change, NoticeRow row) =>
        change.Owe(new DutyOrder(NotifyDuty.DutyKind, row.Id, "{}", change.Now, $"{NotifyDuty.DutyKind}:{row.Id:N}:{row.Round}", DutyLane.Notice));

    private static Hook View(HookRow h) => new(h.Id, h.AppId, h.ClientId, h.Url, h.Events.Split(' '), h.At, h.EndedAt);
}
