using System.Runtime.CompilerServices;

namespace Diwan.Feel;

/// <summary>
/// A value of FEEL. Immutable; the default is null. Numbers, dates, times and durations are held without allocating.
/// Equality here is structural (same kind, same content); the FEEL operator "=" has its own three-valued rules.
/// </summary>
public readonly partial struct FeelValue : IEquatable<FeelValue>
{
    private readonly object? _reference;
    private readonly ulong _a;
    private readonly ulong _b;

    private FeelValue(FeelKind kind, object? reference, ulong a = 0, ulong b = 0)
    {
        Kind = kind;
        _reference = reference;
        _a = a;
        _b = b;
    }

    private readonly record struct Payload(ulong A, ulong B);

    public FeelKind Kind { get; }

    public static FeelValue Null => default;
    public static FeelValue True => new(FeelKind.Boolean, null, 1);
    public static FeelValue False => new(FeelKind.Boolean, null);

    public bool IsNull => Kind == FeelKind.Null;
    internal bool IsTrue => Kind == FeelKind.Boolean && _a != 0;
    internal bool IsFalse => Kind == FeelKind.Boolean && _a == 0;

    public static FeelValue Of(bool value) => value ? True : False;
    public static FeelValue Of(string? value) => value is null ? Null : new(FeelKind.String, value);
    public static FeelValue Of(int value) => Of((decimal)value);
    public static FeelValue Of(long value) => Of((decimal)value);

    public static FeelValue Of(decimal value)
    {
        var bits = Unsafe.BitCast<decimal, Payload>(value);
        return new(FeelKind.Number, null, bits.A, bits.B);
    }

    /// <summary>A number; null if the arithmetic that made it has no answer.</summary>
    public static FeelValue Of(FeelNumber value)
    {
        if (value.Big is null) return Of(value.Small);
        return value.IsInvalid ? Null : new(FeelKind.Number, value.Big);
    }

    public static FeelValue Of(DateOnly value) => Of(FeelDate.From(value));
    public static FeelValue Of(FeelDate value) => new(FeelKind.Date, null, Pack(value));
    public static FeelValue Of(FeelTime value) => new(FeelKind.Time, value.Zone, 0, (ulong)value.NanosOfDay);
    public static FeelValue Of(FeelDateTime value) => new(FeelKind.DateTime, value.Time.Zone, Pack(value.Date), (ulong)value.Time.NanosOfDay);
    public static FeelValue Of(DateTimeOffset value) => Of(FeelDateTime.From(value));
    public static FeelValue Of(TimeSpan value) => Of(DaysTimeDuration.From(value));
    public static FeelValue Of(DaysTimeDuration value) => new(FeelKind.DaysTimeDuration, null, (ulong)(value.Nanos >> 64), (ulong)value.Nanos);
    public static FeelValue Of(YearsMonthsDuration value) => new(FeelKind.YearsMonthsDuration, null, (ulong)value.TotalMonths);
    public static FeelValue Of(FeelRange value) => new(FeelKind.Range, value);
    public static FeelValue Of(FeelContext value) => new(FeelKind.Context, value);
    public static FeelValue Of(FeelFunction value) => new(FeelKind.Function, value);

    public static FeelValue List(IEnumerable<FeelValue> items) => new(FeelKind.List, items.ToArray());
    public static FeelValue List(params ReadOnlySpan<FeelValue> items) => new(FeelKind.List, items.ToArray());
    /// <summary>A list over an array that nobody else will change.</summary>
    internal static FeelValue ListOver(FeelValue[] items) => new(FeelKind.List, items);

    public static FeelValue Context(IEnumerable<KeyValuePair<string, FeelValue>> entries) => Of(new FeelContext(entries));

    private static ulong Pack(FeelDate date) => Unsafe.BitCast<FeelDate, ulong>(date);

    internal bool Boolean => _a != 0;
    internal FeelNumber Number => _reference is BigNumber big ? new FeelNumber(0, big) : new FeelNumber(Unsafe.BitCast<Payload, decimal>(new Payload(_a, _b)));
    internal string Text => Unsafe.As<string>(_reference!);
    internal FeelDate Date => Unsafe.BitCast<ulong, FeelDate>(_a);
    internal FeelTime Time => new((long)_b, (FeelZone?)_reference);
    internal FeelDateTime DateTime => new(Date, Time);
    internal DaysTimeDuration DaysTime => new(new Int128(_a, _b));
    internal YearsMonthsDuration YearsMonths => new((long)_a);
    internal FeelRange Range => (FeelRange)_reference!;
    internal FeelValue[] Items => Unsafe.As<FeelValue[]>(_reference!);
    internal FeelContext Entries => (FeelContext)_reference!;
    internal FeelFunction Function => (FeelFunction)_reference!;

    public bool TryGetBoolean(out bool value)
    {
        value = IsTrue;
        return Kind == FeelKind.Boolean;
    }

    /// <summary>True for a number that System.Decimal holds exactly.</summary>
    public bool TryGetDecimal(out decimal value)
    {
        value = 0;
        return Kind == FeelKind.Number && Number.TryGetDecimal(out value);
    }

    public bool TryGetNumber(out FeelNumber value)
    {
        value = Kind == FeelKind.Number ? Number : default;
        return Kind == FeelKind.Number;
    }

    public bool TryGetString(out string value)
    {
        value = Kind == FeelKind.String ? Text : "";
        return Kind == FeelKind.String;
    }

    /// <summary>True for a date within years 1 to 9999.</summary>
    public bool TryGetDate(out DateOnly value)
    {
        value = default;
        return Kind == FeelKind.Date && Date.TryGetDateOnly(out value);
    }

    public bool TryGetDate(out FeelDate value)
    {
        value = Kind == FeelKind.Date ? Date : default;
        return Kind == FeelKind.Date;
    }

    public bool TryGetTime(out FeelTime value)
    {
        value = Kind == FeelKind.Time ? Time : default;
        return Kind == FeelKind.Time;
    }

    public bool TryGetDateTime(out FeelDateTime value)
    {
        value = Kind == FeelKind.DateTime ? DateTime : default;
        return Kind == FeelKind.DateTime;
    }

    public bool TryGetDaysTimeDuration(out DaysTimeDuration value)
    {
        value = Kind == FeelKind.DaysTimeDuration ? DaysTime : default;
        return Kind == FeelKind.DaysTimeDuration;
    }

    public bool TryGetYearsMonthsDuration(out YearsMonthsDuration value)
    {
        value = Kind == FeelKind.YearsMonthsDuration ? YearsMonths : default;
        return Kind == FeelKind.YearsMonthsDuration;
    }

    public bool TryGetRange(out FeelRange? value)
    {
        value = _reference as FeelRange;
        return Kind == FeelKind.Range;
    }

    public bool TryGetFunction(out FeelFunction? value)
    {
        value = _reference as FeelFunction;
        return Kind == FeelKind.Function;
    }

    /// <summary>The items of a list; nothing for null; the value itself for anything else.</summary>
    public IReadOnlyList<FeelValue> AsList() => Kind switch
    {
        FeelKind.List => Items,
        FeelKind.Null => [],
        _ => [this],
    };

    /// <summary>The entries of a context; an empty context for anything else.</summary>
    public FeelContext AsContext() => Kind == FeelKind.Context ? Entries : FeelContext.Empty;

    /// <summary>An entry of a context by name; null where there is none.</summary>
    public FeelValue this[string name] => Kind == FeelKind.Context && Entries.TryGetValue(name, out var value) ? value : Null;

    public bool Equals(FeelValue other) => Equals(other, 0);

    /// <summary>Values nested deeper than a stack can follow are equal only if they are the same object.</summary>
    internal bool Equals(FeelValue other, int depth)
    {
        if (Kind != other.Kind) return false;
        if (depth > MaxTextDepth) return ReferenceEquals(_reference, other._reference);
        switch (Kind)
        {
            case FeelKind.Null: return true;
            case FeelKind.Number: return Number == other.Number;
            case FeelKind.String: return string.Equals(Text, other.Text, StringComparison.Ordinal);
            case FeelKind.Time or FeelKind.DateTime: return _a == other._a && _b == other._b && Equals(_reference, other._reference);
            case FeelKind.List:
                if (Items.Length != other.Items.Length) return false;
                for (var i = 0; i < Items.Length; i++)
                {
                    if (!Items[i].Equals(other.Items[i], depth + 1)) return false;
                }
                return true;
            case FeelKind.Context: return Entries.Equals(other.Entries, depth + 1);
            case FeelKind.Range or FeelKind.Function: return _reference!.Equals(other._reference);
            default: return _a == other._a && _b == other._b;
        }
    }

    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    public override int GetHashCode()
    {
        switch (Kind)
        {
            case FeelKind.Number: return Number.GetHashCode();
            // Shallow for what is nested: equal values have equal hashes, and that is all a hash owes.
            case FeelKind.List: return HashCode.Combine(Kind, Items.Length, Items.Length > 0 && Items[0].Kind < FeelKind.Range ? Items[0].GetHashCode() : 0);
            case FeelKind.Context: return HashCode.Combine(Kind, Entries.Count);
            default: return HashCode.Combine(Kind, _reference, _a, _b);
        }
    }

    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    public static implicit operator FeelValue(bool value) => Of(value);
    public static implicit operator FeelValue(int value) => Of(value);
    public static implicit operator FeelValue(decimal value) => Of(value);
    public static implicit operator FeelValue(string? value) => Of(value);
    public static implicit operator FeelValue(DateOnly value) => Of(value);
}
