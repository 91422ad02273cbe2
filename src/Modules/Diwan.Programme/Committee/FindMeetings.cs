using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Committee;

/// <summary>A meeting in the list.</summary>
public sealed record MeetingLine(string Number, DateOnly On, string Place, bool IsOpen);

/// <summary>A meeting as it stands.</summary>
public sealed record MeetingView(
    string Number, DateOnly On, string Place, string CalledBy, bool IsOpen, IReadOnlyList<AgendaItem> Agenda, IReadOnlyList<Attendance> Attendance,
    IReadOnlyList<DecisionView> Decisions, SealedMinutes? Minutes);

/// <param name="Matter">The key of the late matter that brought it here; null when somebody asked for it.</param>
/// <param name="Outcome">Null until it is written down.</param>
public sealed record AgendaItem(Guid Id, int Position, LocalizedText Title, string? Service, string? Matter, LocalizedText? Outcome);

/// <param name="Deputy">Whether they stood in for who holds the seat.</param>
public sealed record Attendance(Guid Id, string Seat, string Name, bool Deputy);

/// <summary>What was put down of a meeting, as it was frozen.</summary>
/// <param name="Absent">The seats nobody sat in.</param>
public sealed record Minutes(
    string Number, DateOnly On, string Place, IReadOnlyList<MinutesSeat> Present, IReadOnlyList<LocalizedText> Absent, IReadOnlyList<MinutesItem> Items,
    IReadOnlyList<MinutesDecision> Decisions);

public sealed record MinutesSeat(LocalizedText Seat, string Name, bool Deputy);

public sealed record MinutesItem(int Position, LocalizedText Title, LocalizedText? Outcome);

public sealed record MinutesDecision(string Number, DecisionKind Kind, LocalizedText Words, string? Service, string Owner, DateOnly? DueOn);

/// <param name="IsIntact">Whether content, hash and signature still belong together.</param>
public sealed record SealedMinutes(Minutes Content, string Hash, string By, DateTimeOffset At, bool IsIntact);

/// <summary>The meetings of the committee, the latest first.</summary>
public sealed class FindMeetings(IDbContextFactory<AppDbContext> contexts, FindDecisions decisions, CheckpointKey key)
{
    public async Task<IReadOnlyList<MeetingLine>> AllAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<MeetingRow>().OrderByDescending(m => m.Year).ThenByDescending(m => m.Running).ToListAsync(ct);
        return [.. rows.Select(m => new MeetingLine(m.Number, m.On, m.Place, m.ClosedAt is null))];
    }

    /// <summary>Null when there is no such meeting.</summary>
    public async Task<MeetingView?> FindAsync(string number, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<MeetingRow>().FirstOrDefaultAsync(m => m.Number == number, ct) is not { } row)
        {
            return null;
        }

        var agenda = await db.Set<AgendaRow>().Where(a => a.Meeting == number).OrderBy(a => a.Position).ToListAsync(ct);
        var attendance = await db.Set<AttendanceRow>().Where(a => a.Meeting == number).ToListAsync(ct);
        var minutes = await db.Set<MinutesRow>().FirstOrDefaultAsync(m => m.Meeting == number, ct);
        return new MeetingView(
            row.Number, row.On, row.Place, row.CalledBy, row.ClosedAt is null,
            [.. agenda.Select(a => new AgendaItem(a.Id, a.Position, a.Title, a.Service, a.Matter, a.Outcome))],
            [.. attendance.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => new Attendance(a.Id, a.Seat, a.Name, a.Deputy))],
            [.. (await decisions.AllAsync(ct)).Where(d => d.Meeting == number).Reverse()],
            minutes is null ? null : Read(minutes));
    }

    private SealedMinutes Read(MinutesRow row) => new(
        JsonSerializer.Deserialize<Minutes>(row.Content, Change.Json)!, Convert.ToHexStringLower(row.Hash), row.By, row.At,
        key.Sealed(row.Content, row.Hash, row.Signature, row.KeyId, hash => KeepMeetings.Statement(row.Meeting, hash)));
}
