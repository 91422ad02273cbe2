using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace Diwan.Payments;

/// <summary>Configuration section <c>Payments</c>.</summary>
public sealed class PaymentsOptions : IValidatableObject
{
    /// <summary>The sandbox's secret is public, so it proves nothing.</summary>
    private const string PublicSecret = "sandbox-rail-secret";

    /// <summary>SHA-256 of the sandbox's public key, whose private half follows from that secret.</summary>
    private const string PublicKey = "dae9a8985f7b426de0b1a26ec56b5ea3a8b7e48d1d57e4f23019325399e6c436";

    public RailOptions Rail { get; set; } = new();

    public RefundOptions Refunds { get; set; } = new();

    public BillRailOptions BillRail { get; set; } = new();

    /// <summary>The hosted card page, where it is not the bill rail's house that hosts it. What is left empty is that of <see cref="Rail"/>.</summary>
    public CardPageOptions CardPage { get; set; } = new();

    /// <summary>The public address of this installation, without a slash at its end: the rail sends its notices there.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The card page with what it shares with the rail.</summary>
    internal CardPageOptions Cards => new()
    {
        Url = CardPage.Url.Length > 0 ? CardPage.Url : Rail.Url,
        Secret = CardPage.Secret.Length > 0 ? CardPage.Secret : Rail.Secret,
        Merchant = CardPage.Merchant.Length > 0 ? CardPage.Merchant : Rail.Merchant,
    };

    /// <summary>Our name at the rail that money came by.</summary>
    internal string MerchantOf(Rail rail) => rail == Payments.Rail.Card ? Cards.Merchant : Rail.Merchant;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Rail.Secret == PublicSecret && !Rail.Sandbox)
        {
            yield return new ValidationResult(
                "Payments:Rail:Secret is the sandbox's, which everybody knows. Set the rail's own, or Payments:Rail:Sandbox=true for demonstration.");
        }

        if (CardPage.Url.Length > 0 && (CardPage.Secret.Length < 16 || !Uri.TryCreate(CardPage.Url, UriKind.Absolute, out _) || !Uri.TryCreate(PublicUrl, UriKind.Absolute, out _)))
        {
            yield return new ValidationResult(
                "With Payments:CardPage:Url set (an absolute address), Payments:CardPage:Secret (at least 16 characters) and Payments:PublicUrl (an absolute address) are needed.");
        }

        if (CardPage.Secret == PublicSecret && !Rail.Sandbox)
        {
            yield return new ValidationResult(
                "Payments:CardPage:Secret is the sandbox's, which everybody knows. Set the gateway's own, or Payments:Rail:Sandbox=true for demonstration.");
        }

        if (BillRail.RailKey.Length > 0)
        {
            foreach (var fault in KeyFaults())
            {
                yield return new ValidationResult(fault);
            }
        }

        if (Rail.Url.Length > 0 && (Rail.Secret.Length < 16 || !Uri.TryCreate(Rail.Url, UriKind.Absolute, out _) || !Uri.TryCreate(PublicUrl, UriKind.Absolute, out _)))
        {
            yield return new ValidationResult(
                "With Payments:Rail:Url set (an absolute address), Payments:Rail:Secret (at least 16 characters) and Payments:PublicUrl (an absolute address) are needed.");
        }
    }

    private IEnumerable<string> KeyFaults()
    {
        string? fingerprint = null;
        try
        {
            using var key = RailKeys.Import(BillRail.RailKey);
            fingerprint = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Said below.
        }

        if (fingerprint is null)
        {
            yield return "Payments:BillRail:RailKey is not a public key in PEM (-----BEGIN PUBLIC KEY-----), of ECDSA or RSA.";
        }
        else if (fingerprint == PublicKey && !Rail.Sandbox)
        {
            yield return "Payments:BillRail:RailKey is the sandbox's, whose private half everybody knows. Set the rail's own, or Payments:Rail:Sandbox=true for demonstration.";
        }
    }
}

/// <summary>Configuration section <c>Payments:CardPage</c>.</summary>
public sealed class CardPageOptions
{
    /// <summary>The gateway's address, without a slash at its end. Empty: that of Payments:Rail.</summary>
    public string Url { get; set; } = "";

    /// <summary>Signs what is said to the gateway, and its notices; at least 16 characters. Empty: that of Payments:Rail.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Our name at the gateway. Empty: that of Payments:Rail.</summary>
    public string Merchant { get; set; } = "";
}

public sealed class BillRailOptions
{
    /// <summary>The rail's public key (PEM, ECDSA or RSA), which signs its XML envelopes. Empty: XML is not believed.</summary>
    public string RailKey { get; set; } = "";

    /// <summary>Uploads the list of all open bills every quarter of an hour, so that the rail can offer them while we do not answer.</summary>
    public bool Upload { get; set; }

    /// <summary>Our private key (PEM), which signs our envelopes. Empty: keys/bill-rail.pem in the data directory, made at first need.</summary>
    public string KeyFile { get; set; } = "";
}

/// <summary>Configuration section <c>Payments:Refunds</c>.</summary>
public sealed class RefundOptions
{
    /// <summary>In fils. What a person asks to give back above this waits for a second person; 0: always. No source names a limit: 20 dinars is assumed.</summary>
    [Range(0, long.MaxValue)]
    public long SecondPersonAboveFils { get; set; } = 20_000;

    internal Kernel.Money SecondPersonAbove => new(SecondPersonAboveFils);
}

public sealed class RailOptions
{
    /// <summary>The rail's address, without a slash at its end. Empty: there is no rail, and nothing can be paid.</summary>
    public string Url { get; set; } = "";

    public string Secret { get; set; } = "";

    public string Merchant { get; set; } = "diwan";

    /// <summary>Says that this is a demonstration, with the sandbox's public secret.</summary>
    public bool Sandbox { get; set; }
}
