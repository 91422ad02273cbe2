using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// The card page of the sandbox, whose interface has the shape of Stripe's hosted Checkout (docs.stripe.com/api/checkout/sessions): a session
/// is made on the server with amount, reference, return address and end under an idempotency key, the browser is sent to its address, and a
/// notice signed <c>t=…,v1=HMAC-SHA256</c> over moment and body tells the end. Names differ; docs/payments-rail.md sets them side by side and
/// says what a class for the real one puts in the place of this one.
/// </summary>
internal sealed class HostedCheckout(RailWire wire, IOptions<PaymentsOptions> options, TimeProvider time) : ICardPage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string SignatureHeader => RailSignature.Header;

    private CardPageOptions Page => options.Value.Cards;

    public async Task<string> OpenAsync(CheckoutRow checkout, CancellationToken ct)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/checkout-sessions", ct, new
        {
            merchant = Page.Merchant,
            billNo = checkout.BillNumber,
            amountFils = checkout.Amount.Fils,
            currency = "JOD",
            description = checkout.BillNumber,
            language = checkout.Language == Kernel.Language.Arabic ? "ar" : "en",
            returnUrl = checkout.ReturnUrl,
            notifyUrl = options.Value.PublicUrl + PaymentsEndpoints.CardNotice,
            expiresAt = checkout.ExpiresAt.UtcDateTime,
            idempotencyKey = checkout.Id.ToString("D"),
        });
        return status is HttpStatusCode.OK or HttpStatusCode.Created
            ? RailWire.Read<Session>(body) is { Status: "open" } session ? session.RedirectUrl : ""
            : throw new RailDownException($"The card page refused a checkout with {(int)status}.");
    }

    public CardNotice Read(byte[] body, string? signature)
    {
        if (RailSignature.Check(Page.Secret, body, signature, time.GetUtcNow()) is { } forged)
        {
            return new CardNotice.Forged(forged);
        }

        Notice? notice;
        try
        {
            notice = JsonSerializer.Deserialize<Notice>(body, Json);
        }
        catch (JsonException)
        {
            notice = null;
        }

        return notice switch
        {
            { TransactionNo.Length: > 0, BillNo: not null, Merchant: not null, Currency: not null, Status: "paid", PaidAt: { } paidAt } => new CardNotice.Paid(
                new(Rail.Card, notice.TransactionNo, notice.Merchant, notice.BillNo, notice.AmountFils, notice.Currency, paidAt.ToUniversalTime(), notice.FeeFils)),
            { TransactionNo.Length: > 0, BillNo: not null, Merchant: not null, Currency: not null, Status: "declined" } => new CardNotice.NotPaid(),
            _ => new CardNotice.Unreadable(notice?.TransactionNo ?? "", notice?.BillNo ?? ""),
        };
    }

    public async Task<RailRefund> RefundAsync(RefundRow refund, CancellationToken ct) =>
        RailWire.Refund(await SendAsync(HttpMethod.Post, "/refunds", ct, new RefundOrder(Page.Merchant, refund)));

    public async Task<IReadOnlyList<RailPayment>> PaymentsOfAsync(string billNumber, CancellationToken ct) =>
        RailWire.Payments(await SendAsync(HttpMethod.Get, "/payments?rail=card&billNo=" + Uri.EscapeDataString(billNumber), ct));

    public async Task<IReadOnlyList<RailPayment>> PaymentsSinceAsync(DateTimeOffset since, CancellationToken ct) =>
        RailWire.Payments(await SendAsync(HttpMethod.Get, "/payments?rail=card&since=" + RailWire.Moment(since), ct));

    private Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, CancellationToken ct, object? message = null) =>
        wire.SendAsync(method, Page.Url + path, Page.Secret, message, ct);

    private sealed record Session(string Id, string RedirectUrl, string Status);

    private sealed record Notice(
        string? TransactionNo, string? Merchant, string? BillNo, long AmountFils, string? Currency, string? Status, DateTimeOffset? PaidAt, long FeeFils = 0);
}
