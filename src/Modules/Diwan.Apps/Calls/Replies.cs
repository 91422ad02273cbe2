using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Apps.Calls;

/// <summary>What was answered to a request.</summary>
public sealed record Reply(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>
/// Answers kept for requests that carry an idempotency key, so that what is asked twice is done once. Kept for a day, encrypted (AES-GCM): some hold what is given once and kept nowhere else.
/// The key of each follows from the platform's own and from who asked with which key, of which the table holds a hash only.
/// </summary>
public sealed class Replies(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, CheckpointKey platformKey, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>After this a request that never came to an answer (its node died) may be tried anew.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>Do it, then call <see cref="KeepAsync"/>, or <see cref="DropAsync"/> when it came to nothing.</summary>
        public sealed record Go : Result;

        /// <summary>It was done before: this was the answer.</summary>
        public sealed record Before(Reply Reply) : Result;

        /// <summary>It is being done at this moment.</summary>
        public sealed record Busy : Result;

        /// <summary>The key was used for something else.</summary>
        public sealed record OtherRequest : Result;
    }

    /// <param name="who">App and person.</param>
    /// <param name="key">As the caller gave it.</param>
    /// <param name="asked">Method, address and body.</param>
    public async Task<Result> BeginAsync(string who, string key, byte[] asked, CancellationToken ct)
    {
        var id = Id(who, key);
        var hash = Convert.ToHexStringLower(SHA256.HashData(asked));
        var change = new Change(Actor.System("api"), Channel.Api, "api-answering", time.GetUtcNow());
        var row = new ReplyRow { Key = id, Asked = hash, At = change.Now };
        change.Insert(row);
        if ((await writer.WriteAsync(change, ct)).IsWritten)
        {
            return new Result.Go();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        switch (await db.Set<ReplyRow>().SingleOrDefaultAsync(r => r.Key == id, ct))
        {
            case null:
                return new Result.Busy();
            case { } found when found.Asked != hash:
                return new Result.OtherRequest();
            case { Status: 0 } found when found.At + Abandoned > change.Now:
                return new Result.Busy();
            case { Status: 0 } found:
                var again = new Change(change.Actor, Channel.Api, change.Process, change.Now);
                found.At = change.Now;
                again.Update(found);
                return (await writer.WriteAsync(again, ct)).IsWritten ? new Result.Go() : new Result.Busy();
            case { } found:
                return new Result.Before(new Reply(found.Status, found.ContentType, found.Location, found.Body is { } body ? platformKey.Decrypt(Purpose(who, key), body) : []));
        }
    }

    /// <param name="who">As to <see cref="BeginAsync"/>.</param>
    /// <param name="key">As to <see cref="BeginAsync"/>.</param>
    public async Task KeepAsync(string who, string key, Reply reply, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var id = Id(who, key);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ReplyRow>().SingleOrDefaultAsync(r => r.Key == id, ct) is { } row)
        {
            (row.Status, row.ContentType, row.Location, row.Body) = (reply.Status, reply.ContentType, reply.Location, platformKey.Encrypt(Purpose(who, key), reply.Body));
            var change = new Change(Actor.System("api"), Channel.Api, "api-answering", time.GetUtcNow());
            change.Update(row);
            await writer.WriteAsync(change, ct);
        }
    }

    /// <summary>It came to nothing (an error of ours): the same key may try again at once.</summary>
    /// <param name="who">As to <see cref="BeginAsync"/>.</param>
    /// <param name="key">As to <see cref="BeginAsync"/>.</param>
    public async Task DropAsync(string who, string key, CancellationToken ct)
    {
        var id = Id(who, key);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ReplyRow>().SingleOrDefaultAsync(r => r.Key == id && r.Status == 0, ct) is { } row)
        {
            var change = new Change(Actor.System("api"), Channel.Api, "api-answering", time.GetUtcNow());
            change.Delete(row);
            await writer.WriteAsync(change, ct);
        }
    }

    /// <summary>Clears away what is older than a day.</summary>
    internal async Task ForgetAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - Kept;
        for (var more = true; more;)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var rows = await db.Set<ReplyRow>().Where(r => r.At < before).Take(500).ToListAsync(ct);
            var change = new Change(Actor.System("api"), Channel.System, "api-answers-forgetting", time.GetUtcNow());
            rows.ForEach(change.Delete);
            await writer.WriteAsync(change, ct);
            more = rows.Count == 500;
        }
    }

    private static string Id(string who, string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{who}\n{key}")));

    private static string Purpose(string who, string key) => $"reply:{who}\n{key}";
}
