using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;

namespace Diwan.Assistance;

/// <summary>
/// What a caller is told: where a case stands by its reference alone, as anybody is; and once they are known, their own cases in the words they read themselves. Each look stands
/// in their ledger before it is given. And complaints, with whatever the caller chose to say of themselves.
/// </summary>
public sealed class ServeCaller(
    ChangeWriter writer, AccessLedger ledger, FindCall find, ListMine mine, ReadCase read, Complain complain, TimeProvider time)
{
    /// <summary>Where a case stands, as anybody reads it by its reference; null when there is none, or the agent is in no call.</summary>
    public async Task<TrackedCase?> TrackAsync(SignedIn agent, string? reference, CancellationToken ct) =>
        await find.RowAsync(agent, ct) is not null && !string.IsNullOrWhiteSpace(reference) ? await read.TrackAsync(reference, ct) : null;

    /// <summary>The cases of the caller, the latest first; none while they are not known.</summary>
    public async Task<IReadOnlyList<CaseLine>> CasesAsync(SignedIn agent, CancellationToken ct)
    {
        if (await KnownAsync(agent, ct) is not { } row)
        {
            return [];
        }

        await NoteAsync(agent, row, new("عرض قائمة معاملاتك لك بالهاتف", "To tell you your cases by telephone"), null, ct);
        return await mine.CasesAsync(row.PersonKey!, ct);
    }

    /// <summary>A case of the caller as they read it themselves; null when it is another's, or they are not known.</summary>
    public async Task<CaseView?> CaseAsync(SignedIn agent, string reference, CancellationToken ct)
    {
        if (await KnownAsync(agent, ct) is not { } row || await read.ForApplicantAsync(reference, row.PersonKey!, ct) is not { } found)
        {
            return null;
        }

        var change = new Change(agent.ToActor(), Channel.ContactCentre, "caller-answering", time.GetUtcNow());
        AccessLedger.Note(change, new AccessNote(row.PersonKey!, Place.AgentOfCentre, new("إخبارك بالهاتف أين وصلت معاملتك", "To tell you by telephone where your case is"), found.Reference));
        var service = found.Definition.Id.ToString();
        if (row.Reference != found.Reference || row.Service != service)
        {
            (row.Reference, row.Service) = (found.Reference, service);
            change.Update(row);
        }

        (await writer.WriteAsync(change, ct)).OrThrow();
        return found;
    }

    /// <summary>Sends the number of the case's bill, and where it is paid, to the telephone the state knows. No card is ever read out.</summary>
    /// <param name="link">The public page of the bill, given its number.</param>
    /// <returns>False when the caller is not known, the case is another's, or nothing is due.</returns>
    public async Task<bool> SendBillAsync(SignedIn agent, string reference, Func<string, string> link, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (await KnownAsync(agent, ct) is not { } row || await read.ForApplicantAsync(reference, row.PersonKey!, ct) is not { State.Bill: { PaidAt: null, Number: var bill } } found)
        {
            return false;
        }

        var change = new Change(agent.ToActor(), Channel.ContactCentre, "bill-telling", time.GetUtcNow());
        var phone = find.View(row).Person?.Phone;
        AccessLedger.Note(change, new AccessNote(row.PersonKey!, Place.AgentOfCentre, new("إرسال رقم فاتورتك إليك", "To send you the number of your bill"), found.Reference));
        SendMessage.Add(change, new SendMessage.Order(
            row.PersonKey!, phone,
            new($"فاتورتك {bill} للمعاملة {found.Reference}. ادفع برقمها في أي نقطة دفع، أو هنا: {link(bill)}", $"Your bill is {bill}, for case {found.Reference}. Pay it by its number at any payment point, or here: {link(bill)}"),
            found.Reference, "bill"));
        (await writer.WriteAsync(change, ct)).OrThrow();
        return true;
    }

    /// <summary>Takes a complaint in the call: the same number, owner, date and escalation as any other; a known caller reads it in their account.</summary>
    public async Task<Complain.Result?> ComplainAsync(SignedIn agent, string service, string? reference, string? words, Language language, CancellationToken ct)
    {
        if (await find.RowAsync(agent, ct) is not { } row)
        {
            return null;
        }

        if (row.Complaint is { } before)
        {
            return new Complain.Result.Refused("words", new($"سُجّلت شكوى في هذه المكالمة: {before}. لشكوى أخرى ابدأ مكالمة أخرى.", $"A complaint was taken in this call: {before}. For another begin another call."));
        }

        var person = row.KnownAt is null ? null : row.PersonKey;
        return await complain.RunAsync(
            new Complain.Command(service, reference, words, find.View(row).Person?.Phone ?? row.Phone, person, language), agent.ToActor(), Channel.ContactCentre, ct,
            (change, number) =>
            {
                (row.Complaint, row.Service) = (number, service);
                change.Update(row);
            });
    }

    private async Task<CallRow?> KnownAsync(SignedIn agent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return await find.RowAsync(agent, ct) is { KnownAt: not null, PersonKey: not null } row ? row : null;
    }

    private Task NoteAsync(SignedIn agent, CallRow row, LocalizedText purpose, string? subject, CancellationToken ct) =>
        ledger.NoteAsync(agent.ToActor(), Channel.ContactCentre, new AccessNote(row.PersonKey!, Place.AgentOfCentre, purpose, subject), ct);
}
