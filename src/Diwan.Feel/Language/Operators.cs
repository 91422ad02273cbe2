namespace Diwan.Feel;

internal enum ArithmeticOp { Add, Subtract, Multiply, Divide, Power }

internal enum CompareOp { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <summary>The operators of FEEL (DMN 1.5, tables 42 to 55). Undefined combinations give null and say so.</summary>
internal static class Operators
{
    public static FeelValue Apply(ArithmeticOp op, FeelValue a, FeelValue b, EvaluationState state, SourcePosition at)
    {
        if (a.Kind == FeelKind.Number && b.Kind == FeelKind.Number)
        {
            var result = op switch
            {
                ArithmeticOp.Add => a.Number + b.Number,
                ArithmeticOp.Subtract => a.Number - b.Number,
                ArithmeticOp.Multiply => a.Number * b.Number,
                ArithmeticOp.Divide => a.Number / b.Number,
                _ => Power(a.Number, b.Number, state),
            };
            if (!result.IsInvalid) return FeelValue.Of(result);
            return state.Fail(at, op == ArithmeticOp.Divide && b.Number.Sign == 0 ? "Division by zero." : $"The result of {Symbol(op)} is not a number that FEEL can hold.");
        }
        var value = op switch
        {
            ArithmeticOp.Add => Add(a, b, state) ?? (a.Kind != b.Kind ? Add(b, a, state) : null),
            ArithmeticOp.Subtract => Subtract(a, b),
            ArithmeticOp.Multiply => Multiply(a, b) ?? Multiply(b, a),
            ArithmeticOp.Divide => Divide(a, b),
            _ => null,
        };
        return value ?? state.Fail(at, $"{a.Kind} {Symbol(op)} {b.Kind} is not defined.");
    }

    private static string Symbol(ArithmeticOp op) => op switch
    {
        ArithmeticOp.Add => "+",
        ArithmeticOp.Subtract => "-",
        ArithmeticOp.Multiply => "*",
        ArithmeticOp.Divide => "/",
        _ => "**",
    };

    private static FeelNumber Power(FeelNumber a, FeelNumber b, EvaluationState state)
    {
        state.Charge(20);
        return FeelMath.Pow(a, b);
    }

    private static FeelValue? Add(FeelValue a, FeelValue b, EvaluationState state)
    {
        switch (a.Kind)
        {
            case FeelKind.String when b.Kind == FeelKind.String:
                state.ChargeText((long)a.Text.Length + b.Text.Length);
                return FeelValue.Of(a.Text + b.Text);
            case FeelKind.Date when b.Kind == FeelKind.YearsMonthsDuration:
                return a.Date.TryAddMonths(b.YearsMonths.TotalMonths, out var date) ? FeelValue.Of(date) : null;
            case FeelKind.Date when b.Kind == FeelKind.DaysTimeDuration:
                return PlusNanos(new FeelDateTime(a.Date, default), b.DaysTime.Nanos) is { } moved ? FeelValue.Of(moved.Date) : null;
            case FeelKind.DateTime when b.Kind == FeelKind.YearsMonthsDuration:
                return a.Date.TryAddMonths(b.YearsMonths.TotalMonths, out date) ? FeelValue.Of(new FeelDateTime(date, a.Time)) : null;
            case FeelKind.DateTime when b.Kind == FeelKind.DaysTimeDuration:
                return PlusNanos(a.DateTime, b.DaysTime.Nanos) is { } moment ? FeelValue.Of(moment) : null;
            case FeelKind.Time when b.Kind == FeelKind.DaysTimeDuration:
                var nanos = (long)((a.Time.NanosOfDay + b.DaysTime.Nanos) % FeelTime.NanosPerDay);
                return FeelValue.Of(new FeelTime(nanos < 0 ? nanos + FeelTime.NanosPerDay : nanos, a.Time.Zone));
            case FeelKind.DaysTimeDuration when b.Kind == FeelKind.DaysTimeDuration: return Days(a.DaysTime.Nanos + b.DaysTime.Nanos);
            case FeelKind.YearsMonthsDuration when b.Kind == FeelKind.YearsMonthsDuration: return Months((FeelNumber)(a.YearsMonths.TotalMonths + b.YearsMonths.TotalMonths));
            default: return null;
        }
    }

    private static FeelDateTime? PlusNanos(FeelDateTime value, Int128 nanos) =>
        FeelDateTime.TryFromLocalNanos(value.LocalNanos + nanos, value.Time.Zone, out var moved) ? moved : null;

    private static FeelValue? Subtract(FeelValue a, FeelValue b)
    {
        switch (b.Kind)
        {
            case FeelKind.DaysTimeDuration when a.Kind is FeelKind.Date or FeelKind.DateTime or FeelKind.Time or FeelKind.DaysTimeDuration:
                return Add(a, FeelValue.Of(new DaysTimeDuration(-b.DaysTime.Nanos)), null!);
            case FeelKind.YearsMonthsDuration when a.Kind is FeelKind.Date or FeelKind.DateTime or FeelKind.YearsMonthsDuration:
                return Add(a, FeelValue.Of(new YearsMonthsDuration(-b.YearsMonths.TotalMonths)), null!);
            case FeelKind.Time when a.Kind == FeelKind.Time:
                return (a.Time.Zone is null) == (b.Time.Zone is null) ? Days((Int128)(a.Time.UtcNanos - b.Time.UtcNanos)) : null;
            case FeelKind.Date or FeelKind.DateTime when a.Kind is FeelKind.Date or FeelKind.DateTime:
                return Between(a, b);
            default: return null;
        }
    }

    /// <summary>A date stands for its midnight in UTC when it meets a date and time; two locals are compared as they are.</summary>
    private static FeelValue? Between(FeelValue a, FeelValue b)
    {
        bool zoneA = a.Kind == FeelKind.DateTime && a.Time.Zone is not null, zoneB = b.Kind == FeelKind.DateTime && b.Time.Zone is not null;
        if (a.Kind == FeelKind.DateTime && b.Kind == FeelKind.DateTime && zoneA != zoneB) return null;
        if (a.Kind == FeelKind.Date && b.Kind == FeelKind.DateTime && !zoneB) return null;
        if (b.Kind == FeelKind.Date && a.Kind == FeelKind.DateTime && !zoneA) return null;
        return Days(Moment(a) - Moment(b));
    }

    private static Int128 Moment(FeelValue value) =>
        value.Kind == FeelKind.Date ? new FeelDateTime(value.Date, default).UtcNanos : value.DateTime.UtcNanos;

    private static FeelValue? Multiply(FeelValue a, FeelValue b)
    {
        if (b.Kind != FeelKind.Number) return null;
        if (a.Kind == FeelKind.DaysTimeDuration) return Days(Seconds(a) * b.Number);
        return a.Kind == FeelKind.YearsMonthsDuration ? Months(a.YearsMonths.TotalMonths * b.Number) : null;
    }

    private static FeelValue? Divide(FeelValue a, FeelValue b)
    {
        if (a.Kind == FeelKind.DaysTimeDuration)
        {
            if (b.Kind == FeelKind.Number && b.Number.Sign != 0) return Days(Seconds(a) / b.Number);
            if (b.Kind == FeelKind.DaysTimeDuration && b.DaysTime.Nanos != 0) return FeelValue.Of(Seconds(a) / Seconds(b));
        }
        if (a.Kind == FeelKind.YearsMonthsDuration)
        {
            if (b.Kind == FeelKind.Number && b.Number.Sign != 0) return Months(a.YearsMonths.TotalMonths / b.Number);
            if (b.Kind == FeelKind.YearsMonthsDuration && b.YearsMonths.TotalMonths != 0)
                return FeelValue.Of((FeelNumber)a.YearsMonths.TotalMonths / b.YearsMonths.TotalMonths);
        }
        return null;
    }

    private static FeelNumber Seconds(FeelValue duration) =>
        FeelNumber.From((System.Numerics.BigInteger)duration.DaysTime.Nanos, -9);

    private static FeelValue? Days(Int128 nanos) =>
        Int128.Abs(nanos) > DaysTimeDuration.Limit ? null : FeelValue.Of(new DaysTimeDuration(nanos));

    private static FeelValue? Days(FeelNumber seconds)
    {
        if (seconds.IsInvalid || seconds.Abs() > 300_000_000_000_000_000L) return null;
        var (c, e) = (seconds * FeelTime.NanosPerSecond).Round(0, FeelRounding.Down).Parts;
        return Days((Int128)(c * BigNumber.Pow10(e)));
    }

    private static FeelValue? Months(FeelNumber months)
    {
        if (months.IsInvalid || months.Abs() > YearsMonthsDuration.Limit) return null;
        return months.Round(0, FeelRounding.Down).TryGetDecimal(out var whole) ? FeelValue.Of(new YearsMonthsDuration((long)whole)) : null;
    }

    public static FeelValue Negate(FeelValue value, EvaluationState state, SourcePosition at) => value.Kind switch
    {
        FeelKind.Number => FeelValue.Of(-value.Number),
        FeelKind.DaysTimeDuration => FeelValue.Of(new DaysTimeDuration(-value.DaysTime.Nanos)),
        FeelKind.YearsMonthsDuration => FeelValue.Of(new YearsMonthsDuration(-value.YearsMonths.TotalMonths)),
        _ => state.Fail(at, $"A {value.Kind} has no negative."),
    };

    public static FeelValue Compare(CompareOp op, FeelValue a, FeelValue b, EvaluationState state, SourcePosition at)
    {
        if (a.Kind == FeelKind.String && b.Kind == FeelKind.String && a.Text.Length > 64) state.Charge(a.Text.Length / 64);
        if (op is CompareOp.Equal or CompareOp.NotEqual)
        {
            if (FeelCompare.AreEqual(a, b, state) is not { } equal) return state.Fail(at, $"{a.Kind} and {b.Kind} cannot be compared.");
            return equal == (op == CompareOp.Equal);
        }
        if (FeelCompare.Order(a, b) is not { } order) return state.Fail(at, $"{a.Kind} and {b.Kind} have no order.");
        return op switch
        {
            CompareOp.Less => order < 0,
            CompareOp.LessOrEqual => order <= 0,
            CompareOp.Greater => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary>value in (list, range or single value), as the "in" operator and unary tests understand it.</summary>
    public static FeelValue In(FeelValue value, FeelValue test, EvaluationState state, SourcePosition at)
    {
        switch (test.Kind)
        {
            case FeelKind.Range when value.Kind != FeelKind.Range:
                return test.Range.Includes(value) is { } inside ? FeelValue.Of(inside) : state.Fail(at, $"{value.Kind} cannot be compared with the range {test}.");
            case FeelKind.List:
                state.Charge(test.Items.Length);
                if (value.Kind == FeelKind.List && FeelCompare.AreEqual(value, test, state) == true) return true;
                foreach (var item in test.Items)
                {
                    if (item.Kind == FeelKind.Range && value.Kind != FeelKind.Range ? item.Range.Includes(value) == true : FeelCompare.AreEqual(value, item, state) == true) return true;
                }
                return false;
            default:
                return FeelCompare.AreEqual(value, test, state) is { } equal ? FeelValue.Of(equal) : state.Fail(at, $"{value.Kind} and {test.Kind} cannot be compared.");
        }
    }

    public static FeelValue Property(FeelValue value, string name, EvaluationState state, SourcePosition at)
    {
        switch (value.Kind)
        {
            case FeelKind.Context:
                return value.Entries.TryGetValue(name, out var entry) ? entry : state.Fail(at, $"The context has no entry \"{name}\".");
            case FeelKind.List:
                var items = value.Items;
                state.ChargeList(items.Length);
                var results = new FeelValue[items.Length];
                for (var i = 0; i < items.Length; i++) results[i] = Property(items[i], name, state, at);
                return FeelValue.ListOver(results);
            case FeelKind.Null: return state.Fail(at, $"Null has no \"{name}\".");
        }
        return Part(value, name) ?? state.Fail(at, $"A {value.Kind} has no property \"{name}\".");
    }

    private static FeelValue? Part(FeelValue value, string name) => (value.Kind, name) switch
    {
        (FeelKind.Date or FeelKind.DateTime, "year") => value.Date.Year,
        (FeelKind.Date or FeelKind.DateTime, "month") => value.Date.Month,
        (FeelKind.Date or FeelKind.DateTime, "day") => value.Date.Day,
        (FeelKind.Date or FeelKind.DateTime, "weekday") => value.Date.Weekday,
        // A date is its midnight in UTC where a time is asked of it.
        (FeelKind.Date, "hour" or "minute" or "second") => 0,
        (FeelKind.Time or FeelKind.DateTime, "hour") => value.Time.Hour,
        (FeelKind.Time or FeelKind.DateTime, "minute") => value.Time.Minute,
        (FeelKind.Time or FeelKind.DateTime, "second") => value.Time.Second,
        (FeelKind.Time, "time offset") => Offset(value.Time.Zone, value.Time.Zone?.StandardOffset ?? 0),
        (FeelKind.DateTime, "time offset") => Offset(value.Time.Zone, value.Time.Zone?.OffsetAt(value.Date, value.Time.NanosOfDay) ?? 0),
        (FeelKind.Time or FeelKind.DateTime, "timezone") => FeelValue.Of(value.Time.Zone?.Name),
        (FeelKind.DaysTimeDuration, "days") => FeelValue.Of(value.DaysTime.Days),
        (FeelKind.DaysTimeDuration, "hours") => value.DaysTime.Hours,
        (FeelKind.DaysTimeDuration, "minutes") => value.DaysTime.Minutes,
        (FeelKind.DaysTimeDuration, "seconds") => value.DaysTime.Seconds,
        (FeelKind.YearsMonthsDuration, "years") => FeelValue.Of(value.YearsMonths.Years),
        (FeelKind.YearsMonthsDuration, "months") => value.YearsMonths.Months,
        (FeelKind.Range, "start") => value.Range.Start,
        (FeelKind.Range, "end") => value.Range.End,
        (FeelKind.Range, "start included") => value.Range.StartIncluded,
        (FeelKind.Range, "end included") => value.Range.EndIncluded,
        _ => null,
    };

    private static FeelValue Offset(FeelZone? zone, int seconds) =>
        zone is null ? FeelValue.Null : FeelValue.Of(DaysTimeDuration.FromSeconds(seconds));
}
