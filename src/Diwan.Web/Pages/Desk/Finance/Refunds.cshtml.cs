using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>
/// The refunds of one's institutions: payers' wishes to be answered, what waits for a second person, transfers to be made, and all others.
/// The first person and the second are never the same.
/// </summary>
public sealed class RefundsModel(
    FindRefund refunds, WishRefund wishes, AnswerWish answers, RequestRefund requests, Catalogue catalogue, MoneyNames names, IOptions<PaymentsOptions> options, Links links, Text text) : MoneyPage
{
    /// <summary>Where the list of refunds goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Where that of wishes does.</summary>
    [BindProperty(SupportsGet = true)]
    public string? WishesAfter { get; set; }

    /// <summary>Those that have ended, and not those under way.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ended { get; set; }

    /// <summary>Only this refund or wish.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? One { get; set; }

    public Slice<RefundView> Refunds { get; private set; } = Slice.Empty<RefundView>();

    public Slice<WishView> Wishes { get; private set; } = Slice.Empty<WishView>();

    /// <summary>Above this a second person decides.</summary>
    public Money Limit => new(options.Value.Refunds.SecondPersonAboveFils);

    /// <summary>What the last form did: asked, second, decided, answered, sent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public (Guid Id, string? Words, string? Amount) Typed { get; private set; }

    public bool Acts => Own.Count > 0;

    public static string Field(string name, Guid id) => $"{name}-{id:N}";

    /// <summary>Whether this person may decide: somebody else asked.</summary>
    public bool MayDecide(RefundView refund)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return refund.State == RefundState.Proposed && refund.AskedBy != Me.PersonKey && Own.Contains(refund.Institution);
    }

    public async Task<IActionResult> OnGetAsync() => ModelState.IsValid ? await ShowAsync() : LocalRedirect(links.To("/desk/money/refunds"));

    public Task<IActionResult> OnPostApproveAsync(Guid refund) => ActAsync(
        refund, "why", "decided", words => requests.DecideAsync(Actor, Own, refund, approve: true, words, Aborted));

    public Task<IActionResult> OnPostRejectAsync(Guid refund) => ActAsync(
        refund, "why", "decided", words => requests.DecideAsync(Actor, Own, refund, approve: false, words, Aborted));

    public Task<IActionResult> OnPostSentAsync(Guid refund) => ActAsync(
        refund, "bank", "sent", words => requests.TransferredAsync(Actor, Own, refund, words ?? "", Aborted));

    public Task<IActionResult> OnPostGrantAsync(Guid refund) => ActAsync(
        refund, "answer", "answered", words => answers.GrantAsync(Actor, Own, refund, Money.TryParse(Typed.Amount, out var some) ? some : null, words, Aborted));

    public Task<IActionResult> OnPostDeclineAsync(Guid refund) => ActAsync(
        refund, "answer", "answered", words => answers.DeclineAsync(Actor, Own, refund, words, Aborted));

    private async Task<IActionResult> ActAsync(Guid id, string field, string done, Func<string?, Task<RequestRefund.Result>> act)
    {
        if (!MaySee || !Acts)
        {
            return Forbid();
        }

        var (name, amount) = (Field(field, id), Field("amount", id));
        Typed = (id, Request.Form[name].ToString(), Request.Form[amount].ToString());
        switch (await act(Typed.Words))
        {
            case RequestRefund.Result.Done result:
                return LocalRedirect(links.To($"/desk/money/refunds?done={(result.NeedsSecond ? "second" : done)}"));
            case RequestRefund.Result.SamePerson:
                Refuse(null, text["finance.samePerson"], StatusCodes.Status403Forbidden);
                break;
            case RequestRefund.Result.ReasonMissing:
                Refuse(name, text["finance.reasonMissing"]);
                break;
            case RequestRefund.Result.NumberMissing:
                Refuse(name, text["finance.bankMissing"]);
                break;
            case RequestRefund.Result.WrongAmount wrong:
                Refuse(amount, text["money.refundAmount", text.Money(wrong.Left)]);
                break;
            case RequestRefund.Result.WrongState state:
                Refuse(null, text["money.refundState", text[$"bill.{state.State.ToString().ToLowerInvariant()}"]], StatusCodes.Status409Conflict);
                break;
            case RequestRefund.Result.Busy:
                Refuse(null, text["money.busy"], StatusCodes.Status409Conflict);
                break;
            default:
                return NotFound();
        }

        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!MaySee)
        {
            return Forbid();
        }

        var mine = Choices(catalogue);
        if (One is { } id)
        {
            Refunds = new([.. new[] { await refunds.OneAsync(id, mine, Aborted) }.OfType<RefundView>()], null);
            Wishes = new([.. new[] { await wishes.OpenOneAsync(id, Own, Aborted) }.OfType<WishView>()], null);
            return await NamedAsync();
        }

        var place = ListPlace.Read(After);
        Refunds = Ended ? await refunds.EndedOfAsync(mine, place, Aborted) : await refunds.WaitingOfAsync(mine, place, Aborted);
        Wishes = await wishes.OpenOfAsync(Own, ListPlace.Read(WishesAfter), Aborted);
        return await NamedAsync();
    }

    private async Task<IActionResult> NamedAsync()
    {
        await names.LearnAsync([.. Refunds.Rows.SelectMany(r => new[] { r.AskedBy, r.DecidedBy }), .. Wishes.Rows.Select(w => w.PayerKey)], Aborted);
        return Page();
    }
}
