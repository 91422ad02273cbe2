using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>What the fields of the registers, and what stands in their closed lists, are called where a person reads them.</summary>
public sealed class FactWords
{
    private readonly IReadOnlyDictionary<string, FactWord> _fields;
    private readonly IReadOnlyDictionary<string, LocalizedText> _values;

    internal FactWords(IReadOnlyDictionary<string, FactWord> fields, IReadOnlyDictionary<string, LocalizedText> values) =>
        (_fields, _values) = (fields, values);

    /// <summary>The name of a field. One that stands in both languages, <c>nameAr</c> and <c>nameEn</c>, goes by <c>name</c>.</summary>
    public LocalizedText Field(string field) => Find(field)?.Name ?? LocalizedText.Same(field);

    /// <summary>What a value of a field says: a word of a closed list, the name of a governorate or country; otherwise itself.</summary>
    public LocalizedText Value(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return _values.TryGetValue($"{field}.{value}", out var own) ? own
            : _values.TryGetValue(value, out var word) ? word
            : Find(field)?.Format switch
            {
                ValueFormatKind.Governorate when Answers.Places.Governorates.TryGetValue(value, out var governorate) => governorate,
                ValueFormatKind.Country when Answers.Places.Countries.TryGetValue(value, out var country) => country,
                _ => LocalizedText.Same(value),
            };
    }

    internal bool Knows(string field) => Find(field) is not null;

    internal bool Knows(string field, string value) => _values.ContainsKey($"{field}.{value}") || _values.ContainsKey(value);

    internal static string Bare(string field) => InTwoLanguages(field) ? field[..^2] : field;

    internal static bool InTwoLanguages(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Length > 2 && (field.EndsWith("Ar", StringComparison.Ordinal) || field.EndsWith("En", StringComparison.Ordinal));
    }

    private FactWord? Find(string field) =>
        _fields.TryGetValue(field, out var own) ? own : InTwoLanguages(field) && _fields.TryGetValue(field[..^2], out var bare) ? bare : null;
}

/// <param name="Format">Governorate or country where the field holds a code; otherwise null.</param>
internal sealed record FactWord(LocalizedText Name, ValueFormatKind? Format);
