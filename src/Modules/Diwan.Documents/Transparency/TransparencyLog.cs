using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Documents;

/// <summary>
/// Puts what happened to documents into the log, many at a time. What happens leaves a line of its own in its own change; only this puts lines
/// into their order, so that issuing never waits for the log.
/// </summary>
public sealed class TransparencyLog(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, CheckpointKey key, TimeProvider time)
{
    /// <summary>The promise of the log: what happened is in it after at most this. An entry older than that when it appears is back-dated.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    /// <summary>A head is signed anew after this even when nothing happened, so that a log that stands still can be told from one that is withheld.</summary>
    public static readonly TimeSpan HeadAtLeastEvery = TimeSpan.FromHours(12);

    private const int Batch = 500;

    /// <summary>Leaves a line for the log. Part of every change that issues a document or ends one.</summary>
    /// <param name="sha256">Lower-case hex of the SHA-256 of the sealed file.</param>
    internal static void Note(Change change, LogEvent happened, string sha256) =>
        change.Insert(new LogPendingRow { Id = change.NewId(), Event = happened, Document = sha256, At = LogMoment.Cut(change.Now) });

    /// <summary>Appends everything that waits and signs the new head. Returns how many entries were added.</summary>
    public async Task<int> GrowAsync(CancellationToken ct)
    {
        var added = 0;
        while (await StepAsync(ct) is { } step)
        {
            added += step;
            if (step < Batch)
            {
                break;
            }
        }

        return added;
    }

    /// <returns>How many were added; null when another node was faster.</returns>
    private async Task<int?> StepAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = await db.Set<LogPendingRow>().OrderBy(x => x.Id).Take(Batch).ToListAsync(ct);
        var now = LogMoment.Cut(time.GetUtcNow());
        var last = await db.Set<LogHeadRow>().OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct);
        if (waiting.Count == 0 && last is not null && now - last.At < HeadAtLeastEvery)
        {
            return 0;
        }

        // Heads are told apart by their moments: two never have the same.
        now = last is not null && now <= last.At ? last.At.AddMilliseconds(1) : now;
        var size = last?.Size ?? 0;
        // The same thing is in the log once, however often it was told.
        var documents = waiting.Select(w => w.Document).Distinct().ToList();
        var known = (await db.Set<LogEntryRow>().Where(x => documents.Contains(x.Document)).Select(x => new { x.Document, x.Event }).ToListAsync(ct))
            .Select(x => (x.Document, x.Event)).ToHashSet();
        var entries = waiting.Where(w => known.Add((w.Document, w.Event)))
            .Select((w, i) => new LogEntry(size + i, w.Event, w.Document, w.At))
            .ToList();
        var grown = size + entries.Count;

        var change = new Change(Kernel.Actor.System("transparency-log"), Kernel.Channel.System, "log-growing", now);
        waiting.ForEach(change.Delete);
        var nodes = new StoredNodes(db);
        foreach (var entry in entries)
        {
            var leaf = entry.LeafHash();
            nodes.Put(new(0, entry.Index), leaf);
            change.Insert(new LogEntryRow { Index = entry.Index, Event = entry.Event, Document = entry.Document, At = entry.At, LeafHash = leaf });
        }

        var root = await nodes.ReadAsync(
            get =>
            {
                foreach (var made in MerkleLog.Completed(size, grown))
                {
                    nodes.Put(made, MerkleLog.NodeHash(get(new(made.Level - 1, made.Index * 2)), get(new(made.Level - 1, (made.Index * 2) + 1))));
                }

                return MerkleLog.Root(grown, get);
            },
            ct);
        foreach (var made in MerkleLog.Completed(size, grown))
        {
            change.Insert(new LogNodeRow { Level = made.Level, Index = made.Index, Hash = nodes[made] });
        }

        var head = new TreeHead(grown, now, Convert.ToHexStringLower(root), key.Id, "");
        change.Insert(new LogHeadRow { Number = (last?.Number ?? 0) + 1, Size = grown, At = now, Root = root, KeyId = key.Id, Signature = key.Sign(head.Statement()) });
        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? waiting.Count : null;
    }
}

/// <summary>Hashes of whole subtrees: first what is needed is learnt, then it is read at once, then the work is done with it.</summary>
internal sealed class StoredNodes(AppDbContext db)
{
    private readonly Dictionary<MerkleLog.Node, byte[]> known = [];

    internal byte[] this[MerkleLog.Node node] => known[node];

    internal void Put(MerkleLog.Node node, byte[] hash) => known[node] = hash;

    internal async Task<T> ReadAsync<T>(Func<Func<MerkleLog.Node, byte[]>, T> work, CancellationToken ct)
    {
        var missing = new HashSet<MerkleLog.Node>();
        work(node =>
        {
            if (known.TryGetValue(node, out var hash))
            {
                return hash;
            }

            missing.Add(node);
            return new byte[MerkleLog.HashBytes];
        });
        foreach (var level in missing.GroupBy(n => n.Level))
        {
            foreach (var part in level.Select(n => n.Index).Chunk(500))
            {
                var found = level.Key == 0
                    ? await db.Set<LogEntryRow>().Where(x => part.Contains(x.Index)).Select(x => new { x.Index, Hash = x.LeafHash }).ToListAsync(ct)
                    : await db.Set<LogNodeRow>().Where(x => x.Level == level.Key && part.Contains(x.Index)).Select(x => new { x.Index, x.Hash }).ToListAsync(ct);
                found.ForEach(x => known[new(level.Key, x.Index)] = x.Hash);
            }
        }

        return work(node => known.TryGetValue(node, out var hash)
            ? hash
            : throw new InvalidOperationException($"The log lacks the subtree {node.Level}/{node.Index}: rows were removed."));
    }
}

/// <summary>Grows the log every <c>Documents:LogEvery</c> (five seconds by default).</summary>
internal sealed class TransparencyService(TransparencyLog log, IConfiguration configuration, TimeProvider time, ILogger<TransparencyService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("Documents:LogEvery", TimeSpan.FromSeconds(5)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await log.GrowAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "The transparency log could not be grown; trying again at the next turn.");
            }
        }
    }
}
