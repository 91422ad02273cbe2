using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using TableColumn = Diwan.Documents.TableColumn;

namespace Diwan.Cases.Book;

/// <summary>A filled document of a case, in the form the Documents room lays out.</summary>
internal sealed class DocumentContents(PublishedServices services, CasesOptions options)
{
    private const int CardFrontFields = 7;

    internal DocumentContent Of(ServiceDefinition definition, FilledDocument filled)
    {
        var institution = services.Catalogue.FindInstitution(definition.Id.Institution);
        return new DocumentContent(
            $"{definition.Id}/{filled.Id}",
            filled.Languages switch
            {
                [Language.English] => DocumentLanguage.English,
                [_, _] => DocumentLanguage.Both,
                _ => DocumentLanguage.Arabic,
            },
            Both(filled.Title),
            definition.Id.Institution,
            institution is null ? Words.Same(definition.Id.Institution) : Both(institution.Name),
            [.. Blocks(filled)],
            [.. filled.Seal.Select(s => new SealFact(s.Key, Label(definition, filled, s.Key), s.Value))],
            filled.ValidUntil,
            options.Demonstration,
            Layout(filled.Layout));
    }

    private static IEnumerable<DocumentBlock> Blocks(FilledDocument filled)
    {
        var card = filled.Layout == "card";
        foreach (var block in filled.Blocks)
        {
            switch (block)
            {
                // The title stands in the head of every page already.
                case FilledBlock.Words { Kind: WordsKind.Heading } heading when heading.Text == filled.Title:
                    break;
                case FilledBlock.Words words:
                    yield return words.Kind switch
                    {
                        WordsKind.Heading => new DocumentBlock.Heading(Both(words.Text)),
                        WordsKind.Notice => new DocumentBlock.Notice(Both(words.Text)),
                        _ => new DocumentBlock.Paragraph(Both(words.Text)),
                    };
                    break;
                case FilledBlock.Fields fields when card:
                    card = false;
                    var items = fields.Items.Select(Field).ToList();
                    var plate = filled.Seal.FirstOrDefault(s => s.Key == "plate").Value ?? "";
                    yield return new DocumentBlock.Card(Both(filled.Title), plate, [.. items.Take(CardFrontFields)], [.. items.Skip(CardFrontFields)]);
                    break;
                case FilledBlock.Fields fields:
                    yield return new DocumentBlock.Fields([.. fields.Items.Select(Field)]);
                    break;
                case FilledBlock.Table table:
                    yield return new DocumentBlock.Table(
                        [.. table.Header.Select(h => new TableColumn(Both(h)))],
                        [.. table.Rows.Select(r => (IReadOnlyList<Words>)[.. r.Select(c => new Words(c.Ar, c.En))])]);
                    break;
                case FilledBlock.Plot plot:
                    yield return Drawing(plot.Sheet);
                    break;
                case FilledBlock.FeeLines fees when fees.Statement.Lines.Count > 0:
                    yield return Fees(fees.Statement);
                    break;
                default:
                    break;
            }
        }
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

    private static DocumentBlock.PlotDrawing Drawing(JsonObject sheet)
    {
        var parcel = Text(sheet["plotKey"]).Split('/')[^1];
        var neighbours = (sheet["neighbours"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(n => new PlotShape(Text(n["parcel"]), Corners(n["boundary"])))
            .Where(n => n.Corners.Count >= 3);
        return new DocumentBlock.PlotDrawing(
            new PlotShape(parcel, Corners(sheet["boundary"])),
            [.. neighbours],
            (int)Number(sheet["scale"]),
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

    private static Words Label(ServiceDefinition definition, FilledDocument filled, string fact) =>
        definition.Texts.TryGet($"document.{filled.Id}.{fact}", out var label) ? Both(label) : fact switch
        {
            "holder" or "owner" => new Words("صاحب الوثيقة", "Holder"),
            "purpose" => new Words("الغاية", "Purpose"),
            "plate" => new Words("رقم اللوحة", "Plate"),
            "total" => new Words("المجموع (دينار)", "Total (JOD)"),
            "receipt" => new Words("رقم الوصل", "Receipt"),
            "plot" => new Words("القطعة", "Plot"),
            _ => Words.Same(fact),
        };

    private static Field Field(FilledField field) => new(Both(field.Label), new Words(field.Value.Ar, field.Value.En));

    private static Words Both(LocalizedText text) => new(text.Ar, text.En);

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
