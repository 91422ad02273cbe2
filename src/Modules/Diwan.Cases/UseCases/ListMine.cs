using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

public sealed record DraftLine(Guid Id, string Service, LocalizedText Name, DateTimeOffset ChangedAt);

public sealed record CaseLine(
    string Reference, string Service, LocalizedText Name, PublicState State, DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt, DateTimeOffset? PromisedAt);

/// <summary>The drafts and cases of a person, the latest first.</summary>
public sealed class ListMine(IDbContextFactory<AppDbContext> databases, PublishedServices services)
{
    public async Task<IReadOnlyList<DraftLine>> DraftsAsync(string personKey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<ApplicationRow>()
            .Where(a => a.PersonKey == personKey && a.State == ApplicationState.Draft)
            .OrderByDescending(a => a.ChangedAt)
            .Take(100)
            .Select(a => new { a.Id, a.Service, a.ServiceVersion, a.ChangedAt })
            .ToListAsync(ct);
        var lines = new List<DraftLine>();
        foreach (var row in rows)
        {
            lines.Add(new DraftLine(row.Id, row.Service, await NameAsync(row.Service, row.ServiceVersion, ct), row.ChangedAt));
        }

        return lines;
    }

    public async Task<IReadOnlyList<CaseLine>> CasesAsync(string personKey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<CaseRow>()
            .Where(c => c.PersonKey == personKey)
            .OrderByDescending(c => c.SubmittedAt)
            .Take(200)
            .Select(c => new { c.Reference, c.Service, c.ServiceVersion, c.PublicState, c.SubmittedAt, c.ChangedAt, c.PromisedAt })
            .ToListAsync(ct);
        var lines = new List<CaseLine>();
        foreach (var row in rows)
        {
            lines.Add(new CaseLine(
                row.Reference, row.Service, await NameAsync(row.Service, row.ServiceVersion, ct), row.PublicState, row.SubmittedAt, row.ChangedAt, row.PromisedAt));
        }

        return lines;
    }

    private async Task<LocalizedText> NameAsync(string service, string version, CancellationToken ct) =>
        (services.Current(service) ?? await services.FindAsync(service, version, ct)).Name;
}
