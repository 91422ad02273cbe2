using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>What a person paid, for themselves or others, and what others paid for them: a line for each receipt.</summary>
public sealed class MyPaymentsModel(FindReceipt receipts, FindBill bills) : SignedInPage
{
    public IReadOnlyList<(ReceiptView Receipt, LocalizedText Service, bool ForMe)> Lines { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var lines = new List<(ReceiptView, LocalizedText, bool)>();
        foreach (var receipt in await receipts.OfPayerAsync(Me.PersonKey, Aborted))
        {
            var bill = await bills.ByNumberAsync(receipt.BillNumber, Aborted);
            lines.Add((receipt, bill!.Service, bill.PayerKey == Me.PersonKey));
        }

        Lines = lines;
    }
}
