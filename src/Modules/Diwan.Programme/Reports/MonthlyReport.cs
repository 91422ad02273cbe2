using System.Text.Json.Serialization;
using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Programme.Accountability;
using Diwan.Programme.Budget;
using Diwan.Programme.Gates;
using Diwan.Programme.Partners;
using Diwan.Programme.Portfolio;

namespace Diwan.Programme.Reports;

public enum ReportKind
{
    /// <summary>On the services, to the Council of Ministers.</summary>
    Services,

    /// <summary>On re-engineering, to the government and Digitise Jordan.</summary>
    Reengineering,
}

/// <summary>A monthly report. Everything in it was measured by the platform or rests on a recorded decision; <see cref="Method"/> says how, and <see cref="Counted"/> figure by figure.</summary>
/// <param name="Month">The first of the month.</param>
/// <param name="MeasuredAt">The moment of every figure.</param>
/// <param name="Escalated">Late matters that were brought before the Council of Ministers in the month; null in reports from before that was kept. So too what follows.</param>
/// <param name="Late">Cases and complaints that were past their date at the moment of measuring.</param>
/// <param name="Baseline">What the report is compared with, as it was when the month was first frozen; null when nothing was there to compare with.</param>
/// <param name="Counted">How each figure was counted.</param>
public sealed record MonthlyReport(
    ReportKind Kind,
    DateOnly Month,
    DateTimeOffset MeasuredAt,
    IReadOnlyList<ServiceReport> Services,
    PortfolioReport? Portfolio,
    ProgrammeFigures Programme,
    IReadOnlyList<PromiseReport> Promises,
    IReadOnlyList<PromiseReport> Requested,
    IReadOnlyList<LocalizedText> Method,
    IReadOnlyList<EscalationView>? Escalated = null,
    IReadOnlyList<PartnerMonth>? Partners = null,
    TraineeCount? Trainees = null,
    IReadOnlyList<LateMatter>? Late = null,
    Baseline? Baseline = null,
    QueryBook? Counted = null)
{
    /// <summary>This report, measured again later, with what can only be known at the time as it was when the month was first frozen.</summary>
    internal MonthlyReport AsOf(MonthlyReport first)
    {
        var then = first.Services.ToDictionary(s => s.Service, StringComparer.Ordinal);
        return this with
        {
            Services = [.. Services.Select(s => then.GetValueOrDefault(s.Service) is { } was ? s with { Phase = was.Phase, Readiness = was.Readiness, Holding = was.Holding } : s)],
            Programme = Programme with { LateGaps = first.Programme.LateGaps, BlockingVulnerabilities = first.Programme.BlockingVulnerabilities },
            Late = first.Late,
            Baseline = first.Baseline,
        };
    }
}

/// <summary>A service in a month.</summary>
/// <param name="OnlineShare">Part of one that people submitted by their own means; null when nothing was submitted.</param>
/// <param name="InPromiseShare">Part of one answered in the promised time; null when nothing was answered.</param>
/// <param name="MedianHours">Hours from submission to answer.</param>
/// <param name="SpentThisYear">Of the programme's budget, for this service, from January to the end of the month; null in reports from before that was counted.</param>
/// <param name="AnsweredThisYear">Cases issued or refused in the same time; null in the running month.</param>
/// <param name="Exemptions">Who came to the counter although the service is electronic only; null in reports from before that was counted.</param>
/// <param name="VisitsSpared">Visits that the applications of the month spared beside the old counter; null where no figures of the procedure are written, and in reports from before that was counted. Papers likewise.</param>
public sealed record ServiceReport(
    string Service,
    LocalizedText Name,
    string Institution,
    GatePhase Phase,
    int Readiness,
    int Holding,
    IReadOnlyList<OverrideReport> Overrides,
    int Started,
    int Submitted,
    IReadOnlyDictionary<Channel, int> ByChannel,
    int Issued,
    int Refused,
    int Ended,
    int Running,
    int RunningLate,
    decimal? OnlineShare,
    decimal? InPromiseShare,
    decimal? MedianHours,
    decimal? NinetiethHours,
    decimal? Satisfaction,
    int Ratings,
    int Complaints,
    int ComplaintsLate,
    IReadOnlyList<ExemptionCount>? Exemptions = null,
    Money? SpentThisYear = null,
    int? AnsweredThisYear = null,
    int? VisitsSpared = null,
    int? PapersSpared = null)
{
    /// <summary>What the programme spent for the service this year, on each case answered this year; null where either is nothing, or not counted then.</summary>
    [JsonIgnore]
    public Money? CostPerCase => Budgets.CostOfCase(SpentThisYear, AnsweredThisYear);

    internal static ServiceReport Of(GateLine line, IReadOnlyList<OverrideReport> overrides, ServiceFigures? f, Money spent, int? answered, (int Visits, int Papers)? spared) => new(
        line.Service.Id.ToString(),
        line.Service.Name,
        line.Service.Id.Institution,
        line.Phase,
        line.Score,
        line.OpenBlocking,
        overrides,
        f?.Started ?? 0,
        f?.SubmittedInAll ?? 0,
        f?.Submitted ?? new Dictionary<Channel, int>(),
        f?.Ended.GetValueOrDefault(PublicState.Issued) ?? 0,
        f?.Ended.GetValueOrDefault(PublicState.Refused) ?? 0,
        f?.Ended.Values.Sum() ?? 0,
        f?.Running ?? 0,
        f?.RunningLate ?? 0,
        Part(f?.SubmittedAlone, f?.SubmittedInAll),
        Part(f?.InPromise, f?.InPromise + f?.PastPromise),
        Hours(f?.Median),
        Hours(f?.Ninetieth),
        f?.Satisfaction,
        f?.Ratings ?? 0,
        f?.Complaints ?? 0,
        f?.ComplaintsLate ?? 0,
        f?.Exemptions ?? [],
        spent,
        answered,
        spared?.Visits,
        spared?.Papers);

    private static decimal? Part(int? part, int? whole) => whole is > 0 and var w ? Math.Round((decimal)part!.Value / w, 4) : null;

    private static decimal? Hours(TimeSpan? span) => span is { } s ? Math.Round((decimal)s.TotalHours, 1) : null;
}

/// <summary>A criterion that a decision of the committee lets pass at a service.</summary>
/// <param name="Ends">The last day it holds.</param>
public sealed record OverrideReport(string Number, LocalizedText Criterion, DateOnly Ends);

/// <summary>Cases of a service, or complaints of an institution, past their date.</summary>
/// <param name="Owner">The one office that answers for them, and who holds it when that is one person.</param>
/// <param name="Since">The day the oldest of them came in.</param>
/// <param name="DueOn">The date that passed first.</param>
/// <param name="DaysLate">Working days since then.</param>
public sealed record LateMatter(string Key, MatterKind Kind, LocalizedText Title, int Count, LocalizedText Owner, DateOnly? Since, DateOnly DueOn, int DaysLate)
{
    /// <summary>Cases or complaints, and of whom.</summary>
    [JsonIgnore]
    public LocalizedText Heading => Kind == MatterKind.LateComplaints ? new($"شكاوى: {Title.Ar}", $"Complaints: {Title.En}") : new($"معاملات: {Title.Ar}", $"Cases: {Title.En}");
}

/// <summary>Where the services to be re-engineered stand at the end of the month.</summary>
/// <param name="Reached">How many have reached each state, those beyond it included.</param>
/// <param name="ThisMonth">How many reached it in the month.</param>
public sealed record PortfolioReport(
    int Planned, int Listed, IReadOnlyDictionary<PortfolioState, int> Reached, IReadOnlyDictionary<PortfolioState, int> ThisMonth,
    IReadOnlyList<InstitutionReport> Institutions);

public sealed record InstitutionReport(string Institution, int Listed, int Reengineered, int Automated, int OnTheGround);

/// <param name="LateGaps">Gaps past the date their owner was given.</param>
/// <param name="LateDecisions">Decisions whose follow-up is late.</param>
public sealed record ProgrammeFigures(
    Money Approved, Money Committed, Money Spent, int OpenVulnerabilities, int BlockingVulnerabilities, int LateGaps, int OpenDecisions, int LateDecisions);

/// <summary>A decision that was to be done in the month, or that the Cabinet is asked for.</summary>
public sealed record PromiseReport(string Number, LocalizedText Words, string Owner, DateOnly? DueOn, bool Kept);
