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
            change.Owe(new DutyOrder(DutyKind, row.Id, JsonSerializer.Serialize(new Payload(order.Language), Change.Json), change.Now, $"sms:{row.Id:N}"));
        }
    }

    internal sealed record Payload(Language? Language);
}

/// <summary>
/// Hands an SMS to the gateway. At least once: should the process end between the gateway's answer and our commit, the person gets the
/// same words twice, which is better than never.
/// </summary>
internal sealed class SmsDuty(IDbContextFactory<AppDbContext> contexts, KannelSender sender, TimeProvider time, LanguageOfPerson? languageOf = null) : IDutyHandler
{
    public string Kind => SendMessage.DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<MessageRow>().SingleOrDefaultAsync(x => x.Id == duty.SubjectId, ct);
        if (row is null || row.Sms != SmsState.Queued)
        {
            return new DutyOutcome.Done();
        }

        var language = JsonSerializer.Deserialize<SendMessage.Payload>(duty.PayloadJson, Change.Json)?.Language
            ?? (languageOf is null ? Language.Arabic : await languageOf(row.PersonKey, ct));
        var taken = await sender.SendAsync(row.Phone!, row.Text.In(language), row.Id, row.ReportKey, ct);

        // A report may have overtaken us: it must not be undone.
        var fresh = await db.Set<MessageRow>().SingleAsync(x => x.Id == duty.SubjectId, ct);
        if (fresh.Sms != SmsState.Queued)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System("sms"), Channel.System, "message-sending", time.GetUtcNow());
        fresh.Sms = taken is null ? SmsState.Handed : SmsState.Failed;
        fresh.SmsAt = change.Now;
        change.Update(fresh);
        return taken is null ? new DutyOutcome.Done(change) : new DutyOutcome.Failed(taken, change);
    }
}
