using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>A document offered to a wallet: a pre-authorised code, then an access token, then one credential. Of secrets only hashes are kept.</summary>
internal sealed class CredentialOfferRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    public required string CodeHash { get; init; }

    /// <summary>SHA-256 of the offer's id and the transaction code.</summary>
    public required string TxHash { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Wrong transaction codes so far.</summary>
    public int Wrong { get; set; }

    /// <summary>Of the access token; set when the code was exchanged, which it can be once.</summary>
    public string? TokenHash { get; set; }

    public DateTimeOffset? TokenExpiresAt { get; set; }

    public DateTimeOffset? IssuedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>The place of a credential in a status list. Places are random, so that the list says nothing of when or in what order.</summary>
internal sealed class CredentialStatusRow
{
    public int List { get; init; }

    public int Index { get; init; }

    public Guid DocumentId { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A nonce that was used to issue a credential, kept until it would have expired.</summary>
internal sealed class UsedNonceRow
{
    public required string Hash { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
