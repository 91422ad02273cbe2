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
    Context,
}

/// <summary>The shape of a value a register returns: a simple kind, a list of one shape, or a context of named shapes.</summary>
public sealed class FactShape
{
    private static readonly Dictionary<string, FactShape> None = new(StringComparer.Ordinal);

    private FactShape(FactKind kind, FactShape? item, IReadOnlyDictionary<string, FactShape> fields) =>
        (Kind, Item, Fields) = (kind, item, fields);

    public FactKind Kind { get; }

    /// <summary>The shape of the entries of a list; otherwise null.</summary>
    public FactShape? Item { get; }

    /// <summary>The fields of a context; otherwise empty.</summary>
    public IReadOnlyDictionary<string, FactShape> Fields { get; }

    public static FactShape Simple(FactKind kind) => new(kind, null, None);

    public static FactShape ListOf(FactShape item) => new(FactKind.List, item, None);

    public static FactShape ContextOf(IReadOnlyDictionary<string, FactShape> fields) => new(FactKind.Context, null, fields);
}

/// <summary>An operation of a register, as <c>services/registers.yaml</c> describes it.</summary>
/// <param name="Id">Register and operation: <c>civil-status/person</c>.</param>
/// <param name="Member">The institution that keeps the register.</param>
/// <param name="Inputs">What must be given, by name.</param>
/// <param name="Output">The fields that come back; null for an operation that only writes.</param>
/// <param name="Writes">Whether the operation changes the register.</param>
public sealed record RegisterOperation(
    string Id,
    string Member,
    LocalizedText Description,
    IReadOnlyDictionary<string, RegisterInputShape> Inputs,
    FactShape? Output,
    bool Writes);

/// <summary>An input of a register operation.</summary>
public sealed record RegisterInputShape(FactShape Shape, bool Optional);
