using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Engine.Answers;

/// <summary>
/// The answers of an application: question id to value. Immutable. An answer to a question that a newer version of the service
/// no longer asks stays in it; nothing is dropped but by <see cref="Without"/>.
/// </summary>
[JsonConverter(typeof(AnswerSetJsonConverter))]
public sealed class AnswerSet : IEquatable<AnswerSet>
{
    public static readonly AnswerSet Empty = new(ImmutableDictionary.Create<string, AnswerValue>(StringComparer.Ordinal));

    private readonly ImmutableDictionary<string, AnswerValue> _values;

    private AnswerSet(ImmutableDictionary<string, AnswerValue> values) => _values = values;

    public int Count => _values.Count;

    public IEnumerable<string> Ids => _values.Keys;

    public AnswerValue? this[string id] => _values.GetValueOrDefault(id);

    public bool TryGet(string id, [NotNullWhen(true)] out AnswerValue? value) => _values.TryGetValue(id, out value);

    public bool Has(string id) => _values.ContainsKey(id);

    public AnswerSet With(string id, AnswerValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new AnswerSet(_values.SetItem(id, value));
    }

    public AnswerSet Without(string id)
    {
        var less = _values.Remove(id);
        return ReferenceEquals(less, _values) ? this : new AnswerSet(less);
    }

    /// <summary>These answers, with those to the named questions taken from elsewhere, absent ones included.</summary>
    public AnswerSet Take(AnswerSet other, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(ids);
        var values = _values.ToBuilder();
        foreach (var id in ids)
        {
            if (other.TryGet(id, out var value))
            {
                values[id] = value;
            }
            else
            {
                values.Remove(id);
            }
        }

        return new AnswerSet(values.ToImmutable());
    }

    /// <summary>Answers as stored: a JSON object, keys in ordinal order, so that equal sets are written alike.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static AnswerSet FromJson(string json) => JsonSerializer.Deserialize<AnswerSet>(json) ?? Empty;

    public bool Equals(AnswerSet? other) =>
        other is not null && Count == other.Count && _values.All(v => other.TryGet(v.Key, out var value) && value.Equals(v.Value));

    public override bool Equals(object? obj) => Equals(obj as AnswerSet);

    public override int GetHashCode() => _values.Aggregate(Count, (hash, v) => hash ^ v.Key.GetHashCode(StringComparison.Ordinal));

    internal sealed class Builder
    {
        private readonly ImmutableDictionary<string, AnswerValue>.Builder _values = Empty._values.ToBuilder();

        internal void Set(string id, AnswerValue value) => _values[id] = value;

        internal AnswerSet Build() => new(_values.ToImmutable());
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (id, value) in _values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(id);
            value.Json.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

internal sealed class AnswerSetJsonConverter : JsonConverter<AnswerSet>
{
    public override AnswerSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Answers are a JSON object of question ids and values.");
        }

        var builder = new AnswerSet.Builder();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                builder.Set(property.Name, AnswerValue.FromJson(property.Value));
            }
        }

        return builder.Build();
    }

    public override void Write(Utf8JsonWriter writer, AnswerSet value, JsonSerializerOptions options) => value.Write(writer);
}
