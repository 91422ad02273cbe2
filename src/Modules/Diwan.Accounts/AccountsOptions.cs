using System.ComponentModel.DataAnnotations;
using Diwan.Kernel;

namespace Diwan.Accounts;

/// <summary>The room of accounts, section <c>Accounts</c>.</summary>
public sealed class AccountsOptions
{
    /// <summary>What the national identity calls the level <c>low</c>, in <c>acr</c> and <c>acr_values</c>.</summary>
    [Required]
    public string AcrLow { get; set; } = "low";

    /// <summary>What it calls <c>substantial</c>.</summary>
    [Required]
    public string AcrSubstantial { get; set; } = "substantial";

    /// <summary>What it calls <c>high</c>.</summary>
    [Required]
    public string AcrHigh { get; set; } = "high";

    /// <summary>
    /// The address at which people know the site, such as <c>https://diwan.example</c>: passkeys are bound to its host, and those of another host are lost when it changes. Empty, or a bare
    /// address of the network, for which browsers make none: no passkeys.
    /// </summary>
    public string Site { get; set; } = "";

    internal bool HasPasskeys =>
        Uri.TryCreate(Site, UriKind.Absolute, out var site) && site.HostNameType == UriHostNameType.Dns && (site.Scheme == Uri.UriSchemeHttps || site.IsLoopback);

    /// <summary>The provider's word for a level.</summary>
    public string AcrOf(Assurance level) => level switch
    {
        Assurance.High => AcrHigh,
        Assurance.Substantial => AcrSubstantial,
        _ => AcrLow,
    };

    /// <summary>The level that the provider's word stands for: what it does not say, or says in a word that is not known, is the lowest.</summary>
    public Assurance LevelOf(string? acr) =>
        string.Equals(acr, AcrHigh, StringComparison.Ordinal) ? Assurance.High
        : string.Equals(acr, AcrSubstantial, StringComparison.Ordinal) ? Assurance.Substantial
        : Assurance.Low;
}
