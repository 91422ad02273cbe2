using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Diwan.Engine.Definitions;
using Diwan.Feel;

namespace Diwan.Engine.Journeys;

/// <summary>What a register answered, and when.</summary>
/// <param name="Answer">The fields as the register sent them; JSON null when it holds nothing.</param>
/// <param name="Inputs">What it was asked, canonical; when the inputs change, the fact is stale and is read again. Null where nobody noted them.</param>
public sealed record Fact(JsonElement Answer, DateTimeOffset ReadAt, string? Inputs = null)
{
    [JsonIgnore]
    public bool IsEmpty => Answer.ValueKind != JsonValueKind.Object;
}

/// <summary>What the registers answered for a case so far, by register id. Immutable.</summary>
[JsonConverter(typeof(CaseFactsJsonConverter))]
public sealed class CaseFacts
{
    public static readonly CaseFacts None = new(ImmutableDictionary.Create<string, Fact>(StringComparer.Ordinal));

    private readonly ImmutableDictionary<string, Fact> _facts;
    private readonly Dictionary<string, (FactShape Shape, FeelValue Value)> _converted = new(StringComparer.Ordinal);

    private CaseFacts(ImmutableDictionary<string, Fact> facts) => _facts = facts;

    public IEnumerable<string> Ids => _facts.Keys;

    public bool Has(string id) => _facts.ContainsKey(id);

    public bool TryGet(string id, [NotNullWhen(true)] out Fact? fact) => _facts.TryGetValue(id, out fact);

    /// <param name="answer">The fields; null when the register holds nothing.</param>
    /// <param name="inputs">What was asked, as <see cref="RegisterQuestion.Inputs"/> writes it.</param>
    public CaseFacts With(string id, JsonNode? answer, DateTimeOffset readAt, JsonObject? inputs = null) =>
        With(id, new Fact(JsonSerializer.SerializeToElement(answer), readAt, inputs?.ToJsonString()));

    public CaseFacts With(string id, Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return new CaseFacts(_facts.SetItem(id, fact));
    }

    public CaseFacts Without(string id) => new(_facts.Remove(id));

    /// <summary>The value of <c>facts.&lt;id&gt;</c>, dates being dates as the operation declares them.</summary>
    internal FeelValue ToFeel(string id, FactShape shape)
    {
        if (!_facts.TryGetValue(id, out var fact) || fact.IsEmpty)
        {
            return FeelValue.Null;
        }

        lock (_converted)
        {
            if (_converted.TryGetValue(id, out var known) && ReferenceEquals(known.Shape, shape))
            {
                return known.Value;
            }

            var value = FactFeel.Convert(shape, fact.Answer);
            _converted[id] = (shape, value);
            return value;
        }
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (id, fact) in _facts.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(id);
            writer.WriteString("readAt", fact.ReadAt);
            if (fact.Inputs is not null)
            {
                writer.WriteString("inputs", fact.Inputs);
            }

            writer.WritePropertyName("answer");
            fact.Answer.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static CaseFacts Read(JsonElement json)
    {
        var facts = None;
        foreach (var property in json.EnumerateObject())
        {
            facts = facts.With(property.Name, new Fact(
                property.Value.GetProperty("answer").Clone(),
                property.Value.GetProperty("readAt").GetDateTimeOffset(),
                property.Value.TryGetProperty("inputs", out var inputs) ? inputs.GetString() : null));
        }

        return facts;
    }
}

internal sealed class CaseFactsJsonConverter : JsonConverter<CaseFacts>
{
    public override CaseFacts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return CaseFacts.Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, CaseFacts value, JsonSerializerOptions options) => value.Write(writer);
}
