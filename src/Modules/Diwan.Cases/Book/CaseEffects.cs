using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Cases.Papers;
using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Cases.Book;

/// <summary>
/// What a case owes to the outside, as rows of the same change: bills and messages at once, the rest as durable duties.
/// </summary>
internal static class CaseEffects
{
    internal static void Add(CaseRow row, ServiceDefinition definition, CaseOutcome.Accepted accepted, Change change)
    {
        foreach (var effect in accepted.Effects)
        {
            Add(row, definition, accepted.State, effect, change);
        }

        if (accepted.State.End == PublicState.Refused && accepted.Events.Any(e => e.Type == CaseEvents.Ended))
        {
            Owe(change, row, RefusalLetterDuty.DutyKind, "ended", new WakeDuty(row.Reference));
        }
    }

    private static void Add(CaseRow row, ServiceDefinition definition, CaseState state, CaseEffect effect, Change change)
    {
        switch (effect)
        {
            case CaseEffect.IssueBill bill:
                IssueBill.Add(change, new IssueBill.Order(
                    BillNumber.Parse(state.Bill!.Number),
                    row.Id,
                    row.Reference,
                    row.PersonKey,
                    state.Applicant.Name ?? row.PersonKey,
                    row.Institution,
                    definition.Name,
                    [.. bill.Lines.Select(l => new BillLine(l.Code, Kind(l.Kind), l.Amount, l.Label, l.Why, l.Instrument, LawWords.Of(definition, l)))],
                    bill.ExpiresAt,
                    bill.LeastPart));
                break;
            case CaseEffect.CancelBill cancel:
                Owe(change, row, DutyKinds.CancelBill, cancel.BillNumber, new BillDuty(row.Reference, cancel.BillNumber, null, Money.Zero, ""));
                break;
            case CaseEffect.Refund refund:
                Owe(change, row, DutyKinds.Refund, $"{refund.BillNumber}:{refund.Why}:{refund.Amount.Fils}",
                    new BillDuty(row.Reference, refund.BillNumber, refund.ActivityId, refund.Amount, refund.Why));
                break;
            case CaseEffect.ReadRegister read:
                Owe(change, row, DutyKinds.Read, read.ActivityId, new RegisterDuty(row.Reference, read.ActivityId, read.Operation, read.Inputs));
                break;
            case CaseEffect.WriteRegister write:
                Owe(change, row, DutyKinds.Write, write.ActivityId, new RegisterDuty(row.Reference, write.ActivityId, write.Operation, write.Inputs));
                break;
            case CaseEffect.IssueDocument issue:
                Owe(change, row, DutyKinds.Issue, issue.ActivityId, new DocumentDuty(row.Reference, issue.ActivityId, issue.DocumentId));
                break;
            case CaseEffect.Wake wake:
                // With the version: a case may come back to a moment it was to be woken at before, after an earlier one has passed.
                Owe(change, row, DutyKinds.Wake, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wake.At.UtcTicks}:{row.Version}"),
                    new WakeDuty(row.Reference), wake.At);
                break;
            case CaseEffect.SendMessage message:
                Send(row, definition, state, message, change);
                break;
            default:
                throw new InvalidOperationException($"Nobody carries out {effect.GetType().Name}.");
        }
    }

    private static void Send(CaseRow row, ServiceDefinition definition, CaseState state, CaseEffect.SendMessage message, Change change)
    {
        var text = new LocalizedText(
            definition.Texts.In(Language.Arabic, $"message.{message.MessageId}", CaseWords.In(message.Values, Language.Arabic)),
            definition.Texts.In(Language.English, $"message.{message.MessageId}", CaseWords.In(message.Values, Language.English)));
        SendMessage.Add(change, new SendMessage.Order(row.PersonKey, PhoneOf(definition, state), text, row.Reference, message.MessageId) { Version = VersionOf(definition) });
    }

    /// <summary>The words of a service's messages are of a version of its definition.</summary>
    internal static string VersionOf(ServiceDefinition definition) => $"{definition.Id} {definition.Version}";

    /// <summary>The number the applicant gave for this matter; else the one known of them; null for one without a telephone.</summary>
    internal static string? PhoneOf(ServiceDefinition definition, CaseState state) =>
        definition.Questions
            .Where(q => q.Type == AnswerType.Phone)
            .Select(q => state.Answers[q.Id]?.Json is { ValueKind: JsonValueKind.String } json ? json.GetString() : null)
            .FirstOrDefault(p => p is not null) ?? state.Applicant.Phone;

    private static BillLineKind Kind(FeeKind kind) => kind switch
    {
        FeeKind.Charge => BillLineKind.Charge,
        FeeKind.Debt => BillLineKind.Debt,
        _ => BillLineKind.Discount,
    };

    private static void Owe(Change change, CaseRow row, string kind, string key, object payload, DateTimeOffset? due = null) =>
        change.Owe(new DutyOrder(
            kind, row.Id, JsonSerializer.Serialize(payload, payload.GetType(), Change.Json), due ?? change.Now, $"{kind}:{row.Reference}:{key}"));
}

internal static class DutyKinds
{
    internal const string Read = "case.read";
    internal const string Write = "case.write";
    internal const string Issue = "case.issue";
    internal const string Refund = "case.refund";
    internal const string CancelBill = "case.cancelBill";
    internal const string Wake = "case.wake";
}

internal sealed record RegisterDuty(string Reference, string ActivityId, string Operation, JsonObject Inputs);

internal sealed record DocumentDuty(string Reference, string ActivityId, string DocumentId);

internal sealed record BillDuty(string Reference, string BillNumber, string? ActivityId, Money Amount, string Why);

internal sealed record WakeDuty(string Reference);
