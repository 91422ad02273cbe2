using System.Diagnostics.Metrics;

namespace Diwan.Platform;

/// <summary>What an operator watches. Export the meter <see cref="Name"/> through OpenTelemetry.</summary>
public static class PlatformMetrics
{
    public const string Name = "Diwan.Platform";

    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> WriteTime = Meter.CreateHistogram<double>(
        "diwan.change.duration", "s", "Time from handing over a change to its being durable.");

    private static readonly Histogram<double> DutyTime = Meter.CreateHistogram<double>(
        "diwan.duty.duration", "s", "Time a duty's handler took.");

    private static readonly Histogram<double> DutyLateness = Meter.CreateHistogram<double>(
        "diwan.duty.lateness", "s", "How long after it was due a duty was taken.");

    internal static void Wrote(ChangeResult result, TimeSpan time) =>
        WriteTime.Record(time.TotalSeconds, new KeyValuePair<string, object?>("result", result.GetType().Name));

    internal static void CarriedOut(string kind, string outcome, TimeSpan time, TimeSpan late)
    {
        DutyTime.Record(
            time.TotalSeconds,
            new KeyValuePair<string, object?>("kind", kind),
            new KeyValuePair<string, object?>("outcome", outcome));
        DutyLateness.Record(Math.Max(0, late.TotalSeconds), new KeyValuePair<string, object?>("kind", kind));
    }
}
