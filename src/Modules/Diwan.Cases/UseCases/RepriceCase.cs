using Diwan.Cases.Book;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Payments;

namespace Diwan.Cases.UseCases;

/// <summary>A case priced again, to the day.</summary>
/// <param name="Definition">The version of the service it was filed under.</param>
/// <param name="Receipts">What was paid for it, the oldest first.</param>
public sealed record RepricedCase(
    string Reference, ServiceDefinition Definition, Channel Channel, DateTimeOffset SubmittedAt, Repricing Repricing, IReadOnlyList<ReceiptView> Receipts);

/// <summary>
/// Prices any past case again from what its price came from: its own version of the service, its answers and facts as they were, its channel
/// and moment. The reference of the case is taken, or the number of its bill, or of a receipt.
/// </summary>
public sealed class RepriceCase
{
    private readonly CaseBook _book;
    private readonly FindBill _bills;
    private readonly FindReceipt _receipts;

    internal RepriceCase(CaseBook book, FindBill bills, FindReceipt receipts) => (_book, _bills, _receipts) = (book, bills, receipts);

    /// <returns>Null when nothing has this number, or when it is that of a basket, whose bills have receipts of their own.</returns>
    public async Task<RepricedCase?> RunAsync(string number, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(number);
        var text = Digits.ToAscii(number).Trim();
        if (await _receipts.ByNumberAsync(text.ToUpperInvariant(), ct) is { } receipt)
        {
            text = receipt.BillNumber;
        }

        if (await _bills.ByNumberAsync(text, ct) is { } bill)
        {
            text = bill.Reference;
        }

        if (!CaseReference.TryParse(text, out var reference) || await _book.OpenAsync(reference.Value, ct) is not { } open)
        {
            return null;
        }

        var receipts = open.State.Bill is { } own ? await _receipts.OfBillAsync(own.Number, ct) : [];
        return new RepricedCase(
            open.State.Reference, open.Definition, open.State.Channel, open.State.SubmittedAt, Repricing.Of(open.Definition, open.State), receipts);
    }
}
