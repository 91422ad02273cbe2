using System.Collections.Frozen;
using Diwan.Engine.Papers;
using Diwan.Engine.Rules;
using Diwan.Engine.Workbench;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>A place in the plan that no service fills yet.</summary>
/// <param name="Slot">The number in the plan.</param>
/// <param name="Why">Why it is empty, in the words a visitor reads.</param>
public sealed record Placeholder(string Folder, int Slot, LocalizedText Name, LocalizedText Why);

/// <summary>Everything the services folder holds: institutions, registers, calendar, services.</summary>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, Institution> _institutions;
    private readonly FrozenDictionary<string, RegisterOperation> _operations;
    private readonly Dictionary<ServiceId, ServiceDefinition> _services;
    private readonly (ServiceDefinition Service, SearchEntry Entry)[] _index;

    internal Catalogue(
        IReadOnlyList<Institution> institutions,
        IReadOnlyList<LifeEvent> lifeEvents,
        IReadOnlyList<RegisterOperation> operations,
        FactWords factWords,
        NationalCalendar calendar,
        CommissionTariff commissions,
        LaunchGate gate,
        Steering steering,
        PaperBook papers,
        IReadOnlyList<ServiceDefinition> services,
        IReadOnlyList<Placeholder> placeholders,
        WorkbenchBook workbench,
        EgovBenchmark benchmark,
        ContactCentre centre,
        VisitBook visits)
    {
        Institutions = institutions;
        LifeEvents = lifeEvents;
        Operations = operations;
        FactWords = factWords;
        Calendar = calendar;
        Commissions = commissions;
        Gate = gate;
        Steering = steering;
        Papers = papers;
        Services = services;
        Placeholders = placeholders;
        Workbench = workbench;
        Benchmark = benchmark;
        Centre = centre;
        Visits = visits;
        _institutions = institutions.ToFrozenDictionary(i => i.Id, StringComparer.Ordinal);
        _operations = operations.ToFrozenDictionary(o => o.Id, StringComparer.Ordinal);
        _services = services.ToDictionary(s => s.Id);
        _index = [.. services.Select(s => (s, SearchEntry.Of(s, _institutions.GetValueOrDefault(s.Id.Institution))))];
    }

    public IReadOnlyList<Institution> Institutions { get; }

    public IReadOnlyList<LifeEvent> LifeEvents { get; }

    public IReadOnlyList<RegisterOperation> Operations { get; }

    /// <summary>What the fields of the registers are called where a person reads them.</summary>
    public FactWords FactWords { get; }

    public NationalCalendar Calendar { get; }

    /// <summary>What ways of paying take.</summary>
    public CommissionTariff Commissions { get; }

    /// <summary>What must be so before a service is launched.</summary>
    public LaunchGate Gate { get; }

    /// <summary>Who sits in the committee, and how a late matter rises to it.</summary>
    public Steering Steering { get; }

    /// <summary>The papers that belong to no one service.</summary>
    public PaperBook Papers { get; }

    /// <summary>The services that may be offered, by id.</summary>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    public IReadOnlyList<Placeholder> Placeholders { get; }

    /// <summary>What the processes before and after take of people, and the prices of it.</summary>
    public WorkbenchBook Workbench { get; }

    /// <summary>By which questions services are scored.</summary>
    public EgovBenchmark Benchmark { get; }

    /// <summary>What the contact centre asks, records and answers.</summary>
    public ContactCentre Centre { get; }

    /// <summary>Why people still come in person, and how many each place receives.</summary>
    public VisitBook Visits { get; }

    /// <summary>The same, with other services.</summary>
    public Catalogue With(IReadOnlyList<ServiceDefinition> services) => new(
        Institutions, LifeEvents, Operations, FactWords, Calendar, Commissions, Gate, Steering, Papers, services, Placeholders, Workbench, Benchmark, Centre, Visits);

    /// <summary>The institutions in which one of these roles heads a unit.</summary>
    public IReadOnlyList<string> HeadedBy(IEnumerable<string> roles) =>
        [.. roles.Select(FindRole).Where(role => role is { Head: true }).Select(role => role!.Institution).Distinct()];

    public ServiceDefinition? Find(ServiceId id) => _services.GetValueOrDefault(id);

    public Institution? FindInstitution(string id) => _institutions.GetValueOrDefault(id);

    public RegisterOperation? FindOperation(string id) => _operations.GetValueOrDefault(id);

    /// <summary>A role by its key, such as <c>moj:judge</c>.</summary>
    public RoleDefinition? FindRole(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : FindInstitution(key[..colon])?.FindRole(key[(colon + 1)..]);
    }

    /// <summary>
    /// Services that match what a person typed, best first. Spelling is forgiven as <see cref="ArabicText"/> folds it; words are
    /// looked for in both languages, because people mix them; <paramref name="language"/> decides between equals.
    /// </summary>
    public IReadOnlyList<ServiceDefinition> Search(string text, Language language)
    {
        var words = ArabicText.SearchWords(text);
        if (words.Count == 0)
        {
            return [];
        }

        return
        [
            .. _index
                .Select(i => (i.Service, Score: i.Entry.Score(words, language)))
                .Where(i => i.Score > 0)
                .OrderByDescending(i => i.Score)
                .ThenBy(i => i.Service.Id.ToString(), StringComparer.Ordinal)
                .Select(i => i.Service),
        ];
    }
}

/// <summary>The words by which a service is found, each with its weight.</summary>
internal sealed class SearchEntry
{
    private const int Own = 2;
    private const int Whole = 3;

    private readonly Dictionary<string, int>[] _weights = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    internal static SearchEntry Of(ServiceDefinition service, Institution? institution)
    {
        var entry = new SearchEntry();
        foreach (var (key, weight) in new[] { ("name", 8), ("keywords", 6), ("summary", 2), ("who", 1) })
        {
            if (service.Texts.TryGet(key, out var text))
            {
                entry.Add(text, weight);
            }

            foreach (var item in service.Texts.List(key))
            {
                entry.Add(item, weight);
            }
        }

        foreach (var lifeEvent in service.LifeEvents)
        {
            entry.Add(lifeEvent.Name, 2);
        }

        if (institution is not null)
        {
            entry.Add(institution.Name, 3);
            entry.Add(institution.ShortName, 3);
        }

        return entry;
    }

    /// <summary>Every word must be found, whole or as a beginning of three letters or more; the sum of the best weights.</summary>
    internal int Score(IReadOnlyList<string> words, Language language)
    {
        var total = 0;
        foreach (var word in words)
        {
            var best = 0;
            for (var l = 0; l < _weights.Length; l++)
            {
                var own = l == (int)language ? Own : 1;
                foreach (var (known, weight) in _weights[l])
                {
                    var match = known == word ? Whole * weight
                        : word.Length >= 3 && known.StartsWith(word, StringComparison.Ordinal) ? weight * 2
                        : known.Length >= 4 && word.StartsWith(known, StringComparison.Ordinal) ? weight
                        : 0;
                    best = Math.Max(best, match * own);
                }
            }

            if (best == 0)
            {
                return 0;
            }

            total += best;
        }

        return total;
    }

    internal void Add(LocalizedText text, int weight)
    {
        Add(0, text.Ar, weight);
        Add(1, text.En, weight);
    }

    private void Add(int language, string text, int weight)
    {
        foreach (var word in ArabicText.SearchWords(text))
        {
            _weights[language][word] = Math.Max(weight, _weights[language].GetValueOrDefault(word));
        }
    }
}
