using System.Globalization;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Gates;

/// <summary>
/// Moves a service through the gate: evidence, owners of gaps, the next phase, and back by a decision. A launch opens the service to people
/// in the same change that records it; a later version of a launched service passes the same check before people apply under it.
/// </summary>
public sealed class KeepGate(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, Offers offers, ReadGate read, FindDecisions decisions, MeasureReach reach,
    TimeProvider time)
{
    private const int LongestWords = 2000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<LocalizedText> Why) : Result;
    }

    /// <summary>Writes down how a criterion that people judge stands, and what shows it.</summary>
    /// <param name="score">0 nothing, 1 begun, 2 nearly, 3 met.</param>
    public async Task<Result> ScoreAsync(SignedIn who, string service, string criterion, int score, string? evidence, CancellationToken ct)
    {
        if (Find(service, criterion) is not { } found)
        {
            return new Result.NotFound();
        }

        if (!MayJudge(who, found, ServiceId.Parse(service)))
        {
            return new Result.NotAllowed();
        }

        if (found.Probe is not null)
        {
            return No("هذا المعيار تقيسه المنصة بنفسها.", "The platform measures this criterion itself.");
        }

        if (score is < 0 or > CriterionStanding.Most)
        {
            return No("الدرجة من 0 إلى 3.", "The score is from 0 to 3.");
        }

        if (evidence?.Trim() is not { Length: >= 5 and <= LongestWords } words)
        {
            return No("اكتب الدليل: رقم وثيقة أو تاريخ أو نتيجة.", "Write the evidence: a document's number, a date, a result.");
        }

        var change = new Change(who.ToActor(), Channel.Portal, "criterion-scoring", time.GetUtcNow());
        change.Insert(new ScoreRow
        {
            Id = change.NewId(),
            Service = service,
            Criterion = criterion,
            Score = score,
            Evidence = words,
            ScoredBy = who.Name,
            ScoredByKey = who.PersonKey,
            At = change.Now,
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept();
    }

    /// <summary>Names who closes a gap, and by when.</summary>
    public async Task<Result> OwnGapAsync(SignedIn who, string service, string criterion, string? owner, DateOnly? due, CancellationToken ct)
    {
        if (Find(service, criterion) is null)
        {
            return new Result.NotFound();
        }

        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var now = time.GetUtcNow();
        if (owner?.Trim() is not { Length: >= 3 and <= 200 } name)
        {
            return No("سمِّ شخصاً واحداً مسؤولاً.", "Name one person who answers for it.");
        }

        if (due is not { } day || day < NationalCalendar.DateAt(now))
        {
            return No("اكتب موعداً من اليوم فصاعداً.", "Give a date from today on.");
        }

        var change = new Change(who.ToActor(), Channel.Portal, "gap-assigning", now);
        change.Insert(new GapRow { Id = change.NewId(), Service = service, Criterion = criterion, Owner = name, DueOn = day, SetBy = who.Name, At = now });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept();
    }

    /// <summary>Enters the next phase, if what it asks is so.</summary>
    /// <param name="channels">For the phase in which they are chosen.</param>
    /// <param name="campaign">For the phase of promotion.</param>
    public async Task<Result> AdvanceAsync(SignedIn who, string service, IReadOnlyList<Channel> channels, string? campaign, CancellationToken ct)
    {
        if (services.InFolder(service) is not { } definition)
        {
            return new Result.NotFound();
        }

        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var (row, standings) = await read.StandingsAsync(definition, ct);
        var phase = row?.Phase ?? GatePhase.NotBegun;
        var (next, why) = GateLife.Next(phase, new GateMoment(standings, channels, definition.Channels, campaign, services.Waiting(service) is not null));
        if (next is not { } entered)
        {
            return new Result.Refused(why);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "gate-advancing", time.GetUtcNow());
        var gate = row ?? New(change, service);
        var admits = phase == GatePhase.Launched;
        gate.Phase = entered;
        gate.Since = admits ? gate.Since : change.Now;
        if (phase == GatePhase.ChoosingChannels)
        {
            gate.Channels = string.Join(' ', channels.Select(c => c.Code()));
        }

        if (phase == GatePhase.Promotion)
        {
            gate.Campaign = campaign!.Trim();
        }

        if (GateLife.Freezes(entered))
        {
            Freeze(change, definition, entered, standings, who);
        }

        if (admits)
        {
            await offers.AdmitAsync(change, definition, ct);
        }
        else if (entered == GatePhase.Launched)
        {
            await offers.OpenAsync(change, definition, ReadGate.ChannelsOf(gate.Channels), ct);
        }

        change.Record(gate.Chain, admits ? "gateVersionAdmitted" : "gatePhaseEntered", new
        {
            from = phase,
            to = entered,
            version = definition.Version,
            gate.Channels,
            gate.Campaign,
            overrides = standings.Where(s => s.Override is not null && !s.IsMet).Select(s => new { s.Criterion, decision = s.Override, ends = s.OverrideEnds }),
        });
        return await WriteAsync(change, gate, row is null, ct);
    }

    /// <summary>Takes a launched service back. One decision of the committee is enough, and one is needed.</summary>
    public async Task<Result> RollBackAsync(SignedIn who, string service, string? decision, CancellationToken ct)
    {
        if (services.Current(service) is not { } definition)
        {
            return new Result.NotFound();
        }

        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<GateRow>().FirstOrDefaultAsync(g => g.Service == service, ct) is not { Phase: GatePhase.Launched } gate)
        {
            return No("الخدمة غير مطلقة.", "The service is not launched.");
        }

        var now = time.GetUtcNow();
        var holding = await decisions.HoldingAsync(DecisionKind.Rollback, service, NationalCalendar.DateAt(now), ct);
        if (holding.FirstOrDefault(d => d.Number == decision && d.DecidedOn >= NationalCalendar.DateAt(gate.Since)) is null)
        {
            return No("اختر قرار رجوع نافذاً صدر بعد الإطلاق.", "Choose a rollback decision in force, taken since the launch.");
        }

        var change = new Change(who.ToActor(), Channel.Portal, "gate-rolling-back", now, decision);
        gate.Phase = GatePhase.RolledBack;
        gate.Since = now;
        await offers.CloseAsync(change, service, ct);
        change.Record(gate.Chain, "gateRolledBack", new { decision, version = definition.Version });
        return await WriteAsync(change, gate, isNew: false, ct);
    }

    /// <summary>
    /// Closes the counter of a launched service to all but the exempt, from the day that a decision of the committee names. The measured
    /// reach must stand above every threshold, today.
    /// </summary>
    public async Task<Result> CloseCounterAsync(SignedIn who, string service, string? decision, CancellationToken ct)
    {
        var (gate, barred) = await SwitchAsync(who, service, ct);
        if (barred is not null)
        {
            return barred;
        }

        var now = time.GetUtcNow();
        if ((await decisions.HoldingAsync(DecisionKind.ElectronicOnly, service, NationalCalendar.DateAt(now), ct)).FirstOrDefault(d => d.Number == decision) is not { TakesEffect: { } day })
        {
            return No("اختر قرار إلكتروني-فقط نافذاً لهذه الخدمة.", "Choose a decision for electronic only that is in force for this service.");
        }

        if (await reach.RunAsync(service, ct) is not { } measured)
        {
            return No("لا قاعدة في gate.yaml تقول متى يُغلق الشباك.", "No rule in gate.yaml says when a counter may close.");
        }

        if (!measured.Stands)
        {
            return new Result.Refused([.. Below(measured)]);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "counter-closing", now, decision);
        await offers.SetCounterAsync(change, service, day, ct);
        change.Record(gate!.Chain, "counterClosed", new { decision, from = day, reach = measured.Lines.Select(l => new { l.By, l.Key, l.Reached, l.All, l.Needed }) });
        return await WriteAsync(change, gate, isNew: false, ct);
    }

    /// <summary>Opens the counter again, at once. One decision of the committee is enough, and one is needed.</summary>
    public async Task<Result> ReopenCounterAsync(SignedIn who, string service, string? decision, CancellationToken ct)
    {
        var (gate, barred) = await SwitchAsync(who, service, ct);
        if (barred is not null)
        {
            return barred;
        }

        var now = time.GetUtcNow();
        if (await offers.CounterClosesOnAsync(service, ct) is null)
        {
            return No("الشباك مفتوح للجميع.", "The counter is open to everybody.");
        }

        if ((await decisions.HoldingAsync(DecisionKind.ReopenCounter, service, NationalCalendar.DateAt(now), ct)).All(d => d.Number != decision))
        {
            return No("اختر قرار إعادة فتح نافذاً لهذه الخدمة.", "Choose a decision to open the counter again that is in force for this service.");
        }

        var change = new Change(who.ToActor(), Channel.Portal, "counter-reopening", now, decision);
        await offers.SetCounterAsync(change, service, null, ct);
        change.Record(gate!.Chain, "counterReopened", new { decision });
        return await WriteAsync(change, gate, isNew: false, ct);
    }

    private async Task<(GateRow? Gate, Result? No)> SwitchAsync(SignedIn who, string service, CancellationToken ct)
    {
        if (services.Current(service) is null)
        {
            return (null, new Result.NotFound());
        }

        if (!who.May(Ability.RunProgramme))
        {
            return (null, new Result.NotAllowed());
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<GateRow>().FirstOrDefaultAsync(g => g.Service == service, ct) is { Phase: GatePhase.Launched } gate
            ? (gate, null)
            : (null, No("الخدمة غير مطلقة.", "The service is not launched."));
    }

    private static IEnumerable<LocalizedText> Below(Reach measured)
    {
        if (!measured.Lines[0].Judged)
        {
            yield return new($"قُدّم {measured.Lines[0].All} طلباً فقط منذ {measured.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: لا يكفي للحكم.",
                $"Only {measured.Lines[0].All} applications since {measured.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: too few to judge.");
        }

        foreach (var line in measured.Lines.Where(l => !l.Stands))
        {
            var (share, needed) = (line.Share!.Value.ToString("P0", CultureInfo.InvariantCulture), line.Needed.ToString("P0", CultureInfo.InvariantCulture));
            yield return line.By switch
            {
                ReachBy.Electronic => new($"إلكترونياً {share}، والحد {needed}.", $"Electronically {share}; {needed} is needed."),
                ReachBy.Own => new($"بوسيلة الناس أنفسهم {share}، والحد {needed}.", $"By people's own means {share}; {needed} is needed."),
                ReachBy.Governorate => new($"المحافظة {line.Key}: {share}، والحد {needed}.", $"Governorate {line.Key}: {share}; {needed} is needed."),
                _ => new($"الأعمار من {line.Key}: {share}، والحد {needed}.", $"Ages from {line.Key}: {share}; {needed} is needed."),
            };
        }
    }

    private static GateRow New(Change change, string service)
    {
        var id = change.NewId();
        return new GateRow { Id = id, Service = service, Channels = "", Chain = Chain.Start(id) };
    }

    private static void Freeze(Change change, ServiceDefinition service, GatePhase phase, IReadOnlyList<CriterionStanding> standings, SignedIn who) =>
        change.Insert(new AssessmentRow
        {
            Id = change.NewId(),
            Service = service.Id.ToString(),
            Phase = phase,
            ServiceVersion = service.Version,
            Standings = JsonSerializer.Serialize(standings, Change.Json),
            Score = GateScore.Of(standings),
            OpenBlocking = standings.Count(s => s.Holds),
            By = who.Name,
            At = change.Now,
        });

    private async Task<Result> WriteAsync(Change change, GateRow gate, bool isNew, CancellationToken ct)
    {
        if (isNew)
        {
            change.Insert(gate);
        }
        else
        {
            change.Update(gate);
        }

        if (!(await writer.WriteAsync(change, ct)).IsWritten)
        {
            return Moved;
        }

        await services.RefreshAsync(ct);
        return new Result.Kept();
    }

    internal static Result.Refused Moved => No("تغيّرت حال الخدمة أثناء ذلك. أعد فتح الصفحة.", "The service moved meanwhile. Open the page again.");

    private LaunchCriterion? Find(string service, string criterion) =>
        services.InFolder(service) is null ? null : services.Catalogue.Gate.Find(criterion);

    /// <summary>Those who answer for the criterion, and the programme office for all.</summary>
    public static bool MayJudge(SignedIn who, LaunchCriterion criterion, ServiceId service)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(criterion);
        return who.May(Ability.RunProgramme) || who.Holds(criterion.OwnerAt(service));
    }

    internal static Result.Refused No(string ar, string en) => new([new LocalizedText(ar, en)]);
}
