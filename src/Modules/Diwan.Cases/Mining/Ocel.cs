using System.Globalization;
using System.Text.Json;
using Diwan.Kernel;

namespace Diwan.Cases.Mining;

/// <summary>
/// Event logs in OCEL 2.0 (JSON): every event belongs to its case and, where it happened at one, to the step of that case, so that a tool may
/// look from either.
/// </summary>
public static class Ocel
{
    private const string Case = "case";
    private const string Step = "step";

    public static async Task WriteAsync(Stream stream, IAsyncEnumerable<LoggedCase> cases, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cases);
        await using var json = new Utf8JsonWriter(stream);
        var (types, objects) = (new SortedSet<string>(StringComparer.Ordinal), new List<(string Id, string Type, DateTimeOffset At, (string Name, string Value)[] Attributes)>());
        json.WriteStartObject();
        json.WriteStartArray("events");
        var number = 0;
        await foreach (var one in cases.WithCancellation(ct))
        {
            if (one.Events.Count > 0)
            {
                objects.Add((one.Id, Case, one.Events[0].At, [("service", one.Service), ("version", one.Version), ("channel", one.Channel.Code()), ("outcome", one.Outcome.ToString())]));
            }

            var steps = new HashSet<string>(StringComparer.Ordinal);
            foreach (var happened in one.Events)
            {
                types.Add(happened.Activity);
                json.WriteStartObject();
                json.WriteString("id", $"e{(++number).ToString(CultureInfo.InvariantCulture)}");
                json.WriteString("type", happened.Activity);
                json.WriteString("time", Moment(happened.At));
                json.WriteStartArray("attributes");
                Attribute(json, "actor", happened.Resource, null);
                json.WriteEndArray();
                json.WriteStartArray("relationships");
                Related(json, one.Id, "of");
                if (happened.Step is { } step)
                {
                    var id = $"{one.Id}/{step}";
                    Related(json, id, "at");
                    if (steps.Add(step))
                    {
                        objects.Add((id, Step, happened.At, [("step", step)]));
                    }
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        json.WriteStartArray("objects");
        foreach (var (id, type, at, attributes) in objects)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("type", type);
            json.WriteStartArray("attributes");
            foreach (var (name, value) in attributes)
            {
                Attribute(json, name, value, at);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Types(json, "objectTypes", [(Case, ["service", "version", "channel", "outcome"]), (Step, ["step"])]);
        Types(json, "eventTypes", types.Select(t => (t, (string[])["actor"])));
        json.WriteEndObject();
        await json.FlushAsync(ct);
    }

    private static void Types(Utf8JsonWriter json, string name, IEnumerable<(string Name, string[] Attributes)> types)
    {
        json.WriteStartArray(name);
        foreach (var type in types)
        {
            json.WriteStartObject();
            json.WriteString("name", type.Name);
            json.WriteStartArray("attributes");
            foreach (var attribute in type.Attributes)
            {
                json.WriteStartObject();
                json.WriteString("name", attribute);
                json.WriteString("type", "string");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Attribute(Utf8JsonWriter json, string name, string value, DateTimeOffset? at)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        if (at is { } moment)
        {
            json.WriteString("time", Moment(moment));
        }

        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static void Related(Utf8JsonWriter json, string id, string qualifier)
    {
        json.WriteStartObject();
        json.WriteString("objectId", id);
        json.WriteString("qualifier", qualifier);
        json.WriteEndObject();
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
