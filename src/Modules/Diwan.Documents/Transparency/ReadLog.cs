using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Where an auditor reads a log: over HTTP, or in the database.</summary>
public interface ILogSource
{
    /// <summary>The public key (PEM) that heads are signed with.</summary>
    Task<string> KeyAsync(CancellationToken ct);

    /// <summary>The latest head; null when nothing was logged yet.</summary>
    Task<TreeHead?> HeadAsync(CancellationToken ct);

    /// <summary>Heads of at least this size, the oldest first, at most a page of them.</summary>
    Task<IReadOnlyList<TreeHead>> HeadsAsync(long fromSize, DateTimeOffset after, CancellationToken ct);

    Task<IReadOnlyList<LogEntry>> EntriesAsync(long from, int count, CancellationToken ct);

    /// <summary>Null when there are no such trees.</summary>
    Task<IReadOnlyList<string>?> ConsistencyAsync(long older, long newer, CancellationToken ct);

    /// <summary>What the log says of a document, by the hash of its file, with proofs for the tree of a size.</summary>
    Task<IReadOnlyList<InclusionProof>> FindAsync(string document, long treeSize, CancellationToken ct);
}

/// <summary>Reads the log and makes its proofs.</summary>
public sealed class ReadLog(IDbContextFactory<AppDbContext> contexts, CheckpointKey key) : ILogSource
{
    /// <summary>As many entries or heads as one answer holds.</summary>
    public const int Page = 1000;

    public Task<string> KeyAsync(CancellationToken ct) => Task.FromResult(key.PublicPem);

    public async Task<TreeHead?> HeadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Set<LogHeadRow>().OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct))?.ToHead();
    }

    public async Task<IReadOnlyList<TreeHead>> HeadsAsync(long fromSize, DateTimeOffset after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<LogHeadRow>().Where(x => x.Size >= fromSize && x.At > after).OrderBy(x => x.Number).Take(Page).ToListAsync(ct);
        return [.. rows.Select(x => x.ToHead())];
    }

    public async Task<IReadOnlyList<LogEntry>> EntriesAsync(long from, int count, CancellationToken ct)
    {
        count = Math.Clamp(count, 0, Page);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<LogEntryRow>().Where(x => x.Index >= from && x.Index < from + count).OrderBy(x => x.Index)
            .Select(x => new LogEntry(x.Index, x.Event, x.Document, x.At)).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<string>?> ConsistencyAsync(long older, long newer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (older < 1 || older > newer || newer > await SizeAsync(db, ct))
        {
            return null;
        }

        return Hex(await new StoredNodes(db).ReadAsync(get => MerkleLog.ConsistencyProof(older, newer, get), ct));
    }

    public async Task<IReadOnlyList<InclusionProof>> FindAsync(string document, long treeSize, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (treeSize < 1 || treeSize > await SizeAsync(db, ct))
        {
            return [];
        }

        var rows = await db.Set<LogEntryRow>().Where(x => x.Document == document && x.Index < treeSize).OrderBy(x => x.Index).ToListAsync(ct);
        var proofs = new List<InclusionProof>();
        foreach (var row in rows)
        {
            var path = await new StoredNodes(db).ReadAsync(get => MerkleLog.InclusionProof(row.Index, treeSize, get), ct);
            proofs.Add(new(new LogEntry(row.Index, row.Event, row.Document, row.At), Convert.ToHexStringLower(row.LeafHash), treeSize, Hex(path)));
        }

        return proofs;
    }

    /// <summary>Documents whose state the log does not tell although it should by now: a fault of ours, or of whoever wrote past the platform.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var log = db.Set<LogEntryRow>();
        var issued = db.Set<DocumentRow>().Where(d => d.IssuedAt < before && !log.Any(l => l.Document == d.Sha256 && l.Event == LogEvent.Issued))
            .Select(d => d.Code + ": issued, and not in the log");
        var revoked = db.Set<DocumentRow>()
            .Where(d => d.State == DocumentState.Revoked && d.EndedAt < before && !log.Any(l => l.Document == d.Sha256 && l.Event == LogEvent.Revoked))
            .Select(d => d.Code + ": revoked, and not so in the log");
        var superseded = db.Set<DocumentRow>()
            .Where(d => d.State == DocumentState.Superseded && d.EndedAt < before && !log.Any(l => l.Document == d.Sha256 && l.Event == LogEvent.Superseded))
            .Select(d => d.Code + ": superseded, and not so in the log");
        var quiet = db.Set<DocumentRow>().Where(d => d.State == DocumentState.InForce && log.Any(l => l.Document == d.Sha256 && l.Event != LogEvent.Issued))
            .Select(d => d.Code + ": ended in the log, and in force in the register");
        return [.. await issued.Take(Page).ToListAsync(ct), .. await revoked.Take(Page).ToListAsync(ct), .. await superseded.Take(Page).ToListAsync(ct), .. await quiet.Take(Page).ToListAsync(ct)];
    }

    private static async Task<long> SizeAsync(AppDbContext db, CancellationToken ct) =>
        await db.Set<LogHeadRow>().OrderByDescending(x => x.Number).Select(x => x.Size).FirstOrDefaultAsync(ct);

    private static List<string> Hex(IEnumerable<byte[]> hashes) => [.. hashes.Select(Convert.ToHexStringLower)];
}
