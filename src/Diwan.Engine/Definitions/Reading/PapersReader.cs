using System.Text.Json.Nodes;
using Diwan.Engine.Definitions.Checking;
using Diwan.Engine.Papers;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads <c>services/papers/</c>: templates, words and examples, all faults at once.</summary>
internal static class PapersReader
{
    internal const string Folder = "papers";

    internal static PaperBook Read(DefinitionFiles files, IReadOnlyList<Institution> institutions, FaultList faults)
    {
        var before = faults.Count;
        var place = new ExpressionPlace(["paper", "number", "today", "now"]);
        var templates = new DocumentReader(faults, new ExpressionReader(faults), place).Read(files.Open("document.yaml", faults));
        var (ar, en) = (TextsReader.Read(files, TextsReader.Arabic, faults), TextsReader.Read(files, TextsReader.English, faults));
        TextChecker.CheckPairs(ar, en, faults);
        new DocumentChecker(templates, faults).Check();
        var use = new TextUse(ar, en, faults);
        new DocumentTextChecker(templates, ar, en, use, faults).Check();
        use.Unused();
        foreach (var template in templates.Where(t => !PaperKinds.All.Contains(t.Id)))
        {
            faults.Error(template.At, "unknown-paper",
                ($"لا أحد يصدر ورقة باسم «{template.Id}».", $"Nobody issues a paper \"{template.Id}\"."),
                Nearest.Remedy(template.Id, PaperKinds.All));
        }

        foreach (var missing in PaperKinds.All.Where(k => templates.All(t => t.Id != k)))
        {
            faults.Error(new SourcePosition(files.Shown("document.yaml"), 0, 0), "missing-paper",
                ($"الورقة «{missing}» غير موجودة.", $"The paper \"{missing}\" is not there."),
                ($"أضفها إلى documents.", "Add it to documents."));
        }

        var book = new PaperBook(templates, TextsReader.Join(ar, en), []);
        var examples = new List<PaperExample>();
        foreach (var name in files.In("examples"))
        {
            if (files.Open(name, faults) is { } map && Example(map, book, institutions, faults) is { } example)
            {
                examples.Add(example);
            }
        }

        foreach (var template in templates.Where(t => examples.All(e => e.Paper != t.Id)))
        {
            faults.Error(template.At, "no-example",
                ($"لا مثال محسوب للورقة «{template.Id}».", $"The paper \"{template.Id}\" has no worked example."),
                ("أضف مثالاً في examples.", "Add one to examples."));
        }

        if (!faults.HasErrorsSince(before))
        {
            examples.ForEach(e => Hold(book, e, faults));
        }

        return book with { Examples = examples };
    }

    private static PaperExample? Example(YamlMap map, PaperBook book, IReadOnlyList<Institution> institutions, FaultList faults)
    {
        var name = map.Text("name", required: true);
        map.Text("about", required: true);
        var paper = map.Text("paper", required: true);
        var institution = map.Text("institution", required: true);
        var on = map.Date("on", required: true);
        var values = ExampleReader.Json(map.Node("values", required: true)) as JsonObject;
        var expect = map.Map("expect", required: true);
        var (ar, en) = (expect?.Texts("ar", required: true) ?? [], expect?.Texts("en", required: true) ?? []);
        expect?.Done();
        map.Done();
        if (paper is not null && book.Find(paper) is null)
        {
            map.Unknown(map.AtKey("paper"), paper, [.. book.Templates.Select(t => t.Id)]);
            return null;
        }

        if (institution is not null && institutions.All(i => i.Id != institution))
        {
            map.Unknown(map.AtKey("institution"), institution, [.. institutions.Select(i => i.Id)]);
            return null;
        }

        return name is null || paper is null || institution is null || on is not { } day || values is null
            ? null
            : new PaperExample(name, paper, institution, NationalCalendar.At(day, new TimeOnly(9, 0)), values, [.. ar.Select(t => t.Text)], [.. en.Select(t => t.Text)], map.At);
    }

    /// <summary>What an example promises stands on the paper, in that order.</summary>
    private static void Hold(PaperBook book, PaperExample example, FaultList faults)
    {
        var filled = PaperFiller.Fill(book, book.Find(example.Paper)!, example.Values, "0000-0000-0000", example.On);
        foreach (var (language, words) in new[] { (Language.Arabic, example.Ar), (Language.English, example.En) })
        {
            var text = Plain($"{filled.Title.In(language)}\n{filled.ToText(language)}");
            var from = 0;
            foreach (var word in words)
            {
                var at = text.IndexOf(Plain(word), from, StringComparison.Ordinal);
                if (at < 0)
                {
                    faults.Error(example.At, "example-fails",
                        ($"المثال «{example.Name}» لا يصح: لا يوجد «{word}» في الورقة بعد ما قبله.", $"The example \"{example.Name}\" does not hold: \"{word}\" does not stand on the paper after what comes before it."),
                        ("صحّح القالب أو المثال.", "Correct the template or the example."));
                    break;
                }

                from = at + 1;
            }
        }
    }

    /// <summary>Without the marks that only keep directions apart.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => c is not (>= '\u2066' and <= '\u2069')));
}
