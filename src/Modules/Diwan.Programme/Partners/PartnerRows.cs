using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Partners;

/// <summary>A body that serves people at its counters on behalf of the institutions.</summary>
internal sealed class PartnerRow
{
    public Guid Id { get; init; }

    /// <summary>Its code, never given twice.</summary>
    public required string Code { get; init; }

    public PartnerKind Kind { get; init; }

    public required LocalizedText Name { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A contract with a partner. Never changed: another one follows it.</summary>
internal sealed class ContractRow
{
    public Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Partner { get; init; }

    /// <summary>The number of the committee's decision it rests on.</summary>
    public required string Decision { get; init; }

    public DateOnly Begins { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly Ends { get; init; }

    /// <summary>For each case submitted at its counters.</summary>
    public Money Commission { get; init; }

    /// <summary>Taken off the month's commission for each level that is missed, in whole per cent.</summary>
    public int Deduction { get; init; }

    /// <summary>The <see cref="ServiceLevel"/>s agreed, as JSON.</summary>
    public required string Levels { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A counter of a partner.</summary>
internal sealed class SiteRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Its code, never given twice; cases begun there carry it.</summary>
    public required string Code { get; init; }

    public required string Partner { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>The part of ISO 3166-2, such as AM.</summary>
    public required string Governorate { get; init; }

    /// <summary>The last day it serves people; null while it does.</summary>
    public DateOnly? ClosedOn { get; set; }

    public long Version { get; set; }
}

/// <summary>A graduate of the programme.</summary>
internal sealed class TraineeRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Their number in the programme, never given twice.</summary>
    public required string Number { get; init; }

    public required string Name { get; set; }

    /// <summary>Where they come from: the part of ISO 3166-2.</summary>
    public required string Governorate { get; set; }

    /// <summary>The group they are trained in.</summary>
    public required string Cohort { get; set; }

    /// <summary>The national number by which they sign in as agents; null until they do.</summary>
    public string? Account { get; set; }

    public long Version { get; set; }
}

/// <summary>What became of a trainee. Never changed.</summary>
internal sealed class TraineeStepRow
{
    public Guid Id { get; init; }

    public required string Trainee { get; init; }

    public TraineeState State { get; init; }

    public DateOnly On { get; init; }

    /// <summary>The last day of a certificate.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The counter they are placed at.</summary>
    public string? Site { get; init; }

    public required string Evidence { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
