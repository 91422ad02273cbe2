using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>What a person paid, for themselves or others, and what others paid for them: a line for each receipt.</summary>
public sealed class MyPaymentsModel(FindReceipt receipts, FindBill bills) : SignedInPage
{
    public IReadOnlyList<(ReceiptView Receipt, LocalizedText Service, bool ForMe)> Lines { get; private set; } = [];

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public ListPlace? Next { get; private set; }

    public async Task OnGetAsync()
    {
        var found = await receipts.OfPayerAsync(Me.PersonKey, ListPlace.Read(After), Aborted);
        var lines = new List<(ReceiptView, LocalizedText, bool)>();
        foreach (var receipt in found.Rows)
        {
            var bill = await bills.ByNumberAsync(receipt.BillNumber, Aborted);
            lines.Add((receipt, bill!.Service, bill.PayerKey == Me.PersonKey));
        }

        (Lines, Next) = (lines, found.Next);
    }
}
