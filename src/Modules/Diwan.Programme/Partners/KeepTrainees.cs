using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Files;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Partners;

/// <summary>Takes trainees and their steps from a file. What was taken before stays; a step that is there already is not taken twice.</summary>
public sealed class KeepTrainees(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Added">Trainees who were not there.</param>
        /// <param name="Steps">Steps that were not there.</param>
        public sealed record Kept(int Added, int Steps) : Result;

        public sealed record NotAllowed : Result;

        public sealed record Refused(IReadOnlyList<FileFault> Faults) : Result;
    }

    public async Task<Result> ImportAsync(SignedIn who, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var sites = await db.Set<SiteRow>().Select(s => s.Code).ToHashSetAsync(StringComparer.Ordinal, ct);
        var (lines, faults) = TraineeFile.Read(content.Span, sites);
        if (faults.Count > 0)
        {
            return new Result.Refused(faults);
        }

        var rows = await db.Set<TraineeRow>().ToDictionaryAsync(t => t.Number, StringComparer.Ordinal, ct);
        var steps = (await db.Set<TraineeStepRow>().ToListAsync(ct)).GroupBy(s => s.Trainee).ToDictionary(g => g.Key, g => g.Select(s => (s.State, s.On)).ToList(), StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var wrong = Wrong(lines, steps, NationalCalendar.DateAt(now));
        if (wrong.Count > 0)
        {
            return new Result.Refused(wrong);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "trainees-importing", now);
        var (added, taken) = (0, 0);
        foreach (var group in lines.GroupBy(l => l.Number))
        {
            var last = group.Last();
            var account = group.Select(l => l.Account).LastOrDefault(a => a is not null) ?? rows.GetValueOrDefault(group.Key)?.Account;
            if (!rows.TryGetValue(group.Key, out var row))
            {
                added++;
                change.Insert(new TraineeRow { Id = change.NewId(), Number = group.Key, Name = last.Name, Governorate = last.Governorate, Cohort = last.Cohort, Account = account });
            }
            else if ((row.Name, row.Governorate, row.Cohort, row.Account) != (last.Name, last.Governorate, last.Cohort, account))
            {
                (row.Name, row.Governorate, row.Cohort, row.Account) = (last.Name, last.Governorate, last.Cohort, account);
                change.Update(row);
            }

            foreach (var line in group.Where(l => steps.GetValueOrDefault(l.Number)?.Contains((l.State, l.On)) != true).DistinctBy(l => (l.State, l.On)))
            {
                taken++;
                change.Insert(new TraineeStepRow
                {
                    Id = change.NewId(),
                    Trainee = line.Number,
                    State = line.State,
                    On = line.On,
                    Until = line.Until,
                    Site = line.Site,
                    Evidence = line.Evidence,
                    By = who.Name,
                    At = now,
                });
            }
        }

        return change.IsEmpty || (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Kept(added, taken)
            : new Result.Refused([new(0, null, new("غيّرها أحد قبلك. ارفع الملف ثانية.", "Somebody changed them before you. Upload the file again."))]);
    }

    /// <summary>Nobody is certified before they were trained, nor placed before they were certified; nothing happens in the future.</summary>
    private static List<FileFault> Wrong(IReadOnlyList<TraineeLine> lines, Dictionary<string, List<(TraineeState State, DateOnly On)>> before, DateOnly today)
    {
        var faults = new List<FileFault>();
        var known = before.ToDictionary(p => p.Key, p => p.Value.ToList(), StringComparer.Ordinal);
        foreach (var line in lines.OrderBy(l => l.On).ThenBy(l => l.State))
        {
            var steps = known.TryGetValue(line.Number, out var those) ? those : known[line.Number] = [];
            if (line.On > today)
            {
                faults.Add(new(line.Line, "date", new("التاريخ في المستقبل.", "The date is in the future.")));
            }

            TraineeState? needed = line.State switch
            {
                TraineeState.Trained => TraineeState.Enrolled,
                TraineeState.Certified => TraineeState.Trained,
                TraineeState.Placed => TraineeState.Certified,
                TraineeState.Left => TraineeState.Enrolled,
                _ => null,
            };
            if (needed is { } first && !steps.Exists(s => s.State == first && s.On <= line.On))
            {
                faults.Add(new(line.Line, "state", new($"تسبقها {first}.", $"{first} comes before it.")));
            }

            steps.Add((line.State, line.On));
        }

        return [.. faults.OrderBy(f => f.Line)];
    }
}
