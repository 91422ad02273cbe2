using Diwan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>
/// Reads services/centre/: the reasons, questions and scripts of the contact centre, and what it answers of each service. It is no part of a version: a better answer changes
/// no case. What an answer says of a service it takes from the definition; a figure typed into it is a fault.
/// </summary>
internal static class CentreReader
{
    internal const string Folder = "centre";
    private const string File = "centre.yaml";

    private static readonly Dictionary<string, IdentityFact> IdentityFacts = FormReader.Names<IdentityFact>();
    private static readonly Dictionary<string, ScriptOccasion> Occasions = FormReader.Names<ScriptOccasion>();

    internal static ContactCentre Read(DefinitionFiles files, string root, IReadOnlyList<ServiceId> known, IReadOnlyList<ServiceDefinition> services, FaultList faults)
    {
        if (!files.Exists(File) || files.Open(File, faults) is not { } map)
        {
            return ContactCentre.None;
        }

        var assumed = SurroundingsReader.Pair(map, "assumed", faults, required: false);
        var identity = map.Map("identity", required: true) is { } rule ? Rule(rule) : null;
        var reasons = Each(map, "reasons", faults, (id, name, one) => new CallReason(id, name, one.Flag("asksStatus")), r => r.Id);
        var questions = Each(map, "questions", faults, (id, ask, one) => one.Word("fact", IdentityFacts, required: true) is { } fact ? new IdentityQuestion(id, fact, ask) : null, q => q.Id);
        var scripts = Each(
            map, "scripts", faults,
            (id, name, one) => (one.Word("occasion", Occasions, required: true), SurroundingsReader.Pair(one, "words", faults)) is ({ } occasion, { } words)
                ? new OutageScript(id, occasion, name, words)
                : null,
            s => s.Id);
        var topics = Each(map, "topics", faults, (id, name, one) => new KnowledgeTopic(id, name, one.Flag("own")), t => t.Id);
        var forAll = Entries(map, topics, services, faults);
        map.Done();
        if (identity is not null && questions.Count < identity.Unfound)
        {
            faults.Error(map.AtKey("questions"), "questions",
                ($"الأسئلة {questions.Count} والمطلوب منها {identity.Unfound}.", $"There are {questions.Count} questions and {identity.Unfound} must be answered."),
                ("أضف أسئلة، أو اخفض العدد في identity.", "Add questions, or lower the number in identity."));
        }

        var own = new Dictionary<ServiceId, IReadOnlyList<KnowledgeEntry>>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(root, Folder)).Order(StringComparer.Ordinal).Select(Path.GetFileName))
        {
            foreach (var file in files.In(folder!))
            {
                if (!ServiceId.TryParse(file[..^".yaml".Length], out var id) || !known.Contains(id))
                {
                    faults.Error(new SourcePosition(files.Shown(file), 0, 0), "unknown-service",
                        ("لا خدمة بهذا الاسم.", "There is no service of this name."), Nearest.Remedy(file[..^".yaml".Length], [.. known.Select(k => k.ToString())]));
                }
                else if (files.Open(file, faults) is { } answers)
                {
                    own[id] = Entries(answers, topics, [.. services.Where(s => s.Id == id)], faults);
                    answers.Done();
                }
            }
        }

        return new ContactCentre(reasons, identity ?? ContactCentre.None.Identity, questions, scripts, topics, forAll, own, assumed);
    }

    private static IdentityRule? Rule(YamlMap map)
    {
        var (found, unfound) = (map.Whole("found", required: true, least: 1), map.Whole("unfound", required: true, least: 2));
        var (wrong, day, agent) = (map.Whole("mostWrong", required: true, least: 1), map.Whole("mostWrongADay", required: true, least: 1), map.Whole("mostWrongByAgent", required: true, least: 1));
        map.Done();
        return (found, unfound, wrong, day, agent) is ({ } f, { } u, { } w, { } d, { } a) ? new IdentityRule(f, u, w, d, a) : null;
    }

    /// <summary>A list of things with an id and a name, each id once.</summary>
    private static List<T> Each<T>(YamlMap file, string key, FaultList faults, Func<string, LocalizedText, YamlMap, T?> read, Func<T, string> idOf)
        where T : class
    {
        var all = new List<T>();
        foreach (var map in file.Maps(key, required: true))
        {
            var id = map.Text("id", required: true);
            var name = SurroundingsReader.Pair(map, "name", faults);
            var one = id is not null && name is not null ? read(id, name, map) : null;
            map.Done();
            if (id is not null && all.Exists(a => idOf(a) == id))
            {
                faults.Error(map.At, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
            }
            else if (one is not null)
            {
                all.Add(one);
            }
        }

        return all;
    }

    private static List<KnowledgeEntry> Entries(YamlMap file, List<KnowledgeTopic> topics, IReadOnlyList<ServiceDefinition> services, FaultList faults)
    {
        var entries = new List<KnowledgeEntry>();
        foreach (var map in file.Maps("answers", required: true))
        {
            var topic = map.Text("topic", required: true);
            var question = SurroundingsReader.Pair(map, "question", faults);
            var answer = Answer(map, services, faults);
            var words = map.Texts("words").Select(w => LocalizedText.Same(w.Text)).ToList();
            map.Done();
            if (topic is not null && !topics.Exists(t => t.Id == topic))
            {
                map.Unknown(map.AtKey("topic"), topic, [.. topics.Select(t => t.Id)]);
            }
            else if (topic is not null && question is not null && answer is not null)
            {
                entries.Add(new KnowledgeEntry(topic, question, answer, words, map.At));
            }
        }

        return entries;
    }

    /// <summary>One text for both languages where it is made of places alone; a pair otherwise.</summary>
    private static LocalizedText? Answer(YamlMap map, IReadOnlyList<ServiceDefinition> services, FaultList faults)
    {
        if (map.Node("answer", required: true) is YamlScalarNode { Value: { Length: > 0 } both })
        {
            var at = map.AtKey("answer");
            if (Outside(both).Any(char.IsLetter))
            {
                faults.Error(at, "one-language",
                    ("نص واحد للغتين لا يحوي إلا مواضع بين قوسين.", "One text for both languages holds nothing but places in braces."),
                    ("اكتب answer: { ar: …, en: … }.", "Write answer: { ar: …, en: … }."));
                return null;
            }

            Check(both, at, services, faults);
            return LocalizedText.Same(both);
        }

        if (map.Map("answer") is not { } pair)
        {
            return null;
        }

        var (ar, en) = (pair.Text("ar", required: true), pair.Text("en", required: true));
        pair.Done();
        if (string.IsNullOrWhiteSpace(ar) || string.IsNullOrWhiteSpace(en))
        {
            return null;
        }

        Check(ar, pair.AtKey("ar"), services, faults);
        Check(en, pair.AtKey("en"), services, faults);
        if (!Texts.Placeholders(ar).SequenceEqual(Texts.Placeholders(en)))
        {
            faults.Error(pair.At, "placeholders-differ", ("المواضع في اللغتين مختلفة.", "The places in the two languages are not the same."), ("سمِّ المواضع نفسها في اللغتين.", "Name the same places in both."));
        }

        return new LocalizedText(ar, en);
    }

    private static void Check(string text, SourcePosition at, IReadOnlyList<ServiceDefinition> services, FaultList faults)
    {
        foreach (var place in Texts.Placeholders(text).Where(p => !ContactCentre.Facts.Contains(p)))
        {
            if (services.FirstOrDefault(s => !s.Texts.Contains(place)) is { } without)
            {
                faults.Error(at, "unknown-placeholder",
                    ($"«{place}» ليس بياناً من تعريف {without.Id} ولا نصاً فيه.", $"\"{place}\" is neither a fact nor a text of the definition of {without.Id}."),
                    Nearest.Remedy(place, [.. ContactCentre.Facts, .. without.Texts.Keys]));
            }
            else if (services.FirstOrDefault(s => Texts.Placeholders(s.Texts[place].Ar).Count > 0) is { } filled)
            {
                faults.Error(at, "unknown-placeholder",
                    ($"النص «{place}» في {filled.Id} يُملأ من المعاملة، ولا معاملة هنا.", $"The text \"{place}\" of {filled.Id} is filled from a case, and there is no case here."),
                    ("سمِّ نصاً بلا مواضع.", "Name a text without places."));
            }
        }

        if (Outside(text).Any(char.IsDigit))
        {
            faults.Error(at, "retyped-fact",
                ("في الجواب رقم مكتوب باليد، وهو يخالف التعريف يوم يتغير.", "A figure is typed into the answer; the day the definition changes it will be wrong."),
                ("خذه من التعريف بموضع مثل {fee} أو {promise}.", "Take it from the definition by a place such as {fee} or {promise}."));
        }
    }

    /// <summary>What of a text stands outside its places.</summary>
    private static string Outside(string text) => Texts.Placeholders(text).Aggregate(text, (left, place) => left.Replace($"{{{place}}}", "", StringComparison.Ordinal));
}
