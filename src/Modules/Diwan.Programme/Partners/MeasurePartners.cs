using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Programme.Accountability;

namespace Diwan.Programme.Partners;

/// <summary>
/// What each partner did in a month, measured from the cases of its counters, how that stands beside the levels of its contract, and what is due to it.
/// </summary>
public sealed class MeasurePartners(FindPartners partners, FindTrainees trainees, CountAssisted count)
{
    private const decimal Thousand = 1000m;

    /// <param name="month">Any day of it.</param>
    public async Task<IReadOnlyList<PartnerMonth>> RunAsync(DateOnly month, CancellationToken ct)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        var last = first.AddMonths(1).AddDays(-1);
        var figures = await count.RunAsync(NationalCalendar.At(first, TimeOnly.MinValue), NationalCalendar.At(first.AddMonths(1), TimeOnly.MinValue), ct);
        var staffed = await trainees.StaffedAsync(last, ct);
        return [.. (await partners.AllAsync(ct)).Where(p => p.Sites.Count > 0 || p.Contracts.Count > 0).Select(p => Of(p, last, figures, staffed))];
    }

    private static PartnerMonth Of(PartnerView partner, DateOnly last, IReadOnlyDictionary<string, AssistedFigures> figures, IReadOnlySet<string> staffed)
    {
        var done = partner.Sites.Select(s => figures.GetValueOrDefault(s.Code)).OfType<AssistedFigures>().ToList();
        var open = partner.Sites.Where(s => s.IsOpenOn(last)).ToList();
        var (submitted, atOnce, complaints) = (done.Sum(d => d.Submitted), done.Sum(d => d.AtOnce.Met), done.Sum(d => d.Complaints));
        var contract = partner.ContractOn(last);
        var levels = (contract?.Levels ?? []).Select(level =>
        {
            // With few cases chance decides: such a month is not judged.
            decimal? measured = level.Measure switch
            {
                LevelMeasure.RightAtOnce when submitted >= League.Least => Math.Round((decimal)atOnce / submitted, 4),
                LevelMeasure.ComplaintsPerThousand when submitted >= League.Least => Math.Round(complaints * Thousand / submitted, 2),
                LevelMeasure.CertifiedCounters when open.Count > 0 => Math.Round((decimal)open.Count(s => staffed.Contains(s.Code)) / open.Count, 4),
                _ => null,
            };
            return new LevelResult(level.Measure, level.Agreed, measured, measured is { } m && !level.IsMetBy(m));
        }).ToList();
        var gross = contract is null ? Money.Zero : contract.Commission * submitted;
        var part = Math.Min(100, levels.Count(l => l.IsMissed) * (contract?.Deduction ?? 0));
        return new PartnerMonth(
            partner.Code, partner.Name, contract?.Number, submitted, complaints, open.Count, open.Count(s => staffed.Contains(s.Code)), levels, gross, Money.FromDinars(gross.Dinars * part / 100));
    }
}
