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

/// <summary>A proposed tariff tried on the paid cases of a time.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="IsCut">There were more cases than were asked for: those paid and filed first are in it, the others are not.</param>
public sealed record TariffTrial(ServiceDefinition Proposal, DateOnly From, DateOnly To, SimulationReport Report, bool IsCut);

/// <summary>
/// Prices the paid cases of a time again by a proposed tariff: their own answers, facts, channel and moment, and the proposal's rules. What a
/// law dates by a day of the case is dated by that day, so a proposal that is to show its effect on the past must be in force in it. What
/// comes out tells of no case, nor of fewer than <see cref="TariffSimulation.Fewest"/> together.
/// </summary>
public sealed class SimulateTariff(IDbContextFactory<AppDbContext> contexts)
{
    private const int AtOnce = 500;

    /// <param name="from">Paid on this day in Amman or later.</param>
    /// <param name="to">Paid on this day or earlier.</param>
    /// <param name="most">How many cases are priced at most: somebody waits for the page.</param>
    public async Task<TariffTrial> RunAsync(ServiceDefinition proposal, DateOnly from, DateOnly to, CancellationToken ct, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var (sums, count) = (new TariffSimulation(), 0);
        await foreach (var state in PaidAsync(proposal.Id.ToString(), from, to, ct))
        {
            if (++count > most)
            {
                break;
            }

            try
            {
                var after = RuleBook.Amounts(proposal, EvaluationContext.Create(
                    proposal, state.Applicant, state.Channel, PricingBasis.AnswersOf(state), PricingBasis.FactsOf(state), state.SubmittedAt));
                var day = NationalCalendar.DateAt(state.SubmittedAt);
                sums.Add(new SimulatedCase(
                    state.Channel, new DateOnly(day.Year, day.Month, 1), state.Applicant.Kind,
                    [.. state.Fees.Lines.Select(l => new FeeAmount(l.Code, l.Kind, l.Amount))], after));
            }
            catch (InvalidOperationException e)
            {
                sums.AddUnpriced(e.Message);
            }
        }

        return new TariffTrial(proposal, from, to, sums.Report(), count > most);
    }

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
