using Diwan.Sandbox.Nation;

namespace Diwan.Simulation;

/// <summary>How days of a month differ.</summary>
internal enum Rhythm
{
    Even,

    /// <summary>Until the 15th, most on the last days: contributions.</summary>
    ByTheFifteenth,

    /// <summary>The last week of the month is five times as busy: the end of a discount or of a grace.</summary>
    ByTheEnd,
}

/// <summary>How often the nation needs a service.</summary>
/// <param name="Yearly">In the whole country, in a year.</param>
/// <param name="Assumed">No source gives the figure.</param>
/// <param name="Months">Weights of January to December; those of a rhythm with a deadline are busy by it.</param>
/// <param name="Has">Who may need it; null: anybody.</param>
internal sealed record Demand(string Service, int Yearly, bool Assumed, IReadOnlyList<int> Months, Rhythm Rhythm, Belonging? Has)
{
    /// <summary>Of the country whose volumes these are: end of 2016.</summary>
    internal const int Population = 9_798_000;

    private static readonly int[] Same = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>Volumes and peaks as researched; where a range or nothing was found, an assumption in its middle.</summary>
    internal static readonly IReadOnlyList<Demand> All =
    [
        // 300,000 a year by the Prime Minister of 2018; summer is the season of studies and travel (assumed).
        new("moj/non-conviction-certificate", 300_000, false, [2, 2, 2, 2, 2, 3, 4, 4, 3, 2, 2, 2], Rhythm.Even, null),
        new("dls/land-plan", 400_000, true, Same, Rhythm.Even, null),
        new("dls/registration-deed", 350_000, true, Same, Rhythm.Even, Belonging.Plot),

        // 73,000 renewals, mostly in the first quarter; the fine begins after February.
        new("gam/vocational-licence-renewal", 73_000, false, [8, 14, 5, 1, 1, 1, 1, 1, 1, 1, 1, 2], Rhythm.ByTheEnd, Belonging.Licence),
        new("gam/traffic-fines", 1_500_000, true, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4], Rhythm.ByTheEnd, Belonging.Fine),

        // Discounts end with January, February and March.
        new("gam/property-tax", 1_000_000, true, [8, 7, 6, 1, 1, 1, 1, 1, 1, 1, 1, 4], Rhythm.ByTheEnd, Belonging.Property),

        // 3,197 renewals a day in 2016; how many of them are of vehicles not subject to inspection is not known, the rules tell.
        new("dvld/vehicle-licence-renewal", 800_000, false, Same, Rhythm.Even, Belonging.Vehicle),
        new("ssc/contributions", 840_000, true, Same, Rhythm.ByTheFifteenth, Belonging.Employees),

        // 2,719 applications in the first quarter of 2018.
        new("ssc/voluntary-subscription", 10_900, false, Same, Rhythm.Even, null),
    ];

    /// <summary>How many in this month, in a nation of so many; a part of one left over goes to the next month.</summary>
    internal double In(int month, int people) => (double)Yearly * people / Population * Months[month - 1] / Months.Sum();

    /// <summary>How busy a day is beside others of its month.</summary>
    internal double WeightOf(DateOnly day, bool working)
    {
        var last = DateTime.DaysInMonth(day.Year, day.Month);
        var rhythm = Rhythm switch
        {
            Rhythm.ByTheFifteenth => day.Day > 15 ? 0.1 : day.Day > 12 ? 3 : 1,
            Rhythm.ByTheEnd => day.Day > last - 7 ? 5 : 1,
            _ => 1,
        };
        return rhythm * (working ? 1 : 0.35);
    }
}
