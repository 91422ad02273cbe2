using System.Text.Encodings.Web;
using System.Text.Json;
using Diwan.Kernel;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Diwan.Platform;

internal sealed class UtcTicksConverter()
    : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

internal sealed class MoneyConverter() : ValueConverter<Money, long>(money => money.Fils, fils => new Money(fils));

internal sealed class CaseReferenceConverter()
    : ValueConverter<CaseReference, string>(reference => reference.Value, text => Read(text))
{
    private static CaseReference Read(string text) =>
        CaseReference.TryParse(text, out var reference)
            ? reference
            : throw new InvalidOperationException($"The database holds '{text}' where a case reference belongs.");
}

internal sealed class LocalizedTextConverter()
    : ValueConverter<LocalizedText, string>(text => Write(text), json => Read(json))
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Write(LocalizedText text) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["ar"] = text.Ar, ["en"] = text.En }, Readable);

    private static LocalizedText Read(string json)
    {
        var words = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
        return new LocalizedText(words["ar"], words["en"]);
    }
}
