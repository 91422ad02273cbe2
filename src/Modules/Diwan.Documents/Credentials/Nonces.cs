using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Diwan.Platform;

namespace Diwan.Documents.Credentials;

/// <summary>
/// Nonces for key proofs. A nonce carries its own expiry under our signature, so that handing out any number of them keeps nothing; what is kept is
/// which were used.
/// </summary>
internal static class Nonces
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int BodyBytes = 24;

    internal static string New(CheckpointKey key, DateTimeOffset now)
    {
        var body = new byte[BodyBytes];
        BinaryPrimitives.WriteInt64BigEndian(body, (now + Lifetime).ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(body.AsSpan(8));
        return $"{Base64Url.EncodeToString(body)}.{Base64Url.EncodeToString(key.Sign(Signed(body)))}";
    }

    /// <summary>When the nonce expires; null when it is not one of ours, or expired.</summary>
    internal static DateTimeOffset? Expiry(string? nonce, CheckpointKey key, DateTimeOffset now)
    {
        if (nonce is null || nonce.Length > 200 || nonce.Split('.') is not [var first, var second]
            || Jws.Strict(first) is not { Length: BodyBytes } body || Jws.Strict(second) is not { Length: > 0 } signature)
        {
            return null;
        }

        try
        {
            if (!CheckpointKey.Verifies(key.PublicPem, Signed(body), signature))
            {
                return null;
            }

            var expiry = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body));
            return expiry > now ? expiry : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The part that makes it unique: a signature may be written in more ways than one.</summary>
    internal static string Identity(string nonce) => Secret.Hash(nonce[..nonce.IndexOf('.', StringComparison.Ordinal)]);

    private static byte[] Signed(byte[] body) => [.. "diwan-nonce-1\n"u8, .. body];
}
