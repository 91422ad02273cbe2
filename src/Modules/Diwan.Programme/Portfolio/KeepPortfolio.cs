using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Files;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Portfolio;

/// <summary>
/// Takes the portfolio from a file, and writes down what a service reached. Of a service that is one of the platform's, what is written of its later states is held to what the
/// platform shows: launched at the gate, its counter closed.
/// </summary>
public sealed class KeepPortfolio(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, Offers offers, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Added">Services that were not there.</param>
        /// <param name="Changed">Services that were, and say something else now.</param>
        public sealed record Kept(int Added, int Changed) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<FileFault> Faults) : Result;
    }

    /// <summary>Adds and changes what the file says; what it does not name stays. Everything, or nothing when one line is wrong.</summary>
    public async Task<Result> ImportAsync(SignedIn who, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var (lines, faults) = PortfolioFile.Read(content.Span);
        if (faults.Count > 0)
        {
            return new Result.Refused(faults);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<PortfolioRow>().ToDictionaryAsync(r => r.Code, StringComparer.Ordinal, ct);
        var reached = (await db.Set<PortfolioStepRow>().ToListAsync(ct)).ToLookup(s => s.Code, StringComparer.Ordinal);
        var change = new Change(who.ToActor(), Channel.Portal, "portfolio-importing", time.GetUtcNow());
        faults = [.. lines.SelectMany(l => Faults(l, reached[l.Code], NationalCalendar.DateAt(change.Now)))];
        foreach (var line in lines)
        {
            var moves = line.State > reached[line.Code].Select(s => s.State).DefaultIfEmpty(PortfolioState.Listed).Max();
            faults = await NotShownAsync(line.Service, moves ? line.State : PortfolioState.Listed, line.On, ct) is { } fault ? [.. faults, fault with { Line = line.Number }] : faults;
        }

        if (faults.Count > 0)
        {
            return new Result.Refused(faults);
        }

        var (added, changed) = (0, 0);
        foreach (var line in lines)
        {
            var after = string.Join(' ', line.After);
            if (!rows.TryGetValue(line.Code, out var row))
            {
                added++;
                change.Insert(new PortfolioRow
                {
                    Id = change.NewId(),
                    Code = line.Code,
                    Institution = line.Institution,
                    Name = line.Name,
                    Owner = line.Owner,
                    Volume = line.Volume,
                    Group = line.Group,
                    Wave = line.Wave,
                    Service = line.Service,
                    After = after,
                });
            }
            else if ((row.Institution, row.Name, row.Owner, row.Volume, row.Group, row.Wave, row.After, row.Service) != (line.Institution, line.Name, line.Owner, line.Volume, line.Group, line.Wave, after, line.Service))
            {
                changed++;
                (row.Institution, row.Name, row.Owner, row.Volume, row.Group, row.Wave, row.After, row.Service) = (line.Institution, line.Name, line.Owner, line.Volume, line.Group, line.Wave, after, line.Service);
                change.Update(row);
            }

            if (line.State > reached[line.Code].Select(s => s.State).DefaultIfEmpty(PortfolioState.Listed).Max())
            {
                change.Insert(Step(change, line.Code, line.State, line.On!.Value, line.Evidence, who));
            }
        }

        if (!change.IsEmpty && !(await writer.WriteAsync(change, ct)).IsWritten)
        {
            return new Result.Refused([new(0, null, new("غيّر أحد المحفظة أثناء الرفع. ارفع الملف من جديد.", "Somebody changed the portfolio meanwhile. Upload the file again."))]);
        }

        return new Result.Kept(added, changed);
    }

    /// <summary>What of a line does not go with what is known. A file may bring a service in where it stands; from there it moves step by step.</summary>
    private static IEnumerable<FileFault> Faults(PortfolioLine line, IEnumerable<PortfolioStepRow> reached, DateOnly today)
    {
        var before = reached.OrderBy(s => s.State).ToList();
        if (line.On > today)
        {
            yield return new(line.Number, "state_date", new("تاريخ الحالة لا يكون في المستقبل.", "The date of a state is not in the future."));
        }

        if (before.Count > 0 && line.State > before[^1].State + 1)
        {
            yield return new(line.Number, "state", new("الخدمة تنتقل إلى الحالة التالية فقط.", "A service moves to the next state only."));
        }

        if (before.Count > 0 && line.State > before[^1].State && line.On < before[^1].On)
        {
            yield return new(line.Number, "state_date", new("اكتب تاريخاً لا يسبق الحالة السابقة.", "Give a date not before the last state."));
        }
    }

    /// <summary>What the platform does not show of a state of one of its own services; null when it does, or has no say.</summary>
    private async Task<FileFault?> NotShownAsync(string? service, PortfolioState state, DateOnly? on, CancellationToken ct)
    {
        if (service is null)
        {
            return null;
        }

        if (services.InFolder(service) is null)
        {
            return new(0, "service", new($"لا خدمة في المنصة باسم {service}.", $"The platform has no service {service}."));
        }

        if (state >= PortfolioState.AppliedOnTheGround
            && (await offers.FindAsync(service, ct) is not { Open: true, Pilot: null } offer || NationalCalendar.DateAt(offer.Since) > on))
        {
            return new(0, "state", new("لم تُطلق الخدمة عند البوابة في ذلك اليوم: أطلقها أولاً.", "The service was not launched at the gate on that day: launch it first."));
        }

        if (state == PortfolioState.ElectronicOnly && (await offers.CounterClosesOnAsync(service, ct) is not { } closes || closes > on))
        {
            return new(0, "state", new("لم يُغلق شباك الخدمة في ذلك اليوم: يُغلقه قرار عند البوابة.", "The counter of the service was not closed on that day: a decision at the gate closes it."));
        }

        return null;
    }

    /// <summary>Writes down that a service reached a state. Steps may not be skipped.</summary>
    public async Task<Result> ReachAsync(SignedIn who, string code, PortfolioState state, DateOnly? on, string? evidence, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<PortfolioRow>().FirstOrDefaultAsync(r => r.Code == code, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var reached = await db.Set<PortfolioStepRow>().Where(s => s.Code == code).ToListAsync(ct);
        var now = reached.Select(s => s.State).DefaultIfEmpty(PortfolioState.Listed).Max();
        var moment = time.GetUtcNow();
        var faults = new List<FileFault>();
        if (state != now + 1)
        {
            faults.Add(new(0, "state", new("الخدمة تنتقل إلى الحالة التالية فقط.", "A service moves to the next state only.")));
        }

        if (on is not { } day || day > NationalCalendar.DateAt(moment) || reached.Any(s => s.On > day))
        {
            faults.Add(new(0, "state_date", new("اكتب تاريخاً لا يسبق الحالة السابقة ولا يكون في المستقبل.", "Give a date not before the last state and not in the future.")));
        }

        if (await NotShownAsync(row.Service, state, on, ct) is { } unshown)
        {
            faults.Add(unshown);
        }

        if (evidence?.Trim() is not { Length: >= 5 and <= 1000 })
        {
            faults.Add(new(0, "evidence", new("اكتب الدليل.", "Write the evidence.")));
        }

        if (faults.Count > 0)
        {
            return new Result.Refused(faults);
        }

        var change = new Change(who.ToActor(), Channel.Portal, "portfolio-advancing", moment);
        change.Insert(Step(change, code, state, on!.Value, evidence!.Trim(), who));
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept(0, 1);
    }

    private static PortfolioStepRow Step(Change change, string code, PortfolioState state, DateOnly on, string evidence, SignedIn who) => new()
    {
        Id = change.NewId(),
        Code = code,
        State = state,
        On = on,
        Evidence = evidence,
        By = who.Name,
        At = change.Now,
    };
}
