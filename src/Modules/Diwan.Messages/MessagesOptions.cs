using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Diwan.Messages;

/// <summary>Bound to <c>Messages</c>.</summary>
public sealed class MessagesOptions
{
    /// <summary>SMS gateways that speak Kannel's sendsms, the preferred first. The next is asked while one before it does not answer. Without any, SMS wait.</summary>
    public IList<SmsGatewayOptions> Gateways { get; } = [];

    /// <summary>The national short code, as the sender.</summary>
    [Required]
    public string SmsFrom { get; set; } = "94444";

    /// <summary>Where the gateways report delivery: this platform's own address. Null: no reports are asked for.</summary>
    [Url]
    public string? ReportUrl { get; set; }

    /// <summary>How long a delivery whose handing over was cut off waits for the gateway's report before it is handed over again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Doubt { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many deliveries are handed over at once.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 8;

    /// <summary>What the gateway of inbound texts must say; null takes no texts in. At least 16 characters.</summary>
    [MinLength(16)]
    public string? InboundSecret { get; set; }

    /// <summary>From which addresses inbound texts and reports may come; the loopback addresses when none is named.</summary>
    public IList<string> InboundFrom { get; } = [];

    /// <summary>The most SMS a number gets within a day, whoever sends them. ASSUMED: no source gives a number.</summary>
    [Range(1, 1_000_000)]
    public int PerRecipientPerDay { get; set; } = 40;

    /// <summary>The most that SMS to one number may cost within a day, in fils. ASSUMED.</summary>
    [Range(1, 100_000_000)]
    public long CostPerRecipientPerDay { get; set; } = 1_000;

    /// <summary>The price of one part of an SMS, in fils. ASSUMED: the contract of the national gateway is not public.</summary>
    [Range(0, 1_000)]
    public long PartPrice { get; set; } = 10;

    /// <summary>From this hour in Amman what can wait is not sent to people who chose no hours themselves. ASSUMED.</summary>
    [Range(0, 23)]
    public int QuietFrom { get; set; } = 21;

    /// <summary>Until this hour.</summary>
    [Range(0, 23)]
    public int QuietTo { get; set; } = 8;

    /// <summary>How many texts a number may send within an hour and be answered. ASSUMED.</summary>
    [Range(1, 1_000)]
    public int TextsPerHour { get; set; } = 20;

    /// <summary>The mail server; null sends no e-mail.</summary>
    public MailOptions? Mail { get; set; }

    /// <summary>Notices on people's devices (web push); null offers none.</summary>
    public PushOptions? Push { get; set; }

    internal bool TakesFrom(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return InboundFrom.Count == 0 ? IPAddress.IsLoopback(plain) : InboundFrom.Any(named => IPAddress.TryParse(named, out var allowed) && allowed.Equals(plain));
    }
}

public sealed class SmsGatewayOptions
{
    [Required]
    public string Name { get; set; } = "sms";

    /// <summary>Kannel's sendsms, such as <c>http://127.0.0.1:13013/cgi-bin/sendsms</c>.</summary>
    [Required]
    [Url]
    public string Url { get; set; } = "";

    [Required]
    public string User { get; set; } = "";

    [Required]
    public string Password { get; set; } = "";
}

public sealed class MailOptions
{
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>Whether the connection must be encrypted before anything is said; off only toward a server on the same machine.</summary>
    public bool Encrypted { get; set; } = true;

    public string? User { get; set; }

    public string? Password { get; set; }

    [Required]
    [EmailAddress]
    public string From { get; set; } = "no-reply@diwan.example";
}

/// <summary>Notices on people's devices by the push services of their browsers (RFC 8030). The key that signs (RFC 8292) follows from the platform's own.</summary>
public sealed class PushOptions
{
    /// <summary>Whom a push service asks when something is wrong: <c>mailto:</c> or <c>https:</c>.</summary>
    [Required]
    [RegularExpression("(mailto:[^@ ]+@[^@ ]+|https://.+)")]
    public string Contact { get; set; } = "";

    /// <summary>How long a notice is worth delivering; after this the push service drops it, and we try no more.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "28.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromDays(3);

    /// <summary>The most notices a device gets within a day. ASSUMED.</summary>
    [Range(1, 1_000_000)]
    public int PerDevicePerDay { get; set; } = 40;

    /// <summary>The most devices of one person. ASSUMED.</summary>
    [Range(1, 100)]
    public int DevicesPerPerson { get; set; } = 10;

    /// <summary>Whether push services on this machine may be spoken to; set from <c>Web:Sandbox</c>.</summary>
    internal bool Sandbox { get; set; }
}
