using System.Text;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Documents;

/// <summary>A document with its values, before it is laid out.</summary>
/// <param name="Languages">One or both, in the order they are shown.</param>
/// <param name="Seal">What the seal carries: no more than the page shows.</param>
public sealed record FilledDocument(
    string Id,
    string Layout,
    IReadOnlyList<Language> Languages,
    LocalizedText Title,
    IReadOnlyList<FilledBlock> Blocks,
    IReadOnlyList<KeyValuePair<string, string>> Seal,
    DateOnly? ValidUntil)
{
    /// <summary>The words of the document, a line for each, as a reader meets them.</summary>
    public string ToText(Language language)
    {
        var text = new StringBuilder();
        foreach (var block in Blocks)
        {
            switch (block)
            {
                case FilledBlock.Words words:
                    text.AppendLine(words.Text.In(language));
                    break;
                case FilledBlock.Fields fields:
                    Lines(fields.Items);
                    break;
                case FilledBlock.Amount amount:
                    Lines([amount.Item]);
                    break;
                case FilledBlock.Plot plot:
                    text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"1:{plot.Scale?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? plot.Sheet["scale"]?.ToString()} | {plot.Sheet["crs"]} | {plot.Sheet["sheetId"]} | {plot.Sheet["dataAsAt"]}");
                    break;
                case FilledBlock.Card card:
                    text.AppendLine(card.Plate.In(language));
                    Lines([.. card.Front, .. card.Back]);
                    break;
                case FilledBlock.Table table:
                    text.AppendLine(string.Join(" | ", table.Header.Select(h => h.In(language))));
                    foreach (var row in table.Rows)
                    {
                        text.AppendLine(string.Join(" | ", row.Select(c => c.In(language))));
                    }

                    if (table.Totals is { } totals)
                    {
                        text.AppendLine(string.Join(" | ", totals.Select(c => c.In(language))));
                    }

                    break;
                case FilledBlock.FeeLines fees:
                    foreach (var line in fees.Statement.Lines)
                    {
                        text.Append(line.Label.In(language)).Append(": ").Append(line.Amount.ToString()).Append(" (").Append(line.Why.In(language)).AppendLine(")");
                    }

                    break;
                default:
                    break;
            }
        }

        return text.ToString();

        void Lines(IEnumerable<FilledField> fields)
        {
            foreach (var field in fields)
            {
                text.Append(field.Label.In(language)).Append(": ").AppendLine(field.Value.In(language));
            }
        }
    }
}

/// <summary>A value in both languages; either may be empty.</summary>
public sealed record BothWays(string Ar, string En)
{
    public string In(Language language) => language == Language.Arabic ? Ar : En;
}

public sealed record FilledField(LocalizedText Label, BothWays Value);

/// <summary>A part of a filled document, in reading order.</summary>
public abstract record FilledBlock
{
    private FilledBlock()
    {
    }

    /// <param name="Title">Of a notice: the words above it.</param>
    public sealed record Words(WordsKind Kind, LocalizedText Text, LocalizedText? Title = null) : FilledBlock;

    public sealed record Fields(IReadOnlyList<FilledField> Items, LocalizedText? Caption = null, int Columns = 1) : FilledBlock;

    /// <param name="Widths">The share of each column in the width.</param>
    /// <param name="Numbers">Which columns hold numbers.</param>
    /// <param name="Totals">A last row in bold; null without one.</param>
    public sealed record Table(
        IReadOnlyList<LocalizedText> Header,
        IReadOnlyList<IReadOnlyList<BothWays>> Rows,
        LocalizedText? Caption,
        IReadOnlyList<double> Widths,
        IReadOnlyList<bool> Numbers,
        IReadOnlyList<BothWays>? Totals = null) : FilledBlock;

    /// <param name="Sheet">What lands/plan-sheet returned, as JSON.</param>
    /// <param name="Scale">The denominator asked for; null for that of the sheet.</param>
    public sealed record Plot(System.Text.Json.Nodes.JsonObject Sheet, int? Scale) : FilledBlock;

    /// <param name="Sum">The same as a sum, where the value is one.</param>
    public sealed record Amount(FilledField Item, Money? Sum) : FilledBlock;

    public sealed record Card(BothWays Plate, IReadOnlyList<FilledField> Front, IReadOnlyList<FilledField> Back) : FilledBlock;

    public sealed record FeeLines(FeeStatement Statement) : FilledBlock;
}

/// <summary>What the expressions of a template see while it is filled.</summary>
internal sealed record FillScope(IReadOnlyDictionary<string, FeelValue> Variables, FeelOptions Options)
{
    internal FeelValue Evaluate(Expression expression) => expression.Compiled.Evaluate(Variables, Options).Value;

    internal bool Holds(Expression? expression) => expression is null || (Evaluate(expression).TryGetBoolean(out var holds) && holds);

    internal FillScope With(string name, FeelValue value) => this with { Variables = new Dictionary<string, FeelValue>(Variables, StringComparer.Ordinal) { [name] = value } };
}

/// <summary>Puts the values of a case into a document template.</summary>
public static class DocumentFiller
{
    /// <param name="number">The number the document is to bear: <c>case.documentNumber</c> in the template.</param>
    public static FilledDocument Fill(
        ServiceDefinition definition, DocumentTemplate template, CaseState state, string number, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(state);
        var context = CaseContexts.Of(definition, state, now);
        context = context.With("case", FeelValue.Context(context.Variables["case"].AsContext()
            .Select(e => e.Key == "documentNumber" ? new KeyValuePair<string, FeelValue>(e.Key, FeelValue.Of(number)) : e)));
        return Fill(
            template,
            definition.Texts,
            definition.Texts.TryGet(template.TitleKey, out var title) ? title : definition.Name,
            state.Fees,
            (value, format) => ValueFormatter.Format(value, format, definition, context),
            new FillScope(context.Variables, context.Options));
    }

    /// <param name="fees">The fee lines of the case; null where there is none.</param>
    /// <param name="format">A value in words.</param>
    internal static FilledDocument Fill(
        DocumentTemplate template, Texts texts, LocalizedText title, FeeStatement? fees, Func<FeelValue, ValueFormat, LocalizedText> format, FillScope scope)
    {
        var filling = new Filling(texts, fees, format);
        return new FilledDocument(
            template.Id,
            template.Layout,
            Languages(scope.Evaluate(template.Language)),
            title,
            [.. template.Blocks.Where(b => scope.Holds(b.When)).Select(b => filling.Block(b, scope))],
            [.. template.Seal.Select(s => new KeyValuePair<string, string>(s.Name, format(scope.Evaluate(s.Value.Ar), s.Value.Format).Ar))],
            template.ValidUntil is not null && scope.Evaluate(template.ValidUntil).TryGetDate(out DateOnly until) ? until : null);
    }

    private static Language[] Languages(FeelValue value) => value.TryGetString(out var code) ? code switch
    {
        "en" => [Language.English],
        "both" => [Language.Arabic, Language.English],
        _ => [Language.Arabic],
    } : [Language.Arabic];

    private sealed class Filling(Texts texts, FeeStatement? fees, Func<FeelValue, ValueFormat, LocalizedText> format)
    {
        internal FilledBlock Block(TemplateBlock block, FillScope scope) => block switch
        {
            TemplateBlock.Words words => new FilledBlock.Words(words.Kind, Words(words, scope), TextOf(words.TitleKey)),
            TemplateBlock.Fields fields => new FilledBlock.Fields(Fields(fields.Items, scope), TextOf(fields.CaptionKey), fields.Columns),
            TemplateBlock.Table table => Table(table, [.. table.Columns.Where(c => scope.Holds(c.When))], scope),
            TemplateBlock.Plot plot => new FilledBlock.Plot(
                FeelJson.Of(scope.Evaluate(plot.Sheet)) as System.Text.Json.Nodes.JsonObject ?? [],
                plot.Scale is not null && scope.Evaluate(plot.Scale).TryGetDecimal(out var scale) ? (int)scale : null),
            TemplateBlock.Amount amount => new FilledBlock.Amount(
                new FilledField(texts[amount.Item.LabelKey], Value(amount.Item.Value, scope)),
                scope.Evaluate(amount.Item.Value.Ar).TryGetDecimal(out var dinars) ? Money.FromDinars(dinars) : null),
            TemplateBlock.Card card => new FilledBlock.Card(Value(card.Plate, scope), Fields(card.Front, scope), Fields(card.Back, scope)),
            TemplateBlock.FeeLines when fees is not null => new FilledBlock.FeeLines(fees),
            _ => throw new ArgumentOutOfRangeException(nameof(block), block.GetType().Name, "The filler does not know this block."),
        };

        private FilledBlock.Table Table(TemplateBlock.Table table, List<LabelledValue> columns, FillScope scope) => new(
            [.. columns.Select(c => texts[c.LabelKey])],
            [.. scope.Evaluate(table.Rows).AsList().Select(row => Row(columns, scope.With("row", row)))],
            TextOf(table.CaptionKey),
            [.. columns.Select(c => (double)c.Weight)],
            [.. columns.Select(c => c.Number)],
            table.TotalsKey is null ? null : [.. columns.Select((c, i) =>
                i == 0 ? new BothWays(texts[table.TotalsKey].Ar, texts[table.TotalsKey].En) : c.Total is null ? new BothWays("", "") : Value(c.Total, scope))]);

        private LocalizedText? TextOf(string? key) => key is null ? null : texts[key];

        private IReadOnlyList<FilledField> Fields(IReadOnlyList<LabelledValue> items, FillScope scope) =>
            [.. items.Select(i => new FilledField(texts[i.LabelKey], Value(i.Value, scope)))];

        private IReadOnlyList<BothWays> Row(List<LabelledValue> columns, FillScope scope) => [.. columns.Select(c => Value(c.Value, scope))];

        private LocalizedText Words(TemplateBlock.Words words, FillScope scope)
        {
            var values = words.Values.ToDictionary(v => v.Key, v => Value(v.Value, scope), StringComparer.Ordinal);
            return new LocalizedText(
                texts.In(Language.Arabic, words.TextKey, values.ToDictionary(v => v.Key, v => v.Value.Ar, StringComparer.Ordinal)),
                texts.In(Language.English, words.TextKey, values.ToDictionary(v => v.Key, v => v.Value.En, StringComparer.Ordinal)));
        }

        private BothWays Value(TemplateValue value, FillScope scope) => new(
            format(scope.Evaluate(value.Ar), value.Format).Ar,
            format(scope.Evaluate(value.En), value.Format).En);
    }
}
