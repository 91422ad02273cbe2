using Diwan.Kernel;

namespace Diwan.Engine.Workbench;

/// <summary>What a process is tried on before it is launched.</summary>
/// <param name="Staff">People at work at once, by role; every role of the process is there.</param>
/// <param name="Yearly">Applications a year.</param>
/// <param name="PromiseDays">Working days promised.</param>
/// <param name="ReturnedDays">Calendar days until what was sent back is completed, on average.</param>
/// <param name="DayOff">How many come on a day off for one on a working day; null when people come in office hours only.</param>
/// <param name="From">The first day of arrivals.</param>
/// <param name="Weeks">How long people come. What they began is followed to its end.</param>
/// <param name="WarmUpWeeks">Cases of the first weeks fill the desks and are not counted.</param>
/// <param name="Replications">How often all of it is played, each with dice of its own; at least 2.</param>
/// <param name="Seed">The same seed gives the same result.</param>
public sealed record TrialPlan(
    ProcessFigures Process, IReadOnlyDictionary<string, int> Staff, double Yearly, int PromiseDays, double ReturnedDays, double? DayOff,
    DateOnly From, int Weeks, int WarmUpWeeks, int Replications, ulong Seed)
{
    /// <summary>Cases beyond which nobody waits for a page.</summary>
    public const int MostCases = 3_000_000;

    public const int MostReplications = 100;

    /// <summary>As the figures of the service say.</summary>
    public static TrialPlan Of(WorkbenchFigures figures, CostMethod method, int promiseDays, DateOnly from, int weeks, int replications, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(method);
        return new(
            figures.After, figures.Staff, (double)figures.Yearly.Value, promiseDays, (double)method.ReturnedDays.Value, (double)method.DayOff.Value,
            from, weeks, Math.Min(2, weeks - 1), replications, seed);
    }

    /// <summary>Why it cannot be played; null when it can.</summary>
    public LocalizedText? Fault() =>
        Weeks is < 1 or > 104 ? new("عدد الأسابيع من 1 إلى 104.", "Weeks: 1 to 104.")
        : Replications is < 2 or > MostReplications ? new($"عدد مرات الإعادة من 2 إلى {MostReplications}.", $"Replications: 2 to {MostReplications}.")
        : Yearly is not (> 0 and < 1e9) ? new("عدد الطلبات في السنة فوق الصفر.", "Applications a year: more than none.")
        : Staff.Values.Any(s => s is < 1 or > 100_000) ? new("في كل دور موظف واحد على الأقل.", "Every role has at least one person.")
        : From.Year is < 2000 or > 2200 ? new("تاريخ البداية بين 2000 و2200.", "The first day lies between 2000 and 2200.")
        : Yearly * Weeks / 52 * Replications > MostCases
            ? new($"أكثر من {MostCases:N0} معاملة. أنقص الأسابيع أو مرات الإعادة.", $"More than {MostCases:N0} cases. Choose fewer weeks or replications.")
            : null;
}

/// <summary>A mean over the replications, with its 95 per cent interval by Student's t.</summary>
public sealed record Estimate(double Mean, double Low, double High)
{
    // Student's t at 97.5 per cent, by degrees of freedom from 1.
    private static readonly double[] T =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
        2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    internal static Estimate Of(IReadOnlyList<double> values)
    {
        var n = values.Count;
        var mean = values.Average();
        if (n < 2)
        {
            return new(mean, mean, mean);
        }

        var half = (n - 2 < T.Length ? T[n - 2] : 1.96 + (2.4 / (n - 1))) * Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (n - 1) / n);
        return new(mean, mean - half, mean + half);
    }
}

/// <summary>How a desk fared.</summary>
/// <param name="Utilisation">Part of its people's office hours spent on the service.</param>
/// <param name="Wait">Working minutes a task lay before it was begun.</param>
/// <param name="Ninetieth">Nine in ten lay no longer; working minutes.</param>
/// <param name="Backlog">Tasks lying there when the last person came.</param>
public sealed record DeskTrial(string Role, int Staff, Estimate Utilisation, Estimate Wait, Estimate Ninetieth, Estimate Backlog);

/// <summary>What came of a trial.</summary>
/// <param name="Cases">Counted in a replication, on average: those answered, not those that lapsed.</param>
/// <param name="InPromise">Part of them answered in the promised time.</param>
/// <param name="Median">Hours from submission to the answer, nights and days off included.</param>
/// <param name="Ninetieth">Nine in ten took no longer; hours.</param>
/// <param name="Lapsed">Part of all that never came to an answer.</param>
public sealed record TrialResult(double Cases, Estimate InPromise, Estimate Median, Estimate Ninetieth, double Lapsed, IReadOnlyList<DeskTrial> Desks);

/// <summary>
/// Plays a process case by case (discrete events): people come at random (Poisson), ways are taken by their shares, tasks queue for the people of their role in
/// the order they came, work is exponentially distributed about its minutes and goes on in office hours of the national calendar only. Other steps take no time.
/// </summary>
public static class ProcessTrial
{
    /// <exception cref="ArgumentException">The plan has a <see cref="TrialPlan.Fault"/>.</exception>
    public static TrialResult Run(TrialPlan plan, NationalCalendar calendar, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Fault() is { } fault)
        {
            throw new ArgumentException(fault.En, nameof(plan));
        }

        var played = new TrialRun.Counts[plan.Replications];
        Parallel.For(0, plan.Replications, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2) }, i =>
            played[i] = new TrialRun(plan, new WorkingClock(calendar, plan.From), plan.Seed, i, ct).Run());
        Estimate Over(Func<TrialRun.Counts, double> what) => Estimate.Of([.. played.Select(what)]);
        var roles = played[0].Desks.Select(d => d.Role).ToList();
        return new TrialResult(
            played.Average(p => p.Answered), Over(p => p.InPromise), Over(p => p.MedianHours), Over(p => p.NinetiethHours), played.Average(p => p.Lapsed),
            [.. roles.Select((role, i) => new DeskTrial(role, plan.Staff[role], Over(p => p.Desks[i].Utilisation), Over(p => p.Desks[i].Wait), Over(p => p.Desks[i].Ninetieth), Over(p => p.Desks[i].Backlog)))]);
    }
}
