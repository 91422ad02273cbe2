using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>By what a document was verified.</summary>
public enum VerificationWay
{
    Code,
    File,
    Seal,
}

/// <summary>The kinds of answer, as they are counted.</summary>
public enum VerificationAnswer
{
    InForce,
    Superseded,
    Revoked,
    Expired,
    Altered,
    Unknown,
}

/// <summary>Why a relying body refused a document, as its holder was told.</summary>
public enum RefusalReason
{
    /// <summary>It accepts paper with a wet stamp only.</summary>
    WantsPaper,

    /// <summary>It does not know how to verify, or its means did not work.</summary>
    CouldNotVerify,

    /// <summary>Its own rules do not name electronic documents.</summary>
    NotInItsRules,

    /// <summary>It did not believe the result of verifying.</summary>
    DoubtsTheDocument,

    Other,
}

/// <summary>A body that relies on documents: a bank, a university, a ministry.</summary>
internal sealed class RelyingBodyRow : IVersioned
{
    public Guid Id { get; init; }

    public required string NameAr { get; init; }

    public required string NameEn { get; init; }

    public DateTimeOffset At { get; init; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A key of a relying body. Only its hash is kept.</summary>
internal sealed class RelyingKeyRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid BodyId { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the key, which has 256 random bits.</summary>
    public required string Hash { get; init; }

    /// <summary>Its last four characters, so that people can tell keys apart.</summary>
    public required string Hint { get; init; }

    public required string IssuedBy { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>That somebody verified something. Who, is known only of those that use a key.</summary>
internal sealed class VerificationRow
{
    public Guid Id { get; init; }

    /// <summary>The code of the document; null when none was found.</summary>
    public string? Document { get; init; }

    public Guid? BodyId { get; init; }

    public DateTimeOffset At { get; init; }

    public VerificationWay Way { get; init; }

    public VerificationAnswer Answer { get; init; }
}

/// <summary>A holder's report that a document was refused although it was in force.</summary>
internal sealed class RefusalRow
{
    public Guid Id { get; init; }

    public required string Document { get; init; }

    public required string Institution { get; init; }

    /// <summary>As the reporter wrote it.</summary>
    public required string Body { get; init; }

    public DateOnly On { get; init; }

    public RefusalReason Reason { get; init; }

    public string? Words { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A link by which others see one document of a person for a time.</summary>
internal sealed class ShareRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the token in the link.</summary>
    public required string TokenHash { get; init; }

    /// <summary>For whom, in the holder's words; shown to the holder only.</summary>
    public string? Note { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

internal sealed class ShareOpeningRow
{
    public Guid Id { get; init; }

    public Guid ShareId { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>Secrets that are handed out once and kept as hashes.</summary>
internal static class Secret
{
    /// <summary>256 random bits in base64url.</summary>
    internal static string New() => System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    internal static string Hash(string secret) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
}
