namespace Diwan.Feel;

/// <summary>A type of FEEL (DMN 1.5, 10.3.2.9): what conforms to it, and how a value is brought to it.</summary>
public abstract class FeelType
{
    public static FeelType Any { get; } = new AnyType();
    public static FeelType Number { get; } = new KindType("number", FeelKind.Number);
    public static FeelType String { get; } = new KindType("string", FeelKind.String);
    public static FeelType Boolean { get; } = new KindType("boolean", FeelKind.Boolean);
    public static FeelType Date { get; } = new KindType("date", FeelKind.Date);
    public static FeelType Time { get; } = new KindType("time", FeelKind.Time);
    public static FeelType DateTime { get; } = new KindType("date and time", FeelKind.DateTime);
    public static FeelType DaysTimeDuration { get; } = new KindType("days and time duration", FeelKind.DaysTimeDuration);
    public static FeelType YearsMonthsDuration { get; } = new KindType("years and months duration", FeelKind.YearsMonthsDuration);
    public static FeelType Context { get; } = new KindType("context", FeelKind.Context);
    public static FeelType Function { get; } = new KindType("function", FeelKind.Function);
    public static FeelType Range { get; } = new KindType("range", FeelKind.Range);
    public static FeelType Null { get; } = new KindType("Null", FeelKind.Null);
    public static FeelType AnyList { get; } = new ListType(Any);

    public abstract string Name { get; }

    /// <summary>Whether a value that is not null belongs to the type.</summary>
    public abstract bool Contains(FeelValue value);

    /// <summary>Whether the value has the structure, whatever values are allowed in it: what "instance of" asks.</summary>
    internal virtual bool HasStructure(FeelValue value) => Contains(value);

    /// <summary>The type of items, for list types; otherwise null.</summary>
    public virtual FeelType? Item => null;

    /// <summary>Null conforms to every type.</summary>
    public bool Conforms(FeelValue value) => value.IsNull || Contains(value);

    /// <summary>Names of entries, for contexts with known ones.</summary>
    internal virtual IReadOnlyList<KeyValuePair<string, FeelType>> Fields => [];

    /// <summary>What a type stands for beneath its names and constraints.</summary>
    internal virtual FeelType Base => this;

    /// <summary>
    /// The implicit conversions (DMN 1.5, 10.3.2.9.4): a singleton list to its item, an item to a singleton list, a date to a date and time;
    /// false, with null, where none helps.
    /// </summary>
    public virtual bool TryCoerce(FeelValue value, out FeelValue coerced)
    {
        coerced = value;
        if (Conforms(value)) return true;
        if (value.Kind == FeelKind.List && value.Items.Length == 1 && Conforms(value.Items[0]))
        {
            coerced = value.Items[0];
            return true;
        }
        if (Base.Item is not null && value.Kind != FeelKind.List)
        {
            var list = FeelValue.List(value);
            if (Conforms(list))
            {
                coerced = list;
                return true;
            }
        }
        if (value.Kind == FeelKind.Date)
        {
            var moment = FeelValue.Of(new FeelDateTime(value.Date, new FeelTime(0, FeelZone.Utc)));
            if (Conforms(moment))
            {
                coerced = moment;
                return true;
            }
        }
        coerced = FeelValue.Null;
        return false;
    }

    public override string ToString() => Name;

    /// <summary>Said without what is inside it; enough to declare a parameter, not for "instance of".</summary>
    internal bool IsOpen => this == AnyList || this == Context || this == Function || this == Range;

    internal static FeelType? ByName(string name) => name switch
    {
        "Any" or "any" => Any,
        "number" => Number,
        "string" => String,
        "boolean" => Boolean,
        "date" => Date,
        "time" => Time,
        "date and time" or "dateTime" => DateTime,
        "days and time duration" or "dayTimeDuration" => DaysTimeDuration,
        "years and months duration" or "yearMonthDuration" => YearsMonthsDuration,
        "context" => Context,
        "function" => Function,
        "list" => AnyList,
        "range" => Range,
        "Null" => Null,
        _ => null,
    };

    internal static readonly string[] BuiltInNames =
    [
        "Any", "any", "number", "string", "boolean", "date", "time", "date and time", "dateTime", "days and time duration", "dayTimeDuration",
        "years and months duration", "yearMonthDuration", "context", "function", "list", "range", "Null",
    ];

    /// <summary>Whether every value of the other type belongs to this one (DMN 1.5, table 41).</summary>
    internal virtual bool Accepts(FeelType other) => Base is AnyType || (Base is KindType a && other.Base is KindType b && a.Kind == b.Kind)
        || (Base is KindType { Kind: FeelKind.Context } && other.Base is ContextType) || (Base is KindType { Kind: FeelKind.Function } && other.Base is FunctionType);
}

internal sealed class AnyType : FeelType
{
    public override string Name => "Any";
    public override bool Contains(FeelValue value) => !value.IsNull;
}

internal sealed class KindType(string name, FeelKind kind) : FeelType
{
    public FeelKind Kind => kind;
    public override string Name => name;
    public override bool Contains(FeelValue value) => value.Kind == kind;
}

internal sealed class ListType(FeelType item) : FeelType
{
    public override string Name => item is AnyType ? "list" : $"list<{item.Name}>";
    public override FeelType? Item => item;

    public override bool Contains(FeelValue value)
    {
        if (value.Kind != FeelKind.List) return false;
        if (item is AnyType) return true;
        foreach (var element in value.Items)
        {
            if (!item.Conforms(element)) return false;
        }
        return true;
    }

    internal override bool HasStructure(FeelValue value) => value.Kind == FeelKind.List && Array.TrueForAll(value.Items, i => i.IsNull || item.HasStructure(i));

    internal override bool Accepts(FeelType other) => other.Base.Item is { } theirs && item.Accepts(theirs);

    public override bool TryCoerce(FeelValue value, out FeelValue coerced)
    {
        if (base.TryCoerce(value, out coerced)) return true;
        if (value.Kind != FeelKind.List) return false;
        // A list whose items can each be converted.
        var items = new FeelValue[value.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (value.Items[i].Kind == FeelKind.List || !item.TryCoerce(value.Items[i], out items[i])) return false;
        }
        coerced = FeelValue.ListOver(items);
        return true;
    }
}

internal sealed class RangeType(FeelType item) : FeelType
{
    public override string Name => $"range<{item.Name}>";
    public override bool Contains(FeelValue value) =>
        value.Kind == FeelKind.Range && item.Conforms(value.Range.Start) && item.Conforms(value.Range.End);
    internal override bool Accepts(FeelType other) => other.Base is RangeType range && item.Accepts(range.Element);
    private FeelType Element => item;
}

internal sealed class ContextType(string? name, IReadOnlyList<KeyValuePair<string, FeelType>> fields) : FeelType
{
    public override string Name => name ?? $"context<{string.Join(", ", fields.Select(f => f.Key + ": " + f.Value.Name))}>";
    internal override IReadOnlyList<KeyValuePair<string, FeelType>> Fields => fields;

    public override bool Contains(FeelValue value)
    {
        if (value.Kind != FeelKind.Context) return false;
        foreach (var (field, type) in fields)
        {
            if (!value.Entries.TryGetValue(field, out var entry) || !type.Conforms(entry)) return false;
        }
        return true;
    }

    internal override bool HasStructure(FeelValue value) =>
        value.Kind == FeelKind.Context && fields.All(f => value.Entries.TryGetValue(f.Key, out var entry) && (entry.IsNull || f.Value.HasStructure(entry)));

    internal override bool Accepts(FeelType other) =>
        other.Base is ContextType && fields.All(mine => other.Base.Fields.Any(theirs => theirs.Key == mine.Key && mine.Value.Accepts(theirs.Value)));
}

internal sealed class FunctionType(IReadOnlyList<FeelType> parameters, FeelType result) : FeelType
{
    public override string Name => $"function<{string.Join(", ", parameters.Select(p => p.Name))}> -> {result.Name}";

    /// <summary>A function that does not say what it gives is taken at its word: what it gives is looked at when it is called.</summary>
    public override bool Contains(FeelValue value) => Fits(value, true);

    internal override bool HasStructure(FeelValue value) => Fits(value, false);

    private bool Fits(FeelValue value, bool trusting)
    {
        if (value.Kind != FeelKind.Function) return false;
        var function = value.Function;
        if (function.Parameters.Count != parameters.Count) return false;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!function.Parameters[i].Type.Accepts(parameters[i])) return false;
        }
        return (trusting && function.ReturnType is AnyType) || result.Accepts(function.ReturnType);
    }

    internal override bool Accepts(FeelType other)
    {
        if (other.Base is not FunctionType theirs || theirs.Inputs.Count != parameters.Count || !result.Accepts(theirs.Output)) return false;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!theirs.Inputs[i].Accepts(parameters[i])) return false;
        }
        return true;
    }

    private IReadOnlyList<FeelType> Inputs => parameters;
    internal FeelType Output => result;
}
