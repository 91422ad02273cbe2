using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>Who sits in the steering committee, and before whom a late matter comes: services/committee.yaml.</summary>
/// <param name="Escalation">By rising days. Empty when nothing is escalated.</param>
/// <param name="DriftDays">Working days in which an alarm of drift is to be answered.</param>
/// <param name="DiscrepancyDays">Working days in which a difference with a payment rail is to be closed.</param>
/// <param name="Assumed">What of it is not from a source; null when all is.</param>
public sealed record Steering(IReadOnlyList<Seat> Seats, IReadOnlyList<EscalationStep> Escalation, int DiscrepancyDays, int DriftDays, LocalizedText? Assumed)
{
    public static Steering None { get; } = new([], [], 3, 5, null);

    public Seat? Find(string? id) => Seats.FirstOrDefault(s => s.Id == id);

    /// <summary>Before whom a matter stands that is so many working days past its deadline.</summary>
    public EscalationLevel LevelAt(int daysLate) => Escalation.LastOrDefault(s => s.Days <= daysLate)?.Level ?? EscalationLevel.Owner;
}

/// <summary>A seat in the committee, held by an office and not by a person.</summary>
/// <param name="Chair">A meeting needs somebody in it.</param>
/// <param name="Several">More than one person sits under this name.</param>
public sealed record Seat(string Id, LocalizedText Name, bool Chair, bool Several);

/// <summary>From how many working days past its deadline a matter is brought before a level.</summary>
public sealed record EscalationStep(EscalationLevel Level, int Days);

/// <summary>Before whom an open matter stands. Each level knows what those below it know.</summary>
public enum EscalationLevel
{
    /// <summary>The one person who answers for it.</summary>
    Owner,

    /// <summary>The head of the unit.</summary>
    Unit,

    /// <summary>The head of the institution.</summary>
    Institution,

    /// <summary>The steering committee: it is proposed for the next meeting.</summary>
    Committee,

    /// <summary>The Council of Ministers: it stands in the monthly report.</summary>
    Cabinet,
}
