using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Budget;

/// <summary>What has become of money of the programme.</summary>
public enum BudgetStage
{
    /// <summary>Put into a budget by law or decision.</summary>
    Approved,

    /// <summary>Bound by a contract.</summary>
    Committed,

    Spent,
}

public sealed record BudgetEntry(
    Guid Id, string Institution, int Year, string Line, BudgetStage Stage, Money Amount, string? Service, string? Decision, Guid? Corrects,
    bool IsCorrected, string? Why, string By, DateTimeOffset At);

/// <summary>Sums of an institution in a year.</summary>
public sealed record BudgetSum(string Institution, int Year, Money Approved, Money Committed, Money Spent)
{
    /// <summary>Approved and not bound; below zero where more is bound than approved.</summary>
    public Money Free => Approved - Committed;
}

/// <summary>Sums of one line of an institution's budget in a year.</summary>
public sealed record BudgetLine(string Institution, int Year, string Line, Money Approved, Money Committed, Money Spent)
{
    /// <summary>Spent beyond what was approved; below zero where money is left.</summary>
    public Money Variance => Spent - Approved;
}

/// <summary>An entry as it is to be written.</summary>
public sealed record NewBudgetEntry(
    string? Institution, int Year, string? Line, BudgetStage Stage, Money Amount, string? Service = null, string? Decision = null);

/// <summary>The budget of the programme: approved, committed, spent, by institution, year and line.</summary>
public sealed class Budgets(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, FindDecisions decisions, TimeProvider time)
{
    /// <summary>JD 76 million in the budgets of the institutions and the ICT ministry, 2018-2020, by the plan of 22 July 2017.</summary>
    public static readonly Money Plan = Money.FromDinars(76_000_000m);

    public const int FirstYear = 2018;

    public const int LastYear = 2020;

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

    /// <param name="before">Only what was written before this moment; null for all.</param>
    public async Task<IReadOnlyList<BudgetEntry>> AllAsync(DateTimeOffset? before, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<BudgetRow>().Where(r => before == null || r.At < before).OrderBy(r => r.At).ToListAsync(ct);
        var corrected = rows.Select(r => r.Corrects).OfType<Guid>().ToHashSet();
        return
        [
            .. rows.Select(r => new BudgetEntry(
                r.Id, r.Institution, r.Year, r.Line, r.Stage, r.Amount, r.Service, r.Decision, r.Corrects, corrected.Contains(r.Id), r.Why, r.By, r.At)),
        ];
    }

    public static IReadOnlyList<BudgetSum> Sums(IReadOnlyList<BudgetEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return
        [
            .. entries.GroupBy(e => (e.Institution, e.Year)).OrderBy(g => g.Key.Institution, StringComparer.Ordinal).ThenBy(g => g.Key.Year)
                .Select(g => new BudgetSum(g.Key.Institution, g.Key.Year, Of(g, BudgetStage.Approved), Of(g, BudgetStage.Committed), Of(g, BudgetStage.Spent))),
        ];
    }

    /// <summary>By institution, year and line.</summary>
    public static IReadOnlyList<BudgetLine> Lines(IReadOnlyList<BudgetEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return
        [
            .. entries.GroupBy(e => (e.Institution, e.Year, e.Line)).OrderBy(g => g.Key.Institution, StringComparer.Ordinal).ThenBy(g => g.Key.Year).ThenBy(g => g.Key.Line, StringComparer.Ordinal)
                .Select(g => new BudgetLine(g.Key.Institution, g.Key.Year, g.Key.Line, Of(g, BudgetStage.Approved), Of(g, BudgetStage.Committed), Of(g, BudgetStage.Spent))),
        ];
    }

    /// <summary>What was spent for one service in a year.</summary>
    public static Money SpentFor(IReadOnlyList<BudgetEntry> entries, string service, int year)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Of(entries.Where(e => e.Service == service && e.Year == year), BudgetStage.Spent);
    }

    /// <summary>What was spent on each case answered; null where either is nothing.</summary>
    public static Money? CostOfCase(Money? spent, int? answered) =>
        spent is { IsZero: false } sum && answered is > 0 and var cases ? Money.FromDinars(sum.Dinars / cases) : null;

    private static Money Of(IEnumerable<BudgetEntry> entries, BudgetStage stage) => entries.Where(e => e.Stage == stage).Sum(e => e.Amount);

    public async Task<Result> WriteAsync(SignedIn who, NewBudgetEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var why = new List<LocalizedText>();
        void Need(bool holds, string ar, string en)
        {
            if (!holds)
            {
                why.Add(new(ar, en));
            }
        }

        Need(entry.Institution is not null && services.Catalogue.FindInstitution(entry.Institution) is not null, "اختر مؤسسة.", "Choose an institution.");
        Need(entry.Year is >= FirstYear and <= LastYear, $"السنة من {FirstYear} إلى {LastYear}.", $"The year is from {FirstYear} to {LastYear}.");
        Need(entry.Line?.Trim() is { Length: >= 3 and <= 200 }, "اكتب بند الصرف.", "Write what the money is for.");
        Need(entry.Amount > Money.Zero, "المبلغ أكبر من صفر.", "The amount is above zero.");
        Need(entry.Service is null || services.Current(entry.Service) is not null, "اختر خدمة من الخدمات.", "Choose one of the services.");
        Need(entry.Decision is null || await decisions.FindAsync(entry.Decision, ct) is not null, $"لا قرار رقمه {entry.Decision}.", $"There is no decision {entry.Decision}.");
        if (why.Count == 0 && entry.Stage != BudgetStage.Approved)
        {
            var sum = Sums(await AllAsync(null, ct)).FirstOrDefault(s => s.Institution == entry.Institution && s.Year == entry.Year) ?? new(entry.Institution!, entry.Year, Money.Zero, Money.Zero, Money.Zero);
            var room = entry.Stage == BudgetStage.Committed ? sum.Free : sum.Committed - sum.Spent;
            Need(entry.Amount <= room,
                entry.Stage == BudgetStage.Committed ? $"لا يُرتبط بأكثر من المعتمد: الباقي {room}." : $"لا يُصرف أكثر من المرتبط به: الباقي {room}.",
                entry.Stage == BudgetStage.Committed ? $"No more can be committed than is approved: {room} is left." : $"No more can be spent than is committed: {room} is left.");
        }

        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "budget-writing", time.GetUtcNow());
        change.Insert(new BudgetRow
        {
            Id = change.NewId(),
            Institution = entry.Institution!,
            Year = entry.Year,
            Line = entry.Line!.Trim(),
            Stage = entry.Stage,
            Amount = entry.Amount,
            Service = entry.Service,
            Decision = entry.Decision,
            By = who.Name,
            At = change.Now,
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept();
    }

    /// <summary>Takes an entry back by one of the same amount below zero, with the reason. Once.</summary>
    public async Task<Result> CorrectAsync(SignedIn who, Guid id, string? reason, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        if (reason?.Trim() is not { Length: >= 5 and <= 500 } words)
        {
            return new Result.Refused([new("اكتب سبب التصحيح.", "Say why it is corrected.")]);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<BudgetRow>().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = new Change(who.ToActor(), Channel.Portal, "budget-correcting", time.GetUtcNow(), words);
        change.Insert(new BudgetRow
        {
            Id = change.NewId(),
            Institution = row.Institution,
            Year = row.Year,
            Line = row.Line,
            Stage = row.Stage,
            Amount = -row.Amount,
            Service = row.Service,
            Decision = row.Decision,
            Corrects = row.Id,
            Why = words,
            By = who.Name,
            At = change.Now,
        });
        return row.Corrects is null && (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Kept()
            : new Result.Refused([new("هذا القيد صُحّح من قبل أو هو نفسه تصحيح.", "This entry was corrected before, or is itself a correction.")]);
    }
}
