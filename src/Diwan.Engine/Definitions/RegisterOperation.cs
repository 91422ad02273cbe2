using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>What kind of value a field of a register holds.</summary>
public enum FactKind
{
    Text,
    Number,
    Money,
    YesNo,
    Date,
    Month,
    DateTime,
    List,
    Record,
}

/// <summary>The shape of a value a register takes or returns: a simple kind, a list of one shape, or a record of named shapes.</summary>
public sealed class FactShape
{
    private static readonly Dictionary<string, FactShape> NoFields = new(StringComparer.Ordinal);

    private FactShape(FactKind kind) => Kind = kind;

    public FactKind Kind { get; }

    /// <summary>Whether null may stand in its place (of an input: whether it may be left out).</summary>
    public bool Nullable { get; private init; }

    /// <summary>The only values a text may have; empty when any.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];

    /// <summary>The shape of the entries of a list; otherwise null.</summary>
    public FactShape? Item { get; private init; }

    /// <summary>The fields of a record; otherwise empty.</summary>
    public IReadOnlyDictionary<string, FactShape> Fields { get; private init; } = NoFields;

    public static FactShape Simple(FactKind kind, bool nullable = false) => new(kind) { Nullable = nullable };

    public static FactShape Closed(IReadOnlyList<string> values, bool nullable = false) => new(FactKind.Text) { Values = values, Nullable = nullable };

    public static FactShape ListOf(FactShape item, bool nullable = false) => new(FactKind.List) { Item = item, Nullable = nullable };

    public static FactShape Record(IReadOnlyDictionary<string, FactShape> fields, bool nullable = false) =>
        new(FactKind.Record) { Fields = fields, Nullable = nullable };
}

/// <summary>An operation of a register, as <c>services/registers.yaml</c> describes it.</summary>
/// <param name="Id">Register and operation: <c>civil-status/person</c>.</param>
/// <param name="Member">The short name of who keeps the register: <c>cspd</c>.</param>
/// <param name="Keeper">Their name as a person reads it.</param>
/// <param name="Inputs">What must be given, by name.</param>
/// <param name="Output">The record that comes back.</param>
/// <param name="Writes">Whether the operation changes the register.</param>
public sealed record RegisterOperation(
    string Id,
    string Member,
    LocalizedText Keeper,
    LocalizedText Description,
    IReadOnlyDictionary<string, FactShape> Inputs,
    FactShape Output,
    bool Writes);
