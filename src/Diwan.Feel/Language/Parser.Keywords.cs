namespace Diwan.Feel;

internal sealed partial class Parser
{
    private Node? KeywordExpression(string word, int at)
    {
        switch (word)
        {
            case "true" or "false" or "null":
                _pos += word.Length;
                return At(new ConstantNode(word == "null" ? FeelValue.Null : FeelValue.Of(word == "true")), at);
            case "if":
                _pos += 2;
                var condition = Expression();
                ExpectKeyword("then", "after the condition of if");
                var then = Expression();
                ExpectKeyword("else", "after the first result of if");
                return At(new IfNode(condition, then, Expression(), false), at);
            case "for":
                _pos += 3;
                return ForOrQuantified(word, at);
            case "some" or "every":
                _pos += word.Length;
                return ForOrQuantified(word, at);
            case "function":
                _pos += word.Length;
                SkipSpace();
                return FunctionLiteral(at);
            default: return null;
        }
    }

    private Node ForOrQuantified(string word, int at)
    {
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        var outer = _scope;
        _scope = new LexicalScope(outer, outer.Activation);
        try
        {
            var iterations = new List<Iteration>();
            do
            {
                var nameAt = SpaceEnd(_pos);
                var name = DefinedName($"after {word}", "in");
                ExpectKeyword("in", $"after the name in {word}");
                SkipSpace();
                var domain = Expression();
                Node? to = Accept("..") ? Expression() : null;
                var inner = new LexicalScope(_scope, _scope.Activation);
                iterations.Add(new Iteration(inner.Define(name), domain, to, PositionAt(nameAt)));
                _scope = inner;
            }
            while (Accept(","));
            if (word != "for")
            {
                ExpectKeyword("satisfies", $"after the lists of {word}");
                return At(new QuantifiedNode(word == "every", [.. iterations], Expression()), at);
            }
            ExpectKeyword("return", "after the lists of for");
            var before = _text.IndexOf("partial", _pos, StringComparison.Ordinal);
            var partial = before >= 0 ? _scope.Define("partial") : -1;
            return At(new ForNode([.. iterations], Expression(), partial), at);
        }
        finally
        {
            _scope = outer;
            (_rangeEnd, _brackets) = (rangeEnd, brackets);
        }
    }

    private Node FunctionLiteral(int at)
    {
        Expect("(", "after function");
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        var outer = _scope;
        var activation = new Activation(outer.Activation);
        var inner = new LexicalScope(outer, activation);
        var parameters = new List<FeelParameter>();
        var slots = new List<int>();
        if (!Accept(")"))
        {
            do
            {
                var name = DefinedName("of a parameter", null, ':', ',', ')');
                var type = Accept(":") ? Type() ?? FeelType.Any : FeelType.Any;
                parameters.Add(new FeelParameter(name, type));
                slots.Add(inner.Define(name));
            }
            while (Accept(","));
            Expect(")", "after the parameters");
        }
        var node = At(new FunctionNode("function", [.. parameters], [.. slots], FeelType.Any), at);
        _scope = inner;
        try
        {
            if (AcceptKeyword("external"))
            {
                SkipSpace();
                var bodyAt = _pos;
                Expression();
                node.Body = At(new FaultyNode("The function is external (Java or PMML), which Diwan does not call.", FeelIssueKind.External), bodyAt);
            }
            else node.Body = Expression();
            node.Activation = activation;
            return node;
        }
        finally
        {
            _scope = outer;
            (_rangeEnd, _brackets) = (rangeEnd, brackets);
        }
    }
}
