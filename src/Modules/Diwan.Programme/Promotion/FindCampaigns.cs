using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Promotion;

public sealed record CampaignView(string Code, string Service, LocalizedText Name, CampaignMedium Medium, DateOnly From, DateOnly Until, string By)
{
    public bool RunsOn(DateOnly day) => From <= day && day <= Until;
}

/// <summary>Reads campaigns. What runs is remembered for a minute: it is asked at every opening of a service's page that names a code.</summary>
public sealed class FindCampaigns(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    /// <summary>The name of the code in addresses.</summary>
    public const string Query = "c";

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private (DateTimeOffset At, IReadOnlyDictionary<string, CampaignView> ByCode)? _known;

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<CampaignView>> AllAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<CampaignRow>().OrderByDescending(c => c.From).ThenBy(c => c.Code).ToListAsync(ct)).Select(View)];
    }

    public async Task<CampaignView?> RunAsync(string code, CancellationToken ct)
    {
        var plain = Plain(code);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CampaignRow>().FirstOrDefaultAsync(c => c.Code == plain, ct) is { } row ? View(row) : null;
    }

    /// <summary>The code as it is kept, when it is that of a campaign for this service that runs today; else null.</summary>
    public async Task<string?> RunningAsync(string? code, string service, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > KeepCampaigns.LongestCode)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (_known is not { } known || now - known.At > Kept || now < known.At)
        {
            _known = known = (now, (await AllAsync(ct)).ToDictionary(c => c.Code, StringComparer.Ordinal));
        }

        return known.ByCode.GetValueOrDefault(Plain(code)) is { } campaign && campaign.Service == service && campaign.RunsOn(NationalCalendar.DateAt(now)) ? campaign.Code : null;
    }

    internal void Forget() => _known = null;

    internal static string Plain(string code) => code.Trim().ToUpperInvariant();

    private static CampaignView View(CampaignRow c) => new(c.Code, c.Service, c.Name, c.Medium, c.From, c.Until, c.By);
}
