using System.ComponentModel.DataAnnotations;

namespace Diwan.Web;

/// <summary>The frame's own settings, section <c>Web</c>.</summary>
public sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>Whether the outside world is the sandbox: marks every page, and shows the design page.</summary>
    public bool Sandbox { get; set; }

    /// <summary>
    /// Origins besides our own that a form may lead to: the payment page and the identity provider,
    /// such as <c>https://pay.example.jo</c>. Without a path.
    /// </summary>
    [Required]
    public IList<string> FormActionOrigins { get; } = [];

    /// <summary>Telephone of the national contact centre, as people dial it.</summary>
    [Required]
    public string ContactPhone { get; set; } = "06-5008080";

    /// <summary>E-mail address of the national contact centre.</summary>
    [Required, EmailAddress]
    public string ContactEmail { get; set; } = "help@diwan.example";

    /// <summary>Origins that are no origin: not absolute, not http(s), or with a path.</summary>
    internal IEnumerable<string> BadOrigins => FormActionOrigins.Where(origin =>
        !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        || uri.Scheme is not ("https" or "http")
        || origin.TrimEnd('/') != uri.GetLeftPart(UriPartial.Authority));
}
