using System.Globalization;
using System.Text;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Programme.Reports;

/// <summary>Freezes and seals the report of a month that is over. Once; what is wrong in it is corrected beside it, with the reason.</summary>
public sealed class FreezeReport(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, MeasureMonth measure, CheckpointKey key, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Frozen(int Revision) : Result;

        public sealed record NotAllowed : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>What is signed: kind, month, revision and hash, a line each.</summary>
    public static byte[] Statement(ReportKind kind, DateOnly month, int revision, byte[] hash) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"diwan-report\n{kind}\n{month:yyyy-MM}\n{revision}\n{Convert.ToHexStringLower(hash)}\n"));

    /// <summary>Freezes both reports of the month if they are not yet.</summary>
    /// <returns>How many were frozen now.</returns>
    public async Task<int> RunAsync(DateOnly month, CancellationToken ct)
    {
        var frozen = 0;
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var first = new DateOnly(month.Year, month.Month, 1);
            if (await db.Set<ReportRow>().AnyAsync(r => r.Kind == kind && r.Month == first, ct))
            {
                continue;
            }

            if (await WriteAsync(Actor.System("reporting"), kind, first, 1, null, ct))
            {
                frozen++;
            }
        }

        return frozen;
    }

    /// <summary>Freezes the month before a day, and every one since the last that was frozen: a platform that stood still owes them.</summary>
    /// <returns>How many were frozen now.</returns>
    public async Task<int> RunDueAsync(DateOnly today, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var latest = await db.Set<ReportRow>().MaxAsync(r => (DateOnly?)r.Month, ct);
        var frozen = 0;

        // Last month's in any case: one of the two may have been frozen alone.
        for (var month = latest < last ? latest.Value.AddMonths(1) : last; month <= last; month = month.AddMonths(1))
        {
            frozen += await RunAsync(month, ct);
        }

        return frozen;
    }

    /// <summary>Measures the month again, beside what was frozen, and says why.</summary>
    public async Task<Result> CorrectAsync(SignedIn who, ReportKind kind, DateOnly month, string? why, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        if (why?.Trim() is not { Length: >= 10 and <= 1000 } reason)
        {
            return new Result.Refused(new("اكتب سبب التصحيح في 10 أحرف على الأقل. يُنشر مع التقرير.", "Say why it is corrected, in at least 10 characters. It is published with the report."));
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.Set<ReportRow>().Where(r => r.Kind == kind && r.Month == month).MaxAsync(r => (int?)r.Revision, ct);
        if (last is not { } revision)
        {
            return new Result.Refused(new("لم يُجمَّد تقرير هذا الشهر بعد.", "The report of this month is not frozen yet."));
        }

        return await WriteAsync(who.ToActor(), kind, month, revision + 1, reason, ct)
            ? new Result.Frozen(revision + 1)
            : new Result.Refused(new("صحّحه أحد قبلك. أعد فتح الصفحة.", "Somebody corrected it before you. Open the page again."));
    }

    private async Task<bool> WriteAsync(Actor actor, ReportKind kind, DateOnly month, int revision, string? why, CancellationToken ct)
    {
        var report = await measure.RunAsync(kind, month, ct);
        if (revision > 1)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var first = await db.Set<ReportRow>().Where(r => r.Kind == kind && r.Month == month && r.Revision == 1).Select(r => r.Content).SingleAsync(ct);
            report = report.AsOf(JsonSerializer.Deserialize<MonthlyReport>(first, Change.Json)!);
        }

        var content = JsonSerializer.Serialize(report, Change.Json);
        var (hash, signature) = key.Seal(content, h => Statement(kind, month, revision, h));
        var change = new Change(actor, Channel.System, "report-freezing", time.GetUtcNow(), why);
        change.Insert(new ReportRow
        {
            Id = change.NewId(),
            Kind = kind,
            Month = month,
            Revision = revision,
            Content = content,
            Hash = hash,
            Signature = signature,
            KeyId = key.Id,
            Why = why,
            By = actor.Name,
            At = change.Now,
        });
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }
}

/// <summary>Freezes the reports of the months that are over, from the first of the next month on, whenever the platform runs.</summary>
internal sealed class Reporting(IServiceScopeFactory scopes, TimeProvider time, ILogger<Reporting> log) : RecurringWork(time)
{
    /// <summary>Soon after the start, so that a platform that runs for minutes only freezes its reports as well.</summary>
    protected override TimeSpan First => TimeSpan.FromMinutes(1);

    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override async Task DoAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FreezeReport>().RunDueAsync(NationalCalendar.DateAt(Time.GetUtcNow()), ct);
    }

    protected override void Failed(Exception e) => log.LogError(e, "The monthly reports could not be frozen; trying again in an hour.");
}
