using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Journeys;

/// <summary>An option of a choice, with its words.</summary>
public sealed record AnswerOption(string Value, LocalizedText Label);

/// <summary>An entry a selection chooses from.</summary>
public sealed record SelectionEntry(string Key, FeelValue Value);

/// <summary>
/// What an expression of a definition sees, for one applicant, channel, set of answers, facts and moment (docs/services/format.md).
/// The answers in it are those to questions that are visible now; an answer to a hidden question counts for nothing.
/// </summary>
public sealed class EvaluationContext
{
    private readonly Dictionary<string, FeelValue> _variables;
    private readonly FormWalk _walk;

    private EvaluationContext(EvaluationContext from, Dictionary<string, FeelValue> variables)
    {
        (Definition, Applicant, Channel, Answers, Facts, Now, Today, Options, _walk) =
            (from.Definition, from.Applicant, from.Channel, from.Answers, from.Facts, from.Now, from.Today, from.Options, from._walk);
        _variables = variables;
    }

    private EvaluationContext(
        ServiceDefinition definition, Applicant applicant, Channel channel, AnswerSet answers, CaseFacts facts, DateTimeOffset now)
    {
        Definition = definition;
        Applicant = applicant;
        Channel = channel;
        Answers = answers;
        Facts = facts;
        Now = now;
        Today = NationalCalendar.DateAt(now);
        var local = NationalCalendar.ToAmman(now);
        Options = new FeelOptions { Now = local, TimeZone = "Asia/Amman" };
        _variables = new Dictionary<string, FeelValue>(12, StringComparer.Ordinal)
        {
            ["applicant"] = applicant.ToFeel(Today),
            ["answers"] = FeelValue.Of(FeelContext.Empty),
            ["facts"] = FeelValue.Of(FeelContext.Empty),
            ["channel"] = FeelValue.Of(channel.Code()),
            ["today"] = FeelValue.Of(Today),
            ["now"] = FeelValue.Of(local),
            ["rules"] = FeelValue.Null,
            ["decisions"] = FeelValue.Null,
            ["total"] = FeelValue.Null,
            ["case"] = FeelValue.Null,
        };
        _walk = new FormWalk(this);
        _walk.Run();
    }

    public ServiceDefinition Definition { get; }

    public Applicant Applicant { get; }

    public Channel Channel { get; }

    public AnswerSet Answers { get; }

    public CaseFacts Facts { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The date in Amman.</summary>
    public DateOnly Today { get; }

    public FeelOptions Options { get; }

    public IReadOnlyDictionary<string, FeelValue> Variables => _variables;

    public static EvaluationContext Create(
        ServiceDefinition definition, Applicant applicant, Channel channel, AnswerSet answers, CaseFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(applicant);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(facts);
        return new EvaluationContext(definition, applicant, channel, answers, facts, now);
    }

    /// <summary>Whether this is what <see cref="Create"/> would make of these.</summary>
    internal bool IsOf(ServiceDefinition definition, Applicant applicant, Channel channel, AnswerSet answers, CaseFacts facts, DateTimeOffset now) =>
        ReferenceEquals(Definition, definition) && ReferenceEquals(Answers, answers) && ReferenceEquals(Facts, facts)
        && ReferenceEquals(Applicant, applicant) && Channel == channel && Now == now;

    /// <summary>The same moment with one more name, such as <c>row</c> or <c>rules</c>.</summary>
    public EvaluationContext With(string name, FeelValue value) =>
        new(this, new Dictionary<string, FeelValue>(_variables, StringComparer.Ordinal) { [name] = value });

    /// <summary>What only a running process knows.</summary>
    /// <param name="rules">Results of business rule tasks, by decision.</param>
    /// <param name="decisions">Verdicts, by user task.</param>
    /// <param name="total">The sum of the fee lines.</param>
    /// <param name="caseValues">The entries of <c>case</c>; null before there are any.</param>
    public EvaluationContext InProcess(
        IReadOnlyDictionary<string, JsonNode?> rules, IReadOnlyDictionary<string, string> decisions, Money total, FeelContext? caseValues = null) =>
        new(this, new Dictionary<string, FeelValue>(_variables, StringComparer.Ordinal)
        {
            ["rules"] = FeelValue.Context(rules.Select(r => new KeyValuePair<string, FeelValue>(r.Key, FeelJson.Read(r.Value)))),
            ["decisions"] = FeelValue.Context(decisions.Select(d => new KeyValuePair<string, FeelValue>(d.Key, FeelValue.Of(d.Value)))),
            ["total"] = FeelValue.Of(total.Dinars),
            ["case"] = caseValues is null ? FeelValue.Null : FeelValue.Of(caseValues),
        });

    /// <summary>The same application on another channel.</summary>
    public EvaluationContext On(Channel channel) => Create(Definition, Applicant, channel, Answers, Facts, Now);

    public bool IsVisible(Section section) => _walk.Sections.Contains(section);

    public bool IsVisible(Question question) => _walk.Questions.Contains(question);

    public FeelValue Evaluate(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return expression.Evaluate(this);
    }

    public bool Holds(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return expression.Holds(this);
    }

    /// <summary>A FEEL context as JSON, dates as ISO 8601 texts; null entries stay.</summary>
    public JsonObject EvaluateToJson(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return FeelJson.Of(expression.Evaluate(this)) as JsonObject ?? [];
    }

    /// <summary>The inputs of a register in the form its operation declares; those without a value are left out.</summary>
    public JsonObject Inputs(RegisterRead read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var inputs = new JsonObject();
        foreach (var input in read.With)
        {
            if (RegisterJson.Convert(read.Operation.Inputs.GetValueOrDefault(input.Name), input.Value.Evaluate(this)) is { } value)
            {
                inputs[input.Name] = value;
            }
        }

        return inputs;
    }

    /// <summary>The inputs of a write: a FEEL context, each entry in the form the operation declares.</summary>
    public JsonObject Inputs(RegisterOperation operation, Expression with)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(with);
        var inputs = new JsonObject();
        foreach (var (name, value) in with.Evaluate(this).AsContext())
        {
            if (RegisterJson.Convert(operation.Inputs.GetValueOrDefault(name), value) is { } json)
            {
                inputs[name] = json;
            }
        }

        return inputs;
    }

    /// <summary>The options of a choice, in order; empty while the list they come from is not known.</summary>
    public IReadOnlyList<AnswerOption> OptionsOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.OptionsFrom is null)
        {
            return [.. question.Options.Select(o => new AnswerOption(o, Definition.Texts.TryGet(question.OptionKey(o), out var label) ? label : LocalizedText.Same(o)))];
        }

        var options = new List<AnswerOption>();
        foreach (var entry in question.OptionsFrom.Evaluate(this).AsList())
        {
            if (Text(entry["value"]) is { Length: > 0 } value)
            {
                var (ar, en) = (Text(entry["ar"]), Text(entry["en"]));
                options.Add(new AnswerOption(value, new LocalizedText(string.IsNullOrWhiteSpace(ar) ? value : ar, string.IsNullOrWhiteSpace(en) ? value : en)));
            }
        }

        return options;
    }

    /// <summary>What a selection chooses from; entries without the key field are left out.</summary>
    public IReadOnlyList<SelectionEntry> EntriesOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.From is null)
        {
            return [];
        }

        var entries = new List<SelectionEntry>();
        foreach (var entry in question.From.Evaluate(this).AsList())
        {
            if (Text(entry[question.Key!]) is { Length: > 0 } key)
            {
                entries.Add(new SelectionEntry(key, entry));
            }
        }

        return entries;
    }

    /// <summary>The registers to be read now: all inputs have a value, and what is known was asked with others, or is not there.</summary>
    internal IReadOnlyList<RegisterQuestion> Due => _walk.Due;

    /// <summary>The answers with one more, as <c>validWhen</c> sees them.</summary>
    internal EvaluationContext WithAnswer(Question question, JsonElement json)
    {
        var value = Converted(question, AnswerValue.FromJson(json)) ?? FeelValue.Null;
        var answers = _variables["answers"].AsContext();
        return answers.TryGetValue(question.Id, out var known) && known == value
            ? this
            : With("answers", FeelValue.Context(answers.Where(a => a.Key != question.Id).Append(new(question.Id, value))));
    }

    /// <summary>The FEEL value of an answer; the entries themselves for a selection.</summary>
    internal FeelValue? Converted(Question question, AnswerValue answer)
    {
        var value = answer.ToFeel(question);
        if (question.Type != AnswerType.Selection || value is not { } keys)
        {
            return value;
        }

        var entries = EntriesOf(question);
        var chosen = new List<FeelValue>();
        foreach (var key in keys.AsList())
        {
            var text = Text(key);
            if (entries.FirstOrDefault(e => e.Key == text) is { } entry)
            {
                chosen.Add(entry.Value);
            }
        }

        return question.ChoosesOne ? (chosen.Count == 1 ? chosen[0] : FeelValue.Null) : FeelValue.List(chosen);
    }

    internal void Set(string name, FeelValue value) => _variables[name] = value;

    internal static string? Text(FeelValue value) =>
        value.TryGetString(out var text) ? text : value.IsNull ? null : value.TryGetDecimal(out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : FeelJson.Iso(value);
}

/// <summary>A register to be read, with what it is asked.</summary>
public sealed record RegisterQuestion(RegisterRead Register, JsonObject Inputs);
