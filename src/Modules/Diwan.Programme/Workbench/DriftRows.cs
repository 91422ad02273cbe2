namespace Diwan.Programme.Workbench;

/// <summary>From which week on a service is held against itself. The latest holds; none is ever changed.</summary>
internal sealed class DriftBaselineRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>The Sunday of its first week.</summary>
    public DateOnly From { get; init; }

    /// <summary>Why it was set by somebody; null when the platform set it.</summary>
    public string? Why { get; init; }

    /// <summary>Null when the platform set it.</summary>
    public string? SetBy { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A week of a service as it was judged once it was over. None is ever changed.</summary>
internal sealed class DriftWeekRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>Its Sunday.</summary>
    public DateOnly Week { get; init; }

    /// <summary>The first week of the baseline it was held against.</summary>
    public DateOnly Baseline { get; init; }

    /// <summary>Cases answered in it that were read.</summary>
    public int Cases { get; init; }

    /// <summary>Hours; null without cases.</summary>
    public double? Median { get; init; }

    public double? Times { get; init; }

    public double? Variants { get; init; }

    public bool TimesMoved { get; init; }

    public bool VariantsMoved { get; init; }

    public DateTimeOffset At { get; init; }
}
