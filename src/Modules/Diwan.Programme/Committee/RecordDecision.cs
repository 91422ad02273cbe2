using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Reports;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Committee;

/// <summary>A decision as it is to be recorded.</summary>
/// <param name="Service">Needed for an override, a switch and a rollback.</param>
/// <param name="Criterion">Needed for an override.</param>
/// <param name="Ends">The last day it holds. Needed for an override.</param>
/// <param name="TakesEffect">Needed for a switch to electronic-only: the day the counter closes.</param>
/// <param name="Baseline">Needed for a baseline: at least a frozen month or one value.</param>
/// <param name="Replaces">The number of an earlier decision.</param>
/// <param name="Meeting">The number of a meeting whose minutes are still open, and whose day is the decision's.</param>
public sealed record NewDecision(
    DecisionKind Kind, string? WordsAr, string? WordsEn, DateOnly DecidedOn, string? Owner, DateOnly? DueOn = null,
    string? Service = null, string? Criterion = null, DateOnly? Ends = null, DateOnly? TakesEffect = null, string? Replaces = null, string? Meeting = null, CommittedBaseline? Baseline = null);

/// <summary>The programme office records what the committee decided. Nothing recorded is changed: a later decision replaces it.</summary>
public sealed class RecordDecision(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, FindDecisions find, FindMeetings meetings, FindReports reports, TimeProvider time)
{
    private const int LongestWords = 2000;

    /// <summary>An override may not hold longer than this; a gap that stays open is decided again.</summary>
    public const int LongestOverrideDays = 180;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Recorded(string Number) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<LocalizedText> Why) : Result;
    }

    public async Task<Result> RunAsync(SignedIn who, NewDecision decision, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var now = time.GetUtcNow();
        var why = Faults(decision, NationalCalendar.DateAt(now));
        if (decision.Replaces is { } earlier && await find.FindAsync(earlier, ct) is not { ReplacedBy: null })
        {
            why.Add(new($"لا قرار نافذاً رقمه {earlier}.", $"No decision {earlier} is in force."));
        }

        if (decision.Meeting is { } meeting)
        {
            if (await meetings.FindAsync(meeting, ct) is not { IsOpen: true } open)
            {
                why.Add(new($"لا اجتماع مفتوح المحضر رقمه {meeting}.", $"There is no meeting {meeting} whose minutes are open."));
            }
            else if (open.On != decision.DecidedOn)
            {
                why.Add(new("تاريخ القرار هو تاريخ اجتماعه.", "A decision has the date of its meeting."));
            }
        }

        if (decision is { Kind: DecisionKind.Baseline, Baseline.Month: { } month } && (await reports.AllAsync(ct)).All(r => r.Month != month))
        {
            var named = Essentials.Month(month);
            why.Add(new($"تقرير {named.Ar} غير مجمّد. اختر شهراً مجمّداً.", $"The report of {named.En} is not frozen. Choose a month that is."));
        }

        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var year = decision.DecidedOn.Year;
        MeetingRow? takenIn = null;
        var number = await RunningNumber.WriteAsync(
            writer,
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                takenIn = decision.Meeting is null ? null : await db.Set<MeetingRow>().SingleAsync(m => m.Number == decision.Meeting, ct);
                return await db.Set<DecisionRow>().Where(d => d.Year == year).MaxAsync(d => (int?)d.Running, ct) ?? 0;
            },
            running =>
            {
                var change = new Change(who.ToActor(), Channel.Portal, "decision-recording", now);
                if (takenIn is not null)
                {
                    // A decision is not slipped into a meeting whose minutes somebody closes at this moment.
                    change.Update(takenIn);
                }

                change.Insert(new DecisionRow
                {
                    Id = change.NewId(),
                    Number = $"{year}/{running}",
                    Year = year,
                    Running = running,
                    Kind = decision.Kind,
                    Service = decision.Service,
                    Criterion = decision.Criterion,
                    Words = new LocalizedText(decision.WordsAr!.Trim(), decision.WordsEn!.Trim()),
                    DecidedOn = decision.DecidedOn,
                    Ends = decision.Ends,
                    TakesEffect = decision.TakesEffect,
                    Exempt = decision.Kind == DecisionKind.Exemptions ? JsonSerializer.Serialize(services.Catalogue.Gate.ElectronicOnly!.Exemptions, Change.Json) : null,
                    Baseline = decision.Kind == DecisionKind.Baseline ? JsonSerializer.Serialize(decision.Baseline, Change.Json) : null,
                    Owner = decision.Owner!.Trim(),
                    DueOn = decision.DueOn,
                    Replaces = decision.Replaces,
                    Meeting = decision.Meeting,
                    RecordedBy = who.Name,
                    At = now,
                });
                return change;
            },
            ct);
        return new Result.Recorded($"{year}/{number}");
    }

    /// <summary>Says what was done about a decision.</summary>
    public async Task<Result> FollowUpAsync(SignedIn who, string number, string? words, bool done, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        if (await find.FindAsync(number, ct) is null)
        {
            return new Result.NotFound();
        }

        if (words?.Trim() is not { Length: >= 5 and <= LongestWords } said)
        {
            return new Result.Refused([new("اكتب ما أُنجز في 5 أحرف على الأقل.", "Say what was done in at least 5 characters.")]);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "decision-following-up", time.GetUtcNow());
        change.Insert(new FollowUpRow { Id = change.NewId(), Decision = number, Words = said, Done = done, Day = NationalCalendar.DateAt(change.Now), By = who.Name, At = change.Now });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Recorded(number);
    }

    private List<LocalizedText> Faults(NewDecision d, DateOnly today)
    {
        var why = new List<LocalizedText>();
        void Need(bool holds, string ar, string en)
        {
            if (!holds)
            {
                why.Add(new(ar, en));
            }
        }

        Need(d.WordsAr?.Trim() is { Length: >= 5 and <= LongestWords }, "اكتب نص القرار بالعربية.", "Write the decision in Arabic.");
        Need(d.WordsEn?.Trim() is { Length: >= 5 and <= LongestWords }, "اكتب نص القرار بالإنجليزية.", "Write the decision in English.");
        Need(!string.IsNullOrWhiteSpace(d.Owner), "سمِّ من يتابع القرار.", "Name who sees to it.");
        Need(d.DecidedOn <= today, "تاريخ القرار لا يكون في المستقبل.", "A decision is not dated in the future.");
        Need(d.Ends is null || d.Ends >= d.DecidedOn, "آخر يوم للقرار لا يسبق تاريخه.", "The last day is not before the day of the decision.");
        Need(d.DueOn is null || d.DueOn >= d.DecidedOn, "موعد المتابعة لا يسبق القرار.", "The date of the follow-up is not before the decision.");
        if (d.Service is not null || d.Kind is DecisionKind.Override or DecisionKind.ElectronicOnly or DecisionKind.Rollback or DecisionKind.ReopenCounter)
        {
            Need(d.Service is not null && services.Current(d.Service) is not null, "اختر خدمة من الخدمات.", "Choose one of the services.");
        }

        if (d.Kind == DecisionKind.Override)
        {
            Need(d.Criterion is not null && services.Catalogue.Gate.Find(d.Criterion) is { Blocking: true }, "اختر معياراً مانعاً.", "Choose a blocking criterion.");
            Need(d.Ends is { } ends && ends.DayNumber - d.DecidedOn.DayNumber <= LongestOverrideDays,
                $"للتجاوز نهاية لا تزيد على {LongestOverrideDays} يوماً.", $"An override ends, after {LongestOverrideDays} days at most.");
        }

        if (d.Kind == DecisionKind.ElectronicOnly)
        {
            Need(d.TakesEffect is { } day && day >= d.DecidedOn, "اكتب يوم إغلاق الشباك، ولا يسبق القرار.", "Give the day the counter closes, not before the decision.");
        }

        if (d.Kind == DecisionKind.Baseline)
        {
            Need(d.Baseline is { } b && (b.Month is not null || b.Values.Count > 0), "اكتب شهراً مجمّداً أو قيمة رقم واحد على الأقل.", "Give a frozen month, or the value of at least one figure.");
            Need(d.Baseline?.Month is not { Day: not 1 }, "الشهر يُسمّى بأول يوم فيه.", "A month is named by its first day.");
            var known = Enum.GetValues<ReportKind>().SelectMany(Comparison.Of).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var name in (d.Baseline?.Values.Keys ?? []).Where(k => !known.Contains(k)))
            {
                why.Add(new($"لا رقم اسمه {Isolate.Value(name)}. الأسماء في ملحق التقرير الذي يقول كيف حُسب كل رقم.", $"No figure is called {name}. The names are in the part of a report that says how each figure was counted."));
            }
        }

        Need(d.Kind != DecisionKind.Exemptions || services.Catalogue.Gate.ElectronicOnly is { Exemptions.Count: > 0 },
            "اكتب المستثنين في services/gate.yaml أولاً: القرار يسمّيهم كما هم هناك.", "Write the exempt into services/gate.yaml first: the decision names them as they are there.");
        return why;
    }
}
