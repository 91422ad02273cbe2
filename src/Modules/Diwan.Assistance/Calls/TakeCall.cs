using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>Begins and ends the record of a call. Nothing of anybody is open to an agent of the centre outside one.</summary>
public sealed class TakeCall(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindCall find, WorkSession sessions, PublishedServices services, TimeProvider time)
{
    /// <summary>How long a call lasts at most; then it is over, whoever forgot to end it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <param name="Reason">Of the list in services/centre/centre.yaml.</param>
    /// <param name="CallBackOn">With the outcome of a call-back: the day, as typed; else it is not read.</param>
    /// <param name="CallBackAt">The time of day.</param>
    /// <param name="CallBackTo">Another number than the one that called; null or blank for that one.</param>
    public sealed record Ending(string? Reason, CallOutcome? Outcome, string? Service, DateOnly? CallBackOn = null, TimeOnly? CallBackAt = null, string? CallBackTo = null);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Begun(CentreCall Call) : Result;

        public sealed record Ended : Result;

        public sealed record NotAllowed : Result;

        /// <summary>The agent is in no call.</summary>
        public sealed record NoCall : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <param name="phone">The number that calls, as typed or told by the exchange; null or blank where it is withheld.</param>
    /// <param name="callBack">The call-back that this is.</param>
    public async Task<Result> BeginAsync(SignedIn agent, string? phone, CancellationToken ct, Guid? callBack = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (!agent.May(Ability.AnswerCalls))
        {
            return new Result.NotAllowed();
        }

        string? number = null;
        if (!string.IsNullOrWhiteSpace(phone) && (number = Telephone.Read(phone.Trim(), foreign: true)) is null)
        {
            return No("رقم الهاتف غير صحيح. اكتبه مثل 0791234567، أو مع رمز الدولة، أو اتركه فارغاً إن كان محجوباً.",
                "The telephone number is not right. Write it like 079 123 4567, or with its country code, or leave it blank where it is withheld.");
        }

        await CloseStaleAsync(agent, ct);
        var change = new Change(agent.ToActor(), Channel.ContactCentre, "call-beginning", time.GetUtcNow());
        var row = new CallRow
        {
            Id = change.NewId(),
            AgentKey = agent.PersonKey,
            AgentName = agent.Name,
            Phone = number,
            BegunAt = change.Now,
            EndsAt = change.Now + Longest,
            CallBack = callBack,
        };
        change.Insert(row);
        return (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Begun(find.View(row))
            : No("أنت في مكالمة. أنهها أولاً.", "You are in a call. End it first.");
    }

    /// <summary>Ends the call, with what it was about and how it ended; a session in it ends too.</summary>
    public async Task<Result> EndAsync(SignedIn agent, Ending ending, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(ending);
        if (await find.RowAsync(agent, ct) is not { } row)
        {
            return agent.May(Ability.AnswerCalls) ? new Result.NoCall() : new Result.NotAllowed();
        }

        if (services.Catalogue.Centre.FindReason(ending.Reason) is not { } reason)
        {
            return No("اختر سبب الاتصال من القائمة.", "Choose the reason for the call from the list.");
        }

        if (ending.Outcome is not { } outcome || outcome == CallOutcome.NotRecorded)
        {
            return No("اختر كيف انتهت المكالمة.", "Choose how the call ended.");
        }

        if (!string.IsNullOrEmpty(ending.Service) && services.Current(ending.Service) is null)
        {
            return No("لا خدمة بهذا الاسم.", "There is no service of this name.");
        }

        if (outcome == CallOutcome.Complained && row.Complaint is null)
        {
            return No("لم تُسجَّل شكوى في هذه المكالمة. سجّلها أولاً، أو اختر نهاية أخرى.", "No complaint was taken in this call. Take it first, or choose another outcome.");
        }

        var change = new Change(agent.ToActor(), Channel.ContactCentre, "call-ending", time.GetUtcNow());
        (row.Reason, row.Outcome, row.Service, row.EndedAt, row.Asked) = (reason.Id, outcome, string.IsNullOrEmpty(ending.Service) ? row.Service : ending.Service, change.Now, null);
        change.Update(row);
        if (outcome == CallOutcome.CallBack && KeepCallBacks.Promise(change, row, agent, ending) is { } wrong)
        {
            return new Result.Refused(wrong);
        }

        await sessions.EndAsync(agent, ct);
        return (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Ended() : No("تغيّرت المكالمة في أثناء ذلك. أعد فتح الصفحة.", "The call changed meanwhile. Open the page again.");
    }

    /// <summary>A call whose time is over no longer bars the next.</summary>
    private async Task CloseStaleAsync(SignedIn agent, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<CallRow>().FirstOrDefaultAsync(c => c.AgentKey == agent.PersonKey && c.EndedAt == null && c.EndsAt <= now, ct) is { } stale)
        {
            var change = new Change(Actor.System("contact-centre"), Channel.System, "call-lapsing", now);
            (stale.EndedAt, stale.Outcome) = (stale.EndsAt, CallOutcome.NotRecorded);
            change.Update(stale);
            await writer.WriteAsync(change, ct);
        }
    }

    private static Result.Refused No(string ar, string en) => new(new(ar, en));
}
