using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;

namespace Diwan.Engine.Answers;

/// <summary>A file someone sent, as the edge received it.</summary>
/// <param name="Name">The name the sender gave it.</param>
/// <param name="MediaType">By its content (<see cref="FileTypes.Detect"/>), not by what the sender said; null when the content is of no known kind.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Key">Under which the edge keeps the content; null when it does not.</param>
/// <param name="Content">The content itself, needed for tables only.</param>
public sealed record RawFile(string Name, string? MediaType, long Bytes, string? Key = null, ReadOnlyMemory<byte> Content = default);

/// <summary>
/// An answer as it was sent, not yet understood: texts (a form field may come several times), named parts, entries of a group, files.
/// </summary>
public sealed class RawAnswer
{
    public static readonly RawAnswer Nothing = new();

    /// <summary>Values of the field itself.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Values of its parts: <c>day</c>, <c>plateCode</c>; in an entry of a group, the ids of its questions.</summary>
    public IReadOnlyDictionary<string, RawAnswer> Parts { get; init; } = new Dictionary<string, RawAnswer>(StringComparer.Ordinal);

    /// <summary>Entries of a group, or rows of a table sent as such.</summary>
    public IReadOnlyList<RawAnswer> Items { get; init; } = [];

    public IReadOnlyList<RawFile> Files { get; init; } = [];

    public static RawAnswer Of(params IReadOnlyList<string> values) => new() { Values = values };

    public static RawAnswer Of(IReadOnlyList<RawFile> files) => new() { Files = files };

    /// <summary>An answer that is kept, as if it were sent again.</summary>
    public static RawAnswer Again(AnswerValue? kept) => kept is null ? Nothing : FromJson(JsonNode.Parse(kept.Json.GetRawText()));

    public string? Text => Values.Count == 0 ? null : Values[0];

    public string? Part(string name) => Parts.TryGetValue(name, out var part) ? part.Text : null;

    public bool IsBlank =>
        Values.All(string.IsNullOrWhiteSpace) && Files.Count == 0 && Items.All(i => i.IsBlank) && Parts.Values.All(p => p.IsBlank);

    /// <summary>
    /// Gathers the fields of a submitted form that belong to a question: <c>id</c> itself, <c>id.part</c>, and for a group
    /// <c>id[0].question</c>, <c>id[0].question.part</c>.
    /// </summary>
    public static RawAnswer FromForm(Question question, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> fields, IReadOnlyList<RawFile>? files = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(fields);
        var root = new Node();
        foreach (var (name, values) in fields)
        {
            if (name.StartsWith(question.Id, StringComparison.Ordinal) && root.Find(name.AsSpan(question.Id.Length), question.MaxItems ?? 100) is { } node)
            {
                node.Values.AddRange(values);
            }
        }

        return root.Build(files ?? []);
    }

    /// <summary>From JSON as the API and the worked examples have it.</summary>
    public static RawAnswer FromJson(JsonNode? json) => json switch
    {
        null => Nothing,
        JsonObject map => new RawAnswer
        {
            Parts = map.ToDictionary(p => p.Key, p => FromJson(p.Value), StringComparer.Ordinal),
            Files = File(map) is { } file ? [file] : [],
        },
        JsonArray list when list.Count > 0 && list.All(i => i is JsonObject o && File(o) is not null) => new RawAnswer { Files = [.. list.Select(i => File((JsonObject)i!)!)] },
        JsonArray list when list.Any(i => i is JsonObject) => new RawAnswer { Items = [.. list.Select(FromJson)] },
        JsonArray list => new RawAnswer { Values = [.. list.Select(Scalar)] },
        _ => Of(Scalar(json)),
    };

    private static string Scalar(JsonNode? json) => json is null ? "" : json.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => "true",
        System.Text.Json.JsonValueKind.False => "false",
        System.Text.Json.JsonValueKind.String => json.GetValue<string>(),
        _ => json.ToJsonString(),
    };

    private static RawFile? File(JsonObject map) =>
        map["name"] is JsonValue name && map["mediaType"] is JsonValue type && map["bytes"] is JsonValue bytes
        && name.TryGetValue<string>(out var n) && type.TryGetValue<string>(out var t) && decimal.TryParse(bytes.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var b)
            ? new RawFile(n, t, (long)b, map["key"]?.ToString())
            : null;

    private sealed class Node
    {
        internal List<string> Values { get; } = [];

        private Dictionary<string, Node> Parts { get; } = new(StringComparer.Ordinal);

        private SortedDictionary<int, Node> Items { get; } = [];

        /// <summary>The node of a path such as <c>.day</c> or <c>[0].name.part</c>; null when the path is not one.</summary>
        internal Node? Find(ReadOnlySpan<char> path, int mostItems)
        {
            if (path.Length == 0)
            {
                return this;
            }

            if (path[0] == '[')
            {
                var end = path.IndexOf(']');
                if (end < 2 || !int.TryParse(path[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > mostItems * 2)
                {
                    return null;
                }

                if (!Items.TryGetValue(index, out var item))
                {
                    Items[index] = item = new Node();
                }

                return item.Find(path[(end + 1)..], mostItems);
            }

            if (path[0] != '.')
            {
                return null;
            }

            var rest = path[1..];
            var stop = rest.IndexOfAny('.', '[');
            var name = (stop < 0 ? rest : rest[..stop]).ToString();
            if (name.Length == 0 || Parts.Count > 200)
            {
                return null;
            }

            if (!Parts.TryGetValue(name, out var part))
            {
                Parts[name] = part = new Node();
            }

            return part.Find(stop < 0 ? [] : rest[stop..], mostItems);
        }

        internal RawAnswer Build(IReadOnlyList<RawFile> files) => new()
        {
            Values = Values,
            Parts = Parts.ToDictionary(p => p.Key, p => p.Value.Build([]), StringComparer.Ordinal),
            Items = [.. Items.Values.Select(i => i.Build([]))],
            Files = files,
        };
    }
}
