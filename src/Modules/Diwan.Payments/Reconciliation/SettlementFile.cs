using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Kernel;

namespace Diwan.Payments;

/// <param name="Key">Of a payment its transaction number; of a refund the key that we asked it by.</param>
/// <param name="BillNumber">Empty of a refund.</param>
/// <param name="Fee">What the rail keeps of a payment, at the institution's cost.</param>
internal sealed record SettlementLine(MoneyMove Move, string Key, string Rail, string TransactionNo, string BillNumber, Money Amount, string Currency, DateTimeOffset At, Money Fee = default);

/// <summary>What the rail says it took and gave back on a day that is over: docs/payments-rail.md.</summary>
internal sealed record SettlementFile(DateOnly Day, IReadOnlyList<SettlementLine> Payments, IReadOnlyList<SettlementLine> Refunds)
{
    /// <summary>In characters; a file of a hundred thousand payments has about forty million.</summary>
    private const long Longest = 64 * 1024 * 1024;

    private const int MostElements = 2_000_000;

    public Money Paid => Payments.Select(p => p.Amount).Sum();

    public Money Refunded => Refunds.Select(r => r.Amount).Sum();

    /// <summary>Reads a file and holds it to its own totals.</summary>
    /// <exception cref="RailDownException">It is not signed by the rail, not of that day, not final, or does not add up: ask again.</exception>
    public static SettlementFile Read(byte[] body, DateOnly day, RailKeys keys)
    {
        var read = MfepXml.TryRead(body, keys, Longest, MostElements) ?? throw Unusable(day, "cannot be read");
        if (!read.Verified)
        {
            throw Unusable(day, "is not signed with the rail's key (Payments:BillRail:RailKey)");
        }

        try
        {
            var content = read.Envelope["MsgBody"]!.AsObject();
            var file = new SettlementFile(
                day,
                [.. Items(content, "Payments").Select(p => new SettlementLine(
                    MoneyMove.Payment, Text(p, "JOEBPPSTrx"), Text(p, "Rail"), Text(p, "JOEBPPSTrx"), Text(p, "BillingNo"), Fils(Text(p, "PaidAmt")), Text(p, "Currency"), Moment(p),
                    Text(p, "FeesAmt") is { Length: > 0 } fee ? Fils(fee) : Money.Zero))],
                [.. Items(content, "Refunds").Select(r => new SettlementLine(
                    MoneyMove.Refund, Text(r, "Key"), "", Text(r, "JOEBPPSTrx"), "", Fils(Text(r, "Amount")), "JOD", Moment(r)))]);
            return Text(content, "STMTDate") != day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ? throw Unusable(day, "is of another day")
                : Text(content, "Final") != "true" ? throw Unusable(day, "is of a day that is not over")
                : file.Payments.Count != int.Parse(Text(content, "PaidCount"), CultureInfo.InvariantCulture) || file.Paid != Fils(Text(content, "PaidTotal"))
                    || file.Refunds.Count != int.Parse(Text(content, "RefundCount"), CultureInfo.InvariantCulture) || file.Refunded != Fils(Text(content, "RefundTotal"))
                    ? throw Unusable(day, "does not come to its own totals")
                : file.Payments.Concat(file.Refunds).GroupBy(l => (l.Move, l.Key)).Any(g => g.Count() > 1) ? throw Unusable(day, "names a line twice")
                : file;
        }
        catch (Exception e) when (e is FormatException or NullReferenceException or InvalidOperationException or OverflowException)
        {
            throw Unusable(day, "cannot be read: " + e.Message);
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject content, string name) => content[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    private static string Text(JsonObject item, string name) => item[name]?.GetValue<string>() ?? "";

    private static Money Fils(string dinars) => Money.FromDinars(decimal.Parse(dinars, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));

    private static DateTimeOffset Moment(JsonObject item) =>
        DateTimeOffset.Parse(Text(item, "ProcessDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static RailDownException Unusable(DateOnly day, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The rail's settlement file of {day:yyyy-MM-dd} {why}."));
}
