using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Engine.Papers;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using TableColumn = Diwan.Documents.TableColumn;

namespace Diwan.Cases.Book;

/// <summary>A filled document of a case, in the form the Documents room lays out.</summary>
internal sealed class DocumentContents(Catalogue catalogue, bool sandbox)
{
    internal DocumentContent Of(ServiceDefinition definition, FilledDocument filled) =>
        Of($"{definition.Id}/{filled.Id}", definition.Id.Institution, fact => DocumentTypes.FactName(definition.Texts, filled.Id, fact), filled);

    /// <summary>A paper that belongs to no one service.</summary>
    internal DocumentContent OfPaper(PaperBook papers, string institution, FilledDocument filled) =>
        Of(DocumentTypes.OfPaper(institution, filled.Id), institution, fact => DocumentTypes.FactName(papers.Texts, filled.Id, fact), filled);

    private DocumentContent Of(string type, string owner, Func<string, LocalizedText> factName, FilledDocument filled)
    {
        var institution = catalogue.FindInstitution(owner);
        return new DocumentContent(
            type,
            filled.Languages switch
            {
                [Language.English] => DocumentLanguage.English,
                [_, _] => DocumentLanguage.Both,
                _ => DocumentLanguage.Arabic,
            },
            Both(filled.Title),
            owner,
            institution is null ? Words.Same(owner) : Both(institution.Name),
            [.. Blocks(filled)],
            [.. filled.Seal.Select(s => new SealFact(s.Key, Both(factName(s.Key)), s.Value))],
            filled.ValidUntil,
            sandbox,
            Layout(filled.Layout));
    }

    private static IEnumerable<DocumentBlock> Blocks(FilledDocument filled)
    {
        foreach (var block in filled.Blocks)
        {
            switch (block)
            {
                // The title stands in the head of every page already.
                case FilledBlock.Words { Kind: WordsKind.Heading } heading when heading.Text == filled.Title:
                    break;
                case FilledBlock.Words words:
                    yield return Said(words);
                    break;
                case FilledBlock.Card card:
                    yield return new DocumentBlock.Card(Both(filled.Title), new Words(card.Plate.Ar, card.Plate.En), [.. card.Front.Select(Field)], [.. card.Back.Select(Field)]);
                    break;
                case FilledBlock.Fields fields:
                    yield return new DocumentBlock.Fields([.. fields.Items.Select(Field)], Maybe(fields.Caption), fields.Columns);
                    break;
                case FilledBlock.Table table:
                    yield return new DocumentBlock.Table(
                        [.. table.Header.Select((h, i) => new TableColumn(Both(h), table.Widths[i], table.Numbers[i]))],
                        [.. table.Rows.Select(r => (IReadOnlyList<Words>)[.. r.Select(c => new Words(c.Ar, c.En))])],
                        Maybe(table.Caption),
                        table.Totals is null ? null : [.. table.Totals.Select(c => new Words(c.Ar, c.En))]);
                    break;
                case FilledBlock.Plot plot:
                    yield return Drawing(plot.Sheet, plot.Scale);
                    break;
                case FilledBlock.Amount amount:
                    yield return new DocumentBlock.Amount(
                        Both(amount.Item.Label),
                        new Words(amount.Item.Value.Ar, amount.Item.Value.En),
                        amount.Sum is { } sum && AmountInWords.Of(sum) is { } spelled ? Both(spelled) : null);
                    break;
                case FilledBlock.FeeLines fees when fees.Statement.Lines.Count > 0:
                    yield return Fees(fees.Statement);
                    break;
                default:
                    break;
            }
        }
    }

    private static DocumentBlock Said(FilledBlock.Words words)
    {
        var text = Both(words.Text);
        return words.Kind switch
        {
            WordsKind.Heading => new DocumentBlock.Heading(text),
            WordsKind.Lead => new DocumentBlock.Paragraph(text, ParagraphTone.Lead),
            WordsKind.Small => new DocumentBlock.Paragraph(text, ParagraphTone.Small),
            WordsKind.Headline => new DocumentBlock.Headline(text),
            WordsKind.Notice => new DocumentBlock.Notice(text, Maybe(words.Title)),
            WordsKind.Important => new DocumentBlock.Notice(text, Maybe(words.Title), NoticeTone.Important),
            WordsKind.Signatory => new DocumentBlock.Signatory(text),
            _ => new DocumentBlock.Paragraph(text),
        };
    }

    private static DocumentBlock.Table Fees(FeeStatement fees) => new(
        [
            new TableColumn(new Words("البند", "Item"), 2),
            new TableColumn(new Words("الاحتساب", "Reckoning"), 3),
            new TableColumn(new Words("المبلغ (دينار)", "Amount (JOD)"), 1, Number: true),
        ],
        [.. fees.Lines.Select(l => (IReadOnlyList<Words>)[Both(l.Label), Both(l.Why), Words.Same(l.Amount.ToString())])],
        null,
        [new Words("المجموع", "Total"), Words.Same(""), Words.Same(fees.Total.ToString())]);

    private static DocumentBlock.PlotDrawing Drawing(JsonObject sheet, int? scale)
    {
        var parcel = Text(sheet["plotKey"]).Split('/')[^1];
        var neighbours = (sheet["neighbours"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(n => new PlotShape(Text(n["parcel"]), Corners(n["boundary"])))
            .Where(n => n.Corners.Count >= 3);
        return new DocumentBlock.PlotDrawing(
            new PlotShape(parcel, Corners(sheet["boundary"])),
            [.. neighbours],
            scale ?? (int)Number(sheet["scale"]),
            Text(sheet["crs"]) == "JTM"
                ? new Words("المسقط الأردني المستعرض المركيتوري (JTM)", "Jordan Transverse Mercator (JTM)")
                : new Words("شبكة فلسطين 1923 (كاسيني–سولدنر)", "Palestine 1923 Grid (Cassini-Soldner)"),
            Text(sheet["sheetId"]),
            Text(sheet["dataAsAt"]));
    }

    /// <summary>The register closes a boundary by repeating its first corner; a shape does not.</summary>
    private static List<PlanPoint> Corners(JsonNode? boundary)
    {
        var corners = (boundary as JsonArray ?? [])
            .OfType<JsonArray>()
            .Where(p => p.Count == 2)
            .Select(p => new PlanPoint(Number(p[0]), Number(p[1])))
            .ToList();
        if (corners.Count > 1 && corners[0] == corners[^1])
        {
            corners.RemoveAt(corners.Count - 1);
        }

        return corners;
    }

    private static Field Field(FilledField field) => new(Both(field.Label), new Words(field.Value.Ar, field.Value.En));

    private static Words Both(LocalizedText text) => new(text.Ar, text.En);

    private static Words? Maybe(LocalizedText? text) => text is null ? null : Both(text);

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    private static double Number(JsonNode? node) =>
        double.TryParse(node?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DocumentLayout Layout(string layout) => layout switch
    {
        "certificate" => DocumentLayout.Certificate,
        "plan" => DocumentLayout.Plan,
        "wall" => DocumentLayout.Wall,
        "card" => DocumentLayout.Card,
        "receipt" => DocumentLayout.Receipt,
        "letter" => DocumentLayout.Letter,
        _ => DocumentLayout.Page,
    };
}
