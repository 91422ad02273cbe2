using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Gives a person the credential of their own document as a file. It is bound to no key: whoever has the file can show it, as with the PDF.</summary>
public sealed class DownloadCredential(IDbContextFactory<AppDbContext> contexts, CredentialIssuer issuer, ChangeWriter writer, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Ready(string Credential, string Name) : Result;

        public sealed record NotFound : Result;

        /// <summary>The person has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;

        /// <summary>What is no longer in force is not attested.</summary>
        public sealed record NotInForce : Result;
    }

    public async Task<Result> RunAsync(string number, string personKey, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (!DocumentCode.TryParse(number, out var code)
                || await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code.Value && d.PersonKey == personKey, ct) is not { } row)
            {
                return new Result.NotFound();
            }

            if (!actor.Reaches(row.Assurance))
            {
                return new Result.NeedsAssurance(row.Assurance);
            }

            var change = new Change(actor, Channel.Portal, "credential-downloading", time.GetUtcNow());
            if (row.StatusOn(NationalCalendar.DateAt(change.Now)) != DocumentStatus.InForce)
            {
                return new Result.NotInForce();
            }

            var (place, isNew) = await CredentialIssuer.PlaceAsync(db, row.Id, change.Now, ct);
            if (isNew)
            {
                change.Insert(place);
            }

            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Ready(issuer.Make(row, place, null, change.Now), $"{row.Kind.Replace('/', '-')}-{row.Code}.sd-jwt");
            }

            if (attempt == 4)
            {
                written.OrThrow();
            }
        }
    }
}
