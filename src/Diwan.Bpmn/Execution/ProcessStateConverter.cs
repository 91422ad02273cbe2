using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Bpmn;

/// <summary>
/// Reads and writes a state by hand: it is stored at every step of every case.
/// Members that say nothing are left out; members it does not know are passed over.
/// </summary>
internal sealed class ProcessStateConverter : JsonConverter<ProcessState>
{
    private static readonly string[] Kinds = Enum.GetNames<BpmnTokenKind>();

    public override void Write(Utf8JsonWriter writer, ProcessState value, JsonSerializerOptions options) => Write(writer, value);

    internal static void Write(Utf8JsonWriter writer, ProcessState state)
    {
        writer.WriteStartObject();
        writer.WriteString("process"u8, state.ProcessId);
        if (state.Status != ProcessStatus.Running)
            writer.WriteString("status"u8, state.Status.ToString());
        writer.WriteNumber("last"u8, state.Last);
        writer.WriteStartArray("tokens"u8);
        for (var i = 0; i < state.Tokens.Count; i++)
            Write(writer, state.Tokens[i]);
        writer.WriteEndArray();
        writer.WriteStartArray("timers"u8);
        for (var i = 0; i < state.Timers.Count; i++)
            Write(writer, state.Timers[i]);
        writer.WriteEndArray();
        writer.WriteStartArray("ended"u8);
        for (var i = 0; i < state.Ended.Count; i++)
            writer.WriteStringValue(state.Ended[i]);
        writer.WriteEndArray();
        if (state.ErrorCode is not null)
            writer.WriteString("error"u8, state.ErrorCode);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BpmnToken token)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, token.Id);
        writer.WriteString("at"u8, token.Node);
        writer.WriteString("is"u8, Kinds[(int)token.Kind]);
        if (token.Scope is not null)
            writer.WriteString("in"u8, token.Scope);
        if (token.Flow is not null)
            writer.WriteString("by"u8, token.Flow);
        if (token.Index != 0)
            writer.WriteNumber("n"u8, token.Index);
        if (token.Total != 0)
            writer.WriteNumber("of"u8, token.Total);
        if (token.Begun != 0)
            writer.WriteNumber("begun"u8, token.Begun);
        if (token.Done != 0)
            writer.WriteNumber("done"u8, token.Done);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BpmnTimer timer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, timer.Id);
        writer.WriteString("at"u8, timer.Node);
        writer.WriteString("for"u8, timer.Token);
        writer.WriteString("due"u8, timer.Due);
        if (timer.Cycle is not null)
            writer.WriteString("cycle"u8, timer.Cycle);
        if (timer.Left is { } left)
            writer.WriteNumber("left"u8, left);
        writer.WriteEndObject();
    }

    public override ProcessState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    internal static ProcessState Read(ref Utf8JsonReader reader)
    {
        string? process = null, error = null;
        var status = ProcessStatus.Running;
        var last = 0;
        IReadOnlyList<BpmnToken> tokens = [];
        IReadOnlyList<BpmnTimer> timers = [];
        IReadOnlyList<string> ended = [];
        Begin(ref reader, JsonTokenType.StartObject);
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("process"u8))
                process = Text(ref reader);
            else if (reader.ValueTextEquals("status"u8))
                status = Named<ProcessStatus>(Text(ref reader));
            else if (reader.ValueTextEquals("last"u8))
                last = Whole(ref reader);
            else if (reader.ValueTextEquals("tokens"u8))
                tokens = Many(ref reader, Token);
            else if (reader.ValueTextEquals("timers"u8))
                timers = Many(ref reader, Timer);
            else if (reader.ValueTextEquals("ended"u8))
                ended = Many(ref reader, (ref Utf8JsonReader r) => r.GetString() ?? throw new JsonException("An end event is null."));
            else if (reader.ValueTextEquals("error"u8))
                error = Text(ref reader);
            else
                reader.Skip();
        }

        return new()
        {
            ProcessId = process ?? throw new JsonException("The state names no process."),
            Status = status,
            Last = last,
            Tokens = tokens,
            Timers = timers,
            Ended = ended,
            ErrorCode = error,
        };
    }

    private delegate T Reading<T>(ref Utf8JsonReader reader);

    private static BpmnToken Token(ref Utf8JsonReader reader)
    {
        string? id = null, node = null, scope = null, flow = null;
        var kind = BpmnTokenKind.Activity;
        int index = 0, total = 0, begun = 0, done = 0;
        Begin(ref reader, JsonTokenType.StartObject);
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
                id = Text(ref reader);
            else if (reader.ValueTextEquals("at"u8))
                node = Text(ref reader);
            else if (reader.ValueTextEquals("is"u8))
                kind = Kind(ref reader);
            else if (reader.ValueTextEquals("in"u8))
                scope = Text(ref reader);
            else if (reader.ValueTextEquals("by"u8))
                flow = Text(ref reader);
            else if (reader.ValueTextEquals("n"u8))
                index = Whole(ref reader);
            else if (reader.ValueTextEquals("of"u8))
                total = Whole(ref reader);
            else if (reader.ValueTextEquals("begun"u8))
                begun = Whole(ref reader);
            else if (reader.ValueTextEquals("done"u8))
                done = Whole(ref reader);
            else
                reader.Skip();
        }

        if (id is null || node is null)
            throw new JsonException("A token lacks its id or its place.");
        return new() { Id = id, Node = node, Kind = kind, Scope = scope, Flow = flow, Index = index, Total = total, Begun = begun, Done = done };
    }

    private static BpmnTimer Timer(ref Utf8JsonReader reader)
    {
        string? id = null, node = null, token = null, cycle = null;
        DateTimeOffset? due = null;
        int? left = null;
        Begin(ref reader, JsonTokenType.StartObject);
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
                id = Text(ref reader);
            else if (reader.ValueTextEquals("at"u8))
                node = Text(ref reader);
            else if (reader.ValueTextEquals("for"u8))
                token = Text(ref reader);
            else if (reader.ValueTextEquals("due"u8))
                due = reader.Read() && reader.TryGetDateTimeOffset(out var at) ? at : throw new JsonException("A timer is due at no time.");
            else if (reader.ValueTextEquals("cycle"u8))
                cycle = Text(ref reader);
            else if (reader.ValueTextEquals("left"u8))
                left = Whole(ref reader);
            else
                reader.Skip();
        }

        if (id is null || node is null || token is null || due is null)
            throw new JsonException("A timer lacks its id, its place, its token or its time.");
        return new() { Id = id, Node = node, Token = token, Due = due.Value, Cycle = cycle, Left = left };
    }

    private static T[] Many<T>(ref Utf8JsonReader reader, Reading<T> one)
    {
        reader.Read();
        Begin(ref reader, JsonTokenType.StartArray);
        if (!reader.Read())
            throw new JsonException("The state breaks off.");
        if (reader.TokenType == JsonTokenType.EndArray)
            return [];
        var many = new List<T>(4);
        do
        {
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.String))
                throw new JsonException("The state holds a value in the wrong place.");
            many.Add(one(ref reader));
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
        return [.. many];
    }

    private static bool Member(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void Begin(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != expected)
            throw new JsonException("The text is no state of a process.");
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException("A text was expected.");

    private static int Whole(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : throw new JsonException("A whole number was expected.");

    private static BpmnTokenKind Kind(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            throw new JsonException("A kind of token was expected.");
        for (var i = 0; i < Kinds.Length; i++)
        {
            if (reader.ValueTextEquals(Kinds[i]))
                return (BpmnTokenKind)i;
        }

        throw new JsonException($"There is no kind of token '{reader.GetString()}'.");
    }

    private static T Named<T>(string? name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, out var value) && Enum.IsDefined(value) ? value : throw new JsonException($"'{name}' is not known.");
}
