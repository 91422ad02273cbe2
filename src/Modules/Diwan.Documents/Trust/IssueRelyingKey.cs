using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Gives a relying body a key for the API. It is shown once; only its hash is kept.</summary>
public sealed class IssueRelyingKey(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    /// <summary>What every key begins with, so that one left lying about can be recognised.</summary>
    public const string Prefix = "diwan_rb_";

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Key">To be handed over now; nobody can read it again.</param>
        public sealed record Issued(string Key, RelyingBody Body) : Result;

        public sealed record NotFound : Result;
    }

    public async Task<Result> RunAsync(Guid body, Actor officer, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<RelyingBodyRow>().FirstOrDefaultAsync(b => b.Id == body, ct) is not { } row)
            {
                return new Result.NotFound();
            }

            var key = Prefix + Secret.New();
            var change = new Change(officer, Channel.Portal, "relying-key-issuing", time.GetUtcNow());
            var id = change.NewId();
            change.Insert(new RelyingKeyRow { Id = id, BodyId = body, Hash = Secret.Hash(key), Hint = key[^4..], IssuedBy = officer.Name, At = change.Now });
            change.Update(row);
            change.Record(row.Chain, "relying-key-issued", new { id, hint = key[^4..] });
            var written = await writer.WriteAsync(change, ct);
            if (attempt == 4)
            {
                written.OrThrow();
            }

            if (written.IsWritten)
            {
                return new Result.Issued(key, new(row.Id, new(row.NameAr, row.NameEn)));
            }
        }
    }
}
