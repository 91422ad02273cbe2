using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Book;
using Diwan.Documents;
using Diwan.Engine.Documents;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Registries;

namespace Diwan.Cases.Duties;

/// <summary>Asks a register, or tells one, and brings the answer to the case.</summary>
internal abstract class RegisterDutyHandler(CaseBook book, RegisterClient registers, TimeProvider time) : IDutyHandler
{
    /// <summary>After so many attempts a silent register counts as down, and the definition says what follows.</summary>
    private const int PatientAttempts = 8;

    public abstract string Kind { get; }

    protected abstract bool Writes { get; }

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<RegisterDuty>(duty.PayloadJson, Change.Json)!;
        if (await book.OpenAsync(order.Reference, ct) is not { } open || !open.State.IsWaiting(order.ActivityId))
        {
            return new DutyOutcome.Done();
        }

        var ask = new RegisterAsk(open.Row.PersonKey, order.Reference, Writes ? duty.Key : null);
        CaseCommand command;
        switch (await registers.AskAsync(order.Operation, order.Inputs, ask, ct))
        {
            case RegisterAnswer.Given given:
                command = new CaseCommand.RegisterAnswered(order.ActivityId, given.Body);
                break;
            case RegisterAnswer.NotFound:
                command = new CaseCommand.RegisterFailed(order.ActivityId, "register.notFound");
                break;
            case RegisterAnswer.Down down when duty.Attempt < PatientAttempts:
                return new DutyOutcome.Again(TimeSpan.FromSeconds(Math.Min(300, 1 << duty.Attempt)), down.Why);
            case RegisterAnswer.Down:
                command = new CaseCommand.RegisterFailed(order.ActivityId, "register.down");
                break;
            default:
                command = new CaseCommand.RegisterFailed(order.ActivityId, "register.refused");
                break;
        }

        var change = new Change(Actor.System(Kind), Channel.System, Writes ? "register-telling" : "register-asking", time.GetUtcNow());
        var outcome = book.Add(open, command, change);
        if (outcome is CaseOutcome.Accepted { State: var state } && state.IsWaiting(order.ActivityId) && command is CaseCommand.RegisterFailed)
        {
            // The process has no way for this: it waits, and what waits with it is this duty.
            return new DutyOutcome.Failed($"{order.Operation}: {command}", change);
        }

        return new DutyOutcome.Done(change);
    }
}

internal sealed class ReadDuty(CaseBook book, RegisterClient registers, TimeProvider time) : RegisterDutyHandler(book, registers, time)
{
    public override string Kind => DutyKinds.Read;

    protected override bool Writes => false;
}

internal sealed class WriteDuty(CaseBook book, RegisterClient registers, TimeProvider time) : RegisterDutyHandler(book, registers, time)
{
    public override string Kind => DutyKinds.Write;

    protected override bool Writes => true;
}

/// <summary>Lays out, seals and keeps a document, and tells the case its number, in one transaction.</summary>
internal sealed class IssueDuty(CaseBook book, IssueDocument documents, DocumentContents contents, TimeProvider time) : IDutyHandler
{
    public string Kind => DutyKinds.Issue;

    public Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct) => Seals.WaitForAsync(duty, () => IssueAsync(duty, ct));

    private async Task<DutyOutcome> IssueAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<DocumentDuty>(duty.PayloadJson, Change.Json)!;
        if (await book.OpenAsync(order.Reference, ct) is not { } open || !open.State.IsWaiting(order.ActivityId))
        {
            return new DutyOutcome.Done();
        }

        var template = open.Definition.FindDocument(order.DocumentId)!;
        DateOnly? lastDay = null;
        var change = new Change(Actor.System(Kind), Channel.System, "document-issuing", time.GetUtcNow());
        var issued = await documents.AddAsync(
            change,
            new IssueDocument.Order(
                open.Row.Id,
                order.Reference,
                open.Row.PersonKey,
                order.DocumentId,
                open.Row.Institution,
                number =>
                {
                    var filled = DocumentFiller.Fill(open.Definition, template, open.State, number, change.Now);
                    lastDay = filled.ValidUntil;
                    return contents.Of(open.Definition, filled);
                },
                change.Now,
                duty.Key)
            {
                Assurance = open.Definition.Assurance,
            },
            ct);
        book.Add(open, new CaseCommand.DocumentIssued(order.ActivityId, order.DocumentId, issued.Number), change);
        ExpiryDuty.Owe(change, open, issued.Number, lastDay);
        return new DutyOutcome.Done(change);
    }
}

internal static class Seals
{
    /// <summary>Keys or time-stamps are out of reach: the document waits for them, however long it takes.</summary>
    internal static async Task<DutyOutcome> WaitForAsync(Duty duty, Func<Task<DutyOutcome>> work)
    {
        try
        {
            return await work();
        }
        catch (SealUnavailableException e)
        {
            return new DutyOutcome.Again(TimeSpan.FromSeconds(Math.Min(600, 2 << Math.Min(duty.Attempt, 8))), e.Message);
        }
    }
}

/// <summary>Gives money back, and tells the case.</summary>
internal sealed class RefundDuty(CaseBook book, RefundBill refunds, TimeProvider time) : IDutyHandler
{
    public string Kind => DutyKinds.Refund;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<BillDuty>(duty.PayloadJson, Change.Json)!;
        switch (await refunds.RunAsync(order.BillNumber, order.Amount, duty.Key, ct))
        {
            case RefundResult.Later later:
                return new DutyOutcome.Again(TimeSpan.FromSeconds(Math.Min(600, 2 << Math.Min(duty.Attempt, 8))), later.Why);
            case RefundResult.Refused refused:
                return new DutyOutcome.Failed(refused.Why);
            default:
                break;
        }

        if (await book.OpenAsync(order.Reference, ct) is not { } open)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "refunding", time.GetUtcNow());
        book.Add(open, new CaseCommand.Refunded(order.ActivityId, order.Amount), change);
        return new DutyOutcome.Done(change);
    }
}

internal sealed class CancelBillDuty(CancelBill bills, TimeProvider time) : IDutyHandler
{
    public string Kind => DutyKinds.CancelBill;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<BillDuty>(duty.PayloadJson, Change.Json)!;
        var change = new Change(Actor.System(Kind), Channel.System, "bill-cancelling", time.GetUtcNow());
        await bills.AddAsync(change, order.BillNumber, ct);
        return new DutyOutcome.Done(change);
    }
}

/// <summary>Time passes for a case. What is late is told to those who answer for it.</summary>
internal sealed class WakeDutyHandler(CaseBook book, FindColleagues colleagues, MessageTemplates templates, TimeProvider time) : IDutyHandler
{
    public string Kind => DutyKinds.Wake;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<WakeDuty>(duty.PayloadJson, Change.Json)!;
        if (await book.OpenAsync(order.Reference, ct) is not { } open)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "time-passing", time.GetUtcNow());
        if (book.Add(open, new CaseCommand.Tick(), change) is CaseOutcome.Accepted accepted)
        {
            await EscalateAsync(open, accepted, change, ct);
        }

        return new DutyOutcome.Done(change.IsEmpty ? null : change);
    }

    /// <summary>
    /// To the role that answers for the service. What a confidential desk is late with, and a promise that waits on one, is told to that desk alone:
    /// its lateness would say that it has the case.
    /// </summary>
    private async Task EscalateAsync(OpenCase open, CaseOutcome.Accepted accepted, Change change, CancellationToken ct)
    {
        var state = accepted.State;
        var desks = state.OpenTasks.Where(t => t.Confidential).Select(t => t.Role).Distinct().ToArray();
        foreach (var late in accepted.Events.Where(e => e.Type is CaseEvents.TaskOverdue or CaseEvents.PromiseBroken))
        {
            var confidential = late.Audience == Audience.Confidential || (late.Type == CaseEvents.PromiseBroken && desks.Length > 0);
            string[] roles = confidential ? desks : [open.Definition.Owner];
            var words = new Dictionary<string, LocalizedText> { ["reference"] = LocalizedText.Same(state.Reference), ["service"] = open.Definition.Name };
            foreach (var person in await colleagues.InRolesAsync(roles, ct))
            {
                SendMessage.Add(change, templates.Order(person.PersonKey, null, state.Reference, $"escalation.{late.Type}", words));
            }
        }
    }
}

/// <summary>A document ends soon: its holder is told in time to renew it, unless it was replaced or revoked meanwhile.</summary>
internal sealed class ExpiryDuty(CaseBook book, FindDocuments documents, TimeProvider time) : IDutyHandler
{
    private const string DutyKind = "case.expiring";
    private const string MessageId = "expiring";

    /// <summary>ASSUMED: a month before the last day. No source says when people are told.</summary>
    private const int DaysBefore = 30;

    public string Kind => DutyKind;

    /// <summary>Owes the notice, where the document ends and the service has words for it.</summary>
    internal static void Owe(Change change, OpenCase open, string number, DateOnly? lastDay)
    {
        if (lastDay is { } day && open.Definition.Texts.Contains($"message.{MessageId}"))
        {
            var due = NationalCalendar.At(day.AddDays(-DaysBefore), new TimeOnly(10, 0));
            change.Owe(new DutyOrder(
                DutyKind, open.Row.Id, JsonSerializer.Serialize(new Payload(open.Row.Reference, number), Change.Json),
                due > change.Now ? due : change.Now, $"{DutyKind}:{number}", DutyLane.Watch));
        }
    }

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var (reference, number) = JsonSerializer.Deserialize<Payload>(duty.PayloadJson, Change.Json)!;
        var document = (await documents.OfCaseAsync(reference, ct)).FirstOrDefault(d => d.Number == number);
        if (document is not { Status: DocumentStatus.InForce, ValidUntil: { } lastDay } || await book.OpenAsync(reference, ct) is not { } open)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "expiry-telling", time.GetUtcNow());
        var values = new Dictionary<string, LocalizedText>(CaseWords.Values(open.Definition, open.State), StringComparer.Ordinal)
        {
            ["documentNumber"] = LocalizedText.Same(number),
            ["expiresOn"] = ValueFormatter.Day(lastDay),
        };
        var text = open.Definition.Texts.In($"message.{MessageId}", values);
        SendMessage.Add(change, new SendMessage.Order(open.Row.PersonKey, CaseEffects.PhoneOf(open.Definition, open.State), text, reference, MessageId)
        {
            Version = CaseEffects.VersionOf(open.Definition),
            Pace = Pace.Daytime,
        });
        return new DutyOutcome.Done(change);
    }

    private sealed record Payload(string Reference, string Number);
}

/// <summary>
/// The bill is settled: the case moves in the same transaction as the money. A case that has no more use for it (withdrawn or lapsed a
/// moment before, its bill not yet cancelled) leaves the refund owed in that same transaction: money never waits without a case.
/// </summary>
internal sealed class SettledBills(CaseBook book, MessageTemplates templates) : INewsHandler<BillSettled>
{
    public async Task HandleAsync(BillSettled news, Change change, CancellationToken ct)
    {
        var open = await book.OpenAsync(news.Reference, ct);
        if (open is not null && book.Add(open, new CaseCommand.Pay(news.Number.Value, news.ReceiptNumber, news.PaidAt), change) is not CaseOutcome.Refused)
        {
            return;
        }

        var order = new BillDuty(news.Reference, news.Number.Value, null, news.Amount, "notNeeded");
        change.Owe(new DutyOrder(
            DutyKinds.Refund, news.SubjectId, JsonSerializer.Serialize(order, Change.Json), change.Now, $"{DutyKinds.Refund}:{news.Number}:notNeeded"));
        if (open is not null)
        {
            SendMessage.Add(change, templates.Order(
                open.Row.PersonKey, CaseEffects.PhoneOf(open.Definition, open.State), news.Reference, "money.notNeeded",
                new Dictionary<string, LocalizedText> { ["amount"] = MoneyWords.Amount(news.Amount), ["reference"] = LocalizedText.Same(news.Reference) }));
        }
    }
}

/// <summary>What happens to a person's money is told to them, in both languages, in the transaction in which it happens.</summary>
internal sealed class MoneyWords(CaseBook book, MessageTemplates templates) : INewsHandler<PaymentUnmatched>, INewsHandler<BillPartlyPaid>, INewsHandler<RefundMoved>
{
    internal static LocalizedText Amount(Money money) => new(money.ToString(Language.Arabic), money.ToString(Language.English));

    public Task HandleAsync(PaymentUnmatched news, Change change, CancellationToken ct)
    {
        var why = news.BillState switch
        {
            BillState.Expired => new LocalizedText("بعد انتهاء مهلتها", "after its time was over"),
            BillState.Cancelled => new LocalizedText("بعد إلغائها", "after it was cancelled"),
            BillState.Open or BillState.PartlyPaid => new LocalizedText("متأخرًا أو بأكثر من المستحق", "too late, or for more than was due"),
            _ => new LocalizedText("وهي مدفوعة من قبل", "although it was paid already"),
        };
        return TellAsync(change, news.PayerKey, news.Reference, "money.unmatched", new() { ["amount"] = Amount(news.Amount), ["bill"] = Number(news.Number), ["why"] = why }, ct);
    }

    public Task HandleAsync(BillPartlyPaid news, Change change, CancellationToken ct)
    {
        var day = NationalCalendar.DateAt(news.ExpiresAt.AddTicks(-1)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return TellAsync(
            change, null, news.Reference, "money.part",
            new() { ["amount"] = Amount(news.Amount), ["bill"] = Number(news.Number), ["due"] = Amount(news.Due), ["until"] = LocalizedText.Same(day) }, ct);
    }

    public Task HandleAsync(RefundMoved news, Change change, CancellationToken ct)
    {
        var template = (news.State, news.Way) switch
        {
            (RefundState.Done, RefundWay.Credit) => "money.refund-credit",
            (RefundState.Done, _) => "money.refund-done",
            (RefundState.NeedsWay, _) => "money.refund-way",
            (RefundState.Asked, RefundWay.Counter) => "money.refund-counter",
            _ => null,
        };
        return template is null ? Task.CompletedTask
            : TellAsync(change, news.PayerKey, news.Reference, template, new() { ["amount"] = Amount(news.Amount), ["bill"] = Number(news.Number) }, ct);
    }

    private static LocalizedText Number(BillNumber number) => LocalizedText.Same(number.Value);

    /// <summary>By telephone if the case is the payer's own; else to their inbox.</summary>
    /// <param name="payer">Null: the applicant of the case.</param>
    private async Task TellAsync(Change change, string? payer, string reference, string template, Dictionary<string, LocalizedText> values, CancellationToken ct)
    {
        var open = reference.Length > 0 ? await book.OpenAsync(reference, ct) : null;
        if ((payer ?? open?.Row.PersonKey) is { } to)
        {
            var phone = open?.Row.PersonKey == to ? CaseEffects.PhoneOf(open.Definition, open.State) : null;
            SendMessage.Add(change, templates.Order(to, phone, reference, template, values));
        }
    }
}
