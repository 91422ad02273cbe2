using Diwan.Cases.Papers;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Receipts;

/// <summary>A receipt: what was paid and, for the owner of the bill, line by line why and on which law. Also as a sealed paper.</summary>
public sealed class ReceiptModel(FindReceipt receipts, FindBill bills, WishRefund wishes, IssueReceiptPaper papers, DownloadDocument download, MoneyNames names, Text text) : SignedInPage
{
    public ReceiptView Receipt { get; private set; } = null!;

    public BillView Bill { get; private set; } = null!;

    /// <summary>Whether the reader owns the bill; else they paid it for somebody, of whom nothing is shown.</summary>
    public bool Owns => Bill.PayerKey == Me.PersonKey;

    /// <summary>How much of the bill the reader could ask back.</summary>
    public Money Left { get; private set; }

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string number)
    {
        if (await receipts.ByNumberAsync(number, Aborted) is not { } receipt || await bills.ByNumberAsync(receipt.BillNumber, Aborted) is not { } bill
            || (receipt.PayerKey != Me.PersonKey && bill.PayerKey != Me.PersonKey))
        {
            return NotFound();
        }

        (Receipt, Bill) = (receipt, bill);
        Left = bill.State == BillState.Settled ? await wishes.LeftAsync(Me.PersonKey, bill.Number.Value, Aborted) : Money.Zero;
        var rows = new List<SummaryRow>
        {
            new(text["money.receipt"], text.Isolate(receipt.Number)),
            new(text["money.fiscal"], receipt.Fiscal is { } fiscal ? text.Isolate(fiscal) : (object)text["money.fiscalSoon"]),
            new(text["case.billNumber"], text.Isolate(bill.Number.Spoken)),
            new(text["money.institution"], names.Institution(receipt.Institution)),
            new(text["money.service"], bill.Service.In(text.Language)),
            new(text["money.paidAt"], text.DateTime(receipt.PaidAt)),
            new(text["money.paidBy"], names.Rail(receipt.Rail)),
            new(text["money.transaction"], text.Isolate(receipt.TransactionNo)),
        };
        if (Owns && bill.Reference.Length > 0)
        {
            rows.Insert(3, new(text["case.reference"], text.Isolate(bill.Reference)));
        }

        Rows = rows;
        return Page();
    }

    public async Task<IActionResult> OnGetPaperAsync(string number) =>
        await papers.RunAsync(number, Actor, Aborted) is { } paper && await download.RunAsync(paper, Me.PersonKey, Actor, Aborted) is DownloadDocument.Result.Ready ready
            ? File(ready.Bytes, "application/pdf", ready.Name)
            : NotFound();
}
