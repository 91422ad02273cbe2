using System.Text.Json.Nodes;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>
/// What a case owes to the world outside the pure function. Bills and messages are rows in the same transaction; the
/// others are durable duties, whose keys make a repetition harmless.
/// </summary>
public abstract record CaseEffect
{
    private CaseEffect()
    {
    }

    /// <param name="Total">Never zero: a case that owes nothing gets no bill.</param>
    public sealed record IssueBill(string ActivityId, IReadOnlyList<FeeLine> Lines, Money Total, DateTimeOffset ExpiresAt, Money? LeastPart = null) : CaseEffect;

    public sealed record CancelBill(string BillNumber) : CaseEffect;

    public sealed record ReadRegister(string ActivityId, string RegisterId, string Operation, JsonObject Inputs) : CaseEffect;

    public sealed record WriteRegister(string ActivityId, string Operation, JsonObject Inputs) : CaseEffect;

    public sealed record IssueDocument(string ActivityId, string DocumentId) : CaseEffect;

    /// <param name="ActivityId">The waiting service task; null when the platform refunds of itself.</param>
    /// <param name="Why"><c>process</c>, <c>withdrawn</c>, <c>lapsed</c> or <c>promise</c>.</param>
    public sealed record Refund(string? ActivityId, string BillNumber, Money Amount, string Why) : CaseEffect;

    /// <param name="MessageId">The text <c>message.&lt;id&gt;</c>.</param>
    public sealed record SendMessage(string MessageId, IReadOnlyDictionary<string, LocalizedText> Values) : CaseEffect;

    /// <summary>Wake the case with <see cref="CaseCommand.Tick"/> at this moment.</summary>
    public sealed record Wake(DateTimeOffset At) : CaseEffect;
}
