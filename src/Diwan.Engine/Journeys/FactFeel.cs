using System.Globalization;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Journeys;

/// <summary>What registers answered, as FEEL values.</summary>
internal static class FactFeel
{
    /// <summary>By the declared shape; a field that is not declared is left out, one of another kind than declared is null.</summary>
    internal static FeelValue Convert(FactShape shape, JsonElement json)
    {
        switch (shape.Kind)
        {
            case FactKind.Number or FactKind.Money:
                return json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) ? FeelValue.Of(number) : FeelValue.Null;
            case FactKind.YesNo:
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False ? FeelValue.Of(json.ValueKind == JsonValueKind.True) : FeelValue.Null;
            case FactKind.Date:
                return Date(json, "yyyy-MM-dd");
            case FactKind.Month:
                return Date(json, "yyyy-MM");
            case FactKind.DateTime:
                return json.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                    ? FeelValue.Of(NationalCalendar.ToAmman(moment))
                    : FeelValue.Null;
            case FactKind.List:
                if (json.ValueKind != JsonValueKind.Array)
                {
                    return FeelValue.Null;
                }

                var items = new FeelValue[json.GetArrayLength()];
                var i = 0;
                foreach (var item in json.EnumerateArray())
                {
                    items[i++] = Convert(shape.Item!, item);
                }

                return FeelValue.List(items.AsSpan());
            case FactKind.Record:
                if (json.ValueKind != JsonValueKind.Object)
                {
                    return FeelValue.Null;
                }

                var fields = new List<KeyValuePair<string, FeelValue>>(shape.Fields.Count);
                foreach (var (name, field) in shape.Fields)
                {
                    fields.Add(new(name, json.TryGetProperty(name, out var value) ? Convert(field, value) : FeelValue.Null));
                }

                return FeelValue.Context(fields);
            default:
                return json.ValueKind switch
                {
                    JsonValueKind.String => FeelValue.Of(json.GetString()),
                    JsonValueKind.Number => FeelValue.Of(json.GetRawText()),
                    _ => FeelValue.Null,
                };
        }
    }

    private static FeelValue Date(JsonElement json, string format) =>
        json.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(json.GetString(), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? FeelValue.Of(date)
            : FeelValue.Null;
}
