using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>What the platform itself can judge of a service's readiness.</summary>
public enum GateProbe
{
    /// <summary>The definition as it lies there has no error.</summary>
    DefinitionSound,

    /// <summary>No fact of it is assumed.</summary>
    NothingAssumed,

    /// <summary>Every worked example comes out as it says.</summary>
    ExamplesPass,

    /// <summary>At every example each electronic channel costs less than the counter.</summary>
    CheaperOnline,

    /// <summary>What is sent to the person is written in both languages.</summary>
    MessagesWritten,

    /// <summary>Every register it asks answers now and has the operations, and the definition says how it goes on when one is down.</summary>
    RegistersConnected,

    /// <summary>The promise is not longer than the law allows.</summary>
    PromiseWithinLaw,

    /// <summary>The role that answers for it has somebody in it.</summary>
    OwnerPresent,

    /// <summary>How long data is kept, and why each register is asked, is stated.</summary>
    PrivacyStated,

    /// <summary>The new process spares the person visits, compared with the one it replaces.</summary>
    ProcessImproved,

    /// <summary>The ledger proves every fils, the rail was asked within a day what it took and nothing differs, and no alarm of it is open.</summary>
    MoneyProven,

    /// <summary>No vulnerability that blocks a launch is open.</summary>
    VulnerabilitiesClosed,

    /// <summary>Its pages were looked at by axe in both languages, and the report shows no violation of WCAG 2.2 A or AA.</summary>
    AccessibilityTested,

    /// <summary>A load as at its peak was tried on this version, and the answers came in time.</summary>
    LoadTested,

    /// <summary>Enough of the open counters of partners have somebody certified, where the service is offered there.</summary>
    CountersTrained,

    /// <summary>The contact centre answers every topic of it.</summary>
    CentreAnswers,

    /// <summary>A pilot of this version was taken back: closed to its people at once, and what they had begun went on.</summary>
    RollbackTried,

    /// <summary>Money of its institution went back to somebody who had paid.</summary>
    RefundTried,

    /// <summary>A decision in force names the exempt from electronic-only, just as they are in the file.</summary>
    ExemptionsDecided,
}

/// <summary>One thing that must be so before a service is launched.</summary>
/// <param name="Probe">Null where only people can judge: then evidence is written down, and marked as typed in.</param>
/// <param name="Owner">The role that answers for it; without an institution before the colon, that of the service's institution.</param>
/// <param name="Evidence">What shows it.</param>
public sealed record LaunchCriterion(
    string Id, bool Blocking, GateProbe? Probe, string Owner, LocalizedText Name, LocalizedText Evidence, SourcePosition At)
{
    /// <summary>The role that answers for it at a service: <c>moj:head</c>.</summary>
    public string OwnerAt(ServiceId service) => Owner.Contains(':', StringComparison.Ordinal) ? Owner : $"{service.Institution}:{Owner}";
}

/// <summary>The readiness criteria of services/gate.yaml, in their order.</summary>
/// <param name="Assumed">Why the list is not from a source; null when it is.</param>
/// <param name="ElectronicOnly">When counters may close; null when they may not.</param>
/// <param name="Tests">What is asked of tests; null when no criterion asks for one.</param>
public sealed record LaunchGate(IReadOnlyList<LaunchCriterion> Criteria, LocalizedText? Assumed, ElectronicOnlyRule? ElectronicOnly = null, TestRule? Tests = null)
{
    public static LaunchGate None { get; } = new([], null);

    /// <summary>What cannot be judged without <see cref="Tests"/>.</summary>
    internal static bool AsksTests(GateProbe? probe) =>
        probe is GateProbe.AccessibilityTested or GateProbe.LoadTested or GateProbe.CountersTrained or GateProbe.RollbackTried or GateProbe.RefundTried;

    public LaunchCriterion? Find(string id) => Criteria.FirstOrDefault(c => c.Id == id);
}

/// <summary>What is asked of the tests before a launch.</summary>
/// <param name="Days">A report, a trial and a refund count for so many days.</param>
/// <param name="Counters">Of the open counters of partners, the least part with somebody certified. A part of one.</param>
/// <param name="WorkingHours">Over which a year's applications are spread.</param>
/// <param name="Peak">So many times as many in the busiest hour as in another.</param>
/// <param name="Seconds">The least duration of a test of load.</param>
/// <param name="Slowest">What 95 % of the answers must not exceed, in milliseconds.</param>
/// <param name="Failed">The largest part of the applications that may fail. A part of one.</param>
/// <param name="Assumed">Why it is not from a source; null when it is.</param>
public sealed record TestRule(int Days, decimal Counters, int WorkingHours, int Peak, int Seconds, int Slowest, decimal Failed, LocalizedText? Assumed)
{
    /// <summary>Applications a second in the busiest hour.</summary>
    /// <param name="yearly">Applications a year.</param>
    public decimal PeakRate(decimal yearly) => yearly / WorkingHours * Peak / 3600;
}

/// <summary>When the counter of a service may close, and for whom it stays open.</summary>
/// <param name="Assumed">Why it is not from a source; null when it is.</param>
public sealed record ElectronicOnlyRule(ReachRule Reach, IReadOnlyList<Exemption> Exemptions, LocalizedText? Assumed)
{
    public Exemption? Find(string? id) => Exemptions.FirstOrDefault(e => e.Id == id);
}

/// <summary>What must have been reached before. Parts are of one.</summary>
/// <param name="Days">Over so many days before the moment of asking.</param>
/// <param name="Least">A group with fewer applications is not judged by itself; a service with fewer is not known well enough.</param>
/// <param name="Electronic">Of all applications, by any way but the counter.</param>
/// <param name="Own">Of all applications, by the person's own means.</param>
/// <param name="Governorate">Electronic, in each governorate.</param>
/// <param name="Age">Electronic, in each age band.</param>
/// <param name="Ages">The first age of each band, in years, rising.</param>
public sealed record ReachRule(int Days, int Least, decimal Electronic, decimal Own, decimal Governorate, decimal Age, IReadOnlyList<int> Ages);

/// <summary>Who may still come to the counter of a service that is electronic only.</summary>
/// <param name="MinimumAge">In full years; null where the platform cannot tell and the clerk writes down what they saw.</param>
public sealed record Exemption(string Id, LocalizedText Name, LocalizedText Evidence, int? MinimumAge);
