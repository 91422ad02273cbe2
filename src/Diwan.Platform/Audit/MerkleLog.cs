using System.Numerics;
using System.Security.Cryptography;

namespace Diwan.Platform;

/// <summary>
/// The proofs of RFC 6962, sections 2.1.1 and 2.1.2, over a log that only grows. Whole subtrees are asked for by level and index
/// (level 0 holds the leaf hashes), so that neither a root nor a proof needs more than a handful of stored hashes.
/// </summary>
public static class MerkleLog
{
    public const int HashBytes = 32;

    /// <summary>A whole subtree: the hash over the leaves from <c>Index·2^Level</c>, <c>2^Level</c> of them.</summary>
    public readonly record struct Node(int Level, long Index);

    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        var bytes = new byte[1 + entry.Length];
        entry.CopyTo(bytes.AsSpan(1));
        return SHA256.HashData(bytes);
    }

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * HashBytes)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + HashBytes)..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>The head of a tree of the first <paramref name="size"/> leaves.</summary>
    public static byte[] Root(long size, Func<Node, byte[]> node) => size == 0 ? SHA256.HashData([]) : Hash(0, size, node);

    /// <summary>PATH(m, D[n]): what is needed to compute the head from the leaf, the nearest sibling first.</summary>
    public static List<byte[]> InclusionProof(long leaf, long size, Func<Node, byte[]> node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, size);
        var proof = new List<byte[]>();
        Path(leaf, 0, size, node, proof);
        return proof;
    }

    /// <summary>PROOF(m, D[n]): shows that the tree of <paramref name="older"/> leaves is the beginning of that of <paramref name="newer"/>.</summary>
    public static List<byte[]> ConsistencyProof(long older, long newer, Func<Node, byte[]> node)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(older, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        var proof = new List<byte[]>();
        if (older < newer)
        {
            SubProof(older, 0, newer, whole: true, node, proof);
        }

        return proof;
    }

    /// <summary>Whether the proof leads from the leaf to the head.</summary>
    public static bool Includes(ReadOnlySpan<byte> root, long size, long leaf, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof)
    {
        if (leaf < 0 || leaf >= size || proof.Any(p => p.Length != HashBytes))
        {
            return false;
        }

        var (at, last, hash) = (leaf, size - 1, leafHash.ToArray());
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((at & 1) == 1 || at == last)
            {
                hash = NodeHash(sibling, hash);
                while ((at & 1) == 0 && at != 0)
                {
                    (at, last) = (at >> 1, last >> 1);
                }
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the proof shows that the older head is the beginning of the newer one.</summary>
    public static bool IsConsistent(long older, ReadOnlySpan<byte> olderRoot, long newer, ReadOnlySpan<byte> newerRoot, IReadOnlyList<byte[]> proof)
    {
        if (older < 0 || older > newer || proof.Any(p => p.Length != HashBytes))
        {
            return false;
        }

        if (older == newer)
        {
            return proof.Count == 0 && olderRoot.SequenceEqual(newerRoot);
        }

        if (older == 0)
        {
            return proof.Count == 0 && olderRoot.SequenceEqual(SHA256.HashData([]));
        }

        // A whole older tree is itself the first part of the proof and is not sent.
        var next = 0;
        var (at, last) = (older - 1, newer - 1);
        while ((at & 1) == 1)
        {
            (at, last) = (at >> 1, last >> 1);
        }

        byte[] first;
        if (BitOperations.IsPow2(older))
        {
            first = olderRoot.ToArray();
        }
        else if (proof.Count > 0)
        {
            first = proof[next++];
        }
        else
        {
            return false;
        }

        var (old, now) = (first, first);
        for (; next < proof.Count; next++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((at & 1) == 1 || at == last)
            {
                (old, now) = (NodeHash(proof[next], old), NodeHash(proof[next], now));
                while ((at & 1) == 0 && at != 0)
                {
                    (at, last) = (at >> 1, last >> 1);
                }
            }
            else
            {
                now = NodeHash(now, proof[next]);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && olderRoot.SequenceEqual(old) && newerRoot.SequenceEqual(now);
    }

    /// <summary>The whole subtrees above the leaves that become complete when the log grows, lower levels first.</summary>
    public static IEnumerable<Node> Completed(long before, long after)
    {
        for (var level = 1; after >> level > 0; level++)
        {
            for (var index = before >> level; index < after >> level; index++)
            {
                yield return new Node(level, index);
            }
        }
    }

    /// <summary>MTH over the leaves [from, to). Every split of RFC 6962 leaves a whole subtree on the left.</summary>
    private static byte[] Hash(long from, long to, Func<Node, byte[]> node)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.Log2((ulong)count);
            return node(new Node(level, from >> level));
        }

        var split = from + Split(count);
        return NodeHash(Hash(from, split, node), Hash(split, to, node));
    }

    /// <summary>The largest power of two smaller than the count.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    private static void Path(long leaf, long from, long to, Func<Node, byte[]> node, List<byte[]> proof)
    {
        if (to - from == 1)
        {
            return;
        }

        var split = from + Split(to - from);
        if (leaf < split)
        {
            Path(leaf, from, split, node, proof);
            proof.Add(Hash(split, to, node));
        }
        else
        {
            Path(leaf, split, to, node, proof);
            proof.Add(Hash(from, split, node));
        }
    }

    private static void SubProof(long older, long from, long to, bool whole, Func<Node, byte[]> node, List<byte[]> proof)
    {
        if (older == to)
        {
            if (!whole)
            {
                proof.Add(Hash(from, to, node));
            }

            return;
        }

        var split = from + Split(to - from);
        if (older <= split)
        {
            SubProof(older, from, split, whole, node, proof);
            proof.Add(Hash(split, to, node));
        }
        else
        {
            SubProof(older, split, to, whole: false, node, proof);
            proof.Add(Hash(from, split, node));
        }
    }
}
