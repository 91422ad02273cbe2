namespace Diwan.Feel;

/// <summary>A node of the decision requirements graph.</summary>
internal abstract class DrgElement
{
    public required string Id { get; init; }
    /// <summary>The name as expressions of its own model know it.</summary>
    public required string Name { get; init; }
    public required DmnModel Model { get; init; }
    /// <summary>Where its value is kept while evaluating.</summary>
    public required int Index { get; init; }
    public FeelType Type { get; set; } = FeelType.Any;
}

internal sealed class InputElement : DrgElement;

internal sealed class DecisionElement : DrgElement
{
    public List<Requirement> Requirements { get; } = [];
    public Logic? Logic { get; set; }
}

internal sealed class KnowledgeElement : DrgElement
{
    public List<Requirement> Requirements { get; } = [];
    public Logic? Logic { get; set; }
}

internal sealed class ServiceElement : DrgElement
{
    public List<DecisionElement> Outputs { get; } = [];
    public List<DecisionElement> InputDecisions { get; } = [];
    public List<InputElement> InputData { get; } = [];
    public FeelParameter[] Parameters { get; set; } = [];
    public DrgElement[] ParameterElements { get; set; } = [];
    public FeelType Result { get; set; } = FeelType.Any;
}

/// <summary>An element and the name by which the one that requires it speaks of it.</summary>
internal sealed record Requirement(string Name, DrgElement Element);

/// <summary>A compiled expression with the elements its outside variables stand for.</summary>
internal sealed class Logic(Node node, CompilationUnit unit)
{
    private (int Slot, DrgElement Element)[]? _sources;

    public Node Node => node;

    public void Bind(List<Requirement> requirements)
    {
        var sources = new List<(int, DrgElement)>();
        foreach (var (name, slot) in unit.Externals)
        {
            if (requirements.Find(r => r.Name == name) is { } requirement) sources.Add((slot, requirement.Element));
        }
        _sources = [.. sources];
    }

    public FeelValue Evaluate(DmnSession session)
    {
        var frame = NewFrame(session);
        Fill(frame, session);
        return node.Eval(frame);
    }

    public Frame NewFrame(DmnSession session) => new(unit.Root.SlotCount == 0 ? [] : new FeelValue[unit.Root.SlotCount], null, session.State);

    public void Fill(Frame frame, DmnSession session)
    {
        foreach (var (slot, element) in _sources ?? []) frame.Slots[slot] = session.ValueOf(element);
    }
}
