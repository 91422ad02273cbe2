using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads <c>registers.words.yaml</c> and holds it against the registers: no field and no listed value without words, no words for nothing.</summary>
internal static class FactWordsReader
{
    private static readonly Dictionary<string, ValueFormatKind> Formats = new(StringComparer.Ordinal)
    {
        ["governorate"] = ValueFormatKind.Governorate,
        ["country"] = ValueFormatKind.Country,
    };

    internal static FactWords Read(YamlMap? file, IEnumerable<RegisterOperation> operations, FaultList faults)
    {
        var fields = new Dictionary<string, FactWord>(StringComparer.Ordinal);
        var values = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        var words = new FactWords(fields, values);
        if (file is null)
        {
            return words;
        }

        var places = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        if (file.Map("fields", required: true) is { } named)
        {
            foreach (var key in named.Keys.ToArray())
            {
                if (named.Map(key, required: true) is { } map)
                {
                    var (ar, en, format) = (map.Text("ar", required: true), map.Text("en", required: true), map.Word("format", Formats));
                    map.Done();
                    places[key] = map.At;
                    if (!string.IsNullOrWhiteSpace(ar) && !string.IsNullOrWhiteSpace(en))
                    {
                        fields[key] = new FactWord(new LocalizedText(ar, en), map.Has("format") ? format : null);
                    }
                }
            }
        }

        if (file.Map("values", required: true) is { } listed)
        {
            foreach (var key in listed.Keys.ToArray())
            {
                places[key] = listed.AtKey(key);
                if (SurroundingsReader.Pair(listed, key, faults) is { } word)
                {
                    values[key] = word;
                }
            }
        }

        file.Done();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations.Where(o => !o.Writes))
        {
            Check(operation.Output, operation, words, used, file.At, faults);
        }

        foreach (var (key, at) in places.Where(p => !used.Contains(p.Key)))
        {
            faults.Error(at, "unused-text",
                ($"لا سجل فيه «{key}».", $"No register holds \"{key}\"."),
                ($"احذفه من {SurroundingsReader.WordsFile} أو صحّح اسمه.", $"Remove it from {SurroundingsReader.WordsFile} or correct its name."));
        }

        return words;
    }

    private static void Check(FactShape shape, RegisterOperation operation, FactWords words, HashSet<string> used, SourcePosition at, FaultList faults)
    {
        foreach (var (field, inner) in shape.Fields)
        {
            if (!words.Knows(field))
            {
                Missing(FactWords.Bare(field), "fields", operation, at, used, faults);
            }

            used.Add(field);
            used.Add(FactWords.Bare(field));
            var last = inner.Kind == FactKind.List ? inner.Item! : inner;
            foreach (var value in last.Values)
            {
                if (!words.Knows(field, value))
                {
                    Missing(value, "values", operation, at, used, faults);
                }

                used.Add(value);
                used.Add($"{field}.{value}");
            }

            Check(last, operation, words, used, at, faults);
        }
    }

    private static void Missing(string word, string map, RegisterOperation operation, SourcePosition at, HashSet<string> told, FaultList faults)
    {
        if (told.Add(word))
        {
            faults.Error(at, "missing-text",
                ($"لا كلمات لما يسميه السجل {operation.Id} «{word}».", $"There are no words for what the register {operation.Id} calls \"{word}\"."),
                ($"أضف {word} إلى {map} في {SurroundingsReader.WordsFile} باللغتين.", $"Add {word} to {map} in {SurroundingsReader.WordsFile}, in both languages."));
        }
    }
}
