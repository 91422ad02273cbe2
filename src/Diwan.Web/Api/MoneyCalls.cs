using System.Globalization;
using Diwan.Apps;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>Bills, the page where they are paid, receipts, and money that comes back. An app never pays: the person does, on the page.</summary>
internal static class MoneyCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Money");
        group.MapGet("/bills", async (string? after, HttpContext http, FindBill find) =>
            {
                var found = await find.OfPayerAsync(http.Me().PersonKey, ListPlace.Read(after), http.RequestAborted);
                return Results.Ok(new ListBody<BillBody>([.. found.Rows.Where(b => http.Reaches(b.Institution)).Select(View)], found.Next?.ToString()));
            })
            .WithSummary("The bills of the person, the latest first.").Produces<ListBody<BillBody>>().Needs(AppScopes.Bills);
        group.MapGet("/bills/{number}", async (string number, HttpContext http, FindBill find) =>
                await FindAsync(number, http, find) is var (bill, refused) && bill is not null ? Results.Ok(View(bill)) : refused!)
            .WithSummary("A bill of the person, with what each amount rests on.").Produces<BillBody>().ProducesProblem(404).Needs(AppScopes.Bills);
        group.MapPost("/bills/{number}/checkout", CheckoutAsync).WithSummary("Gives the page on which the person pays the bill by card.")
            .Produces<CheckoutBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503).Needs(AppScopes.Bills).MayRepeat();
        group.MapGet("/receipts", async (string? after, HttpContext http, FindReceipt find) =>
            {
                var found = await find.OfPayerAsync(http.Me().PersonKey, ListPlace.Read(after), http.RequestAborted);
                return Results.Ok(new ListBody<ReceiptBody>(
                    [.. found.Rows.Where(r => http.Reaches(r.Institution)).Select(r => new ReceiptBody(r.Number, r.Fiscal, r.BillNumber, r.Institution, r.Amount, r.PaidAt))], found.Next?.ToString()));
            })
            .WithSummary("What the person paid, and what was paid for them.").Produces<ListBody<ReceiptBody>>().Needs(AppScopes.Bills);
        group.MapGet("/refunds", async (string? after, HttpContext http, FindRefund find) =>
            {
                var found = await find.OfPayerAsync(http.Me().PersonKey, ListPlace.Read(after), http.RequestAborted);
                return Results.Ok(new ListBody<RefundBody>(
                    [.. found.Rows.Where(r => http.Reaches(r.Institution)).Select(r => new RefundBody(r.Id, r.BillNumber, r.Institution, r.Amount, Name(r.Way), Name(r.State), r.AskedAt, r.EndedAt, r.MayChoose))],
                    found.Next?.ToString()));
            })
            .WithSummary("Money on its way back to the person, or come back.").Produces<ListBody<RefundBody>>().Needs(AppScopes.Bills);
        group.MapPost("/bills/{number}/refund-requests", AskAsync).WithSummary("Asks for money back; the institution answers.")
            .Produces<AskedBody>(201).ProducesProblem(400).ProducesProblem(404).Needs(AppScopes.Bills).MayRepeat();
        group.MapPost("/refunds/{id:guid}/way", ChooseAsync).WithSummary("Says how money that waits for the person shall come.")
            .Produces(204).ProducesProblem(400).ProducesProblem(404).Needs(AppScopes.Bills).MayRepeat();
    }

    private static BillBody View(BillView b) => new(
        b.Number.Value, b.Reference, b.Institution, b.Service, Name(b.PublicState), b.Total, b.Paid, b.Due, b.LeastPart, b.IssuedAt, b.ExpiresAt, b.ReceiptNumber,
        [.. b.Lines.Select(l => new BillLineBody(l.Code, Name(l.Kind), l.Amount, l.Label, l.Why))]);

    /// <summary>An amount that was sent; null when it is not one of whole fils, or too large. It is not rounded.</summary>
    private static Money? Amount(decimal dinars) => Money.TryParse(dinars.ToString(CultureInfo.InvariantCulture), out var amount) ? amount : null;

    private static IResult NoAmount(string field) => Problems.Bad(new(
        $"{field}: مبلغ بالدينار، بثلاث منازل عشرية على الأكثر.", $"{field} is an amount in dinars, with at most three decimals."));

    private static async Task<(BillView? Bill, IResult? Refused)> FindAsync(string number, HttpContext http, FindBill find) =>
        await find.ByNumberAsync(number, http.RequestAborted) is not { } bill || bill.PayerKey != http.Me().PersonKey ? (null, Problems.NotFound("فاتورة", "bill"))
        : !http.Reaches(bill.Institution) ? (null, http.OtherInstitution(bill.Institution))
        : (bill, null);

    private static async Task<IResult> CheckoutAsync(string number, CheckoutOrderBody order, HttpContext http, FindBill find, StartCardPayment card, Links links)
    {
        var (bill, refused) = await FindAsync(number, http, find);
        if (bill is null)
        {
            return refused!;
        }

        Money? part = null;
        if (order.Part is { } dinars && (part = Amount(dinars)) is null)
        {
            return NoAmount("part");
        }

        var language = http.Me().Language;
        var back = $"{http.Request.Scheme}://{http.Request.Host}{links.To(language, $"/pay/{bill.Number}/wait")}";
        return await card.RunAsync(bill.Number.Value, back, http.RequestAborted, language, part) switch
        {
            StartCardPayment.Result.Started { RedirectUrl.Length: > 0 } started => Results.Ok(new CheckoutBody(started.RedirectUrl)),
            StartCardPayment.Result.Started => Results.Ok(new CheckoutBody(back)),
            StartCardPayment.Result.AlreadyPaid => Problems.Conflict(new("دُفعت هذه الفاتورة من قبل.", "This bill was paid before.")),
            StartCardPayment.Result.Expired => Problems.Conflict(new("لا تُدفع هذه الفاتورة: انتهت مدتها أو أُلغيت.", "This bill cannot be paid: its time is over, or it was cancelled.")),
            StartCardPayment.Result.WrongPart { Least: { } least } wrong => Problems.Bad(new($"ادفع من {least.Dinars:0.000} إلى {wrong.Due.Dinars:0.000} دينار.", $"Pay from {least.Dinars:0.000} to {wrong.Due.Dinars:0.000} dinars.")),
            StartCardPayment.Result.WrongPart wrong => Problems.Bad(new($"تُدفع هذه الفاتورة كاملة: {wrong.Due.Dinars:0.000} دينار.", $"This bill is paid whole: {wrong.Due.Dinars:0.000} dinars.")),
            StartCardPayment.Result.RailDown => Problems.Unavailable(new("صفحة الدفع لا تجيب الآن. حاول لاحقًا، أو ادفع برقم الفاتورة.", "The payment page does not answer now. Try later, or pay by the bill's number.")),
            _ => Problems.NotFound("فاتورة", "bill"),
        };
    }

    private static async Task<IResult> AskAsync(string number, RefundWishBody body, HttpContext http, FindBill find, WishRefund wishes)
    {
        // Who paid it may ask, though it be another's bill.
        if (await find.ByNumberAsync(number, http.RequestAborted) is not { } bill)
        {
            return Problems.NotFound("فاتورة", "bill");
        }

        if (!http.Reaches(bill.Institution))
        {
            return http.OtherInstitution(bill.Institution);
        }

        if (!Enum.TryParse<RefundWay>(body.Way, ignoreCase: true, out var way) || way is not (RefundWay.Source or RefundWay.Credit or RefundWay.Transfer))
        {
            return Problems.Bad(new("way: source أو credit أو transfer.", "way is source, credit or transfer."));
        }

        if (Amount(body.Amount) is not { } amount)
        {
            return NoAmount("amount");
        }

        return await wishes.AskAsync(http.Me().ToActor(), new(bill.Number.Value, amount, way, body.Iban, body.Words), http.RequestAborted) switch
        {
            WishRefund.Result.Wished wished => Results.Created("/api/v1/refunds", new AskedBody(wished.Id)),
            WishRefund.Result.WrongAmount wrong => Problems.Bad(new($"المبلغ أكبر من صفر، وعلى الأكثر {wrong.Left.Dinars:0.000} دينار.", $"The amount is above zero, and at most {wrong.Left.Dinars:0.000} dinars.")),
            WishRefund.Result.WordsMissing => Problems.Bad(new("اكتب السبب في words، عشرة أحرف على الأقل.", "Give the reason in words, at least ten characters.")),
            WishRefund.Result.IbanWrong => Problems.Bad(new("رقم الحساب المصرفي الدولي (IBAN) غير صحيح.", "The IBAN is not right.")),
            WishRefund.Result.AlreadyWished => Problems.Conflict(new("طلبت هذا من قبل، ولم يُجب بعد.", "You asked for this before, and it is not answered yet.")),
            WishRefund.Result.WrongState => Problems.Conflict(new("لا يُردّ شيء من هذه الفاتورة في حالتها الآن.", "Nothing can be given back of this bill as it stands.")),
            _ => Problems.NotFound("فاتورة", "bill"),
        };
    }

    private static async Task<IResult> ChooseAsync(Guid id, RefundWayBody body, HttpContext http, FindRefund find, RequestRefund requests)
    {
        if (http.Caller().App?.Institution is { } institution && await find.OneAsync(id, [institution], http.RequestAborted) is null)
        {
            return Problems.NotFound("ردّ مبلغ", "refund");
        }

        if (!Enum.TryParse<RefundWay>(body.Way, ignoreCase: true, out var way) || way is not (RefundWay.Credit or RefundWay.Counter or RefundWay.Transfer))
        {
            return Problems.Bad(new("way: credit أو counter أو transfer.", "way is credit, counter or transfer."));
        }

        return await requests.ChooseWayAsync(http.Me().ToActor(), id, way, body.Iban, http.RequestAborted) switch
        {
            RequestRefund.Result.Done => Results.NoContent(),
            RequestRefund.Result.IbanWrong => Problems.Bad(new("رقم الحساب المصرفي الدولي (IBAN) غير صحيح.", "The IBAN is not right.")),
            RequestRefund.Result.Busy => Problems.Conflict(new("غيّره غيرك في اللحظة نفسها. انظر إليه من جديد.", "Somebody changed it at the same moment. Look again.")),
            _ => Problems.NotFound("ردّ مبلغ", "refund"),
        };
    }
}
