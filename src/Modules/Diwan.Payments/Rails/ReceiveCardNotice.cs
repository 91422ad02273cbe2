using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>Reads the card rail's notice: docs/payments-rail.md.</summary>
internal sealed class ReceiveCardNotice(BookPayment book, RefusedNotices refused, IOptions<PaymentsOptions> options, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The status and body of the answer.</summary>
    public async Task<(int Status, object Body)> RunAsync(byte[] body, string? signature, CancellationToken ct)
    {
        if (RailSignature.Check(options.Value.Rail.Secret, body, signature, time.GetUtcNow()) is { } forged)
        {
            await refused.RecordAsync(new Refusal(Rail.Card, forged), ct);
            return (401, new { result = "forged" });
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

        if (notice is not { TransactionNo.Length: > 0, BillNo: not null, Merchant: not null, Currency: not null, Status: "paid" or "declined" }
            || notice is { Status: "paid", PaidAt: null })
        {
            await refused.RecordAsync(new Refusal(Rail.Card, "message", notice?.TransactionNo ?? "", notice?.BillNo ?? ""), ct);
            return (422, new { result = "refused", why = "message" });
        }

        if (notice.Status == "declined")
        {
            return (200, new { result = "noted" });
        }

        var fact = new BookPayment.Fact(
            Rail.Card, notice.TransactionNo, notice.Merchant, notice.BillNo, notice.AmountFils, notice.Currency, notice.PaidAt!.Value.ToUniversalTime(), notice.FeeFils);
        return await book.RunAsync(fact, ct) switch
        {
            BookPayment.Result.Settled => (200, new { result = "settled" }),
            BookPayment.Result.AlreadyKnown => (200, new { result = "alreadyKnown" }),
            BookPayment.Result.Credited => (200, new { result = "credited" }),
            BookPayment.Result.Refused refused => (422, new { result = "refused", why = refused.Why }),
            var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
        };
    }

    private sealed record Notice(
        string? TransactionNo, string? SessionId, string? Merchant, string? BillNo, long AmountFils, string? Currency, string? Status, DateTimeOffset? PaidAt,
        long FeeFils = 0);
}
