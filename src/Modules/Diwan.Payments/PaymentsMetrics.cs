using System.Diagnostics.Metrics;

namespace Diwan.Payments;

/// <summary>What an operator is alarmed by: notices that were forged or refused.</summary>
public static class PaymentsMetrics
{
    public const string Name = "Diwan.Payments";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> RefusedNotices = Meter.CreateCounter<long>("diwan.payments.refused_notices", description: "Notices of payment that were refused.");

    internal static void Refused(Rail rail, string why) =>
        RefusedNotices.Add(1, new KeyValuePair<string, object?>("rail", rail.ToString()), new KeyValuePair<string, object?>("why", why));
}
