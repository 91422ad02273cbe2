using System.Globalization;

namespace Diwan.Sandbox.Nation;

internal static class Dates
{
    /// <summary>2026-11-23 whatever the machine's culture and calendar.</summary>
    internal static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
