namespace Diwan.Feel;

internal sealed partial class BuiltIn
{
    private const int MaxFlatten = 100;

    private static IEnumerable<BuiltIn> Lists() =>
    [
        new("list contains", (in c) => IndexIn(c.State, c[0].Items, c[1]) >= 0, "list: list, element: Any"),
        new("count", (in c) => c[0].Items.Length, "list: list"),
        new("min", (in c) => Extreme(c, -1), "list: Any..."),
        new("max", (in c) => Extreme(c, 1), "list: Any..."),
        new("sum", Sum, "list: Any..."),
        new("product", Product, "list: Any..."),
        new("mean", Mean, "list: Any..."),
        new("median", Median, "list: Any..."),
        new("stddev", Deviation, "list: Any..."),
        new("mode", Mode, "list: Any..."),
        new("all", (in c) => Quantify(c, true), "list: Any..."),
        new("any", (in c) => Quantify(c, false), "list: Any..."),
        new("and", (in c) => Quantify(c, true), "list: Any..."),
        new("or", (in c) => Quantify(c, false), "list: Any..."),
        new("sublist", Sublist, "list: list, start position: number, [length: number?]"),
        new("append", (in c) => Made(c, [.. c[0].Items, .. c.Arguments.AsSpan(1)]), "list: list, item: Any..."),
        new("concatenate", (in c) => Concatenate(c, false), "list: list, [lists: list...]"),
        new("union", (in c) => Concatenate(c, true), "list: list, [lists: list...]"),
        new("insert before", InsertBefore, "list: list, position: number, newItem: Any"),
        new("remove", Remove, "list: list, position: number"),
        new("reverse", Reverse, "list: list"),
        new("index of", IndexOf, "list: list, match: Any"),
        new("distinct values", (in c) => Distinct(c, c[0].Items), "list: list"),
        new("flatten", Flatten, "list: list"),
        new("sort", Sort, "list: list, [precedes: function?]"),
        new("list replace", ListReplace, "list: list, position: Any, newItem: Any", "list: list, match: function, newItem: Any"),
    ];

    private static FeelValue Made(in Call c, FeelValue[] items)
    {
        c.State.ChargeList(items.Length);
        return FeelValue.ListOver(items);
    }

    private static int IndexIn(EvaluationState state, ReadOnlySpan<FeelValue> items, FeelValue element)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (FeelCompare.AreEqual(items[i], element, state) == true) return i;
        }
        return -1;
    }

    private static FeelValue Sublist(in Call c)
    {
        var items = c[0].Items;
        if (!TryPosition(c[1], items.Length, out var from)) return c.Fail($"Position {c[1]} is not in a list of {items.Length}.");
        var count = items.Length - from;
        if (c.Arguments.Length > 2 && !c[2].IsNull)
        {
            if (!c[2].Number.TryGetInt(out var asked) || asked < 1 || asked > count) return c.Fail($"There are not {c[2]} items from position {c[1]}.");
            count = asked;
        }
        return Made(c, items[from..(from + count)]);
    }

    private static bool TryPosition(FeelValue position, int count, out int index)
    {
        index = -1;
        if (position.Kind != FeelKind.Number || !position.Number.TryGetInt(out var i) || i == 0) return false;
        index = i > 0 ? i - 1 : count + i;
        return index >= 0 && index < count;
    }

    private static FeelValue Concatenate(in Call c, bool distinct)
    {
        var total = 0L;
        foreach (var list in c.Arguments) total += list.Kind == FeelKind.List ? list.Items.Length : 0;
        c.State.ChargeList(total);
        var items = new FeelValue[total];
        var at = 0;
        foreach (var list in c.Arguments)
        {
            if (list.Kind != FeelKind.List) continue;
            list.Items.CopyTo(items, at);
            at += list.Items.Length;
        }
        return distinct ? Distinct(c, items) : FeelValue.ListOver(items);
    }

    private static FeelValue Distinct(in Call c, FeelValue[] items)
    {
        var kept = new List<FeelValue>();
        var seen = new HashSet<FeelValue>();
        foreach (var item in items)
        {
            c.State.Charge(1);
            // Equal hashes decide the common case; FEEL equality (times in zones) the rest.
            if (seen.Contains(item)) continue;
            if (item.Kind is FeelKind.Time or FeelKind.DateTime or FeelKind.List or FeelKind.Context or FeelKind.Range)
            {
                c.State.Charge(kept.Count);
                if (IndexIn(c.State, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept), item) >= 0) continue;
            }
            seen.Add(item);
            kept.Add(item);
        }
        return FeelValue.ListOver([.. kept]);
    }

    private static FeelValue InsertBefore(in Call c)
    {
        var items = c[0].Items;
        if (!TryPosition(c[1], items.Length, out var index)) return c.Fail($"Position {c[1]} is not in a list of {items.Length}.");
        return Made(c, [.. items.AsSpan(0, index), c[2], .. items.AsSpan(index)]);
    }

    private static FeelValue Remove(in Call c)
    {
        var items = c[0].Items;
        if (!TryPosition(c[1], items.Length, out var index)) return c.Fail($"Position {c[1]} is not in a list of {items.Length}.");
        return Made(c, [.. items.AsSpan(0, index), .. items.AsSpan(index + 1)]);
    }

    private static FeelValue Reverse(in Call c)
    {
        var items = (FeelValue[])c[0].Items.Clone();
        Array.Reverse(items);
        return Made(c, items);
    }

    private static FeelValue IndexOf(in Call c)
    {
        var items = c[0].Items;
        c.State.Charge(items.Length);
        var found = new List<FeelValue>();
        for (var i = 0; i < items.Length; i++)
        {
            if (FeelCompare.AreEqual(items[i], c[1], c.State) == true) found.Add(i + 1);
        }
        return FeelValue.ListOver([.. found]);
    }

    private static FeelValue Flatten(in Call c)
    {
        var items = new List<FeelValue>();
        return Flatten(c, c[0].Items, items, 0) ? FeelValue.ListOver([.. items]) : c.Fail($"Lists are nested more than {MaxFlatten} deep.");
    }

    private static bool Flatten(in Call c, FeelValue[] from, List<FeelValue> to, int depth)
    {
        if (depth > MaxFlatten) return false;
        c.State.Charge(from.Length);
        foreach (var item in from)
        {
            if (item.Kind != FeelKind.List) to.Add(item);
            else if (!Flatten(c, item.Items, to, depth + 1)) return false;
            if (to.Count > c.State.Options.MaxListSize) c.State.ChargeList(to.Count);
        }
        return true;
    }

    /// <summary>A merge sort: stable, and safe with a comparison that contradicts itself.</summary>
    private static FeelValue Sort(in Call c)
    {
        var items = (FeelValue[])c[0].Items.Clone();
        c.State.ChargeList(items.Length);
        var precedes = c.Arguments.Length > 1 ? c[1] : FeelValue.Null;
        if (!precedes.IsNull && precedes.Function.Parameters.Count != 2) return c.Fail("The function of sort takes two arguments.");
        var spare = new FeelValue[items.Length];
        for (var width = 1; width < items.Length; width *= 2)
        {
            for (var left = 0; left < items.Length; left += 2 * width)
            {
                var middle = Math.Min(left + width, items.Length);
                var right = Math.Min(left + 2 * width, items.Length);
                int a = left, b = middle;
                for (var k = left; k < right; k++)
                {
                    if (b < right && a < middle)
                    {
                        if (Precedes(c, precedes, items[b], items[a]) is not { } second) return FeelValue.Null;
                        spare[k] = second ? items[b++] : items[a++];
                    }
                    else spare[k] = a < middle ? items[a++] : items[b++];
                }
            }
            (items, spare) = (spare, items);
        }
        return FeelValue.ListOver(items);
    }

    private static bool? Precedes(in Call c, FeelValue precedes, FeelValue a, FeelValue b)
    {
        c.State.Charge(1);
        if (precedes.IsNull)
        {
            if (FeelCompare.Order(a, b) is { } order) return order < 0;
            c.Fail($"{a.Kind} and {b.Kind} have no order.");
            return null;
        }
        var result = precedes.Function.Invoke(c.State, [a, b], c.At);
        if (result.Kind == FeelKind.Boolean) return result.Boolean;
        c.Fail("The function of sort does not give a boolean.");
        return null;
    }

    private static FeelValue ListReplace(in Call c)
    {
        var items = (FeelValue[])c[0].Items.Clone();
        c.State.ChargeList(items.Length);
        if (c[1].Kind == FeelKind.Number)
        {
            if (!TryPosition(c[1], items.Length, out var index)) return c.Fail($"Position {c[1]} is not in a list of {items.Length}.");
            items[index] = c[2];
            return FeelValue.ListOver(items);
        }
        if (c[1].Kind != FeelKind.Function || c[1].Function.Parameters.Count != 2) return c.Fail("list replace needs a position, or a function of two arguments.");
        for (var i = 0; i < items.Length; i++)
        {
            var match = c[1].Function.Invoke(c.State, [items[i], c[2]], c.At);
            if (match.Kind != FeelKind.Boolean) return c.Fail("The function of list replace does not give a boolean.");
            if (match.Boolean) items[i] = c[2];
        }
        return FeelValue.ListOver(items);
    }
}
