using System.Globalization;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What a case is called in words: the values of messages, the public state, the timeline.</summary>
public static class CaseWords
{
    /// <summary>
    /// The values a message or timeline text may name: <c>reference</c>, <c>service</c>, <c>billNumber</c>, <c>total</c>,
    /// <c>billExpiresOn</c>, <c>promisedOn</c>, <c>documentNumber</c>, <c>receiptNumber</c>, <c>reason</c>, <c>deliveryCode</c>. Nothing
    /// else of the person's affairs reaches a message.
    /// </summary>
    public static IReadOnlyDictionary<string, LocalizedText> Values(ServiceDefinition definition, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        var values = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
        {
            ["reference"] = LocalizedText.Same(state.Reference),
            ["service"] = definition.Name,
            ["total"] = new(state.Fees.Total.ToString(Language.Arabic), state.Fees.Total.ToString(Language.English)),
        };
        if (state.Bill is { } bill)
        {
            values["billNumber"] = LocalizedText.Same(bill.Number);
            values["billExpiresOn"] = Day(bill.ExpiresAt.AddTicks(-1));
            if (bill.ReceiptNumber is not null)
            {
                values["receiptNumber"] = LocalizedText.Same(bill.ReceiptNumber);
            }
        }

        if (state.PromisedAt is { } promised)
        {
            values["promisedOn"] = Day(promised);
        }

        if (state.Documents.Count > 0)
        {
            values["documentNumber"] = LocalizedText.Same(state.Documents[^1].Number);
        }

        if (Reason(definition, state) is { } reason)
        {
            values["reason"] = reason;
        }

        if (state.DeliveryCode is { } code)
        {
            values["deliveryCode"] = LocalizedText.Same(code);
        }

        return values;
    }

    /// <summary>Why the case was refused, in the words of the definition; null when it was not.</summary>
    public static LocalizedText? Reason(ServiceDefinition definition, CaseState state) =>
        state.Refusal is { } refusal && definition.Texts.TryGet($"refusal.{refusal.Code}.why", out var why) ? why : null;

    /// <summary>What to do about a refusal; null when the case was not refused.</summary>
    public static LocalizedText? Remedy(ServiceDefinition definition, CaseState state) =>
        state.Refusal is { } refusal && definition.Texts.TryGet($"refusal.{refusal.Code}.remedy", out var remedy) ? remedy : null;

    /// <summary>The one public state an inner state maps to.</summary>
    public static PublicState PublicState(ServiceDefinition definition, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        if (state.End is { } end)
        {
            return end;
        }

        if (state.YourTurn is not null)
        {
            return Process.PublicState.YourTurn;
        }

        var awaitsPayment = false;
        var carriesOut = false;
        foreach (var token in state.Process.Tokens)
        {
            var node = definition.Process.Find(token.Node);
            awaitsPayment |= node is Bpmn.ReceiveTask && node.Attribute("await") == "payment";
            carriesOut |= node is Bpmn.ServiceTask && node.Attribute("do") is "issue" or "write" or "refund";
        }

        return awaitsPayment && state.Bill is { PaidAt: null } ? Process.PublicState.AwaitingPayment
            : carriesOut ? Process.PublicState.Decided
            : Process.PublicState.BeingChecked;
    }

    /// <summary>
    /// An event as a line of the timeline in the person's words; null for one that is not theirs to read, or says nothing to them.
    /// </summary>
    /// <param name="by">Who acted for the applicant; null where they acted themselves, and of all that others than applicants do.</param>
    public static LocalizedText? Line(ServiceDefinition definition, CaseState state, CaseEvent happened, LocalizedText? by = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.Audience != Audience.Everyone)
        {
            return null;
        }

        if (happened.Type is CaseEvents.StepReached or CaseEvents.Ended or CaseEvents.Lapsed && happened.NodeId is not null
            && definition.Texts.TryGet($"step.{happened.NodeId}", out _))
        {
            return Fill(definition, $"step.{happened.NodeId}", Values(definition, state));
        }

        if (by is not null && ActedFor(happened.Type, state, by) is { } acted)
        {
            return acted;
        }

        string Of(string key) => $"\u2068{happened.Data.GetValueOrDefault(key, "")}\u2069";
        LocalizedText DayOf(string key) =>
            DateOnly.TryParseExact(happened.Data.GetValueOrDefault(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? ValueFormatter.Day(day)
                : LocalizedText.Same(Of(key));
        return happened.Type switch
        {
            CaseEvents.Submitted => new("قُدِّم الطلب", "The application was submitted"),
            CaseEvents.BillIssued => new(
                $"صدرت الفاتورة {Of("bill")} بمبلغ {Of("amount")} دينار",
                $"Bill {Of("bill")} was issued for JOD {Of("amount")}"),
            CaseEvents.BillCancelled => new($"أُلغيت الفاتورة {Of("bill")}", $"Bill {Of("bill")} was cancelled"),
            CaseEvents.PaymentReceived => new(
                $"وصل مبلغ {Of("amount")} دينار، ورقم الوصل {Of("receipt")}",
                $"JOD {Of("amount")} was received, receipt {Of("receipt")}"),
            CaseEvents.SentBack => new(
                $"بانتظارك: مطلوب استكمال بعض الإجابات حتى {DayOf("until").Ar}",
                $"Your turn: some answers are to be completed by {DayOf("until").En}"),
            CaseEvents.Completed => new("استكملتَ الإجابات المطلوبة", "You completed what was asked"),
            CaseEvents.DocumentIssued => new($"صدرت الوثيقة رقم {Of("number")}", $"Document {Of("number")} was issued"),
            CaseEvents.DocumentReplaced => new(
                $"حلّت الوثيقة رقم {Of("number")} محل الوثيقة {Of("old")}", $"Document {Of("number")} took the place of document {Of("old")}"),
            CaseEvents.RefundOrdered => new($"أُمر برد مبلغ {Of("amount")} دينار", $"A refund of JOD {Of("amount")} was ordered"),
            CaseEvents.RefundMade => new($"رُدَّ مبلغ {Of("amount")} دينار", $"JOD {Of("amount")} was refunded"),
            CaseEvents.PromiseMoved when happened.Data.GetValueOrDefault("why") == "pause" => new(
                $"لا يُحسب الوقت الذي كانت فيه المعاملة بانتظارك، فصار موعد الإنجاز {DayOf("until").Ar}",
                $"The time it waited for you does not count; the answer is now promised by {DayOf("until").En}"),
            CaseEvents.PromiseMoved => new(
                $"أُعلنت عطلة رسمية، فصار موعد الإنجاز {DayOf("until").Ar}",
                $"A public holiday was announced; the answer is now promised by {DayOf("until").En}"),
            CaseEvents.PromiseBroken => new(
                "تأخرنا عن الموعد الذي وعدنا به، وأُبلغ المسؤول عن الخدمة",
                "We are later than we promised; the owner of the service has been told"),
            CaseEvents.Withdrawn => new("سُحبت المعاملة بطلب منك", "The case was withdrawn at your request"),
            CaseEvents.Lapsed => new("سقطت المعاملة لانقضاء المهلة", "The case lapsed because its time ran out"),
            CaseEvents.Ended => new("انتهت المعاملة", "The case ended"),
            _ => null,
        };
    }

    /// <summary>What somebody did on behalf of the applicant, with both names; null of all else.</summary>
    private static LocalizedText? ActedFor(string type, CaseState state, LocalizedText by)
    {
        var name = state.Applicant.Name ?? "";
        var (agent, principal) = (
            new LocalizedText($"\u2068{by.Ar}\u2069", $"\u2068{by.En}\u2069"),
            new LocalizedText($"\u2068{name}\u2069", $"\u2068{(string.IsNullOrEmpty(state.Applicant.NameEn) ? name : state.Applicant.NameEn)}\u2069"));
        return type switch
        {
            CaseEvents.Submitted => new($"قُدِّم الطلب بيد {agent.Ar} نيابة عن {principal.Ar}", $"The application was submitted by {agent.En} on behalf of {principal.En}"),
            CaseEvents.Completed => new($"استُكملت الإجابات المطلوبة بيد {agent.Ar} نيابة عن {principal.Ar}", $"What was asked was completed by {agent.En} on behalf of {principal.En}"),
            CaseEvents.Withdrawn => new($"سُحبت المعاملة بطلب من {agent.Ar} نيابة عن {principal.Ar}", $"The case was withdrawn at the request of {agent.En} on behalf of {principal.En}"),
            _ => null,
        };
    }

    internal static LocalizedText Fill(ServiceDefinition definition, string key, IReadOnlyDictionary<string, LocalizedText> values) => new(
        definition.Texts.In(Language.Arabic, key, In(values, Language.Arabic)),
        definition.Texts.In(Language.English, key, In(values, Language.English)));

    /// <summary>The values in one language, for filling a text.</summary>
    public static IReadOnlyDictionary<string, string> In(IReadOnlyDictionary<string, LocalizedText> values, Language language) =>
        values.ToDictionary(v => v.Key, v => v.Value.In(language), StringComparer.Ordinal);

    private static LocalizedText Day(DateTimeOffset moment) => ValueFormatter.Day(NationalCalendar.DateAt(moment));
}
