using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Feel;

namespace Diwan.Engine.Journeys;

/// <summary>FEEL values in the form a register's operation declares: a month is <c>2018-02</c>, whatever FEEL holds it as.</summary>
internal static class RegisterJson
{
    internal static JsonNode? Convert(FactShape? shape, FeelValue value)
    {
        switch (shape?.Kind)
        {
            case FactKind.Month when value.TryGetDate(out DateOnly month):
                return JsonValue.Create(month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
            case FactKind.Date when FeelJson.Moment(value) is { } moment:
                return JsonValue.Create(Kernel.NationalCalendar.DateAt(moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            case FactKind.Text when !value.IsNull:
                return EvaluationContext.Text(value) is { } text ? JsonValue.Create(text) : null;
            case FactKind.List when !value.IsNull:
                return new JsonArray([.. value.AsList().Select(v => Convert(shape.Item, v))]);
            case FactKind.Record when value.Kind == FeelKind.Context:
                return new JsonObject(value.AsContext()
                    .Where(e => shape.Fields.ContainsKey(e.Key))
                    .Select(e => new KeyValuePair<string, JsonNode?>(e.Key, Convert(shape.Fields[e.Key], e.Value))));
            default:
                return FeelJson.Of(value);
        }
    }
}
