namespace Diwan.Payments;

/// <summary>
/// The port to whoever hosts a card page. Amount, currency and bill are ours; no card number ever comes near us; what the browser brings back
/// is not believed, only a signed notice or the gateway's own books. A real gateway is one class of these five methods.
/// </summary>
internal interface ICardPage
{
    /// <summary>The header in which the gateway signs its notices.</summary>
    string SignatureHeader { get; }

    /// <summary>Opens the page, or finds the one that was opened for this checkout, whose id is the idempotency key.</summary>
    /// <returns>Where the browser goes; empty when that page is over.</returns>
    /// <exception cref="RailDownException">The gateway does not answer, or refuses: pay later, or by bill number.</exception>
    Task<string> OpenAsync(CheckoutRow checkout, CancellationToken ct);

    /// <summary>Reads a notice: its signature first, and nothing else of one that is not signed.</summary>
    CardNotice Read(byte[] body, string? signature);

    /// <summary>Gives money of a payment back to the card it came from. The refund's key never refunds twice.</summary>
    /// <exception cref="RailDownException">Unknown: ask again with the same key.</exception>
    Task<RailRefund> RefundAsync(RefundRow refund, CancellationToken ct);

    /// <summary>What the gateway took for a bill; finds lost notices.</summary>
    /// <exception cref="RailDownException">It could not be asked.</exception>
    Task<IReadOnlyList<RailPayment>> PaymentsOfAsync(string billNumber, CancellationToken ct);

    /// <summary>Whatever the gateway took for us since that moment, by its own clock.</summary>
    /// <exception cref="RailDownException">It could not be asked.</exception>
    Task<IReadOnlyList<RailPayment>> PaymentsSinceAsync(DateTimeOffset since, CancellationToken ct);
}

/// <summary>What a card page's notice says.</summary>
internal abstract record CardNotice
{
    private CardNotice()
    {
    }

    public sealed record Paid(BookPayment.Fact Fact) : CardNotice;

    /// <summary>The bank said no, or the page ran out. Nothing was taken.</summary>
    public sealed record NotPaid : CardNotice;

    /// <summary>Not signed by the gateway, or too long ago.</summary>
    /// <param name="Why">forged or stale.</param>
    public sealed record Forged(string Why) : CardNotice;

    public sealed record Unreadable(string TransactionNo, string BillNumber) : CardNotice;
}
