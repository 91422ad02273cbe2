using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>The register of issued documents. The files themselves are in the platform's store.</summary>
public sealed class DocumentsModel : IRoomModel
{
    public void Map(ModelBuilder model) => model.Entity<DocumentRow>(e =>
    {
        e.ToTable("documents");
        e.HasKey(x => x.Id);
        e.HasIndex(x => x.Code).IsUnique();
        e.HasIndex(x => x.Key).IsUnique();
        e.HasIndex(x => x.Sha256);
        e.HasIndex(x => x.PersonKey);
        e.HasIndex(x => x.Reference);
        e.HasIndex(x => new { x.CaseId, x.Kind });
        e.ComplexProperty(x => x.Chain);
    });
}

/// <summary>A document as issued. What it says never changes; whether it is in force may.</summary>
internal sealed class DocumentRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>The verification code, which is also the number on the paper.</summary>
    public required string Code { get; init; }

    /// <summary>What makes issuing harmless when repeated: the case and the step of its process.</summary>
    public required string Key { get; init; }

    public Guid CaseId { get; init; }

    public required string Reference { get; init; }

    public required string PersonKey { get; init; }

    public required string Kind { get; init; }

    /// <summary>The kind of document as its seal names it: service and document, such as <c>moj/non-conviction-certificate/certificate</c>.</summary>
    public required string Type { get; init; }

    public required string Institution { get; init; }

    public string? InstitutionAr { get; init; }

    public string? InstitutionEn { get; init; }

    public string? TitleAr { get; init; }

    public string? TitleEn { get; init; }

    public DocumentLanguage Language { get; init; }

    /// <summary>The facts of the seal with their labels, in JSON.</summary>
    public required string Facts { get; init; }

    public Guid FileId { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the sealed file.</summary>
    public required string Sha256 { get; init; }

    public long Size { get; init; }

    /// <summary>The key that sealed it.</summary>
    public required string KeyId { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public DateOnly? ValidUntil { get; init; }

    public bool Sandbox { get; init; }

    /// <summary>The least level by which its person shows who they are to fetch it.</summary>
    public Assurance Assurance { get; init; }

    public DocumentState State { get; set; }

    /// <summary>Since when it is no longer in force.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public RevocationReason? RevocationReason { get; set; }

    /// <summary>The code of the document that took its place.</summary>
    public string? SupersededBy { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }

    internal static string Write(IReadOnlyList<SealFact> facts) => JsonSerializer.Serialize(facts, Change.Json);

    internal VerifiedCopy ToCopy() => new(
        Code,
        Kind,
        new Words(TitleAr, TitleEn),
        new Words(InstitutionAr, InstitutionEn),
        IssuedAt,
        ValidUntil,
        JsonSerializer.Deserialize<List<SealFact>>(Facts, Change.Json) ?? [],
        Sandbox);

    internal DocumentStatus StatusOn(DateOnly today) => State switch
    {
        DocumentState.Revoked => DocumentStatus.Revoked,
        DocumentState.Superseded => DocumentStatus.Superseded,
        _ => ValidUntil < today ? DocumentStatus.Expired : DocumentStatus.InForce,
    };
}

/// <summary>What is kept; expiry follows from the calendar.</summary>
internal enum DocumentState
{
    InForce,
    Superseded,
    Revoked,
}
