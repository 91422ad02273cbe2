using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

/// <summary>What a key lets its holder do.</summary>
public enum KeyKind
{
    /// <summary>Writes to anybody.</summary>
    Live,

    /// <summary>Writes to the account's own people only.</summary>
    Team,

    /// <summary>Writes to nobody; answers as if it had.</summary>
    Test,
}

/// <summary>A department's system that sends messages through the platform.</summary>
internal sealed class ServiceAccountRow : IVersioned
{
    public Guid Id { get; init; }

    public required string NameAr { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Folded. Texts that begin with it are this account's; null for none.</summary>
    public string? Keyword { get; init; }

    /// <summary>Numbers and addresses that a team key writes to, separated by spaces.</summary>
    public required string Team { get; init; }

    /// <summary>The most messages within a day in Amman.</summary>
    public int DailyLimit { get; init; }

    /// <summary>The most that its SMS may cost within a day, in fils.</summary>
    public long DailyFils { get; init; }

    public DateTimeOffset At { get; init; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A key of a service account. Its secret is not kept: it follows from the platform's own key and the key's id.</summary>
internal sealed class AccountKeyRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string Name { get; init; }

    public KeyKind Kind { get; init; }

    public required string IssuedBy { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}

public sealed record AccountKey(Guid Id, string Name, KeyKind Kind, string IssuedBy, DateTimeOffset At, DateTimeOffset? EndedAt);

/// <param name="SentToday">Messages since midnight in Amman.</param>
public sealed record ServiceAccount(
    Guid Id, LocalizedText Name, string? Keyword, IReadOnlyList<string> Team, int DailyLimit, Money DailyCost, IReadOnlyList<AccountKey> Keys, int SentToday, Money CostToday);

/// <summary>A key that proved itself, and whose it is.</summary>
public sealed record AccountCaller(Guid AccountId, Guid KeyId, string KeyName, KeyKind Kind);

/// <summary>Keeps the accounts by which other systems send messages, and their keys.</summary>
public sealed class ServiceAccounts(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, CheckpointKey platformKey, Microsoft.Extensions.Options.IOptions<MessagesOptions> options, TimeProvider time)
{
    public const int LongestName = 120;

    public sealed record Order(string? NameAr, string? NameEn, string? Keyword, string? Team, int DailyLimit, int DailyDinars);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Added(Guid Id) : Result;

        /// <param name="Key">To be handed over now; nobody can read it again.</param>
        public sealed record Issued(string Key, Guid KeyId) : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    public async Task<Result> AddAsync(Order order, Actor officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (ar, en) = (order.NameAr?.Trim() ?? "", order.NameEn?.Trim() ?? "");
        if (ar.Length is 0 or > LongestName || en.Length is 0 or > LongestName)
        {
            return new Result.Refused(new($"أدخل الاسم باللغتين، {LongestName} حرفًا على الأكثر.", $"Give the name in both languages, at most {LongestName} characters each."));
        }

        if (order.DailyLimit is < 1 or > 10_000_000 || order.DailyDinars is < 0 or > 1_000_000)
        {
            return new Result.Refused(new("حد اليوم من 1 إلى 10,000,000 رسالة، وكلفته من 0 إلى 1,000,000 دينار.", "A day's limit is from 1 to 10,000,000 messages, and its cost from 0 to 1,000,000 dinars."));
        }

        var keyword = string.IsNullOrWhiteSpace(order.Keyword) ? null : ArabicText.Fold(order.Keyword);
        if (keyword is not null && (keyword.Length is < 3 or > 20 || keyword.Contains(' ', StringComparison.Ordinal) || TextQuestions.Read(keyword) is not TextQuestion.NotUnderstood))
        {
            return new Result.Refused(new("الكلمة المفتاحية كلمة واحدة من 3 إلى 20 حرفًا لا تستعملها المنصة.", "The keyword is one word of 3 to 20 letters that the platform does not use itself."));
        }

        var team = new List<string>();
        foreach (var one in (order.Team ?? "").Split([' ', ',', ';', '\n', '\r', '،'], StringSplitOptions.RemoveEmptyEntries))
        {
            if ((one.Contains('@', StringComparison.Ordinal) ? ContactPreferences.IsEmail(one) ? one.ToLowerInvariant() : null : ReceiveText.PhoneNumber(one)) is not { } good)
            {
                return new Result.Refused(new($"'{one}' ليس رقم هاتف ولا عنوان بريد.", $"'{one}' is neither a telephone number nor an e-mail address."));
            }

            team.Add(good);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (keyword is not null && await db.Set<ServiceAccountRow>().AnyAsync(a => a.Keyword == keyword, ct))
        {
            return new Result.Refused(new("الكلمة المفتاحية لحساب آخر. اختر غيرها.", "The keyword is another account's. Choose another."));
        }

        var change = new Change(officer, Channel.Portal, "message-account-adding", time.GetUtcNow());
        var id = change.NewId();
        var row = new ServiceAccountRow
        {
            Id = id,
            NameAr = ar,
            NameEn = en,
            Keyword = keyword,
            Team = string.Join(' ', team),
            DailyLimit = order.DailyLimit,
            DailyFils = order.DailyDinars * 1000L,
            At = change.Now,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "message-account-added", new { nameAr = ar, nameEn = en, keyword, order.DailyLimit, order.DailyDinars });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Added(id);
    }

    /// <summary>Gives an account a key, in the form name-account-secret that Notify's clients take.</summary>
    public async Task<Result> IssueKeyAsync(Guid account, string? name, KeyKind kind, Actor officer, CancellationToken ct)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > 40 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            return new Result.Refused(new("اسم المفتاح حروف لاتينية وأرقام و- و_، 40 على الأكثر.", "The name of a key is Latin letters, digits, - and _, at most 40."));
        }

        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<ServiceAccountRow>().SingleOrDefaultAsync(a => a.Id == account, ct) is not { } row)
            {
                return new Result.NotFound();
            }

            var change = new Change(officer, Channel.Portal, "message-key-issuing", time.GetUtcNow());
            var id = change.NewId();
            change.Insert(new AccountKeyRow { Id = id, AccountId = account, Name = name, Kind = kind, IssuedBy = officer.Name, At = change.Now });
            change.Update(row);
            change.Record(row.Chain, "message-key-issued", new { id, name, kind });
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Issued($"{name}-{account}-{SecretOf(id)}", id);
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>Ends a key at once. False when there is none such, or it was ended before.</summary>
    public async Task<bool> EndKeyAsync(Guid key, Actor officer, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<AccountKeyRow>().SingleOrDefaultAsync(k => k.Id == key && k.EndedAt == null, ct) is not { } row
                || await db.Set<ServiceAccountRow>().SingleOrDefaultAsync(a => a.Id == row.AccountId, ct) is not { } account)
            {
                return false;
            }

            var change = new Change(officer, Channel.Portal, "message-key-ending", time.GetUtcNow());
            row.EndedAt = change.Now;
            change.Update(row);
            change.Update(account);
            change.Record(account.Chain, "message-key-ended", new { id = key });
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

    /// <summary>The keys of an account that are in use, each with its secret, for whoever checks a signature.</summary>
    public async Task<IReadOnlyList<(AccountCaller Caller, string Secret)>> OpenKeysAsync(Guid account, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = await db.Set<AccountKeyRow>().Where(k => k.AccountId == account && k.EndedAt == null).ToListAsync(ct);
        return [.. keys.Select(k => (new AccountCaller(account, k.Id, k.Name, k.Kind), SecretOf(k.Id).ToString()))];
    }

    public async Task<IReadOnlyList<ServiceAccount>> AllAsync(CancellationToken ct)
    {
        var midnight = NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow()), TimeOnly.MinValue);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = (await db.Set<AccountKeyRow>().OrderBy(k => k.At).ToListAsync(ct)).ToLookup(k => k.AccountId);
        var today = await db.Set<NotificationRow>().Where(n => n.At >= midnight).GroupBy(n => n.AccountId)
            .Select(g => new { g.Key, Count = g.Count(), Parts = g.Sum(n => n.Parts) }).ToDictionaryAsync(g => g.Key, ct);
        return [.. (await db.Set<ServiceAccountRow>().OrderBy(a => a.At).ToListAsync(ct)).Select(a => new ServiceAccount(
            a.Id, new(a.NameAr, a.NameEn), a.Keyword, a.Team.Split(' ', StringSplitOptions.RemoveEmptyEntries), a.DailyLimit, new Money(a.DailyFils),
            [.. keys[a.Id].Select(k => new AccountKey(k.Id, k.Name, k.Kind, k.IssuedBy, k.At, k.EndedAt))],
            today.TryGetValue(a.Id, out var sent) ? sent.Count : 0, new Money(today.TryGetValue(a.Id, out var cost) ? cost.Parts * options.Value.PartPrice : 0)))];
    }

    private Guid SecretOf(Guid key)
    {
        var bytes = platformKey.Derive($"message-account-key:{key:N}").AsSpan(0, 16).ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
