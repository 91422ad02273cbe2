using System.ComponentModel;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Api.Calls;
using Diwan.Web.Pages.Desk.Cash;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>A cashier's drawer: a shift opened with what the safe gave, money taken and paid out, counted, handed over and closed. What has to be there is not told before it is counted.</summary>
internal static class TillCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/till").WithTags("Till");
        MapShift(group);
        MapMoney(group);
    }

    private static void MapShift(RouteGroupBuilder group)
    {
        group.MapGet("", async (HttpContext http, FindShift shifts) => Results.Ok(new TillBody(
                CashPage.OrganisationsOf(http.Me()),
                await OpenAsync(http, shifts) is { } shift ? View(shift) : null,
                await shifts.OfferedToAsync(http.Me().PersonKey, http.RequestAborted) is { } offered ? new OfferedBody(offered.Id, offered.Organisation, offered.CashierName) : null)))
            .WithSummary("The drawer of the cashier, and one that a colleague offers.").Produces<TillBody>().Needs(AppScopes.Till);
        group.MapPost("/shift", OpenShiftAsync).WithSummary("Opens a shift, with what the safe gave.").Produces<ShiftBody>(201).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
        group.MapGet("/shift/takings", async (string? after, HttpContext http, FindShift shifts) =>
            {
                if (await OpenAsync(http, shifts) is not { } shift)
                {
                    return NoShift(http);
                }

                var found = await shifts.TakingsAsync(shift.Id, ListPlace.Read(after), http.RequestAborted);
                return Results.Ok(new ListBody<TakingBody>([.. found.Rows.Select(View)], found.Next?.ToString()));
            })
            .WithSummary("What the shift took, the latest first.").Produces<ListBody<TakingBody>>().ProducesProblem(409).Needs(AppScopes.Till);
        group.MapGet("/colleagues", async (HttpContext http, FindShift shifts, FindColleagues colleagues) =>
                await OpenAsync(http, shifts) is not { } shift ? NoShift(http)
                : Results.Ok((await ColleaguesAsync(shift, http, colleagues)).Select(c => new ColleagueBody(c.PersonKey, new(c.Name, c.NameEn ?? c.Name), c.Roles))))
            .WithSummary("To whom the drawer may be offered.").Produces<IEnumerable<ColleagueBody>>().ProducesProblem(409).Needs(AppScopes.Till);
        group.MapPost("/shift/close", async (CountBody body, HttpContext http, FindShift shifts, WorkShift work) =>
                await CountedAsync(body, http, shifts) is var (shift, sum, refused) && shift is null ? refused!
                : Answer(http, await work.CloseAsync(shift!.Id, http.Me().ToActor(), sum, body.Reason, http.RequestAborted)))
            .WithSummary("The drawer is counted and the shift closed. Where more or less is found, it is counted again, or said why.").Produces(204).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
        group.MapPost("/shift/offer", async (OfferOrderBody body, HttpContext http, FindShift shifts, WorkShift work, FindColleagues colleagues) =>
                await CountedAsync(body, http, shifts) is var (shift, sum, refused) && shift is null ? refused!
                : (await ColleaguesAsync(shift!, http, colleagues)).All(c => c.PersonKey != body.To) ? Problems.Bad(http.Words("cashier.toMissing"))
                : Answer(http, await work.OfferAsync(shift!.Id, http.Me().ToActor(), sum, body.Reason, body.To!, http.RequestAborted)))
            .WithSummary("The drawer is counted and offered to a colleague.").Produces(204).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
        group.MapPost("/shift/take-back", async (HttpContext http, FindShift shifts, WorkShift work) =>
                await OpenAsync(http, shifts) is { } shift ? Answer(http, await work.TakeBackAsync(shift.Id, http.Me().ToActor(), http.RequestAborted)) : NoShift(http))
            .WithSummary("Takes an offered drawer back.").Produces(204).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
        group.MapPost("/offers/{id:guid}/accept", async (Guid id, CountBody body, HttpContext http, WorkShift work) =>
                Sum(body.Counted) is not { } sum ? NoSum(http) : Answer(http, await work.AcceptAsync(id, http.Me().ToActor(), sum, http.RequestAborted), "cashier.offerGone"))
            .WithSummary("Counts a drawer that a colleague offers, and takes it over where both counted the same.").Produces(204).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
        group.MapGet("/shifts/{id:guid}", async (Guid id, HttpContext http, FindShift shifts) =>
                await shifts.ByIdAsync(id, http.RequestAborted) is { State: ShiftState.Closed } shift && shift.CashierKey == http.Me().PersonKey
                    ? Results.Ok(new ClosedShiftBody(View(shift), shift.Counted ?? Money.Zero, shift.Difference, shift.Reason, shift.ClosedAt!.Value))
                    : Problems.NotFound("وردية مغلقة", "closed shift"))
            .WithSummary("A closed shift of one's own: what was counted, and what was too much or too little.").Produces<ClosedShiftBody>().ProducesProblem(404).Needs(AppScopes.Till);
    }

    private static void MapMoney(RouteGroupBuilder group)
    {
        group.MapGet("/bills/{number}", async (string number, HttpContext http, FindBill find) =>
                await find.ByNumberAsync(number, http.RequestAborted) is { } bill ? Results.Ok(MoneyCalls.Payable(bill)) : Problems.NotFound("فاتورة", "bill"))
            .WithSummary("A bill before anything is taken for it: what for, to whom and how much; not whose it is.").Produces<PayableBody>().ProducesProblem(404).Needs(AppScopes.Till);
        group.MapPost("/bills/{number}/take", TakeAsync).WithSummary("Takes money for a bill, in cash or at the terminal. The same id takes it once, however often it is sent.")
            .Produces<TakenBody>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
        group.MapGet("/taken/{transaction}", async (string transaction, HttpContext http, FindShift shifts, FindReceipt receipts, NumberReceipts numbers) =>
            {
                if (await OpenAsync(http, shifts) is not { } shift || await shifts.TakingAsync(shift.Id, transaction, http.RequestAborted) is not { } taking)
                {
                    return Problems.NotFound("مبلغ مقبوض في هذه الوردية", "payment taken in this shift");
                }

                // The payer waits at the counter: the receipt leaves it with its fiscal number.
                await numbers.RunAsync(http.RequestAborted);
                return Results.Ok(new TakenReceiptsBody(
                    View(taking), [.. (await receipts.OfTransactionAsync(transaction, http.RequestAborted)).Select(r => new ReceiptBody(r.Number, r.Fiscal, r.BillNumber, r.Institution, r.Amount, r.PaidAt))]));
            })
            .WithSummary("What was taken, with its receipts for the payer.").Produces<TakenReceiptsBody>().ProducesProblem(404).Needs(AppScopes.Till);
        group.MapGet("/refunds", async (string? bill, HttpContext http, FindShift shifts, FindRefund refunds) =>
                await OpenAsync(http, shifts) is not { State: ShiftState.Open } shift ? NoShift(http)
                : !BillNumber.TryParse(bill, out var number) ? Problems.Bad(http.Words("money.numberWrong"))
                : Results.Ok((await refunds.OfBillAsync(number.Value, http.RequestAborted))
                    .Where(r => r.Institution == shift.Organisation && r is { State: RefundState.Asked, Way: RefundWay.Counter } && r.PayerKey != http.Me().PersonKey)
                    .Select(r => new WaitingRefundBody(r.Id, r.BillNumber, r.Amount, r.AskedAt))))
            .WithSummary("What waits for its payee at this counter, by the bill that they name.").Produces<IEnumerable<WaitingRefundBody>>().ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Till);
        group.MapPost("/refunds/{id:guid}/pay-out", async (Guid id, SlipBody body, HttpContext http, PayOutRefund payOut) =>
                await payOut.RunAsync(http.Me().ToActor(), id, body.Slip ?? "", http.RequestAborted) switch
                {
                    PayOutRefund.Result.PaidOut => Results.NoContent(),
                    PayOutRefund.Result.SlipMissing => Problems.Bad(http.Words("cashier.outSlipMissing")),
                    PayOutRefund.Result.TooLittleCash => Problems.Conflict(http.Words("cashier.tooLittleCash")),
                    PayOutRefund.Result.NoShift => NoShift(http),
                    _ => Problems.Missing(http.Words("cashier.outGone")),
                })
            .WithSummary("Pays a refund out in cash, against the payee's signature on a slip.").Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Till).MayRepeat();
    }

    private static Task<ShiftView?> OpenAsync(HttpContext http, FindShift shifts) => shifts.OpenOfAsync(http.Me().PersonKey, http.RequestAborted);

    private static async Task<IResult> OpenShiftAsync(ShiftOrderBody body, HttpContext http, FindShift shifts, WorkShift work)
    {
        var own = CashPage.OrganisationsOf(http.Me());
        var organisation = body.Organisation ?? own[0];
        if (!own.Contains(organisation))
        {
            return Problems.Forbidden(new($"لا صندوق لك في «{organisation}».", $"You have no drawer at \"{organisation}\"."));
        }

        return Sum(body.Start) is not { } sum ? NoSum(http)
            : await work.OpenAsync(http.Me().ToActor(), organisation, sum, http.RequestAborted) is WorkShift.Result.Done && await OpenAsync(http, shifts) is { } shift
                ? Results.Created("/api/v1/till", View(shift))
                : Problems.Conflict(http.Words("cashier.hasShift"));
    }

    private static async Task<IReadOnlyList<SignedIn>> ColleaguesAsync(ShiftView shift, HttpContext http, FindColleagues colleagues) =>
        [.. (await colleagues.InRolesAsync([$"{shift.Organisation}:cashier", $"{shift.Organisation}:agent"], http.RequestAborted)).Where(c => c.PersonKey != http.Me().PersonKey && c.May(Ability.TakeMoney))];

    /// <summary>The open shift and what was counted in it, or what to answer.</summary>
    private static async Task<(ShiftView? Shift, Money Sum, IResult? Refused)> CountedAsync(CountBody body, HttpContext http, FindShift shifts) =>
        await OpenAsync(http, shifts) is not { State: ShiftState.Open } shift ? (null, default, NoShift(http))
        : Sum(body.Counted) is not { } sum ? (null, default, NoSum(http))
        : (shift, sum, null);

    private static IResult Answer(HttpContext http, WorkShift.Result result, string gone = "cashier.shiftGone") => result switch
    {
        WorkShift.Result.Done => Results.NoContent(),
        WorkShift.Result.ReasonMissing missing => Problems.Conflict(
            missing.Difference > Money.Zero ? http.Words("cashier.over", t => [t.Money(missing.Difference)]) : http.Words("cashier.short", t => [t.Money(-missing.Difference)])),
        WorkShift.Result.CountsDiffer => Problems.Conflict(http.Words("cashier.countsDiffer")),
        WorkShift.Result.HasShift => Problems.Conflict(http.Words("cashier.hasShift")),
        _ => Problems.Conflict(http.Words(gone)),
    };

    private static async Task<IResult> TakeAsync(string number, TakeOrderBody body, HttpContext http, TakeAtCounter take)
    {
        if (body.Id is not { } id || id == Guid.Empty)
        {
            return Problems.Bad(new("id: رقم جديد عشوائي (UUID) لكل مبلغ يُقبض؛ الرقم نفسه لا يقبض مرتين.", "id is a new random UUID for each sum that is taken; the same takes nothing twice."));
        }

        if (body.By is not ("cash" or "terminal"))
        {
            return Problems.Bad(http.Words("cashier.byMissing"));
        }

        Money? part = null;
        if (body.Amount is { } dinars && (part = MoneyCalls.Amount(dinars)) is null)
        {
            return MoneyCalls.NoAmount("amount");
        }

        return await take.RunAsync(http.Me().ToActor(), new(number, body.By == "cash" ? Rail.Cash : Rail.Terminal, part, id, body.Slip), http.RequestAborted) switch
        {
            TakeAtCounter.Result.Taken taken => Results.Created($"/api/v1/till/taken/{taken.TransactionNo}", new TakenBody(taken.TransactionNo, taken.Amount, taken.ReceiptNumber)),
            TakeAtCounter.Result.NoShift => NoShift(http),
            TakeAtCounter.Result.NoBill => Problems.NotFound("فاتورة", "bill"),
            TakeAtCounter.Result.SlipMissing => Problems.Bad(http.Words("cashier.slipMissing")),
            TakeAtCounter.Result.WrongPart { Least: { } least } wrong when least < wrong.Due => Problems.Bad(http.Words("money.wrongPart", t => [t.Money(least), t.Money(wrong.Due)])),
            TakeAtCounter.Result.WrongPart wrong => Problems.Bad(http.Words("money.wholeOnly", t => [t.Money(wrong.Due)])),
            _ => Problems.Conflict(http.Words("cashier.takeNothing")),
        };
    }

    /// <summary>A sum that was counted: nothing, or above zero.</summary>
    private static Money? Sum(decimal? dinars) => dinars is { } some && MoneyCalls.Amount(some) is { } sum && sum >= Money.Zero ? sum : null;

    private static IResult NoSum(HttpContext http) => Problems.Bad(http.Words("cashier.sumWrong"));

    private static IResult NoShift(HttpContext http) => Problems.Conflict(http.Words("cashier.noShift"));

    private static ShiftBody View(ShiftView s) => new(s.Id, s.Organisation, Name(s.State), s.OpenedAt, s.AtStart);

    private static TakingBody View(TakingView t) => new(t.TransactionNo, t.BillNumber, Name(t.Rail), t.Amount, t.At, t.Slip, t.Receipts);
}

internal sealed record TillBody([property: Description("At which drawers this cashier works: institutions, or counter.")] IReadOnlyList<string> Organisations, ShiftBody? Shift, OfferedBody? Offered);

internal sealed record ShiftBody(Guid Id, string Organisation, [property: Description("open, offered or closed.")] string State, DateTimeOffset OpenedAt, Money AtStart);

internal sealed record OfferedBody(Guid Id, string Organisation, string From);

internal sealed record ClosedShiftBody(ShiftBody Shift, Money Counted, [property: Description("Above zero too much, below zero too little.")] Money Difference, string? Reason, DateTimeOffset ClosedAt);

internal sealed record ShiftOrderBody
{
    [Description("Needed only of who works at several.")]
    public string? Organisation { get; init; }

    [Description("What is in the drawer at the start, in dinars.")]
    public decimal? Start { get; init; }
}

internal record CountBody
{
    [Description("What was counted in the drawer, in dinars.")]
    public decimal? Counted { get; init; }

    [Description("Why more or less was found; 3 characters at least.")]
    public string? Reason { get; init; }
}

internal sealed record OfferOrderBody : CountBody
{
    [Description("The key of a colleague.")]
    public string? To { get; init; }
}

internal sealed record TakeOrderBody
{
    [Description("A new random UUID for each sum that is taken.")]
    public Guid? Id { get; init; }

    [Description("cash or terminal.")]
    public string? By { get; init; }

    [Description("Of a bill that may be paid in parts, in dinars; without it all that is due.")]
    public decimal? Amount { get; init; }

    [Description("The number on the terminal's slip.")]
    public string? Slip { get; init; }
}

internal sealed record TakenBody(string Transaction, Money Amount, [property: Description("Null of a basket, whose bills each get one.")] string? Receipt);

internal sealed record TakingBody(string Transaction, string Bill, string By, Money Amount, DateTimeOffset At, string? Slip, IReadOnlyList<string> Receipts);

internal sealed record TakenReceiptsBody(TakingBody Taken, IReadOnlyList<ReceiptBody> Receipts);

internal sealed record WaitingRefundBody(Guid Id, string Bill, Money Amount, DateTimeOffset AskedAt);

internal sealed record SlipBody
{
    [Description("The number of the slip that the payee signed.")]
    public string? Slip { get; init; }
}
