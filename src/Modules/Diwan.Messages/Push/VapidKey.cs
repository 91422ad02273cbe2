using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Platform;

namespace Diwan.Messages;

/// <summary>
/// The key by which push services and browsers know this platform (RFC 8292). It follows from the platform's own key, so that nothing more is to be kept, and every node has the same; with another
/// platform key it is another, and devices must be added anew.
/// </summary>
public sealed class VapidKey
{
    /// <summary>The standard allows a day at most.</summary>
    private static readonly TimeSpan Good = TimeSpan.FromHours(12);

    private static readonly string Head = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);

    private readonly Lazy<(string Public, byte[] Private)> _pair;

    public VapidKey(CheckpointKey platformKey)
    {
        ArgumentNullException.ThrowIfNull(platformKey);
        _pair = new(() =>
        {
            var scalar = platformKey.Derive("push:vapid");
            scalar[0] = 0; // below the order of the curve
            using var key = Open(scalar);
            return (Base64Url.EncodeToString(PushEncryption.Point(key.ExportParameters(includePrivateParameters: false).Q)), scalar);
        });
    }

    /// <summary>An uncompressed point on P-256, base64url.</summary>
    public string Public => _pair.Value.Public;

    /// <summary>The Authorization header for a push service.</summary>
    /// <param name="contact">Whom it asks when something is wrong.</param>
    internal string Authorize(Uri endpoint, string contact, DateTimeOffset now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new { aud = endpoint.GetLeftPart(UriPartial.Authority), exp = (now + Good).ToUnixTimeSeconds(), sub = contact });
        var said = $"{Head}.{Base64Url.EncodeToString(claims)}";
        using var key = Open(_pair.Value.Private);
        return $"vapid t={said}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(said), HashAlgorithmName.SHA256))}, k={Public}";
    }

    private static ECDsa Open(byte[] scalar) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
}
