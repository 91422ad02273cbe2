using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Examples;

/// <summary>A line of a timeline, as the person reads it.</summary>
public sealed record TimelineLine(DateTimeOffset At, LocalizedText Words);

/// <summary>What came of a worked example, and where that differs from what it expects.</summary>
public sealed record ExampleRun
{
    public required ServiceDefinition Definition { get; init; }

    public required Example Example { get; init; }

    /// <summary>What was expected and did not come; empty when the example holds.</summary>
    public required IReadOnlyList<LocalizedText> Differences { get; init; }

    public required EligibilityResult Eligibility { get; init; }

    /// <summary>Answers that were refused, by question.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<AnswerFault>> Faults { get; init; }

    public required FeeStatement Fees { get; init; }

    public required ChannelComparison Comparison { get; init; }

    /// <summary>The application as its expressions see it.</summary>
    public required EvaluationContext Context { get; init; }

    /// <summary>The case as it stands at the end; null when nothing was submitted.</summary>
    public CaseState? State { get; init; }

    public string? Route { get; init; }

    /// <summary>The public state at the end: <c>issued</c>, <c>awaitingPayment</c>…; <c>draft</c> when nothing was submitted.</summary>
    public required string Outcome { get; init; }

    public required IReadOnlyList<TimelineLine> Timeline { get; init; }

    /// <summary>Nodes of the process, in the order they were entered.</summary>
    public required IReadOnlyList<string> Passed { get; init; }

    public required IReadOnlyList<string> Messages { get; init; }

    public required IReadOnlyList<FilledDocument> Documents { get; init; }

    public bool Holds => Differences.Count == 0;
}
