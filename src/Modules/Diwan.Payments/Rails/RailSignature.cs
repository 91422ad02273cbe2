using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Diwan.Payments;

/// <summary>The signature of every message to and from a rail: docs/payments-rail.md.</summary>
public static class RailSignature
{
    public const string Header = "Diwan-Signature";

    /// <summary>How far a signature's moment may be from ours.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string Sign(string secret, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var t = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={t},v1={Mac(secret, t, body)}";
    }

    public static bool Verifies(string secret, ReadOnlySpan<byte> body, string? header, DateTimeOffset now) => Check(secret, body, header, now) is null;

    /// <summary>Null if the signature holds; "forged", or "stale" for a true one that somebody kept and sends again later.</summary>
    public static string? Check(string secret, ReadOnlySpan<byte> body, string? header, DateTimeOffset now)
    {
        if (secret.Length == 0 || header?.Split(',') is not [['t', '=', .. var t], ['v', '1', '=', .. var mac]]
            || !long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(mac), Encoding.ASCII.GetBytes(Mac(secret, t, body))))
        {
            return "forged";
        }

        // Not by Math.Abs, which fails for the smallest number a forger may write.
        return seconds < now.ToUnixTimeSeconds() - Tolerance.TotalSeconds || seconds > now.ToUnixTimeSeconds() + Tolerance.TotalSeconds ? "stale" : null;
    }

    private static string Mac(string secret, string t, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(t + "."), .. body]));
}
