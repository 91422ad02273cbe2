using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>What is wrong with a part of an answer, and what to write instead.</summary>
/// <param name="Part">Empty for the whole answer; <c>day</c> for a part; <c>[2].name</c> for a question of the third entry of a group; <c>[4].wage</c> for a cell of a table.</param>
public sealed record AnswerFault(string Part, LocalizedText Text);

/// <summary>What came of reading an answer.</summary>
public abstract record AnswerResult
{
    private AnswerResult()
    {
    }

    /// <param name="Value">In canonical form.</param>
    public sealed record Accepted(AnswerValue Value) : AnswerResult;

    /// <summary>Nothing was given, and nothing has to be.</summary>
    public sealed record Blank : AnswerResult;

    public sealed record Refused(IReadOnlyList<AnswerFault> Faults) : AnswerResult;
}
