using System.Globalization;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Feel;

namespace Diwan.Engine.Answers;

/// <summary>Answers as FEEL values, by the type of their question. Null means that the JSON has not the shape the type asks for.</summary>
internal static class AnswerFeel
{
    /// <summary>Not the literal null, which would become the FEEL value null where a FEEL value is expected.</summary>
    private static FeelValue? NotFit => null;

    internal static readonly IReadOnlyDictionary<AnswerType, IReadOnlyList<string>> Parts = new Dictionary<AnswerType, IReadOnlyList<string>>
    {
        [AnswerType.ForeignDocument] = ["nationality", "number"],
        [AnswerType.Address] = ["governorate", "locality", "street", "building", "postCode"],
        [AnswerType.Plot] = ["directorate", "village", "basin", "quarter", "parcel"],
        [AnswerType.Vehicle] = ["plateCode", "plateNumber", "plateClass"],
    };

    /// <summary>The keys chosen stand for a selection here; <see cref="Journeys.EvaluationContext"/> puts the entries in their place.</summary>
    internal static FeelValue? Convert(Question q, JsonElement json) => q.Type switch
    {
        AnswerType.ForeignDocument or AnswerType.Address or AnswerType.Plot or AnswerType.Vehicle => Composite(Parts[q.Type], json),
        AnswerType.Many or AnswerType.Selection => Texts(json),
        AnswerType.File => List(json, File),
        AnswerType.Group => List(json, row => Row(row, q.Questions, i => i.Id, (i, cell) => Convert(i, cell))),
        AnswerType.Table => List(json, row => Row(row, q.Columns, c => c.Id, (c, cell) => Simple(c.Type, cell))),
        _ => Simple(q.Type, json),
    };

    internal static FeelValue? Simple(AnswerType type, JsonElement json)
    {
        switch (type)
        {
            case AnswerType.Integer:
                return json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var whole) && decimal.IsInteger(whole) ? FeelValue.Of(whole) : NotFit;
            case AnswerType.Decimal or AnswerType.Money:
                return json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) ? FeelValue.Of(number) : NotFit;
            case AnswerType.YesNo or AnswerType.Declaration:
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False ? FeelValue.Of(json.ValueKind == JsonValueKind.True) : NotFit;
            case AnswerType.Date or AnswerType.Month:
                return Date(type, json) is { } date ? FeelValue.Of(date) : NotFit;
            default:
                return json.ValueKind == JsonValueKind.String ? FeelValue.Of(json.GetString()) : NotFit;
        }
    }

    internal static DateOnly? Date(AnswerType type, JsonElement json) =>
        json.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(json.GetString(), type == AnswerType.Month ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private static FeelValue? Composite(IReadOnlyList<string> parts, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var entries = new List<KeyValuePair<string, FeelValue>>(parts.Count);
        foreach (var part in parts)
        {
            entries.Add(new(part, json.TryGetProperty(part, out var value) && value.ValueKind == JsonValueKind.String ? FeelValue.Of(value.GetString()) : FeelValue.Null));
        }

        return FeelValue.Context(entries);
    }

    private static FeelValue? Texts(JsonElement json) =>
        List(json, item => item.ValueKind == JsonValueKind.String ? FeelValue.Of(item.GetString()) : NotFit);

    private static FeelValue? File(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && json.TryGetProperty("mediaType", out var type) && type.ValueKind == JsonValueKind.String
        && json.TryGetProperty("bytes", out var bytes) && bytes.TryGetInt64(out var length)
            ? FeelValue.Context([new("name", FeelValue.Of(name.GetString())), new("mediaType", FeelValue.Of(type.GetString())), new("bytes", FeelValue.Of(length))])
            : NotFit;

    private static FeelValue? Row<T>(JsonElement json, IReadOnlyList<T> columns, Func<T, string> id, Func<T, JsonElement, FeelValue?> convert)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var entries = new KeyValuePair<string, FeelValue>[columns.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var value = FeelValue.Null;
            if (json.TryGetProperty(id(columns[i]), out var cell) && cell.ValueKind != JsonValueKind.Null)
            {
                if (convert(columns[i], cell) is not { } converted)
                {
                    return null;
                }

                value = converted;
            }

            entries[i] = new(id(columns[i]), value);
        }

        return FeelValue.Context(entries);
    }

    private static FeelValue? List(JsonElement json, Func<JsonElement, FeelValue?> item)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var values = new FeelValue[json.GetArrayLength()];
        var i = 0;
        foreach (var element in json.EnumerateArray())
        {
            if (item(element) is not { } value)
            {
                return null;
            }

            values[i++] = value;
        }

        return FeelValue.List(values.AsSpan());
    }
}
