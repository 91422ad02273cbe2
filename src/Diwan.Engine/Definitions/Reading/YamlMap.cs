using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>
/// A map of a YAML file while it is read: every key asked for is known, and at <see cref="Done"/> those never asked for are faults.
/// Nothing throws for what the file says.
/// </summary>
internal sealed class YamlMap
{
    private readonly YamlMappingNode _node;
    private readonly FaultList _faults;
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private YamlMap(YamlMappingNode node, string file, FaultList faults)
    {
        _node = node;
        File = file;
        _faults = faults;
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                _entries[name] = (key, value);
            }
            else
            {
                faults.Error(Place(key, file), "yaml-key", ("المفتاح ليس كلمة.", "The key is not a word."), ("اكتب كلمة واحدة.", "Write one word."));
            }
        }
    }

    internal string File { get; }

    internal SourcePosition At => Place(_node, File);

    internal IEnumerable<string> Keys => _entries.Keys;

    internal static SourcePosition Place(YamlNode node, string file) => new(file, (int)node.Start.Line, (int)node.Start.Column);

    /// <summary>Reads a whole file that must be one map; null, with faults, when it is not.</summary>
    internal static YamlMap? ReadFile(string text, string file, FaultList faults)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(new LimitedParser(new Parser(reader)));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode map)
            {
                return new YamlMap(map, file, faults);
            }

            faults.Error(new SourcePosition(file, 1, 1), "yaml-document",
                ("يجب أن يحتوي الملف خريطة واحدة من المفاتيح والقيم.", "The file must hold one map of keys and values."),
                ("انظر docs/services/format.md.", "See docs/services/format.md."));
        }
        catch (YamlException e)
        {
            faults.Error(new SourcePosition(file, (int)e.Start.Line, (int)e.Start.Column), "yaml-syntax",
                ($"الملف ليس YAML سليماً: {e.Message}", $"The file is not valid YAML: {e.Message}"),
                ("تحقق من المسافات وعلامات الاقتباس في هذا الموضع.", "Check indentation and quotes at this place; quote a text that holds a colon, a comma or braces."));
        }

        return null;
    }

    internal static YamlMap? Of(YamlNode node, string file, FaultList faults)
    {
        if (node is YamlMappingNode map)
        {
            return new YamlMap(map, file, faults);
        }

        faults.Error(Place(node, file), "yaml-shape",
            ("كان المنتظر هنا خريطة من المفاتيح والقيم.", "A map of keys and values was expected here."),
            ("اكتب المفاتيح بهذا الشكل: { مفتاح: قيمة }.", "Write keys in the form { key: value }."));
        return null;
    }

    internal SourcePosition AtKey(string key) => _entries.TryGetValue(key, out var entry) ? Place(entry.Value, File) : At;

    internal bool Has(string key) => _entries.ContainsKey(key);

    internal YamlNode? Node(string key, bool required = false)
    {
        _asked.Add(key);
        if (_entries.TryGetValue(key, out var entry) && !IsNull(entry.Value))
        {
            return entry.Value;
        }

        if (required)
        {
            _faults.Error(At, "missing-key",
                ($"المفتاح «{key}» ناقص.", $"The key \"{key}\" is missing."),
                ($"أضف {key}: مع قيمته.", $"Add {key}: with its value."));
        }

        return null;
    }

    internal string? Text(string key, bool required = false)
    {
        var node = Node(key, required);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } text })
        {
            return text;
        }

        Wrong(key, "نصّ", "a text");
        return null;
    }

    internal bool Flag(string key)
    {
        var text = Text(key);
        switch (text)
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                Wrong(key, "true أو false", "true or false");
                return false;
        }
    }

    internal int? Whole(string key, bool required = false, int least = 0)
    {
        var text = Text(key, required);
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        Wrong(key, $"عدد صحيح لا يقل عن {least}", $"a whole number of at least {least}");
        return null;
    }

    internal decimal? Number(string key)
    {
        var text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Wrong(key, "عدد", "a number");
        return null;
    }

    internal DateOnly? Date(string key, bool required = false)
    {
        var text = Text(key, required);
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Wrong(key, "تاريخ مثل 2018-01-01", "a date such as 2018-01-01");
        return null;
    }

    /// <summary>One of a closed list of words.</summary>
    internal T? Word<T>(string key, IReadOnlyDictionary<string, T> words, bool required = false)
        where T : struct
    {
        var text = Text(key, required);
        if (text is null)
        {
            return null;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Unknown(AtKey(key), text, [.. words.Keys]);
        return null;
    }

    /// <summary>What one of these names stands for.</summary>
    internal T? Named<T>(string key, IReadOnlyDictionary<string, T> named)
        where T : class
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (named.TryGetValue(text, out var value))
        {
            return value;
        }

        Unknown(AtKey(key), text, [.. named.Keys]);
        return null;
    }

    internal IReadOnlyList<T> Words<T>(string key, IReadOnlyDictionary<string, T> words, bool required = false)
    {
        var found = new List<T>();
        foreach (var (text, at) in Texts(key, required))
        {
            if (words.TryGetValue(text, out var value))
            {
                found.Add(value);
            }
            else
            {
                Unknown(at, text, [.. words.Keys]);
            }
        }

        return found;
    }

    internal IReadOnlyList<(string Text, SourcePosition At)> Texts(string key, bool required = false)
    {
        var node = Node(key, required);
        switch (node)
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                var texts = new List<(string, SourcePosition)>();
                foreach (var item in sequence.Children)
                {
                    if (item is YamlScalarNode { Value: { } text })
                    {
                        texts.Add((text, Place(item, File)));
                    }
                    else
                    {
                        _faults.Error(Place(item, File), "yaml-shape", ("كان المنتظر هنا كلمة.", "A word was expected here."), ("اكتب قائمة مثل [أ, ب].", "Write a list such as [a, b]."));
                    }
                }

                return texts;
            default:
                Wrong(key, "قائمة مثل [أ, ب]", "a list such as [a, b]");
                return [];
        }
    }

    internal IReadOnlyList<YamlMap> Maps(string key, bool required = false)
    {
        var node = Node(key, required);
        switch (node)
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return [.. sequence.Children.Select(c => Of(c, File, _faults)).OfType<YamlMap>()];
            default:
                Wrong(key, "قائمة", "a list");
                return [];
        }
    }

    internal YamlMap? Map(string key, bool required = false) =>
        Node(key, required) is { } node ? Of(node, File, _faults) : null;

    /// <summary>A FEEL expression written as a scalar, with the place of its first character.</summary>
    internal (string Text, SourcePosition At)? Feel(string key, bool required = false)
    {
        var node = Node(key, required);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } text } scalar)
        {
            return (text, FeelPlace(scalar, File));
        }

        Wrong(key, "تعبير FEEL", "a FEEL expression");
        return null;
    }

    internal static SourcePosition FeelPlace(YamlScalarNode scalar, string file)
    {
        var at = Place(scalar, file);
        return scalar.Style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => at with { Column = at.Column + 1 },
            ScalarStyle.Literal or ScalarStyle.Folded => at with { Line = at.Line + 1, Column = 1 },
            _ => at,
        };
    }

    internal void Wrong(string key, string ar, string en) =>
        _faults.Error(AtKey(key), "wrong-value",
            ($"قيمة «{key}» غير مفهومة.", $"The value of \"{key}\" is not understood."),
            ($"اكتب {ar}.", $"Write {en}."));

    internal void Unknown(SourcePosition at, string word, IReadOnlyCollection<string> known) =>
        _faults.Error(at, "unknown-word", ($"«{word}» غير معروف هنا.", $"\"{word}\" is not known here."), Nearest.Remedy(word, known));

    /// <summary>Keys that nobody asked for are slips of the pen.</summary>
    internal void Done()
    {
        foreach (var (name, (key, _)) in _entries)
        {
            if (!_asked.Contains(name))
            {
                _faults.Error(Place(key, File), "unknown-key",
                    ($"المفتاح «{name}» غير معروف هنا.", $"The key \"{name}\" is not known here."),
                    Nearest.Remedy(name, [.. _asked.Where(a => !_entries.ContainsKey(a))]));
            }
        }
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    /// <summary>Refuses aliases, by which a small file can grow without end, and nesting without end.</summary>
    private sealed class LimitedParser(IParser inner) : IParser
    {
        private int _depth;

        public YamlDotNet.Core.Events.ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            var more = inner.MoveNext();
            switch (inner.Current)
            {
                case YamlDotNet.Core.Events.AnchorAlias alias:
                    throw new YamlException(alias.Start, alias.End, "Aliases are not used in definitions; write the value out.");
                case YamlDotNet.Core.Events.MappingStart or YamlDotNet.Core.Events.SequenceStart when ++_depth > 60:
                    throw new YamlException(inner.Current!.Start, inner.Current.End, "More than 60 levels within one another.");
                case YamlDotNet.Core.Events.MappingEnd or YamlDotNet.Core.Events.SequenceEnd:
                    _depth--;
                    break;
            }

            return more;
        }
    }
}
