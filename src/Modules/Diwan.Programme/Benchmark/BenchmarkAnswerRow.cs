namespace Diwan.Programme.Benchmark;

/// <summary>What people answered to a question. The latest holds; none is ever changed.</summary>
internal sealed class BenchmarkAnswerRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    public required string Question { get; init; }

    public BenchmarkAnswer Answer { get; init; }

    public required string Evidence { get; init; }

    public required string By { get; init; }

    public required string ByKey { get; init; }

    public DateTimeOffset At { get; init; }
}

public enum BenchmarkAnswer
{
    No,

    /// <summary>Half a point.</summary>
    Partly,

    Yes,

    /// <summary>It does not concern the service, and counts for nothing.</summary>
    NotApplicable,
}
