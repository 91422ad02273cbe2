using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Diwan.Platform;

/// <summary>The tree of RFC 6962, section 2.1: leaves are hashed with a zero byte before them, nodes with a one.</summary>
internal static class MerkleTree
{
    /// <summary>A leaf: the 36 characters of the chain id (lower case), seq as eight bytes (big-endian), the hash.</summary>
    public static byte[] Leaf(Guid chain, long seq, byte[] hash)
    {
        var bytes = new byte[1 + 36 + 8 + hash.Length];
        Encoding.ASCII.GetBytes(chain.ToString("D"), bytes.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(37), seq);
        hash.CopyTo(bytes, 45);
        return SHA256.HashData(bytes);
    }

    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        switch (leaves.Length)
        {
            case 0:
                return SHA256.HashData([]);
            case 1:
                return leaves[0];
            default:
                var split = 1;
                while (split * 2 < leaves.Length)
                {
                    split *= 2;
                }

                return MerkleLog.NodeHash(Root(leaves[..split]), Root(leaves[split..]));
        }
    }

    /// <summary>Leaves in the order of the tree: by the text of the chain id, then by seq.</summary>
    public static byte[] Root(IEnumerable<CheckpointLeafRow> leaves) => Root(leaves
        .OrderBy(l => l.ChainId.ToString("D"), StringComparer.Ordinal).ThenBy(l => l.Seq)
        .Select(l => Leaf(l.ChainId, l.Seq, l.Hash))
        .ToArray());
}
