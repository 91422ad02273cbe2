using Diwan.Cases.UseCases;
using Diwan.Payments;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>Pays a bill by card, or takes its number to a bank, a shop or a post office. Whether the person comes back does not matter.</summary>
public sealed class PayModel(ReadCase read, FindBill bills, StartCardPayment card, Links links, Text text) : SignedInPage
{
    public BillView Bill { get; private set; } = null!;

    public PaySummary Summary { get; private set; } = new([]);

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference) =>
        !await FindAsync(reference) ? NotFound()
        : Bill.State == BillState.Open ? Page()
        : LocalRedirect(links.To($"/cases/{reference}"));

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (!await FindAsync(reference))
        {
            return NotFound();
        }

        var back = $"{Request.Scheme}://{Request.Host}{links.To($"/cases/{reference}/paid")}";
        switch (await card.RunAsync(Bill.Number.Value, back, Aborted, text.Language))
        {
            case StartCardPayment.Result.Started started:
                return Redirect(started.RedirectUrl);
            case StartCardPayment.Result.RailDown:
                Problem = text["pay.railDown"];
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Page();
            default:
                return LocalRedirect(links.To($"/cases/{reference}"));
        }
    }

    private async Task<bool> FindAsync(string reference)
    {
        if (await read.ForApplicantAsync(reference, Me.PersonKey, Aborted) is not { State.Bill: { } bill }
            || await bills.ByNumberAsync(bill.Number, Aborted) is not { } found)
        {
            return false;
        }

        Bill = found;
        Summary = new PaySummary([.. found.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]);
        return true;
    }
}
