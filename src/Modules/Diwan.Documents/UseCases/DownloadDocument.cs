using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Gives a person the file of their own document. Whose it is not is told the same as of what does not exist.</summary>
public sealed class DownloadDocument(IDbContextFactory<AppDbContext> contexts, FileStore files)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Name">A name for the file, without anything personal in it.</param>
        public sealed record Ready(byte[] Bytes, string Name) : Result;

        public sealed record NotFound : Result;

        /// <summary>The person has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;
    }

    public async Task<Result> RunAsync(string number, string personKey, Actor reader, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (!DocumentCode.TryParse(number, out var code))
        {
            return new Result.NotFound();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Set<DocumentRow>()
            .Where(d => d.Code == code.Value && d.PersonKey == personKey)
            .Select(d => new { d.FileId, d.Kind, d.Assurance })
            .FirstOrDefaultAsync(ct);
        if (found is not null && !reader.Reaches(found.Assurance))
        {
            return new Result.NeedsAssurance(found.Assurance);
        }

        return found is not null && await files.ReadAsync(found.FileId, ct) is { } bytes
            ? new Result.Ready(bytes, $"{found.Kind.Replace('/', '-')}-{code.Value}.pdf")
            : new Result.NotFound();
    }
}
