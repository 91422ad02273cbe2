using Diwan.Accounts;
using Diwan.Kernel;

namespace Diwan.Visits;

/// <summary>Somebody books a visit for themselves, moves it, cancels it, and reads what they have.</summary>
public sealed class BookVisit
{
    private readonly AppointmentBook _book;

    internal BookVisit(AppointmentBook book) => _book = book;

    public Task<BookingResult> BookAsync(SignedIn me, VisitOrder order, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(order);
        return me.IsOfficer ? Task.FromResult<BookingResult>(new BookingResult.NotFound()) : _book.BookAsync(new Visitor(me.PersonKey, me.Phone), order, me.ToActor(), channel, ct);
    }

    public Task<BookingResult> MoveAsync(SignedIn me, string code, DateTimeOffset? at, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(me);
        return _book.MoveAsync(me.PersonKey, code, at, me.ToActor(), channel, ct);
    }

    public Task<BookingResult> CancelAsync(SignedIn me, string code, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(me);
        return _book.CancelAsync(me.PersonKey, code, me.ToActor(), channel, ct);
    }

    /// <summary>Those to come first.</summary>
    public Task<IReadOnlyList<Appointment>> MineAsync(SignedIn me, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        return _book.OfAsync(me.PersonKey, ct);
    }

    /// <summary>One of one's own by its code; null when it is another's or there is none.</summary>
    public Task<Appointment?> FindAsync(SignedIn me, string code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        return _book.FindAsync(me.PersonKey, code, ct);
    }
}
