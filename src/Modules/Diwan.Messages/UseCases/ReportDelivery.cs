using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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

        /// <summary>No such message, or not the key that was given to the gateway.</summary>
        public sealed record Unknown : Result;
    }

    /// <param name="kind">Kannel's kind of report: 1 delivered, 2 not delivered, 4 and 8 on the way, 16 refused.</param>
    public async Task<Result> RunAsync(Guid id, string key, int kind, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<MessageRow>().SingleOrDefaultAsync(x => x.Id == id, ct);
            if (row is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(row.ReportKey), Encoding.UTF8.GetBytes(key)))
            {
                return new Result.Unknown();
            }

            SmsState? state = kind switch { 1 => SmsState.Delivered, 2 or 16 => SmsState.Failed, _ => null };
            if (state is null || row.Sms is SmsState.Delivered || row.Sms == state)
            {
                return new Result.Noted();
            }

            var change = new Change(Actor.System("sms"), Channel.System, "message-reporting", time.GetUtcNow());
            row.Sms = state.Value;
            row.SmsAt = change.Now;
            change.Update(row);
            if ((await writer.WriteAsync(change, ct)).IsWritten || tries >= 5)
            {
                return new Result.Noted();
            }
        }
    }
}

public static class MessagesEndpoints
{
    public const string ReportPath = "/rails/sms/report";

    /// <summary>Where the SMS gateway reports delivery.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet(ReportPath, async (Guid id, string key, int kind, ReportDelivery report, CancellationToken ct) =>
        await report.RunAsync(id, key, kind, ct) is ReportDelivery.Result.Noted ? Results.Text("ok") : Results.NotFound());
}
