using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>What officers may do to an issued document. None of it changes a document: it ends, or another takes its place.</summary>
public enum DocumentActKind
{
    /// <summary>Takes it out of force.</summary>
    Revoke,

    /// <summary>Issues it anew from what the case holds.</summary>
    Reissue,

    /// <summary>Issues it anew from what the registers say now.</summary>
    Correct,
}

public enum DocumentActState
{
    /// <summary>Waits for a second officer.</summary>
    Asked,
    Confirmed,
    Declined,
}

/// <summary>What one officer asked for and another decided.</summary>
/// <param name="Words">Why, in the first officer's words; for officers only.</param>
public sealed record DocumentAct(
    Guid Id,
    string Number,
    Words Title,
    DocumentActKind Kind,
    RevocationReason? Reason,
    string Words,
    string AskedById,
    string AskedBy,
    DateTimeOffset AskedAt,
    DocumentActState State,
    string? DecidedBy,
    DateTimeOffset? DecidedAt);

/// <summary>An issued document as the officers of its institution see it.</summary>
public sealed record OfficeDocument(
    string Number,
    string Kind,
    Words Title,
    string Reference,
    Guid CaseId,
    string PersonKey,
    DateTimeOffset IssuedAt,
    DateOnly? ValidUntil,
    DocumentStatus Status,
    DateTimeOffset? EndedAt,
    RevocationReason? Reason,
    string? SupersededBy,
    IReadOnlyList<SealFact> Facts,
    IReadOnlyList<DocumentAct> Acts);

/// <summary>That a document is to be issued anew, confirmed by a second officer: the duty of whoever can fill its template.</summary>
/// <param name="Correct">Whether the registers are asked again.</param>
public sealed record ReplaceDocument(string Reference, string Number, bool Correct)
{
    public const string DutyKind = "document.replace";
}

internal sealed class DocumentActRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    public required string Institution { get; init; }

    public DocumentActKind Kind { get; init; }

    public RevocationReason? Reason { get; init; }

    public required string Words { get; init; }

    public required string AskedById { get; init; }

    public required string AskedByName { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public DocumentActState State { get; set; }

    public string? DecidedByName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public long Version { get; set; }

    internal DocumentAct ToView(DocumentRow document) => new(
        Id, document.Code, new(document.TitleAr, document.TitleEn), Kind, Reason, Words, AskedById, AskedByName, AskedAt, State, DecidedByName, DecidedAt);
}
