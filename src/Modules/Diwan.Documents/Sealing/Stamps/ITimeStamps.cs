using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>
/// Where the time of a seal comes from: the installation's own key (<see cref="OwnTimeStamps"/>), or an outside authority spoken to by RFC 3161
/// (<see cref="HttpTimeStamps"/>).
/// </summary>
public interface ITimeStamps
{
    /// <summary>A time-stamp token over the SHA-256 of some bytes, in DER, checked before it is given back.</summary>
    /// <exception cref="TimeStampException">There is none now, or what came is not to be trusted.</exception>
    Task<byte[]> OverAsync(ReadOnlyMemory<byte> data, CancellationToken ct);

    /// <summary>What shows later that the authority's stamps were good: its certificates and the revocation lists over them.</summary>
    /// <exception cref="TimeStampException">They cannot be had now.</exception>
    Task<ValidationData> ValidationAsync(CancellationToken ct);
}

/// <summary>The time-stamping authority gives no stamp, or one that is not to be trusted.</summary>
public sealed class TimeStampException(string message, Exception? inner = null) : SealUnavailableException(message, inner);

/// <summary>Certificates and revocation lists in DER, as a document carries them for the time when nobody publishes them any more (PAdES B-LT).</summary>
public sealed record ValidationData(IReadOnlyList<byte[]> Certificates, IReadOnlyList<byte[]> RevocationLists)
{
    public static ValidationData None { get; } = new([], []);

    /// <summary>Both together, each thing once.</summary>
    public ValidationData And(ValidationData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Once(Certificates, other.Certificates), Once(RevocationLists, other.RevocationLists));
    }

    internal static ValidationData Of(IEnumerable<X509Certificate2> certificates, IEnumerable<byte[]> lists) => new([.. certificates.Select(c => c.RawData)], [.. lists]);

    internal bool Holds(X509Certificate2 certificate) => Certificates.Any(c => c.AsSpan().SequenceEqual(certificate.RawData));

    private static List<byte[]> Once(IEnumerable<byte[]> first, IEnumerable<byte[]> second) => [.. first.Concat(second).DistinctBy(Convert.ToHexString)];
}
