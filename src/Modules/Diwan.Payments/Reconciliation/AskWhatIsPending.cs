using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// The standing duty of reconciliation: every quarter of an hour it asks both rails what they took lately and books what we do not know, and it
/// owes the comparison of every day that is over.
/// </summary>
internal sealed partial class AskWhatIsPending(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RailClient rail, ICardPage cards, RailLedger ledger, IOptions<PaymentsOptions> options, TimeProvider time,
    ILogger<AskWhatIsPending> log) : IDutyHandler
{
    public const string DutyKind = "payments.ask-what-is-pending";

    public static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>How far each question reaches behind the one before: what was taken at its edge may not have been listed yet.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>How far back the first question reaches, and one after a long silence.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(3);

    /// <summary>How long it is remembered that the rail was asked.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Kind => DutyKind;

    public static DutyOrder Order(DateTimeOffset now) => new(DutyKind, Guid.Empty, "{}", now, DutyKind);

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        if (options.Value.Rail.Url.Length == 0)
        {
            return new DutyOutcome.Again(Every, "No payment rail is configured.");
        }

        try
        {
            var now = time.GetUtcNow();
            await OweDaysAsync(now, ct);
            await AskAsync(now, ct);
            return new DutyOutcome.Again(Every, "The rail was asked.");
        }
        catch (RailDownException e)
        {
            return new DutyOutcome.Again(TimeSpan.FromMinutes(1), e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A duty that stands for ever must not be given up because a database was away for a night.
            LogFailed(log, e);
            return new DutyOutcome.Again(TimeSpan.FromMinutes(1), e.Message);
        }
    }

    private async Task AskAsync(DateTimeOffset now, CancellationToken ct)
    {
        DateTimeOffset since;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var last = await db.Set<RailSweepRow>().OrderByDescending(x => x.At).Select(x => (DateTimeOffset?)x.At).FirstOrDefaultAsync(ct);
            var floor = now - Farthest;
            since = last is { } at && at - Overlap > floor ? at - Overlap : floor;
        }

        var (found, unbooked) = (0, 0);
        RailPayment[] taken = [.. await rail.PaymentsSinceAsync(since, ct), .. await cards.PaymentsSinceAsync(since, ct)];
        foreach (var batch in taken.Chunk(200))
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var numbers = batch.Select(p => p.TransactionNo).ToList();
            var known = await db.Set<PaymentRow>().Where(x => numbers.Contains(x.TransactionNo)).Select(x => x.TransactionNo).ToListAsync(ct);
            foreach (var payment in batch.Where(p => p.Status == "paid").ExceptBy(known, p => p.TransactionNo))
            {
                switch (await ledger.TakeOverAsync(payment, ct))
                {
                    case TakenOver.Booked:
                        found++;
                        break;
                    case TakenOver.Unbooked:
                        unbooked++;
                        break;
                    default:
                        break;
                }
            }
        }

        var change = new Change(Actor.System(DutyKind), Channel.System, "rail-asking", now);
        change.Insert(new RailSweepRow { Id = change.NewId(), At = now, Since = since, Seen = taken.Length, Found = found, Unbooked = unbooked });
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var forgotten = now - Kept;
            foreach (var old in await db.Set<RailSweepRow>().Where(x => x.At < forgotten).OrderBy(x => x.At).Take(200).ToListAsync(ct))
            {
                change.Delete(old);
            }
        }

        (await writer.WriteAsync(change, ct)).OrThrow();
    }

    /// <summary>Every day since the last one owed, up to yesterday; on the first day of an installation only yesterday.</summary>
    private async Task OweDaysAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var yesterday = NationalCalendar.DateAt(now).AddDays(-1);
        var last = await db.Set<SettlementDayRow>().OrderByDescending(x => x.Day).Select(x => (DateOnly?)x.Day).FirstOrDefaultAsync(ct);
        for (var day = last?.AddDays(1) ?? yesterday; day <= yesterday; day = day.AddDays(1))
        {
            var change = new Change(Actor.System(DutyKind), Channel.System, "day-opening", now);
            CompareDay.Owe(change, day);
            await writer.WriteAsync(change, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rail could not be asked what it took; trying again.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
