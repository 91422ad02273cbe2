using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Journeys;

/// <summary>FEEL values as JSON and back, where no shape is declared.</summary>
public static class FeelJson
{
    /// <summary>JSON without a declared shape: numbers, texts, truth values, lists and objects as they are.</summary>
    public static FeelValue Read(JsonNode? json) => json switch
    {
        null => FeelValue.Null,
        JsonObject map => FeelValue.Context(map.Select(p => new KeyValuePair<string, FeelValue>(p.Key, Read(p.Value)))),
        JsonArray list => FeelValue.List(list.Select(Read)),
        _ => json.GetValueKind() switch
        {
            JsonValueKind.True => FeelValue.True,
            JsonValueKind.False => FeelValue.False,
            JsonValueKind.Number => decimal.TryParse(json.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FeelValue.Of(number) : FeelValue.Null,
            _ => FeelValue.Of(json.GetValue<string>()),
        },
    };

    /// <summary>A value as registers take it: dates and durations as ISO 8601 texts, numbers as numbers.</summary>
    public static JsonNode? Of(FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.Null or FeelKind.Function or FeelKind.Range:
                return null;
            case FeelKind.Boolean:
                value.TryGetBoolean(out var flag);
                return JsonValue.Create(flag);
            case FeelKind.Number:
                return value.TryGetDecimal(out var number) ? JsonValue.Create(number) : JsonValue.Create(value.ToString());
            case FeelKind.String:
                value.TryGetString(out var text);
                return JsonValue.Create(text);
            case FeelKind.List:
                return new JsonArray([.. value.AsList().Select(Of)]);
            case FeelKind.Context:
                return new JsonObject(value.AsContext().Select(e => new KeyValuePair<string, JsonNode?>(e.Key, Of(e.Value))));
            default:
                return JsonValue.Create(Iso(value));
        }
    }

    /// <summary>A date, time or duration in ISO 8601, without the zone names FEEL may carry.</summary>
    internal static string Iso(FeelValue value)
    {
        if (value.TryGetDate(out DateOnly date))
        {
            return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return Moment(value) is { } moment ? moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : value.ToString();
    }

    /// <summary>A moment in time. FEEL writes it with an offset, or with the name of the zone, which here is always Amman's.</summary>
    internal static DateTimeOffset? Moment(FeelValue value)
    {
        if (!value.TryGetDateTime(out FeelDateTime written))
        {
            return null;
        }

        var parts = written.ToString().Split('@');
        if (parts.Length == 1)
        {
            return DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
        }

        return DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? NationalCalendar.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local))
            : null;
    }
}
