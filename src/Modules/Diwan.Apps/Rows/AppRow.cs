using Diwan.Platform;
using OpenIddict.EntityFrameworkCore.Models;

namespace Diwan.Apps;

/// <summary>Where a key of an app is good.</summary>
public enum KeyKind
{
    Live,

    /// <summary>In installations that are a sandbox only.</summary>
    Test,
}

/// <summary>An app that was registered, and what it may ask of people.</summary>
internal sealed class AppRow : IVersioned
{
    public Guid Id { get; init; }

    public required string NameAr { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Who answers for the app.</summary>
    public required string OwnerAr { get; init; }

    public required string OwnerEn { get; init; }

    /// <summary>The institution whose app it is: it reaches nothing of any other. Null of a partner's app.</summary>
    public string? Institution { get; init; }

    /// <summary>Separated by spaces.</summary>
    public required string Scopes { get; init; }

    public DateTimeOffset At { get; init; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A key of an app: to OAuth, a client.</summary>
internal sealed class ClientRow : OpenIddictEntityFrameworkCoreApplication<string, GrantRow, TokenRow>, IVersioned
{
    public Guid AppId { get; init; }

    public required string Name { get; init; }

    public KeyKind Kind { get; init; }

    public required string IssuedBy { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>What a person allowed an app: to OAuth, an authorization.</summary>
internal sealed class GrantRow : OpenIddictEntityFrameworkCoreAuthorization<string, ClientRow, TokenRow>, IVersioned
{
    public GrantRow()
    {
        var id = Guid.CreateVersion7();
        Id = id.ToString("D");
        Chain = Chain.Start(id);
    }

    public string? ApplicationId { get; set; }

    public DateTimeOffset AllowedAt { get; set; }

    /// <summary>From then on it allows nothing.</summary>
    public DateTimeOffset UntilAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A code, or a token of any kind. What it carries is encrypted; only its hash can be looked up.</summary>
internal sealed class TokenRow : OpenIddictEntityFrameworkCoreToken<string, ClientRow, GrantRow>
{
    public TokenRow() => Id = Guid.CreateVersion7().ToString("D");

    public string? ApplicationId { get; set; }

    public string? AuthorizationId { get; set; }
}

/// <summary>An answer that was given to a request with an idempotency key.</summary>
internal sealed class ReplyRow : IVersioned
{
    /// <summary>A hash of who asked, and of the key they gave.</summary>
    public required string Key { get; init; }

    /// <summary>A hash of what was asked.</summary>
    public required string Asked { get; init; }

    /// <summary>Zero while it is being worked on.</summary>
    public int Status { get; set; }

    public string? ContentType { get; set; }

    public string? Location { get; set; }

    /// <summary>Encrypted.</summary>
    public byte[]? Body { get; set; }

    public DateTimeOffset At { get; set; }

    public long Version { get; set; }
}
