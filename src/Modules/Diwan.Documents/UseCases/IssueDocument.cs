using Diwan.Documents.Rendering;
using Diwan.Documents.Sealing;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Documents;

/// <summary>
/// Lays a document out, seals it, and adds its rows to the caller's change, so that the case and its document are committed together.
/// A document of the same kind for the same case that is still in force is superseded by the new one.
/// </summary>
public sealed class IssueDocument(IDbContextFactory<AppDbContext> contexts, SealKeys keys, ITimeStamps stamps, IOptions<DocumentsOptions> options)
{
    /// <param name="Reference">The reference of the case, as the citizen knows it.</param>
    /// <param name="PersonKey">Whose document it is: who may download it.</param>
    /// <param name="DocumentId">The kind of document, as in <c>document.yaml</c>.</param>
    /// <param name="Content">What the document says, given its number.</param>
    /// <param name="Key">Makes repetition harmless: the case and the step of its process.</param>
    public sealed record Order(
        Guid CaseId,
        string Reference,
        string PersonKey,
        string DocumentId,
        string Institution,
        Func<string, DocumentContent> Content,
        DateTimeOffset IssuedAt,
        string Key)
    {
        /// <summary>The least level by which the person shows who they are to fetch it.</summary>
        public required Assurance Assurance { get; init; }
    }

    /// <param name="Number">The verification code, which is the number on the paper.</param>
    public sealed record Issued(string Number, Guid FileId);

    /// <summary>Adds nothing and returns what was issued when the order's key was carried out before.</summary>
    /// <exception cref="SealUnavailableException">The keys or the time-stamping authority are out of reach; nothing was added, and the same may be asked again.</exception>
    public async Task<Issued> AddAsync(Change change, Order order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<DocumentRow>().Where(d => d.Key == order.Key).Select(d => new Issued(d.Code, d.FileId)).FirstOrDefaultAsync(ct) is { } before)
        {
            return before;
        }

        var code = DocumentCode.New().Value;
        var content = order.Content(code);
        var key = keys.Sealing(order.Institution, content.InstitutionName, order.IssuedAt);
        var pdf = await SealAsync(content with { Institution = order.Institution, CaseReference = content.CaseReference ?? order.Reference }, code, order.IssuedAt, key, ct);
        var file = FileStore.Add(change, pdf);
        var id = change.NewId();
        var row = new DocumentRow
        {
            Id = id,
            Code = code,
            Key = order.Key,
            CaseId = order.CaseId,
            Reference = order.Reference,
            PersonKey = order.PersonKey,
            Kind = order.DocumentId,
            Type = content.Kind,
            Institution = order.Institution,
            InstitutionAr = content.InstitutionName.Ar,
            InstitutionEn = content.InstitutionName.En,
            TitleAr = content.Title.Ar,
            TitleEn = content.Title.En,
            Language = content.Language,
            Facts = DocumentRow.Write(content.SealFacts),
            FileId = file.Id,
            Sha256 = file.Sha256,
            Size = file.Size,
            KeyId = key.KeyId,
            IssuedAt = order.IssuedAt,
            ValidUntil = content.ValidUntil,
            Sandbox = content.Sandbox,
            Assurance = order.Assurance,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        TransparencyLog.Note(change, LogEvent.Issued, row.Sha256);
        // The trail holds hashes and numbers; what the document says stays in the document.
        change.Record(row.Chain, "document-issued", new { number = code, kind = row.Kind, sha256 = row.Sha256, keyId = row.KeyId });

        var replaced = await db.Set<DocumentRow>()
            .Where(d => d.CaseId == order.CaseId && d.Kind == order.DocumentId && d.State == DocumentState.InForce)
            .ToListAsync(ct);
        foreach (var old in replaced)
        {
            (old.State, old.EndedAt, old.SupersededBy) = (DocumentState.Superseded, order.IssuedAt, code);
            change.Update(old);
            TransparencyLog.Note(change, LogEvent.Superseded, old.Sha256);
            change.Record(old.Chain, "document-superseded", new { number = old.Code, by = code });
        }

        return new Issued(code, file.Id);
    }

    /// <summary>
    /// A look at a document without issuing it: marked as a specimen, sealed with a key that is made for it and forgotten, so that it looks as it
    /// will and yet verifies nowhere.
    /// </summary>
    public static byte[] Preview(DocumentContent content, DateTimeOffset now)
    {
        var key = SealKey.Passing(content.Institution, now);
        using (key.Key)
        {
            var code = DocumentCode.Specimen.Value;
            var shown = content with { Sandbox = true };
            var pdf = DocumentRenderer.Render(shown, new DocumentStamp(code, now, QrSeal.Make(shown, code, now, key), "https://diwan.example/verify"));
            return PdfSeal.Sign(pdf, key, key, now);
        }
    }

    private Task<byte[]> SealAsync(DocumentContent content, string code, DateTimeOffset now, SealKey key, CancellationToken ct)
    {
        var seal = QrSeal.Make(content, code, now, key);
        var pdf = DocumentRenderer.Render(content, new DocumentStamp(code, now, seal, options.Value.VerifyAddress));
        return PdfSeal.SignAsync(pdf, key, keys.ValidationOf(key, now), stamps, ct);
    }
}
