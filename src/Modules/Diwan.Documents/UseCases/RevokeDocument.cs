using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Why a document was revoked, as anyone who verifies it is told. Nothing more is shown.</summary>
public enum RevocationReason
{
    /// <summary>It was issued by mistake.</summary>
    IssuedInError,

    /// <summary>What it says is no longer so.</summary>
    FactsChanged,

    /// <summary>It was obtained by false statements.</summary>
    ObtainedByFraud,

    /// <summary>A court or the competent authority ordered it.</summary>
    ByOrder,

    /// <summary>Its holder asked for it.</summary>
    AtHoldersRequest,
}

/// <summary>Takes a document out of force, for good. Adds to the caller's change.</summary>
public sealed class RevokeDocument(IDbContextFactory<AppDbContext> contexts, News news)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>Part of the change; in effect when it is written.</summary>
        public sealed record Revoked : Result;

        public sealed record AlreadyEnded(DocumentStatus Status, DateTimeOffset Since) : Result;

        public sealed record NotFound : Result;
    }

    public async Task<Result> AddAsync(Change change, string number, RevocationReason reason, CancellationToken ct)
    {
        if (!DocumentCode.TryParse(number, out var code))
        {
            return new Result.NotFound();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code.Value, ct);
        if (row is null)
        {
            return new Result.NotFound();
        }

        if (row.State != DocumentState.InForce)
        {
            return new Result.AlreadyEnded(row.State == DocumentState.Revoked ? DocumentStatus.Revoked : DocumentStatus.Superseded, row.EndedAt ?? row.IssuedAt);
        }

        (row.State, row.EndedAt, row.RevocationReason) = (DocumentState.Revoked, change.Now, reason);
        change.Update(row);
        TransparencyLog.Note(change, LogEvent.Revoked, row.Sha256);
        change.Record(row.Chain, "document-revoked", new { number = row.Code, reason });
        await news.PublishAsync(new DocumentRevoked(row.Code, row.Kind, row.CaseId, row.PersonKey, new Words(row.TitleAr, row.TitleEn), reason), change, ct);
        return new Result.Revoked();
    }
}
