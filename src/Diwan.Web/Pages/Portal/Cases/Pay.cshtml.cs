using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Pages.Portal.Pay;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>Pays the bill of one's case, whole or in part, or takes its number to a bank, a shop or a post office. Whether the person comes back does not matter.</summary>
[ActsFor(MandateScope.Pay)]
public sealed class PayModel(ReadCase read, FindBill bills, Checkout checkout, Links links, Text text) : SignedInPage
{
    public BillView Bill { get; private set; } = null!;

    public PaySummary Summary { get; private set; } = new([]);

    public Money Kept { get; private set; }

    /// <summary>Whether the person has other bills open, which could be paid together with this one.</summary>
    public bool Others { get; private set; }

    public string? Typed { get; private set; }

    public FormFaults Faults { get; } = new();

    public PayWays Ways => new(Bill, Kept, Typed, Faults);

    private bool CanPay => Bill.State is BillState.Open or BillState.PartlyPaid;

    public async Task<IActionResult> OnGetAsync(string reference) =>
        !await FindAsync(reference) ? NotFound()
        : CanPay ? Page()
        : LocalRedirect(links.To($"/cases/{reference}"));

    public async Task<IActionResult> OnPostCardAsync(string reference, string? part)
    {
        if (!await FindAsync(reference))
        {
            return NotFound();
        }

        Typed = part;
        return !CanPay ? LocalRedirect(links.To($"/cases/{reference}"))
            : await checkout.ByCardAsync(this, Bill, part, $"/cases/{reference}/paid" + (Bill.LeastPart is null ? "" : $"?before={Bill.Paid.Fils}"), Faults) ?? Page();
    }

    public async Task<IActionResult> OnPostCreditAsync(string reference) =>
        ActsFor is not null || !await FindAsync(reference) ? NotFound()
        : await checkout.FromCreditAsync(this, Bill, Actor, $"/cases/{reference}/paid", Faults) ?? Page();

    private async Task<bool> FindAsync(string reference)
    {
        if (await read.ForApplicantAsync(reference, PersonKey, Aborted) is not { State.Bill: { } bill }
            || await bills.ByNumberAsync(bill.Number, Aborted) is not { } found)
        {
            return false;
        }

        Bill = found;
        Summary = new PaySummary([.. found.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]);
        if (ActsFor is null)
        {
            // What is kept for somebody, and what else they owe, is theirs: who acts for them pays this bill and no more.
            Kept = await checkout.KeptAsync(found, PersonKey, Aborted);
            Others = (await bills.PayableOfAsync(PersonKey, 2, Aborted)).Any(b => b.Number != found.Number);
        }

        return true;
    }
}
