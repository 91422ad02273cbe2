using System.Globalization;
using Diwan.Bpmn;
using Diwan.Engine.Journeys;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>What the process asks while it moves: conditions in FEEL, and deadlines in working days.</summary>
internal sealed partial class CaseRun : IBpmnExpressions
{
    private EvaluationContext? _context = context;
    private CaseState? _contextOf;

    public bool? Condition(BpmnExpression expression, in BpmnScope scope) =>
        Ask(expression.Text).TryGetBoolean(out var holds) ? holds : null;

    public int? Count(BpmnExpression expression, in BpmnScope scope) =>
        Ask(expression.Text).TryGetDecimal(out var count) && count == Math.Truncate(count) ? (int)count : null;

    public string? Text(BpmnExpression expression, in BpmnScope scope)
    {
        var value = Ask(expression.Text);
        return value.TryGetString(out var text) ? text : FeelJson.Of(value)?.ToString();
    }

    public DateTimeOffset? Due(TimerDefinition timer, DateTimeOffset now)
    {
        if (Definition.Process.Find(timer.Expression.OwnerId) is not { } node)
        {
            return null;
        }

        if (node.Attribute("workingDays") is { } days)
        {
            return Calendar.AddWorkingDays(now, int.Parse(days, CultureInfo.InvariantCulture));
        }

        // A date means: until the end of that day in Amman.
        return node.Attribute("date") is { } date && Ask(date).TryGetDate(out DateOnly day)
            ? NationalCalendar.At(day.AddDays(1), TimeOnly.MinValue)
            : null;
    }

    private FeelValue Ask(string text) =>
        Definition.ProcessExpressions.TryGetValue(text, out var expression) ? expression.Evaluate(Context()) : FeelValue.Null;

    /// <summary>The context of format.md, with what the process adds to it.</summary>
    private EvaluationContext Context()
    {
        if (_context is null || !ReferenceEquals(_contextOf, State))
        {
            // The form is gone through again only when answers or facts have changed.
            _context = CaseContexts.Of(Definition, State, Now, _context);
            _contextOf = State;
        }

        return _context;
    }
}

/// <summary>What expressions of a running case see.</summary>
public static class CaseContexts
{
    /// <param name="known">A context of an earlier state, taken as far as it still holds.</param>
    public static EvaluationContext Of(Definitions.ServiceDefinition definition, CaseState state, DateTimeOffset now, EvaluationContext? known = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var context = known is not null && known.IsOf(definition, state.Applicant, state.Channel, state.Answers, state.Facts, now)
            ? known
            : EvaluationContext.Create(definition, state.Applicant, state.Channel, state.Answers, state.Facts, now);
        return context.InProcess(state.RuleResults, state.Decisions, state.Fees.Total, Case(definition, state));
    }

    private static FeelContext Case(Definitions.ServiceDefinition definition, CaseState state)
    {
        FeelValue Day(DateTimeOffset? moment) => moment is { } at ? FeelValue.Of(NationalCalendar.DateAt(at)) : FeelValue.Null;
        var reason = CaseWords.Reason(definition, state);
        return new FeelContext(
        [
            new("reference", FeelValue.Of(state.Reference)),
            new("submittedOn", Day(state.SubmittedAt)),
            new("promisedOn", Day(state.PromisedAt)),
            new("billNumber", FeelValue.Of(state.Bill?.Number)),
            new("billExpiresOn", Day(state.Bill?.ExpiresAt.AddTicks(-1))),
            new("paidOn", Day(state.Bill?.PaidAt)),
            new("receiptNumber", FeelValue.Of(state.Bill?.ReceiptNumber)),
            new("documentNumber", FeelValue.Of(state.Documents.Count > 0 ? state.Documents[^1].Number : null)),
            new("reason", FeelValue.Of(reason?.Ar)),
            new("reasonEn", FeelValue.Of(reason?.En)),
        ]);
    }
}
