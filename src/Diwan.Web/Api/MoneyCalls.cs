using System.Globalization;
using Diwan.Apps;
using Diwan.Cases.Papers;
using Diwan.Documents;
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
                return Results.Ok(new ListBody<BillBody>([.. found.Rows.Where(b => Reaches(http, b)).Select(View)], found.Next?.ToString()));
            })
            .WithSummary("The bills of the person, the latest first.").Produces<ListBody<BillBody>>().Needs(AppScopes.Bills);
        group.MapGet("/bills/{number}", async (string number, HttpContext http, FindBill find) =>
                await FindAsync(number, http, find) is var (bill, refused) && bill is not null ? Results.Ok(View(bill)) : refused!)
            .WithSummary("A bill of the person, with what each amount rests on.").Produces<BillBody>().ProducesProblem(404).Needs(AppScopes.Bills);
        group.MapGet("/bills/{number}/payable", async (string number, HttpContext http, FindBill find) =>
                await PayableAsync(number, http, find) is var (bill, refused) && bill is not null ? Results.Ok(Payable(bill)) : refused!)
            .WithSummary("A bill as anybody may pay it who has its number: what for, to whom and how much; not whose it is.").Produces<PayableBody>().ProducesProblem(404).Needs(AppScopes.Bills);
        group.MapPost("/bills/{number}/checkout", CheckoutAsync).WithSummary("Gives the page on which the person pays a bill or a basket by card: their own, or another's whose number they have.")
            .Produces<CheckoutBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503).Needs(AppScopes.Bills).MayRepeat();
        group.MapPost("/baskets", BasketAsync).WithSummary("Puts several bills under one number, to be paid at once. It is read and paid like a bill.")
            .Produces<BillBody>(201).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Bills).MayRepeat();
        group.MapGet("/receipts", async (string? after, HttpContext http, FindReceipt find) =>
            {
                var found = await find.OfPayerAsync(http.Me().PersonKey, ListPlace.Read(after), http.RequestAborted);
                return Results.Ok(new ListBody<ReceiptBody>(
                    [.. found.Rows.Where(r => http.Reaches(r.Institution)).Select(r => new ReceiptBody(r.Number, r.Fiscal, r.BillNumber, r.Institution, r.Amount, r.PaidAt))], found.Next?.ToString()));
            })
            .WithSummary("What the person paid, and what was paid for them.").Produces<ListBody<ReceiptBody>>().Needs(AppScopes.Bills);
        group.MapGet("/receipts/{number}/file", async (string number, HttpContext http, FindReceipt find, IssueReceiptPaper papers, DownloadDocument download) =>
                await find.ByNumberAsync(number, http.RequestAborted) is { } receipt && http.Reaches(receipt.Institution) && await papers.RunAsync(number, http.Me().ToActor(), http.RequestAborted) is { } paper
                && await download.RunAsync(paper, http.Me().PersonKey, http.Me().ToActor(), http.RequestAborted) is DownloadDocument.Result.Ready ready
                    ? Results.Bytes(ready.Bytes, "application/pdf", ready.Name)
                    : Problems.NotFound("وصل", "receipt"))
            .WithSummary("A receipt as a sealed PDF.").Produces(200, contentType: "application/pdf").ProducesProblem(404).Needs(AppScopes.Bills);
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
        [.. b.Lines.Select(l => new BillLineBody(l.Code, Name(l.Kind), l.Amount, l.Label, l.Why))], Parts(b));

    internal static PayableBody Payable(BillView b) => new(b.Number.Value, b.Institution, b.Service, Name(b.PublicState), b.Due, b.LeastPart, b.ExpiresAt, Parts(b));

    private static IReadOnlyList<BasketPartBody> Parts(BillView b) => [.. b.Parts.Select(p => new BasketPartBody(p.BillNumber, p.Institution, p.Service, p.Amount))];

    /// <summary>A basket is reached with every bill in it.</summary>
    private static bool Reaches(HttpContext http, BillView bill) => bill.IsBasket ? bill.Parts.All(p => http.Reaches(p.Institution)) : http.Reaches(bill.Institution);

    private static IResult OtherInstitution(HttpContext http, BillView bill) =>
        http.OtherInstitution(bill.IsBasket ? bill.Parts.First(p => !http.Reaches(p.Institution)).Institution : bill.Institution);

    /// <summary>An amount that was sent; null when it is not one of whole fils, or too large. It is not rounded.</summary>
    internal static Money? Amount(decimal dinars) => Money.TryParse(dinars.ToString(CultureInfo.InvariantCulture), out var amount) ? amount : null;

    internal static IResult NoAmount(string field) => Problems.Bad(new(
        $"{field}: مبلغ بالدينار، بثلاث منازل عشرية على الأكثر.", $"{field} is an amount in dinars, with at most three decimals."));

    private static async Task<(BillView? Bill, IResult? Refused)> FindAsync(string number, HttpContext http, FindBill find) =>
        await find.ByNumberAsync(number, http.RequestAborted) is not { } bill || bill.PayerKey != http.Me().PersonKey ? (null, Problems.NotFound("فاتورة", "bill"))
        : !Reaches(http, bill) ? (null, OtherInstitution(http, bill))
        : (bill, null);

    /// <summary>Whoever has the number of a bill may pay it.</summary>
    private static async Task<(BillView? Bill, IResult? Refused)> PayableAsync(string number, HttpContext http, FindBill find) =>
        await find.ByNumberAsync(number, http.RequestAborted) is not { } bill ? (null, Problems.NotFound("فاتورة", "bill"))
        : !Reaches(http, bill) ? (null, OtherInstitution(http, bill))
        : (bill, null);

    private static async Task<IResult> BasketAsync(BasketOrderBody order, HttpContext http, FindBill find, MakeBasket baskets)
    {
        var me = http.Me();
        if (me.IsOfficer)
        {
            return Problems.Forbidden(new("ادخل بصفتك الشخصية لتدفع.", "Sign in as a person, not as an officer, to pay."));
        }

        var numbers = (order.Bills ?? []).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        foreach (var number in numbers.Take(MakeBasket.MostBills))
        {
            if (await find.ByNumberAsync(number, http.RequestAborted) is { } bill && !Reaches(http, bill))
            {
                return OtherInstitution(http, bill);
            }
        }

        switch (await baskets.RunAsync(numbers, me.PersonKey, me.Name, me.ToActor(), Channel.Api, http.RequestAborted))
        {
            case MakeBasket.Result.Made made:
                return Results.Created($"/api/v1/bills/{made.Number}", View((await find.ByNumberAsync(made.Number.Value, http.RequestAborted))!));
            case MakeBasket.Result.NotPayable bad:
                return Problems.Conflict(new(
                    $"لا تُدفع هذه الآن: {string.Join("، ", bad.Numbers)}. أزلها من السلة.", $"These cannot be paid now: {string.Join(", ", bad.Numbers)}. Leave them out of the basket."));
            default:
                return Problems.Bad(new($"في السلة من فاتورتين إلى {MakeBasket.MostBills}.", $"A basket holds two to {MakeBasket.MostBills} bills."));
        }
    }

    private static async Task<IResult> CheckoutAsync(string number, CheckoutOrderBody order, HttpContext http, FindBill find, StartCardPayment card, Links links)
    {
        var (bill, refused) = await PayableAsync(number, http, find);
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
