using Diwan.Payments;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Pay;

/// <summary>Back from the card page. What the browser says is not believed; the page looks whether the rail's notice is here.</summary>
public sealed class WaitModel(FindBill bills, Links links, TimeProvider time) : PageModel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What was paid of it, in fils, when the payer went to the card page.</summary>
    [BindProperty(SupportsGet = true)]
    public long Before { get; set; }

    public string Number { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string number)
    {
        var until = time.GetUtcNow() + Patience;
        while (true)
        {
            if (await bills.ByNumberAsync(number, HttpContext.RequestAborted) is not { } bill)
            {
                return NotFound();
            }

            Number = bill.Number.Value;
            if (bill.Paid.Fils > Before || bill.State is not (BillState.Open or BillState.PartlyPaid))
            {
                return LocalRedirect(links.To($"/pay/{Number}"));
            }

            if (time.GetUtcNow() >= until)
            {
                Response.Headers["Refresh"] = "10";
                return Page();
            }

            await Task.Delay(200, HttpContext.RequestAborted);
        }
    }
}
