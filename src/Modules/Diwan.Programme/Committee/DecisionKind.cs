namespace Diwan.Programme.Committee;

public enum DecisionKind
{
    /// <summary>Lets a criterion pass at a service until a day.</summary>
    Override,

    /// <summary>The day on which the counter of a service closes.</summary>
    ElectronicOnly,

    /// <summary>Takes a service back.</summary>
    Rollback,

    /// <summary>Opens the counter of a service again.</summary>
    ReopenCounter,

    /// <summary>Who may come to the counter of a service that is electronic only.</summary>
    Exemptions,

    /// <summary>Money of the programme.</summary>
    Budget,

    /// <summary>What the Cabinet is asked to decide.</summary>
    Recommendation,

    /// <summary>What later reports are compared with: a frozen month, values by figure, or both.</summary>
    Baseline,

    /// <summary>Anything else.</summary>
    Other,
}
