using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Published;

/// <summary>Which services are open to people, and by which ways. Opened and closed by the launch gate, in its own change.</summary>
public sealed class Offers(IDbContextFactory<AppDbContext> databases, CasesOptions options)
{
    /// <summary>
    /// Whether a service is given to a person by a way at a moment: it is launched for it (in a demonstration every service is) or they try it before its launch,
    /// it is in force, and its definition has the way.
    /// </summary>
    public async Task<bool> GivesAsync(ServiceDefinition definition, Channel channel, string personKey, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return (options.Demonstration || (await FindAsync(definition.Id.ToString(), ct))?.IsFor(personKey, channel) == true)
            && definition.IsEffectiveOn(NationalCalendar.DateAt(now))
            && (definition.Channels.Contains(channel) || (channel == Channel.Api && definition.Channels.Contains(Channel.Portal)));
    }

    /// <summary>How a service is offered; null when it never was.</summary>
    public async Task<Offer?> FindAsync(string service, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<OfferRow>().FirstOrDefaultAsync(o => o.Service == service, ct) is { } row
            ? new(row.Open, [.. Split(row.Channels).Select(Channels.FromCode).OfType<Channel>()], row.Pilot is { } pilot ? Split(pilot) : null, row.Since)
            : null;
    }

    /// <summary>The first day on which the counter of the service takes the exempt only; null while it takes everybody.</summary>
    public async Task<DateOnly?> CounterClosesOnAsync(string service, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<OfferRow>().Where(o => o.Service == service).Select(o => o.CounterClosesOn).FirstOrDefaultAsync(ct);
    }

    /// <summary>Closes the counter of an open service from a day on, or opens it again (null), as part of a change.</summary>
    /// <exception cref="InvalidOperationException">The service was never opened.</exception>
    public async Task SetCounterAsync(Change change, string service, DateOnly? closesOn, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        var row = await OpenedAsync(service, ct);
        row.CounterClosesOn = closesOn;
        change.Update(row);
    }

    /// <summary>Opens the service in this version, by these ways, to everybody, as part of a change.</summary>
    public Task OpenAsync(Change change, ServiceDefinition service, IReadOnlyList<Channel> channels, CancellationToken ct) => PutAsync(change, service, channels, null, ct);

    /// <summary>Opens the service in this version, by these ways, to some people only, as part of a change.</summary>
    /// <param name="people">Their keys.</param>
    public Task OpenPilotAsync(Change change, ServiceDefinition service, IReadOnlyList<Channel> channels, IReadOnlyList<string> people, CancellationToken ct) =>
        PutAsync(change, service, channels, string.Join(' ', people), ct);

    /// <summary>Lets a later version of an open service take the place of the one before, as part of a change. Cases that run go on in theirs.</summary>
    /// <exception cref="InvalidOperationException">The service was never opened.</exception>
    public async Task AdmitAsync(Change change, ServiceDefinition service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(service);
        var row = await OpenedAsync(service.Id.ToString(), ct);
        row.ServiceVersion = service.Version;
        change.Update(row);
    }

    /// <summary>The version that was opened of each service that is open to everybody.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> OpenVersionsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<OfferRow>().Where(o => o.Open && o.Pilot == null).ToDictionaryAsync(o => o.Service, o => o.ServiceVersion, StringComparer.Ordinal, ct);
    }

    /// <summary>Closes the service to new applications, as part of a change, and opens its counter to everybody again. Cases that run go on.</summary>
    /// <exception cref="InvalidOperationException">The service was never opened.</exception>
    public async Task CloseAsync(Change change, string service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        var row = await OpenedAsync(service, ct);
        (row.Open, row.Since, row.CounterClosesOn) = (false, change.Now, null);
        change.Update(row);
    }

    private async Task<OfferRow> OpenedAsync(string service, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<OfferRow>().FirstOrDefaultAsync(o => o.Service == service, ct) ?? throw new InvalidOperationException($"{service} was never opened.");
    }

    private async Task PutAsync(Change change, ServiceDefinition service, IReadOnlyList<Channel> channels, string? pilot, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(service);
        var (id, codes) = (service.Id.ToString(), string.Join(' ', channels.Select(c => c.Code())));
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Set<OfferRow>().FirstOrDefaultAsync(o => o.Service == id, ct) is { } row)
        {
            (row.Open, row.ServiceVersion, row.Channels, row.Pilot, row.Since) = (true, service.Version, codes, pilot, change.Now);
            change.Update(row);
        }
        else
        {
            change.Insert(new OfferRow { Id = change.NewId(), Service = id, Open = true, ServiceVersion = service.Version, Channels = codes, Pilot = pilot, Since = change.Now });
        }
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>How a service is offered to people.</summary>
/// <param name="Pilot">Keys of the people who try it before its launch; null when it is for everybody.</param>
/// <param name="Since">When it was opened or closed last.</param>
public sealed record Offer(bool Open, IReadOnlyList<Channel> Channels, IReadOnlyList<string>? Pilot, DateTimeOffset Since)
{
    /// <summary>Whether it is open to a person by a way. An API stands for the portal.</summary>
    public bool IsFor(string personKey, Channel channel) =>
        Open && Channels.Contains(channel == Channel.Api ? Channel.Portal : channel) && (Pilot is null || Pilot.Contains(personKey));
}
