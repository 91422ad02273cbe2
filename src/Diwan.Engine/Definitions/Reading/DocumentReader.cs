using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads <c>document.yaml</c>.</summary>
internal sealed class DocumentReader(FaultList faults, ExpressionReader expressions, ExpressionPlace? where = null)
{
    private readonly ExpressionPlace place = where ?? ExpressionPlace.Document;

    private static readonly string[] Layouts = ["certificate", "plan", "deed", "wall", "card", "receipt", "letter", "page"];
    private static readonly string[] Languages = ["ar", "en", "both"];

    private static readonly Dictionary<string, WordsKind> WordKinds = new(StringComparer.Ordinal)
    {
        ["heading"] = WordsKind.Heading,
        ["paragraph"] = WordsKind.Paragraph,
        ["lead"] = WordsKind.Lead,
        ["small"] = WordsKind.Small,
        ["headline"] = WordsKind.Headline,
        ["notice"] = WordsKind.Notice,
        ["important"] = WordsKind.Important,
        ["signatory"] = WordsKind.Signatory,
    };

    private static readonly string[] Kinds = [.. WordKinds.Keys, "fields", "table", "plot", "feeLines", "amount", "card"];

    internal IReadOnlyList<DocumentTemplate> Read(YamlMap? file)
    {
        var documents = new List<DocumentTemplate>();
        foreach (var map in file?.Maps("documents", required: true) ?? [])
        {
            var id = map.Text("id", required: true);
            var layout = map.Text("layout", required: true);
            if (layout is not null && !Layouts.Contains(layout))
            {
                map.Unknown(map.AtKey("layout"), layout, Layouts);
            }

            var language = map.Feel("language", required: true) is not ({ } text, var at) ? null
                : Languages.Contains(text) ? expressions.Constant($"\"{text}\"", at)
                : expressions.Read((text, at), place);
            var validUntil = expressions.Read(map.Feel("validUntil"), place);
            var blocks = new List<TemplateBlock>();
            foreach (var block in map.Maps("blocks", required: true))
            {
                if (Block(block) is { } read)
                {
                    blocks.Add(read);
                }

                block.Done();
            }

            var seal = new List<SealValue>();
            if (map.Map("seal") is { } sealMap)
            {
                foreach (var key in sealMap.Keys.ToArray())
                {
                    if (Value(sealMap, key) is { } value)
                    {
                        seal.Add(new SealValue(key, value));
                    }
                }
            }

            map.Done();
            if (id is null || layout is null || language is null)
            {
                continue;
            }

            if (documents.Exists(d => d.Id == id))
            {
                faults.Error(map.AtKey("id"), "twice", ($"الوثيقة «{id}» مذكورة مرتين.", $"The document \"{id}\" is there twice."), ("غيّر اسم إحداهما.", "Give one another id."));
            }

            documents.Add(new DocumentTemplate
            {
                Id = id,
                Layout = layout,
                Language = language,
                ValidUntil = validUntil,
                Blocks = blocks,
                Seal = seal,
                At = map.At,
            });
        }

        file?.Done();
        return documents;
    }

    private TemplateBlock? Block(YamlMap map)
    {
        var when = expressions.Read(map.Feel("when"), place);
        var kind = Kinds.FirstOrDefault(map.Has);
        switch (kind)
        {
            case not null when WordKinds.TryGetValue(kind, out var words):
                var key = map.Text(kind, required: true);
                var values = new Dictionary<string, TemplateValue>(StringComparer.Ordinal);
                if (map.Map("values") is { } valueMap)
                {
                    foreach (var name in valueMap.Keys.ToArray())
                    {
                        if (Value(valueMap, name) is { } value)
                        {
                            values[name] = value;
                        }
                    }
                }

                var above = words is WordsKind.Notice or WordsKind.Important ? map.Text("title") : null;
                return key is null ? null : new TemplateBlock.Words(words, key, values, when, map.At, above);
            case "fields":
                var across = map.Whole("columns", least: 1) ?? 1;
                if (across > 2)
                {
                    map.Wrong("columns", "1 أو 2", "1 or 2");
                }

                return new TemplateBlock.Fields(Labelled(map.Maps("fields", required: true)), when, map.At, map.Text("caption"), Math.Min(across, 2));
            case "table":
                if (map.Map("table", required: true) is not { } table)
                {
                    return null;
                }

                var rows = expressions.Read(table.Feel("rows", required: true), place);
                var columns = Labelled(table.Maps("columns", required: true), "row");
                var (caption, totals) = (table.Text("caption"), table.Text("totals"));
                table.Done();
                return rows is null ? null : new TemplateBlock.Table(rows, columns, when, map.At, caption, totals);
            case "plot":
                return Plot(map, when);
            case "amount":
                return Labelled([.. map.Map("amount", required: true) is { } sum ? [sum] : Array.Empty<YamlMap>()]) is [var item]
                    ? new TemplateBlock.Amount(item, when, map.At)
                    : null;
            case "card":
                if (map.Map("card", required: true) is not { } card)
                {
                    return null;
                }

                var plate = Value(card, "plate");
                var (front, back) = (Labelled(card.Maps("front", required: true)), Labelled(card.Maps("back", required: true)));
                card.Done();
                return plate is null ? null : new TemplateBlock.Card(plate, front, back, when, map.At);
            case "feeLines":
                return map.Flag("feeLines") ? new TemplateBlock.FeeLines(when, map.At) : null;
            default:
                faults.Error(map.At, "unknown-block",
                    ("نوع هذه الفقرة غير معروف.", "This block is of no known kind."),
                    ($"الأنواع: {string.Join(", ", Kinds)}.", $"Kinds: {string.Join(", ", Kinds)}."));
                return null;
        }
    }

    /// <summary>FEEL giving the sheet, or <c>{ sheet, scale }</c>.</summary>
    private TemplateBlock.Plot? Plot(YamlMap map, Expression? when)
    {
        if (map.Node("plot", required: true) is not YamlMappingNode)
        {
            return expressions.Read(map.Feel("plot", required: true), place) is { } only
                ? new TemplateBlock.Plot(only, null, when, map.At)
                : null;
        }

        var plot = map.Map("plot")!;
        var sheet = expressions.Read(plot.Feel("sheet", required: true), place);
        var scale = expressions.Read(plot.Feel("scale"), place);
        plot.Done();
        return sheet is null ? null : new TemplateBlock.Plot(sheet, scale, when, map.At);
    }

    private IReadOnlyList<LabelledValue> Labelled(IEnumerable<YamlMap> maps, params string[] more)
    {
        var items = new List<LabelledValue>();
        foreach (var map in maps)
        {
            var label = map.Text("label", required: true);
            var value = Value(map, "value", more);
            if (map.Has("format") && value is not null && FormReader.Format(map) is { } format)
            {
                value = value with { Format = format };
            }

            var weight = more.Length > 0 ? map.Number("weight") ?? 1 : 1;
            if (weight <= 0)
            {
                map.Wrong("weight", "عدد أكبر من صفر", "a number above zero");
            }

            var number = more.Length > 0 && map.Has("number") && map.Flag("number");
            var when = more.Length > 0 ? expressions.Read(map.Feel("when"), place) : null;
            var total = more.Length > 0 && map.Has("total") ? Value(map, "total") : null;
            map.Done();
            if (label is not null && value is not null)
            {
                items.Add(new LabelledValue(label, value, weight, number, when, total));
            }
        }

        return items;
    }

    /// <summary>FEEL, or <c>{ value, format }</c>, or <c>{ ar, en }</c> with an optional format.</summary>
    private TemplateValue? Value(YamlMap map, string key, params string[] more)
    {
        if (map.Node(key, required: true) is not { } node)
        {
            return null;
        }

        if (node is not YamlMappingNode)
        {
            return expressions.Read(map.Feel(key), place, more) is { } simple
                ? new TemplateValue(simple, simple, ValueFormat.Text)
                : null;
        }

        var value = YamlMap.Of(node, map.File, faults)!;
        var format = FormReader.Format(value);
        TemplateValue? read;
        if (value.Has("value"))
        {
            var both = expressions.Read(value.Feel("value", required: true), place, more);
            read = both is null || format is null ? null : new TemplateValue(both, both, format.Value);
        }
        else
        {
            var ar = expressions.Read(value.Feel("ar", required: true), place, more);
            var en = expressions.Read(value.Feel("en", required: true), place, more);
            read = ar is null || en is null || format is null ? null : new TemplateValue(ar, en, format.Value);
        }

        value.Done();
        return read;
    }
}
