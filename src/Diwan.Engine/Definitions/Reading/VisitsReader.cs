using Diwan.Engine.Process;
using Diwan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads services/visits.yaml: why people still come in person, and how many a place receives.</summary>
internal sealed class VisitsReader(IReadOnlyList<Institution> institutions, IReadOnlyList<string> roles, IReadOnlyList<ServiceId> known, IReadOnlyList<ServiceDefinition> services, FaultList faults)
{
    internal const string File = "visits.yaml";
    private const int MostMinutes = 120;

    private static readonly Dictionary<string, PublicState> States =
        Enum.GetValues<PublicState>().Where(s => s != PublicState.Draft).ToDictionary(s => s.Code(), s => s, StringComparer.Ordinal);

    private readonly List<string> _places = [.. institutions.SelectMany(i => i.Offices.Select(o => $"{i.Id}/{o.Id}"))];

    internal VisitBook Read(YamlMap? file)
    {
        if (file is null)
        {
            return VisitBook.None;
        }

        var assumed = SurroundingsReader.Pair(file, "assumed", faults, required: false);
        var offices = new List<VisitCapacity>();
        foreach (var map in file.Maps("offices", required: true))
        {
            if (Place(map) is { } place && Capacity(map, place, withRoles: true) is { } office)
            {
                if (offices.Exists(o => o.Place == place))
                {
                    Twice(map.At, place);
                }
                else
                {
                    offices.Add(office);
                }
            }

            map.Done();
        }

        VisitCapacity? counters = null;
        if (file.Map("counters") is { } atCounters)
        {
            counters = Capacity(atCounters, "", withRoles: false);
            atCounters.Done();
        }

        var kinds = new List<VisitKind>();
        foreach (var map in file.Maps("kinds", required: true))
        {
            var kind = Kind(map, offices, counters);
            map.Done();
            if (kind is not null && kinds.Exists(k => k.Id == kind.Id))
            {
                Twice(map.At, kind.Id);
            }
            else if (kind is not null)
            {
                kinds.Add(kind);
            }
        }

        foreach (var unused in offices.Where(o => !kinds.Exists(k => k.Offices.Contains(o.Place))))
        {
            faults.Warning(file.AtKey("offices"), "unused-office",
                ($"لا زيارة تُحجز في «{unused.Place}».", $"No visit is made at \"{unused.Place}\"."), ("أضفه إلى offices في إحدى الزيارات أو احذفه.", "Name it in the offices of a kind, or remove it."));
        }

        file.Done();
        return new VisitBook(kinds, offices, counters, assumed);
    }

    private VisitKind? Kind(YamlMap map, List<VisitCapacity> offices, VisitCapacity? counters)
    {
        var id = map.Text("id", required: true);
        var (name, why) = (SurroundingsReader.Pair(map, "name", faults), SurroundingsReader.Pair(map, "why", faults));
        var bring = new List<LocalizedText>();
        foreach (var thing in map.Maps("bring"))
        {
            var (ar, en) = (thing.Text("ar", required: true), thing.Text("en", required: true));
            thing.Done();
            if (!string.IsNullOrWhiteSpace(ar) && !string.IsNullOrWhiteSpace(en))
            {
                bring.Add(new LocalizedText(ar, en));
            }
        }

        var minutes = map.Whole("minutes", required: true, least: VisitKind.Grid);
        if (minutes is { } length && (length % VisitKind.Grid != 0 || length > MostMinutes))
        {
            map.Wrong("minutes", $"مضاعفاً للعدد {VisitKind.Grid} لا يزيد على {MostMinutes}", $"a multiple of {VisitKind.Grid} of at most {MostMinutes}");
            minutes = null;
        }

        var at = new List<string>();
        foreach (var (place, where) in map.Texts("offices"))
        {
            if (!_places.Contains(place))
            {
                map.Unknown(where, place, _places);
            }
            else if (!offices.Exists(o => o.Place == place))
            {
                faults.Error(where, "no-capacity",
                    ($"لم يُذكر كم يستقبل «{place}».", $"Nothing says how many people \"{place}\" receives."), ("أضفه إلى offices في هذا الملف مع windows و bookable.", "Add it to offices in this file, with windows and bookable."));
            }
            else
            {
                at.Add(place);
            }
        }

        var atCounters = map.Flag("counters");
        if (atCounters && counters is null)
        {
            faults.Error(map.AtKey("counters"), "no-capacity",
                ("لم يُذكر كم تستقبل نقاط الخدمة.", "Nothing says how many people a counter receives."), ("أضف counters: { windows: 1, bookable: 1 } إلى الملف.", "Add counters: { windows: 1, bookable: 1 } to the file."));
        }

        if (at.Count == 0 && !atCounters && !map.Has("offices"))
        {
            faults.Error(map.At, "nowhere", ("لا مكان لهذه الزيارة.", "This visit can be made nowhere."), ("أضف offices أو counters: true.", "Add offices, or counters: true."));
        }

        var forAnybody = Services(map, "services", at, atCounters);
        var needs = new List<VisitNeed>();
        foreach (var need in map.Maps("cases"))
        {
            var of = Services(need, "services", at, atCounters);
            var states = need.Words("states", States, required: true);
            var answers = Answers(need, of);
            need.Done();
            if (of.Count > 0 && states.Count > 0)
            {
                needs.Add(new VisitNeed(of, states, answers));
            }
        }

        if (!map.Has("services") && !map.Has("cases"))
        {
            faults.Error(map.At, "nobody", ("لا أحد يستطيع حجز هذه الزيارة.", "Nobody can book this visit."), ("أضف services أو cases.", "Add services or cases."));
        }

        return id is null || name is null || why is null || minutes is null ? null : new VisitKind(id, name, why, bring, minutes.Value, at, atCounters, forAnybody, needs);
    }

    /// <summary>Services by name, each with an office of its institution among those of the visit.</summary>
    private List<ServiceId> Services(YamlMap map, string key, List<string> at, bool atCounters)
    {
        var found = new List<ServiceId>();
        foreach (var (name, where) in map.Texts(key))
        {
            // One that has faults of its own is there as well.
            if (known.FirstOrDefault(k => k.ToString() == name) is not { } service)
            {
                map.Unknown(where, name, [.. known.Select(k => k.ToString())]);
            }
            else if (!atCounters && !at.Exists(o => o.StartsWith(service.Institution + "/", StringComparison.Ordinal)))
            {
                faults.Error(where, "no-office",
                    ($"لا مكتب لمؤسسة «{name}» بين مكاتب هذه الزيارة.", $"None of the offices of this visit belongs to the institution of \"{name}\"."),
                    ("أضف مكتباً للمؤسسة إلى offices، أو احذف الخدمة.", "Add an office of the institution to offices, or remove the service."));
            }
            else
            {
                found.Add(service);
            }
        }

        return found;
    }

    /// <summary>Answers by question; each question must be one of every service named, and each answer one of its options where those are written down.</summary>
    private Dictionary<string, string> Answers(YamlMap need, List<ServiceId> of)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (need.Map("answers") is not { } map)
        {
            return answers;
        }

        foreach (var question in map.Keys.ToList())
        {
            if (map.Node(question) is not YamlScalarNode { Value: { Length: > 0 } answer })
            {
                map.Wrong(question, "جواباً واحداً", "one answer");
                continue;
            }

            foreach (var service in services.Where(s => of.Contains(s.Id)))
            {
                if (service.FindQuestion(question) is not { } asked)
                {
                    faults.Error(map.AtKey(question), "unknown-question",
                        ($"لا سؤال باسم «{question}» في {service.Id}.", $"{service.Id} asks no question \"{question}\"."), Nearest.Remedy(question, [.. service.Questions.Select(q => q.Id)]));
                }
                else if (asked.Options is { Count: > 0 } options && !options.Contains(answer))
                {
                    map.Unknown(map.AtKey(question), answer, [.. options]);
                }
            }

            answers[question] = answer;
        }

        return answers;
    }

    private string? Place(YamlMap map)
    {
        if (map.Text("at", required: true) is not { } place)
        {
            return null;
        }

        if (_places.Contains(place))
        {
            return place;
        }

        map.Unknown(map.AtKey("at"), place, _places);
        return null;
    }

    private VisitCapacity? Capacity(YamlMap map, string place, bool withRoles)
    {
        var (windows, bookable) = (map.Whole("windows", required: true, least: 1), map.Whole("bookable", required: true, least: 1));
        if (bookable > windows)
        {
            map.Wrong("bookable", $"عدداً لا يزيد على النوافذ ({windows})", $"a number not above that of the windows ({windows})");
            return null;
        }

        var at = new List<string>();
        foreach (var (role, where) in withRoles ? map.Texts("roles", required: true) : [])
        {
            var own = roles.Where(r => r.StartsWith(place[..place.IndexOf('/', StringComparison.Ordinal)] + ":", StringComparison.Ordinal)).ToList();
            if (own.Contains(role))
            {
                at.Add(role);
            }
            else
            {
                map.Unknown(where, role, own);
            }
        }

        return windows is { } w && bookable is { } b ? new VisitCapacity(place, w, b, at) : null;
    }

    private void Twice(SourcePosition at, string id) =>
        faults.Error(at, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another name."));
}
