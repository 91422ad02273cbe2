using System.ComponentModel.DataAnnotations;

namespace Diwan.Registries;

/// <summary>Where the institutions' registers are reached, and how patiently. Bound to <c>Registries</c>.</summary>
public sealed class RegistriesOptions
{
    /// <summary>The security server, or the sandbox: <c>http://127.0.0.1:5081</c>.</summary>
    [Required]
    [Url]
    public string BaseUrl { get; set; } = "http://127.0.0.1:5081";

    /// <summary>Another address for some members, by member code (<c>DLS</c>).</summary>
    public Dictionary<string, string> BaseUrls { get; } = [];

    /// <summary>The X-Road instance and member class of the registers.</summary>
    [Required]
    public string Instance { get; set; } = "JO";

    [Required]
    public string MemberClass { get; set; } = "GOV";

    /// <summary>Who asks, as the registers know it: instance/class/member/subsystem.</summary>
    [Required]
    public string Client { get; set; } = "JO/GOV/DIWAN/portal";

    /// <summary>Patience for one attempt.</summary>
    [Range(100, 60_000)]
    public int AttemptMilliseconds { get; set; } = 5_000;

    /// <summary>Patience for a question with all its attempts.</summary>
    [Range(100, 120_000)]
    public int TotalMilliseconds { get; set; } = 12_000;

    /// <summary>How often a read is repeated. A write is never repeated here: the duty that owes it comes again, with the same key.</summary>
    [Range(0, 5)]
    public int ReadRetries { get; set; } = 2;

    /// <summary>How long a register that keeps failing is left alone.</summary>
    [Range(500, 600_000)]
    public int BreakMilliseconds { get; set; } = 15_000;

    /// <summary>Which member keeps which subsystem; see docs/registries/README.md.</summary>
    public Dictionary<string, string> Members { get; } = new(StringComparer.Ordinal)
    {
        ["civil-status"] = "CSPD",
        ["residence"] = "PSD",
        ["criminal-record"] = "MOJ",
        ["justice"] = "MOJ",
        ["lands"] = "DLS",
        ["companies"] = "MIT",
        ["vocations"] = "GAM",
        ["property-tax"] = "GAM",
        ["civil-defence"] = "CDD",
        ["health"] = "MOH",
        ["traffic"] = "CTD",
        ["vehicles"] = "DVLD",
        ["social-security"] = "SSC",
    };
}
