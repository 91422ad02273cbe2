using Diwan.Cases.Book;
using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What a proposal would have done to some of the cases.</summary>
/// <param name="Charged">What they were charged together.</param>
/// <param name="Proposed">What they would have been charged.</param>
/// <param name="Winners">Those who would have paid less, and <paramref name="Won"/> how much less together.</param>
/// <param name="Losers">Those who would have paid more, and <paramref name="Lost"/> how much more together.</param>
public sealed record TariffEffect(long Cases, Money Charged, Money Proposed, long Winners, Money Won, long Losers, Money Lost)
{
    public static readonly TariffEffect None = new(0, Money.Zero, Money.Zero, 0, Money.Zero, 0, Money.Zero);

    /// <summary>What the institution would have taken more; below zero, less.</summary>
    public Money Difference => Proposed - Charged;

    public long Unmoved => Cases - Winners - Losers;

    internal TariffEffect With(Money charged, Money proposed)
    {
        var more = proposed - charged;
        return new TariffEffect(
            Cases + 1,
            Charged + charged,
            Proposed + proposed,
            Winners + (more < Money.Zero ? 1 : 0),
            Won + (more < Money.Zero ? -more : Money.Zero),
            Losers + (more > Money.Zero ? 1 : 0),
            Lost + (more > Money.Zero ? more : Money.Zero));
    }
}

/// <summary>A case that moves most, either way.</summary>
public sealed record TariffMover(string Reference, Money Charged, Money Proposed)
{
    public Money Difference => Proposed - Charged;
}

/// <summary>What the proposal says of a case that it cannot price.</summary>
public sealed record TariffGap(string Reference, string Why);

/// <param name="ByPayer">By kind of payer.</param>
/// <param name="Lines">By code of the fee line: charged and proposed.</param>
/// <param name="Movers">The cases that win and lose most.</param>
/// <param name="Unpriced">How many cases the proposal cannot price; <paramref name="Gaps"/> are the first of them.</param>
public sealed record TariffSimulation(
    ServiceDefinition Proposal, DateOnly From, DateOnly To, TariffEffect All, IReadOnlyDictionary<ApplicantKind, TariffEffect> ByPayer,
    IReadOnlyDictionary<Channel, TariffEffect> ByChannel, IReadOnlyDictionary<string, (Money Charged, Money Proposed)> Lines, IReadOnlyList<TariffMover> Movers,
    long Unpriced, IReadOnlyList<TariffGap> Gaps);

/// <summary>
/// Prices the paid cases of a time again by a proposed tariff: their own answers, facts, channel and moment, and the proposal's rules. What a
/// law dates by a day of the case is dated by that day, so a proposal that is to show its effect on the past must be in force in it.
/// </summary>
public sealed class SimulateTariff(IDbContextFactory<AppDbContext> contexts)
{
    private const int AtOnce = 500;
    private const int MostMovers = 10;
    private const int MostGaps = 20;

    /// <param name="from">Paid on this day in Amman or later.</param>
    /// <param name="to">Paid on this day or earlier.</param>
    public async Task<TariffSimulation> RunAsync(ServiceDefinition proposal, DateOnly from, DateOnly to, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var all = TariffEffect.None;
        var (payers, channels) = (new Dictionary<ApplicantKind, TariffEffect>(), new Dictionary<Channel, TariffEffect>());
        var lines = new Dictionary<string, (Money Charged, Money Proposed)>(StringComparer.Ordinal);
        var (winners, losers) = (new PriorityQueue<TariffMover, long>(), new PriorityQueue<TariffMover, long>());
        var gaps = new List<TariffGap>();
        var unpriced = 0L;
        await foreach (var state in PaidAsync(proposal.Id.ToString(), from, to, ct))
        {
            IReadOnlyList<FeeAmount> amounts;
            try
            {
                amounts = RuleBook.Amounts(proposal, EvaluationContext.Create(
                    proposal, state.Applicant, state.Channel, PricingBasis.AnswersOf(state), PricingBasis.FactsOf(state), state.SubmittedAt));
            }
            catch (InvalidOperationException e)
            {
                unpriced++;
                if (gaps.Count < MostGaps)
                {
                    gaps.Add(new TariffGap(state.Reference, e.Message));
                }

                continue;
            }

            var (charged, proposed) = (state.Fees.Total, amounts.Select(a => a.Amount).Sum());
            all = all.With(charged, proposed);
            payers[state.Applicant.Kind] = payers.GetValueOrDefault(state.Applicant.Kind, TariffEffect.None).With(charged, proposed);
            channels[state.Channel] = channels.GetValueOrDefault(state.Channel, TariffEffect.None).With(charged, proposed);
            foreach (var line in state.Fees.Lines)
            {
                var (was, will) = lines.GetValueOrDefault(line.Code);
                lines[line.Code] = (was + line.Amount, will);
            }

            foreach (var line in amounts)
            {
                var (was, will) = lines.GetValueOrDefault(line.Code);
                lines[line.Code] = (was, will + line.Amount);
            }

            var mover = new TariffMover(state.Reference, charged, proposed);
            var moved = mover.Difference.Fils;
            Keep(moved < 0 ? winners : losers, mover, Math.Abs(moved));
        }

        return new TariffSimulation(
            proposal, from, to, all, payers, channels, lines, [.. Ordered(winners), .. Ordered(losers)], unpriced, gaps);
    }

    private static void Keep(PriorityQueue<TariffMover, long> movers, TariffMover mover, long moved)
    {
        if (moved > 0)
        {
            movers.Enqueue(mover, moved);
            if (movers.Count > MostMovers)
            {
                movers.Dequeue();
            }
        }
    }

    private static IEnumerable<TariffMover> Ordered(PriorityQueue<TariffMover, long> movers) =>
        movers.UnorderedItems.OrderByDescending(m => m.Priority).ThenBy(m => m.Element.Reference, StringComparer.Ordinal).Select(m => m.Element);

    /// <summary>The cases whose bill was paid in that time. A case is filed before it is paid, and not long before.</summary>
    private async IAsyncEnumerable<CaseState> PaidAsync(
        string service, DateOnly from, DateOnly to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var (first, end) = (NationalCalendar.At(from, TimeOnly.MinValue), NationalCalendar.At(to.AddDays(1), TimeOnly.MinValue));
        var (at, id) = (DateTimeOffset.MinValue.AddTicks(1), Guid.Empty);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var rows = await db.Set<CaseRow>()
                .Where(c => c.Service == service && c.SubmittedAt < end && c.ChangedAt >= first && (c.SubmittedAt > at || (c.SubmittedAt == at && c.Id.CompareTo(id) > 0)))
                .OrderBy(c => c.SubmittedAt)
                .ThenBy(c => c.Id)
                .Take(AtOnce)
                .ToListAsync(ct);
            foreach (var row in rows)
            {
                if (CaseBook.StateOf(row) is { Bill.PaidAt: { } paid } state && paid >= first && paid < end)
                {
                    yield return state;
                }
            }

            if (rows.Count < AtOnce)
            {
                yield break;
            }

            (at, id) = (rows[^1].SubmittedAt, rows[^1].Id);
        }
    }
}
