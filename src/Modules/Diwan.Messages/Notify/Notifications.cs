using System.Collections.Concurrent;
using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>A message that another system sent through the platform.</summary>
internal sealed class NotificationRow
{
    /// <summary>That of its message, where there is one.</summary>
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string KeyName { get; init; }

    public KeyKind KeyKind { get; init; }

    public Means Means { get; init; }

    public required string To { get; init; }

    public Guid TemplateId { get; init; }

    public int TemplateVersion { get; init; }

    public string? Reference { get; init; }

    public string? Subject { get; init; }

    public required string Body { get; init; }

    public int Parts { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>The words for a state that Notify's clients know.</summary>
public enum NotificationState
{
    Created,
    Sending,
    Pending,
    Delivered,
    PermanentFailure,
    TemporaryFailure,
    TechnicalFailure,
}

public sealed record NotificationView(
    Guid Id, Means Means, string To, Guid TemplateId, int TemplateVersion, string? Reference, string? Subject, string Body, NotificationState State,
    DateTimeOffset CreatedAt, DateTimeOffset? SentAt, DateTimeOffset? CompletedAt, int Parts, Money Cost);

public sealed record ReceivedTextView(Guid Id, DateTimeOffset At, string To, string From, string Content);

/// <summary>
/// The language somebody with this telephone number is written to in; null where none is known. Registered by whoever knows people.
/// </summary>
public delegate Task<Language?> LanguageOfPhone(string phone, CancellationToken ct);

/// <summary>Sends and reads the messages of other systems.</summary>
public sealed class Notifications(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, MessageTemplates templates, IOptions<MessagesOptions> options, TimeProvider time, LanguageOfPhone? languageOf = null)
{
    public const int PageSize = 250;
    public const int LongestReference = 1_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, Usage> _usage = new();

    /// <param name="Language">Overrides what is known of the recipient.</param>
    public sealed record Order(Means Means, string To, Guid TemplateId, IReadOnlyDictionary<string, LocalizedText> Personalisation, string? Reference, Language? Language);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Sent(NotificationView Notification) : Result;

        public sealed record NoTemplate : Result;

        /// <summary>The template is for the other means.</summary>
        public sealed record WrongMeans(Means Template) : Result;

        public sealed record Missing(IReadOnlyList<string> Places) : Result;

        public sealed record BadAddress : Result;

        /// <summary>A team key, and somebody else.</summary>
        public sealed record NotTeam : Result;

        public sealed record TooLong(int Parts) : Result;

        /// <summary>The account sent as many, or for as much, as it may within a day.</summary>
        public sealed record OverLimit(int Limit) : Result;
    }

    public async Task<Result> SendAsync(AccountCaller caller, Order order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(order);
        if (templates.Find(order.TemplateId) is not { Means: not Means.Push } template)
        {
            return new Result.NoTemplate();
        }

        if (template.Means != order.Means)
        {
            return new Result.WrongMeans(template.Means);
        }

        if ((order.Means == Means.Sms ? ReceiveText.PhoneNumber(order.To) : ContactPreferences.IsEmail(order.To.Trim()) ? order.To.Trim() : null) is not { } to)
        {
            return new Result.BadAddress();
        }

        if (template.Fill(order.Personalisation) is not MessageTemplate.Filled.Words words)
        {
            return new Result.Missing(((MessageTemplate.Filled.Missing)template.Fill(order.Personalisation)).Places);
        }

        var language = order.Language ?? (order.Means == Means.Sms && languageOf is not null ? await languageOf(to, ct) : null) ?? Language.Arabic;
        var body = order.Means == Means.Sms ? SmsText.Of(words.Text.In(language), language) : words.Text.In(language);
        var parts = order.Means == Means.Sms ? SmsParts.Of(body).Parts : 0;
        if (parts > TemplateFolder.MostParts)
        {
            return new Result.TooLong(parts);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var account = await db.Set<ServiceAccountRow>().SingleAsync(a => a.Id == caller.AccountId, ct);
        if (caller.Kind == KeyKind.Team && !account.Team.Split(' ').Contains(to.ToLowerInvariant(), StringComparer.Ordinal))
        {
            return new Result.NotTeam();
        }

        var now = time.GetUtcNow();
        if (caller.Kind != KeyKind.Test && !await UseAsync(db, account, parts, now, ct))
        {
            return new Result.OverLimit(account.DailyLimit);
        }

        var change = new Change(new Actor(ActorKind.System, caller.KeyId.ToString("D"), caller.KeyName), Channel.Api, "notification-sending", now);
        var id = caller.Kind == KeyKind.Test ? change.NewId() : SendMessage.Add(change, new SendMessage.Letter(order.Means, to, words.Text, order.Reference ?? "", template.Name)
        {
            Subject = words.Subject,
            Language = language,
            Version = template.Version.ToString(CultureInfo.InvariantCulture),
            Pace = template.Pace,
        });
        var row = new NotificationRow
        {
            Id = id,
            AccountId = caller.AccountId,
            KeyName = caller.KeyName,
            KeyKind = caller.Kind,
            Means = order.Means,
            To = to,
            TemplateId = template.Id,
            TemplateVersion = template.Version,
            Reference = order.Reference,
            Subject = words.Subject?.In(language),
            Body = body,
            Parts = parts,
            At = now,
        };
        change.Insert(row);
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Sent(View(row, null));
    }

    public async Task<NotificationView?> FindAsync(Guid account, Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<NotificationRow>().SingleOrDefaultAsync(n => n.Id == id && n.AccountId == account, ct) is { } row
            ? View(row, await db.Set<DeliveryRow>().FirstOrDefaultAsync(d => d.MessageId == id, ct))
            : null;
    }

    /// <summary>The latest first.</summary>
    /// <param name="olderThan">Only those sent before this one.</param>
    /// <param name="states">Empty: any.</param>
    public async Task<IReadOnlyList<NotificationView>> ListAsync(
        Guid account, KeyKind kind, Means? means, IReadOnlyCollection<NotificationState> states, string? reference, Guid? olderThan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(states);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<NotificationRow>().Where(n => n.AccountId == account && n.KeyKind == kind);
        rows = means is { } one ? rows.Where(n => n.Means == one) : rows;
        rows = reference is not null ? rows.Where(n => n.Reference == reference) : rows;
        var found = new List<NotificationView>();
        var after = olderThan is { } id ? await rows.Where(n => n.Id == id).Select(n => new { n.At, n.Id }).FirstOrDefaultAsync(ct) : null;
        if (olderThan is not null && after is null)
        {
            return [];
        }

        while (found.Count < PageSize)
        {
            var page = rows;
            if (after is not null)
            {
                page = page.Where(n => n.At < after.At || (n.At == after.At && n.Id.CompareTo(after.Id) < 0));
            }

            var some = await page.OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(PageSize).ToListAsync(ct);
            var ids = some.Select(n => n.Id).ToArray();
            var deliveries = await db.Set<DeliveryRow>().Where(d => ids.Contains(d.MessageId)).ToDictionaryAsync(d => d.MessageId, ct);
            found.AddRange(some.Select(n => View(n, deliveries.GetValueOrDefault(n.Id))).Where(v => states.Count == 0 || states.Contains(v.State)));
            if (some.Count < PageSize)
            {
                break;
            }

            after = new { some[^1].At, some[^1].Id };
        }

        return [.. found.Take(PageSize)];
    }

    /// <summary>Texts that began with the account's keyword, the latest first.</summary>
    public async Task<IReadOnlyList<ReceivedTextView>> ReceivedAsync(Guid account, Guid? olderThan, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<ReceivedTextRow>().Where(r => r.AccountId == account);
        if (olderThan is { } id)
        {
            var after = await rows.Where(r => r.Id == id).Select(r => new { r.At, r.Id }).FirstOrDefaultAsync(ct);
            if (after is null)
            {
                return [];
            }

            rows = rows.Where(r => r.At < after.At || (r.At == after.At && r.Id.CompareTo(after.Id) < 0));
        }

        return await rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(PageSize).Select(r => new ReceivedTextView(r.Id, r.At, r.To, r.Phone, r.Text)).ToListAsync(ct);
    }

    private sealed record Usage(DateOnly Day, DateTimeOffset CountedAt, int Count, long Parts);

    /// <summary>Counted in the database every ten seconds, and in between by this node: a little over the limit is borne, a count for every message is not.</summary>
    private async Task<bool> UseAsync(AppDbContext db, ServiceAccountRow account, int parts, DateTimeOffset now, CancellationToken ct)
    {
        var day = NationalCalendar.DateAt(now);
        if (!_usage.TryGetValue(account.Id, out var usage) || usage.Day != day || now - usage.CountedAt > Fresh)
        {
            var midnight = NationalCalendar.At(day, TimeOnly.MinValue);
            var counted = await db.Set<NotificationRow>().Where(n => n.AccountId == account.Id && n.At >= midnight && n.KeyKind != KeyKind.Test)
                .GroupBy(_ => 1).Select(g => new { Count = g.Count(), Parts = g.Sum(n => n.Parts) }).SingleOrDefaultAsync(ct);
            usage = new(day, now, counted?.Count ?? 0, counted?.Parts ?? 0);
        }

        if (usage.Count + 1 > account.DailyLimit || (parts > 0 && (usage.Parts + parts) * options.Value.PartPrice > account.DailyFils))
        {
            _usage[account.Id] = usage;
            return false;
        }

        var used = usage;
        _usage.AddOrUpdate(account.Id, used with { Count = used.Count + 1, Parts = used.Parts + parts }, (_, was) => was.Day == day && now - was.CountedAt <= Fresh
            ? was with { Count = was.Count + 1, Parts = was.Parts + parts }
            : used with { Count = used.Count + 1, Parts = used.Parts + parts });
        return true;
    }

    private NotificationView View(NotificationRow row, DeliveryRow? delivery)
    {
        var (state, sent, completed) = row.KeyKind == KeyKind.Test ? Tested(row) : Of(delivery);
        return new(
            row.Id, row.Means, row.To, row.TemplateId, row.TemplateVersion, row.Reference, row.Subject, row.Body, state, row.At, sent, completed, row.Parts,
            row.KeyKind == KeyKind.Test ? Money.Zero : new Money(row.Parts * options.Value.PartPrice));
    }

    /// <summary>With a test key nothing is sent: what becomes of it is told by the end of the number or the name before the @.</summary>
    private static (NotificationState, DateTimeOffset?, DateTimeOffset?) Tested(NotificationRow row)
    {
        var name = row.To.Split('@')[0];
        return (name.EndsWith("0002", StringComparison.Ordinal) || name == "perm-fail" ? NotificationState.PermanentFailure
            : name.EndsWith("0003", StringComparison.Ordinal) || name == "temp-fail" ? NotificationState.TemporaryFailure
            : NotificationState.Delivered, row.At, row.At);
    }

    private static (NotificationState, DateTimeOffset?, DateTimeOffset?) Of(DeliveryRow? delivery) => delivery switch
    {
        null or { State: DeliveryState.Queued or DeliveryState.Handing } => (NotificationState.Created, null, null),
        { State: DeliveryState.Handed } => (NotificationState.Sending, delivery.HandedAt, null),
        { State: DeliveryState.Delivered } => (NotificationState.Delivered, delivery.HandedAt, delivery.EndedAt),
        { Failure: DeliveryFailure.GivenUp } => (NotificationState.TechnicalFailure, delivery.HandedAt, delivery.EndedAt),
        { Failure: DeliveryFailure.Undelivered or DeliveryFailure.RecipientLimit } => (NotificationState.TemporaryFailure, delivery.HandedAt, delivery.EndedAt),
        _ => (NotificationState.PermanentFailure, delivery.HandedAt, delivery.EndedAt),
    };
}
