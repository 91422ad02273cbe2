using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Cases.Papers;

/// <summary>
/// The sealed paper of a receipt: what was paid, by which rail, under which fiscal number; and for the owner of the bill, line by line, why
/// and on which law. Whoever paid for somebody else gets a paper that says nothing about them. Made when it is first asked for.
/// </summary>
public sealed class IssueReceiptPaper(
    FindReceipt receipts, FindBill bills, NumberReceipts numbers, IssueDocument documents, PublishedServices services, CasesOptions options, ChangeWriter writer,
    TimeProvider time)
{
    private const int Tries = 3;

    /// <returns>The number of the document, to be downloaded by the same person; null if the receipt is not theirs or is none.</returns>
    public async Task<string?> RunAsync(string receiptNumber, Actor reader, CancellationToken ct)
    {
        if (await receipts.ByNumberAsync(receiptNumber, ct) is not { } receipt || await bills.ByNumberAsync(receipt.BillNumber, ct) is not { } bill)
        {
            return null;
        }

        var owner = bill.PayerKey == reader.Id;
        if (!owner && receipt.PayerKey != reader.Id)
        {
            return null;
        }

        if (receipt.Fiscal is null)
        {
            // Given a second after the booking; a paper does not go out without it.
            await numbers.RunAsync(ct);
            receipt = (await receipts.ByNumberAsync(receiptNumber, ct))!;
        }

        var key = $"receipt:{receipt.Number}:{(owner ? "owner" : "payer")}";
        for (var attempt = 1; ; attempt++)
        {
            var change = new Change(reader, Channel.Portal, "receipt-printing", time.GetUtcNow());
            var issued = await documents.AddAsync(
                change,
                new IssueDocument.Order(
                    PaperWords.IdOf(key), receipt.Number, reader.Id, "payment-receipt", receipt.Institution, number => Content(number, receipt, bill, owner), change.Now, key)
                {
                    Assurance = Assurance.Low,
                },
                ct);
            if (change.IsEmpty || await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                return issued.Number;
            }

            if (attempt == Tries)
            {
                throw new InvalidOperationException($"The paper of receipt {receipt.Number} met a conflict {Tries} times.");
            }
        }
    }

    private DocumentContent Content(string number, ReceiptView receipt, BillView bill, bool owner)
    {
        var institution = services.Catalogue.FindInstitution(receipt.Institution)?.Name ?? LocalizedText.Same(receipt.Institution);
        var words = AmountInWords.Of(receipt.Amount);
        var facts = new List<Field>
        {
            new(new("رقم الوصل", "Receipt number"), Words.Same(receipt.Number)),
            new(new("الرقم المالي", "Fiscal number"), Words.Same(receipt.Fiscal ?? "")),
            new(new("رقم الفاتورة", "Bill number"), Words.Same(bill.Number.Spoken)),
            new(new("الخدمة", "Service"), PaperWords.Of(bill.Service)),
            new(new("وقت الدفع", "Paid at"), PaperWords.Of(receipt.PaidAt)),
            new(new("طريقة الدفع", "Paid by"), PaperWords.Of(receipt.Rail)),
            new(new("رقم الحركة", "Transaction"), Words.Same(receipt.TransactionNo)),
        };
        if (owner)
        {
            facts.Insert(3, new(new("صاحب الفاتورة", "Owner of the bill"), Words.Same(bill.PayerName)));
        }

        List<DocumentBlock> blocks =
        [
            new DocumentBlock.Amount(new("المبلغ المدفوع", "Amount paid"), PaperWords.Of(receipt.Amount), words is null ? null : PaperWords.Of(words)),
            new DocumentBlock.Fields(facts),
        ];
        if (owner)
        {
            blocks.Add(new DocumentBlock.Table(
                [new(new("البند وسببه وسنده", "Item, why, and on which law"), 5.4), new(new("المبلغ (دينار)", "Amount (JOD)"), 1.2, true)],
                [.. bill.Lines.Select(l => (IReadOnlyList<Words>)[Explain(l), PaperWords.Bare(l.Amount)])],
                new("كيف حُسب المبلغ", "How the amount comes about"),
                [new("مجموع الفاتورة", "Total of the bill"), PaperWords.Bare(bill.Total)]));
        }

        if (receipt.Amount != bill.Total)
        {
            blocks.Add(new DocumentBlock.Notice(new(
                $"هذا وصل بجزء من الفاتورة. مجموعها {Isolate.Value(bill.Total.ToString(Language.Arabic))}.",
                $"This receipt is for a part of the bill, whose total is {Isolate.Value(bill.Total.ToString(Language.English))}.")));
        }

        return new DocumentContent(
            "payment-receipt", DocumentLanguage.Both, new("وصل دفع", "Payment receipt"), receipt.Institution, PaperWords.Of(institution), blocks,
            [
                new("receipt", new("رقم الوصل", "Receipt number"), receipt.Number),
                new("fiscal", new("الرقم المالي", "Fiscal number"), receipt.Fiscal ?? ""),
                new("amount", new("المبلغ", "Amount"), $"{receipt.Amount} JOD"),
                new("paid", new("وقت الدفع", "Paid at"), PaperWords.Of(receipt.PaidAt).En!),
            ],
            null, options.Demonstration, DocumentLayout.Receipt)
        {
            CaseReference = owner && bill.Reference.Length > 0 ? bill.Reference : number,
        };
    }

    private static Words Explain(BillLine line)
    {
        string In(Func<LocalizedText, string> of) => string.Join(
            "\n", new[] { of(line.Label), of(line.Why), line.Law is { } law ? of(law) : line.Instrument }.Where(t => t.Length > 0));
        return new Words(In(t => t.Ar), In(t => t.En));
    }
}
