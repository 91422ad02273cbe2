using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>A second officer confirms or declines what a first one asked of a document. A revocation is in effect with it; a new document is owed with it.</summary>
public sealed class DecideDocumentAct(IDbContextFactory<AppDbContext> contexts, RevokeDocument revoke, ChangeWriter writer, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Decided : Result;

        public sealed record NotFound : Result;

        /// <summary>Who asked cannot confirm.</summary>
        public sealed record SamePerson : Result;

        /// <summary>Somebody decided before, or the document ended meanwhile.</summary>
        public sealed record Over : Result;
    }

    public async Task<Result> RunAsync(Guid act, string institution, bool confirm, Actor officer, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<DocumentActRow>().FirstOrDefaultAsync(a => a.Id == act && a.Institution == institution, ct) is not { } row)
            {
                return new Result.NotFound();
            }

            if (row.State != DocumentActState.Asked)
            {
                return new Result.Over();
            }

            if (confirm && row.AskedById == officer.Id)
            {
                return new Result.SamePerson();
            }

            var document = await db.Set<DocumentRow>().FirstAsync(d => d.Id == row.DocumentId, ct);
            var change = new Change(officer, Channel.Portal, confirm ? "document-act-confirming" : "document-act-declining", time.GetUtcNow());
            (row.State, row.DecidedByName, row.DecidedAt) = (confirm ? DocumentActState.Confirmed : DocumentActState.Declined, officer.Name, change.Now);
            change.Update(row);
            if (confirm && row.Kind == DocumentActKind.Revoke)
            {
                if (await revoke.AddAsync(change, document.Code, row.Reason!.Value, ct) is not RevokeDocument.Result.Revoked)
                {
                    return await EndAsync(row, officer, ct);
                }
            }
            else if (confirm)
            {
                if (document.StatusOn(NationalCalendar.DateAt(change.Now)) != DocumentStatus.InForce)
                {
                    return await EndAsync(row, officer, ct);
                }

                var order = new ReplaceDocument(document.Reference, document.Code, row.Kind == DocumentActKind.Correct);
                change.Owe(new DutyOrder(ReplaceDocument.DutyKind, document.CaseId, JsonSerializer.Serialize(order, Change.Json), change.Now, $"{ReplaceDocument.DutyKind}:{row.Id:N}"));
            }

            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Decided();
            }

            if (attempt == 4)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>The document ended before this was decided: what was asked of it is moot.</summary>
    private async Task<Result> EndAsync(DocumentActRow row, Actor officer, CancellationToken ct)
    {
        var change = new Change(officer, Channel.Portal, "document-act-declining", time.GetUtcNow());
        row.State = DocumentActState.Declined;
        change.Update(row);
        await writer.WriteAsync(change, ct);
        return new Result.Over();
    }
}
