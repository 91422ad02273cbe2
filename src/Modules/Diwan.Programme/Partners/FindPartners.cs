using System.Text.Json;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Partners;

/// <summary>The partners with their contracts and counters.</summary>
public sealed class FindPartners(IDbContextFactory<AppDbContext> contexts)
{
    public Task<IReadOnlyList<PartnerView>> AllAsync(CancellationToken ct) => ReadAsync(null, ct);

    /// <summary>One of them by its code; null when there is none.</summary>
    public async Task<PartnerView?> FindAsync(string code, CancellationToken ct) => await ReadAsync(code, ct) is [var one, ..] ? one : null;

    private async Task<IReadOnlyList<PartnerView>> ReadAsync(string? code, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var contracts = (await db.Set<ContractRow>().Where(c => code == null || c.Partner == code).ToListAsync(ct)).ToLookup(c => c.Partner, StringComparer.Ordinal);
        var sites = (await db.Set<SiteRow>().Where(s => code == null || s.Partner == code).ToListAsync(ct)).ToLookup(s => s.Partner, StringComparer.Ordinal);
        return
        [
            .. (await db.Set<PartnerRow>().Where(p => code == null || p.Code == code).ToListAsync(ct)).OrderBy(p => p.Code, StringComparer.Ordinal).Select(p => new PartnerView(
                p.Code, p.Kind, p.Name,
                [
                    .. contracts[p.Code].OrderByDescending(c => c.Begins).Select(c => new ContractView(
                        c.Number, c.Partner, c.Decision, c.Begins, c.Ends, c.Commission, c.Deduction, JsonSerializer.Deserialize<List<ServiceLevel>>(c.Levels, Change.Json)!)),
                ],
                [.. sites[p.Code].OrderBy(s => s.Code, StringComparer.Ordinal).Select(View)])),
        ];
    }

    /// <summary>A counter by its code, open or closed; null when there is none.</summary>
    public async Task<SiteView?> SiteAsync(string code, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<SiteRow>().FirstOrDefaultAsync(s => s.Code == code, ct) is { } row ? View(row) : null;
    }

    private static SiteView View(SiteRow row) => new(row.Code, row.Partner, row.Name, row.Governorate, row.ClosedOn);
}
