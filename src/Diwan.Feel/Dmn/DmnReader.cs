using System.Xml;
using System.Xml.Linq;

namespace Diwan.Feel;

/// <summary>Reads DMN XML. Element names are the same in all versions, so they are matched without their namespace.</summary>
internal sealed partial class DmnReader
{
    private readonly Func<DmnImport, string?>? _resolver;
    private readonly FeelOptions _options;
    private readonly Dictionary<string, DmnModel?> _read;
    private readonly Counter _counter;
    private readonly List<DmnFault> _faults = [];
    private readonly List<(XElement Xml, DrgElement Element)> _pending = [];
    private readonly Dictionary<XElement, object> _inspected = [];
    private DmnModel _model = null!;
    private FeelScope _vocabulary = FeelScope.Of();

    private sealed class Counter
    {
        public int Next;
    }

    public DmnReader(Func<DmnImport, string?>? resolver, FeelOptions options)
        : this(resolver, options, new Dictionary<string, DmnModel?>(StringComparer.Ordinal), new Counter())
    {
    }

    private DmnReader(Func<DmnImport, string?>? resolver, FeelOptions options, Dictionary<string, DmnModel?> read, Counter counter)
    {
        _resolver = resolver;
        _options = options;
        _read = read;
        _counter = counter;
    }

    public DmnReadResult ReadRoot(string xml)
    {
        var model = Read(xml);
        if (model is not null) model.ElementCount = _counter.Next;
        return new DmnReadResult(model, _faults);
    }

    private void Fault(DmnFaultKind kind, string message, XObject? at, int line = 0, int column = 0)
    {
        if (_faults.Count >= 1000) return;
        if (line == 0 && at is IXmlLineInfo info && info.HasLineInfo()) (line, column) = (info.LineNumber, info.LinePosition);
        var element = at as XElement ?? at?.Parent;
        string? id = null;
        for (var e = element; e is not null && id is null; e = e.Parent) id = e.Attribute("id")?.Value ?? e.Attribute("name")?.Value;
        _faults.Add(new DmnFault(message, line, column, id ?? element?.Name.LocalName, kind));
    }

    private DmnModel? Read(string xml)
    {
        XElement root;
        try
        {
            root = Load(xml);
        }
        catch (XmlException e)
        {
            Fault(DmnFaultKind.Document, "The text is not well-formed XML: " + e.Message, null, e.LineNumber, e.LinePosition);
            return null;
        }
        if (root.Name.LocalName != "definitions" || !SpeaksOfDmn(root))
        {
            Fault(DmnFaultKind.Document, $"The root element is {root.Name}, not the definitions of a DMN model.", root);
            return null;
        }
        _model = new DmnModel(root.Attribute("namespace")?.Value, root.Attribute("name")?.Value);
        _read[_model.Namespace] = _model;
        _model.Faults = _faults;
        ReadImports(root);
        ReadTypes(root);
        ReadElements(root);
        Connect(root);
        Compile();
        Inspect();
        FindCycles();
        return _model;
    }

    /// <summary>Some tools leave their own default namespace on DMN elements and only declare that of DMN.</summary>
    private static bool SpeaksOfDmn(XElement root) =>
        !root.Name.NamespaceName.Contains("BPMN", StringComparison.OrdinalIgnoreCase)
        && root.Attributes().Where(a => a.IsNamespaceDeclaration).Any(a => a.Value.Contains("DMN", StringComparison.OrdinalIgnoreCase));

    private XElement Load(string xml)
    {
        if (xml.Length > _options.MaxDocumentLength) throw new XmlException($"The document has {xml.Length} characters, more than {_options.MaxDocumentLength} (MaxDocumentLength).", null, 1, 1);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = _options.MaxDocumentLength };
        // The depth is checked first: building a tree recurses with it.
        using (var probe = XmlReader.Create(new StringReader(xml), settings))
        {
            while (probe.Read())
            {
                if (probe.Depth > _options.MaxDocumentDepth) throw new XmlException($"Elements are nested more than {_options.MaxDocumentDepth} deep (MaxDocumentDepth).", null, ((IXmlLineInfo)probe).LineNumber, ((IXmlLineInfo)probe).LinePosition);
            }
        }
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        return XElement.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
    }

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name);
    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    private void ReadImports(XElement root)
    {
        foreach (var import in Children(root, "import"))
        {
            var type = import.Attribute("importType")?.Value ?? "";
            if (!type.Contains("DMN", StringComparison.OrdinalIgnoreCase))
            {
                Fault(DmnFaultKind.Structure, $"An import of the type \"{type}\" is not read; only DMN models are.", import);
                continue;
            }
            var description = new DmnImport(import.Attribute("namespace")?.Value ?? "", import.Attribute("name")?.Value ?? "", import.Attribute("locationURI")?.Value);
            if (!_read.TryGetValue(description.Namespace, out var model))
            {
                if (_read.Count > _options.MaxImports)
                {
                    Fault(DmnFaultKind.Structure, $"More than {_options.MaxImports} models are imported (MaxImports).", import);
                    return;
                }
                if (_resolver?.Invoke(description) is not { } xml)
                {
                    Fault(DmnFaultKind.Reference, $"The imported model \"{description.Namespace}\" was not found.", import);
                    continue;
                }
                var reader = new DmnReader(_resolver, _options, _read, _counter);
                model = reader.Read(xml);
                foreach (var fault in reader._faults) Fault(fault.Kind, $"In the imported model \"{description.Name}\": {fault.Message}", import, fault.Line, fault.Column);
                _read[description.Namespace] = model;
                if (model is not null && model.Namespace != description.Namespace) Fault(DmnFaultKind.Reference, $"The model found for \"{description.Namespace}\" says it is \"{model.Namespace}\".", import);
            }
            if (model is null || model == _model || model.Path(_model) is not null)
            {
                if (model is not null) Fault(DmnFaultKind.Structure, $"The model \"{description.Namespace}\" imports itself.", import);
                continue;
            }
            _model.ImportList.Add(new(description.Name, model));
        }
    }

    private void ReadElements(XElement root)
    {
        foreach (var xml in root.Elements())
        {
            var id = xml.Attribute("id")?.Value ?? "";
            var variable = Child(xml, "variable");
            var name = FeelNames.Key((variable?.Attribute("name")?.Value ?? xml.Attribute("name")?.Value ?? "").Trim());
            DrgElement? element = xml.Name.LocalName switch
            {
                "inputData" => new InputElement { Id = id, Name = name, Model = _model, Index = _counter.Next++ },
                "decision" => new DecisionElement { Id = id, Name = name, Model = _model, Index = _counter.Next++ },
                "businessKnowledgeModel" => new KnowledgeElement { Id = id, Name = name, Model = _model, Index = _counter.Next++ },
                "decisionService" => new ServiceElement { Id = id, Name = name, Model = _model, Index = _counter.Next++ },
                _ => null,
            };
            if (element is null) continue;
            if (name.Length == 0) Fault(DmnFaultKind.Structure, $"The {xml.Name.LocalName} has no name.", xml);
            if (xml.Attribute("name")?.Value is { } also) _model.Know(FeelNames.Key(also.Trim()), element);
            if (!_model.Add(element)) Fault(DmnFaultKind.Structure, $"The id \"{id}\" is used twice.", xml);
            if (element is not KnowledgeElement) element.Type = TypeOf(variable?.Attribute("typeRef")?.Value ?? xml.Attribute("typeRef")?.Value, variable ?? xml);
            _pending.Add((xml, element));
        }
    }

    private void Connect(XElement root)
    {
        var prefixes = root;
        foreach (var (xml, element) in _pending)
        {
            if (element is DecisionElement decision) Require(xml, decision.Requirements);
            else if (element is KnowledgeElement knowledge) Require(xml, knowledge.Requirements);
            else if (element is ServiceElement service) Serve(xml, service);
        }
    }

    private void Require(XElement xml, List<Requirement> requirements)
    {
        foreach (var requirement in xml.Elements().Where(e => e.Name.LocalName is "informationRequirement" or "knowledgeRequirement"))
        {
            foreach (var reference in requirement.Elements().Where(e => e.Name.LocalName is "requiredInput" or "requiredDecision" or "requiredKnowledge"))
            {
                if (Refer(reference) is not { } target) continue;
                var name = target.Model == _model ? target.Name : _model.QualifiedName(target) ?? target.Name;
                requirements.Add(new Requirement(FeelNames.Key(name), target));
            }
        }
    }

    private DrgElement? Refer(XElement reference)
    {
        var href = reference.Attribute("href")?.Value ?? "";
        var hash = href.IndexOf('#', StringComparison.Ordinal);
        var space = hash <= 0 ? "" : href[..hash];
        var id = href[(hash + 1)..];
        var model = space.Length == 0 || space == _model.Namespace ? _model : Imported(_model, space, 0);
        if (model is null)
        {
            Fault(DmnFaultKind.Reference, $"The model \"{space}\" is not imported.", reference);
            return null;
        }
        if (model.ById(id) is { } element) return element;
        Fault(DmnFaultKind.Reference, $"Nothing has the id \"{id}\".", reference);
        return null;
    }

    private DmnModel? Imported(DmnModel model, string space, int depth)
    {
        if (depth > _options.MaxImports) return null;
        foreach (var (_, imported) in model.ImportList)
        {
            if (imported.Namespace == space) return imported;
        }
        return model.ImportList.Select(i => Imported(i.Value, space, depth + 1)).FirstOrDefault(m => m is not null);
    }

    private void Serve(XElement xml, ServiceElement service)
    {
        foreach (var part in xml.Elements())
        {
            switch (part.Name.LocalName)
            {
                case "outputDecision" when Refer(part) is DecisionElement output: service.Outputs.Add(output); break;
                case "inputDecision" when Refer(part) is DecisionElement input: service.InputDecisions.Add(input); break;
                case "inputData" when Refer(part) is InputElement data: service.InputData.Add(data); break;
                case "encapsulatedDecision": Refer(part); break;
            }
        }
        // Parameters come in the order: input data, then input decisions (DMN 1.5, 10.4).
        service.ParameterElements = [.. service.InputData, .. service.InputDecisions];
        service.Parameters = [.. service.ParameterElements.Select(e => new FeelParameter(NameHere(e), e.Type))];
        service.Result = service.Type.Base is FunctionType function ? function.Output : service.Type;
        if (service.Outputs.Count == 0) Fault(DmnFaultKind.Structure, "The decision service has no output decision.", xml);
    }

    private string NameHere(DrgElement element) => element.Model == _model ? element.Name : _model.QualifiedName(element) ?? element.Name;

    private void FindCycles()
    {
        var done = new HashSet<DrgElement>();
        foreach (var (xml, element) in _pending)
        {
            if (element is not DecisionElement || done.Contains(element)) continue;
            var path = new Stack<(DrgElement Element, int Next)>();
            var onPath = new HashSet<DrgElement> { element };
            path.Push((element, 0));
            while (path.Count > 0)
            {
                var (current, next) = path.Pop();
                var requirements = current is DecisionElement d ? d.Requirements : [];
                if (next >= requirements.Count)
                {
                    onPath.Remove(current);
                    done.Add(current);
                    continue;
                }
                path.Push((current, next + 1));
                var target = requirements[next].Element;
                if (target is not DecisionElement || done.Contains(target)) continue;
                if (onPath.Add(target)) path.Push((target, 0));
                else Fault(DmnFaultKind.Structure, $"The decision \"{target.Name}\" requires itself, by way of \"{current.Name}\".", xml);
            }
        }
    }
}
