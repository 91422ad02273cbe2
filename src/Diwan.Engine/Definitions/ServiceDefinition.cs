using System.Collections.Frozen;
using Diwan.Bpmn;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

public enum ApplicantKind
{
    Citizen,
    Resident,
    Establishment,
}

/// <summary>In what capacity a person applies.</summary>
public enum Representation
{
    Self,
    Agent,
    Heir,
    Guardian,
    Signatory,
}

/// <summary>What happens when the promised date passes.</summary>
public enum BreachConsequence
{
    Escalate,
    RefundFee,
    TacitApproval,
}

/// <summary>How soon a service is delivered.</summary>
/// <param name="WorkingDays">Promised to the person.</param>
/// <param name="StraightThrough">Whether it is answered at once when nothing is to be decided.</param>
/// <param name="LegalMaximumDays">Working days the law allows at most; null where no law says.</param>
public sealed record Promise(int WorkingDays, bool StraightThrough, int? LegalMaximumDays);

/// <summary>What fee lines and rules rest on; its words are <c>legal.&lt;id&gt;</c>.</summary>
/// <param name="Kind">law, bylaw, instructions, decision…</param>
/// <param name="Date">The day it was issued; null where no source gives it.</param>
/// <param name="By">The date it names: the one by which its version, rate or discount is chosen.</param>
public sealed record Instrument(
    string Id, string Kind, string? Number, int? Year, DateOnly? Date, string? Article, DateOnly From, DateOnly? To, LawDate By, bool Assumed, SourcePosition At)
{
    public string TextKey => $"legal.{Id}";

    public bool InForceOn(DateOnly day) => From <= day && (To is null || day <= To);
}

/// <summary>The date that a law names for choosing among its versions.</summary>
public enum LawDate
{
    /// <summary>The day of the application.</summary>
    Application,

    /// <summary>The day of payment. The bill never outlives what it says.</summary>
    Payment,

    /// <summary>The day of the offence.</summary>
    Offence,

    /// <summary>The day the vehicle was first licensed.</summary>
    FirstLicensing,

    /// <summary>The month the contribution is for.</summary>
    ContributionMonth,

    /// <summary>The year the tax or fee is for.</summary>
    TaxYear,
}

/// <summary>How a fraction of a fils is rounded. There is one way, and a definition says so.</summary>
public enum Rounding
{
    HalfAwayFromZero,
}

/// <summary>When a register is read.</summary>
public enum ReadMoment
{
    /// <summary>While applying, as soon as every input has a value.</summary>
    Application,

    /// <summary>By a service task of the process.</summary>
    Process,
}

/// <summary>What happens when a register stays down.</summary>
public enum RegisterFallback
{
    Wait,
    Manual,
}

/// <summary>A register that the service asks instead of asking the person.</summary>
/// <param name="Id">The name under <c>facts</c>.</param>
/// <param name="With">The inputs, by name.</param>
public sealed record RegisterRead(
    string Id,
    RegisterOperation Operation,
    IReadOnlyList<RegisterInput> With,
    Expression? When,
    ReadMoment ReadAt,
    bool Confidential,
    RegisterFallback Fallback,
    SourcePosition At)
{
    public string PurposeKey => $"register.{Id}.purpose";
}

public sealed record RegisterInput(string Name, Expression Value);

/// <summary>Something nobody could source; its words are <c>assumed.&lt;id&gt;</c>.</summary>
public sealed record Assumption(string Id, SourcePosition At)
{
    public string TextKey => $"assumed.{Id}";
}

/// <summary>
/// A service as read and checked: everything in it refers to something that exists. Immutable and safe to share between threads.
/// </summary>
public sealed class ServiceDefinition
{
    private FrozenDictionary<string, Question>? _questions;

    internal ServiceDefinition()
    {
    }

    public required ServiceId Id { get; init; }

    public required string Version { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; init; }

    public required IReadOnlyList<ApplicantKind> Applicants { get; init; }

    public required IReadOnlyList<Representation> Representations { get; init; }

    /// <summary>The code of the matter that a registered power must name for an agent to have this service; null where none does.</summary>
    public string? Power { get; init; }

    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>The least level by which a person shows who they are to start or submit an application and to fetch its documents.</summary>
    public required Assurance Assurance { get; init; }

    public required IReadOnlyList<LifeEvent> LifeEvents { get; init; }

    /// <summary>How long it takes to fill in.</summary>
    public required int Minutes { get; init; }

    public required Promise Promise { get; init; }

    public required BreachConsequence OnBreach { get; init; }

    /// <summary>The key of the role that answers for deadlines: <c>moj:head</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>The office that does the work, by whose hours its deadlines go; null where they go by those of the institution.</summary>
    public Office? Office { get; init; }

    /// <summary>Whose calendar counts: <c>gam</c> or <c>gam/vocations</c>.</summary>
    public string Place => Office is null ? Id.Institution : $"{Id.Institution}/{Office.Id}";

    public required int RetentionYears { get; init; }

    public required IReadOnlyList<Instrument> Instruments { get; init; }

    /// <summary>Declared where there is anything to pay.</summary>
    public Rounding? Rounding { get; init; }

    public required IReadOnlyList<RegisterRead> Registers { get; init; }

    /// <summary>Reasons an officer may choose; words: <c>refusal.&lt;code&gt;.why</c> and <c>.remedy</c>.</summary>
    public required IReadOnlyList<string> Refusals { get; init; }

    /// <summary>The service by which the reason of a refusal can be mended, by its code.</summary>
    public required IReadOnlyDictionary<string, ServiceId> Remedies { get; init; }

    /// <summary>A service with any is launched in demonstration only.</summary>
    public required IReadOnlyList<Assumption> Assumed { get; init; }

    /// <summary>Calendar days an applicant has to complete what was sent back.</summary>
    public required int YourTurnDays { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    public required DmnModel Rules { get; init; }

    /// <summary>The model that holds <see cref="Process"/>, with its diagram.</summary>
    public required BpmnModel ProcessModel { get; init; }

    public required BpmnProcess Process { get; init; }

    public required BpmnModel BeforeModel { get; init; }

    /// <summary>The process that is replaced; never runs.</summary>
    public required BpmnProcess Before { get; init; }

    /// <summary>Every FEEL expression of the process, compiled: conditions, timers, <c>diwan:with</c>, <c>diwan:date</c>, by its text as written.</summary>
    public required IReadOnlyDictionary<string, Expression> ProcessExpressions { get; init; }

    /// <summary>The operations the process writes to, by id.</summary>
    public required IReadOnlyDictionary<string, RegisterOperation> Writes { get; init; }

    public required IReadOnlyList<DocumentTemplate> Documents { get; init; }

    public required Texts Texts { get; init; }

    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>Whether a case of it may take steps that only some of the institution may know of.</summary>
    public bool HasConfidentialSteps =>
        Registers.Any(r => r.Confidential) || Process.AllNodes.Any(n => n.GetExtension(BpmnNames.Diwan, "confidential") == "true");

    /// <summary>Whether its messages give the applicant a code against which paper is handed over.</summary>
    public bool HandsOverAgainstCode =>
        Texts.Keys.Any(k => k.StartsWith("message.", StringComparison.Ordinal) && Definitions.Texts.Placeholders(Texts[k].Ar).Contains("deliveryCode"));

    /// <summary>Questions of the form in the order asked; those inside a group follow from their group.</summary>
    public IEnumerable<Question> Questions => Sections.SelectMany(s => s.Questions);

    public LocalizedText Name => Texts["name"];

    public LocalizedText Summary => Texts["summary"];

    /// <summary>A question by its id, those inside groups too.</summary>
    public Question? FindQuestion(string id) => ById.GetValueOrDefault(id);

    public Section? FindSection(string id) => Sections.FirstOrDefault(s => s.Id == id);

    public RegisterRead? FindRegister(string id) => Registers.FirstOrDefault(r => r.Id == id);

    public Instrument? FindInstrument(string id) => Instruments.FirstOrDefault(i => i.Id == id);

    public DocumentTemplate? FindDocument(string id) => Documents.FirstOrDefault(d => d.Id == id);

    public bool HasDecision(string name) => Rules.Decisions.Any(d => d.Name == name || d.Id == name);

    public bool IsEffectiveOn(DateOnly day) => EffectiveFrom <= day && (EffectiveTo is null || day <= EffectiveTo);

    public override string ToString() => $"{Id} {Version}";

    private FrozenDictionary<string, Question> ById =>
        _questions ??= Questions.Concat(Questions.SelectMany(q => q.Questions))
            .DistinctBy(q => q.Id)
            .ToFrozenDictionary(q => q.Id, StringComparer.Ordinal);
}
