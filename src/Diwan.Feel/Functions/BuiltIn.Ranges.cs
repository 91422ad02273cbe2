namespace Diwan.Feel;

/// <summary>The relations between points and ranges (DMN 1.5, table 78).</summary>
internal sealed partial class BuiltIn
{
    private const string PointPoint = "point1: Any, point2: Any";
    private const string PointRange = "point: Any, range: Any";
    private const string RangePoint = "range: Any, point: Any";
    private const string RangeRange = "range1: Any, range2: Any";

    private delegate bool? Relation(FeelRange a, FeelRange b);

    private static IEnumerable<BuiltIn> Ranges() =>
    [
        new("before", (in c) => Related(c, true, true, Before), PointPoint, PointRange, RangePoint, RangeRange),
        new("after", (in c) => Related(c, true, true, (a, b) => Before(b, a)), PointPoint, PointRange, RangePoint, RangeRange),
        new("meets", (in c) => Related(c, false, false, Meets), RangeRange),
        new("met by", (in c) => Related(c, false, false, (a, b) => Meets(b, a)), RangeRange),
        new("overlaps", (in c) => Related(c, false, false, (a, b) => Both(Not(Before(a, b)), Not(Before(b, a)))), RangeRange),
        new("overlaps before", (in c) => Related(c, false, false, OverlapsBefore), RangeRange),
        new("overlaps after", (in c) => Related(c, false, false, (a, b) => OverlapsBefore(b, a)), RangeRange),
        new("finishes", (in c) => Related(c, true, false, Finishes), PointRange, RangeRange),
        new("finished by", (in c) => Related(c, false, true, (a, b) => Finishes(b, a)), RangePoint, RangeRange),
        new("includes", (in c) => Related(c, false, true, Includes), RangePoint, RangeRange),
        new("during", (in c) => Related(c, true, false, (a, b) => Includes(b, a)), PointRange, RangeRange),
        new("starts", (in c) => Related(c, true, false, Starts), PointRange, RangeRange),
        new("started by", (in c) => Related(c, false, true, (a, b) => Starts(b, a)), RangePoint, RangeRange),
        new("coincides", (in c) => (c[0].Kind == FeelKind.Range) == (c[1].Kind == FeelKind.Range) ? Related(c, true, true, Coincides) : c.Fail("A point and a range cannot coincide."), PointPoint, RangeRange),
    ];

    /// <summary>A point takes part as the range that holds only it.</summary>
    private static FeelValue Related(in Call c, bool firstPoint, bool secondPoint, Relation relation)
    {
        var a = c[0];
        var b = c[1];
        if (a.IsNull || b.IsNull) return c.Fail("Null is neither a point nor a range.");
        if ((a.Kind != FeelKind.Range && !firstPoint) || (b.Kind != FeelKind.Range && !secondPoint)) return c.Fail($"{a.Kind} and {b.Kind} where a range is needed.");
        return relation(Spread(a), Spread(b)) is { } result ? FeelValue.Of(result) : c.Fail($"{a} and {b} cannot be compared.");
    }

    private static FeelRange Spread(FeelValue value) => value.Kind == FeelKind.Range ? value.Range : new FeelRange(value, true, value, true);

    private static bool? Not(bool? value) => !value;

    private static bool? Both(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    /// <summary>The order of two starts: an open start is later than a closed one at the same place, no start is the earliest.</summary>
    private static int? StartOrder(FeelRange a, FeelRange b)
    {
        if (a.Start.IsNull || b.Start.IsNull) return (a.Start.IsNull ? 0 : 1) - (b.Start.IsNull ? 0 : 1);
        var order = FeelCompare.Order(a.Start, b.Start);
        return order == 0 ? b.StartIncluded.CompareTo(a.StartIncluded) : order;
    }

    private static int? EndOrder(FeelRange a, FeelRange b)
    {
        if (a.End.IsNull || b.End.IsNull) return (a.End.IsNull ? 1 : 0) - (b.End.IsNull ? 1 : 0);
        var order = FeelCompare.Order(a.End, b.End);
        return order == 0 ? a.EndIncluded.CompareTo(b.EndIncluded) : order;
    }

    private static bool? Before(FeelRange a, FeelRange b)
    {
        if (a.End.IsNull || b.Start.IsNull) return false;
        return FeelCompare.Order(a.End, b.Start) is not { } order ? null : order < 0 || (order == 0 && !(a.EndIncluded && b.StartIncluded));
    }

    private static bool? Meets(FeelRange a, FeelRange b)
    {
        if (a.End.IsNull || b.Start.IsNull) return false;
        return FeelCompare.Order(a.End, b.Start) is not { } order ? null : order == 0 && a.EndIncluded && b.StartIncluded;
    }

    private static bool? OverlapsBefore(FeelRange a, FeelRange b)
    {
        var starts = StartOrder(a, b);
        var ends = EndOrder(a, b);
        if (starts is null || ends is null) return null;
        return Both(starts < 0 && ends <= 0, Not(Before(a, b)));
    }

    private static bool? Finishes(FeelRange a, FeelRange b)
    {
        var ends = EndOrder(a, b);
        var starts = StartOrder(a, b);
        return ends is null || starts is null ? null : ends == 0 && starts >= 0;
    }

    private static bool? Starts(FeelRange a, FeelRange b)
    {
        var ends = EndOrder(a, b);
        var starts = StartOrder(a, b);
        return ends is null || starts is null ? null : starts == 0 && ends <= 0;
    }

    private static bool? Includes(FeelRange a, FeelRange b)
    {
        var ends = EndOrder(a, b);
        var starts = StartOrder(a, b);
        return ends is null || starts is null ? null : starts <= 0 && ends >= 0;
    }

    private static bool? Coincides(FeelRange a, FeelRange b)
    {
        var ends = EndOrder(a, b);
        var starts = StartOrder(a, b);
        return ends is null || starts is null ? null : starts == 0 && ends == 0;
    }
}
