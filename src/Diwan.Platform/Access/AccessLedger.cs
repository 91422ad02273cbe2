using System.Linq.Expressions;
using Diwan.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>Who looked at a person's data, when and why. The person reads it.</summary>
/// <param name="PersonKey">The key of the person whose data was read.</param>
/// <param name="Role">In which role the reader acted.</param>
/// <param name="Purpose">Why, in words the person understands, in both languages.</param>
/// <param name="Subject">The case reference or other matter it was read for; null if there was none.</param>
public sealed record AccessNote(string PersonKey, string Role, LocalizedText Purpose, string? Subject = null);

/// <summary>A line of the ledger as the person sees it.</summary>
public sealed record AccessLine(
    DateTimeOffset At, ActorKind ReaderKind, string ReaderName, string? Institution, string Role, Channel Channel, LocalizedText Purpose, string? Subject)
{
    public Guid Id { get; init; }
}

public sealed class AccessLedger(ChangeWriter writer, IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    private static readonly Expression<Func<AccessRow, AccessLine>> Line = x =>
        new AccessLine(x.At, x.ActorKind, x.ActorName, x.Institution, x.Role, x.Channel, x.Purpose, x.Subject) { Id = x.Id };

    /// <summary>Writes the note as part of a change: the data was read in order to change something.</summary>
    public static void Note(Change change, AccessNote note) => change.Insert(new AccessRow
    {
        Id = change.NewId(),
        PersonKey = note.PersonKey,
        At = change.Now,
        ActorKind = change.Actor.Kind,
        ActorId = change.Actor.Id,
        ActorName = change.Actor.Name,
        Institution = change.Actor.Institution,
        Role = note.Role,
        Channel = change.Channel,
        Purpose = note.Purpose,
        Subject = note.Subject,
    });

    /// <summary>Writes the note of a mere read. Await it before showing the data: what cannot be noted is not shown.</summary>
    public async Task NoteAsync(Actor reader, Channel channel, AccessNote note, CancellationToken ct)
    {
        var change = new Change(reader, channel, "data-reading", time.GetUtcNow());
        Note(change, note);
        (await writer.WriteAsync(change, ct)).OrThrow();
    }

    /// <summary>What was read about the person, the latest first.</summary>
    /// <param name="before">Only lines older than this, to turn the page; null for the latest.</param>
    /// <param name="institution">Only the looks of this institution and those of none; null for all.</param>
    public async Task<IReadOnlyList<AccessLine>> OfPersonAsync(string personKey, DateTimeOffset? before, int count, CancellationToken ct, string? institution = null)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<AccessRow>().Where(x => x.PersonKey == personKey);
        if (before is { } moment)
        {
            rows = rows.Where(x => x.At < moment);
        }

        if (institution is not null)
        {
            rows = rows.Where(x => x.Institution == null || x.Institution == institution);
        }

        return await rows
            .OrderByDescending(x => x.At).ThenByDescending(x => x.Id)
            .Take(count)
            .Select(Line)
            .ToListAsync(ct);
    }

    /// <summary>One line of a person's own ledger; null when it is not there or is another's.</summary>
    public async Task<AccessLine?> FindAsync(string personKey, Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AccessRow>().Where(x => x.Id == id && x.PersonKey == personKey)
            .Select(Line)
            .FirstOrDefaultAsync(ct);
    }
}

internal sealed class AccessRow
{
    public Guid Id { get; init; }

    public required string PersonKey { get; init; }

    public DateTimeOffset At { get; init; }

    public ActorKind ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public string? Institution { get; init; }

    public required string Role { get; init; }

    public Channel Channel { get; init; }

    public required LocalizedText Purpose { get; init; }

    public string? Subject { get; init; }
}
