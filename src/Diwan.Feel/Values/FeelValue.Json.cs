using System.Text.Json;

namespace Diwan.Feel;

/// <remarks>
/// As JSON: null, booleans, numbers (written in full), strings, arrays and objects are themselves. A date, time, date and time or duration is
/// the object {"@": "text"}, as in the FEEL literal @"text"; a range is {"@range": [start, startIncluded, end, endIncluded]}. A context whose
/// only entry is called "@" or "@range" has its value wrapped in an array, so that it is not taken for one of these. Functions have no JSON.
/// </remarks>
public readonly partial struct FeelValue
{
    private const int MaxJsonDepth = 64;

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteJson(writer);
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes the value; functions, and what is nested too deep, as null.</summary>
    public void WriteJson(Utf8JsonWriter writer) => WriteJson(writer, 0);

    private void WriteJson(Utf8JsonWriter writer, int depth)
    {
        switch (Kind)
        {
            case var _ when depth > MaxJsonDepth: writer.WriteNullValue(); break;
            case FeelKind.Boolean: writer.WriteBooleanValue(Boolean); break;
            case FeelKind.Number: writer.WriteRawValue(Number.ToString(), true); break;
            case FeelKind.String: writer.WriteStringValue(Text); break;
            case FeelKind.Date: Tagged(writer, Date.ToString()); break;
            case FeelKind.Time: Tagged(writer, Time.ToString()); break;
            case FeelKind.DateTime: Tagged(writer, DateTime.ToString()); break;
            case FeelKind.DaysTimeDuration: Tagged(writer, DaysTime.ToString()); break;
            case FeelKind.YearsMonthsDuration: Tagged(writer, YearsMonths.ToString()); break;
            case FeelKind.Range:
                writer.WriteStartObject();
                writer.WriteStartArray("@range");
                Range.Start.WriteJson(writer, depth + 1);
                writer.WriteBooleanValue(Range.StartIncluded);
                Range.End.WriteJson(writer, depth + 1);
                writer.WriteBooleanValue(Range.EndIncluded);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case FeelKind.List:
                writer.WriteStartArray();
                foreach (var item in Items) item.WriteJson(writer, depth + 1);
                writer.WriteEndArray();
                break;
            case FeelKind.Context:
                writer.WriteStartObject();
                foreach (var (name, value) in Entries)
                {
                    writer.WritePropertyName(name);
                    var wrap = Entries.Count == 1 && name is "@" or "@range";
                    if (wrap) writer.WriteStartArray();
                    value.WriteJson(writer, depth + 1);
                    if (wrap) writer.WriteEndArray();
                }
                writer.WriteEndObject();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    private static void Tagged(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("@", text);
        writer.WriteEndObject();
    }

    public static FeelValue FromJson(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
        return FromJson(document.RootElement);
    }

    /// <summary>Reads a value; a number beyond what FEEL holds, or a tag that is no date, is null.</summary>
    public static FeelValue FromJson(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.String: return Of(json.GetString());
            case JsonValueKind.Number: return FeelNumber.TryParse(json.GetRawText(), out var number) ? Of(number) : Null;
            case JsonValueKind.Array: return List(json.EnumerateArray().Select(FromJson));
            case JsonValueKind.Object: return FromObject(json);
            default: return Null;
        }
    }

    private static FeelValue FromObject(JsonElement json)
    {
        var context = new FeelContextBuilder();
        JsonElement only = default;
        foreach (var property in json.EnumerateObject())
        {
            only = property.Value;
            context.Set(property.Name, FromJson(property.Value));
        }
        if (context.Count == 1 && context.Contains("@"))
        {
            if (only.ValueKind == JsonValueKind.String) return TemporalText.TryAny(only.GetString(), out var value) ? value : Null;
            if (only.ValueKind == JsonValueKind.Array && only.GetArrayLength() == 1) context.Set("@", FromJson(only[0]));
        }
        else if (context.Count == 1 && context.Contains("@range") && only.ValueKind == JsonValueKind.Array)
        {
            if (only.GetArrayLength() == 4 && only[1].ValueKind is JsonValueKind.True or JsonValueKind.False)
                return Of(new FeelRange(FromJson(only[0]), only[1].ValueKind == JsonValueKind.True, FromJson(only[2]), only[3].ValueKind == JsonValueKind.True));
            if (only.GetArrayLength() == 1) context.Set("@range", FromJson(only[0]));
        }
        return Of(context.Build());
    }
}
