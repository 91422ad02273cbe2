using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>What a question of the EU eGovernment Benchmark is about.</summary>
public enum BenchmarkDimension
{
    Availability,
    Support,
    Mobile,
    Delivery,
    PersonalData,
    Design,
    Enablers,
    CrossAvailability,
    CrossSupport,
    CrossEnablers,
}

/// <summary>The four scores a service is compared by; each is the mean of its dimensions.</summary>
public enum BenchmarkPart
{
    UserCentricity,
    Transparency,
    KeyEnablers,
    CrossBorder,
}

/// <summary>What the platform can answer by itself.</summary>
public enum BenchmarkProbe
{
    InformationOnline,
    ServiceOnline,
    OnPortal,
    Titled,
    LiveSupport,
    OwnerNamed,
    OtherChannels,
    FeedbackOpen,
    ComplaintsOpen,
    CompletionTold,
    ProgressTracked,
    DraftKept,
    DurationTold,
    DeliveryTold,
    LatestTold,
    PerformancePublic,
    ErrorsTold,
    HelpBeside,
    DataShown,
    WhoLooked,
    ProcessShown,
    OnlineIdentity,
    SingleSignOn,
    DocumentsSubmitted,
    DocumentsReceived,
    Prefilled,
    MobileReady,
}

/// <param name="IsFilter">It only asks whether the next ones apply, and is not scored.</param>
/// <param name="Probe">Null where only people can answer.</param>
/// <param name="Name">In our own words.</param>
public sealed record BenchmarkQuestion(string Id, BenchmarkDimension Dimension, bool IsFilter, BenchmarkProbe? Probe, LocalizedText Name, SourcePosition At)
{
    public BenchmarkPart Part => Dimension switch
    {
        BenchmarkDimension.Availability or BenchmarkDimension.Support or BenchmarkDimension.Mobile => BenchmarkPart.UserCentricity,
        BenchmarkDimension.Delivery or BenchmarkDimension.PersonalData or BenchmarkDimension.Design => BenchmarkPart.Transparency,
        BenchmarkDimension.Enablers => BenchmarkPart.KeyEnablers,
        _ => BenchmarkPart.CrossBorder,
    };
}

/// <summary>The questions of services/benchmark.yaml, in their order.</summary>
/// <param name="Source">Where they come from, and what of the list is not from there.</param>
public sealed record EgovBenchmark(IReadOnlyList<BenchmarkQuestion> Questions, LocalizedText? Source)
{
    public static EgovBenchmark None { get; } = new([], null);

    public BenchmarkQuestion? Find(string id) => Questions.FirstOrDefault(q => q.Id == id);
}
