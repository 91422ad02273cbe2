using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Promotion;

/// <summary>A campaign for a service. Its code stands on what is printed, sent and shown.</summary>
internal sealed class CampaignRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Service { get; init; }

    public required LocalizedText Name { get; init; }

    public CampaignMedium Medium { get; init; }

    public DateOnly From { get; init; }

    /// <summary>The last day; its code counts no longer afterwards, and still leads to the service.</summary>
    public DateOnly Until { get; set; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }

    public long Version { get; set; }
}

/// <summary>By what a campaign reaches people.</summary>
public enum CampaignMedium
{
    Print,
    Sms,
    SocialMedia,
    Broadcast,
    Counter,
    Web,
}

/// <summary>How often something was opened in a minute or so. Nothing says by whom. Never changed.</summary>
internal sealed class VisitRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>The code of a campaign; empty for those who came by themselves.</summary>
    public required string Campaign { get; init; }

    public VisitStep Step { get; init; }

    public DateOnly Day { get; init; }

    public int Count { get; init; }
}

public enum VisitStep
{
    /// <summary>A short link or a QR code was opened.</summary>
    Link,

    /// <summary>The page of the service was opened.</summary>
    Page,
}
