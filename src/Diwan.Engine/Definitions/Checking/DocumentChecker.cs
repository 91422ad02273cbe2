using System.Text.RegularExpressions;
using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>A document can be laid out as its design wants it, and its seal holds what a seal may hold.</summary>
internal sealed partial class DocumentChecker(IReadOnlyList<DocumentTemplate> documents, FaultList faults)
{
    /// <summary>More do not fit a code that is still read from a photocopy.</summary>
    private const int MostFacts = 10;

    internal void Check()
    {
        foreach (var document in documents)
        {
            Design(document);
            Seal(document);
        }
    }

    private void Design(DocumentTemplate document)
    {
        switch (document.Layout)
        {
            case "card" when document.Blocks.Count(b => b is TemplateBlock.Card) != 1:
                faults.Error(document.At, "no-card",
                    ($"تصميم الوثيقة «{document.Id}» بطاقة ولا بطاقة فيها، أو فيها أكثر من واحدة.", $"The document \"{document.Id}\" has the design of a card, but not exactly one block \"card\"."),
                    ("أضف فقرة card فيها plate وfront وback.", "Give it one block card with plate, front and back."));
                break;
            case "plan" when document.Blocks.Count(b => b is TemplateBlock.Plot) != 1:
                faults.Error(document.At, "no-plot",
                    ($"تصميم الوثيقة «{document.Id}» مخطط ولا رسم فيها، أو فيها أكثر من واحد.", $"The document \"{document.Id}\" has the design of a plan, but not exactly one block \"plot\"."),
                    ("أضف فقرة plot من لوحة المساحة.", "Give it one block plot, from the cadastral sheet."));
                break;
        }

        foreach (var card in document.Layout == "card" ? [] : document.Blocks.OfType<TemplateBlock.Card>())
        {
            faults.Error(card.At, "card-elsewhere",
                ("فقرة card لا تُرسم إلا في تصميم card.", "A block card is drawn in the design card only."),
                ("اكتب layout: card، أو استعمل fields.", "Write layout: card, or use fields."));
        }

        foreach (var amount in document.Blocks.OfType<TemplateBlock.Amount>().Where(a => a.Item.Value.Format.Kind != ValueFormatKind.Money))
        {
            faults.Error(amount.Item.Value.Ar.At, "not-money",
                ("القيمة في فقرة amount مبلغ من المال.", "The value of a block amount is a sum of money."),
                ("اكتب format: money.", "Write format: money."));
        }
    }

    private void Seal(DocumentTemplate document)
    {
        if (document.Seal.Count > MostFacts)
        {
            faults.Error(document.Seal[MostFacts].Value.Ar.At, "seal-too-large",
                ($"في ختم الوثيقة «{document.Id}» {document.Seal.Count} حقائق، ولا يتسع إلا لعشر.", $"The seal of the document \"{document.Id}\" holds {document.Seal.Count} facts; {MostFacts} fit."),
                ("أبقِ ما يلزم للتحقق وحده.", "Keep only what is needed to verify it."));
        }

        foreach (var fact in document.Seal)
        {
            if (!FactName().IsMatch(fact.Name))
            {
                faults.Error(fact.Value.Ar.At, "seal-name",
                    ($"«{fact.Name}» ليس اسماً لحقيقة في الختم.", $"\"{fact.Name}\" cannot name a fact of a seal."),
                    ("استعمل حروفاً لاتينية وأرقاماً ونقاطاً وشرطات.", "Use letters a-z, digits, dots and dashes."));
            }

            if (fact.Value.Format.Kind != ValueFormatKind.Masked && PersonalNumber().IsMatch(fact.Value.Ar.Text))
            {
                faults.Error(fact.Value.Ar.At, "seal-personal",
                    ($"في الختم رقم شخصي كامل، ويستطيع أي أحد قراءة الختم.", "The seal holds a whole personal number, and anyone can read a seal."),
                    ("اكتب format: masked.", "Write format: masked."));
            }
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9.-]{0,23}$", RegexOptions.CultureInvariant)]
    private static partial Regex FactName();

    [GeneratedRegex(@"\b(applicant\.(nationalNumber|documentNumber)|nationalNumber)\b", RegexOptions.CultureInvariant)]
    private static partial Regex PersonalNumber();
}
