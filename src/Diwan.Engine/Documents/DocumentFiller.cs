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
    public sealed record Table(
        IReadOnlyList<LocalizedText> Header,
        IReadOnlyList<IReadOnlyList<BothWays>> Rows,
        LocalizedText? Caption,
        IReadOnlyList<double> Widths,
        IReadOnlyList<bool> Numbers) : FilledBlock;

    /// <param name="Sheet">What lands/plan-sheet returned, as JSON.</param>
    /// <param name="Scale">The denominator asked for; null for that of the sheet.</param>
    public sealed record Plot(System.Text.Json.Nodes.JsonObject Sheet, int? Scale) : FilledBlock;

    /// <param name="Sum">The same as a sum, where the value is one.</param>
    public sealed record Amount(FilledField Item, Money? Sum) : FilledBlock;

    public sealed record Card(BothWays Plate, IReadOnlyList<FilledField> Front, IReadOnlyList<FilledField> Back) : FilledBlock;

    public sealed record FeeLines(FeeStatement Statement) : FilledBlock;
}

/// <summary>Puts the values of a case into a document template.</summary>
public static class DocumentFiller
{
    /// <param name="number">The number the document is to bear: <c>case.documentNumber</c> in the template.</param>
    public static FilledDocument Fill(
        ServiceDefinition definition, DocumentTemplate template, CaseState state, string number, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(state);
        var context = CaseContexts.Of(definition, state, now);
        context = context.With("case", FeelValue.Context(context.Variables["case"].AsContext()
            .Select(e => e.Key == "documentNumber" ? new KeyValuePair<string, FeelValue>(e.Key, FeelValue.Of(number)) : e)));
        var filling = new Filling(definition, state);
        return new FilledDocument(
            template.Id,
            template.Layout,
            Languages(template.Language.Evaluate(context)),
            definition.Texts.TryGet($"document.{template.Id}.title", out var title) ? title : definition.Name,
            [.. template.Blocks.Where(b => b.When is null || context.Holds(b.When)).Select(b => filling.Block(b, context))],
            [.. template.Seal.Select(s => new KeyValuePair<string, string>(
                s.Name, ValueFormatter.Format(s.Value.Ar.Evaluate(context), s.Value.Format, definition, context).Ar))],
            template.ValidUntil is not null && template.ValidUntil.Evaluate(context).TryGetDate(out DateOnly until) ? until : null);
    }

    private static Language[] Languages(FeelValue value) => value.TryGetString(out var code) ? code switch
    {
        "en" => [Language.English],
        "both" => [Language.Arabic, Language.English],
        _ => [Language.Arabic],
    } : [Language.Arabic];

    private sealed class Filling(ServiceDefinition definition, CaseState state)
    {
        internal FilledBlock Block(TemplateBlock block, EvaluationContext context) => block switch
        {
            TemplateBlock.Words words => new FilledBlock.Words(words.Kind, Words(words, context), TextOf(words.TitleKey)),
            TemplateBlock.Fields fields => new FilledBlock.Fields(Fields(fields.Items, context), TextOf(fields.CaptionKey), fields.Columns),
            TemplateBlock.Table table => new FilledBlock.Table(
                [.. table.Columns.Select(c => definition.Texts[c.LabelKey])],
                [.. table.Rows.Evaluate(context).AsList().Select(row => Row(table, context.With("row", row)))],
                TextOf(table.CaptionKey),
                [.. table.Columns.Select(c => (double)c.Weight)],
                [.. table.Columns.Select(c => c.Number)]),
            TemplateBlock.Plot plot => new FilledBlock.Plot(
                FeelJson.Of(plot.Sheet.Evaluate(context)) as System.Text.Json.Nodes.JsonObject ?? [],
                plot.Scale is not null && plot.Scale.Evaluate(context).TryGetDecimal(out var scale) ? (int)scale : null),
            TemplateBlock.Amount amount => new FilledBlock.Amount(
                new FilledField(definition.Texts[amount.Item.LabelKey], Value(amount.Item.Value, context)),
                amount.Item.Value.Ar.Evaluate(context).TryGetDecimal(out var dinars) ? Money.FromDinars(dinars) : null),
            TemplateBlock.Card card => new FilledBlock.Card(Value(card.Plate, context), Fields(card.Front, context), Fields(card.Back, context)),
            TemplateBlock.FeeLines => new FilledBlock.FeeLines(state.Fees),
            _ => throw new ArgumentOutOfRangeException(nameof(block), block.GetType().Name, "The filler does not know this block."),
        };

        private LocalizedText? TextOf(string? key) => key is null ? null : definition.Texts[key];

        private IReadOnlyList<FilledField> Fields(IReadOnlyList<LabelledValue> items, EvaluationContext context) =>
            [.. items.Select(i => new FilledField(definition.Texts[i.LabelKey], Value(i.Value, context)))];

        private IReadOnlyList<BothWays> Row(TemplateBlock.Table table, EvaluationContext context) =>
            [.. table.Columns.Select(c => Value(c.Value, context))];

        private LocalizedText Words(TemplateBlock.Words words, EvaluationContext context)
        {
            var values = words.Values.ToDictionary(v => v.Key, v => Value(v.Value, context), StringComparer.Ordinal);
            return new LocalizedText(
                definition.Texts.In(Language.Arabic, words.TextKey, values.ToDictionary(v => v.Key, v => v.Value.Ar, StringComparer.Ordinal)),
                definition.Texts.In(Language.English, words.TextKey, values.ToDictionary(v => v.Key, v => v.Value.En, StringComparer.Ordinal)));
        }

        private BothWays Value(TemplateValue value, EvaluationContext context) => new(
            ValueFormatter.Format(value.Ar.Evaluate(context), value.Format, definition, context).Ar,
            ValueFormatter.Format(value.En.Evaluate(context), value.Format, definition, context).En);
    }
}
