using System.Globalization;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Feel;

namespace Diwan.Engine.Answers;

/// <summary>
/// An answer in its canonical form, which is JSON: texts, numbers and truth values as such; a date <c>2018-02-11</c>; a month
/// <c>2018-02</c>; a plot, vehicle, address or document an object of texts; files, rows and chosen keys a list. Immutable.
/// </summary>
public sealed class AnswerValue : IEquatable<AnswerValue>
{
    private Converted? _converted;

    private AnswerValue(JsonElement json) => Json = json;

    public JsonElement Json { get; }

    /// <summary>From canonical JSON; whether it fits a question is asked of the question.</summary>
    public static AnswerValue FromJson(JsonElement json) => new(json.Clone());

    public static AnswerValue Of(string text) => new(JsonSerializer.SerializeToElement(text));

    public static AnswerValue Of(decimal number) => new(JsonSerializer.SerializeToElement(number));

    public static AnswerValue Of(bool flag) => new(JsonSerializer.SerializeToElement(flag));

    public static AnswerValue Of(DateOnly date) => Of(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static AnswerValue Of(IEnumerable<string> texts) => new(JsonSerializer.SerializeToElement(texts));

    /// <summary>An object or list built by hand.</summary>
    public static AnswerValue Of(System.Text.Json.Nodes.JsonNode node) => new(JsonSerializer.SerializeToElement(node));

    public bool Equals(AnswerValue? other) => other is not null && JsonElement.DeepEquals(Json, other.Json);

    public override bool Equals(object? obj) => Equals(obj as AnswerValue);

    public override int GetHashCode() => (int)Json.ValueKind;

    public override string ToString() => Json.GetRawText();

    /// <summary>The value in FEEL, worked out once for a question: long tables are evaluated many times. Null when it does not fit the question's type.</summary>
    internal FeelValue? ToFeel(Question question)
    {
        if (_converted is { } known && ReferenceEquals(known.For, question))
        {
            return known.Value;
        }

        var value = AnswerFeel.Convert(question, Json);
        _converted = new Converted(question, value);
        return value;
    }

    private sealed record Converted(Question For, FeelValue? Value);
}
