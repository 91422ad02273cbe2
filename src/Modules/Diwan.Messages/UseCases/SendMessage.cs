using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

/// <summary>
/// Tells a person something: a line in their inbox, and an SMS when there is a telephone. Both belong to the caller's change: if it is not
/// written nobody is told, and if it is, the SMS is owed.
/// </summary>
public static class SendMessage
{
    internal const string DutyKind = "message.sms";

    /// <param name="Phone">E.164; null leaves it at the inbox.</param>
    /// <param name="Text">Ready to be read, in both languages. Short, no detail beyond need.</param>
    /// <param name="Reference">The case it is about.</param>
    /// <param name="MessageId">Which of the service's messages it is, such as <c>received</c>.</param>
    public sealed record Order(string PersonKey, string? Phone, LocalizedText Text, string Reference, string MessageId)
    {
        /// <summary>Overrides the person's preference, as when an assistant asks in which language to write.</summary>
        public Language? Language { get; init; }
    }

    public static void Add(Change change, Order order)
    {
        var row = new MessageRow
        {
            Id = change.NewId(),
            PersonKey = order.PersonKey,
            Phone = order.Phone,
            Text = order.Text,
            Reference = order.Reference,
            MessageId = order.MessageId,
            At = change.Now,
            Sms = order.Phone is null ? SmsState.None : SmsState.Queued,
            ReportKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        change.Insert(row);
        if (order.Phone is not null)
        {
            change.Owe(new DutyOrder(DutyKind, row.Id, JsonSerializer.Serialize(new Payload(order.Language), Change.Json), change.Now, $"sms:{row.Id:N}", DutyLane.Message));
        }
    }

    internal sealed record Payload(Language? Language);
}

/// <summary>
/// Hands SMS to the gateway. At least once: should the process end between the gateway's answer and our commit, the person gets the
/// same words twice, which is better than never.
/// </summary>
internal sealed class SmsDuty(IDbContextFactory<AppDbContext> contexts, KannelSender sender, TimeProvider time, LanguagesOfPeople? languagesOf = null)
    : IBatchDutyHandler
{
    /// <summary>How many the gateway is handed at once.</summary>
    private const int AtOnce = 8;

    public string Kind => SendMessage.DutyKind;

    public IReadOnlyList<Task<DutyOutcome>> CarryOut(IReadOnlyList<Duty> duties, CancellationToken ct)
    {
        var gate = new SemaphoreSlim(AtOnce);
        var before = LettersAsync(duties, ct);
        var handed = duties.Select(duty => HandAsync(duty, before, gate, ct)).ToList();
        var after = AfterAsync(duties, handed);
        return [.. duties.Zip(handed, (duty, sent) => EndAsync(duty, sent, after))];
    }

    private sealed record Letters(Dictionary<Guid, MessageRow> Rows, IReadOnlyDictionary<string, Language> Languages);

    /// <param name="Refusal">Null when the gateway took it; otherwise why it never will.</param>
    private sealed record Handed(string? Refusal);

    private async Task<Dictionary<Guid, MessageRow>> ReadAsync(IReadOnlyList<Duty> duties, CancellationToken ct)
    {
        var ids = duties.Select(duty => duty.SubjectId).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<MessageRow>().Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
    }

    private async Task<Letters> LettersAsync(IReadOnlyList<Duty> duties, CancellationToken ct)
    {
        var rows = await ReadAsync(duties, ct);
        var people = rows.Values.Select(row => row.PersonKey).Distinct(StringComparer.Ordinal).ToArray();
        return new Letters(rows, languagesOf is null ? new Dictionary<string, Language>() : await languagesOf(people, ct));
    }

    /// <summary>Null when there is nothing to hand over any more.</summary>
    private async Task<Handed?> HandAsync(Duty duty, Task<Letters> letters, SemaphoreSlim gate, CancellationToken ct)
    {
        var (rows, languages) = await letters;
        if (!rows.TryGetValue(duty.SubjectId, out var row) || row.Sms != SmsState.Queued)
        {
            return null;
        }

        var language = JsonSerializer.Deserialize<SendMessage.Payload>(duty.PayloadJson, Change.Json)?.Language
            ?? (languages.TryGetValue(row.PersonKey, out var chosen) ? chosen : Language.Arabic);
        await gate.WaitAsync(ct);
        try
        {
            return new Handed(await sender.SendAsync(row.Phone!, row.Text.In(language), row.Id, row.ReportKey, ct));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The messages as they are once all were handed over. A report may have overtaken us: it must not be undone.</summary>
    private async Task<Dictionary<Guid, MessageRow>> AfterAsync(IReadOnlyList<Duty> duties, IReadOnlyList<Task<Handed?>> handed)
    {
        await ((Task)Task.WhenAll(handed)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What was handed over is written down even when the time for it is over.
        return await ReadAsync(duties, CancellationToken.None);
    }

    private async Task<DutyOutcome> EndAsync(Duty duty, Task<Handed?> handed, Task<Dictionary<Guid, MessageRow>> after)
    {
        if (await handed is not { } sent || !(await after).TryGetValue(duty.SubjectId, out var row) || row.Sms != SmsState.Queued)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System("sms"), Channel.System, "message-sending", time.GetUtcNow());
        row.Sms = sent.Refusal is null ? SmsState.Handed : SmsState.Failed;
        row.SmsAt = change.Now;
        change.Update(row);
        return sent.Refusal is null ? new DutyOutcome.Done(change) : new DutyOutcome.Failed(sent.Refusal, change);
    }
}
