using System.Text;

namespace Diwan.Feel;

internal sealed partial class BuiltIn
{
    private static IEnumerable<BuiltIn> Conversions() =>
    [
        new("not", (in c) => !c[0].Boolean, "negand: boolean"),
        new("string", ToText, "from: Any"),
        new("number", ToNumber, "from: Any", "from: string, grouping separator: string?, decimal separator: string?"),
        new("range", ToRange, "from: string"),
    ];

    private static FeelValue ToText(in Call c)
    {
        if (c[0].IsNull) return FeelValue.Null;
        if (TextOf(c[0], c.State.Options.MaxStringLength) is not { } text) return c.Fail("The value is too large or too deep to be written.");
        c.State.ChargeText(text.Length);
        return FeelValue.Of(text);
    }

    private static string? TextOf(FeelValue value, int limit)
    {
        switch (value.Kind)
        {
            case FeelKind.String: return value.Text;
            case FeelKind.Date: return value.Date.ToString();
            case FeelKind.Time: return value.Time.ToString();
            case FeelKind.DateTime: return value.DateTime.ToString();
            case FeelKind.DaysTimeDuration: return value.DaysTime.ToString();
            case FeelKind.YearsMonthsDuration: return value.YearsMonths.ToString();
            default:
                var text = new StringBuilder();
                return value.TryWrite(text, limit) ? text.ToString() : null;
        }
    }

    private static FeelValue ToNumber(in Call c)
    {
        var from = Unwrap(c[0]);
        if (from.Kind == FeelKind.Number && c.Arguments.Length == 1) return from;
        if (from.Kind != FeelKind.String) return c.Fail($"number needs a string, not a {from.Kind}.");
        var text = from.Text;
        var grouping = c.Arguments.Length > 1 && !c[1].IsNull ? c[1].Text : null;
        var point = c.Arguments.Length > 2 && !c[2].IsNull ? c[2].Text : null;
        if (grouping is not (null or " " or "," or ".")) return c.Fail($"The grouping separator \"{grouping}\" is not a space, a comma or a point.");
        if (point is not (null or "," or ".")) return c.Fail($"The decimal separator \"{point}\" is not a comma or a point.");
        if (grouping is not null && grouping == point) return c.Fail("The grouping and the decimal separator are the same.");
        if (grouping is not null) text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",")
        {
            if (text.Contains('.', StringComparison.Ordinal)) return c.Fail($"\"{from.Text}\" is not a number.");
            text = text.Replace(',', '.');
        }
        if (text.Length > 0 && text[0] == '+') return c.Fail($"\"{from.Text}\" is not a number.");
        return FeelNumber.TryParse(text, out var number) ? FeelValue.Of(number) : c.Fail($"\"{from.Text}\" is not a number.");
    }

    /// <summary>A range written as text: literal ends only, no names and no calculation.</summary>
    private static FeelValue ToRange(in Call c)
    {
        try
        {
            var unit = new CompilationUnit(FeelScope.Of(), c.State.Options);
            if (new Parser(c[0].Text, unit, new LexicalScope(null, unit.Root)).ParseRangeText() is { } range) return FeelValue.Of(range);
        }
        catch (FeelSyntaxException)
        {
        }
        return c.Fail($"\"{c[0].Text}\" is not a range between literals.");
    }
}
