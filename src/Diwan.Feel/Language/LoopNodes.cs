namespace Diwan.Feel;

/// <summary>One "name in domain" of a for, some or every.</summary>
internal sealed record Iteration(int Slot, Node From, Node? To, SourcePosition At)
{
    /// <summary>The values to go through; null, with an issue, if the domain is not iterable.</summary>
    public IEnumerable<FeelValue>? Values(Frame frame)
    {
        var from = From.Eval(frame);
        if (To is null)
        {
            return from.Kind switch
            {
                FeelKind.List => from.Items,
                FeelKind.Range => Range(from.Range, frame),
                FeelKind.Null => Refuse(frame, "Null cannot be iterated."),
                _ => [from],
            };
        }
        var to = To.Eval(frame);
        if (from.Kind == FeelKind.Number && to.Kind == FeelKind.Number && Whole(from, out var a) && Whole(to, out var b)) return Numbers(a, b);
        if (from.Kind == FeelKind.Date && to.Kind == FeelKind.Date) return Dates(from.Date.EpochDay, to.Date.EpochDay);
        return Refuse(frame, $"An iteration cannot go from {from.Kind} to {to.Kind} in steps of one.");
    }

    private IEnumerable<FeelValue>? Refuse(Frame frame, string message)
    {
        frame.State.Fail(At, message);
        return null;
    }

    private IEnumerable<FeelValue>? Range(FeelRange range, Frame frame)
    {
        var (start, end) = (range.Start, range.End);
        if (start.Kind == FeelKind.Number && end.Kind == FeelKind.Number && Whole(start, out var a) && Whole(end, out var b))
            return Up(a + (range.StartIncluded ? 0 : 1), b - (range.EndIncluded ? 0 : 1), n => FeelValue.Of(n));
        if (start.Kind == FeelKind.Date && end.Kind == FeelKind.Date)
            return Up(start.Date.EpochDay + (range.StartIncluded ? 0 : 1), end.Date.EpochDay - (range.EndIncluded ? 0 : 1), Day);
        return Refuse(frame, $"The range {range} cannot be iterated.");
    }

    private static bool Whole(FeelValue value, out long number)
    {
        number = 0;
        if (!value.Number.IsInteger || !value.Number.TryGetDecimal(out var d) || Math.Abs(d) > 1_000_000_000_000_000) return false;
        number = (long)d;
        return true;
    }

    private static IEnumerable<FeelValue> Up(long from, long to, Func<long, FeelValue> make)
    {
        for (var i = from; i <= to; i++) yield return make(i);
    }

    private static IEnumerable<FeelValue> Numbers(long from, long to)
    {
        var step = from <= to ? 1 : -1;
        for (var i = from; i != to + step; i += step) yield return FeelValue.Of(i);
    }

    private static IEnumerable<FeelValue> Dates(long from, long to)
    {
        var step = from <= to ? 1 : -1;
        for (var i = from; i != to + step; i += step) yield return Day(i);
    }

    private static FeelValue Day(long epochDay) => FeelDate.TryFromEpochDay(epochDay, out var date) ? FeelValue.Of(date) : FeelValue.Null;
}

internal sealed class ForNode(Iteration[] iterations, Node result, int partialSlot) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var results = new List<FeelValue>();
        if (!Run(frame, 0, results)) return FeelValue.Null;
        return FeelValue.ListOver([.. results]);
    }

    private bool Run(Frame frame, int level, List<FeelValue> results)
    {
        if (level == iterations.Length)
        {
            frame.State.Charge(1);
            // A copy: what has been computed so far must not change under a value that refers to it.
            if (partialSlot >= 0)
            {
                frame.State.Charge(results.Count);
                frame.Slots[partialSlot] = FeelValue.ListOver([.. results]);
            }
            results.Add(result.Eval(frame));
            if (results.Count > frame.State.Options.MaxListSize) frame.State.ChargeList(results.Count);
            return true;
        }
        if (iterations[level].Values(frame) is not { } values) return false;
        foreach (var value in values)
        {
            frame.State.Charge(1);
            frame.Slots[iterations[level].Slot] = value;
            if (!Run(frame, level + 1, results)) return false;
        }
        return true;
    }
}

/// <summary>some and every: three-valued. A condition that is not a boolean leaves the answer open unless another decides it.</summary>
internal sealed class QuantifiedNode(bool every, Iteration[] iterations, Node condition) : Node
{
    public override bool IsCondition => true;

    public override FeelValue Eval(Frame frame)
    {
        var unknown = false;
        var found = Run(frame, 0, ref unknown);
        if (found is null) return FeelValue.Null;
        if (found.Value) return !every;
        return unknown ? FeelValue.Null : every;
    }

    /// <summary>True as soon as one combination decides; null if a domain cannot be iterated.</summary>
    private bool? Run(Frame frame, int level, ref bool unknown)
    {
        if (level == iterations.Length)
        {
            var value = condition.Eval(frame);
            if (value.Kind == FeelKind.Boolean) return value.IsTrue != every;
            if (!value.IsNull) frame.State.Fail(At, $"The condition gives a {value.Kind}, not a boolean.");
            unknown = true;
            return false;
        }
        if (iterations[level].Values(frame) is not { } values) return null;
        foreach (var value in values)
        {
            frame.State.Charge(1);
            frame.Slots[iterations[level].Slot] = value;
            if (Run(frame, level + 1, ref unknown) is not false and var decided) return decided;
        }
        return false;
    }
}
