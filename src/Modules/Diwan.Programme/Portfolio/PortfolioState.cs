namespace Diwan.Programme.Portfolio;

/// <summary>How far a service is, in the plan's words and order.</summary>
public enum PortfolioState
{
    /// <summary>Nothing is known of it but its name.</summary>
    Listed,

    /// <summary>As it is, recorded.</summary>
    AsIsRecorded,

    Reengineered,

    Automated,

    /// <summary>Applied on the ground.</summary>
    AppliedOnTheGround,

    ElectronicOnly,
}

/// <summary>To which part of the plan a service belongs.</summary>
public enum PortfolioGroup
{
    /// <summary>The ten.</summary>
    Ten,

    /// <summary>The 25 that may follow.</summary>
    Candidate,

    /// <summary>The rest of the 591.</summary>
    Rest,
}
