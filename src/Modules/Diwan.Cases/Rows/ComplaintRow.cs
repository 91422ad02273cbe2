using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.Rows;

/// <summary>A complaint about a service: its number, who answers for it, until when, and the answer.</summary>
internal sealed class ComplaintRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>By which the person asks after it; written like the reference of a case.</summary>
    public required string Number { get; init; }

    /// <summary>SHA-256, in hexadecimal, of the code by which whoever complained without signing in reads the answer.</summary>
    public required string CodeHash { get; init; }

    public required string Service { get; init; }

    public required string Institution { get; init; }

    /// <summary>The case it is about, if it is about one.</summary>
    public string? Reference { get; init; }

    /// <summary>It is about a case of a service that has confidential steps: those of its institution who may see such steps handle it, nobody else.</summary>
    public bool Confidential { get; init; }

    /// <summary>Who complains; null when they did not sign in.</summary>
    public string? PersonKey { get; init; }

    /// <summary>E.164; null when they gave none.</summary>
    public string? Phone { get; init; }

    public Language Language { get; init; }

    public required string Words { get; init; }

    /// <summary>The head of unit who answers for the service, and so for the deadline.</summary>
    public required string Owner { get; init; }

    public ComplaintState State { get; set; }

    public string? OfficerId { get; set; }

    public string? OfficerName { get; set; }

    public DateTimeOffset GivenAt { get; init; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>When it was brought before the owner because its date had passed.</summary>
    public DateTimeOffset? EscalatedAt { get; set; }

    public ComplaintFinding? Finding { get; set; }

    public string? Answer { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The head of the complaint's chain of events.</summary>
    public required Chain Chain { get; init; }

    public long Version { get; set; }
}
