using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Portfolio;

/// <summary>One of the services to be re-engineered.</summary>
internal sealed class PortfolioRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Its code in the portfolio, never given twice.</summary>
    public required string Code { get; init; }

    public required string Institution { get; set; }

    public required LocalizedText Name { get; set; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; set; }

    /// <summary>Applications a year; null when nobody knows.</summary>
    public int? Volume { get; set; }

    public PortfolioGroup Group { get; set; }

    /// <summary>In which wave it is re-engineered; null when it is not planned.</summary>
    public int? Wave { get; set; }

    /// <summary>The service of the platform that it is; null while it is none.</summary>
    public string? Service { get; set; }

    /// <summary>Codes of the services that come first, separated by blanks.</summary>
    public required string After { get; set; }

    public long Version { get; set; }
}

/// <summary>A state a portfolio service reached. Never changed.</summary>
internal sealed class PortfolioStepRow
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    public PortfolioState State { get; init; }

    public DateOnly On { get; init; }

    public required string Evidence { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
