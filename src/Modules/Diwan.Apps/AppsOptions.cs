using System.ComponentModel.DataAnnotations;

namespace Diwan.Apps;

/// <summary>Section <c>Apps</c>.</summary>
public sealed class AppsOptions
{
    /// <summary>The address of the site as apps know it, such as https://diwan.example; null takes that of each request.</summary>
    [Url]
    public string? Issuer { get; set; }

    /// <summary>How long an app may do what it was allowed, in days. ASSUMED: no source gives a number.</summary>
    [Range(1, 3650)]
    public int ConsentDays { get; set; } = 180;

    /// <summary>How long an access token is good for, in minutes.</summary>
    [Range(1, 1440)]
    public int AccessMinutes { get; set; } = 10;

    /// <summary>How long a refresh token that is not used is good for, in days.</summary>
    [Range(1, 365)]
    public int RefreshDays { get; set; } = 30;

    /// <summary>Requests a minute that one app may make for one person. ASSUMED.</summary>
    [Range(1, 1_000_000)]
    public int PerMinute { get; set; } = 120;

    /// <summary>Days after which the key that signs ID tokens is followed by a new one.</summary>
    [Range(2, 3650)]
    public int KeyDays { get; set; } = 90;

    /// <summary>
    /// The installation is a sandbox (<c>Web:Sandbox</c>): test keys are good here, and their notices may go to addresses that are not https or not public.
    /// </summary>
    public bool Sandbox { get; set; }
}
