using System.Globalization;
using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>
/// The dates of a case, reckoned from where they start: so many working days, and after them the working time in which the case was with its
/// applicant. A holiday announced meanwhile counts in all of it.
/// </summary>
public static class CaseDates
{
    /// <summary>By when an officer answers a task; null when a time that does not count was not kept (cases from before it was).</summary>
    internal static DateTimeOffset? Due(ServiceDefinition definition, CaseTask task, NationalCalendar calendar) =>
        definition.Process.Find(task.NodeId) is { } node && IsKept(task)
            ? After(calendar.Of(definition.Place), task.OpenedAt, DaysFor(node), task.Pauses)
            : null;

    /// <summary>By when the institution undertakes to answer; null as long as it promised nothing, or as in <see cref="Due"/>.</summary>
    internal static DateTimeOffset? Promise(ServiceDefinition definition, CaseState state, NationalCalendar calendar) =>
        state.PromisedFrom is { } from && state.Tasks.All(IsKept)
            ? After(calendar.Of(definition.Place), from, definition.Promise.WorkingDays, state.Tasks.SelectMany(t => t.Pauses))
            : null;

    /// <summary>The promise as it will be if the applicant completes now what was sent back; null when nothing was, or nothing is promised yet.</summary>
    public static DateTimeOffset? PromiseIfCompleted(ServiceDefinition definition, CaseState state, NationalCalendar calendar, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(calendar);
        if (state is not { YourTurn: { SentBack: { } sent } task, PromisedAt: { } promised })
        {
            return null;
        }

        var completed = task with { State = TaskState.Open, Pauses = task.Pauses.Add(new Pause(sent.At, now)) };
        var date = Promise(definition, state with { Tasks = state.Tasks.Replace(task, completed) }, calendar);
        return date > promised ? date : promised;
    }

    /// <summary>The working days an officer has for a task.</summary>
    internal static int DaysFor(FlowNode node) => int.Parse(node.Attribute("days") ?? "1", CultureInfo.InvariantCulture);

    private static bool IsKept(CaseTask task) => task.State == TaskState.WithApplicant || task.SentBack is null || task.Pauses.Count > 0;

    private static DateTimeOffset After(NationalCalendar calendar, DateTimeOffset from, int days, IEnumerable<Pause> pauses)
    {
        var date = calendar.AddWorkingDays(from, days);
        var counted = from;
        foreach (var pause in pauses.OrderBy(p => p.From))
        {
            // Two desks may have waited for the applicant at once; the hours are left out once.
            var start = pause.From > counted ? pause.From : counted;
            if (pause.To > start)
            {
                date = calendar.AddWorkingTime(date, calendar.WorkingTime(start, pause.To));
                counted = pause.To;
            }
        }

        return date;
    }
}
