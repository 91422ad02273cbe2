using System.Security.Cryptography;
using Diwan.Platform;
using Dice = Diwan.Modules.Tests.Documents.SealTests.Dice;

namespace Diwan.Modules.Tests.Platform;

/// <summary>The proofs against the definitions of RFC 6962, written here once more as they stand there.</summary>
public sealed class MerkleLogTests
{
    /// <summary>The entries and heads that implementations of Certificate Transparency are tested with.</summary>
    private static readonly (string Entry, string Root)[] Known =
    [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    [Fact]
    public void Heads_are_those_of_the_known_entries()
    {
        var leaves = Known.Select(k => MerkleLog.LeafHash(Convert.FromHexString(k.Entry))).ToArray();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(MerkleLog.Root(0, Node(leaves))));
        for (var size = 1; size <= Known.Length; size++)
        {
            Assert.Equal(Known[size - 1].Root, Convert.ToHexStringLower(MerkleLog.Root(size, Node(leaves))));
        }
    }

    [Fact]
    public void Heads_and_proofs_are_those_of_the_definitions_for_every_size()
    {
        var leaves = Leaves(70);
        var node = Node(leaves);
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = Mth(leaves[..size]);
            Assert.Equal(root, MerkleLog.Root(size, node));
            for (var leaf = 0; leaf < size; leaf++)
            {
                var proof = MerkleLog.InclusionProof(leaf, size, node);
                Assert.Equal(Path(leaf, leaves[..size]), proof);
                Assert.True(MerkleLog.Includes(root, size, leaf, leaves[leaf], proof));
            }

            for (var older = 1; older < size; older++)
            {
                var proof = MerkleLog.ConsistencyProof(older, size, node);
                Assert.Equal(SubProof(older, leaves[..size], whole: true), proof);
                Assert.True(MerkleLog.IsConsistent(older, Mth(leaves[..older]), size, root, proof));
            }
        }
    }

    [Fact]
    public void A_proof_shows_nothing_else_than_what_it_was_made_for()
    {
        var dice = new Dice(5);
        var leaves = Leaves(33);
        var node = Node(leaves);
        for (var round = 0; round < 2_000; round++)
        {
            var size = 2 + dice.Next(leaves.Length - 1);
            var leaf = dice.Next(size);
            var root = Mth(leaves[..size]);
            var proof = MerkleLog.InclusionProof(leaf, size, node);
            var other = (leaf + 1 + dice.Next(size - 1)) % size;
            Assert.False(MerkleLog.Includes(root, size, other, leaves[leaf], proof));
            Assert.False(MerkleLog.Includes(root, size, leaf, leaves[other], proof));
            Assert.False(MerkleLog.Includes(root, size, leaf, leaves[leaf], Spoil(proof, dice)));

            var older = 1 + dice.Next(size - 1);
            var consistency = MerkleLog.ConsistencyProof(older, size, node);
            var forged = leaves[..older];
            forged[dice.Next(older)] = SHA256.HashData([(byte)round]);
            Assert.False(MerkleLog.IsConsistent(older, Mth(forged), size, root, consistency));
            Assert.False(MerkleLog.IsConsistent(older, Mth(leaves[..older]), size, root, Spoil(consistency, dice)));
            Assert.False(MerkleLog.IsConsistent(older, Mth(leaves[..older]), size, SHA256.HashData(root), consistency));
        }
    }

    [Fact]
    public void Growing_in_any_steps_completes_every_whole_subtree_once()
    {
        var dice = new Dice(9);
        for (var round = 0; round < 200; round++)
        {
            var made = new HashSet<MerkleLog.Node>();
            for (long size = 0; size < 100;)
            {
                var grown = Math.Min(100, size + dice.Next(9));
                Assert.All(MerkleLog.Completed(size, grown), n => Assert.True(made.Add(n)));
                size = grown;
            }

            Assert.Equal(50 + 25 + 12 + 6 + 3 + 1, made.Count);
        }
    }

    private static IReadOnlyList<byte[]> Spoil(List<byte[]> proof, Dice dice)
    {
        var copy = proof.Select(p => p.ToArray()).ToList();
        switch (dice.Next(4))
        {
            case 0 when copy.Count > 0:
                copy[dice.Next(copy.Count)][dice.Next(32)] ^= (byte)(1 << dice.Next(8));
                break;
            case 1 when copy.Count > 0:
                copy.RemoveAt(dice.Next(copy.Count));
                break;
            case 2 when copy.Count > 0:
                copy[dice.Next(copy.Count)] = [1, 2, 3];
                break;
            default:
                copy.Insert(dice.Next(copy.Count + 1), new byte[32]);
                break;
        }

        return copy;
    }

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleLog.LeafHash([(byte)i, 42]))];

    private static Func<MerkleLog.Node, byte[]> Node(byte[][] leaves) => n => Mth(leaves.AsSpan((int)(n.Index << n.Level), 1 << n.Level).ToArray());

    private static byte[] Mth(byte[][] d)
    {
        if (d.Length == 1)
        {
            return d[0];
        }

        var k = K(d.Length);
        return SHA256.HashData([1, .. Mth(d[..k]), .. Mth(d[k..])]);
    }

    private static List<byte[]> Path(int m, byte[][] d)
    {
        if (d.Length == 1)
        {
            return [];
        }

        var k = K(d.Length);
        return m < k ? [.. Path(m, d[..k]), Mth(d[k..])] : [.. Path(m - k, d[k..]), Mth(d[..k])];
    }

    private static List<byte[]> SubProof(int m, byte[][] d, bool whole)
    {
        if (m == d.Length)
        {
            return whole ? [] : [Mth(d)];
        }

        var k = K(d.Length);
        return m <= k ? [.. SubProof(m, d[..k], whole), Mth(d[k..])] : [.. SubProof(m - k, d[k..], whole: false), Mth(d[..k])];
    }

    /// <summary>The largest power of two smaller than n.</summary>
    private static int K(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }

        return k;
    }
}
