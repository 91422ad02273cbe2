using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Kernel;

namespace Diwan.Engine.Tests.Process;

/// <summary>A case that is written down and read back as JSON after every command, as the database does.</summary>
internal sealed class LivingCase
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Lazy<Catalogue> Real = new(() => CatalogueReader.Read(Services.Folder).Catalogue!);
    private NationalCalendar _calendar;
    private IReadOnlyDictionary<string, ExampleRegister> _registers = new Dictionary<string, ExampleRegister>();

    private LivingCase(ServiceDefinition definition, NationalCalendar calendar, DateTimeOffset now) =>
        (Definition, _calendar, Now) = (definition, calendar, now);

    internal static Actor Layla { get; } = new(ActorKind.Officer, "o1", "ليلى", "moj");

    internal static Actor Omar { get; } = new(ActorKind.Officer, "o2", "عمر", "moj");

    internal ServiceDefinition Definition { get; }

    internal DateTimeOffset Now { get; set; }

    internal CaseState State { get; private set; } = null!;

    internal List<CaseEvent> Events { get; } = [];

    /// <summary>The same events with their times.</summary>
    internal List<(DateTimeOffset At, CaseEvent Event)> Told { get; } = [];

    internal List<CaseEffect> Effects { get; } = [];

    internal NationalCalendar Calendar => _calendar;

    internal CaseTask Task => State.Tasks.Last(t => t.State is TaskState.Open or TaskState.WithApplicant);

    /// <summary>The non-conviction certificate, submitted.</summary>
    internal static LivingCase Certificate() => Of("moj/non-conviction-certificate", "clean-record-inside-jordan");

    /// <summary>A service of the nine, submitted as in one of its examples.</summary>
    internal static LivingCase Of(string service, string example) =>
        Submitted(Real.Value.Services.First(s => s.Id.ToString() == service), example, Real.Value.Calendar, asWhoItSays: true);

    /// <summary>What a register answers in the example.</summary>
    internal JsonObject Registered(string id) => (JsonObject)_registers[id].Answer!.DeepClone();

    /// <summary>Days off are announced.</summary>
    internal void Announce(DateOnly from, DateOnly to) => _calendar = new NationalCalendar(
        [.. _calendar.Holidays, new Holiday(from, to, LocalizedText.Same("x"), HolidayStatus.Announced)],
        [new OfficeHours(new DateOnly(2017, 1, 1), null, new TimeOnly(8, 30), new TimeOnly(15, 30))]);

    /// <summary>The small service of the fixtures, submitted.</summary>
    internal static LivingCase Permit() => Submitted(Fixture.Permit, "first-approved", Fixture.Calendar);

    /// <param name="asWhoItSays">By the person of the example, whom its registers know; otherwise by the citizen of the fixtures.</param>
    private static LivingCase Submitted(ServiceDefinition definition, string name, NationalCalendar calendar, bool asWhoItSays = false)
    {
        var example = definition.Examples.First(e => e.Name == name);
        var applicant = asWhoItSays ? Applicant.FromExample(example.Applicant) : Fixture.Citizen;
        var answers = AnswerSet.Empty;
        var facts = CaseFacts.None;
        foreach (var question in definition.Questions)
        {
            foreach (var read in Journey.Compute(definition, answers, facts, applicant, example.Channel, example.On).RegisterReads)
            {
                facts = facts.With(
                    read.Register.Id, example.Registers.GetValueOrDefault(read.Register.Id)?.Answer?.DeepClone(), example.On, read.Inputs);
            }

            var context = EvaluationContext.Create(definition, applicant, example.Channel, answers, facts, example.On);
            if (example.Answers.FirstOrDefault(a => a.Key == question.Id).Value is { } raw
                && AnswerReader.Read(question, RawAnswer.FromJson(raw), context) is AnswerResult.Accepted accepted)
            {
                answers = answers.With(question.Id, accepted.Value);
            }
        }

        var living = new LivingCase(definition, calendar, example.On) { _registers = example.Registers };
        living.Accept(new CaseCommand.Submit(CaseReference.New(), applicant, example.Channel, answers, facts));
        return living;
    }

    internal CaseOutcome Do(CaseCommand command)
    {
        var outcome = CaseEngine.Handle(Definition, State, command, new CaseMoment(Now, _calendar, "B-1", "482913"));
        if (outcome is CaseOutcome.Accepted accepted)
        {
            var written = JsonSerializer.Serialize(accepted.State, Json);
            State = JsonSerializer.Deserialize<CaseState>(written, Json)!;
            Assert.Equal(written, JsonSerializer.Serialize(State, Json));
            Events.AddRange(accepted.Events);
            Told.AddRange(accepted.Events.Select(e => (Now, e)));
            Effects.AddRange(accepted.Effects);
        }

        return outcome;
    }

    internal LivingCase Accept(CaseCommand command)
    {
        var outcome = Do(command);
        Assert.True(outcome is CaseOutcome.Accepted, outcome.ToString());
        return this;
    }

    internal void Refuses(CaseRefusalCode code, CaseCommand command)
    {
        var before = State;
        Assert.Equal(code, Assert.IsType<CaseOutcome.Refused>(Do(command)).Code);
        Assert.Same(before, State);
    }

    internal LivingCase Pay() => Accept(new CaseCommand.Pay(State.Bill!.Number, "R-1", Now));

    internal LivingCase Claim(Actor officer) => Accept(new CaseCommand.Claim(Task.Id, officer));

    internal LivingCase Decide(Actor officer, Verdict verdict, string? reason = null) =>
        Accept(new CaseCommand.Decide(Task.Id, officer, verdict, reason, reason is null ? null : "توضيح للقرار"));

    internal T Last<T>()
        where T : CaseEffect => Effects.OfType<T>().Last();

    /// <summary>The certificate after the criminal record answered.</summary>
    internal LivingCase Record(string match) => Accept(new CaseCommand.RegisterAnswered(
        Last<CaseEffect.ReadRegister>().ActivityId, new JsonObject { ["match"] = match, ["matches"] = new JsonArray() }));
}
