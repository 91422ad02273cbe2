using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Programme.Accountability;

/// <summary>That a late matter was brought before a level. Never changed.</summary>
internal sealed class EscalationRow
{
    public Guid Id { get; init; }

    /// <summary><see cref="OpenMatter.Key"/>.</summary>
    public required string Matter { get; init; }

    /// <summary>The deadline that passed: with a new one the matter begins anew.</summary>
    public DateOnly DueOn { get; init; }

    public EscalationLevel Level { get; init; }

    public required LocalizedText Title { get; init; }

    public required LocalizedText Owner { get; init; }

    public string? Institution { get; init; }

    public DateTimeOffset At { get; init; }
}
