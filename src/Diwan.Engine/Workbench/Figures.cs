using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Workbench;

/// <summary>A figure the workbench reckons with.</summary>
/// <param name="Source">Where it comes from; null when nobody could say, and it is assumed.</param>
public sealed record Figure(decimal Value, LocalizedText? Source)
{
    public bool Assumed => Source is null;
}

/// <summary>The prices of the Standard Cost Model and what else all services share: services/workbench/method.yaml.</summary>
/// <param name="ApplicantHour">Dinars for an hour of an applicant's time.</param>
/// <param name="OfficerHour">Dinars for an hour of an officer's time, as the state bears it.</param>
/// <param name="Paper">Dinars for a paper that the institution takes, files or hands out.</param>
/// <param name="DayOff">How many apply on a day off for one on a working day, where people apply by themselves.</param>
/// <param name="Returned">The share of tasks that are sent back to the applicant.</param>
/// <param name="ReturnedDays">Calendar days until the applicant has completed what was sent back, on average.</param>
/// <param name="AssistedVisits">Visits to a point of assistance for an application given there.</param>
/// <param name="Assumed">What is said of the figures without a source.</param>
public sealed record CostMethod(
    Figure ApplicantHour, Figure OfficerHour, Figure Paper, Figure DayOff, Figure Returned, Figure ReturnedDays, Figure AssistedVisits, LocalizedText Assumed);

/// <summary>Who spends the minutes of a step.</summary>
public enum StepBy
{
    Applicant,
    Officer,
}

/// <summary>What a step takes each time it is done.</summary>
/// <param name="Minutes">Worked by whoever does it.</param>
/// <param name="Wait">Minutes until it begins or goes on; an applicant stands in a queue for them (not while a payment is awaited), an institution's file lies.</param>
/// <param name="Visits">How often the applicant must come.</param>
/// <param name="Papers">Documents brought, filed or handed out.</param>
/// <param name="Cost">Dinars the applicant spends on it, without the fee.</param>
public sealed record StepFigures(StepBy By, decimal Minutes, decimal Wait, decimal Visits, decimal Papers, decimal Cost);

/// <summary>One of the two processes with its figures.</summary>
/// <param name="Steps">By the id of the step; one that takes nothing of anybody is left out.</param>
public sealed record ProcessFigures(ProcessFlow Flow, IReadOnlyDictionary<string, StepFigures> Steps);

/// <summary>What the workbench knows of a service: services/workbench/&lt;institution&gt;/&lt;service&gt;.yaml beside the definition.</summary>
/// <param name="Yearly">Applications a year.</param>
/// <param name="Staff">People at work on it at once, by role.</param>
/// <param name="Assumed">What is said of the figures without a source.</param>
public sealed record WorkbenchFigures(
    ServiceId Service, Figure Yearly, ProcessFigures Before, ProcessFigures After, IReadOnlyDictionary<string, int> Staff, LocalizedText Assumed);

/// <summary>Everything the workbench reckons with.</summary>
/// <param name="Method">Null when the folder has no workbench.</param>
public sealed record WorkbenchBook(CostMethod? Method, IReadOnlyDictionary<ServiceId, WorkbenchFigures> Services)
{
    public static WorkbenchBook None { get; } = new(null, new Dictionary<ServiceId, WorkbenchFigures>());

    public WorkbenchFigures? Find(ServiceId service) => Services.GetValueOrDefault(service);
}
