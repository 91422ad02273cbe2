using System.Globalization;
using System.Text;
using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>An entry of the log: that something happened to a document, which only its own hash names.</summary>
/// <param name="Document">Lower-case hex of the SHA-256 of the sealed file: nobody finds it who does not hold the file.</param>
/// <param name="At">When it happened, by whoever made it happen.</param>
public sealed record LogEntry(long Index, LogEvent Event, string Document, DateTimeOffset At)
{
    /// <summary>The bytes that are hashed as the leaf.</summary>
    public byte[] Bytes() => Encoding.ASCII.GetBytes($"diwan-log-entry-1\n{Event.ToString().ToLowerInvariant()}\n{Document}\n{LogMoment.Write(At)}\n");

    public byte[] LeafHash() => MerkleLog.LeafHash(Bytes());
}

/// <summary>A signed statement of what the whole log was at a moment.</summary>
/// <param name="Root">Lower-case hex of the head of RFC 6962 over the first <paramref name="Size"/> entries.</param>
/// <param name="KeyId">Lower-case hex of the SHA-256 of the public key.</param>
/// <param name="Signature">Base64 of the ECDSA signature (P-256, SHA-256, DER) over <see cref="Statement"/>.</param>
public sealed record TreeHead(long Size, DateTimeOffset At, string Root, string KeyId, string Signature)
{
    /// <summary>The bytes that are signed.</summary>
    public byte[] Statement() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"diwan-log-head-1\n{Size}\n{LogMoment.Write(At)}\n{Root}\n"));

    /// <summary>Whether the key (PEM) made this head. False, never an exception, whatever is in it.</summary>
    public bool IsSignedBy(string publicPem)
    {
        try
        {
            return CheckpointKey.Verifies(publicPem, Statement(), Convert.FromBase64String(Signature));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>A proof of RFC 6962 with the hashes in lower-case hex.</summary>
public sealed record InclusionProof(LogEntry Entry, string LeafHash, long TreeSize, IReadOnlyList<string> Path);

/// <summary>Moments of the log have milliseconds, always three digits of them.</summary>
internal static class LogMoment
{
    internal static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Cut(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
