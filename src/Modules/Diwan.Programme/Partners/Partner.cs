using Diwan.Kernel;

namespace Diwan.Programme.Partners;

/// <summary>What a partner is.</summary>
public enum PartnerKind
{
    Post,
    KnowledgeStation,

    /// <summary>A company of the private sector.</summary>
    Operator,
}

/// <summary>What is measured of a partner's work in a month.</summary>
public enum LevelMeasure
{
    /// <summary>Part of one of the cases submitted that were never sent back. At least.</summary>
    RightAtOnce,

    /// <summary>Complaints on a thousand cases. At most.</summary>
    ComplaintsPerThousand,

    /// <summary>Part of one of the open counters with somebody certified placed at them. At least.</summary>
    CertifiedCounters,
}

/// <summary>A level agreed with a partner.</summary>
public sealed record ServiceLevel(LevelMeasure Measure, decimal Agreed)
{
    /// <summary>Whether less is better.</summary>
    public static bool IsCeiling(LevelMeasure measure) => measure == LevelMeasure.ComplaintsPerThousand;

    public bool IsMetBy(decimal measured) => IsCeiling(Measure) ? measured <= Agreed : measured >= Agreed;
}

public sealed record ContractView(
    string Number, string Partner, string Decision, DateOnly Begins, DateOnly Ends, Money Commission, int Deduction, IReadOnlyList<ServiceLevel> Levels)
{
    public bool HoldsOn(DateOnly day) => Begins <= day && day <= Ends;
}

public sealed record SiteView(string Code, string Partner, LocalizedText Name, string Governorate, DateOnly? ClosedOn)
{
    public bool IsOpenOn(DateOnly day) => ClosedOn is not { } closed || day <= closed;
}

/// <param name="Contracts">The latest first.</param>
public sealed record PartnerView(string Code, PartnerKind Kind, LocalizedText Name, IReadOnlyList<ContractView> Contracts, IReadOnlyList<SiteView> Sites)
{
    public ContractView? ContractOn(DateOnly day) => Contracts.FirstOrDefault(c => c.HoldsOn(day));
}

/// <summary>How a level came out in a month.</summary>
/// <param name="Measured">Null where too little was done to judge.</param>
public sealed record LevelResult(LevelMeasure Measure, decimal Agreed, decimal? Measured, bool IsMissed);

/// <summary>What a partner did in a month and what it is due for it.</summary>
/// <param name="Gross">Cases times commission.</param>
/// <param name="Deducted">For levels missed.</param>
public sealed record PartnerMonth(
    string Partner, LocalizedText Name, string? Contract, int Submitted, int Complaints, int OpenSites, int CertifiedSites, IReadOnlyList<LevelResult> Levels, Money Gross,
    Money Deducted)
{
    public Money Due => Gross - Deducted;
}
