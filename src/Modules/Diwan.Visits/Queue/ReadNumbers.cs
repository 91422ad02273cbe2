namespace Diwan.Visits;

/// <summary>What the screen of a place shows, and what the holder of a number reads. Numbers and windows only.</summary>
public sealed class ReadNumbers
{
    private readonly TicketBook _tickets;
    private readonly FindVisitPlaces _places;
    private readonly TimeProvider _time;

    internal ReadNumbers(TicketBook tickets, FindVisitPlaces places, TimeProvider time) => (_tickets, _places, _time) = (tickets, places, time);

    /// <summary>Null where nobody is received.</summary>
    public async Task<QueueBoard?> BoardAsync(string place, CancellationToken ct) =>
        await _places.FindAsync(place, ct) is { } at ? await BoardAsync(at, await _tickets.OpenAsync(place, ct), ct) : null;

    /// <summary>A number of today by its id, which only its holder has; null otherwise.</summary>
    public async Task<TicketView?> TicketAsync(Guid id, CancellationToken ct)
    {
        if (await _tickets.RowAsync(id, ct) is not { } row || row.Day != _tickets.Today || await _places.FindAsync(row.Place, ct) is not { } place)
        {
            return null;
        }

        int? before = null;
        if (row.State == TicketState.Waiting)
        {
            var order = QueueOrder.Of((await _tickets.OpenAsync(row.Place, ct)).Where(t => t.State == TicketState.Waiting), _time.GetUtcNow());
            before = order.TakeWhile(t => t.Id != id).Count();
        }

        return new TicketView(TicketBook.View(row), place, before, (await _tickets.WaitsAsync(row.Place, ct)).TryGetValue(row.Kind, out var about) ? about : null);
    }

    private async Task<QueueBoard> BoardAsync(VisitPlace place, IReadOnlyList<Ticket> open, CancellationToken ct) => new(
        place, [.. open.Where(t => t.State == TicketState.Called).OrderByDescending(t => t.QueuedAt).ThenByDescending(t => t.Number)], open.Count(t => t.State == TicketState.Waiting),
        await _tickets.WaitsAsync(place.Id, ct));
}
