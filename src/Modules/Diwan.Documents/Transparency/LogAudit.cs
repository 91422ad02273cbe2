using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>What an auditor keeps between two looks at a log: whose log it is, and what it was.</summary>
/// <param name="Key">The public key (PEM) that was met first. Another one afterwards is a fault.</param>
/// <param name="Heads">Every head that was seen and held.</param>
/// <param name="Frontier">The whole subtrees of the last head, lower-case hex, the largest first: enough to go on from there.</param>
public sealed record SavedLog(string Key, IReadOnlyList<TreeHead> Heads, IReadOnlyList<string> Frontier);

/// <summary>
/// Looks at a log from outside and trusts nothing it says: every new entry is hashed again, every signed head recomputed, what was seen before must
/// still be its beginning. A log that was rewritten, shows different people different things, or admits an entry long after its date, is shown up.
/// </summary>
public static class LogAudit
{
    private const int KeptHeads = 1000;

    public sealed record Report(long Entries, int Heads, IReadOnlyList<string> Faults, SavedLog? Saved);

    public static async Task<Report> RunAsync(ILogSource source, SavedLog? saved, string? trustedKey, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        var faults = new List<string>();
        var key = trustedKey ?? saved?.Key ?? await source.KeyAsync(ct);
        if (await source.HeadAsync(ct) is not { } head)
        {
            if (saved is not null)
            {
                faults.Add($"The log is empty; it held {saved.Heads[^1].Size} entries before.");
            }

            return new(0, 0, faults, saved);
        }

        if (!head.IsSignedBy(key))
        {
            faults.Add($"The head of size {head.Size} is not signed by the key that is trusted.");
            return new(0, 0, faults, saved);
        }

        if (head.At > now + TimeSpan.FromMinutes(5))
        {
            faults.Add($"The head of size {head.Size} is dated in the future: {LogMoment.Write(head.At)}.");
        }

        if (now - head.At > TransparencyLog.LongestDelay)
        {
            faults.Add($"The newest head is of {LogMoment.Write(head.At)}: the log stands still or is withheld.");
        }

        await BeginningsAsync(source, saved, head, faults, ct);
        var (entries, heads, frontier) = await ReplayAsync(source, saved, head, key, faults, ct);
        return new(entries, heads, faults, faults.Count > 0 ? saved : new SavedLog(key, [.. (saved?.Heads ?? []).Append(head).DistinctBy(h => (h.Size, h.At)).TakeLast(KeptHeads)], frontier));
    }

    /// <summary>Every head that was seen before must be the beginning of the one shown now.</summary>
    private static async Task BeginningsAsync(ILogSource source, SavedLog? saved, TreeHead head, List<string> faults, CancellationToken ct)
    {
        foreach (var before in saved?.Heads.DistinctBy(h => (h.Size, h.Root)) ?? [])
        {
            if (before.Size > head.Size)
            {
                faults.Add($"The log shrank: it held {before.Size} entries on {LogMoment.Write(before.At)}, now {head.Size}.");
            }
            else if (before.Size == head.Size)
            {
                if (before.Root != head.Root)
                {
                    faults.Add($"Two different logs of {head.Size} entries are shown: {before.Root} and {head.Root}.");
                }
            }
            else if (before.Size > 0)
            {
                var proof = await source.ConsistencyAsync(before.Size, head.Size, ct);
                if (proof is null || !MerkleLog.IsConsistent(before.Size, Bytes(before.Root), head.Size, Bytes(head.Root), [.. proof.Select(Bytes)]))
                {
                    faults.Add($"The log was rewritten: its {before.Size} entries of {LogMoment.Write(before.At)} are not the beginning of the {head.Size} shown now.");
                }
            }
        }
    }

    /// <summary>Hashes what is new, and recomputes each head that was signed over it.</summary>
    private static async Task<(long Entries, int Heads, List<string> Frontier)> ReplayAsync(
        ILogSource source, SavedLog? saved, TreeHead head, string key, List<string> faults, CancellationToken ct)
    {
        var last = saved?.Heads[^1];
        var growing = new Growing(saved?.Frontier.Select(Bytes) ?? [], last?.Size ?? 0);
        if (last is not null && Convert.ToHexStringLower(growing.Root()) != last.Root)
        {
            faults.Add("What was kept of the last look does not fit together: the file of heads was changed. Look at the whole log again, without it.");
            return (0, 0, []);
        }

        var (entries, checkedHeads) = (0L, 0);
        // An entry may not be older than what the head before it promised to hold.
        var (at, notBefore) = (last?.At ?? DateTimeOffset.MinValue, last is null ? DateTimeOffset.MinValue : last.At - TransparencyLog.LongestDelay);
        var issued = new HashSet<string>(StringComparer.Ordinal);
        while (at < head.At)
        {
            var page = await source.HeadsAsync(growing.Size, at, ct);
            if (page.Count == 0)
            {
                faults.Add($"The heads after {LogMoment.Write(at)} are not shown.");
                break;
            }

            foreach (var next in page.TakeWhile(h => h.At <= head.At))
            {
                if (!next.IsSignedBy(key) || next.Size < growing.Size || next.At <= at)
                {
                    faults.Add($"The head of size {next.Size} of {LogMoment.Write(next.At)} is not signed by the key that is trusted, or is out of order.");
                    return (entries, checkedHeads, []);
                }

                while (growing.Size < next.Size)
                {
                    var part = await source.EntriesAsync(growing.Size, (int)Math.Min(ReadLog.Page, next.Size - growing.Size), ct);
                    if (part.Count == 0)
                    {
                        faults.Add($"Entry {growing.Size} is not shown.");
                        return (entries, checkedHeads, []);
                    }

                    foreach (var entry in part)
                    {
                        if (entry.Index != growing.Size)
                        {
                            faults.Add($"Entry {growing.Size} is not shown.");
                            return (entries, checkedHeads, []);
                        }

                        Judge(entry, next, notBefore, issued, faults);
                        growing.Add(entry.LeafHash());
                        entries++;
                    }
                }

                if (Convert.ToHexStringLower(growing.Root()) != next.Root)
                {
                    faults.Add($"The head of size {next.Size} of {LogMoment.Write(next.At)} is not that of its entries.");
                    return (entries, checkedHeads, []);
                }

                (at, notBefore) = (next.At, next.At - TransparencyLog.LongestDelay);
                checkedHeads++;
            }
        }

        if (growing.Size != head.Size || Convert.ToHexStringLower(growing.Root()) != head.Root)
        {
            faults.Add($"The newest head (size {head.Size}) is not that of the entries shown.");
        }

        return (entries, checkedHeads, [.. growing.Frontier.Select(Convert.ToHexStringLower)]);
    }

    private static void Judge(LogEntry entry, TreeHead head, DateTimeOffset notBefore, HashSet<string> seen, List<string> faults)
    {
        if (entry.At < notBefore)
        {
            faults.Add($"Entry {entry.Index} is back-dated: it says {LogMoment.Write(entry.At)}, and first appears in the head of {LogMoment.Write(head.At)}, when an earlier head should have held it.");
        }

        if (entry.At > head.At)
        {
            faults.Add($"Entry {entry.Index} is dated {LogMoment.Write(entry.At)}, after the head that holds it.");
        }

        if (!seen.Add($"{entry.Event} {entry.Document}"))
        {
            faults.Add($"Entry {entry.Index} says again that {entry.Document} was {entry.Event.ToString().ToLowerInvariant()}.");
        }
    }

    /// <summary>Whether the log holds a document's issue, proven for the head. Null when it does.</summary>
    public static async Task<string?> HoldsAsync(ILogSource source, TreeHead head, string document, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = await source.FindAsync(document, head.Size, ct);
        if (!found.Any(p => p.Entry.Event == LogEvent.Issued))
        {
            return $"The document {document} is not in the log: its issue is hidden, or younger than the head of {LogMoment.Write(head.At)}.";
        }

        return found.All(p => p.Entry.Document == document && MerkleLog.Includes(Bytes(head.Root), head.Size, p.Entry.Index, p.Entry.LeafHash(), [.. p.Path.Select(Bytes)]))
            ? null
            : $"The log's proof for {document} does not hold.";
    }

    private static byte[] Bytes(string hex)
    {
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            return []; // no hash is empty: whatever it is compared with differs
        }
    }

    /// <summary>A tree that only remembers its whole subtrees, the largest first.</summary>
    private sealed class Growing(IEnumerable<byte[]> frontier, long size)
    {
        internal List<byte[]> Frontier { get; } = [.. frontier];

        internal long Size { get; private set; } = size;

        internal void Add(byte[] leaf)
        {
            for (var n = Size++; (n & 1) == 1 && Frontier.Count > 0; n >>= 1)
            {
                leaf = MerkleLog.NodeHash(Frontier[^1], leaf);
                Frontier.RemoveAt(Frontier.Count - 1);
            }

            Frontier.Add(leaf);
        }

        internal byte[] Root()
        {
            if (Frontier.Count == 0)
            {
                return MerkleLog.Root(0, _ => []);
            }

            var hash = Frontier[^1];
            for (var i = Frontier.Count - 2; i >= 0; i--)
            {
                hash = MerkleLog.NodeHash(Frontier[i], hash);
            }

            return hash;
        }
    }
}
