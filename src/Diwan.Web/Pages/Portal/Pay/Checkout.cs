using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Fields;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Pay;

/// <summary>The ways of paying a bill that a page shows.</summary>
/// <param name="Kept">What is kept for the reader at the bill's institution and could be used for it.</param>
/// <param name="Typed">The part that was typed; as typed.</param>
public sealed record PayWays(BillView Bill, Money Kept, string? Typed, FormFaults Faults);

/// <summary>Pays a bill from a page: sends the payer to the card page, or uses what is kept for them.</summary>
public sealed class Checkout(StartCardPayment card, UseCredit credit, FindRefund refunds, Links links, Text text)
{
    public const string Part = "part";

    /// <param name="typed">The part that was typed; without one, all that is due.</param>
    /// <param name="back">A path of ours where the browser comes back to.</param>
    /// <returns>Null when it cannot be paid so; then <paramref name="faults"/> says why.</returns>
    public async Task<IActionResult?> ByCardAsync(PageModel page, BillView bill, string? typed, string back, FormFaults faults)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(bill);
        ArgumentNullException.ThrowIfNull(faults);
        Money? part = null;
        if (bill.LeastPart is not null && !string.IsNullOrWhiteSpace(typed))
        {
            if (!Money.TryParse(typed, out var some))
            {
                return Wrong(page, faults, Part, text["money.amountWrong"]);
            }

            part = some;
        }

        var request = page.Request;
        var address = $"{request.Scheme}://{request.Host}{links.To(back)}";
        switch (await card.RunAsync(bill.Number.Value, address, page.HttpContext.RequestAborted, text.Language, part))
        {
            case StartCardPayment.Result.Started { RedirectUrl.Length: > 0 } started:
                return new RedirectResult(started.RedirectUrl);
            case StartCardPayment.Result.Started or StartCardPayment.Result.AlreadyPaid:
                return new LocalRedirectResult(links.To($"/pay/{bill.Number}/wait"));
            case StartCardPayment.Result.WrongPart wrong:
                return Wrong(page, faults, Part, WrongPart(wrong.Least, wrong.Due));
            case StartCardPayment.Result.RailDown:
                return Wrong(page, faults, null, text["pay.railDown"], StatusCodes.Status503ServiceUnavailable);
            default:
                return new LocalRedirectResult(links.To($"/pay/{bill.Number}"));
        }
    }

    /// <returns>Null when it cannot be paid so; then <paramref name="faults"/> says why.</returns>
    public async Task<IActionResult?> FromCreditAsync(PageModel page, BillView bill, Actor payer, string next, FormFaults faults)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(bill);
        return await credit.RunAsync(payer, bill.Number.Value, page.HttpContext.RequestAborted) switch
        {
            UseCredit.Result.Used => new LocalRedirectResult(links.To(next)),
            UseCredit.Result.TooLittle little => Wrong(page, faults, null, text["money.creditTooLittle", text.Money(little.Kept)], StatusCodes.Status409Conflict),
            _ => Wrong(page, faults, null, text["money.notPayable"], StatusCodes.Status409Conflict),
        };
    }

    /// <summary>What is kept for a person and may pay this bill, or a part of it that may be paid.</summary>
    public async Task<Money> KeptAsync(BillView bill, string? personKey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(bill);
        if (personKey is null || bill.PayerKey != personKey || bill.IsBasket || bill.Due <= Money.Zero)
        {
            return Money.Zero;
        }

        var kept = (await refunds.CreditsAsync(personKey, ct)).Where(c => c.Institution == bill.Institution).Sum(c => c.Amount);
        var use = kept < bill.Due ? kept : bill.Due;
        return use == bill.Due || (bill.LeastPart is { } least && use >= least) ? use : Money.Zero;
    }

    public string WrongPart(Money? least, Money due) =>
        least is { } some && some < due ? text["money.wrongPart", text.Money(some), text.Money(due)] : text["money.wholeOnly", text.Money(due)];

    private static IActionResult? Wrong(PageModel page, FormFaults faults, string? field, string message, int status = StatusCodes.Status400BadRequest)
    {
        faults.Add(field, message);
        page.Response.StatusCode = status;
        return null;
    }
}
