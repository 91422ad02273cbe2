using System.Security.Cryptography;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>What is shown of a verified document: what the holder's own copy shows, and nothing else.</summary>
public sealed record VerifiedCopy(
    string Code,
    string Kind,
    Words Title,
    Words Institution,
    DateTimeOffset IssuedAt,
    DateOnly? ValidUntil,
    IReadOnlyList<SealFact> Facts,
    bool Sandbox);

/// <summary>The answer to "is this document genuine, and is it in force?".</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>What the document shows, when it is one of ours as it was issued; otherwise null.</summary>
    public VerifiedCopy? Shown => this switch
    {
        InForce v => v.Copy,
        Superseded v => v.Copy,
        Revoked v => v.Copy,
        Expired v => v.Copy,
        _ => null,
    };

    public VerificationAnswer Kind => this switch
    {
        InForce => VerificationAnswer.InForce,
        Superseded => VerificationAnswer.Superseded,
        Revoked => VerificationAnswer.Revoked,
        Expired => VerificationAnswer.Expired,
        Altered => VerificationAnswer.Altered,
        _ => VerificationAnswer.Unknown,
    };

    /// <summary>Genuine, and in force today.</summary>
    public sealed record InForce(VerifiedCopy Copy) : Verification;

    /// <summary>Genuine, but a newer one took its place.</summary>
    public sealed record Superseded(VerifiedCopy Copy, DateTimeOffset Since) : Verification;

    /// <summary>Genuine when issued, taken out of force since.</summary>
    public sealed record Revoked(VerifiedCopy Copy, DateTimeOffset Since, RevocationReason Reason) : Verification;

    /// <summary>Genuine, but past the last day on which it is in force.</summary>
    public sealed record Expired(VerifiedCopy Copy, DateOnly LastDay) : Verification;

    /// <summary>It carries our code or seal, but not as it was issued.</summary>
    public sealed record Altered(Words Reason) : Verification;

    /// <summary>No such document was issued here.</summary>
    public sealed record Unknown(Words Reason) : Verification;
}

/// <summary>Verifies a document by its code, by its file or by its QR seal. Anyone may ask; no account is needed.</summary>
public sealed class VerifyDocument(IDbContextFactory<AppDbContext> contexts, SealKeys keys, TimeProvider time)
{
    private static readonly Words NotACode = new(
        "رمز التحقق غير صحيح. تأكد من أحرفه وأرقامه الاثني عشر كما هي على الوثيقة.",
        "The verification code is not right. Check its twelve letters and digits against the document.");

    private static readonly Words NotIssued = new(
        "لم تصدر عن هذا النظام وثيقة بهذا الرمز.",
        "No document with this code was issued here.");

    private static readonly Words NotAHash = new(
        "بصمة الملف (SHA-256) تُكتب بأربعة وستين رقمًا سداسي عشر.",
        "The hash of a file (SHA-256) is written with sixty-four hexadecimal digits.");

    private static readonly Words NoSuchFile = new(
        "لم يصدر عن هذا النظام ملف بهذه البصمة: إمّا أنه ليس وثيقة صادرة هنا، أو أنه تغيّر.",
        "No file with this hash was issued here: it is not a document of this system, or was changed.");

    private static readonly Words SealBroken = new(
        "الختم المقروء لا يطابق ما أصدرته المؤسسة.",
        "The seal that was read is not as the institution made it.");

    private static readonly Words NotASeal = new(
        "ما قُرئ ليس ختمًا من هذا النظام.",
        "What was read is not a seal of this system.");

    private static readonly Words NotAsIssued = new(
        "الملف ليس هو الذي أُصدر بهذا الرمز.",
        "The file is not the one that was issued under this code.");

    public async Task<Verification> ByCodeAsync(string? typed, CancellationToken ct)
    {
        if (!DocumentCode.TryParse(typed, out var code))
        {
            return new Verification.Unknown(NotACode);
        }

        var row = await FindAsync(code.Value, ct);
        return row is null ? new Verification.Unknown(NotIssued) : Judge(row);
    }

    /// <param name="pdf">The whole file; at most <see cref="SealVerifier.MaxBytes"/>.</param>
    public async Task<Verification> ByFileAsync(ReadOnlyMemory<byte> pdf, CancellationToken ct)
    {
        switch (SealVerifier.VerifyPdf(pdf.Span, keys.Published()))
        {
            case PdfReading.Altered altered:
                return new Verification.Altered(altered.Reason);
            case PdfReading.Genuine genuine:
                var row = await FindAsync(genuine.Code, ct);
                return row is null ? new Verification.Unknown(NotIssued)
                    : row.Sha256 != Convert.ToHexStringLower(SHA256.HashData(pdf.Span)) ? new Verification.Altered(NotAsIssued)
                    : Judge(row);
            case PdfReading.Unknown unknown:
                return new Verification.Unknown(unknown.Reason);
            default:
                throw new InvalidOperationException("A reading of a file that is none of the known ones.");
        }
    }

    /// <summary>By the SHA-256 of the whole file, for those that will not hand the file over: who has its hash has the file as it was issued.</summary>
    public async Task<Verification> ByHashAsync(string? sha256, CancellationToken ct)
    {
        if (sha256 is not { Length: 64 } || !sha256.All(char.IsAsciiHexDigit))
        {
            return new Verification.Unknown(NotAHash);
        }

        var hash = sha256.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Sha256 == hash, ct);
        return row is null ? new Verification.Unknown(NoSuchFile) : Judge(row);
    }

    /// <param name="read">The text that a camera read from the seal.</param>
    public async Task<Verification> BySealAsync(string? read, CancellationToken ct)
    {
        switch (SealVerifier.VerifyQr(read, keys.Published()))
        {
            case SealReading.Altered:
                return new Verification.Altered(SealBroken);
            case SealReading.Genuine genuine:
                var row = await FindAsync(genuine.Code, ct);
                return row is null ? new Verification.Unknown(NotIssued) : Judge(row);
            default:
                return new Verification.Unknown(NotASeal);
        }
    }

    private async Task<DocumentRow?> FindAsync(string code, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code, ct);
    }

    private Verification Judge(DocumentRow row)
    {
        var copy = row.ToCopy();
        return row.StatusOn(NationalCalendar.DateAt(time.GetUtcNow())) switch
        {
            DocumentStatus.Revoked => new Verification.Revoked(copy, row.EndedAt ?? row.IssuedAt, row.RevocationReason ?? RevocationReason.IssuedInError),
            DocumentStatus.Superseded => new Verification.Superseded(copy, row.EndedAt ?? row.IssuedAt),
            DocumentStatus.Expired => new Verification.Expired(copy, row.ValidUntil!.Value),
            _ => new Verification.InForce(copy),
        };
    }
}
