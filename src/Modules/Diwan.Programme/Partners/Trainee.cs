namespace Diwan.Programme.Partners;

/// <summary>Where a trainee stands.</summary>
public enum TraineeState
{
    Enrolled,
    Trained,

    /// <summary>May act for people at a counter, until the certificate ends.</summary>
    Certified,

    /// <summary>Works at a counter of a partner.</summary>
    Placed,

    /// <summary>No longer takes part.</summary>
    Left,
}

/// <param name="CertifiedUntil">The last day of the latest certificate; null without one.</param>
/// <param name="Account">The national number by which they sign in; null where it is not known.</param>
/// <param name="Site">Where they are placed; null when they are not.</param>
public sealed record TraineeView(
    string Number, string Name, string Governorate, string Cohort, TraineeState State, DateOnly Since, DateOnly? CertifiedUntil, string? Site, string? Account = null)
{
    /// <summary>Whether they may act for people on a day.</summary>
    public bool MayActOn(DateOnly day) => State is TraineeState.Certified or TraineeState.Placed && day <= CertifiedUntil;
}

/// <summary>How many of the graduates the plan speaks of stand where.</summary>
/// <param name="Reached">How many have reached each state, those beyond it and those who left since included.</param>
/// <param name="MayAct">Certified on the day asked about.</param>
/// <param name="ByGovernorate">Placed, by the governorate of their counter.</param>
public sealed record TraineeCount(int Planned, int Enrolled, IReadOnlyDictionary<TraineeState, int> Reached, int MayAct, IReadOnlyDictionary<string, int> ByGovernorate);
