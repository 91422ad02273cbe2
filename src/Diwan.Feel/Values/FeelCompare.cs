namespace Diwan.Feel;

/// <summary>The FEEL operators "=" and "&lt;": three-valued, defined only within a kind (DMN 1.5, tables 42 and 43).</summary>
internal static class FeelCompare
{
    private const int MaxDepth = 200;

    /// <summary>Equality; null where the two cannot be compared.</summary>
    public static bool? AreEqual(FeelValue a, FeelValue b, EvaluationState? state = null) => AreEqual(a, b, 0, state);

    private static bool? AreEqual(FeelValue a, FeelValue b, int depth, EvaluationState? state)
    {
        if (a.IsNull || b.IsNull) return a.IsNull && b.IsNull;
        if (depth > MaxDepth) return null;
        if (a.Kind != b.Kind) return null;
        switch (a.Kind)
        {
            case FeelKind.Number: return a.Number == b.Number;
            case FeelKind.Time: return SameSort(a.Time, b.Time) && a.Time.UtcNanos == b.Time.UtcNanos;
            case FeelKind.DateTime: return SameSort(a.DateTime.Time, b.DateTime.Time) && a.DateTime.UtcNanos == b.DateTime.UtcNanos;
            case FeelKind.List: return ListsEqual(a.Items, b.Items, depth, state);
            case FeelKind.Context: return ContextsEqual(a.Entries, b.Entries, depth, state);
            case FeelKind.Range:
                var (x, y) = (a.Range, b.Range);
                return x.StartIncluded == y.StartIncluded && x.EndIncluded == y.EndIncluded
                    && AreEqual(x.Start, y.Start, depth + 1, state) == true && AreEqual(x.End, y.End, depth + 1, state) == true;
            case FeelKind.Function: return ReferenceEquals(a.Function, b.Function) ? true : null;
            default: return a.Equals(b);
        }
    }

    /// <summary>Local and zoned never are equal; two zoned ones are where they name the same moment, however their zones are written.</summary>
    private static bool SameSort(FeelTime a, FeelTime b) => (a.Zone is null) == (b.Zone is null);

    private static bool? ListsEqual(FeelValue[] a, FeelValue[] b, int depth, EvaluationState? state)
    {
        if (a.Length != b.Length) return false;
        state?.Charge(a.Length);
        for (var i = 0; i < a.Length; i++)
        {
            if (AreEqual(a[i], b[i], depth + 1, state) != true) return false;
        }
        return true;
    }

    private static bool? ContextsEqual(FeelContext a, FeelContext b, int depth, EvaluationState? state)
    {
        if (a.Count != b.Count) return false;
        state?.Charge(a.Count);
        foreach (var (name, value) in a)
        {
            if (!b.TryGetValue(name, out var other) || AreEqual(value, other, depth + 1, state) != true) return false;
        }
        return true;
    }

    /// <summary>The order of two values; null where there is none.</summary>
    public static int? Order(FeelValue a, FeelValue b)
    {
        if (a.Kind != b.Kind) return null;
        switch (a.Kind)
        {
            case FeelKind.Number: return a.Number.CompareTo(b.Number);
            case FeelKind.String: return CompareText(a.Text, b.Text);
            case FeelKind.Date: return a.Date.CompareTo(b.Date);
            // One without an offset is read with that of the other (table 54), although the two are not equal (table 53).
            case FeelKind.Time:
                return SameSort(a.Time, b.Time) ? a.Time.UtcNanos.CompareTo(b.Time.UtcNanos) : a.Time.NanosOfDay.CompareTo(b.Time.NanosOfDay);
            case FeelKind.DateTime:
                return SameSort(a.Time, b.Time) ? a.DateTime.UtcNanos.CompareTo(b.DateTime.UtcNanos) : a.DateTime.LocalNanos.CompareTo(b.DateTime.LocalNanos);
            case FeelKind.DaysTimeDuration: return a.DaysTime.Nanos.CompareTo(b.DaysTime.Nanos);
            case FeelKind.YearsMonthsDuration: return a.YearsMonths.TotalMonths.CompareTo(b.YearsMonths.TotalMonths);
            default: return null;
        }
    }

    /// <summary>By Unicode code points, which is not the order of UTF-16 units.</summary>
    private static int CompareText(string a, string b)
    {
        var n = Math.Min(a.Length, b.Length);
        for (var i = 0; i < n; i++)
        {
            if (a[i] == b[i]) continue;
            bool high = char.IsSurrogate(a[i]), other = char.IsSurrogate(b[i]);
            return high == other ? a[i].CompareTo(b[i]) : high ? 1 : -1;
        }
        return a.Length.CompareTo(b.Length);
    }

    /// <summary>The "is" function: same kind, same content, zones compared as written.</summary>
    public static bool Is(FeelValue a, FeelValue b, EvaluationState state)
    {
        if (a.Kind != b.Kind) return false;
        return a.Kind switch
        {
            FeelKind.Time => a.Time == b.Time,
            FeelKind.DateTime => a.DateTime == b.DateTime,
            _ => AreEqual(a, b, state) == true,
        };
    }
}
