using System.Text.Json.Nodes;
using Diwan.Engine.Answers;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What someone asks of a case. Each is answered by <see cref="CaseEngine.Handle"/>.</summary>
public abstract record CaseCommand
{
    private CaseCommand()
    {
    }

    /// <summary>An application, complete, becomes a case.</summary>
    /// <param name="Content">The fingerprint of the definition's files, by which the very rules are found again.</param>
    public sealed record Submit(
        CaseReference Reference, Applicant Applicant, Channel Channel, AnswerSet Answers, CaseFacts Facts, string? Content = null) : CaseCommand
    {
        /// <summary>The journey of these very answers at the moment of the command, for who computed it already; the engine computes it otherwise.</summary>
        public Journey? Journey { get; init; }
    }

    /// <summary>The rail says that the bill is paid.</summary>
    /// <param name="PaidAt">The moment the payer's bank or the teller took the money, not that of our hearing of it.</param>
    public sealed record Pay(string BillNumber, string ReceiptNumber, DateTimeOffset PaidAt) : CaseCommand;

    /// <summary>A register answered a read or took a write.</summary>
    /// <param name="Answer">The register's answer; null when it holds nothing.</param>
    public sealed record RegisterAnswered(string ActivityId, JsonObject? Answer) : CaseCommand;

    /// <summary>A register refused, or stayed silent past every retry.</summary>
    /// <param name="ErrorCode"><c>register.notFound</c>, <c>register.refused</c> or <c>register.down</c>.</param>
    public sealed record RegisterFailed(string ActivityId, string ErrorCode) : CaseCommand;

    public sealed record DocumentIssued(string ActivityId, string DocumentId, string Number) : CaseCommand;

    /// <summary>A document of the case was issued anew and took the place of another; also after the end.</summary>
    /// <param name="Old">The number of the document that is superseded.</param>
    /// <param name="Facts">What the registers say now, when the new one corrects the old; null when it says the same.</param>
    public sealed record DocumentReplaced(string DocumentId, string Old, string Number, CaseFacts? Facts) : CaseCommand;

    /// <param name="ActivityId">The service task that waited for it; null when the platform refunded of itself.</param>
    public sealed record Refunded(string? ActivityId, Money Amount) : CaseCommand;

    public sealed record Claim(string TaskId, Actor Officer) : CaseCommand;

    public sealed record Release(string TaskId, Actor Officer) : CaseCommand;

    /// <param name="To">The officer who is to have the task; null gives it back to the queue.</param>
    public sealed record Reassign(string TaskId, Actor By, Actor? To) : CaseCommand;

    /// <param name="ReasonCode">For a refusal: one of the definition's reasons. </param>
    /// <param name="Note">The officer's own words; asked for with every refusal.</param>
    public sealed record Decide(string TaskId, Actor Officer, Verdict Verdict, string? ReasonCode, string? Note) : CaseCommand;

    /// <summary>"Your turn": the named questions are opened to the applicant again.</summary>
    public sealed record SendBack(string TaskId, Actor Officer, IReadOnlyList<string> Questions, string Note) : CaseCommand;

    /// <summary>The applicant completes what was sent back. Only the opened questions may differ.</summary>
    public sealed record Complete(AnswerSet Answers) : CaseCommand;

    public sealed record Withdraw(string? Reason) : CaseCommand;

    /// <summary>Time has passed: timers, deadlines, the promise, a completion that never came.</summary>
    public sealed record Tick : CaseCommand;
}

/// <summary>An officer's or judge's decision.</summary>
public enum Verdict
{
    Approve,
    Refuse,
}
