using Diwan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>A word of a service in one language, with the place where it stands.</summary>
internal readonly record struct TextAt(string Text, SourcePosition At);

/// <summary>The words of one language: texts by dotted key, lists by dotted key.</summary>
internal sealed class TextFile(string file)
{
    internal string File => file;

    internal Dictionary<string, TextAt> Texts { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, (IReadOnlyList<TextAt> Items, SourcePosition At)> Lists { get; } = new(StringComparer.Ordinal);
}

/// <summary>Reads the two text files and puts them together.</summary>
internal static class TextsReader
{
    internal const string Arabic = "texts.ar.yaml";
    internal const string English = "texts.en.yaml";

    internal static TextFile Read(DefinitionFiles files, string name, FaultList faults)
    {
        var read = new TextFile(files.Shown(name));
        if (files.Open(name, faults) is { } map)
        {
            foreach (var key in map.Keys.ToArray())
            {
                if (map.Node(key) is { } node)
                {
                    Collect(node, key, read, faults);
                }
                else
                {
                    Blank(map.AtKey(key), key, faults);
                }
            }
        }

        return read;
    }

    private static LocalizedText Whole(string ar, string en) => new(ArabicText.SetNumbersApart(ArabicText.KeepTelephonesWhole(ar)), ArabicText.KeepTelephonesWhole(en));

    /// <summary>Text messages and documents break their lines themselves.</summary>
    private static bool OnAPage(string key) => !key.StartsWith("message.", StringComparison.Ordinal) && !key.StartsWith("document.", StringComparison.Ordinal);

    /// <summary>Every key that stands in both, and whose lists are equally long.</summary>
    internal static Texts Join(TextFile ar, TextFile en)
    {
        var texts = new Dictionary<string, LocalizedText>(ar.Texts.Count, StringComparer.Ordinal);
        foreach (var (key, text) in ar.Texts)
        {
            if (en.Texts.TryGetValue(key, out var other))
            {
                texts[key] = OnAPage(key) ? Whole(text.Text, other.Text) : new LocalizedText(ArabicText.SetNumbersApart(text.Text), other.Text);
            }
        }

        var lists = new Dictionary<string, IReadOnlyList<LocalizedText>>(StringComparer.Ordinal);
        foreach (var (key, (items, _)) in ar.Lists)
        {
            if (!en.Lists.TryGetValue(key, out var other))
            {
                continue;
            }

            // Search words need not correspond one by one; what is shown to a person does, which the checker sees to.
            var most = Math.Max(items.Count, other.Items.Count);
            lists[key] = most == 0 || items.Count == 0 || other.Items.Count == 0
                ? []
                : [.. Enumerable.Range(0, most).Select(i => Whole(items[i % items.Count].Text, other.Items[i % other.Items.Count].Text))];
        }

        return new Texts(texts, lists);
    }

    private static void Collect(YamlNode node, string key, TextFile into, FaultList faults)
    {
        var at = YamlMap.Place(node, into.File);
        switch (node)
        {
            case YamlScalarNode scalar when string.IsNullOrWhiteSpace(scalar.Value):
                Blank(at, key, faults);
                break;
            case YamlScalarNode scalar:
                into.Texts[key] = new TextAt(scalar.Value!.Trim(), at);
                break;
            case YamlSequenceNode list:
                var items = new List<TextAt>();
                foreach (var item in list.Children)
                {
                    if (item is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
                    {
                        items.Add(new TextAt(text.Trim(), YamlMap.Place(item, into.File)));
                    }
                    else
                    {
                        Blank(YamlMap.Place(item, into.File), key, faults);
                    }
                }

                into.Lists[key] = (items, at);
                break;
            case YamlMappingNode map:
                foreach (var (childKey, child) in map.Children)
                {
                    Collect(child, $"{key}.{(childKey as YamlScalarNode)?.Value}", into, faults);
                }

                break;
        }
    }

    private static void Blank(SourcePosition at, string key, FaultList faults) =>
        faults.Error(at, "blank-text", ($"النص «{key}» فارغ.", $"The text \"{key}\" is blank."), ("اكتب النص، أو احذف المفتاح إن لم يكن لازماً.", "Write the text, or remove the key where it is optional."));
}
