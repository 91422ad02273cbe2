using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Security;

/// <summary>Writes a vulnerability down, and says what closed it. For the operator and the programme office.</summary>
public sealed class KeepVulnerabilities(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, TimeProvider time)
{
    private const int LongestWords = 1000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept(string Number) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <param name="service">Null for the whole platform.</param>
    public async Task<Result> OpenAsync(SignedIn who, string? service, Severity severity, string? title, CancellationToken ct)
    {
        if (!May(who))
        {
            return new Result.NotAllowed();
        }

        if (title?.Trim() is not { Length: >= 5 and <= LongestWords } words)
        {
            return new Result.Refused(new("صف الثغرة في 5 أحرف إلى 1000.", "Describe the vulnerability in 5 to 1,000 characters."));
        }

        if (service is not null && services.Current(service) is null)
        {
            return new Result.Refused(new($"لا خدمة باسم {service}.", $"There is no service {service}."));
        }

        var now = time.GetUtcNow();
        var prefix = $"V-{NationalCalendar.DateAt(now).Year}-";
        var number = await RunningNumber.WriteAsync(
            writer,
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                return await db.Set<VulnerabilityRow>().CountAsync(r => r.Number.StartsWith(prefix), ct);
            },
            running =>
            {
                var change = new Change(who.ToActor(), Channel.Portal, "vulnerability-opening", now);
                change.Insert(new VulnerabilityRow
                {
                    Id = change.NewId(),
                    Number = $"{prefix}{running}",
                    Service = service,
                    Severity = severity,
                    Title = words,
                    FoundAt = now,
                    FoundBy = who.Name,
                    DueAt = now.AddDays(severity.Days()),
                });
                return change;
            },
            ct);
        return new Result.Kept($"{prefix}{number}");
    }

    public async Task<Result> CloseAsync(SignedIn who, string number, string? remedy, CancellationToken ct)
    {
        if (!May(who))
        {
            return new Result.NotAllowed();
        }

        if (remedy?.Trim() is not { Length: >= 5 and <= LongestWords } words)
        {
            return new Result.Refused(new("اكتب ما أُغلقت به الثغرة.", "Say what closed the vulnerability."));
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<VulnerabilityRow>().FirstOrDefaultAsync(r => r.Number == number, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        if (row.ClosedAt is not null)
        {
            return new Result.Refused(new("أُغلقت من قبل.", "It was closed before."));
        }

        var change = new Change(who.ToActor(), Channel.Portal, "vulnerability-closing", time.GetUtcNow(), words);
        row.ClosedAt = change.Now;
        row.ClosedBy = who.Name;
        row.Remedy = words;
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Kept(row.Number)
            : new Result.Refused(new("سبقك أحد إلى إغلاقها.", "Somebody closed it before you."));
    }

    private static bool May(SignedIn who) => who.May(Ability.Operate) || who.May(Ability.RunProgramme);
}
