using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>A text that came in. Who sent it is known by the number alone.</summary>
internal sealed class ReceivedTextRow : IVersioned
{
    public Guid Id { get; init; }

    public required string GatewayId { get; init; }

    /// <summary>E.164 of whoever sent it.</summary>
    public required string Phone { get; init; }

    /// <summary>The number it was sent to.</summary>
    public required string To { get; init; }

    public required string Text { get; init; }

    /// <summary>The service account whose keyword it begins with; null for what the platform answers itself.</summary>
    public Guid? AccountId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>What it was taken for; null until it is answered.</summary>
    public string? Understood { get; set; }

    public Guid? AnswerId { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>Takes a text in from a gateway. What is told twice is taken once; the answer is owed in the same change.</summary>
public sealed class ReceiveText(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, IOptions<MessagesOptions> options, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>Now, or before.</summary>
        public sealed record Taken : Result;

        /// <summary>Not our gateway, or no texts are taken in.</summary>
        public sealed record Unknown : Result;

        /// <summary>From whom, its id or its words are missing.</summary>
        public sealed record Unreadable : Result;
    }

    public async Task<Result> RunAsync(InboundText text, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (options.Value.InboundSecret is not { } secret || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text.Secret)))
        {
            return new Result.Unknown();
        }

        if (PhoneNumber(text.From) is not { } phone || text.Id.Length is 0 or > 100 || text.Text.Length is 0 or > InboundText.LongestText || text.To.Length > 20)
        {
            return new Result.Unreadable();
        }

        var change = new Change(Actor.System("sms"), Channel.Sms, "text-receiving", time.GetUtcNow());
        var id = change.NewId();
        var row = new ReceivedTextRow
        {
            Id = id,
            GatewayId = text.Id,
            Phone = phone,
            To = text.To,
            Text = text.Text,
            AccountId = await AccountOfAsync(text.Text, ct),
            At = change.Now,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "text-received", new { account = row.AccountId });
        if (row.AccountId is null)
        {
            change.Owe(new DutyOrder(ReceivedTexts.DutyKind, id, "{}", change.Now, $"text:{id:N}"));
        }

        var written = await writer.WriteAsync(change, ct);
        if (written is not ChangeResult.Duplicate)
        {
            written.OrThrow();
        }

        return new Result.Taken();
    }

    /// <summary>International form; 07… and 009627… are understood as Jordanian. Null for what is no number.</summary>
    internal static string? PhoneNumber(string typed)
    {
        var digits = string.Concat(Digits.ToAscii(typed).Where(char.IsAsciiDigit));
        var plain = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..]
            : digits.StartsWith("07", StringComparison.Ordinal) && digits.Length == 10 ? $"962{digits[1..]}"
            : digits;
        return plain.Length is >= 8 and <= 15 && plain[0] != '0' ? $"+{plain}" : null;
    }

    private async Task<Guid?> AccountOfAsync(string text, CancellationToken ct)
    {
        var first = ArabicText.Fold(text).Split(' ')[0];
        await using var db = await contexts.CreateDbContextAsync(ct);
        return first.Length == 0 ? null : await db.Set<ServiceAccountRow>().Where(a => a.Keyword == first).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(ct);
    }
}

/// <summary>A text to be answered.</summary>
/// <param name="Earlier">How many texts came from this number within the hour before it.</param>
public sealed record ReceivedText(Guid Id, string Phone, string Text, DateTimeOffset At, int Earlier, int Limit)
{
    public TextQuestion Question { get; } = TextQuestions.Read(Text);

    internal ReceivedTextRow Row { get; init; } = null!;
}

/// <summary>What the room that answers texts needs: the text, and to write down the answer.</summary>
public sealed class ReceivedTexts(IDbContextFactory<AppDbContext> contexts, MessageTemplates templates, IOptions<MessagesOptions> options)
{
    /// <summary>The duty of answering; its subject is the text.</summary>
    public const string DutyKind = "text.answer";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <returns>Null when there is none, or it was answered.</returns>
    public async Task<ReceivedText?> OpenAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ReceivedTextRow>().SingleOrDefaultAsync(r => r.Id == id, ct) is not { AnsweredAt: null } row)
        {
            return null;
        }

        var since = row.At - Hour;
        var earlier = await db.Set<ReceivedTextRow>().CountAsync(r => r.Phone == row.Phone && r.At > since && r.At <= row.At && r.Id != row.Id, ct);
        return new(row.Id, row.Phone, row.Text, row.At, earlier, options.Value.TextsPerHour) { Row = row };
    }

    /// <summary>Writes the answer down, and owes it to the number.</summary>
    /// <param name="template">Null where none is given any more.</param>
    public void Answer(Change change, ReceivedText text, string? template, IReadOnlyDictionary<string, LocalizedText> values, Language language)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(text);
        var row = text.Row;
        row.Understood = template ?? "silence";
        row.AnsweredAt = change.Now;
        if (template is not null)
        {
            row.AnswerId = SendMessage.Add(change, templates.Letter(text.Phone, template, values, language) with { IsAnswer = true });
        }

        change.Update(row);
        change.Record(row.Chain, "text-answered", new { understood = row.Understood, answer = row.AnswerId });
    }

    /// <summary>From now on this number gets no messages, until it says otherwise; it is still answered.</summary>
    public async Task StopAsync(Change change, string phone, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.Set<StoppedPhoneRow>().AnyAsync(s => s.Phone == phone, ct))
        {
            change.Insert(new StoppedPhoneRow { Phone = phone, At = change.Now });
        }
    }

    public async Task StartAsync(Change change, string phone, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<StoppedPhoneRow>().FirstOrDefaultAsync(s => s.Phone == phone, ct) is { } row)
        {
            change.Delete(row);
        }
    }
}
