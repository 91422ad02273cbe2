using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Sandbox.Nation;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Rails;

internal sealed record SessionOrder(
    string? Merchant, string? BillNo, long AmountFils, string? Currency, string? Description, string? Language, string? ReturnUrl, string? NotifyUrl, DateTimeOffset? ExpiresAt, string? IdempotencyKey);

/// <param name="Status">open, paid, declined; an open one past its time is shown as expired.</param>
internal sealed record Session(string Id, SessionOrder Order, string Status, string? TransactionNo, DateTimeOffset? PaidAt);

internal sealed record RefundOrder(string? Merchant, string? TransactionNo, long AmountFils, string? Currency, string? IdempotencyKey);

internal sealed record Refund(string Id, RefundOrder Order, DateTimeOffset At);

/// <summary>A payment taken, by either rail.</summary>
/// <param name="PaidAt">By the clock of the payer's bank.</param>
/// <param name="TakenAt">By the rail's own clock, which settles it.</param>
/// <param name="FeeFils">What the rail keeps of it, at the biller's cost.</param>
internal sealed record Payment(
    string TransactionNo, string Rail, string? SessionId, string Merchant, string BillNo, long AmountFils, DateTimeOffset PaidAt, long Refunded, DateTimeOffset TakenAt, long FeeFils = 0);

internal sealed record KeptKey(string Id);

/// <summary>A hosted card page whose outcome is chosen by the card's number, refunds, and the list of what was paid.</summary>
internal sealed class CardRail(RailBook book, Knobs knobs, RailWire wire)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const string ChallengeCode = "123456";

    internal static readonly (string Number, string Outcome, Nation.Word Words)[] Cards =
    [
        ("4000000000000000", "success", new("تنجح", "succeeds")),
        ("4000000000000002", "decline", new("تُرفض", "is declined")),
        ("4000000000000010", "slow", new("يصل الإشعار متأخراً 5 ثوانٍ", "notice comes 5 seconds late")),
        ("4000000000000028", "lost", new("تُدفع ويضيع الإشعار", "paid, the notice is lost")),
        ("4000000000000036", "duplicate", new("يتكرر الإشعار ثلاث مرات", "the notice comes three times")),
        ("4000000000000044", "disorder", new("تصل الإشعارات بغير ترتيبها", "notices come out of order")),
        ("4000000000000085", "challenge", new("يسأل البنك عن رمز (3‑D Secure): الرمز 123456", "the bank asks for a code (3-D Secure): it is 123456")),
        ("4000000000000051", "late", new("لا شيء الآن، وتنجح بعد 20 ثانية", "nothing now, succeeds after 20 seconds")),
        ("4000000000000069", "forged", new("إشعار مزوّر التوقيع", "a notice with a forged signature")),
    ];

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/rail/checkout-sessions", (Delegate)Open);
        app.MapGet("/rail/checkout-sessions/{id}", (HttpContext http, string id) => Signed(http, () => Find(id) is { } session ? Results.Json(Show(session)) : Unknown(id)));
        app.MapGet("/rail/pay/{id}", (string id) => Find(id) is { } session ? Form(session) : Unknown(id));
        app.MapPost("/rail/pay/{id}", (Delegate)Pay);
        app.MapPost("/rail/refunds", (Delegate)PayBack);
        app.MapGet("/rail/refunds/{id}", (HttpContext http, string id) => Signed(http, () => book.Journal.Get<Refund>($"refund/{id}") is { } refund ? Results.Json(Show(refund)) : Unknown(id)));
        app.MapGet("/rail/payments", (HttpContext http, string? billNo, DateTimeOffset? since, string? rail) => Signed(http, () => billNo is null && since is null ? Wrong("Needed: billNo or since.") : Results.Json(new
        {
            payments = (billNo is null ? PaymentsSince(since!.Value) : PaymentsOf(billNo)).Where(p => rail is null || p.Rail == rail).Select(p => new
            {
                transactionNo = p.TransactionNo,
                rail = p.Rail,
                sessionId = p.SessionId,
                merchant = p.Merchant,
                billNo = p.BillNo,
                amountFils = p.AmountFils,
                feeFils = p.FeeFils,
                currency = "JOD",
                status = "paid",
                paidAt = Utc(p.PaidAt),
            }),
        })));
    }

    private IEnumerable<Payment> PaymentsOf(string billNo) =>
        book.Journal.In<KeptKey>($"paid/{billNo}").Select(k => book.Journal.Get<Payment>($"payment/{k.Id}")).OfType<Payment>().OrderBy(p => p.PaidAt);

    private IEnumerable<Payment> PaymentsSince(DateTimeOffset since)
    {
        for (var day = NationalCalendar.DateAt(since); day <= NationalCalendar.DateAt(book.Now); day = day.AddDays(1))
        {
            foreach (var key in book.Journal.In<KeptKey>($"taken-on/{day.Iso()}"))
            {
                if (book.Journal.Get<Payment>($"payment/{key.Id}") is { } payment && payment.TakenAt >= since)
                {
                    yield return payment;
                }
            }
        }
    }

    /// <summary>Writes down that money was taken, by either rail.</summary>
    internal static void Take(RailBook book, Payment payment)
    {
        book.Journal.Put($"payment/{payment.TransactionNo}", payment);
        book.Journal.Put($"paid/{payment.BillNo}/{payment.TransactionNo}", new KeptKey(payment.TransactionNo));
        book.Journal.Put($"taken-on/{NationalCalendar.DateAt(payment.TakenAt).Iso()}/{payment.TransactionNo}", new KeptKey(payment.TransactionNo));
    }

    private Session? Find(string id) => book.Journal.Get<Session>($"session/{id}");

    private static IResult Unknown(string id) => Results.Json(new { error = $"There is no {id}. / لا يوجد {id}." }, statusCode: 404);

    private static IResult Wrong(string message, int status = 422) => Results.Json(new { error = message }, statusCode: status);

    private static string? Utc(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private string Status(Session s) => s.Status == "open" && s.Order.ExpiresAt < book.Now ? "expired" : s.Status;

    private object Show(Session s) => s.TransactionNo is null
        ? new { id = s.Id, merchant = s.Order.Merchant, billNo = s.Order.BillNo, amountFils = s.Order.AmountFils, currency = s.Order.Currency, status = Status(s) }
        : new { id = s.Id, merchant = s.Order.Merchant, billNo = s.Order.BillNo, amountFils = s.Order.AmountFils, currency = s.Order.Currency, status = s.Status, transactionNo = s.TransactionNo, paidAt = Utc(s.PaidAt) };

    private async Task<IResult> Signed(HttpContext http, Func<IResult> answer) =>
        await knobs.Meet("rail", http.RequestAborted) is not Fate.Answer ? Results.StatusCode(503)
        : wire.Signed(http.Request, "") ? answer() : Forged();

    private static IResult Forged() => Wrong("Diwan-Signature is missing, wrong or stale.", 401);

    private async Task<(T? Order, IResult? Problem)> Read<T>(HttpContext http)
        where T : class
    {
        if (await knobs.Meet("rail", http.RequestAborted) is not Fate.Answer)
        {
            return (null, Results.StatusCode(503));
        }

        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        if (!wire.Signed(http.Request, body))
        {
            return (null, Forged());
        }

        try
        {
            return (JsonSerializer.Deserialize<T>(body, Json), null);
        }
        catch (JsonException e)
        {
            return (null, Wrong(e.Message, 400));
        }
    }

    private async Task<IResult> Open(HttpContext http)
    {
        var (order, problem) = await Read<SessionOrder>(http);
        if (order is null)
        {
            return problem ?? Wrong("An order is one JSON object.", 400);
        }

        if (string.IsNullOrWhiteSpace(order.Merchant) || string.IsNullOrWhiteSpace(order.BillNo) || string.IsNullOrWhiteSpace(order.IdempotencyKey) || order.AmountFils <= 0
            || order.Currency != "JOD" || !Uri.TryCreate(order.ReturnUrl, UriKind.Absolute, out _) || !Uri.TryCreate(order.NotifyUrl, UriKind.Absolute, out _))
        {
            return Wrong("Needed: merchant, billNo, amountFils above 0, currency JOD, absolute returnUrl and notifyUrl, idempotencyKey.");
        }

        lock (book.Journal.Gate)
        {
            var key = $"session-key/{order.Merchant}/{order.IdempotencyKey}";
            if (book.Journal.Get<KeptKey>(key) is { } kept)
            {
                var before = Find(kept.Id)!;
                return before.Order == order ? Results.Json(Answer(before)) : Wrong("The idempotencyKey was used for another order.", 409);
            }

            var session = new Session(Id("cs"), order, "open", null, null);
            book.Journal.Put($"session/{session.Id}", session);
            book.Journal.Put(key, new KeptKey(session.Id));
            return Results.Json(Answer(session), statusCode: 201);
        }

        object Answer(Session s) => new { id = s.Id, redirectUrl = $"{http.Request.Scheme}://{http.Request.Host}/rail/pay/{s.Id}", status = Status(s) };
    }

    private Page Form(Session s, string? fault = null)
    {
        if (Status(s) != "open")
        {
            return new Page("انتهت هذه الجلسة", "This session has ended", Html.Of($"<p><a class=\"button\" href=\"{s.Order.ReturnUrl}\">{Page.Both("العودة", "Go back")}</a></p>"));
        }

        return new Page("الدفع بالبطاقة", "Pay by card", Html.Of($"""
            <p>{Page.Both($"الفاتورة {s.Order.BillNo}", $"Bill {s.Order.BillNo}")}</p>
            <p class="amount"><bdi dir="ltr">JOD {new Money(s.Order.AmountFils).ToString()}</bdi></p>
            {(fault is null ? null : Html.Of($"<p class=\"error\" role=\"alert\" id=\"fault\">{fault}</p>"))}
            <form method="post" action="/rail/pay/{s.Id}">
            <label for="card">{Page.Both("رقم البطاقة التجريبية", "Sandbox card number")} <span class="hint">{Page.Both("لا تكتب رقم بطاقة حقيقية.", "Never type the number of a real card.")}</span></label>
            <input id="card" name="card" inputmode="numeric" autocomplete="off" dir="ltr" value="4000 0000 0000 0000">
            <button>{Page.Both("ادفع", "Pay")}</button> <button class="plain" name="leave" value="1">{Page.Both("اخرج دون دفع", "Leave without paying")}</button></form>
            <h2>{Page.Both("أرقام تختار ما يحدث", "Numbers that choose what happens")}</h2>
            <table><tbody>{Cards.Select(c => Html.Of($"<tr><td dir=\"ltr\">{c.Number[..4]} {c.Number[4..8]} {c.Number[8..12]} {c.Number[12..]}</td><td>{Page.Both(c.Words)}</td></tr>"))}</tbody></table>
            """), fault is null ? 200 : 400);
    }

    private static Page Challenge(Session s, string card, bool wrong) => new("تأكيد من بنكك", "Confirmation by your bank", Html.Of($"""
        <p>{Page.Both("أرسل بنكك رمزاً إلى هاتفك. في هذه البيئة هو 123456.", "Your bank sent a code to your telephone. In this sandbox it is 123456.")}</p>
        <p class="amount"><bdi dir="ltr">JOD {new Money(s.Order.AmountFils).ToString()}</bdi></p>
        {(wrong ? Html.Of($"<p class=\"error\" role=\"alert\">{Page.Both("الرمز غير صحيح. لم يؤخذ مال.", "The code is wrong. No money was taken.")}</p>") : null)}
        <form method="post" action="/rail/pay/{s.Id}"><input type="hidden" name="card" value="{card}">
        <label for="code">{Page.Both("الرمز", "Code")}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" dir="ltr">
        <button>{Page.Both("أكّد", "Confirm")}</button> <button class="plain" name="leave" value="1">{Page.Both("اخرج دون دفع", "Leave without paying")}</button></form>
        """), wrong ? 400 : 200);

    private async Task<IResult> Pay(HttpContext http, string id)
    {
        var form = await http.Request.ReadFormAsync();
        if (Find(id) is not { } found)
        {
            return Unknown(id);
        }

        var number = string.Concat(Digits.ToAscii(form["card"].ToString()).Where(char.IsAsciiDigit));
        var outcome = form.ContainsKey("leave") ? "abandon" : Cards.FirstOrDefault(c => c.Number == number).Outcome;
        if (outcome is null)
        {
            return Form(found, "ليس رقم بطاقة تجريبية؛ اختر من القائمة. · Not a sandbox card number; take one of the list.");
        }

        if (!WireFaults.TryParse(form["faults"].ToString(), out var faults))
        {
            return Form(found, WireFaults.Help);
        }

        if (outcome == "challenge")
        {
            // The payer's bank stands between the page and the money.
            var code = Digits.ToAscii(form["code"].ToString()).Trim();
            if (code != ChallengeCode)
            {
                return Status(found) == "open" ? Challenge(found, number, wrong: code.Length > 0) : Form(found);
            }

            outcome = "success";
        }

        var url = found.Order.NotifyUrl!;
        switch (outcome)
        {
            case "abandon":
                break;
            case "forged":
                await wire.Post(url, WireMessage.Json(Notice(found with { TransactionNo = Id("T"), PaidAt = book.Now }, "paid")), forgedWith: "not-the-secret");
                break;
            case "late":
                Later(id, url, faults with { TakeMs = 20_000 });
                break;
            case "success" when faults.TakeMs > 0:
                Later(id, url, faults);
                break;
            case "decline":
                if (Decide(id, s => s with { Status = "declined", TransactionNo = null }) is { } declined)
                {
                    await wire.Tell(url, WireMessage.Json(Notice(declined with { TransactionNo = Id("T") }, "declined")));
                }

                break;
            default:
                if (Settle(id) is { } paid)
                {
                    await (faults.Any ? wire.TellWith(faults, url, WireMessage.Json(Notice(paid, "paid")), Spoiled(paid)) : Tell(url, paid, outcome));
                }

                break;
        }

        return Results.Redirect(found.Order.ReturnUrl!);
    }

    /// <summary>The bank says yes after a while: money is taken even if the page's time is over by then.</summary>
    private void Later(string id, string url, WireFaults faults) => _ = Task.Run(async () =>
    {
        await Task.Delay(faults.TakeMs);
        if (Settle(id, evenExpired: true) is { } settled)
        {
            await wire.TellWith(faults, url, WireMessage.Json(Notice(settled, "paid")), Spoiled(settled));
        }
    });

    private async Task Tell(string url, Session paid, string outcome)
    {
        var notice = WireMessage.Json(Notice(paid, "paid"));
        switch (outcome)
        {
            case "lost":
                return;
            case "slow":
                wire.Later(url, notice, 5);
                return;
        }

        await wire.Tell(url, notice);
        if (outcome == "duplicate")
        {
            await wire.Tell(url, notice);
            wire.Later(url, notice, 1);
        }
        else if (outcome == "disorder")
        {
            await wire.Tell(url, WireMessage.Json(Notice(paid with { TransactionNo = Id("T"), PaidAt = paid.PaidAt!.Value.AddSeconds(-9) }, "declined")));
        }
    }

    /// <summary>The same notice as a forger, or a rail gone wrong, would send it.</summary>
    private Func<string, WireMessage?> Spoiled(Session paid) => kind => kind == "guid" ? null : WireMessage.Json(Notice(
        kind switch
        {
            "amount" => paid with { TransactionNo = Id("F"), Order = paid.Order with { AmountFils = paid.Order.AmountFils + 1000 } },
            "currency" => paid with { TransactionNo = Id("F"), Order = paid.Order with { Currency = "USD" } },
            "merchant" => paid with { TransactionNo = Id("F"), Order = paid.Order with { Merchant = "somebody-else" } },
            _ => paid with { TransactionNo = Id("F") },
        },
        "paid"));

    /// <summary>Decides an open session, once: a page sent twice pays once. Null when it was decided before.</summary>
    private Session? Decide(string id, Func<Session, Session> change, bool evenExpired = false)
    {
        lock (book.Journal.Gate)
        {
            var session = Find(id)!;
            if ((evenExpired ? session.Status : Status(session)) != "open")
            {
                return null;
            }

            session = change(session);
            book.Journal.Put($"session/{id}", session);
            return session;
        }
    }

    private Session? Settle(string id, bool evenExpired = false) => Decide(id, Paid, evenExpired);

    private Session Paid(Session session)
    {
        var paid = session with { Status = "paid", TransactionNo = Id("T"), PaidAt = book.Now };
        Take(book, new Payment(paid.TransactionNo!, "card", session.Id, session.Order.Merchant!, session.Order.BillNo!, session.Order.AmountFils, book.Now, 0, book.Now, book.FeeOf(session.Order.AmountFils)));
        return paid;
    }

    private object Notice(Session s, string status) => new
    {
        transactionNo = s.TransactionNo,
        sessionId = s.Id,
        merchant = s.Order.Merchant,
        billNo = s.Order.BillNo,
        amountFils = s.Order.AmountFils,
        feeFils = status == "paid" ? book.FeeOf(s.Order.AmountFils) : 0,
        currency = s.Order.Currency,
        status,
        paidAt = Utc(s.PaidAt),
    };

    // ---- refunds

    private object Show(Refund r)
    {
        var status = r.Order.AmountFils % 1000 == 999 ? "refused" : r.Order.AmountFils % 1000 == 998 && book.Now < r.At.AddSeconds(5) ? "pending" : "done";
        return new { id = r.Id, status, why = status == "refused" ? "sandbox: amounts ending in 999 fils are refused" : null };
    }

    private async Task<IResult> PayBack(HttpContext http)
    {
        var (order, problem) = await Read<RefundOrder>(http);
        if (order is null)
        {
            return problem ?? Wrong("An order is one JSON object.", 400);
        }

        if (string.IsNullOrWhiteSpace(order.TransactionNo) || string.IsNullOrWhiteSpace(order.IdempotencyKey) || order.AmountFils <= 0)
        {
            return Wrong("Needed: transactionNo, amountFils above 0, idempotencyKey.");
        }

        lock (book.Journal.Gate)
        {
            var key = $"refund-key/{order.IdempotencyKey}";
            if (book.Journal.Get<Refund>(key) is { } before)
            {
                return before.Order == order ? Results.Json(Show(before)) : Wrong("The idempotencyKey was used for another refund.", 409);
            }

            if (book.Journal.Get<Payment>($"payment/{order.TransactionNo}") is not { } payment)
            {
                return Unknown(order.TransactionNo);
            }

            if (payment.Refunded + order.AmountFils > payment.AmountFils)
            {
                return Wrong($"Only {payment.AmountFils - payment.Refunded} fils are left to refund.");
            }

            var refund = new Refund(Id("rf"), order, book.Now);
            book.Journal.Put(key, refund);
            book.Journal.Put($"refund/{refund.Id}", refund);
            book.Journal.Put($"refunded-on/{NationalCalendar.DateAt(refund.At).Iso()}/{refund.Id}", new KeptKey(refund.Id));
            if (order.AmountFils % 1000 != 999)
            {
                book.Journal.Put($"payment/{payment.TransactionNo}", payment with { Refunded = payment.Refunded + order.AmountFils });
            }

            return Results.Json(Show(refund), statusCode: 201);
        }
    }

    internal static string Id(string prefix) => $"{prefix}{(prefix.Length > 1 ? "_" : "")}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10))}";
}
