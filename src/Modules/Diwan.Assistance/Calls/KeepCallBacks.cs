using System.Globalization;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>A call-back in the list of those who owe it. Of the person it says the number to call, no more.</summary>
public sealed record CallBackLine(Guid Id, string Phone, string Reason, string? Service, string OwnerKey, string OwnerName, DateTimeOffset DueAt, bool Late, int Tries);

/// <summary>Calls that the centre owes: promised in a call, with an owner and a time; tried, done or given up; before the supervisor when the time passes.</summary>
public sealed class KeepCallBacks(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    /// <summary>How far ahead one may be promised.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(7);

    /// <summary>Tries until it is given up.</summary>
    public const int MostTries = 3;

    private const int Most = 100;

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Phone">The number to call.</param>
        public sealed record Kept(string Phone) : Result;

        public sealed record NotAllowed : Result;

        /// <summary>There is no such call-back that is still owed, or it is another's.</summary>
        public sealed record NotFound : Result;
    }

    /// <summary>What is owed, the soonest first: the agent's own, or everybody's for the supervisor.</summary>
    public async Task<IReadOnlyList<CallBackLine>> OwedAsync(SignedIn agent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (!agent.May(Ability.AnswerCalls))
        {
            return [];
        }

        var (all, now) = (agent.May(Ability.LeadCalls), time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CallBackRow>().Where(c => c.State == CallBackState.Owed && (all || c.OwnerKey == agent.PersonKey)).OrderBy(c => c.DueAt).Take(Most)
            .Select(c => new CallBackLine(c.Id, c.Phone, c.Reason, c.Service, c.OwnerKey, c.OwnerName, c.DueAt, c.FirstTriedAt == null && c.DueAt <= now, c.Tries)).ToListAsync(ct);
    }

    /// <summary>The person answered.</summary>
    public Task<Result> DoneAsync(SignedIn agent, Guid id, CancellationToken ct) => TryAsync(agent, id, reached: true, ct);

    /// <summary>Nobody answered. After the third time it is given up, and the person is told so.</summary>
    public Task<Result> NotReachedAsync(SignedIn agent, Guid id, CancellationToken ct) => TryAsync(agent, id, reached: false, ct);

    /// <summary>The supervisor takes a call-back over from its owner.</summary>
    public async Task<Result> TakeOverAsync(SignedIn supervisor, Guid id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        if (!supervisor.May(Ability.LeadCalls))
        {
            return new Result.NotAllowed();
        }

        if (await FindAsync(supervisor, id, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = new Change(supervisor.ToActor(), Channel.ContactCentre, "call-back-taking-over", time.GetUtcNow());
        (row.OwnerKey, row.OwnerName) = (supervisor.PersonKey, supervisor.Name);
        change.Update(row);
        return await WriteAsync(change, row, ct);
    }

    /// <summary>Adds the promise to the change that ends the call; or says why it cannot be made.</summary>
    internal static LocalizedText? Promise(Change change, CallRow call, SignedIn agent, TakeCall.Ending ending)
    {
        var phone = string.IsNullOrWhiteSpace(ending.CallBackTo) ? call.Phone : Telephone.Read(ending.CallBackTo.Trim(), foreign: true);
        if (phone is null)
        {
            return new("اكتب رقماً نتصل به.", "Give a number to call.");
        }

        if (ending.CallBackOn is not { } day || ending.CallBackAt is not { } hour)
        {
            return new("اكتب يوم معاودة الاتصال وساعتها.", "Give the day and the time of the call-back.");
        }

        var due = NationalCalendar.At(day, hour);
        if (due <= change.Now || due > change.Now + Furthest)
        {
            return new($"موعد معاودة الاتصال يكون بعد الآن وخلال {Furthest.Days} أيام.", $"A call-back is promised for a time after now and within {Furthest.Days} days.");
        }

        var row = new CallBackRow
        {
            Id = change.NewId(),
            Call = call.Id,
            PersonKey = call.KnownAt is null ? null : call.PersonKey,
            Phone = phone,
            Reason = call.Reason!,
            Service = call.Service,
            OwnerKey = agent.PersonKey,
            OwnerName = agent.Name,
            PromisedAt = change.Now,
            DueAt = due,
        };
        change.Insert(row);
        change.Owe(new DutyOrder(CallBackDeadline.DutyKind, row.Id, "{}", due, CallBackDeadline.Key(row)));
        return null;
    }

    private async Task<Result> TryAsync(SignedIn agent, Guid id, bool reached, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (!agent.May(Ability.AnswerCalls))
        {
            return new Result.NotAllowed();
        }

        if (await FindAsync(agent, id, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = new Change(agent.ToActor(), Channel.ContactCentre, "calling-back", time.GetUtcNow());
        row.Tries++;
        row.FirstTriedAt ??= change.Now;
        if (reached || row.Tries >= MostTries)
        {
            (row.State, row.EndedAt) = (reached ? CallBackState.Done : CallBackState.NotReached, change.Now);
        }

        change.Update(row);
        change.NoLongerOwe(CallBackDeadline.Key(row));
        if (row.State == CallBackState.NotReached)
        {
            var words = new LocalizedText(
                $"اتصلنا بك {MostTries} مرات كما وعدناك ولم تُجب. اتصل بنا متى شئت.", $"We called you {MostTries} times as promised and could not reach you. Call us whenever you like.");
            if (row.PersonKey is { } person)
            {
                SendMessage.Add(change, new SendMessage.Order(person, row.Phone, words, "", "call-back"));
            }
            else
            {
                SendMessage.Add(change, new SendMessage.Letter(Means.Sms, row.Phone, words, "", "call-back") { Language = Language.Arabic });
            }
        }

        return await WriteAsync(change, row, ct);
    }

    /// <summary>Who was first has done it; it is owed to nobody else any more.</summary>
    private async Task<Result> WriteAsync(Change change, CallBackRow row, CancellationToken ct) =>
        (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Kept(row.Phone) : new Result.NotFound();

    private async Task<CallBackRow?> FindAsync(SignedIn agent, Guid id, CancellationToken ct)
    {
        var all = agent.May(Ability.LeadCalls);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CallBackRow>().FirstOrDefaultAsync(c => c.Id == id && c.State == CallBackState.Owed && (all || c.OwnerKey == agent.PersonKey), ct);
    }
}

/// <summary>Keeps the time of a call-back: when it passes without a try, the supervisors are told.</summary>
internal sealed class CallBackDeadline(IDbContextFactory<AppDbContext> contexts, FindColleagues colleagues, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "call-back.deadline";

    public string Kind => DutyKind;

    internal static string Key(CallBackRow row) => string.Create(CultureInfo.InvariantCulture, $"{DutyKind}:{row.Id:N}");

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<CallBackRow>().SingleOrDefaultAsync(c => c.Id == duty.SubjectId, ct) is not { State: CallBackState.Owed, FirstTriedAt: null, EscalatedAt: null } row)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "call-back-deadline-keeping", time.GetUtcNow());
        row.EscalatedAt = change.Now;
        change.Update(row);
        foreach (var supervisor in await colleagues.InRolesAsync(["centre:supervisor"], ct))
        {
            SendMessage.Add(change, new SendMessage.Order(
                supervisor.PersonKey, supervisor.Phone,
                new($"فات موعد معاودة اتصال تعهّد بها {row.OwnerName}. هي أمامك في مركز الاتصال.", $"A call-back that {row.OwnerName} promised was not made in time. It is before you at the contact centre."),
                "", "call-back"));
        }

        return new DutyOutcome.Done(change);
    }
}
