using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Pay;

/// <summary>A bill or basket by its number, for anybody who has the number: what it comes to and how to pay it; and when it is paid, that it is.</summary>
public sealed class BillModel(FindBill bills, FindReceipt receipts, Checkout checkout, MoneyNames names, Text text, TimeProvider time) : PageModel
{
    public BillView Bill { get; private set; } = null!;

    public PaySummary Summary { get; private set; } = new([]);

    public Money Kept { get; private set; }

    public string? Typed { get; private set; }

    public FormFaults Faults { get; } = new();

    /// <summary>The receipts of what was paid, as far as the reader may open them.</summary>
    public IReadOnlyList<(ReceiptView Receipt, bool Mine)> Receipts { get; private set; } = [];

    public bool IsMine => HttpContext.Oneself() is { } me && me.PersonKey == Bill.PayerKey;

    public bool CanPay => Bill.State is BillState.Open or BillState.PartlyPaid && Bill.ExpiresAt > time.GetUtcNow();

    /// <summary>The state as it is shown: past its end it is over, though nobody has closed it yet.</summary>
    public BillState State => Bill.State is BillState.Open or BillState.PartlyPaid && !CanPay ? BillState.Expired : Bill.State;

    public PayWays Ways => new(Bill, Kept, Typed, Faults);

    public async Task<IActionResult> OnGetAsync(string number) => await FindAsync(number) ? Page() : NotFound();

    public async Task<IActionResult> OnPostCardAsync(string number, string? part)
    {
        if (!await FindAsync(number))
        {
            return NotFound();
        }

        Typed = part;
        return await checkout.ByCardAsync(this, Bill, part, $"/pay/{Bill.Number}/wait?before={Bill.Paid.Fils}", Faults) ?? Page();
    }

    public async Task<IActionResult> OnPostCreditAsync(string number)
    {
        if (!await FindAsync(number) || HttpContext.Oneself() is not { } me || !IsMine)
        {
            return NotFound();
        }

        return await checkout.FromCreditAsync(this, Bill, me.ToActor(), $"/pay/{Bill.Number}", Faults) ?? Page();
    }

    private async Task<bool> FindAsync(string number)
    {
        var ct = HttpContext.RequestAborted;
        if (await bills.ByNumberAsync(number, ct) is not { } found)
        {
            return false;
        }

        Bill = found;
        var me = HttpContext.Oneself();

        // Lines say what somebody owes and why: they are for the owner. Whoever pays sees what for, to whom, and how much.
        Summary = new PaySummary(
            found.IsBasket ? [.. found.Parts.Select(p => new PayLine(p.Service.In(text.Language), p.Amount, text["money.billOf", p.BillNumber, names.Institution(p.Institution)]))]
            : IsMine ? [.. found.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]
            : [new PayLine(found.Service.In(text.Language), found.Total)]);
        Kept = await checkout.KeptAsync(found, me?.PersonKey, ct);
        var given = found.IsBasket
            ? found.TransactionNo is { } transaction ? await receipts.OfTransactionAsync(transaction, ct) : []
            : await receipts.OfBillAsync(found.Number.Value, ct);
        Receipts = [.. given.Select(r => (r, me is not null && (r.PayerKey == me.PersonKey || IsMine)))];
        return true;
    }
}
