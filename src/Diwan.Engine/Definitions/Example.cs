using System.Text.Json.Nodes;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>A worked example: who asks for what on which day, and what must come of it.</summary>
public sealed record Example
{
    public required string Name { get; init; }

    public required string About { get; init; }

    /// <summary>The moment of applying.</summary>
    public required DateTimeOffset On { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>As written: kind, nationalNumber, name…</summary>
    public required JsonObject Applicant { get; init; }

    /// <summary>What each register would answer, by id; a register that is not named holds nothing.</summary>
    public required IReadOnlyDictionary<string, ExampleRegister> Registers { get; init; }

    /// <summary>The answers as a person would type them: texts, lists of texts, maps of parts.</summary>
    public required JsonObject Answers { get; init; }

    public required IReadOnlyList<ExampleStep> Then { get; init; }

    public required ExampleExpectation Expect { get; init; }

    public required SourcePosition At { get; init; }
}

/// <summary>What a register answers in an example.</summary>
/// <param name="Down">It does not answer.</param>
/// <param name="Refused">It will not do what it is asked to write.</param>
/// <param name="Answer">The fields; null when it holds nothing.</param>
public sealed record ExampleRegister(bool Down, bool Refused, JsonNode? Answer);

/// <summary>Something that happens after submission.</summary>
public abstract record ExampleStep
{
    private ExampleStep()
    {
    }

    /// <param name="After">How long after the last step.</param>
    public sealed record Pay(TimeSpan After) : ExampleStep;

    /// <param name="As">approve or refuse.</param>
    /// <param name="Reason">The refusal code.</param>
    public sealed record Decide(string Task, string As, string? Reason, string? Note) : ExampleStep;

    public sealed record SendBack(string Task, IReadOnlyList<string> Fields, string Note) : ExampleStep;

    public sealed record Answer(JsonObject Answers) : ExampleStep;

    /// <summary>Time passes and timers fire.</summary>
    public sealed record Wait(string Duration) : ExampleStep;

    public sealed record Withdraw : ExampleStep;
}

/// <summary>What an example expects. Null means: not looked at.</summary>
public sealed record ExampleExpectation
{
    public bool? Eligible { get; init; }

    public IReadOnlyList<string>? Refusals { get; init; }

    /// <summary>Questions whose answer is refused.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    /// <summary>The amounts of each line.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Money>>? Fees { get; init; }

    public Money? Total { get; init; }

    public Money? CounterTotal { get; init; }

    public string? Route { get; init; }

    public string? Outcome { get; init; }

    public IReadOnlyList<string>? Passes { get; init; }

    public IReadOnlyList<string>? Messages { get; init; }

    public IReadOnlyList<string>? Document { get; init; }
}
