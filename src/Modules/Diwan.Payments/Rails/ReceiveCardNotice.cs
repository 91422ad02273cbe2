namespace Diwan.Payments;

/// <summary>Answers the card page's notice: docs/payments-rail.md.</summary>
internal sealed class ReceiveCardNotice(ICardPage page, BookPayment book, RefusedNotices refused)
{
    /// <summary>The header in which the gateway signs.</summary>
    public string SignatureHeader => page.SignatureHeader;

    /// <summary>The status and body of the answer.</summary>
    public async Task<(int Status, object Body)> RunAsync(byte[] body, string? signature, CancellationToken ct)
    {
        switch (page.Read(body, signature))
        {
            case CardNotice.Forged forged:
                await refused.RecordAsync(new Refusal(Rail.Card, forged.Why), ct);
                return (401, new { result = "forged" });
            case CardNotice.Unreadable unreadable:
                await refused.RecordAsync(new Refusal(Rail.Card, "message", unreadable.TransactionNo, unreadable.BillNumber), ct);
                return (422, new { result = "refused", why = "message" });
            case CardNotice.NotPaid:
                return (200, new { result = "noted" });
            case CardNotice.Paid paid:
                return await book.RunAsync(paid.Fact, ct) switch
                {
                    BookPayment.Result.Settled => (200, new { result = "settled" }),
                    BookPayment.Result.AlreadyKnown => (200, new { result = "alreadyKnown" }),
                    BookPayment.Result.Credited => (200, new { result = "credited" }),
                    BookPayment.Result.Refused refusal => (422, new { result = "refused", why = refusal.Why }),
                    var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
                };
            case var other:
                throw new System.Diagnostics.UnreachableException(other.ToString());
        }
    }
}
