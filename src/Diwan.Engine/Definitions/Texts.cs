using System.Diagnostics.CodeAnalysis;
using System.Text;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>Every word of a service, by key, in both languages.</summary>
public sealed class Texts
{
    private const char Isolate = '\u2068';
    private const char Pop = '\u2069';

    private readonly Dictionary<string, LocalizedText> _byKey;
    private readonly Dictionary<string, IReadOnlyList<LocalizedText>> _lists;

    internal Texts(Dictionary<string, LocalizedText> byKey, Dictionary<string, IReadOnlyList<LocalizedText>> lists)
    {
        _byKey = byKey;
        _lists = lists;
    }

    /// <exception cref="KeyNotFoundException">No such key; the checker has seen to it that those a service needs are there.</exception>
    public LocalizedText this[string key] =>
        _byKey.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"The texts have no key '{key}'.");

    public IEnumerable<string> Keys => _byKey.Keys;

    public bool Contains(string key) => _byKey.ContainsKey(key);

    public bool TryGet(string key, [NotNullWhen(true)] out LocalizedText? text) => _byKey.TryGetValue(key, out text);

    /// <summary>The entries of a list such as <c>conditions</c>; empty when there is no such key.</summary>
    public IReadOnlyList<LocalizedText> List(string key) => _lists.TryGetValue(key, out var list) ? list : [];

    /// <summary>The words with their placeholders filled. Every value is isolated, so that it cannot change the order of what is around it.</summary>
    public string In(Language language, string key, IReadOnlyDictionary<string, string>? values = null) =>
        Fill(this[key].In(language), values);

    /// <summary>Both languages at once, with values that are the same in both.</summary>
    public LocalizedText In(string key, IReadOnlyDictionary<string, string>? values = null)
    {
        var text = this[key];
        return new LocalizedText(Fill(text.Ar, values), Fill(text.En, values));
    }

    /// <summary>Both languages at once, with values of their own.</summary>
    public LocalizedText In(string key, IReadOnlyDictionary<string, LocalizedText> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var text = this[key];
        return new LocalizedText(
            Fill(text.Ar, name => values.TryGetValue(name, out var v) ? v.Ar : null),
            Fill(text.En, name => values.TryGetValue(name, out var v) ? v.En : null));
    }

    /// <summary>Fills <c>{name}</c>; a name without a value stays as written. <c>{{</c> is not special.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string>? values) =>
        values is null || values.Count == 0 ? template : Fill(template, name => values.GetValueOrDefault(name));

    internal static string Fill(string template, Func<string, string?> value)
    {
        var at = template.IndexOf('{', StringComparison.Ordinal);
        if (at < 0)
        {
            return template;
        }

        var filled = new StringBuilder(template.Length + 32);
        var from = 0;
        while (at >= 0)
        {
            var end = template.IndexOf('}', at);
            if (end < 0)
            {
                break;
            }

            filled.Append(template, from, at - from);
            var found = value(template[(at + 1)..end]);
            if (found is null)
            {
                filled.Append(template, at, end - at + 1);
            }
            else
            {
                filled.Append(Isolate).Append(Directions.Contain(found)).Append(Pop);
            }

            from = end + 1;
            at = template.IndexOf('{', from);
        }

        return filled.Append(template, from, template.Length - from).ToString();
    }

    /// <summary>The names of the placeholders in a text, each once.</summary>
    public static IReadOnlyCollection<string> Placeholders(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        SortedSet<string>? names = null;
        for (var at = template.IndexOf('{', StringComparison.Ordinal); at >= 0; at = template.IndexOf('{', at + 1))
        {
            var end = template.IndexOf('}', at);
            if (end < 0)
            {
                break;
            }

            (names ??= new SortedSet<string>(StringComparer.Ordinal)).Add(template[(at + 1)..end]);
        }

        return names is null ? [] : names;
    }
}
