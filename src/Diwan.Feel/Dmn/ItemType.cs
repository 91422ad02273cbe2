namespace Diwan.Feel;

/// <summary>
/// An item definition. Its allowed values hold for each item of a collection, its type constraint for the whole (DMN 1.5, 7.3.2).
/// Components are filled in after all definitions are known, because definitions may refer to one another.
/// </summary>
internal sealed class ItemType(string name) : FeelType
{
    private FeelType _structure = Any;
    private FeelType? _list;

    public override string Name => name;
    public bool IsCollection { get; set; }
    public FeelUnaryTests? Allowed { get; set; }
    public FeelUnaryTests? Constraint { get; set; }

    public FeelType Structure
    {
        get => _structure;
        set
        {
            _structure = value;
            _list = IsCollection ? new ListType(value) : null;
        }
    }

    private FeelType Whole => _list ?? _structure;
    internal override FeelType Base => Resolve(0);
    public override FeelType? Item => Base is ItemType ? null : Base.Item;
    internal override IReadOnlyList<KeyValuePair<string, FeelType>> Fields => Base is ContextType context ? context.Fields : [];

    private FeelType Resolve(int depth) => Whole is ItemType item ? depth > 50 ? Any : item.Resolve(depth + 1) : Whole;

    public override bool Contains(FeelValue value)
    {
        // A definition that only refers to itself describes nothing.
        if (Whole is ItemType && Resolve(0) is AnyType && value.IsNull) return false;
        // A definition may contain itself, and a value may be nested as deeply as that.
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack() || !Whole.Contains(value)) return false;
        if (Allowed is not null)
        {
            if (IsCollection)
            {
                foreach (var item in value.Items)
                {
                    if (!Passes(Allowed, item)) return false;
                }
            }
            else if (!Passes(Allowed, value)) return false;
        }
        return Constraint is null || Passes(Constraint, value);
    }

    private static bool Passes(FeelUnaryTests tests, FeelValue value)
    {
        var state = new EvaluationState(FeelOptions.Default);
        state.Mute();
        return Compiled.Run(state, () => tests.Passes(value, state)).IsTrue;
    }

    internal override bool HasStructure(FeelValue value) => System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack() && Whole != this && Resolve(0) is not ItemType && Whole.HasStructure(value);

    internal override bool Accepts(FeelType other) => Base.Accepts(other);

    public override bool TryCoerce(FeelValue value, out FeelValue coerced)
    {
        if (base.TryCoerce(value, out coerced)) return true;
        // Dates in a list may become dates and times before the constraints are asked.
        return Whole is ListType && Whole.TryCoerce(value, out coerced) && Contains(coerced);
    }
}
