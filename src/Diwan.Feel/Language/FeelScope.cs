namespace Diwan.Feel;

/// <summary>
/// What an expression may speak of: the names of its variables (which may hold spaces and symbols), and the names of types and entries.
/// In an open scope an unknown name is a variable too; otherwise it is a fault.
/// </summary>
public sealed class FeelScope
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Vocabulary _vocabulary;

    private FeelScope(bool open, Vocabulary vocabulary)
    {
        IsOpen = open;
        _vocabulary = vocabulary;
    }

    /// <summary>Types and names of entries, which the expressions of one model share.</summary>
    private sealed class Vocabulary
    {
        public readonly Dictionary<string, FeelType> Types = new(StringComparer.Ordinal);
        public readonly HashSet<string> Properties = new(StringComparer.Ordinal);
        public int MaxPropertyParts = 1;
        public int MaxTypeParts = 5;
    }

    /// <summary>Other names over the same types and entries.</summary>
    internal FeelScope Derive() => new(IsOpen, _vocabulary);

    /// <summary>Only these names are known.</summary>
    public static FeelScope Of(params IEnumerable<string> names) => Make(names, false);

    /// <summary>These names are known, and unknown ones are taken for variables: words up to an operator.</summary>
    public static FeelScope Open(params IEnumerable<string> names) => Make(names, true);

    private static FeelScope Make(IEnumerable<string> names, bool open)
    {
        var scope = new FeelScope(open, new Vocabulary());
        foreach (var name in names) scope.Add(name);
        return scope;
    }

    public bool IsOpen { get; }
    public IEnumerable<string> Names => _names.Values;

    /// <summary>Names of context entries with spaces or symbols, so that "person.first name" is read whole.</summary>
    public FeelScope WithProperties(params IEnumerable<string> properties)
    {
        foreach (var property in properties) AddProperty(property);
        return this;
    }

    /// <summary>A type that "instance of" and parameters may name.</summary>
    public FeelScope WithType(string name, FeelType type)
    {
        AddType(name, type);
        return this;
    }

    internal int MaxParts { get; private set; } = 1;
    internal int MaxPropertyParts => _vocabulary.MaxPropertyParts;
    internal int MaxTypeParts => _vocabulary.MaxTypeParts;

    internal void Add(string name)
    {
        var key = FeelNames.Key(name);
        _names[key] = name;
        MaxParts = Math.Max(MaxParts, FeelNames.Parts(key));
    }

    internal void AddProperty(string name)
    {
        var key = FeelNames.Key(name);
        if (_vocabulary.Properties.Add(key)) _vocabulary.MaxPropertyParts = Math.Max(MaxPropertyParts, FeelNames.Parts(key));
    }

    internal void AddType(string name, FeelType type)
    {
        var key = FeelNames.Key(name);
        _vocabulary.Types[key] = type;
        _vocabulary.MaxTypeParts = Math.Max(MaxTypeParts, FeelNames.Parts(key));
        foreach (var (field, _) in type.Fields) AddProperty(field);
    }

    internal bool TryName(string key, out string name) => _names.TryGetValue(key, out name!);
    internal bool HasProperty(string key) => _vocabulary.Properties.Contains(key);
    internal FeelType? Type(string key) => _vocabulary.Types.GetValueOrDefault(key) ?? FeelType.ByName(key);
}

/// <summary>Where slots are counted: the expression itself, or the body of a function.</summary>
internal sealed class Activation(Activation? parent)
{
    public Activation? Parent => parent;
    public int SlotCount { get; private set; }
    public int NewSlot() => SlotCount++;
}

/// <summary>What several texts compiled together share: the variables they take from outside and the faults found.</summary>
internal sealed class CompilationUnit(FeelScope scope, FeelOptions options)
{
    private readonly Dictionary<string, int> _externals = new(StringComparer.Ordinal);

    public FeelScope Scope => scope;
    public FeelOptions Options => options;
    public Activation Root { get; } = new(null);
    public List<FeelFault> Faults { get; } = [];

    /// <summary>Variables taken from outside, with the slot that must be filled before evaluating.</summary>
    public List<(string Name, int Slot)> Externals { get; } = [];

    public int External(string name)
    {
        if (_externals.TryGetValue(name, out var slot)) return slot;
        slot = Root.NewSlot();
        _externals[name] = slot;
        Externals.Add((name, slot));
        return slot;
    }
}

/// <summary>Names defined inside an expression: loop variables, parameters, context entries, the item of a filter.</summary>
internal sealed class LexicalScope(LexicalScope? parent, Activation activation)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    public LexicalScope? Parent => parent;
    public Activation Activation => activation;
    public int MaxParts { get; private set; } = parent?.MaxParts ?? 1;

    /// <summary>Set for the scope of a filter: the slot of the item, whose entries are names.</summary>
    public int ItemSlot { get; init; } = -1;

    public int Define(string name) => Define(name, activation.NewSlot());

    public int Define(string name, int slot)
    {
        var key = FeelNames.Key(name);
        _slots[key] = slot;
        MaxParts = Math.Max(MaxParts, FeelNames.Parts(key));
        return slot;
    }

    public bool TrySlot(string key, out int slot) => _slots.TryGetValue(key, out slot);

    public bool InFilter
    {
        get
        {
            for (var s = this; s is not null; s = s.Parent)
            {
                if (s.ItemSlot >= 0) return true;
            }
            return false;
        }
    }
}
