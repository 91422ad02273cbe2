using System.Xml.Linq;

namespace Diwan.Feel;

internal sealed partial class DmnReader
{
    private static readonly HashSet<string> ExpressionNames = new(StringComparer.Ordinal)
    {
        "literalExpression", "decisionTable", "context", "invocation", "functionDefinition", "relation", "list", "conditional", "filter", "for", "some", "every",
    };

    private static XElement? ExpressionIn(XElement xml) => xml.Elements().FirstOrDefault(e => ExpressionNames.Contains(e.Name.LocalName));

    private void Compile()
    {
        foreach (var (xml, element) in _pending)
        {
            switch (element)
            {
                case DecisionElement decision when ExpressionIn(xml) is { } expression:
                    decision.Logic = LogicOf(decision.Requirements, decision.Name, decision.Type, (compiler, scope) => compiler.Expression(expression, scope));
                    break;
                case KnowledgeElement knowledge when Child(xml, "encapsulatedLogic") is { } logic:
                    var result = TypeOf(Child(xml, "variable")?.Attribute("typeRef")?.Value, xml);
                    knowledge.Logic = LogicOf(knowledge.Requirements, knowledge.Name, result.Base is FunctionType f ? f.Output : result, (compiler, scope) => compiler.Function(logic, scope, knowledge.Name, result));
                    break;
            }
        }
    }

    private Logic LogicOf(List<Requirement> requirements, string owner, FeelType ownerType, Func<BoxedCompiler, LexicalScope, Node> compile)
    {
        var names = _vocabulary.Derive();
        foreach (var requirement in requirements) names.Add(requirement.Name);
        var unit = new CompilationUnit(names, _options);
        var logic = new Logic(compile(new BoxedCompiler(this, unit, owner, ownerType), new LexicalScope(null, unit.Root)), unit);
        logic.Bind(requirements);
        return logic;
    }

    /// <summary>Compiles boxed expressions (DMN 1.5, 10.2.2) into the same nodes as FEEL text.</summary>
    private sealed class BoxedCompiler(DmnReader reader, CompilationUnit unit, string owner, FeelType ownerType)
    {
        private int _depth;

        public Node Expression(XElement xml, LexicalScope scope)
        {
            if (++_depth > unit.Options.MaxNesting)
            {
                _depth--;
                reader.Fault(DmnFaultKind.Structure, $"Boxed expressions are nested more than {unit.Options.MaxNesting} deep (MaxNesting).", xml);
                return new FaultyNode("Boxed expressions are nested too deep.");
            }
            var node = Untyped(xml, scope);
            _depth--;
            if (xml.Attribute("typeRef")?.Value is { } reference && xml.Name.LocalName is not "functionDefinition" && reader.TypeOf(reference, xml) is var type and not AnyType)
                return new TypedNode(node, type) { At = node.At };
            return node;
        }

        private Node Untyped(XElement xml, LexicalScope scope)
        {
            switch (xml.Name.LocalName)
            {
                case "literalExpression": return Literal(xml, scope);
                case "decisionTable": return Table(xml, scope);
                case "context": return Context(xml, scope);
                case "invocation": return Invocation(xml, scope);
                case "functionDefinition": return Function(xml, scope, "function", FeelType.Any);
                case "relation":
                    var columns = Children(xml, "column").Select(c => FeelNames.Key(c.Attribute("name")?.Value ?? "")).ToArray();
                    return new RelationNode(columns, [.. Children(xml, "row").Select(r => ExpressionsIn(r, scope))]);
                case "list": return new ListNode(ExpressionsIn(xml, scope));
                case "conditional": return new IfNode(Part(xml, "if", scope), Part(xml, "then", scope), Part(xml, "else", scope), true);
                case "filter": return Filter(xml, scope);
                default: return Iterator(xml, scope);
            }
        }

        private Node[] ExpressionsIn(XElement xml, LexicalScope scope) =>
            [.. xml.Elements().Where(e => ExpressionNames.Contains(e.Name.LocalName)).Select(e => Expression(e, scope))];

        private Node Part(XElement xml, string name, LexicalScope scope) => Child(xml, name) is { } part ? Inside(part, scope) : Missing(xml, name);

        private Node Inside(XElement xml, LexicalScope scope) => ExpressionIn(xml) is { } expression ? Expression(expression, scope) : Missing(xml, "expression");

        private FaultyNode Missing(XElement xml, string what)
        {
            var message = $"The {xml.Name.LocalName} has no {what}.";
            reader.Fault(DmnFaultKind.Structure, message, xml);
            return new FaultyNode(message);
        }

        private Node Literal(XElement xml, LexicalScope scope)
        {
            if (Child(xml, "importedValues") is not null)
            {
                reader.Fault(DmnFaultKind.Structure, "Imported values are not evaluated.", xml);
                return new FaultyNode("Imported values are not evaluated.", FeelIssueKind.External);
            }
            var language = xml.Attribute("expressionLanguage")?.Value;
            if (language is not null && !language.Contains("FEEL", StringComparison.OrdinalIgnoreCase))
            {
                reader.Fault(DmnFaultKind.Structure, $"The expression language {language} is not FEEL.", xml);
                return new FaultyNode($"The expression language {language} is not FEEL.", FeelIssueKind.External);
            }
            return Child(xml, "text") is { } text ? Text(text, scope) : new FaultyNode("The expression is empty.");
        }

        private Node Text(XElement text, LexicalScope scope)
        {
            if (string.IsNullOrWhiteSpace(text.Value)) return new FaultyNode("The expression is empty.");
            try
            {
                var before = unit.Faults.Count;
                var node = new Parser(text.Value, unit, scope).ParseExpression();
                reader.Report(unit.Faults[before..], text);
                return node;
            }
            catch (FeelSyntaxException e)
            {
                var fault = Compiled.Fault(text.Value, e);
                reader.Report([fault], text);
                return new FaultyNode($"\"{text.Value.Trim()}\" is not FEEL: {fault.Message}");
            }
        }

        private TestNode Tests(XElement text, LexicalScope scope)
        {
            if (string.IsNullOrWhiteSpace(text.Value)) return new AnyTest();
            return Tried(text, () => new Parser(text.Value, unit, new LexicalScope(scope, scope.Activation)).ParseUnaryTests()) ?? new CompareTest(CompareOp.Equal, new FaultyNode($"\"{text.Value.Trim()}\" is not a test."));
        }

        private T? Tried<T>(XElement text, Func<T> parse) where T : class
        {
            try
            {
                var before = unit.Faults.Count;
                var result = parse();
                reader.Report(unit.Faults[before..], text);
                return result;
            }
            catch (FeelSyntaxException e)
            {
                reader.Report([Compiled.Fault(text.Value, e)], text);
                return null;
            }
        }

        private Node Context(XElement xml, LexicalScope outer)
        {
            var scope = new LexicalScope(outer, outer.Activation);
            var names = new List<string>();
            var values = new List<Node>();
            var types = new List<FeelType>();
            var slots = new List<int>();
            Node? result = null;
            foreach (var entry in Children(xml, "contextEntry"))
            {
                var variable = Child(entry, "variable");
                var expression = ExpressionIn(entry);
                if (variable is null)
                {
                    result = expression is null ? Missing(entry, "expression") : Expression(expression, scope);
                    continue;
                }
                var name = FeelNames.Key(variable.Attribute("name")?.Value ?? "");
                if (names.Contains(name)) reader.Fault(DmnFaultKind.Structure, $"The context has two entries called \"{name}\".", entry);
                var slot = scope.Activation.NewSlot();
                var isFunction = expression?.Name.LocalName == "functionDefinition";
                if (isFunction) scope.Define(name, slot);
                values.Add(expression is null ? Missing(entry, "expression") : isFunction ? Function(expression, scope, name, FeelType.Any) : Expression(expression, scope));
                scope.Define(name, slot);
                names.Add(name);
                slots.Add(slot);
                types.Add(reader.TypeOf(variable.Attribute("typeRef")?.Value, variable));
            }
            return new BoxedContextNode([.. names], [.. values], [.. types], [.. slots], result);
        }

        private BoxedInvocationNode Invocation(XElement xml, LexicalScope scope)
        {
            var callee = ExpressionIn(xml) is { } expression ? Expression(expression, scope) : Missing(xml, "function");
            var bindings = Children(xml, "binding").ToList();
            return new BoxedInvocationNode(
                callee,
                [.. bindings.Select(b => FeelNames.Key(Child(b, "parameter")?.Attribute("name")?.Value ?? ""))],
                [.. bindings.Select(b => ExpressionIn(b) is { } e ? Expression(e, scope) : new ConstantNode(FeelValue.Null))]);
        }

        public FunctionNode Function(XElement xml, LexicalScope outer, string name, FeelType variableType)
        {
            var activation = new Activation(outer.Activation);
            var scope = new LexicalScope(outer, activation);
            var parameters = new List<FeelParameter>();
            var slots = new List<int>();
            foreach (var parameter in Children(xml, "formalParameter"))
            {
                var key = FeelNames.Key(parameter.Attribute("name")?.Value ?? "");
                parameters.Add(new FeelParameter(key, reader.TypeOf(parameter.Attribute("typeRef")?.Value, parameter)));
                slots.Add(scope.Define(key));
            }
            // The type of the variable may be that of the function, or (before 1.2) that of its result.
            var declared = reader.TypeOf(xml.Attribute("typeRef")?.Value, xml);
            var type = declared.Base is FunctionType own ? own.Output : declared is not AnyType ? declared : variableType.Base is FunctionType function ? function.Output : variableType;
            var node = new FunctionNode(name, [.. parameters], [.. slots], type) { Activation = activation };
            if (xml.Attribute("kind")?.Value is { } kind and not "FEEL")
                node.Body = new FaultyNode($"The function is written in {kind}, which Diwan does not call.", FeelIssueKind.External);
            else node.Body = ExpressionIn(xml) is { } body ? Expression(body, scope) : Missing(xml, "expression");
            return node;
        }

        private FilterNode Filter(XElement xml, LexicalScope scope)
        {
            var source = Part(xml, "in", scope);
            var inner = new LexicalScope(scope, scope.Activation) { ItemSlot = scope.Activation.NewSlot() };
            return new FilterNode(source, Part(xml, "match", inner), inner.ItemSlot);
        }

        private Node Iterator(XElement xml, LexicalScope scope)
        {
            var domain = Part(xml, "in", scope);
            var inner = new LexicalScope(scope, scope.Activation);
            var slot = inner.Define(xml.Attribute("iteratorVariable")?.Value ?? "");
            var kind = xml.Name.LocalName;
            var iteration = new Iteration(slot, domain, null, domain.At);
            if (kind != "for") return new QuantifiedNode(kind == "every", [iteration], Part(xml, "satisfies", inner));
            var partial = xml.Value.Contains("partial", StringComparison.Ordinal) ? inner.Define("partial") : -1;
            return new ForNode([iteration], Part(xml, "return", inner), partial);
        }

        /// <summary>Without output values of its own, a column takes the allowed values of its type, in their order.</summary>
        private TestNode[] PrioritiesOf(FeelType type, LexicalScope scope)
        {
            if (type is not ItemType { IsCollection: false, Allowed: { } allowed }) return [];
            try
            {
                return new Parser(allowed.Text, unit, new LexicalScope(scope, scope.Activation)).ParseTestList();
            }
            catch (FeelSyntaxException)
            {
                return [];
            }
        }

        private Node Table(XElement xml, LexicalScope scope)
        {
            var inputs = Children(xml, "input").ToList();
            var outputs = Children(xml, "output").ToList();
            var rules = Children(xml, "rule").ToList();
            if (outputs.Count == 0) return Missing(xml, "output");
            var description = reader.Describe(xml, inputs, outputs, rules);
            reader._inspected[xml] = description;

            var tableInputs = new List<TableInput>();
            foreach (var input in inputs)
            {
                var expression = Child(input, "inputExpression");
                var text = expression is null ? null : Child(expression, "text");
                var node = text is null ? Missing(input, "expression") : Text(text, scope);
                var allowed = Child(input, "inputValues") is { } values && Child(values, "text") is { } tests && !string.IsNullOrWhiteSpace(tests.Value) ? Tests(tests, scope) : null;
                tableInputs.Add(new TableInput(node, reader.TypeOf(expression?.Attribute("typeRef")?.Value, input), allowed));
            }
            var tableOutputs = new List<TableOutput>();
            foreach (var output in outputs)
            {
                var type = reader.TypeOf(output.Attribute("typeRef")?.Value, output);
                var priorities = Child(output, "outputValues") is { } values && Child(values, "text") is { } text && !string.IsNullOrWhiteSpace(text.Value)
                    ? Tried(text, () => new Parser(text.Value, unit, new LexicalScope(scope, scope.Activation)).ParseTestList()) ?? []
                    : PrioritiesOf(type is AnyType && outputs.Count == 1 ? ownerType : type, scope);
                var standard = Child(output, "defaultOutputEntry") is { } entry && Child(entry, "text") is { } defaultText && !string.IsNullOrWhiteSpace(defaultText.Value) ? Text(defaultText, scope) : null;
                tableOutputs.Add(new TableOutput(output.Attribute("name")?.Value is { } name ? FeelNames.Key(name) : null, type, priorities, standard));
            }
            var tableRules = new List<TableRule>();
            for (var r = 0; r < rules.Count; r++)
            {
                var tests = Children(rules[r], "inputEntry").Select(e => Child(e, "text") is { } text ? Tests(text, scope) : new AnyTest()).ToArray();
                var results = Children(rules[r], "outputEntry").Select(e => ExpressionIn(e) is { } boxed ? Expression(boxed, scope) : Literal(e, scope)).ToArray();
                if (tests.Length != inputs.Count || results.Length != outputs.Count)
                {
                    reader.Fault(DmnFaultKind.Structure, $"Rule {r + 1} has {tests.Length} input and {results.Length} output entries; the table has {inputs.Count} and {outputs.Count} columns.", rules[r]);
                    continue;
                }
                tableRules.Add(new TableRule(tests, results, description.Rules[r]));
            }
            return new TableNode(description, owner, [.. tableInputs], [.. tableOutputs], [.. tableRules]);
        }
    }
}
