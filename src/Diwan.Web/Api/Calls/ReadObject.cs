using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Diwan.Web.Api.Calls;

/// <summary>
/// Reads objects of free names, as answers by question are. The library's own reader meets a name given twice with an ArgumentException, which nobody takes for a fault of who sent it.
/// </summary>
internal sealed class ReadObject : JsonConverter<JsonObject>
{
    /// <exception cref="JsonException">It is no object, or a name is in it twice, at any depth (where the options do not allow that).</exception>
    public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject
            ? JsonObject.Create(JsonSerializer.Deserialize<JsonElement>(ref reader, options))!
            : throw new JsonException("An object is asked for.");

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.WriteTo(writer, options);
    }
}
