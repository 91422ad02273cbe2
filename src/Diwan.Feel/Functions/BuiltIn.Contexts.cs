namespace Diwan.Feel;

internal sealed partial class BuiltIn
{
    private static IEnumerable<BuiltIn> Contexts() =>
    [
        new("get value", (in c) => c[0].Entries.TryGetValue(c[1].Text, out var value) ? value : c.Fail($"The context has no entry \"{c[1].Text}\"."), "m: context, key: string"),
        new("get entries", GetEntries, "m: context"),
        new("context", MakeContext, "entries: list"),
        new("context put", (in c) => Put(c, c[0], c[1].Kind == FeelKind.List ? c[1].Items : [c[1]], c[2]), "context: context, key: string, value: Any", "context: context, keys: list, value: Any"),
        new("context merge", Merge, "contexts: list"),
        new("is", (in c) => c.Arguments.Length == 2 && FeelCompare.Is(c[0], c[1], c.State), "[value1: Any], [value2: Any]"),
    ];

    private static FeelValue GetEntries(in Call c)
    {
        var entries = c[0].Entries;
        c.State.ChargeList(entries.Count);
        string[] names = ["key", "value"];
        return FeelValue.List(entries.Select(e => FeelValue.Of(new FeelContext(names, [FeelValue.Of(e.Key), e.Value]))));
    }

    private static FeelValue MakeContext(in Call c)
    {
        var context = new FeelContextBuilder();
        c.State.ChargeList(c[0].Items.Length);
        foreach (var entry in c[0].Items)
        {
            if (entry.Kind != FeelKind.Context || !entry.Entries.TryGetValue("key", out var key) || key.Kind != FeelKind.String || !entry.Entries.TryGetValue("value", out var value))
                return c.Fail("context needs entries with a key, which is a string, and a value.");
            if (context.Contains(key.Text)) return c.Fail($"context has the key \"{key.Text}\" twice.");
            context.Set(key.Text, value);
        }
        return FeelValue.Of(context.Build());
    }

    private static FeelValue Put(in Call c, FeelValue target, ReadOnlySpan<FeelValue> keys, FeelValue value)
    {
        if (keys.Length == 0) return c.Fail("context put needs a key.");
        if (keys[0].Kind != FeelKind.String) return c.Fail($"The key of context put is a {keys[0].Kind}, not a string.");
        if (target.Kind != FeelKind.Context) return c.Fail($"context put goes into a context, not a {target.Kind}.");
        var name = keys[0].Text;
        if (keys.Length > 1)
        {
            if (!target.Entries.TryGetValue(name, out var inner)) return c.Fail($"The context has no entry \"{name}\" to go into.");
            value = Put(c, inner, keys[1..], value);
            if (value.IsNull && c[2].IsNull is false) return value;
            if (value.Kind != FeelKind.Context) return FeelValue.Null;
        }
        c.State.ChargeList(target.Entries.Count + 1);
        var context = new FeelContextBuilder();
        foreach (var (key, existing) in target.Entries) context.Set(key, existing);
        context.Set(name, value);
        return FeelValue.Of(context.Build());
    }

    private static FeelValue Merge(in Call c)
    {
        var context = new FeelContextBuilder();
        foreach (var item in c[0].Items)
        {
            if (item.Kind != FeelKind.Context) return c.Fail($"context merge needs contexts; one is a {item.Kind}.");
            c.State.ChargeList(item.Entries.Count);
            foreach (var (key, value) in item.Entries) context.Set(key, value);
        }
        return FeelValue.Of(context.Build());
    }
}
