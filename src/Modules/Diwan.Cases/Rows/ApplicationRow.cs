using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.Rows;

/// <summary>An application being filled in. It outlives sign-out, restarts and new versions of its service.</summary>
internal sealed class ApplicationRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Whose application it is; see <see cref="Applicants.Key"/>.</summary>
    public required string PersonKey { get; init; }

    public required string Service { get; init; }

    /// <summary>The version it was last computed with; a newer one takes over the answers.</summary>
    public required string ServiceVersion { get; set; }

    /// <summary>By which it was last taken up.</summary>
    public Channel Channel { get; set; }

    /// <summary>The applicant as known at the start, as JSON.</summary>
    public required string Applicant { get; init; }

    public required string Answers { get; set; }

    public required string Facts { get; set; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Why it could be begun at the counter of a service that is electronic only; null for all others.</summary>
    public string? Exemption { get; init; }

    /// <summary>The assisted counter where it was last taken up; null for all others.</summary>
    public string? Site { get; set; }

    /// <summary>The code of the campaign by which the person came to it; null when they came by themselves.</summary>
    public string? Campaign { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    public ApplicationState State { get; set; }

    /// <summary>The case it became; null until then.</summary>
    public string? Reference { get; set; }

    public long Version { get; set; }
}

internal enum ApplicationState
{
    Draft,
    Submitted,
    Discarded,
}
