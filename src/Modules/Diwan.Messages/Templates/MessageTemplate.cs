using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Diwan.Kernel;

namespace Diwan.Messages;

/// <summary>
/// The words of a message, in both languages, with places <c>((name))</c> for what differs, and <c>((name??words))</c> for words that stand there only
/// if the value is yes. A version never changes once it was published.
/// </summary>
/// <param name="Name">Its id in the folder, such as <c>money.part</c>.</param>
/// <param name="Title">What authors call it.</param>
/// <param name="Subject">Of an e-mail.</param>
/// <param name="Example">A value for every place, for the preview.</param>
/// <param name="Assumed">No source gives these words; they are for demonstration until an institution confirms them.</param>
public sealed partial record MessageTemplate(
    string Name, int Version, Means Means, LocalizedText Title, Pace Pace, LocalizedText? Subject, LocalizedText Text, IReadOnlyDictionary<string, LocalizedText> Example, bool Assumed)
{
    /// <summary>The same name gives the same id on every installation.</summary>
    public Guid Id { get; } = IdOf(Name);

    /// <summary>The places, in the order in which they stand, subject first.</summary>
    public IReadOnlyList<string> Places { get; } = [.. PlacesIn(Subject?.Ar).Concat(PlacesIn(Text.Ar)).Concat(PlacesIn(Subject?.En)).Concat(PlacesIn(Text.En)).Distinct(StringComparer.OrdinalIgnoreCase)];

    public abstract record Filled
    {
        private Filled()
        {
        }

        public sealed record Words(LocalizedText? Subject, LocalizedText Text) : Filled;

        /// <summary>Places without a value.</summary>
        public sealed record Missing(IReadOnlyList<string> Places) : Filled;
    }

    /// <summary>Values are looked up without regard to case, spaces, dashes and underscores.</summary>
    public Filled Fill(IReadOnlyDictionary<string, LocalizedText> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var known = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            known[Key(name)] = value;
        }

        var missing = Places.Where(p => !known.ContainsKey(Key(p))).ToList();
        return missing.Count > 0
            ? new Filled.Missing(missing)
            : new Filled.Words(
                Subject is null ? null : new(Write(Subject.Ar, known, Language.Arabic), Write(Subject.En, known, Language.English)),
                new(Write(Text.Ar, known, Language.Arabic), Write(Text.En, known, Language.English)));
    }

    /// <exception cref="InvalidOperationException">A value is missing: the caller and the template do not belong together.</exception>
    public Filled.Words FillAll(IReadOnlyDictionary<string, LocalizedText> values) => Fill(values) switch
    {
        Filled.Words words => words,
        Filled.Missing missing => throw new InvalidOperationException($"The message template {Name} needs values for: {string.Join(", ", missing.Places)}."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static IEnumerable<string> PlacesIn(string? text) => text is null ? [] : Place().Matches(text).Select(m => m.Groups["name"].Value.Trim());

    internal string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\u001f', Means, Pace, Title.Ar, Title.En, Subject?.Ar, Subject?.En, Text.Ar, Text.En))));

    private static Guid IdOf(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"diwan-message-template:{name}")).AsSpan(0, 16).ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static string Key(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_')).Select(char.ToLowerInvariant));

    private static string Write(string text, Dictionary<string, LocalizedText> values, Language language)
    {
        var written = Place().Replace(text, match =>
        {
            var value = values[Key(match.Groups["name"].Value)].In(language);
            return !match.Groups["words"].Success ? value
                : value.Trim().ToLower(CultureInfo.InvariantCulture) is "yes" or "true" or "1" or "y" or "نعم" ? match.Groups["words"].Value : "";
        }).Trim();
        return written.Length == 0 ? "-" : written;
    }

    [GeneratedRegex(@"\(\((?<name>[^()?]+)(\?\?(?<words>[^()]*))?\)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
