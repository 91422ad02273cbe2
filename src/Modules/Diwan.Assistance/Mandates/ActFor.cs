using System.Collections.Concurrent;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>What a page is about, as its address says. All null: a list of the person's matters.</summary>
public sealed record Matter(string? Service = null, Guid? Application = null, string? Reference = null, string? Document = null);

/// <summary>
/// The one door by which somebody acts for another: whether the mandate holds at this very moment, by our own rows and by the register it rests on, and whether what is asked
/// for lies within it. Each look stands in the ledger of the person acted for before anything is shown.
/// </summary>
public sealed class ActFor(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindAccount accounts, FindPerson people, AskGround ground, OpenApplication applications, ReadCase cases,
    FindDocuments documents, PublishedServices services, NotedLooks noted, TimeProvider time)
{
    public abstract record Standing
    {
        private Standing()
        {
        }

        public sealed record Now(Acting Acting) : Standing;

        /// <summary>It is over, or was never this person's. Null where nothing may be said.</summary>
        public sealed record Ended(LocalizedText? Why) : Standing;

        /// <summary>The register it rests on does not answer: nothing is done meanwhile.</summary>
        public sealed record Unknown(LocalizedText Why) : Standing;
    }

    public abstract record Look
    {
        private Look()
        {
        }

        public sealed record Inside : Look;

        /// <summary>There is no such matter of the person acted for.</summary>
        public sealed record NotThere : Look;

        public sealed record Outside(LocalizedText Why) : Look;
    }

    /// <summary>Takes a mandate up: the person is read in the civil register, both are told the first time, and it stands in the ledger.</summary>
    public async Task<Standing> BeginAsync(SignedIn agent, Guid mandate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var (row, not) = await HoldsAsync(agent, mandate, ct);
        if (row is null)
        {
            return not!;
        }

        var (found, fault, down) = await people.RunAsync(
            agent.ToActor(), Channel.Portal, row.PrincipalKey, Mandate.Role,
            new($"{agent.Name} يتعرّف عليك لينوب عنك: {GroundWord(row).Ar}", $"{MandateLife.EnglishName(agent)} reads who you are, to act for you: {GroundWord(row).En}"), ct);
        if (found is null)
        {
            return down ? new Standing.Unknown(fault!) : await EndAsync(row, fault!, ct);
        }

        var phone = (await accounts.ByKeyAsync(row.PrincipalKey, ct))?.Phone ?? found.Applicant.Phone;
        var change = new Change(agent.ToActor(), Channel.Portal, "mandate-using", time.GetUtcNow());
        var first = row.FirstUsedAt is null;
        row.Person = JsonSerializer.Serialize(found.Applicant with { Phone = phone, RepresentativeNationalNumber = agent.NationalNumber }, Change.Json);
        row.LastUsedAt = change.Now;
        row.FirstUsedAt ??= change.Now;
        change.Update(row);
        if (first)
        {
            change.Record(row.Chain, "mandate-used", new { agent = agent.PersonKey });
            MandateLife.Tell(change, row.PrincipalKey, phone, new(
                $"بدأ {row.AgentName} ينوب عنك: {GroundWord(row).Ar}. ترى ما يفعله في «من اطّلع على بياناتي» في حسابك.",
                $"{row.AgentNameEn} began to act for you: {GroundWord(row).En}. See what they do under \"Who saw my data\" in your account."));
            MandateLife.Tell(change, row.AgentKey, agent.Phone, new(
                $"بدأت تنوب عن {row.PrincipalName}. كل ما تفعله مكتوب في سجل اطلاعه.", $"You began to act for {row.PrincipalNameEn}. All you do is written in their ledger."));
        }

        return (await writer.WriteAsync(change, ct)).IsWritten
            ? new Standing.Now(View(row))
            : new Standing.Unknown(new("تغيّر التفويض في أثناء ذلك. أعد المحاولة.", "The mandate changed meanwhile. Try again."));
    }

    /// <summary>Whether somebody may act under a mandate now. Asked at each request; a mandate that was never taken up is none.</summary>
    public async Task<Standing> FindAsync(SignedIn agent, Guid mandate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var (row, not) = await HoldsAsync(agent, mandate, ct);
        return row is null ? not! : row.Person is null ? new Standing.Ended(null) : new Standing.Now(View(row));
    }

    /// <summary>Whether a matter may be looked at, or worked on, within what somebody acts under. Noted before it is given, once a day for each matter.</summary>
    public async Task<Look> LookAsync(SignedIn agent, Acting acting, MandateScope scope, Matter matter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(acting);
        ArgumentNullException.ThrowIfNull(matter);
        if (acting.RefusesScope(scope) is { } outright)
        {
            return new Look.Outside(outright);
        }

        ServiceDefinition? service = null;
        if (matter != new Matter())
        {
            var reference = matter.Document is { } number ? await documents.ReferenceAsync(number, acting.PersonKey, ct) : matter.Reference;
            service = matter switch
            {
                { Service: { } named } => services.Current(named),
                { Application: { } application } => await applications.ServiceOfAsync(application, acting.PersonKey, ct) is { } of ? services.Current(of) : null,
                _ => reference is null ? null : await cases.ServiceOfAsync(reference, acting.PersonKey, ct),
            };
            if (service is null)
            {
                return new Look.NotThere();
            }

            if (acting.Refuses(scope, service) is { } why)
            {
                return new Look.Outside(why);
            }
        }

        await NoteAsync(agent, acting, scope, service, matter.Reference ?? matter.Document, ct);
        return new Look.Inside();
    }

    private async Task NoteAsync(SignedIn agent, Acting acting, MandateScope scope, ServiceDefinition? service, string? subject, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var what = (acting.Mandate, scope, service?.Id.ToString(), subject);
        if (!noted.IsNew(what, NationalCalendar.DateAt(now)))
        {
            return;
        }

        var word = Acting.Word(scope);
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<MandateRow>().SingleAsync(m => m.Id == acting.Mandate, ct);
            var change = new Change(agent.ToActor(), Channel.Portal, "mandate-using", now);
            AccessLedger.Note(change, new AccessNote(
                acting.PersonKey, Mandate.Role,
                service is null
                    ? new($"نيابة عنك: {word.Ar}", $"Acting for you: {word.En}")
                    : new($"نيابة عنك: {word.Ar}، «{service.Name.Ar}»", $"Acting for you: {word.En}, \"{service.Name.En}\""),
                subject));
            row.LastUsedAt = now;
            change.Update(row, nameof(row.LastUsedAt));
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                noted.Keep(what, NationalCalendar.DateAt(now));
                return;
            }

            if (tries >= 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>The row of a mandate that holds now; or why there is none.</summary>
    private async Task<(MandateRow? Row, Standing? Not)> HoldsAsync(SignedIn agent, Guid mandate, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (agent.IsOfficer || agent.Level < KeepMandates.LevelToGive || await db.Set<MandateRow>().FirstOrDefaultAsync(m => m.Id == mandate && m.AgentKey == agent.PersonKey, ct) is not { } row)
        {
            return (null, new Standing.Ended(null));
        }

        if (MandateLife.StateOf(row, now) != MandateState.Standing)
        {
            return (null, new Standing.Ended(Why(row, now)));
        }

        switch (await ground.AskAsync(agent, row, ct))
        {
            case AskGround.Answer.Holds:
                return (row, null);
            case AskGround.Answer.Down down:
                return (null, new Standing.Unknown(down.Why));
            case AskGround.Answer.No no:
                return (null, await EndAsync(row, no.Why, ct));
            default:
                throw new InvalidOperationException("The ground of a mandate gave no answer.");
        }
    }

    /// <summary>A mandate whose ground is gone, or whose principal is, ends, in both books.</summary>
    private async Task<Standing.Ended> EndAsync(MandateRow row, LocalizedText why, CancellationToken ct)
    {
        var change = new Change(Actor.System("mandate-checking"), Channel.System, "mandate-ending", time.GetUtcNow());
        MandateLife.End(change, row, MandateState.Over, "mandate-over", null);
        AccessLedger.Note(change, new AccessNote(row.PrincipalKey, Mandate.Role, new(
            $"انتهت نيابة {row.AgentName} عنك: {why.Ar}", $"{row.AgentNameEn} no longer acts for you: {why.En}")));

        // Should another node have ended it first, it is over all the same.
        await writer.WriteAsync(change, ct);
        return new Standing.Ended(why);
    }

    private static LocalizedText Why(MandateRow row, DateTimeOffset now) => MandateLife.StateOf(row, now) switch
    {
        MandateState.Withdrawn when row.EndedBy == row.PrincipalKey => new($"سحب {row.PrincipalName} تفويضه.", $"{row.PrincipalNameEn} withdrew the mandate."),
        MandateState.Withdrawn => new($"تركت تفويض {row.PrincipalName}.", $"You gave up the mandate of {row.PrincipalNameEn}."),
        MandateState.Offered => new("لم تقبل هذا التفويض بعد.", "You have not accepted this mandate yet."),
        MandateState.Declined => new("رفضت هذا التفويض.", "You declined this mandate."),
        _ when row.Ground == MandateGround.Guardian => new($"أتمّ {row.PrincipalName} الثامنة عشرة، أو لم يعد السجل المدني يذكر ذلك.", $"{row.PrincipalNameEn} is eighteen, or the civil register no longer says so."),
        _ => new($"انتهت مدة النيابة عن {row.PrincipalName}.", $"The time of acting for {row.PrincipalNameEn} is over."),
    };

    private static LocalizedText GroundWord(MandateRow row) => row.Ground switch
    {
        MandateGround.Guardian => new("بولاية أحد الوالدين بحسب السجل المدني", "as a parent, by the civil register"),
        MandateGround.Power => new($"بالوكالة العدلية {row.Power}", $"by the power of attorney {row.Power}"),
        _ => new("بتفويض منك", "by a mandate of yours"),
    };

    private static Acting View(MandateRow row) => new(
        row.Id, row.Ground, row.PrincipalKey, JsonSerializer.Deserialize<Applicant>(row.Person!, Change.Json)!, row.Services.Split(' '), MandateLife.Scopes(row), row.EndsOn);
}

/// <summary>Which looks under mandates stand in ledgers already, each once a day (again after a restart of this node).</summary>
public sealed class NotedLooks
{
    private readonly ConcurrentDictionary<(Guid, MandateScope, string?, string?), DateOnly> _days = new();

    internal bool IsNew((Guid, MandateScope, string?, string?) what, DateOnly today) => !_days.TryGetValue(what, out var day) || day != today;

    internal void Keep((Guid, MandateScope, string?, string?) what, DateOnly today)
    {
        if (_days.Count > 100_000)
        {
            _days.Clear();
        }

        _days[what] = today;
    }
}
