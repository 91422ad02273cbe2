using Diwan.Engine.Definitions.Reading;
using Diwan.Engine.Documents;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>Every word a template names is there, and every placeholder in it has a value.</summary>
internal sealed class DocumentTextChecker(IReadOnlyList<DocumentTemplate> documents, TextFile arabic, TextFile english, TextUse use, FaultList faults)
{
    internal void Check()
    {
        foreach (var document in documents)
        {
            use.Need(document.TitleKey, document.At);
            foreach (var block in document.Blocks)
            {
                switch (block)
                {
                    case TemplateBlock.Words words:
                        use.Need(words.TextKey, words.At);
                        NeedIfAny(words.TitleKey, words.At);
                        Values(words);
                        break;
                    case TemplateBlock.Fields fields:
                        NeedIfAny(fields.CaptionKey, fields.At);
                        Labels(fields.Items);
                        break;
                    case TemplateBlock.Table table:
                        NeedIfAny(table.CaptionKey, table.At);
                        NeedIfAny(table.TotalsKey, table.At);
                        Labels(table.Columns);
                        break;
                    case TemplateBlock.Amount amount:
                        Labels([amount.Item]);
                        break;
                    case TemplateBlock.Card card:
                        Labels([.. card.Front, .. card.Back]);
                        break;
                }
            }

            foreach (var fact in document.Seal.Where(f => !SealWords.Known.ContainsKey(f.Name)))
            {
                use.Need($"document.{document.Id}.{fact.Name}", fact.Value.Ar.At);
            }
        }
    }

    private void NeedIfAny(string? key, SourcePosition at)
    {
        if (key is not null)
        {
            use.Need(key, at);
        }
    }

    private void Labels(IEnumerable<LabelledValue> items)
    {
        foreach (var item in items)
        {
            use.Need(item.LabelKey, item.Value.Ar.At);
        }
    }

    private void Values(TemplateBlock.Words words)
    {
        foreach (var file in new[] { arabic, english })
        {
            if (file.Texts.TryGetValue(words.TextKey, out var text))
            {
                foreach (var name in Texts.Placeholders(text.Text).Where(n => !words.Values.ContainsKey(n)))
                {
                    faults.Error(text.At, "unknown-placeholder",
                        ($"النص «{words.TextKey}» يذكر {{{name}}} ولا قيمة له في document.yaml.", $"The text \"{words.TextKey}\" names {{{name}}}, for which document.yaml gives no value."),
                        ($"أضف {name} إلى values في {words.At}.", $"Add {name} to the values at {words.At}."));
                }
            }
        }
    }
}
