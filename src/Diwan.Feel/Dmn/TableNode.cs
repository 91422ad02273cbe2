namespace Diwan.Feel;

internal sealed record TableInput(Node Expression, FeelType Type, TestNode? Allowed);

/// <summary>An output column; the allowed values in order are its priorities.</summary>
internal sealed record TableOutput(string? Name, FeelType Type, TestNode[] Priorities, Node? Default);

internal sealed record TableRule(TestNode[] Tests, Node[] Outputs, DmnRule Source);

/// <summary>A decision table (DMN 1.5, chapter 8).</summary>
internal sealed class TableNode(DmnDecisionTable source, string owner, TableInput[] inputs, TableOutput[] outputs, TableRule[] rules) : Node
{
    private readonly string[]? _names = outputs.Length > 1 ? [.. outputs.Select(o => o.Name ?? "")] : null;

    private readonly RuleIndex? _index = RuleIndex.Build(rules, inputs.Length);

    public override FeelValue Eval(Frame frame)
    {
        var state = frame.State;
        var values = new FeelValue[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var value = inputs[i].Expression.Eval(frame);
            if (!inputs[i].Type.TryCoerce(value, out values[i])) state.Fail(inputs[i].Expression.At, $"The input \"{source.Inputs[i].Expression}\" is {DmnSession.Brief(value)}, not a {inputs[i].Type}.", FeelIssueKind.Type);
            if (inputs[i].Allowed is { } allowed && !values[i].IsNull && !allowed.Test(frame, values[i]).IsTrue)
                return state.Fail(inputs[i].Expression.At, $"The input \"{source.Inputs[i].Expression}\" is {DmnSession.Brief(value)}, which is not one of {source.Inputs[i].AllowedValues}.", FeelIssueKind.Type);
        }

        var candidates = _index?.Candidates(values[_index.Column]) ?? rules;
        state.Charge(1 + candidates.Length);
        if (state.Trace is null && source.HitPolicy is DmnHitPolicy.First)
        {
            foreach (var rule in candidates)
            {
                if (Fires(rule, frame, values)) return Compose(OutputsOf(rule, frame));
            }
            return NoRule(frame);
        }

        Hit first = default;
        List<Hit>? more = null;
        var count = 0;
        foreach (var rule in candidates)
        {
            if (!Fires(rule, frame, values)) continue;
            var hit = new Hit(rule, OutputsOf(rule, frame));
            if (count++ == 0) first = hit;
            else (more ??= [first]).Add(hit);
            if (source.HitPolicy == DmnHitPolicy.First) break;
        }
        state.Trace?.Add(Trace(values, first, more, count));
        if (count == 0) return NoRule(frame);
        return Apply(frame, first, more);
    }

    private readonly record struct Hit(TableRule Rule, FeelValue[] Outputs);

    private static bool Fires(TableRule rule, Frame frame, FeelValue[] values)
    {
        var tests = rule.Tests;
        for (var i = 0; i < tests.Length; i++)
        {
            if (!tests[i].Test(frame, values[i]).IsTrue) return false;
        }
        return true;
    }

    private FeelValue[] OutputsOf(TableRule rule, Frame frame)
    {
        var results = new FeelValue[outputs.Length];
        for (var i = 0; i < results.Length; i++) results[i] = Typed(frame, i, rule.Outputs[i].Eval(frame));
        return results;
    }

    private FeelValue Typed(Frame frame, int output, FeelValue value)
    {
        if (outputs[output].Type.TryCoerce(value, out var coerced)) return coerced;
        return frame.State.Fail(At, $"The output {outputs[output].Name} is {DmnSession.Brief(value)}, not a {outputs[output].Type}.", FeelIssueKind.Type);
    }

    private FeelValue Compose(FeelValue[] results) => _names is null ? results[0] : FeelValue.Of(new FeelContext(_names, results));

    private DmnTableTrace Trace(FeelValue[] values, Hit first, List<Hit>? more, int count)
    {
        if (count == 0) return new DmnTableTrace(source, owner, values, []);
        if (more is null) return new DmnTableTrace(source, owner, values, [new DmnFiredRule(first.Rule.Source, first.Outputs)]);
        return new DmnTableTrace(source, owner, values, [.. more.Select(h => new DmnFiredRule(h.Rule.Source, h.Outputs))]);
    }

    private FeelValue NoRule(Frame frame)
    {
        if (Array.Exists(outputs, o => o.Default is not null))
        {
            var results = new FeelValue[outputs.Length];
            for (var i = 0; i < results.Length; i++) results[i] = outputs[i].Default is { } value ? Typed(frame, i, value.Eval(frame)) : FeelValue.Null;
            var single = Compose(results);
            return source.HitPolicy is DmnHitPolicy.RuleOrder or DmnHitPolicy.OutputOrder || (source.HitPolicy == DmnHitPolicy.Collect && source.Aggregation == DmnAggregation.None) ? FeelValue.List(single) : single;
        }
        switch (source.HitPolicy)
        {
            case DmnHitPolicy.RuleOrder or DmnHitPolicy.OutputOrder: return FeelValue.ListOver([]);
            case DmnHitPolicy.Collect when source.Aggregation == DmnAggregation.None: return FeelValue.ListOver([]);
            case DmnHitPolicy.Collect when source.Aggregation == DmnAggregation.Count: return 0;
        }
        return frame.State.Fail(At, $"No rule of the table of {owner} fires.");
    }

    private FeelValue Apply(Frame frame, Hit first, List<Hit>? more)
    {
        switch (source.HitPolicy)
        {
            case DmnHitPolicy.Unique:
                return more is null
                    ? Compose(first.Outputs)
                    : frame.State.Fail(At, $"Rules {string.Join(", ", more.Select(h => h.Rule.Source.Index))} of the table of {owner} fire together; its hit policy is UNIQUE.");
            case DmnHitPolicy.Any:
                if (more is not null && more.Exists(h => !h.Outputs.AsSpan().SequenceEqual(first.Outputs)))
                    return frame.State.Fail(At, $"Rules {string.Join(", ", more.Select(h => h.Rule.Source.Index))} of the table of {owner} fire together and differ; its hit policy is ANY.");
                return Compose(first.Outputs);
            case DmnHitPolicy.First: return Compose(first.Outputs);
            case DmnHitPolicy.Priority: return Compose(more is null ? first.Outputs : Prioritized(frame, more)[0].Outputs);
            case DmnHitPolicy.OutputOrder: return All(more is null ? [first] : Prioritized(frame, more));
            case DmnHitPolicy.RuleOrder: return All(more ?? [first]);
            default: return Collect(frame, more ?? [first]);
        }
    }

    private FeelValue All(List<Hit> hits) => FeelValue.List(hits.Select(h => Compose(h.Outputs)));

    private List<Hit> Prioritized(Frame frame, List<Hit> hits)
    {
        var ranked = hits.Select(h => (Hit: h, Ranks: Ranks(frame, h))).ToList();
        // Stable: rules of the same priority keep their order.
        return [.. ranked.OrderBy(r => r.Ranks, Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).Select(r => r.Hit)];
    }

    private int[] Ranks(Frame frame, Hit hit)
    {
        var ranks = new int[outputs.Length];
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = int.MaxValue;
            for (var p = 0; p < outputs[i].Priorities.Length && ranks[i] == int.MaxValue; p++)
            {
                if (outputs[i].Priorities[p].Test(frame, hit.Outputs[i]).IsTrue) ranks[i] = p;
            }
        }
        return ranks;
    }

    private FeelValue Collect(Frame frame, List<Hit> hits)
    {
        if (source.Aggregation == DmnAggregation.None) return All(hits);
        var results = new FeelValue[outputs.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var column = FeelValue.List(hits.Select(h => h.Outputs[i]));
            results[i] = source.Aggregation == DmnAggregation.Count
                ? column.Items.Length
                : BuiltIn.Find(source.Aggregation switch { DmnAggregation.Sum => "sum", DmnAggregation.Min => "min", _ => "max" })!.Invoke(frame.State, [column], At);
        }
        return Compose(results);
    }
}
