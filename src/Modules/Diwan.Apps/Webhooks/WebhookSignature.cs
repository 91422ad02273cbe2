using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Diwan.Apps;

/// <summary>
/// Signs notices in the manner of Standard Webhooks 1.0 (HMAC-SHA256, symmetric), and checks them: with it an app written in .NET sees whether a notice is ours, unaltered and new.
/// </summary>
public static class WebhookSignature
{
    public const string Id = "webhook-id";
    public const string Timestamp = "webhook-timestamp";
    public const string Signature = "webhook-signature";

    private const string Prefix = "whsec_";

    /// <summary>How far the clocks of the two may be apart, and how old a notice may be.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    internal static string Secret(ReadOnlySpan<byte> key) => Prefix + Convert.ToBase64String(key);

    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        var text = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    /// <param name="signatures">The header: one or several, separated by spaces.</param>
    /// <param name="seen">Whether a notice of this id was taken before. Remember ids for as long as <see cref="Tolerance"/>.</param>
    /// <returns>False for a notice that is forged, altered, too old, from the future, or taken before.</returns>
    public static bool IsGood(string secret, string? id, string? timestamp, string? signatures, string body, DateTimeOffset now, Func<string, bool>? seen = null)
    {
        if (string.IsNullOrEmpty(id) || signatures is null
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799
            || DateTimeOffset.FromUnixTimeSeconds(seconds) is var at && (now - at).Duration() > Tolerance)
        {
            return false;
        }

        var right = Encoding.ASCII.GetBytes(Sign(secret, id, at, body));
        return signatures.Split(' ').Any(s => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(s), right)) && seen?.Invoke(id) != true;
    }
}
