namespace Diwan.Feel;

/// <summary>A DMN model, versions 1.1 to 1.5: read and checked once, evaluated many times, from many threads.</summary>
public sealed class DmnModel
{
    private readonly Dictionary<string, DrgElement> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DrgElement> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DrgElement> _aliases = new(StringComparer.Ordinal);
    private readonly List<DrgElement> _elements = [];

    internal DmnModel(string? targetNamespace, string? name)
    {
        Namespace = targetNamespace ?? "";
        Name = name ?? "";
    }

    public string Namespace { get; }
    public string Name { get; }
    public IReadOnlyList<DmnFault> Faults { get; internal set; } = [];
    public IReadOnlyList<DmnInput> Inputs { get; internal set; } = [];
    public IReadOnlyList<DmnDecision> Decisions { get; internal set; } = [];
    public IReadOnlyList<DmnKnowledge> Knowledge { get; internal set; } = [];
    public IReadOnlyList<DmnService> Services { get; internal set; } = [];

    /// <summary>The models imported, by the name each is known by here.</summary>
    public IReadOnlyList<KeyValuePair<string, DmnModel>> Imports => ImportList;

    internal List<KeyValuePair<string, DmnModel>> ImportList { get; } = [];
    internal Dictionary<string, FeelType> Types { get; } = new(StringComparer.Ordinal);
    internal int ElementCount { get; set; }
    internal IReadOnlyList<DrgElement> Elements => _elements;

    internal bool Add(DrgElement element)
    {
        _elements.Add(element);
        _byName.TryAdd(element.Name, element);
        return element.Id.Length == 0 || _byId.TryAdd(element.Id, element);
    }

    /// <summary>Another name for an element, where its variable is called otherwise; the first to have a name keeps it.</summary>
    internal void Know(string name, DrgElement element) => _aliases.TryAdd(name, element);

    internal DrgElement? Find(string nameOrId) => _byName.GetValueOrDefault(nameOrId) ?? _byId.GetValueOrDefault(nameOrId) ?? _aliases.GetValueOrDefault(nameOrId);
    internal DrgElement? ById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads a model from its XML text. <paramref name="imports"/> gives the XML of an imported model, or null if it has none.</summary>
    public static DmnReadResult Read(string xml, Func<DmnImport, string?>? imports = null, FeelOptions? options = null) =>
        new DmnReader(imports, options ?? FeelOptions.Default).ReadRoot(xml);

    public static DmnReadResult Read(Stream xml, Func<DmnImport, string?>? imports = null, FeelOptions? options = null)
    {
        using var reader = new StreamReader(xml);
        return Read(reader.ReadToEnd(), imports, options);
    }

    /// <summary>Evaluates a decision with the inputs by name. Never throws: an unknown decision is null with an issue.</summary>
    public DmnResult Evaluate(string decisionNameOrId, IReadOnlyDictionary<string, FeelValue> inputs, DmnOptions? options = null) =>
        Run(decisionNameOrId, inputs, options, "decision", (session, element) => element is ServiceElement service ? session.Run(service) : session.ValueOf(element));

    /// <summary>Calls a decision service with its inputs by name.</summary>
    public DmnResult EvaluateService(string serviceNameOrId, IReadOnlyDictionary<string, FeelValue> inputs, DmnOptions? options = null) =>
        Run(serviceNameOrId, inputs, options, "decision service", (session, element) =>
            element is ServiceElement service ? session.Run(service) : session.State.Fail(new SourcePosition(1, 1), $"\"{serviceNameOrId}\" is not a decision service."));

    /// <summary>Calls a business knowledge model with its parameters by name.</summary>
    public DmnResult EvaluateKnowledge(string nameOrId, IReadOnlyDictionary<string, FeelValue> arguments, DmnOptions? options = null) =>
        Run(nameOrId, arguments, options, "business knowledge model", (session, element) =>
        {
            var function = session.ValueOf(element);
            if (function.Kind != FeelKind.Function) return function;
            var ordered = function.Function.Parameters.Select(p => arguments.TryGetValue(p.Name, out var value) ? value : FeelValue.Null).ToArray();
            return function.Function.Invoke(session.State, ordered, new SourcePosition(1, 1));
        });

    private DmnResult Run(string nameOrId, IReadOnlyDictionary<string, FeelValue> inputs, DmnOptions? options, string kind, Func<DmnSession, DrgElement, FeelValue> evaluate)
    {
        var session = new DmnSession(this, inputs, options ?? DmnOptions.Default);
        if ((Find(nameOrId) ?? FindImported(nameOrId) ?? FindBelow(nameOrId, 0)) is not { } element)
            return session.Finish(session.State.Fail(new SourcePosition(1, 1), $"The model has no {kind} \"{nameOrId}\"."));
        try
        {
            return session.Finish(evaluate(session, element));
        }
        catch (FeelLimitException e)
        {
            return session.Finish(session.State.Fail(new SourcePosition(1, 1), e.Message, FeelIssueKind.Limit));
        }
    }

    private DrgElement? FindImported(string name)
    {
        foreach (var (alias, model) in ImportList)
        {
            if (alias.Length == 0 && model.Find(name) is { } plain) return plain;
            // "alias.name", or "alias.other.name" further down.
            if (alias.Length > 0 && name.StartsWith(alias + ".", StringComparison.Ordinal) && (model.Find(name[(alias.Length + 1)..]) ?? model.FindImported(name[(alias.Length + 1)..])) is { } found) return found;
        }
        return null;
    }

    private DrgElement? FindBelow(string name, int depth) =>
        depth > 20 ? null : ImportList.Select(i => i.Value.Find(name) ?? i.Value.FindBelow(name, depth + 1)).FirstOrDefault(e => e is not null);

    /// <summary>The names of the imports that lead to a model; null if it is not imported.</summary>
    internal IReadOnlyList<string>? Path(DmnModel model)
    {
        if (model == this) return [];
        // A model imported both here and further down is known by its name here.
        foreach (var (alias, imported) in ImportList)
        {
            if (imported == model) return alias.Length == 0 ? [] : [alias];
        }
        foreach (var (alias, imported) in ImportList)
        {
            if (imported.Path(model) is { } rest) return alias.Length == 0 ? rest : [alias, .. rest];
        }
        return null;
    }

    internal string? QualifiedName(DrgElement element) =>
        Path(element.Model) is { } path ? string.Join('.', [.. path, element.Name]) : null;
}
