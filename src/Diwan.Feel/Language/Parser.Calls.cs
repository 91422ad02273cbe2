namespace Diwan.Feel;

internal sealed partial class Parser
{
    private Node Call(Node callee, int start, int at)
    {
        Expect("(", "before the arguments");
        _brackets++;
        var arguments = new List<Node>();
        List<string>? names = null;
        if (!Accept(")"))
        {
            do
            {
                var name = TryNameBeforeColon();
                if (name is not null) (names ??= []).Add(name);
                if ((names?.Count ?? 0) != (name is null ? 0 : arguments.Count + 1)) throw Error("Arguments are either all named or all in order.");
                arguments.Add(Expression());
            }
            while (Accept(","));
            Expect(")", "after the arguments");
        }
        _brackets--;
        if (callee.TryConstant(out var function) && function.Kind == FeelKind.Function && function.Function is BuiltIn builtIn)
            return BuiltInCall(builtIn, names, [.. arguments], start);
        return names is null ? At(new CallNode(callee, [.. arguments]), at) : At(new NamedCallNode(callee, [.. names], [.. arguments]), at);
    }

    private Node BuiltInCall(BuiltIn function, List<string>? names, Node[] arguments, int at)
    {
        var signature = names is null ? function.ForCount(arguments.Length) : function.ForNames(names);
        if (signature is null)
        {
            var given = names is null ? $"{arguments.Length} arguments" : "the arguments " + string.Join(", ", names);
            var message = $"{function.Name} cannot be called with {given}. It takes {function.Usage}.";
            Fault(FeelFaultKind.BadCall, message, at);
            return At(new FaultyNode(message), at);
        }
        if (names is not null) arguments = signature.Order(names, arguments);
        var node = At(new BuiltInCallNode(function, signature, arguments, names is not null), at);
        if (!function.Foldable) return node;
        foreach (var argument in arguments)
        {
            if (!argument.TryConstant(out _)) return node;
        }
        var state = new EvaluationState(_unit.Options);
        var value = node.Eval(new Frame([], null, state));
        return value.IsNull ? node : At(new ConstantNode(value), at);
    }
}
