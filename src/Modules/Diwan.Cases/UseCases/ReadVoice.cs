using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What people thought of a service, and what became of their complaints, since a day.</summary>
/// <param name="Levels">How many chose each level, from 1 to 5.</param>
/// <param name="Complaints">Given in the time; the confidential ones too, which are counted and nothing more.</param>
/// <param name="Late">Waiting beyond their date.</param>
/// <param name="AnsweredInTime">Of those answered.</param>
public sealed record ServiceVoice(string Service, LocalizedText Name, IReadOnlyList<int> Levels, int Complaints, int Waiting, int Late, int Answered, int AnsweredInTime, int Upheld)
{
    public int Ratings => Levels.Sum();

    /// <summary>From 1 to 5; null when nobody said.</summary>
    public decimal? Average => Ratings == 0 ? null : Levels.Select((n, i) => n * (i + 1m)).Sum() / Ratings;

    /// <summary>The part that chose 4 or 5; null when nobody said.</summary>
    public decimal? Satisfied => Ratings == 0 ? null : (Levels[3] + Levels[4]) / (decimal)Ratings;
}

/// <summary>What somebody wrote beside their rating.</summary>
public sealed record VoiceWords(LocalizedText ServiceName, int Satisfaction, string Words, DateTimeOffset GivenAt);

/// <summary>The figures of feedback and complaints for the head of a unit and the complaints officers of an institution.</summary>
public sealed class ReadVoice(IDbContextFactory<AppDbContext> databases, PublishedServices services, TimeProvider time)
{
    private const int WordsShown = 50;

    /// <summary>The services whose figures the officer sees: those they answer for, or all of an institution whose complaints they handle.</summary>
    public IReadOnlyList<ServiceDefinition> ServicesOf(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return
        [
            .. services.Catalogue.Services.Where(s =>
                officer.Roles.Contains(s.Owner) || officer.Roles.Any(r => Permissions.Allows(r, Ability.AnswerComplaints, s.Id.Institution))),
        ];
    }

    public async Task<IReadOnlyList<ServiceVoice>> FiguresAsync(Officer officer, DateOnly since, CancellationToken ct)
    {
        var mine = ServicesOf(officer);
        var ids = mine.Select(s => s.Id.ToString()).ToList();
        var (now, from) = (time.GetUtcNow(), NationalCalendar.At(since, TimeOnly.MinValue));
        await using var db = await databases.CreateDbContextAsync(ct);
        var levels = await db.Set<FeedbackRow>()
            .Where(f => ids.Contains(f.Service) && f.GivenAt >= from)
            .GroupBy(f => new { f.Service, f.Satisfaction })
            .Select(g => new { g.Key.Service, g.Key.Satisfaction, Count = g.Count() })
            .ToListAsync(ct);
        var complaints = await db.Set<ComplaintRow>()
            .Where(c => ids.Contains(c.Service) && c.GivenAt >= from)
            .Select(c => new { c.Service, c.State, c.DueAt, c.AnsweredAt, c.Finding })
            .ToListAsync(ct);
        return
        [
            .. mine.Select(s =>
            {
                var id = s.Id.ToString();
                var own = complaints.Where(c => c.Service == id).ToList();
                var answered = own.Where(c => c.State == ComplaintState.Answered).ToList();
                return new ServiceVoice(
                    id,
                    s.Name,
                    [.. Enumerable.Range(1, 5).Select(l => levels.Where(x => x.Service == id && x.Satisfaction == l).Sum(x => x.Count))],
                    own.Count,
                    own.Count - answered.Count,
                    own.Count(c => c.State != ComplaintState.Answered && c.DueAt <= now),
                    answered.Count,
                    answered.Count(c => c.AnsweredAt < c.DueAt),
                    answered.Count(c => c.Finding == ComplaintFinding.Upheld));
            }),
        ];
    }

    /// <summary>What was written, the latest first.</summary>
    public async Task<IReadOnlyList<VoiceWords>> WordsAsync(Officer officer, DateOnly since, CancellationToken ct)
    {
        var names = ServicesOf(officer).ToDictionary(s => s.Id.ToString(), s => s.Name, StringComparer.Ordinal);
        var (ids, from) = (names.Keys.ToList(), NationalCalendar.At(since, TimeOnly.MinValue));
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<FeedbackRow>()
            .Where(f => ids.Contains(f.Service) && f.Words != "" && f.GivenAt >= from)
            .OrderByDescending(f => f.GivenAt)
            .Take(WordsShown)
            .ToListAsync(ct);
        return [.. rows.Select(f => new VoiceWords(names[f.Service], f.Satisfaction, f.Words, f.GivenAt))];
    }
}
