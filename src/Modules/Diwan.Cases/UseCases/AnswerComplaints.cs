using System.Linq.Expressions;
using Diwan.Accounts;
using Diwan.Cases.Complaints;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>A complaint in the list of the desk. It says neither who complains nor of what.</summary>
/// <param name="MayOpen">Whether the officer may read it. A head knows of a confidential one only that it is late.</param>
public sealed record ComplaintLine(
    string Number, LocalizedText ServiceName, ComplaintState State, DateTimeOffset GivenAt, DateTimeOffset DueAt, DeadlineState Deadline, bool Escalated,
    string? OfficerId, string? OfficerName, string Owner, bool Confidential, bool MayOpen);

/// <summary>A complaint at an officer's desk.</summary>
/// <param name="PersonName">Null when the person did not sign in.</param>
public sealed record ComplaintFile(
    ComplaintLine Line, string Words, string? Reference, string? PersonName, string? Phone, ComplaintFinding? Finding, string? Answer, DateTimeOffset? AnsweredAt,
    IReadOnlyList<ComplaintEvent> History);

/// <summary>What happened to a complaint.</summary>
/// <param name="Type">Such as <c>complaint.taken</c>.</param>
public sealed record ComplaintEvent(DateTimeOffset At, string Type, string Actor, ActorKind ActorKind);

/// <summary>
/// The complaints of an institution: its complaints officers handle them, the head of the unit sees those of its services and gets what is
/// late. One about a case of a service with confidential steps is handled by those who may see such steps. Nobody meets their own.
/// </summary>
public sealed class AnswerComplaints(
    IDbContextFactory<AppDbContext> databases, PublishedServices services, ChangeWriter writer, EventLog log, AccessLedger ledger, FindAccount accounts, MessageTemplates templates, TimeProvider time)
{
    public const int PageSize = 50;
    public const int ShortestAnswer = 10;
    public const int LongestAnswer = 4000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Done : Result;

        /// <summary>No such complaint, or none this officer may see: the two are not told apart.</summary>
        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>Whether the officer has anything to do with complaints.</summary>
    public bool Concerns(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var (desks, sealedDesks) = Desks(officer);
        return desks.Count > 0 || sealedDesks.Count > 0 || services.Catalogue.HeadedBy(officer.Roles).Count > 0;
    }

    /// <summary>A page of complaints, the most urgent first.</summary>
    /// <param name="answered">Those answered, the latest first, instead of those that wait.</param>
    public async Task<(IReadOnlyList<ComplaintLine> Lines, int Total)> ListAsync(Officer officer, bool answered, int page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<ComplaintRow>().Where(Seen(officer)).Where(c => (c.State == ComplaintState.Answered) == answered);
        var total = await rows.CountAsync(ct);
        rows = answered ? rows.OrderByDescending(c => c.AnsweredAt).ThenBy(c => c.Id) : rows.OrderBy(c => c.DueAt).ThenBy(c => c.Id);
        var found = await rows.Skip(Math.Max(0, page) * PageSize).Take(PageSize).ToListAsync(ct);
        var may = MayOpen(officer).Compile();
        return ([.. found.Select(r => Line(r, may(r)))], total);
    }

    /// <summary>Opens a complaint; who complains reads in their ledger that it was opened.</summary>
    public async Task<ComplaintFile?> OpenAsync(string number, Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await FindAsync(number, officer, ct) is not { } row)
        {
            return null;
        }

        string? name = null;
        if (row.PersonKey is { } person)
        {
            var reader = row.Confidential ? officer.Actor with { Name = "" } : officer.Actor;
            var role = row.Confidential ? $"{row.Institution}:officer" : officer.Roles.First(r => r.StartsWith(row.Institution + ":", StringComparison.Ordinal));
            await ledger.NoteAsync(reader, Channel.System, new AccessNote(person, role, new(
                $"النظر في شكواك {row.Number}", $"Work on your complaint {row.Number}"), row.Number), ct);
            name = (await accounts.ByKeyAsync(person, ct))?.Name;
        }

        var history = (await log.OfChainAsync(row.Id, ct)).Select(e => new ComplaintEvent(e.At, e.Type, e.ActorName, e.ActorKind)).ToList();
        return new ComplaintFile(Line(row, mayOpen: true), row.Words, row.Reference, name, row.Phone, row.Finding, row.Answer, row.AnsweredAt, history);
    }

    public Task<Result> TakeAsync(string number, Officer officer, CancellationToken ct) => ChangeAsync(number, officer, "complaint-taking", (change, row) =>
    {
        if (row.State != ComplaintState.Received)
        {
            return Gone;
        }

        (row.State, row.OfficerId, row.OfficerName) = (ComplaintState.InHand, officer.Actor.Id, officer.Actor.Name);
        ComplaintEvents.Record(change, row, ComplaintEvents.Taken);
        return null;
    }, ct);

    public Task<Result> ReleaseAsync(string number, Officer officer, CancellationToken ct) => ChangeAsync(number, officer, "complaint-releasing", (change, row) =>
    {
        if (row.State != ComplaintState.InHand || row.OfficerId != officer.Actor.Id)
        {
            return Gone;
        }

        (row.State, row.OfficerId, row.OfficerName) = (ComplaintState.Received, null, null);
        ComplaintEvents.Record(change, row, ComplaintEvents.Released);
        return null;
    }, ct);

    /// <summary>
    /// Answers in writing. Whoever has it in hand answers; once it is late, the head of the unit may whoever has it. Who decided the case
    /// the complaint is about does not judge their own decision, unless the case is confidential: those who may see it are few.
    /// </summary>
    public async Task<Result> AnswerAsync(string number, Officer officer, ComplaintFinding? finding, string? answer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var text = answer?.Trim() ?? "";
        if (finding is null)
        {
            return new Result.Refused(new("قل ما وجدته المؤسسة: الشكوى محقة أم لا.", "Say what the institution found: whether the complaint is upheld."));
        }

        if (text.Length is < ShortestAnswer or > LongestAnswer)
        {
            return new Result.Refused(new(
                $"اكتب الجواب في {ShortestAnswer} أحرف على الأقل و{LongestAnswer} على الأكثر.", $"Write the answer in {ShortestAnswer} to {LongestAnswer} characters."));
        }

        if (await FindAsync(number, officer, ct) is { Reference: { } reference, Confidential: false } about)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await db.Set<TaskRow>().AnyAsync(t => t.Reference == reference && t.OfficerId == officer.Actor.Id && t.Institution == about.Institution, ct))
            {
                return new Result.Refused(new(
                    "عملت على المعاملة التي تتناولها الشكوى. يجيب عنها غيرك.", "You worked on the case this complaint is about. Somebody else answers it."));
            }
        }

        return await ChangeAsync(number, officer, "complaint-answering", (change, row) =>
        {
            if (!MayAnswer(Line(row, mayOpen: true), officer))
            {
                return Gone;
            }

            ComplaintDeadline.NoLongerOwe(change, row);
            (row.State, row.OfficerId, row.OfficerName) = (ComplaintState.Answered, officer.Actor.Id, officer.Actor.Name);
            (row.Finding, row.Answer, row.AnsweredAt) = (finding, text, change.Now);
            ComplaintEvents.Record(change, row, ComplaintEvents.Answered);
            ComplaintWords.Tell(change, templates, row, ComplaintEvents.Answered);
            return null;
        }, ct);
    }

    /// <summary>Whether it is this officer's to answer now.</summary>
    public static bool MayAnswer(ComplaintLine complaint, Officer officer)
    {
        ArgumentNullException.ThrowIfNull(complaint);
        ArgumentNullException.ThrowIfNull(officer);
        return complaint.State != ComplaintState.Answered
            && (complaint.OfficerId == officer.Actor.Id || (complaint.Escalated && officer.Roles.Contains(complaint.Owner)));
    }

    private static Result.Refused Gone => new(new(
        "تغيّرت الشكوى منذ فتحتها: أخذها غيرك أو أُجيب عنها.", "The complaint has changed since you opened it: somebody else has it, or it is answered."));

    private async Task<Result> ChangeAsync(string number, Officer officer, string process, Func<Change, ComplaintRow, Result.Refused?> how, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await FindAsync(number, officer, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = new Change(officer.Actor, Channel.System, process, time.GetUtcNow());
        if (how(change, row) is { } refused)
        {
            return refused;
        }

        change.Update(row);
        var written = await writer.WriteAsync(change, ct);
        if (written is ChangeResult.Conflict)
        {
            return Gone;
        }

        written.OrThrow();
        return new Result.Done();
    }

    private async Task<ComplaintRow?> FindAsync(string number, Officer officer, CancellationToken ct)
    {
        if (!CaseReference.TryParse(number, out var parsed))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<ComplaintRow>().Where(MayOpen(officer)).SingleOrDefaultAsync(c => c.Number == parsed.Value, ct);
    }

    /// <summary>Those the officer may open, and for a head the late ones of the unit.</summary>
    private Expression<Func<ComplaintRow, bool>> Seen(Officer officer)
    {
        var (desks, sealedDesks) = Desks(officer);
        var (roles, own) = (officer.Roles, OwnKey.EndingOf(officer));
        return c => (c.PersonKey == null || !c.PersonKey.EndsWith(own))
            && ((!c.Confidential && (desks.Contains(c.Institution) || roles.Contains(c.Owner)))
                || (c.Confidential && (sealedDesks.Contains(c.Institution) || (c.EscalatedAt != null && roles.Contains(c.Owner)))));
    }

    private Expression<Func<ComplaintRow, bool>> MayOpen(Officer officer)
    {
        var (desks, sealedDesks) = Desks(officer);
        var (roles, own) = (officer.Roles, OwnKey.EndingOf(officer));
        return c => (c.PersonKey == null || !c.PersonKey.EndsWith(own))
            && ((!c.Confidential && (desks.Contains(c.Institution) || roles.Contains(c.Owner))) || (c.Confidential && sealedDesks.Contains(c.Institution)));
    }

    /// <summary>The institutions whose complaints the officer handles, and those whose confidential ones.</summary>
    private (IReadOnlyList<string> Open, IReadOnlyList<string> Sealed) Desks(Officer officer)
    {
        static string Of(string role) => role[..role.IndexOf(':', StringComparison.Ordinal)];
        return (
            [.. officer.Roles.Where(r => Permissions.Allows(r, Ability.AnswerComplaints)).Select(Of).Distinct()],
            [.. officer.Roles.Where(r => services.Catalogue.FindRole(r) is { Confidential: true }).Select(Of).Distinct()]);
    }

    private ComplaintLine Line(ComplaintRow row, bool mayOpen)
    {
        var now = time.GetUtcNow();
        var deadline = row.DueAt <= now ? DeadlineState.Overdue
            : NationalCalendar.DateAt(row.DueAt) == NationalCalendar.DateAt(now) ? DeadlineState.DueToday : DeadlineState.InTime;
        return new ComplaintLine(
            row.Number, services.Current(row.Service)?.Name ?? LocalizedText.Same(row.Service), row.State, row.GivenAt, row.DueAt, deadline,
            row.EscalatedAt is not null, mayOpen ? row.OfficerId : null, mayOpen ? row.OfficerName : null, row.Owner, row.Confidential, mayOpen);
    }
}
