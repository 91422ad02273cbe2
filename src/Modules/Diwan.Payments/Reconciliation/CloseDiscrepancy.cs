using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>
/// What the finance officer may do about a discrepancy: take it, book the money that was missing or send it back, and close it. Nothing is
/// closed without a reason; the database holds to that too.
/// </summary>
public sealed class CloseDiscrepancy
{
    public const int ShortestReason = 3;
    public const int LongestReason = 1000;

    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly BookPayment _book;
    private readonly StrayMoney _stray;
    private readonly TimeProvider _time;

    internal CloseDiscrepancy(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, BookPayment book, StrayMoney stray, TimeProvider time) =>
        (_contexts, _writer, _book, _stray, _time) = (contexts, writer, book, stray, time);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="End">Null when it was only taken.</param>
        public sealed record Done(DiscrepancyEnd? End) : Result;

        /// <summary>No such matter on a desk of this person's.</summary>
        public sealed record NotFound : Result;

        /// <summary>Somebody else closed it first, or changed it at the same moment.</summary>
        public sealed record AlreadyClosed : Result;

        /// <summary>The reason is missing, or not between <see cref="ShortestReason"/> and <see cref="LongestReason"/> characters.</summary>
        public sealed record NeedsReason : Result;

        /// <summary>The rail's money is not in our books: book it or send it back before closing.</summary>
        public sealed record MoneyOpen : Result;

        /// <summary>There is no money to book: it is no payment that was missing here, or not in dinars.</summary>
        public sealed record NothingToBook : Result;
    }

    /// <summary>From now on this person looks after it.</summary>
    /// <param name="institutions">The desks the person may act for; null: all, and those of no institution.</param>
    public async Task<Result> TakeAsync(Guid id, Actor who, IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var (row, refusal) = await FindAsync(db, id, institutions, ct);
        if (row is null)
        {
            return refusal!;
        }

        var change = New(who, "discrepancy-taking", null);
        (row.Owner, row.OwnerName) = (who.Id, who.Name);
        change.Update(row);
        change.Record(row.Chain, "discrepancy-taken", new { row.TransactionNo, owner = who.Id });
        return (await _writer.WriteAsync(change, ct)).IsWritten ? new Result.Done(null) : new Result.AlreadyClosed();
    }

    /// <summary>Closes it with the reason why the books may stand as they are. Not while money of the rail is in no book of ours.</summary>
    public async Task<Result> CloseAsync(Guid id, string? reason, Actor who, IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (Reason(reason) is not { } why)
        {
            return new Result.NeedsReason();
        }

        await using var db = await _contexts.CreateDbContextAsync(ct);
        var (row, refusal) = await FindAsync(db, id, institutions, ct);
        if (row is null)
        {
            return refusal!;
        }

        var payment = await db.Set<PaymentRow>().FirstOrDefaultAsync(x => x.TransactionNo == row.TransactionNo, ct);
        if (row is { Move: MoneyMove.Payment, Kind: DiscrepancyKind.MissingHere } && payment is null && row.What != "currency")
        {
            return new Result.MoneyOpen();
        }

        return await EndAsync(row, DiscrepancyEnd.Explained, why, who, ct);
    }

    /// <summary>Books money of the rail that was missing here: for its bill if that can take it now, else for whoever paid it, to whom it goes back.</summary>
    public async Task<Result> BookAsync(Guid id, string? reason, Actor who, IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (Reason(reason) is not { } why)
        {
            return new Result.NeedsReason();
        }

        await using var db = await _contexts.CreateDbContextAsync(ct);
        var (row, refusal) = await FindAsync(db, id, institutions, ct);
        if (row is null)
        {
            return refusal!;
        }

        if (row is not { Move: MoneyMove.Payment, Kind: DiscrepancyKind.MissingHere, Theirs: { } amount, PaidAt: { } paidAt } || row.What == "currency")
        {
            return new Result.NothingToBook();
        }

        if (!await db.Set<PaymentRow>().AnyAsync(x => x.TransactionNo == row.TransactionNo, ct)
            && await _book.RunAsync(row.Rail, row.TransactionNo, row.BillNumber, amount, paidAt, ct) is BookPayment.Result.Refused)
        {
            await _stray.BookAsync(row.Rail, row.TransactionNo, row.BillNumber, amount, paidAt, row.Id, ct);
        }

        var booked = await db.Set<PaymentRow>().FirstAsync(x => x.TransactionNo == row.TransactionNo, ct);
        return await EndAsync(row, booked.Fate == PaymentFate.Credited ? DiscrepancyEnd.GivenBack : DiscrepancyEnd.Booked, why, who, ct);
    }

    private async Task<Result> EndAsync(DiscrepancyRow row, DiscrepancyEnd end, string reason, Actor who, CancellationToken ct)
    {
        var change = New(who, "discrepancy-closing", reason);
        Discrepancies.Close(change, row, end, reason, who);
        return (await _writer.WriteAsync(change, ct)).IsWritten ? new Result.Done(end) : new Result.AlreadyClosed();
    }

    private static async Task<(DiscrepancyRow? Row, Result? Refusal)> FindAsync(AppDbContext db, Guid id, IReadOnlyCollection<string>? institutions, CancellationToken ct) =>
        await db.Set<DiscrepancyRow>().FirstOrDefaultAsync(x => x.Id == id, ct) is not { } row || (institutions is not null && !institutions.Contains(row.Institution))
            ? (null, new Result.NotFound())
            : row.State == DiscrepancyState.Closed ? (null, new Result.AlreadyClosed()) : (row, null);

    private static string? Reason(string? reason) => reason?.Trim() is { Length: >= ShortestReason and <= LongestReason } why ? why : null;

    private Change New(Actor who, string process, string? reason) => new(who, Channel.Portal, process, _time.GetUtcNow(), reason);
}
