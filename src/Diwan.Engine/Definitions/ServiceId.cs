using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Engine.Definitions;

/// <summary>The name of a service in the whole state: <c>moj/non-conviction-certificate</c>. Equal to its folder.</summary>
[JsonConverter(typeof(ServiceIdJsonConverter))]
public sealed record ServiceId
{
    private ServiceId(string institution, string name) => (Institution, Name) = (institution, name);

    public string Institution { get; }

    public string Name { get; }

    /// <exception cref="FormatException">The text is not two kebab-case names with a slash between.</exception>
    public static ServiceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a service id such as moj/non-conviction-certificate.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out ServiceId? id)
    {
        id = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || !IsName(text.AsSpan(0, slash)) || !IsName(text.AsSpan(slash + 1)))
        {
            return false;
        }

        id = new ServiceId(text![..slash], text[(slash + 1)..]);
        return true;
    }

    public override string ToString() => $"{Institution}/{Name}";

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > 60 || name[0] == '-' || name[^1] == '-')
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class ServiceIdJsonConverter : JsonConverter<ServiceId>
{
    public override ServiceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ServiceId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A service id such as moj/non-conviction-certificate was expected.");

    public override void Write(Utf8JsonWriter writer, ServiceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
