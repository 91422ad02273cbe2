using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;

namespace Diwan.Platform;

/// <summary>One event of a chain, as stored: never changed, never deleted.</summary>
internal sealed class EventRow
{
    public Guid ChainId { get; init; }

    public long Seq { get; init; }

    public required string Type { get; init; }

    public DateTimeOffset At { get; init; }

    public ActorKind ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public string? Institution { get; init; }

    public Channel Channel { get; init; }

    public required string Process { get; init; }

    public string? Reason { get; init; }

    public required string Payload { get; init; }

    public required byte[] PreviousHash { get; init; }

    public required byte[] Hash { get; set; }

    /// <summary>
    /// SHA-256 over these fields in this order, each as a netstring (byte length in decimal, colon, UTF-8 bytes, comma):
    /// "diwan-event-1", chain id (lower case, dashes), seq, previous hash (lower-case hex), at (UTC, seven decimals, Z),
    /// type, actor kind, actor id, actor name, institution, channel, process, reason, payload. A missing value is the empty
    /// string. See docs/operations/audit.md.
    /// </summary>
    public byte[] ComputeHash()
    {
        var text = new StringBuilder(512 + Payload.Length);
        Field(text, "diwan-event-1");
        Field(text, ChainId.ToString("D"));
        Field(text, Seq.ToString(CultureInfo.InvariantCulture));
        Field(text, Convert.ToHexStringLower(PreviousHash));
        Field(text, At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
        Field(text, Type);
        Field(text, ActorKind.ToString());
        Field(text, ActorId);
        Field(text, ActorName);
        Field(text, Institution);
        Field(text, Channel.ToString());
        Field(text, Process);
        Field(text, Reason);
        Field(text, Payload);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Field(StringBuilder text, string? value)
    {
        value ??= "";
        text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(value)}:").Append(value).Append(',');
    }
}
