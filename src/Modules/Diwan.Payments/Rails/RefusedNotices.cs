using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.Extensions.Logging;

namespace Diwan.Payments;

/// <summary>A notice that was not believed.</summary>
/// <param name="Why">forged, stale, message, amount, currency, merchant, bill, transaction, guid.</param>
internal sealed record Refusal(Rail Rail, string Why, string TransactionNo = "", string BillNumber = "", long AmountFils = 0, string Currency = "");

/// <summary>
/// Raises the alarm over a notice that was refused: counted, logged, and written down for the operator's page. A flood is counted whole but
/// written down only in part, so that a forger cannot fill the database.
/// </summary>
internal sealed partial class RefusedNotices(ChangeWriter writer, TimeProvider time, ILogger<RefusedNotices> log)
{
    private const int WrittenAMinute = 60;

    private readonly Dictionary<(Rail, string), (long Minute, int Count)> _written = [];

    public async Task RecordAsync(Refusal refusal, CancellationToken ct)
    {
        PaymentsMetrics.Refused(refusal.Rail, refusal.Why);
        if (!MayWrite(refusal))
        {
            return;
        }

        LogRefused(log, refusal.Rail, refusal.Why, Cut(refusal.TransactionNo), Cut(refusal.BillNumber), refusal.AmountFils);
        var change = new Change(Actor.System("payment-rail"), Channel.System, "notice-refusing", time.GetUtcNow());
        change.Insert(new RefusedNoticeRow
        {
            Id = change.NewId(),
            At = change.Now,
            Rail = refusal.Rail,
            Why = refusal.Why,
            TransactionNo = Cut(refusal.TransactionNo),
            BillNumber = Cut(refusal.BillNumber),
            AmountFils = refusal.AmountFils,
            Currency = Cut(refusal.Currency),
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
    }

    private bool MayWrite(Refusal refusal)
    {
        // Notices of the rail itself are never left out; those of nobody knows whom are.
        if (refusal.Why is not ("forged" or "stale" or "message"))
        {
            return true;
        }

        var minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        lock (_written)
        {
            var (last, count) = _written.GetValueOrDefault((refusal.Rail, refusal.Why));
            count = last == minute ? count + 1 : 1;
            _written[(refusal.Rail, refusal.Why)] = (minute, count);
            return count <= WrittenAMinute;
        }
    }

    private static string Cut(string text)
    {
        var plain = text.Replace('\0', ' ').ReplaceLineEndings(" ");
        return plain.Length <= 100 ? plain : plain[..100];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notice of the {Rail} rail was refused ({Why}): transaction {Transaction}, bill {Bill}, {Fils} fils.")]
    private static partial void LogRefused(ILogger log, Rail rail, string why, string transaction, string bill, long fils);
}
