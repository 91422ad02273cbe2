using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

/// <summary>Takes the gateway's word on what became of an SMS.</summary>
public sealed class ReportDelivery(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Noted : Result;

        /// <summary>No such delivery, or not the key that was given to the gateway.</summary>
        public sealed record Unknown : Result;
    }

    /// <summary>A device has shown a notice.</summary>
    /// <param name="id">The delivery.</param>
    /// <param name="key">As it was given to the device, encrypted.</param>
    /// <exception cref="InvalidOperationException">It could not be written down.</exception>
    public Task<Result> ShownAsync(Guid id, string key, CancellationToken ct) => TakeAsync(id, key, 1, row => row.Means == Means.Push, "device", ct);

    /// <param name="kind">Kannel's kind of report: 1 delivered, 2 not delivered, 4 and 8 on the way, 16 refused.</param>
    /// <exception cref="InvalidOperationException">It could not be written down: the gateway asks again.</exception>
    public Task<Result> RunAsync(Guid id, string key, int kind, CancellationToken ct) => TakeAsync(id, key, kind, row => row.Means == Means.Sms, "sms", ct);

    private async Task<Result> TakeAsync(Guid id, string key, int kind, Func<DeliveryRow, bool> mayBe, string who, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<DeliveryRow>().SingleOrDefaultAsync(x => x.Id == id, ct);
            if (row is null || !mayBe(row) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(row.ReportKey), Encoding.UTF8.GetBytes(key)))
            {
                return new Result.Unknown();
            }

            var now = time.GetUtcNow();
            if (!Take(row, kind, now))
            {
                return new Result.Noted();
            }

            var change = new Change(Actor.System(who), Channel.System, "message-reporting", now);
            change.Update(row);
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Noted();
            }

            if (tries >= 5)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>False when the report says nothing new. What was delivered stays so, whatever comes late.</summary>
    private static bool Take(DeliveryRow row, int kind, DateTimeOffset now)
    {
        switch (kind)
        {
            case 1 when row.State is not DeliveryState.Delivered:
                (row.State, row.Failure, row.EndedAt) = (DeliveryState.Delivered, null, now);
                break;
            case 2 or 16 when row.State is not (DeliveryState.Delivered or DeliveryState.Failed):
                (row.State, row.Failure, row.EndedAt) = (DeliveryState.Failed, kind == 2 ? DeliveryFailure.Undelivered : DeliveryFailure.Refused, now);
                break;
            case 4 or 8 when row.State is DeliveryState.Queued or DeliveryState.Handing:
                row.State = DeliveryState.Handed;
                break;
            default:
                return false;
        }

        row.HandedAt ??= now;
        return true;
    }
}
