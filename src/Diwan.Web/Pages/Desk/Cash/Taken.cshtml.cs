using Diwan.Payments;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>What was taken, with its receipts to be printed for the payer. Only of a shift of one's own.</summary>
public sealed class TakenModel(FindShift shifts, FindReceipt receipts, FindBill bills, NumberReceipts numbers) : CashPage(shifts)
{
    private readonly FindShift _shifts = shifts;

    public TakingView Taking { get; private set; } = null!;

    public IReadOnlyList<(ReceiptView Receipt, BillView Bill)> Receipts { get; private set; } = [];

    /// <summary>How many bills of a basket have had their share; the others follow at once.</summary>
    public int Expected { get; private set; }

    public async Task<IActionResult> OnGetAsync(string transaction)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        await ReadShiftAsync();
        if (Shift is null || await _shifts.TakingAsync(Shift.Id, transaction, Aborted) is not { } taking)
        {
            return NotFound();
        }

        Taking = taking;

        // The payer waits at the counter: the receipt leaves it with its fiscal number.
        await numbers.RunAsync(Aborted);
        var bill = (await bills.ByNumberAsync(taking.BillNumber, Aborted))!;
        Expected = bill.IsBasket ? bill.Parts.Count : 1;
        var found = new List<(ReceiptView, BillView)>();
        foreach (var receipt in await receipts.OfTransactionAsync(transaction, Aborted))
        {
            found.Add((receipt, (await bills.ByNumberAsync(receipt.BillNumber, Aborted))!));
        }

        Receipts = found;
        return Page();
    }
}
