using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>An officer asks that a document of their institution be revoked, issued anew or corrected. Nothing happens until a second officer confirms it.</summary>
public sealed class AskDocumentAct(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public const int LongestWords = 500;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Asked(Guid Id) : Result;

        /// <summary>No such document of this institution.</summary>
        public sealed record NotFound : Result;

        /// <summary>It is not in force any more.</summary>
        public sealed record AlreadyEnded(DocumentStatus Status) : Result;

        /// <summary>Something asked of it before waits for its second officer.</summary>
        public sealed record AlreadyAsked : Result;

        /// <summary>The reason of a revocation or the words are missing, or the words are too long.</summary>
        public sealed record Refused(bool Reason, bool Words) : Result;

        /// <summary>The document is the officer's own.</summary>
        public sealed record Own : Result;
    }

    /// <param name="institution">Whose officer asks.</param>
    public async Task<Result> RunAsync(string number, string institution, DocumentActKind kind, RevocationReason? reason, string? words, Actor officer, CancellationToken ct)
    {
        words = words?.Trim() ?? "";
        var (noReason, noWords) = (kind == DocumentActKind.Revoke && reason is null, words.Length is < 5 or > LongestWords);
        if (noReason || noWords)
        {
            return new Result.Refused(noReason, noWords);
        }

        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (!DocumentCode.TryParse(number, out var code)
                || await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code.Value && d.Institution == institution, ct) is not { } document)
            {
                return new Result.NotFound();
            }

            if (document.PersonKey[(document.PersonKey.IndexOf(':', StringComparison.Ordinal) + 1)..] == officer.Id[(officer.Id.IndexOf(':', StringComparison.Ordinal) + 1)..])
            {
                return new Result.Own();
            }

            var change = new Change(officer, Channel.Portal, "document-act-asking", time.GetUtcNow());
            var status = document.StatusOn(NationalCalendar.DateAt(change.Now));
            // What has expired may still be revoked; there is no issuing it anew.
            if (status != DocumentStatus.InForce && !(status == DocumentStatus.Expired && kind == DocumentActKind.Revoke))
            {
                return new Result.AlreadyEnded(status);
            }

            if (await db.Set<DocumentActRow>().AnyAsync(a => a.DocumentId == document.Id && a.State == DocumentActState.Asked, ct))
            {
                return new Result.AlreadyAsked();
            }

            var id = change.NewId();
            change.Insert(new DocumentActRow
            {
                Id = id,
                DocumentId = document.Id,
                Institution = institution,
                Kind = kind,
                Reason = kind == DocumentActKind.Revoke ? reason : null,
                Words = words,
                AskedById = officer.Id,
                AskedByName = officer.Name,
                AskedAt = change.Now,
            });
            // The document's own row goes along, so that of two who ask at once one is refused and looks again.
            change.Update(document);
            change.Record(document.Chain, "document-act-asked", new { act = id, kind, reason });
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Asked(id);
            }

            if (attempt == 4)
            {
                written.OrThrow();
            }
        }
    }
}
