using System.Xml.Linq;

namespace Diwan.Feel;

internal sealed partial class DmnReader
{
    private void ReadTypes(XElement root)
    {
        foreach (var (alias, model) in _model.ImportList) ImportTypes(alias, model, 0);
        var definitions = new List<(XElement Xml, ItemType Type)>();
        foreach (var xml in Children(root, "itemDefinition"))
        {
            var name = FeelNames.Key(xml.Attribute("name")?.Value.Trim() ?? "");
            var type = new ItemType(name) { IsCollection = xml.Attribute("isCollection")?.Value is "true" or "1" };
            if (!_model.Types.TryAdd(name, type)) Fault(DmnFaultKind.Structure, $"The type \"{name}\" is defined twice.", xml);
            definitions.Add((xml, type));
        }
        foreach (var (xml, type) in definitions) Define(xml, type, 0);
        foreach (var (name, type) in _model.Types) _vocabulary.AddType(name, type);
        foreach (var name in root.Descendants().Where(e => e.Name.LocalName is "itemComponent" or "column").Select(e => e.Attribute("name")?.Value ?? Child(e, "variable")?.Attribute("name")?.Value))
        {
            if (name is not null) _vocabulary.AddProperty(name);
        }
        foreach (var name in root.Descendants().Where(e => e.Name.LocalName is "contextEntry" or "column").Select(e => (e.Name.LocalName == "column" ? e : Child(e, "variable"))?.Attribute("name")?.Value))
        {
            if (name is not null) _vocabulary.AddProperty(name);
        }
        foreach (var output in root.Descendants().Where(e => e.Name.LocalName is "output" or "decision" or "inputData"))
        {
            if (output.Attribute("name")?.Value is { } name) _vocabulary.AddProperty(name);
        }
    }

    private void ImportTypes(string alias, DmnModel model, int depth)
    {
        if (depth > 20) return;
        var prefix = alias.Length == 0 ? "" : alias + ".";
        foreach (var (name, type) in model.Types)
        {
            _vocabulary.AddType(prefix + name, type);
            foreach (var (field, _) in type.Fields) _vocabulary.AddProperty(field);
        }
        foreach (var (inner, imported) in model.ImportList) ImportTypes(prefix + inner, imported, depth + 1);
    }

    private void Define(XElement xml, ItemType type, int depth)
    {
        var components = Children(xml, "itemComponent").ToList();
        if (components.Count > 0)
        {
            var fields = new List<KeyValuePair<string, FeelType>>();
            foreach (var component in components)
            {
                var name = FeelNames.Key(component.Attribute("name")?.Value.Trim() ?? "");
                var field = new ItemType(type.Name + "." + name) { IsCollection = component.Attribute("isCollection")?.Value is "true" or "1" };
                Define(component, field, depth + 1);
                fields.Add(new(name, field));
            }
            type.Structure = new ContextType(type.Name, fields);
        }
        else if (Child(xml, "functionItem") is { } function)
        {
            var parameters = Children(function, "parameters").Select(p => TypeOf(p.Attribute("typeRef")?.Value ?? Child(p, "typeRef")?.Value, p)).ToList();
            type.Structure = new FunctionType(parameters, TypeOf(function.Attribute("outputTypeRef")?.Value, function));
        }
        else
        {
            var reference = Child(xml, "typeRef");
            type.Structure = TypeOf(reference?.Value.Trim(), reference ?? xml);
        }
        type.Allowed = Constraint(Child(xml, "allowedValues"));
        type.Constraint = Constraint(Child(xml, "typeConstraint"));
    }

    private FeelUnaryTests? Constraint(XElement? xml)
    {
        if (xml is null || Child(xml, "text") is not { } text || string.IsNullOrWhiteSpace(text.Value)) return null;
        var parsed = FeelUnaryTests.Parse(text.Value, _vocabulary.Derive(), _options);
        Report(parsed.Faults, text);
        return parsed.Tests;
    }

    /// <summary>The type a typeRef names; Any, with a fault, if there is none. Prefixes are those of imports, or of FEEL's own namespace.</summary>
    private FeelType TypeOf(string? reference, XElement at)
    {
        if (string.IsNullOrWhiteSpace(reference)) return FeelType.Any;
        var key = FeelNames.Key(reference.Trim());
        if (_model.Types.TryGetValue(key, out var own)) return own;
        if (FeelType.ByName(key) is { } builtIn) return builtIn;
        if (_vocabulary.Type(key) is { } imported) return imported;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            var prefix = key[..colon];
            var local = key[(colon + 1)..];
            var space = at.GetNamespaceOfPrefix(prefix)?.NamespaceName;
            if (space is not null && space != _model.Namespace && _model.ImportList.Find(i => i.Value.Namespace == space).Value is { } model && model.Types.TryGetValue(local, out var theirs)) return theirs;
            if (_model.Types.TryGetValue(local, out own)) return own;
            if (FeelType.ByName(local) is { } plain) return plain;
        }
        if (FeelTypeText(key) is { } written) return written;
        Fault(DmnFaultKind.Reference, $"There is no type called \"{reference}\".", at);
        return FeelType.Any;
    }

    /// <summary>Some tools write types out: list&lt;number&gt;.</summary>
    private FeelType? FeelTypeText(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal) || !text.Contains('>', StringComparison.Ordinal)) return null;
        try
        {
            var unit = new CompilationUnit(_vocabulary.Derive(), _options);
            return new Parser(text, unit, new LexicalScope(null, unit.Root)).ParseType();
        }
        catch (FeelSyntaxException)
        {
            return null;
        }
    }

    private void Report(IReadOnlyList<FeelFault> faults, XElement text)
    {
        // The text node knows where its characters begin; the element only where its tag does.
        IXmlLineInfoOf(text, out var line, out var column);
        foreach (var fault in faults)
        {
            var kind = fault.Kind is FeelFaultKind.UnresolvedName or FeelFaultKind.UnresolvedType ? DmnFaultKind.Name : DmnFaultKind.Expression;
            Fault(kind, fault.Message, text, line + fault.Line - 1, fault.Line == 1 ? column + fault.Column - 1 : fault.Column);
        }
    }

    private static void IXmlLineInfoOf(XElement text, out int line, out int column)
    {
        var info = (System.Xml.IXmlLineInfo?)text.Nodes().OfType<XText>().FirstOrDefault() ?? text;
        line = info.LineNumber;
        column = info.LinePosition;
    }
}
