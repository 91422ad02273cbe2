using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Programme.Accountability;

/// <summary>Of what kind an open matter is.</summary>
public enum MatterKind
{
    /// <summary>A readiness criterion that is not met, at a service on its way through the gate.</summary>
    Gap,

    /// <summary>A decision of the committee that is not done.</summary>
    Decision,

    /// <summary>A vulnerability that is open.</summary>
    Vulnerability,

    /// <summary>Cases of a service whose tasks are past their day.</summary>
    LateCases,

    /// <summary>Complaints of an institution past their day.</summary>
    LateComplaints,

    /// <summary>Differences with the payment rail.</summary>
    Discrepancies,

    /// <summary>A later version of a launched service that waits for its check.</summary>
    WaitingVersion,

    /// <summary>A service whose times or ways are no longer those of its baseline.</summary>
    Drift,
}

/// <summary>Something that is not done, who answers for it, and since when.</summary>
/// <param name="Key">Names it for as long as it is open: <c>gap:moj/non-conviction-certificate:legal-basis</c>.</param>
/// <param name="Count">How many things it stands for.</param>
/// <param name="Owner">One person by name, or one role where the person is whoever holds it.</param>
/// <param name="DueOn">Null where nobody has given it a date: that alone is a fault of the office.</param>
/// <param name="OpenedOn">The day it became known; null where it is not recorded.</param>
/// <param name="DaysLate">Working days past the deadline; 0 when it is not late.</param>
/// <param name="Path">Where it is dealt with.</param>
public sealed record OpenMatter(
    string Key, MatterKind Kind, LocalizedText Title, int Count, string? Institution, string? Service, LocalizedText Owner, DateOnly? DueOn, DateOnly? OpenedOn, int DaysLate,
    EscalationLevel Level, string Path)
{
    public bool IsLate => DaysLate > 0;
}
