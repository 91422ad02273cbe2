using System.Globalization;
using Diwan.Visits;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>The choice of a day and a time among those that are free.</summary>
/// <param name="Day">The day whose times are shown; null where nothing is free.</param>
public sealed record FreeChoice(IReadOnlyList<FreeDay> Days, FreeDay? Day, string? Chosen)
{
    /// <param name="day">As the query gives it; one that has nothing free shows the first that has.</param>
    public static FreeChoice Of(IReadOnlyList<FreeDay> days, string? day, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(days);
        var asked = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : (DateOnly?)null;
        return new FreeChoice(days, days.FirstOrDefault(d => d.Day == asked) ?? (days.Count > 0 ? days[0] : null), chosen);
    }

    public static string Value(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
