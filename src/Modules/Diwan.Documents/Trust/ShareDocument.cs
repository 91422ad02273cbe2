using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Makes a link by which whoever holds it sees one document, until it expires or is taken back.</summary>
public sealed class ShareDocument(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    /// <summary>How many links of one document may be open at a time.</summary>
    public const int MostOpen = 20;

    public const int LongestNote = 80;

    /// <summary>The choices, in days.</summary>
    public static readonly IReadOnlyList<int> Days = [1, 7, 30, 90];

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Token">The secret in the link. Only its hash is kept.</param>
        public sealed record Made(string Token, DateTimeOffset ExpiresAt) : Result;

        public sealed record NotFound : Result;

        /// <summary>The person has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;

        public sealed record TooMany : Result;

        /// <summary>The number of days is none of the choices, or the note is too long.</summary>
        public sealed record Refused : Result;
    }

    public async Task<Result> RunAsync(string number, string personKey, int days, string? note, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (!Days.Contains(days) || note?.Length > LongestNote)
        {
            return new Result.Refused();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!DocumentCode.TryParse(number, out var code)
            || await db.Set<DocumentRow>().Where(d => d.Code == code.Value && d.PersonKey == personKey).Select(d => new { d.Id, d.Assurance }).FirstOrDefaultAsync(ct) is not { } document)
        {
            return new Result.NotFound();
        }

        if (!actor.Reaches(document.Assurance))
        {
            return new Result.NeedsAssurance(document.Assurance);
        }

        var now = time.GetUtcNow();
        if (await db.Set<ShareRow>().CountAsync(s => s.DocumentId == document.Id && s.EndedAt == null && s.ExpiresAt > now, ct) >= MostOpen)
        {
            return new Result.TooMany();
        }

        var token = Secret.New();
        var change = new Change(actor, Channel.Portal, "document-sharing", now);
        var id = change.NewId();
        var row = new ShareRow
        {
            Id = id,
            DocumentId = document.Id,
            PersonKey = personKey,
            TokenHash = Secret.Hash(token),
            Note = note,
            At = now,
            ExpiresAt = now.AddDays(days),
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "document-shared", new { number = code.Value, days });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Made(token, row.ExpiresAt);
    }
}
