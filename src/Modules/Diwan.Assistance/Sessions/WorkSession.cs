using System.Security.Cryptography;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;

namespace Diwan.Assistance;

/// <summary>
/// What an agent may do in a session: give the person's code, begin the one application, see its case and hand out its document, end. Each look is
/// noted in the person's ledger before it is given; nothing outside the session's purpose is given at all.
/// </summary>
public sealed class WorkSession(
    ChangeWriter writer, FindSession find, FindPlace places, StartApplication start, TakeUpApplication takeUp, OpenApplication open, ListMine mine, FindDocuments documents,
    AccessLedger ledger, PublishedServices services, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Done(AssistedSession? Session) : Result;

        /// <summary>The agent is in no session in which this may be done.</summary>
        public sealed record NoSession : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>The person told the agent the code.</summary>
    public async Task<Result> AgreeAsync(SignedIn agent, string? code, CancellationToken ct)
    {
        if (await RowAsync(agent, SessionState.AwaitingConsent, ct) is not { } row)
        {
            return new Result.NoSession();
        }

        var given = Digits.ToAscii(code?.Trim() ?? "");
        var change = new Change(agent.ToActor(), FindSession.ChannelOf(row), "assistance-agreeing", time.GetUtcNow());
        if (CryptographicOperations.FixedTimeEquals(BeginSession.HashOf(row.Id, given), row.CodeHash))
        {
            (row.State, row.AgreedAt, row.EndsAt) = (SessionState.Open, change.Now, change.Now + BeginSession.Longest);
            change.Update(row);
            return await WriteAsync(change, row, ct);
        }

        row.Tries++;
        if (row.Tries >= BeginSession.MostTries)
        {
            (row.State, row.EndedAt) = (SessionState.NotAgreed, change.Now);
        }

        change.Update(row);
        if (!(await writer.WriteAsync(change, ct)).IsWritten)
        {
            return Changed();
        }

        return new Result.Refused(row.EndedAt is null
            ? new($"الرمز غير صحيح. بقيت لك {BeginSession.MostTries - row.Tries} من {BeginSession.MostTries} محاولات.", $"The code is wrong. {BeginSession.MostTries - row.Tries} of {BeginSession.MostTries} tries are left.")
            : new("الرمز غير صحيح للمرة الثالثة، فأُنهيت الجلسة. ابدأ من جديد إن كان الشخص أمامك.", "The code was wrong for the third time, and the session is over. Begin anew if the person stands before you."));
    }

    /// <summary>The drafts of the person for the session's service, that were begun elsewhere: one of them may be gone on with. Noted in the person's ledger.</summary>
    public async Task<IReadOnlyList<DraftLine>> DraftsAsync(SignedIn agent, CancellationToken ct)
    {
        if (await RowAsync(agent, SessionState.Open, ct) is not { Application: null } row || await DraftsAsync(row, ct) is not { Count: > 0 } drafts)
        {
            return [];
        }

        var place = await places.NamedAsync(row.Site, ct);
        await ledger.NoteAsync(agent.ToActor(), place.Channel, new AccessNote(row.PersonKey, place.Role, place.Purpose(services.Current(row.Service)!.Name)), ct);
        return drafts;
    }

    private async Task<IReadOnlyList<DraftLine>> DraftsAsync(SessionRow row, CancellationToken ct) => [.. (await mine.DraftsAsync(row.PersonKey, ct)).Where(d => d.Service == row.Service)];

    /// <summary>Begins the form, once a session, by the channel and from the place of the agent; or goes on with a draft of the person.</summary>
    /// <param name="draft">One of <see cref="DraftsAsync(SignedIn, CancellationToken)"/>; null for a new application.</param>
    public async Task<(Result Result, Guid Application)> BeginFormAsync(SignedIn agent, CancellationToken ct, Guid? draft = null)
    {
        if (await RowAsync(agent, SessionState.Open, ct) is not { } row)
        {
            return (new Result.NoSession(), default);
        }

        if (row.Application is { } begun)
        {
            return (new Result.Done(FindSession.View(row)), begun);
        }

        // Certificates and counters end in the middle of a day's work as well, and so do calls.
        if (await places.OfAsync(agent, NationalCalendar.DateAt(time.GetUtcNow()), ct) is not { } place || place.Code != row.Site || place.Call?.Id != row.Call)
        {
            return (new Result.Refused(new("لم تعد تعمل في نقطة الخدمة هذه.", "You no longer work at this counter.")), default);
        }

        // The time of an earlier session ran out before the form was done: the same person agreed anew to the same thing, and it goes on where it was left.
        var drafts = await DraftsAsync(row, ct);
        if (draft is null && await find.UnfinishedAsync(row, ct) is { } left && drafts.Any(d => d.Id == left))
        {
            draft = left;
        }

        if (draft is { } id)
        {
            return (drafts.Any(d => d.Id == id)
                ? await TakeUpAsync(agent, row, place, id, ct)
                : new Result.Refused(new("لا طلب بهذا الاسم لهذا الشخص وهذه الخدمة.", "There is no such application of this person for this service.")), id);
        }

        var session = FindSession.View(row);
        switch (await start.RunAsync(row.Service, session.Person, place.Channel, agent.ToActor(), ct, site: place.Code))
        {
            case StartApplication.Result.Started started:
                var change = new Change(agent.ToActor(), place.Channel, "assistance-form", time.GetUtcNow());
                row.Application = started.ApplicationId;
                change.Update(row);
                return (await WriteAsync(change, row, ct), started.ApplicationId);
            case StartApplication.Result.NotForYou:
                return (new Result.Refused(new("هذه الخدمة ليست لهذا الشخص.", "This service is not for this person.")), default);
            default:
                return (new Result.Refused(new("الخدمة غير متاحة الآن بالمساعدة.", "The service is not given with assistance now.")), default);
        }
    }

    private async Task<Result> TakeUpAsync(SignedIn agent, SessionRow row, Place place, Guid draft, CancellationToken ct)
    {
        var taken = await takeUp.RunAsync(
            draft, row.PersonKey, place.Channel, place.Code, agent.ToActor(),
            change =>
            {
                row.Application = draft;
                change.Update(row);
                AccessLedger.Note(change, new AccessNote(row.PersonKey, place.Role, place.Purpose(services.Current(row.Service)!.Name)));
            },
            ct);
        return taken switch
        {
            TakeUpApplication.Result.TakenUp => new Result.Done(FindSession.View(row)),
            TakeUpApplication.Result.Changed => Changed(),
            _ => new Result.Refused(new("الخدمة غير متاحة الآن بالمساعدة.", "The service is not given with assistance now.")),
        };
    }

    /// <summary>Whether the agent may work on this application now: the one of the open session.</summary>
    public async Task<AssistedSession?> ForApplicationAsync(SignedIn agent, Guid application, CancellationToken ct) =>
        await RowAsync(agent, SessionState.Open, ct) is { } row && row.Application == application ? FindSession.View(row) : null;

    /// <summary>Whether the agent may see this case now: the one the session's application became. Noted each time.</summary>
    public async Task<AssistedSession?> ForCaseAsync(SignedIn agent, string reference, CancellationToken ct)
    {
        if (await RowAsync(agent, SessionState.Open, ct) is not { } row || await ReferenceAsync(row, ct) != reference)
        {
            return null;
        }

        var place = await places.NamedAsync(row.Site, ct);
        await ledger.NoteAsync(agent.ToActor(), place.Channel, new AccessNote(row.PersonKey, place.Role, place.Purpose(services.Current(row.Service)!.Name), reference), ct);
        return FindSession.View(row);
    }

    /// <summary>Whether the agent may hand out this document now: one of the session's case. Noted each time.</summary>
    public async Task<AssistedSession?> ForDocumentAsync(SignedIn agent, string number, CancellationToken ct)
    {
        return await RowAsync(agent, SessionState.Open, ct) is { } row && await ReferenceAsync(row, ct) is { } reference
            && (await documents.OfCaseAsync(reference, ct)).Any(d => d.Number == number)
            ? await ForCaseAsync(agent, reference, ct)
            : null;
    }

    /// <summary>Ends the session; the person is told what was done in it.</summary>
    public async Task<Result> EndAsync(SignedIn agent, CancellationToken ct)
    {
        if (await RowAsync(agent, null, ct) is not { } row)
        {
            return new Result.NoSession();
        }

        var change = new Change(agent.ToActor(), FindSession.ChannelOf(row), "assistance-ending", time.GetUtcNow());
        var agreed = row.State == SessionState.Open;
        (row.State, row.EndedAt) = (agreed ? SessionState.Ended : SessionState.NotAgreed, change.Now);
        change.Update(row);
        if (agreed)
        {
            var service = services.Current(row.Service)!;
            var reference = await ReferenceAsync(row, ct);
            SendMessage.Add(change, new SendMessage.Order(
                row.PersonKey, FindSession.View(row).Person.Phone,
                reference is null
                    ? new($"انتهت جلسة المساعدة في «{service.Name.Ar}» ولم يُقدَّم فيها طلب.", $"The session of assistance with \"{service.Name.En}\" is over; no application was submitted in it.")
                    : new($"انتهت جلسة المساعدة في «{service.Name.Ar}». قُدّم طلبك برقم {reference}.", $"The session of assistance with \"{service.Name.En}\" is over. Your application was submitted as {reference}."),
                reference ?? "", "assistance"));
        }

        return await WriteAsync(change, row, ct);
    }

    /// <summary>The case that the session's application became; null until it is submitted.</summary>
    public async Task<string?> ReferenceAsync(AssistedSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await ReferenceAsync(session.Application, session.PersonKey, ct);
    }

    private Task<string?> ReferenceAsync(SessionRow row, CancellationToken ct) => ReferenceAsync(row.Application, row.PersonKey, ct);

    private async Task<string?> ReferenceAsync(Guid? application, string person, CancellationToken ct) =>
        application is { } id ? await open.ReferenceAsync(id, person, ct) : null;

    private async Task<SessionRow?> RowAsync(SignedIn agent, SessionState? state, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return FindPlace.Helps(agent) && await find.RowAsync(agent, ct) is { } row && (state is null || row.State == state) ? row : null;
    }

    private async Task<Result> WriteAsync(Change change, SessionRow row, CancellationToken ct) => (await writer.WriteAsync(change, ct)).IsWritten
        ? new Result.Done(row.EndedAt is null ? FindSession.View(row) : null)
        : Changed();

    private static Result.Refused Changed() => new(new("تغيّرت الجلسة في أثناء ذلك. أعد فتح الصفحة.", "The session changed meanwhile. Open the page again."));
}
