using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>A line as it was charged beside the same line reckoned again; either may be missing.</summary>
public sealed record RepricedLine(FeeLine? Charged, FeeLine? Reckoned)
{
    public FeeLine Line => Reckoned ?? Charged!;

    public bool IsEqual => Charged is not null && Reckoned is not null
        && (Charged.Code, Charged.Kind, Charged.Amount, Charged.Instrument) == (Reckoned.Code, Reckoned.Kind, Reckoned.Amount, Reckoned.Instrument);

    public Money Difference => (Reckoned?.Amount ?? Money.Zero) - (Charged?.Amount ?? Money.Zero);
}

/// <summary>A case priced again to the day: its own version of the service, its facts, answers, channel and moment.</summary>
public sealed record Repricing(FeeStatement Charged, FeeStatement Reckoned, IReadOnlyList<RepricedLine> Lines)
{
    public bool IsEqual => Lines.All(l => l.IsEqual);

    public Money Difference => Reckoned.Total - Charged.Total;

    public static Repricing Of(ServiceDefinition definition, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var context = EvaluationContext.Create(
            definition, state.Applicant, state.Channel, PricingBasis.AnswersOf(state), PricingBasis.FactsOf(state), state.SubmittedAt);
        return Compare(state.Fees, RuleBook.Fees(definition, context));
    }

    /// <summary>Lines of one code are paired in their order.</summary>
    public static Repricing Compare(FeeStatement charged, FeeStatement reckoned)
    {
        ArgumentNullException.ThrowIfNull(charged);
        ArgumentNullException.ThrowIfNull(reckoned);
        var left = charged.Lines.GroupBy(l => l.Code).ToDictionary(g => g.Key, g => new Queue<FeeLine>(g), StringComparer.Ordinal);
        var lines = new List<RepricedLine>(charged.Lines.Count);
        foreach (var line in reckoned.Lines)
        {
            lines.Add(new RepricedLine(left.TryGetValue(line.Code, out var queue) && queue.TryDequeue(out var was) ? was : null, line));
        }

        lines.AddRange(charged.Lines.Where(l => left[l.Code].Contains(l, ReferenceEqualityComparer.Instance)).Select(l => new RepricedLine(l, null)));
        return new Repricing(charged, reckoned, lines);
    }
}
