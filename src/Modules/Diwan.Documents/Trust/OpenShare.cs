using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Shows what a link leads to, for whoever holds it. An unknown, expired or taken-back link is answered the same.</summary>
public sealed class OpenShare(IDbContextFactory<AppDbContext> contexts, VerifyDocument verify, FileStore files, ChangeWriter writer, TimeProvider time)
{
    public sealed record Opened(Verification Verification, DateTimeOffset ExpiresAt);

    /// <summary>Whether the link still leads to something. Is not counted: programs look at links to show a preview.</summary>
    public async Task<bool> IsOpenAsync(string? token, CancellationToken ct) => await FindAsync(token, ct) is not null;

    /// <summary>Opens the link and counts it.</summary>
    public async Task<Opened?> RunAsync(string? token, CancellationToken ct)
    {
        if (await FindAsync(token, ct) is not { } found)
        {
            return null;
        }

        var change = new Change(Actor.System("share"), Channel.Portal, "share-opening", time.GetUtcNow());
        change.Insert(new ShareOpeningRow { Id = change.NewId(), ShareId = found.Share.Id, At = change.Now });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new(await verify.ByCodeAsync(found.Code, ct), found.Share.ExpiresAt);
    }

    /// <summary>The file itself.</summary>
    public async Task<(byte[] Bytes, string Code)?> FileAsync(string? token, CancellationToken ct) =>
        await FindAsync(token, ct) is { } found && await files.ReadAsync(found.FileId, ct) is { } bytes ? (bytes, found.Code) : null;

    private async Task<Found?> FindAsync(string? token, CancellationToken ct)
    {
        if (token is not { Length: 43 })
        {
            return null;
        }

        var (hash, now) = (Secret.Hash(token), time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (
            from s in db.Set<ShareRow>()
            join d in db.Set<DocumentRow>() on s.DocumentId equals d.Id
            where s.TokenHash == hash && s.EndedAt == null && s.ExpiresAt > now
            select new Found(s, d.Code, d.FileId)).FirstOrDefaultAsync(ct);
    }

    private sealed record Found(ShareRow Share, string Code, Guid FileId);
}
