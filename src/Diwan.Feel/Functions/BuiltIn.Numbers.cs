namespace Diwan.Feel;

internal sealed partial class BuiltIn
{
    private static IEnumerable<BuiltIn> Numbers() =>
    [
        new("decimal", (in c) => Rounded(c, FeelRounding.HalfEven), "n: number, scale: number"),
        new("floor", (in c) => Rounded(c, FeelRounding.Floor), "n: number", "n: number, scale: number"),
        new("ceiling", (in c) => Rounded(c, FeelRounding.Ceiling), "n: number", "n: number, scale: number"),
        new("round up", (in c) => Rounded(c, FeelRounding.Up), "n: number, scale: number"),
        new("round down", (in c) => Rounded(c, FeelRounding.Down), "n: number, scale: number"),
        new("round half up", (in c) => Rounded(c, FeelRounding.HalfUp), "n: number, scale: number"),
        new("round half down", (in c) => Rounded(c, FeelRounding.HalfDown), "n: number, scale: number"),
        new("abs", Absolute, "n: Any"),
        new("modulo", (in c) => Result(c, FeelNumber.Modulo(c[0].Number, c[1].Number)), "dividend: number, divisor: number"),
        new("sqrt", (in c) => Heavy(c, FeelMath.Sqrt), "number: number"),
        new("log", (in c) => Heavy(c, FeelMath.Log), "number: number"),
        new("exp", (in c) => Heavy(c, FeelMath.Exp), "number: number"),
        new("odd", (in c) => Parity(c, 1), "number: number"),
        new("even", (in c) => Parity(c, 0), "number: number"),
    ];

    private static FeelValue Rounded(in Call c, FeelRounding rounding)
    {
        if (c.Arguments.Length == 1) return FeelValue.Of(c[0].Number.Round(0, rounding));
        if (!c[1].Number.TryGetInt(out var scale) || scale is < BigNumber.MinExponent + 65 or > -BigNumber.MinExponent)
            return c.Fail($"The scale {c[1]} is not within -6111 and 6176.");
        return Result(c, c[0].Number.Round(scale, rounding));
    }

    private static FeelValue Result(in Call c, FeelNumber number) =>
        number.IsInvalid ? c.Fail("The result is not a number that FEEL can hold.") : FeelValue.Of(number);

    private static FeelValue Heavy(in Call c, Func<FeelNumber, FeelNumber> compute)
    {
        c.State.Charge(20);
        return Result(c, compute(c[0].Number));
    }

    private static FeelValue Absolute(in Call c)
    {
        var value = c[0].Kind == FeelKind.List && c[0].Items.Length == 1 ? c[0].Items[0] : c[0];
        return value.Kind switch
        {
            FeelKind.Number => FeelValue.Of(value.Number.Abs()),
            FeelKind.DaysTimeDuration => FeelValue.Of(new DaysTimeDuration(Int128.Abs(value.DaysTime.Nanos))),
            FeelKind.YearsMonthsDuration => FeelValue.Of(new YearsMonthsDuration(Math.Abs(value.YearsMonths.TotalMonths))),
            _ => c.Fail($"abs needs a number or a duration, not a {value.Kind}."),
        };
    }

    private static FeelValue Parity(in Call c, int rest) =>
        c[0].Number.IsInteger && FeelNumber.Modulo(c[0].Number, 2) == rest;
}
