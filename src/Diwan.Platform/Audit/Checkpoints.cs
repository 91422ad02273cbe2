using Diwan.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Platform;

/// <summary>Seals the chains: a signed Merkle root over every chain head that moved since the last time.</summary>
public sealed class Checkpoints(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, CheckpointKey key, TimeProvider time)
{
    /// <summary>How far back each checkpoint looks for events that were committed late: longer than any write may take.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>Seals what is there now. Returns the number of chain heads sealed; with none, no checkpoint is made.</summary>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.Set<CheckpointRow>().OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct);
        var since = last is null ? DateTimeOffset.MinValue : last.At - Overlap;
        var heads = await (
            from e in db.Set<EventRow>()
            where e.At >= since
            group e by e.ChainId into chain
            select new { ChainId = chain.Key, Seq = chain.Max(e => e.Seq) }).ToListAsync(ct);

        var now = time.GetUtcNow();
        var change = new Change(Actor.System("checkpoints"), Channel.System, "checkpoint-sealing", now);
        var number = (last?.Number ?? 0) + 1;
        var leaves = new List<CheckpointLeafRow>();
        foreach (var part in heads.Chunk(500))
        {
            var ids = part.Select(h => h.ChainId).ToList();
            var sealedBefore = await db.Set<CheckpointLeafRow>()
                .Where(l => ids.Contains(l.ChainId))
                .GroupBy(l => l.ChainId)
                .Select(g => new { g.Key, Seq = g.Max(l => l.Seq) })
                .ToDictionaryAsync(x => x.Key, x => x.Seq, ct);
            var moved = part.Where(h => h.Seq > sealedBefore.GetValueOrDefault(h.ChainId)).ToDictionary(h => h.ChainId, h => h.Seq);
            ids = [.. moved.Keys];
            var events = await db.Set<EventRow>()
                .Where(e => ids.Contains(e.ChainId) && e.At >= since)
                .Select(e => new { e.ChainId, e.Seq, e.Hash })
                .ToListAsync(ct);
            leaves.AddRange(events
                .Where(e => moved[e.ChainId] == e.Seq)
                .Select(e => new CheckpointLeafRow { ChainId = e.ChainId, Seq = e.Seq, Checkpoint = number, Hash = e.Hash }));
        }

        if (leaves.Count == 0)
        {
            return 0;
        }

        var unsigned = Row(number, now, leaves, last, []);
        change.Insert(Row(number, now, leaves, last, key.Sign(System.Text.Encoding.UTF8.GetBytes(unsigned.Statement()))));
        leaves.ForEach(change.Insert);
        if (!await db.Set<CheckpointKeyRow>().AnyAsync(x => x.KeyId == key.Id, ct))
        {
            change.Insert(new CheckpointKeyRow { KeyId = key.Id, Pem = key.PublicPem, At = now });
        }

        // A duplicate says that another node sealed at the same moment.
        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? leaves.Count : 0;
    }

    private CheckpointRow Row(long number, DateTimeOffset at, List<CheckpointLeafRow> leaves, CheckpointRow? last, byte[] signature) => new()
    {
        Number = number,
        At = at,
        Leaves = leaves.Count,
        Root = MerkleTree.Root(leaves),
        Previous = last?.StatementHash() ?? new byte[32],
        KeyId = key.Id,
        Signature = signature,
    };
}

/// <summary>Seals every <c>Audit:CheckpointEvery</c> (ten minutes by default).</summary>
internal sealed class CheckpointService(Checkpoints checkpoints, IConfiguration configuration, TimeProvider time, ILogger<CheckpointService> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("Audit:CheckpointEvery", TimeSpan.FromMinutes(10)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await checkpoints.SealAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The chains could not be sealed; trying again at the next turn.");
            }
        }
    }
}
