using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>Why somebody calls.</summary>
/// <param name="AsksStatus">They ask where their application is.</param>
public sealed record CallReason(string Id, LocalizedText Name, bool AsksStatus);

/// <summary>What an identity question is answered from.</summary>
public enum IdentityFact
{
    /// <summary>The date of birth in the civil register or that of residents.</summary>
    BirthDate,

    /// <summary>The mother's given name there.</summary>
    MotherName,

    /// <summary>The number of the identity card, or of a resident's permit.</summary>
    CardNumber,

    /// <summary>Which service the person last applied for here.</summary>
    LastService,
}

/// <summary>A question whose answer the state knows and a stranger does not.</summary>
/// <param name="Ask">As the agent reads it out.</param>
public sealed record IdentityQuestion(string Id, IdentityFact Fact, LocalizedText Ask);

/// <summary>How many questions are asked, and when it is enough.</summary>
/// <param name="Found">Right answers by which somebody is known who was found by a reference or the number that calls.</param>
/// <param name="Unfound">The same where only a national number was said.</param>
/// <param name="MostWrong">Wrong answers in one call, after which no more is asked in it.</param>
/// <param name="MostWrongADay">Wrong answers about one person within a day, in whatever calls.</param>
/// <param name="MostWrongByAgent">Wrong answers an agent takes within a day before the supervisor must look.</param>
public sealed record IdentityRule(int Found, int Unfound, int MostWrong, int MostWrongADay, int MostWrongByAgent);

/// <summary>When a script is read out without anybody asking for it.</summary>
public enum ScriptOccasion
{
    /// <summary>A register does not answer.</summary>
    Register,

    /// <summary>A way of paying does not answer.</summary>
    Rail,

    /// <summary>The supervisor declared it.</summary>
    Declared,
}

/// <summary>What agents say while something is down.</summary>
/// <param name="Words">May name <c>{what}</c>: the register or rail that is silent.</param>
public sealed record OutageScript(string Id, ScriptOccasion Occasion, LocalizedText Name, LocalizedText Words);

/// <summary>What people ask about a service.</summary>
/// <param name="Own">Each service answers it for itself; an answer written for all services is not enough.</param>
public sealed record KnowledgeTopic(string Id, LocalizedText Name, bool Own);

/// <summary>A question and its answer. What the answer says of the service it takes from the definition, by its places.</summary>
/// <param name="Answer">Places: the names of <see cref="ContactCentre.Facts"/>, and keys of the service's texts such as <c>refusal.minor.why</c>.</param>
/// <param name="Words">Other words by which people ask it.</param>
public sealed record KnowledgeEntry(string Topic, LocalizedText Question, LocalizedText Answer, IReadOnlyList<LocalizedText> Words, SourcePosition At);

/// <summary>An entry found, with the service it is about; its answer is still to be filled.</summary>
public sealed record KnowledgeFound(ServiceDefinition Service, KnowledgeEntry Entry);

/// <summary>The national contact centre, as services/centre/ describes it.</summary>
/// <param name="ForAll">Answers that every service gives, each from its own definition.</param>
/// <param name="Own">Those written for one service.</param>
/// <param name="Assumed">What of it is not from a source.</param>
public sealed record ContactCentre(
    IReadOnlyList<CallReason> Reasons, IdentityRule Identity, IReadOnlyList<IdentityQuestion> Questions, IReadOnlyList<OutageScript> Scripts, IReadOnlyList<KnowledgeTopic> Topics,
    IReadOnlyList<KnowledgeEntry> ForAll, IReadOnlyDictionary<ServiceId, IReadOnlyList<KnowledgeEntry>> Own, LocalizedText? Assumed)
{
    /// <summary>What an answer may take from a definition, beside its texts.</summary>
    public static readonly IReadOnlyList<string> Facts =
    [
        "service", "institution", "fee", "counterFee", "debts", "promise", "minutes", "needed", "conditions", "steps", "issues", "offices", "institutionPhone", "refusals", "yourTurn", "complaintAnswered",
        "contactPhone",
    ];

    public static ContactCentre None { get; } = new([], new IdentityRule(1, 2, 2, 4, 10), [], [], [], [], new Dictionary<ServiceId, IReadOnlyList<KnowledgeEntry>>(), null);

    public CallReason? FindReason(string? id) => Reasons.FirstOrDefault(r => r.Id == id);

    public IdentityQuestion? FindQuestion(IdentityFact? fact) => Questions.FirstOrDefault(q => q.Fact == fact);

    public OutageScript? FindScript(string? id) => Scripts.FirstOrDefault(s => s.Id == id);

    public KnowledgeTopic? FindTopic(string id) => Topics.FirstOrDefault(t => t.Id == id);

    /// <summary>All that is answered about a service: its own entries first, in the order of the topics.</summary>
    public IReadOnlyList<KnowledgeEntry> Of(ServiceId service) =>
        [.. Topics.SelectMany(t => Own.GetValueOrDefault(service, []).Concat(ForAll).Where(e => e.Topic == t.Id))];

    /// <summary>The topics that nothing answers for a service, or nothing of its own where that is asked.</summary>
    public IReadOnlyList<KnowledgeTopic> Unanswered(ServiceId service)
    {
        var own = Own.GetValueOrDefault(service, []);
        return [.. Topics.Where(t => own.All(e => e.Topic != t.Id) && (t.Own || ForAll.All(e => e.Topic != t.Id)))];
    }
}

/// <summary>Finds answers by the words of a caller, as the portal finds services: spelling is forgiven, and the two languages may be mixed.</summary>
public sealed class KnowledgeSearch
{
    private const int Most = 12;

    private readonly (KnowledgeFound Found, SearchEntry Words)[] _index;

    public KnowledgeSearch(Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _index = [.. catalogue.Services.SelectMany(s => catalogue.Centre.Of(s.Id).Select(e => (new KnowledgeFound(s, e), Entry(catalogue, s, e))))];
    }

    /// <summary>The entries in which every word is found, best first, twelve at most.</summary>
    /// <param name="service">Only of this service; null for all.</param>
    public IReadOnlyList<KnowledgeFound> Find(string text, ServiceId? service, Language language)
    {
        var words = ArabicText.SearchWords(text);
        return words.Count == 0
            ? []
            :
            [
                .. _index.Where(i => service is null || i.Found.Service.Id == service)
                    .Select(i => (i.Found, Score: i.Words.Score(words, language)))
                    .Where(i => i.Score > 0)
                    .OrderByDescending(i => i.Score)
                    .ThenBy(i => i.Found.Service.Id.ToString(), StringComparer.Ordinal)
                    .Take(Most)
                    .Select(i => i.Found),
            ];
    }

    private static SearchEntry Entry(Catalogue catalogue, ServiceDefinition service, KnowledgeEntry entry)
    {
        var words = SearchEntry.Of(service, catalogue.FindInstitution(service.Id.Institution));
        words.Add(entry.Question, 7);
        foreach (var also in entry.Words)
        {
            words.Add(also, 6);
        }

        if (catalogue.Centre.FindTopic(entry.Topic) is { } topic)
        {
            words.Add(topic.Name, 4);
        }

        return words;
    }
}
