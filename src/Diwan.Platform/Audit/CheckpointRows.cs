namespace Diwan.Platform;

/// <summary>A signed statement about the heads of all chains that moved since the one before.</summary>
internal sealed class CheckpointRow
{
    public long Number { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>How many chain heads it seals.</summary>
    public int Leaves { get; init; }

    public required byte[] Root { get; init; }

    /// <summary>SHA-256 of the statement of the checkpoint before; 32 zero bytes for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the public key (SubjectPublicKeyInfo).</summary>
    public required string KeyId { get; init; }

    /// <summary>ECDSA P-256 over the statement with SHA-256, as a DER sequence: what <c>openssl dgst -sha256 -verify</c> reads.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>The text that is signed: see docs/operations/audit.md.</summary>
    public string Statement() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"diwan-checkpoint-1\n{Number}\n{At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}\n{Leaves}\n{Convert.ToHexStringLower(Root)}\n{Convert.ToHexStringLower(Previous)}\n");

    public byte[] StatementHash() => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Statement()));
}

/// <summary>A chain head as it was sealed.</summary>
internal sealed class CheckpointLeafRow
{
    public Guid ChainId { get; init; }

    public long Seq { get; init; }

    public long Checkpoint { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>A public key that checkpoints were signed with.</summary>
internal sealed class CheckpointKeyRow
{
    public required string KeyId { get; init; }

    public required string Pem { get; init; }

    public DateTimeOffset At { get; init; }
}
