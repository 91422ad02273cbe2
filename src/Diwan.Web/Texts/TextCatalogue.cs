using System.Collections;
using System.Collections.Frozen;
using System.Reflection;
using System.Resources;
using Diwan.Kernel;

namespace Diwan.Web.Texts;

/// <summary>
/// Every word of the pages' own, by key. Each area has a pair of files, <c>Texts/Area.ar.resx</c> and <c>Texts/Area.en.resx</c>,
/// whose keys begin with the area in lower case: <c>portal.search.label</c>. A new pair is found by itself.
/// </summary>
public sealed class TextCatalogue
{
    private const string Prefix = "Diwan.Web.Texts.";

    private readonly FrozenDictionary<string, string> _arabic;
    private readonly FrozenDictionary<string, string> _english;

    private TextCatalogue(Dictionary<string, string> arabic, Dictionary<string, string> english)
    {
        _arabic = arabic.ToFrozenDictionary(StringComparer.Ordinal);
        _english = english.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, string> In(Language language) => language == Language.Arabic ? _arabic : _english;

    /// <summary>Null when there is no such key.</summary>
    public string? Find(Language language, string key) => In(language).GetValueOrDefault(key);

    /// <exception cref="InvalidOperationException">Two areas hold the same key, or a key does not begin with its area.</exception>
    public static TextCatalogue Load()
    {
        var assembly = typeof(TextCatalogue).Assembly;
        Dictionary<string, string> arabic = new(StringComparer.Ordinal);
        Dictionary<string, string> english = new(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".ar.resources", StringComparison.Ordinal))
            {
                Read(assembly, name, true, arabic);
            }
            else if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".en.resources", StringComparison.Ordinal))
            {
                Read(assembly, name, false, english);
            }
        }

        return new TextCatalogue(arabic, english);
    }

    private static void Read(Assembly assembly, string name, bool arabic, Dictionary<string, string> into)
    {
        var area = name[Prefix.Length..].Split('.')[0];
        using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
        foreach (DictionaryEntry entry in reader)
        {
            var key = (string)entry.Key;
            if (!key.StartsWith(area + ".", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"The key '{key}' in the area {area} must begin with '{area.ToLowerInvariant()}.'.");
            }

            var words = (string)(entry.Value ?? "");
            if (!into.TryAdd(key, arabic ? ArabicText.SetNumbersApart(ArabicText.KeepTelephonesWhole(words)) : ArabicText.KeepTelephonesWhole(words)))
            {
                throw new InvalidOperationException($"The key '{key}' stands in two areas.");
            }
        }
    }
}
