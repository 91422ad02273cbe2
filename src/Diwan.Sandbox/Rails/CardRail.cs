using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Diwan.Kernel;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Diwan.Sandbox.Rails;

internal sealed record SessionOrder(string? Merchant, string? BillNo, long Amount, string? Currency, string? ReturnUrl, string? NotifyUrl, string? IdempotencyKey);

internal sealed record Session(string Id, SessionOrder Order, string Status, string? PaymentId, DateTimeOffset? PaidAt, long Refunded);

internal sealed record RefundOrder(string? PaymentId, long Amount, string? Reason, string? IdempotencyKey);

internal sealed record Refund(string Id, RefundOrder Order);

/// <summary>One line of the day's statement.</summary>
internal sealed record Entry(string Rail, string Kind, string Id, string PaymentId, string BillNo, long Amount, DateTimeOffset At);

internal sealed record KeptKey(string Id);

/// <summary>A hosted card page whose outcome is chosen by the card's number.</summary>
internal sealed class CardRail(World world, Knobs knobs, RailWire wire)
{
    private static readonly JsonSerializerOptions Json = new(RegisterServer.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    internal static readonly (string Number, string Outcome, Nation.Word Words)[] Cards =
    [
        ("4000000000000000", "success", new("تنجح", "succeeds")),
        ("4000000000000002", "decline", new("تُرفض", "is declined")),
        ("4000000000000010", "slow", new("يصل الإشعار متأخراً 5 ثوانٍ", "notice comes 5 seconds late")),
        ("4000000000000028", "lost", new("تُدفع ويضيع الإشعار", "paid, the notice is lost")),
        ("4000000000000036", "duplicate", new("يتكرر الإشعار ثلاث مرات", "the notice comes three times")),
        ("4000000000000044", "disorder", new("تصل الإشعارات بغير ترتيبها", "notices come out of order")),
        ("4000000000000051", "late", new("معلّقة ثم تنجح بعد 20 ثانية", "pending, succeeds after 20 seconds")),
        ("4000000000000069", "forged", new("إشعار مزوّر التوقيع", "a notice with a forged signature")),
    ];

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/rail/checkout-sessions", Open);
        app.MapGet("/rail/checkout-sessions/{id}", (string id) => Find(id) is { } session ? Results.Json(Show(session)) : Unknown(id));
        app.MapGet("/rail/pay/{id}", (string id) => Find(id) is { } session ? Form(session) : Unknown(id));
        app.MapPost("/rail/pay/{id}", Pay);
        app.MapPost("/rail/refunds", PayBack);
        app.MapGet("/rail/statements/{date}", Statement);
    }

    private Session? Find(string id) => world.Journal.Get<Session>($"session/{id}");

    private static IResult Unknown(string id) => Results.Json(new { error = "unknown", message = $"There is no {id}. / لا يوجد {id}." }, statusCode: 404);

    private static IResult Wrong(string message, int status = 400) => Results.Json(new { error = status == 409 ? "conflict" : "invalid", message }, statusCode: status);

    private static object Show(Session s) => new
    {
        id = s.Id,
        merchant = s.Order.Merchant,
        billNo = s.Order.BillNo,
        amount = s.Order.Amount,
        currency = s.Order.Currency,
        status = s.Status,
        paymentId = s.PaymentId,
        paidAt = s.PaidAt,
        refunded = s.Refunded,
    };

    /// <summary>Reads a signed JSON body; a wrong signature is refused, a missing one forgiven.</summary>
    private async Task<(T? Order, IResult? Problem)> Read<T>(HttpContext http)
        where T : class
    {
        if (await knobs.Meet("rail", http.RequestAborted) is not Fate.Answer)
        {
            return (null, Results.StatusCode(503));
        }

        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        if (wire.Signed(http.Request, body) is false)
        {
            return (null, Results.Json(new { error = "signature", message = "X-Rail-Signature does not fit the body." }, statusCode: 401));
        }

        try
        {
            return (JsonSerializer.Deserialize<T>(body, Json), null);
        }
        catch (JsonException e)
        {
            return (null, Wrong(e.Message));
        }
    }

    private async Task<IResult> Open(HttpContext http)
    {
        var (order, problem) = await Read<SessionOrder>(http);
        if (order is null)
        {
            return problem ?? Wrong("An order is one JSON object.");
        }

        if (string.IsNullOrWhiteSpace(order.BillNo) || string.IsNullOrWhiteSpace(order.IdempotencyKey) || order.Amount <= 0 || order.Currency != "JOD"
            || !Uri.TryCreate(order.ReturnUrl, UriKind.Absolute, out _) || !Uri.TryCreate(order.NotifyUrl, UriKind.Absolute, out _))
        {
            return Wrong("Needed: merchant, billNo, amount in fils above 0, currency JOD, absolute returnUrl and notifyUrl, idempotencyKey.");
        }

        lock (world.Journal.Gate)
        {
            var key = $"session-key/{order.Merchant}/{order.IdempotencyKey}";
            if (world.Journal.Get<KeptKey>(key) is { } kept)
            {
                var before = Find(kept.Id)!;
                return before.Order == order ? Results.Json(Answer(before)) : Wrong("The idempotencyKey was used for another order.", 409);
            }

            var session = new Session(Id("cs"), order, "OPEN", null, null, 0);
            world.Journal.Put($"session/{session.Id}", session);
            world.Journal.Put(key, new KeptKey(session.Id));
            return Results.Json(Answer(session), statusCode: 201);
        }

        object Answer(Session s) => new { id = s.Id, redirectUrl = $"{http.Request.Scheme}://{http.Request.Host}/rail/pay/{s.Id}", status = s.Status };
    }

    private static Page Form(Session s, string? fault = null)
    {
        if (s.Status != "OPEN")
        {
            return new Page("انتهت هذه الجلسة", "This session has ended", Html.Of($"<p><a class=\"button\" href=\"{Return(s)}\">{Page.Both("العودة", "Go back")}</a></p>"));
        }

        return new Page("الدفع بالبطاقة", "Pay by card", Html.Of($"""
            <p>{Page.Both($"الفاتورة {s.Order.BillNo}", $"Bill {s.Order.BillNo}")}</p>
            <p class="amount"><bdi dir="ltr">JOD {new Money(s.Order.Amount).ToString()}</bdi></p>
            {(fault is null ? null : Html.Of($"<p class=\"error\" role=\"alert\" id=\"fault\">{fault}</p>"))}
            <form method="post" action="/rail/pay/{s.Id}">
            <label for="card">{Page.Both("رقم البطاقة التجريبية", "Sandbox card number")} <span class="hint">{Page.Both("لا تكتب رقم بطاقة حقيقية.", "Never type the number of a real card.")}</span></label>
            <input id="card" name="card" inputmode="numeric" autocomplete="off" dir="ltr" value="4000 0000 0000 0000">
            <button>{Page.Both("ادفع", "Pay")}</button> <button class="plain" name="leave" value="1">{Page.Both("اخرج دون دفع", "Leave without paying")}</button></form>
            <h2>{Page.Both("أرقام تختار ما يحدث", "Numbers that choose what happens")}</h2>
            <table><tbody>{Cards.Select(c => Html.Of($"<tr><td dir=\"ltr\">{c.Number[..4]} {c.Number[4..8]} {c.Number[8..12]} {c.Number[12..]}</td><td>{Page.Both(c.Words)}</td></tr>"))}</tbody></table>
            """), fault is null ? 200 : 400);
    }

    private static string Return(Session s) => QueryHelpers.AddQueryString(s.Order.ReturnUrl!, "session", s.Id);

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

        if (outcome == "forged")
        {
            await wire.Post(found.Order.NotifyUrl!, Notice(Settle(found, record: false), "payment.succeeded", world.Now), forgedWith: "not-the-secret");
            return Results.Redirect(Return(found));
        }

        if (Decide(id, outcome) is { } session)
        {
            await Tell(session, outcome);
        }

        return Results.Redirect(Return(found));
    }

    /// <summary>Decides an open session, once: a page sent twice pays once. Null when it was decided before.</summary>
    private Session? Decide(string id, string outcome)
    {
        lock (world.Journal.Gate)
        {
            var session = Find(id)!;
            if (session.Status != "OPEN")
            {
                return null;
            }

            session = outcome switch
            {
                "decline" => session with { Status = "DECLINED" },
                "abandon" => session with { Status = "ABANDONED" },
                "late" => session with { Status = "PENDING" },
                _ => Settle(session),
            };
            world.Journal.Put($"session/{id}", session);
            return session;
        }
    }

    private Session Settle(Session session, bool record = true)
    {
        var paid = session with { Status = "PAID", PaymentId = Id("pay"), PaidAt = world.Now };
        if (record)
        {
            world.Journal.Put($"payment/{paid.PaymentId}", new KeptKey(paid.Id));
            world.Journal.Put($"entry/{paid.PaymentId}", new Entry("CARD", "PAYMENT", paid.PaymentId!, paid.PaymentId!, paid.Order.BillNo!, paid.Order.Amount, paid.PaidAt!.Value));
        }

        return paid;
    }

    private async Task Tell(Session s, string outcome)
    {
        var url = s.Order.NotifyUrl!;
        var now = world.Now;
        switch (outcome)
        {
            case "decline":
                Later(url, Notice(s, "payment.declined", now));
                break;
            case "abandon":
                Later(url, Notice(s, "payment.abandoned", now));
                break;
            case "slow":
                Later(url, Notice(s, "payment.succeeded", now), 5);
                break;
            case "lost":
                break;
            case "late":
                Later(url, Notice(s, "payment.pending", now));
                _ = Task.Run(async () =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(20));
                    Session settled;
                    lock (world.Journal.Gate)
                    {
                        settled = Settle(Find(s.Id)!);
                        world.Journal.Put($"session/{s.Id}", settled);
                    }

                    await wire.Deliver(url, Notice(settled, "payment.succeeded", world.Now));
                });
                break;
            default:
                var notice = Notice(s, "payment.succeeded", now);
                if (await wire.Post(url, notice) is null)
                {
                    Later(url, notice, 1);
                }

                if (outcome == "duplicate")
                {
                    Later(url, notice);
                    Later(url, notice, 1);
                }
                else if (outcome == "disorder")
                {
                    Later(url, Notice(s with { PaymentId = null, PaidAt = null }, "payment.pending", now.AddSeconds(-3)), 1);
                }

                break;
        }
    }

    private void Later(string url, object notice, int seconds = 0) => _ = Task.Run(async () =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await wire.Deliver(url, notice);
    });

    private static object Notice(Session s, string type, DateTimeOffset at) => new
    {
        eventId = Id("ev"),
        type,
        sessionId = s.Id,
        merchant = s.Order.Merchant,
        billNo = s.Order.BillNo,
        amount = s.Order.Amount,
        currency = s.Order.Currency,
        paymentId = s.PaymentId,
        paidAt = s.PaidAt,
        occurredAt = at,
    };

    private async Task<IResult> PayBack(HttpContext http)
    {
        var (order, problem) = await Read<RefundOrder>(http);
        if (order is null)
        {
            return problem ?? Wrong("An order is one JSON object.");
        }

        if (string.IsNullOrWhiteSpace(order.PaymentId) || string.IsNullOrWhiteSpace(order.IdempotencyKey) || order.Amount <= 0)
        {
            return Wrong("Needed: paymentId, amount in fils above 0, idempotencyKey.");
        }

        lock (world.Journal.Gate)
        {
            var key = $"refund-key/{order.IdempotencyKey}";
            if (world.Journal.Get<Refund>(key) is { } before)
            {
                return before.Order == order ? Results.Json(Answer(before)) : Wrong("The idempotencyKey was used for another refund.", 409);
            }

            if (world.Journal.Get<KeptKey>($"payment/{order.PaymentId}") is not { } kept || Find(kept.Id) is not { } session)
            {
                return Unknown(order.PaymentId);
            }

            if (session.Refunded + order.Amount > session.Order.Amount)
            {
                return Wrong($"Only {session.Order.Amount - session.Refunded} fils are left to refund.", 409);
            }

            var refund = new Refund(Id("re"), order);
            world.Journal.Put(key, refund);
            world.Journal.Put($"session/{session.Id}", session with { Refunded = session.Refunded + order.Amount });
            world.Journal.Put($"entry/{refund.Id}", new Entry("CARD", "REFUND", refund.Id, order.PaymentId, session.Order.BillNo!, order.Amount, world.Now));
            return Results.Json(Answer(refund), statusCode: 201);
        }

        static object Answer(Refund r) => new { id = r.Id, paymentId = r.Order.PaymentId, amount = r.Order.Amount, status = "SUCCEEDED" };
    }

    private IResult Statement(string date) =>
        !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Wrong("A date is written yyyy-MM-dd.")
            : Results.Json(new { date, entries = world.Journal.All<Entry>("entry/").Where(e => NationalCalendar.DateAt(e.At) == day).OrderBy(e => e.At) }, RegisterServer.Json);

    private static string Id(string prefix) => $"{prefix}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
}
