using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Accounts;
using Diwan.Cases.Book;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Registries;

namespace Diwan.Cases.Texting;

/// <summary>
/// Answers what people ask by SMS. Who sent a text is known by its number alone; so what is a person's own is told to the number they are known
/// by, and nobody else. Whoever looked is in the person's ledger.
/// </summary>
internal sealed class AnswerTexts(
    CaseBook book, ReceivedTexts texts, FindAccount accounts, FindBill bills, RegisterClient registers, TimeProvider time) : IDutyHandler
{
    /// <summary>After so many attempts a silent register is said to be silent.</summary>
    private const int PatientAttempts = 4;

    /// <summary>As a person reads it in the ledger of who looked, in either language.</summary>
    private static readonly Actor Gateway = new(ActorKind.System, "sms", "SMS");
    private static readonly Dictionary<string, LocalizedText> Nothing = [];

    public string Kind => ReceivedTexts.DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        if (await texts.OpenAsync(duty.SubjectId, ct) is not { } text)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Gateway, Channel.Sms, "text-answering", time.GetUtcNow());
        var people = await accounts.ByPhoneAsync(text.Phone, ct);
        var language = TextQuestions.LanguageOf(text.Text) ?? people.Select(p => (Language?)p.Language).FirstOrDefault() ?? Language.Arabic;
        if (text.Earlier >= text.Limit)
        {
            // Said once; then nothing, so that two machines do not answer one another for ever.
            texts.Answer(change, text, text.Earlier == text.Limit ? "text.too-many" : null, Nothing, language);
            return new DutyOutcome.Done(change);
        }

        var answer = text.Question switch
        {
            TextQuestion.Status status => await StatusAsync(change, text, status, people, ct),
            TextQuestion.Fines fines => await FinesAsync(change, text, fines, people, ct),
            TextQuestion.FinesOfWhat => Say("text.fines-which"),
            TextQuestion.PropertyTax property => await PropertyAsync(change, text, property, people, ct),
            TextQuestion.Bill bill => await BillAsync(bill, ct),
            TextQuestion.Complaint => Say("text.complaint"),
            TextQuestion.Help => Say("text.help"),
            TextQuestion.NoMore => await StopAsync(change, text, ct),
            TextQuestion.Again => await StartAsync(change, text, ct),
            _ => Say("text.not-understood"),
        };
        if (answer is null)
        {
            if (duty.Attempt < PatientAttempts)
            {
                return new DutyOutcome.Again(TimeSpan.FromSeconds(5 << duty.Attempt), "The register is silent.");
            }

            answer = Say("text.later");
        }

        texts.Answer(change, text, answer.Template, answer.Values, language);
        return new DutyOutcome.Done(change);
    }

    private sealed record Answer(string Template, IReadOnlyDictionary<string, LocalizedText> Values);

    private static Answer Say(string template, params (string Name, LocalizedText Value)[] values) => new(template, values.ToDictionary(v => v.Name, v => v.Value));

    private static LocalizedText Same(string text) => LocalizedText.Same(text);

    private async Task<Answer> StatusAsync(Change change, ReceivedText text, TextQuestion.Status status, IReadOnlyList<SignedIn> people, CancellationToken ct)
    {
        if (!CaseReference.TryParse(status.Typed, out var reference))
        {
            return Say("text.status-which");
        }

        if (await book.OpenAsync(reference.Value, ct) is not { } open)
        {
            return Say("text.status-unknown", ("reference", Same(reference.Value)));
        }

        if (CaseEffects.PhoneOf(open.Definition, open.State) != text.Phone && people.All(p => p.PersonKey != open.Row.PersonKey))
        {
            return Say("text.status-bare", ("reference", Same(reference.Value)), ("state", open.State.End is null ? new("لم تنته بعد", "not ended yet") : new("انتهت", "ended")));
        }

        Look(change, open.Row.PersonKey, new("أُجيب عن رسالة نصية من رقمك سألت أين معاملتك", "A text from your number that asked where your case is was answered"), reference.Value);
        return Say(
            "text.status", ("reference", Same(reference.Value)), ("service", open.Definition.Name), ("state", TextWords.Of(open.Row.PublicState)), ("more", TextWords.More(open.Row.PublicState, open.Row.PromisedAt, open.State.Bill?.Number)));
    }

    /// <summary>By the plate, for a vehicle of this number's owner; for any other with the registration number, which its licence alone tells.</summary>
    private async Task<Answer?> FinesAsync(Change change, ReceivedText text, TextQuestion.Fines fines, IReadOnlyList<SignedIn> people, CancellationToken ct)
    {
        var plate = $"{fines.PlateCode}-{fines.PlateNumber}";
        var (registration, owner) = (fines.RegistrationNo, (string?)null);
        foreach (var person in registration is null ? people.Where(p => p.NationalNumber is not null) : [])
        {
            switch (await registers.AskAsync("vehicles/vehicles-of", new JsonObject { ["nationalNumber"] = person.NationalNumber }, new RegisterAsk(person.PersonKey, null, null), ct))
            {
                case RegisterAnswer.Down:
                    return null;
                case RegisterAnswer.Given { Body: var body }:
                    var own = body["vehicles"]?.AsArray().FirstOrDefault(v => (string?)v?["plateCode"] == fines.PlateCode && (string?)v?["plateNumber"] == fines.PlateNumber);
                    (registration, owner) = own is null ? (registration, owner) : ((string?)own["registrationNo"], person.PersonKey);
                    break;
                default:
                    break;
            }
        }

        if (registration is null)
        {
            return Say("text.fines-proof", ("plate", Same(plate)));
        }

        var inputs = new JsonObject { ["plateCode"] = fines.PlateCode, ["plateNumber"] = fines.PlateNumber, ["registrationNo"] = registration };
        switch (await registers.AskAsync("traffic/fines", inputs, new RegisterAsk(owner ?? $"SMS:{text.Phone}", null, null), ct))
        {
            case RegisterAnswer.Down:
                return null;
            case RegisterAnswer.Given { Body: var body }:
                if (owner is not null)
                {
                    Look(change, owner, new("أُجيب عن رسالة نصية من رقمك سألت عن مخالفات مركبتك", "A text from your number that asked for the fines of your vehicle was answered"), null);
                }

                var (count, court) = ((int?)body["payableCount"] ?? 0, Same(((int?)body["courtCount"] ?? 0).ToString(CultureInfo.InvariantCulture)));
                return count == 0 ? Say("text.fines-none", ("plate", Same(plate)), ("court", court)) : Say(
                    "text.fines", ("plate", Same(plate)), ("count", Same(count.ToString(CultureInfo.InvariantCulture))), ("amount", Amount(body["payableTotal"])), ("court", court));
            default:
                return Say("text.fines-proof", ("plate", Same(plate)));
        }
    }

    private async Task<Answer?> PropertyAsync(Change change, ReceivedText text, TextQuestion.PropertyTax property, IReadOnlyList<SignedIn> people, CancellationToken ct)
    {
        foreach (var person in people.Where(p => p.NationalNumber is not null))
        {
            switch (await registers.AskAsync("property-tax/properties-of", new JsonObject { ["nationalNumber"] = person.NationalNumber }, new RegisterAsk(person.PersonKey, null, null), ct))
            {
                case RegisterAnswer.Down:
                    return null;
                case RegisterAnswer.Given { Body: var body } when body["properties"]?.AsArray().Any(p => (string?)p?["propertyNo"] == property.Typed) == true:
                    switch (await registers.AskAsync("property-tax/assessment", new JsonObject { ["propertyNo"] = property.Typed }, new RegisterAsk(person.PersonKey, null, null), ct))
                    {
                        case RegisterAnswer.Down:
                            return null;
                        case RegisterAnswer.Given { Body: var assessed }:
                            Look(change, person.PersonKey, new("أُجيب عن رسالة نصية من رقمك سألت عن ضريبة عقارك", "A text from your number that asked for the tax of your property was answered"), null);
                            return Say("text.property", ("property", Same(property.Typed)), ("amount", Amount(assessed["totalDue"])));
                        default:
                            break;
                    }

                    break;
                default:
                    break;
            }
        }

        return Say("text.property-proof");
    }

    /// <summary>Whoever has the number of a bill may pay it; so they are told what is due, and not whose it is nor what for.</summary>
    private async Task<Answer> BillAsync(TextQuestion.Bill asked, CancellationToken ct) =>
        await bills.ByNumberAsync(asked.Typed, ct) is not { } bill ? Say("text.bill-unknown") : Say(
            "text.bill", ("bill", Same(bill.Number.Value)), ("state", TextWords.Of(bill.PublicState)), ("amount", MoneyTold(bill.Due)), ("more", TextWords.More(bill.PublicState, bill.ExpiresAt)));

    private async Task<Answer> StopAsync(Change change, ReceivedText text, CancellationToken ct)
    {
        await texts.StopAsync(change, text.Phone, ct);
        return Say("text.stopped");
    }

    private async Task<Answer> StartAsync(Change change, ReceivedText text, CancellationToken ct)
    {
        await texts.StartAsync(change, text.Phone, ct);
        return Say("text.started");
    }

    private static void Look(Change change, string personKey, LocalizedText purpose, string? subject) => AccessLedger.Note(change, new AccessNote(personKey, "sms", purpose, subject));

    private static LocalizedText Amount(JsonNode? dinars) => MoneyTold(Money.FromDinars((decimal?)dinars ?? 0));

    private static LocalizedText MoneyTold(Money money) => new(money.ToString(Language.Arabic), money.ToString(Language.English));
}

/// <summary>The public states, and what follows from them, in the words of an SMS.</summary>
internal static class TextWords
{
    internal static LocalizedText Of(PublicState state) => state switch
    {
        PublicState.Draft => new("مسودة", "draft"),
        PublicState.Submitted => new("قُدِّم", "submitted"),
        PublicState.AwaitingPayment => new("بانتظار الدفع", "awaiting payment"),
        PublicState.BeingChecked => new("قيد التدقيق", "being checked"),
        PublicState.YourTurn => new("بانتظارك", "your turn"),
        PublicState.Decided => new("صدر القرار", "decided"),
        PublicState.Issued => new("أُنجزت", "issued"),
        PublicState.Refused => new("مرفوضة", "refused"),
        PublicState.Withdrawn => new("مسحوبة", "withdrawn"),
        PublicState.Lapsed => new("ساقطة", "lapsed"),
        PublicState.Refunded => new("أُعيد المبلغ", "refunded"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static LocalizedText Of(PublicBillState state) => state switch
    {
        PublicBillState.Unpaid => new("لم تُدفع", "unpaid"),
        PublicBillState.PartlyPaid => new("دُفع جزء منها", "partly paid"),
        PublicBillState.Paid => new("مدفوعة", "paid"),
        PublicBillState.Expired => new("انتهت مهلتها", "expired"),
        PublicBillState.Cancelled => new("ملغاة", "cancelled"),
        PublicBillState.BeingRefunded => new("يُردّ مبلغها", "being refunded"),
        PublicBillState.Refunded => new("رُدّ مبلغها", "refunded"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static LocalizedText More(PublicState state, DateTimeOffset? promisedAt, string? bill) => state switch
    {
        PublicState.AwaitingPayment when bill is not null => new($"رقم الفاتورة {bill}.", $"The bill is {bill}."),
        PublicState.YourTurn => new("يلزم منك شيء: افتح حسابك في البوابة أو اتصل بالرقم 06-5008080.", "Something is needed from you: open your account on the portal or call 06-5008080."),
        PublicState.Submitted or PublicState.BeingChecked or PublicState.Decided when promisedAt is { } at => new($"موعد الإنجاز {Day(at)}.", $"Promised by {Day(at)}."),
        PublicState.Issued => new("وثيقتك في حسابك.", "Your document is in your account."),
        PublicState.Refused => new("السبب والعلاج في حسابك.", "The reason and the remedy are in your account."),
        _ => new("التفصيل في حسابك.", "More is in your account."),
    };

    internal static LocalizedText More(PublicBillState state, DateTimeOffset expiresAt) => state is PublicBillState.Unpaid or PublicBillState.PartlyPaid
        ? new($"تُدفع حتى {Day(expiresAt.AddTicks(-1))} من البوابة أو أي نقطة دفع.", $"Pay by {Day(expiresAt.AddTicks(-1))} on the portal or at any payment point.")
        : new("لا شيء يُدفع عليها.", "There is nothing to pay on it.");

    private static string Day(DateTimeOffset moment) => NationalCalendar.DateAt(moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
