using Diwan.Kernel;

namespace Diwan.Programme.Budget;

/// <summary>An entry of the programme's budget. Never changed or removed: a wrong one is taken back by another that names it.</summary>
internal sealed class BudgetRow
{
    public Guid Id { get; init; }

    public required string Institution { get; init; }

    public int Year { get; init; }

    /// <summary>What the money is for.</summary>
    public required string Line { get; init; }

    public BudgetStage Stage { get; init; }

    /// <summary>Below zero in an entry that corrects another.</summary>
    public Money Amount { get; init; }

    /// <summary>The service it is for; null for the programme.</summary>
    public string? Service { get; init; }

    /// <summary>The number of the decision it rests on.</summary>
    public string? Decision { get; init; }

    /// <summary>The entry it takes back.</summary>
    public Guid? Corrects { get; init; }

    public string? Why { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
