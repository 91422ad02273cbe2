using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Payments;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>Back from the card page. What the browser says is not believed; the page looks whether the rail's notice is here.</summary>
[ActsFor(MandateScope.Pay)]
public sealed class PaidModel(ReadCase read, FindBill bills, Links links, TimeProvider time) : SignedInPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What was paid of a bill in parts, in fils, when the payer went to the card page; null of a bill that is paid whole.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public string Reference { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        Reference = reference;
        var until = time.GetUtcNow() + Patience;
        while (true)
        {
            if (await read.ForApplicantAsync(reference, PersonKey, Aborted) is not { } found)
            {
                return NotFound();
            }

            if (found.State.Bill is not { PaidAt: null })
            {
                return LocalRedirect(links.To($"/cases/{reference}?submitted=true"));
            }

            if (Before is { } before && await bills.ByNumberAsync(found.State.Bill.Number, Aborted) is { } bill && bill.Paid.Fils > before)
            {
                return LocalRedirect(links.To($"/cases/{reference}/pay"));
            }

            if (time.GetUtcNow() >= until)
            {
                Response.Headers["Refresh"] = "10";
                return Page();
            }

            await Task.Delay(200, Aborted);
        }
    }
}
