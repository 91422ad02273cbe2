using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>Something in the audit trail that does not add up.</summary>
/// <param name="Chain">The chain, or null for a checkpoint's own fault.</param>
/// <param name="Seq">The first bad event of the chain, or the number of the checkpoint.</param>
public sealed record AuditFault(Guid? Chain, long Seq, string What);

public sealed record AuditReport(long Events, long Chains, long Checkpoints, IReadOnlyList<AuditFault> Faults)
{
    public bool IsSound => Faults.Count == 0;
}

/// <summary>
/// Recomputes every chain and every checkpoint, as a stream. Reports the first bad event of each chain.
/// What was sealed cannot be altered unseen without the signing key; what is younger than the last checkpoint is guarded by the chains alone.
/// </summary>
public sealed class AuditVerifier(IDbContextFactory<AppDbContext> contexts)
{
    private const int MostFaults = 1000;

    /// <param name="trustedKey">The public key (PEM) that checkpoints must be signed with; null trusts the keys that the database names.</param>
    public async Task<AuditReport> VerifyAsync(string? trustedKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var faults = new List<AuditFault>();
        var (events, chains) = await ChainsAsync(db, faults, ct);
        foreach (var owner in Owners(db))
        {
            await HeadsAsync(db, owner, faults, ct);
        }

        var checkpoints = await CheckpointsAsync(db, trustedKey, faults, ct);
        return new AuditReport(events, chains, checkpoints, faults);
    }

    private static async Task<(long Events, long Chains)> ChainsAsync(AppDbContext db, List<AuditFault> faults, CancellationToken ct)
    {
        long events = 0, chains = 0, seq = 0;
        Guid? chain = null;
        var bad = false;
        var hash = new byte[32];
        await foreach (var e in db.Set<EventRow>().OrderBy(x => x.ChainId).ThenBy(x => x.Seq).AsAsyncEnumerable().WithCancellation(ct))
        {
            events++;
            if (e.ChainId != chain)
            {
                chains++;
                (chain, seq, hash, bad) = (e.ChainId, 0, new byte[32], false);
            }

            seq++;
            if (bad)
            {
                continue;
            }

            var what = e.Seq != seq ? $"event {seq} is missing"
                : !e.PreviousHash.AsSpan().SequenceEqual(hash) ? "it does not follow the event before it"
                : !e.ComputeHash().AsSpan().SequenceEqual(e.Hash) ? "its content is not what was hashed"
                : null;
            hash = e.Hash;
            if (what is not null)
            {
                bad = true;
                Add(faults, new AuditFault(e.ChainId, seq, what));
            }
        }

        return (events, chains);
    }

    /// <summary>Every row that keeps the head of a chain, found in the model.</summary>
    private static IEnumerable<(string Table, string Id, string Seq, string Hash)> Owners(AppDbContext db) =>
        from entity in db.Model.GetEntityTypes()
        from property in entity.GetComplexProperties()
        where property.ClrType == typeof(Chain)
        let columns = property.ComplexType.GetProperties().ToDictionary(p => p.Name, p => p.GetTableColumnMappings().First().Column.Name)
        select (entity.GetTableName()!, columns[nameof(Chain.Id)], columns[nameof(Chain.Seq)], columns[nameof(Chain.Hash)]);

    private static async Task HeadsAsync(
        AppDbContext db, (string Table, string Id, string Seq, string Hash) owner, List<AuditFault> faults, CancellationToken ct)
    {
        var lost = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT o.{owner.Id} AS chain_id, o.{owner.Seq} AS seq FROM {owner.Table} o
            LEFT JOIN events e ON e.chain_id = o.{owner.Id} AND e.seq = o.{owner.Seq}
            WHERE o.{owner.Seq} > 0 AND (e.hash IS NULL OR e.hash <> o.{owner.Hash}) LIMIT {MostFaults}
            """);
        var beyond = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT o.{owner.Id} AS chain_id, o.{owner.Seq} + 1 AS seq FROM {owner.Table} o
            JOIN events e ON e.chain_id = o.{owner.Id} AND e.seq = o.{owner.Seq} + 1 LIMIT {MostFaults}
            """);
        foreach (var (sql, what) in new[]
        {
            (lost, $"the last event is not the one that {owner.Table} knows"),
            (beyond, $"there are more events than {owner.Table} knows"),
        })
        {
            foreach (var head in await db.Database.SqlQueryRaw<Head>(sql).ToListAsync(ct))
            {
                if (!faults.Exists(f => f.Chain == head.ChainId))
                {
                    Add(faults, new AuditFault(head.ChainId, head.Seq, what));
                }
            }
        }
    }

    private static async Task<long> CheckpointsAsync(AppDbContext db, string? trustedKey, List<AuditFault> faults, CancellationToken ct)
    {
        var keys = await db.Set<CheckpointKeyRow>().ToDictionaryAsync(x => x.KeyId, x => x.Pem, ct);
        var previous = new byte[32];
        long number = 0;
        foreach (var checkpoint in await db.Set<CheckpointRow>().OrderBy(x => x.Number).ToListAsync(ct))
        {
            number++;
            var pem = trustedKey ?? keys.GetValueOrDefault(checkpoint.KeyId);
            var leaves = await LeavesAsync(db, checkpoint.Number, faults, ct);
            var what = checkpoint.Number != number ? $"checkpoint {number} is missing"
                : !checkpoint.Previous.AsSpan().SequenceEqual(previous) ? "it does not follow the checkpoint before it"
                : pem is null ? "its key is unknown"
                : !CheckpointKey.Verifies(pem, System.Text.Encoding.UTF8.GetBytes(checkpoint.Statement()), checkpoint.Signature) ? "its signature is wrong"
                : leaves.Count != checkpoint.Leaves || !MerkleTree.Root(leaves).AsSpan().SequenceEqual(checkpoint.Root) ? "what it sealed was altered"
                : null;
            if (what is not null)
            {
                Add(faults, new AuditFault(null, checkpoint.Number, what));
            }

            number = checkpoint.Number;
            previous = checkpoint.StatementHash();
        }

        return number;
    }

    /// <summary>The leaves of a checkpoint; those whose event is gone or has another hash are faults of their chains.</summary>
    private static async Task<List<CheckpointLeafRow>> LeavesAsync(AppDbContext db, long number, List<AuditFault> faults, CancellationToken ct)
    {
        var rows = await (
            from leaf in db.Set<CheckpointLeafRow>()
            where leaf.Checkpoint == number
            join e in db.Set<EventRow>() on new { leaf.ChainId, leaf.Seq } equals new { e.ChainId, e.Seq } into found
            from e in found.DefaultIfEmpty()
            select new { Leaf = leaf, Hash = e == null ? null : e.Hash }).ToListAsync(ct);
        foreach (var row in rows.Where(r => r.Hash is null || !r.Hash.AsSpan().SequenceEqual(r.Leaf.Hash)))
        {
            if (!faults.Exists(f => f.Chain == row.Leaf.ChainId))
            {
                Add(faults, new AuditFault(row.Leaf.ChainId, row.Leaf.Seq, $"it is not the event that checkpoint {number} sealed"));
            }
        }

        return [.. rows.Select(r => r.Leaf)];
    }

    private static void Add(List<AuditFault> faults, AuditFault fault)
    {
        if (faults.Count < MostFaults)
        {
            faults.Add(fault);
        }
    }

    private sealed record Head(
        [property: System.ComponentModel.DataAnnotations.Schema.Column("chain_id")] Guid ChainId,
        [property: System.ComponentModel.DataAnnotations.Schema.Column("seq")] long Seq);
}
