using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Published;

/// <summary>Which services are open to people, and by which ways. Opened and closed by the launch gate, in its own change.</summary>
public sealed class Offers(IDbContextFactory<AppDbContext> databases, CasesOptions options)
{
    /// <summary>Whether a service is given by a way at a moment: it is launched for it (in a demonstration every service is), is in force, and its definition has the way.</summary>
    public async Task<bool> GivesAsync(ServiceDefinition definition, Channel channel, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return (options.Demonstration || await IsOpenAsync(definition.Id.ToString(), channel, ct))
            && definition.IsEffectiveOn(NationalCalendar.DateAt(now))
            && (definition.Channels.Contains(channel) || (channel == Channel.Api && definition.Channels.Contains(Channel.Portal)));
    }

    /// <summary>Whether the service is open by this way. An API stands for the portal.</summary>
    public async Task<bool> IsOpenAsync(string service, Channel channel, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<OfferRow>().FirstOrDefaultAsync(o => o.Service == service, ct) is { Open: true } row
            && row.Channels.Split(' ').Contains((channel == Channel.Api ? Channel.Portal : channel).Code());
    }

    /// <summary>The services that are open, each with the moment since when.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> OpenAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<OfferRow>().Where(o => o.Open).ToDictionaryAsync(o => o.Service, o => o.Since, ct);
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
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<OfferRow>().FirstOrDefaultAsync(o => o.Service == service, ct) ?? throw new InvalidOperationException($"{service} was never opened.");
        row.CounterClosesOn = closesOn;
        change.Update(row);
    }

    /// <summary>Opens the service by these ways, as part of a change.</summary>
    public Task OpenAsync(Change change, string service, IReadOnlyList<Channel> channels, CancellationToken ct) =>
        PutAsync(change, service, true, string.Join(' ', channels.Select(c => c.Code())), ct);

    /// <summary>Closes the service to new applications, as part of a change. Cases that run go on.</summary>
    public Task CloseAsync(Change change, string service, CancellationToken ct) => PutAsync(change, service, false, null, ct);

    private async Task PutAsync(Change change, string service, bool open, string? channels, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Set<OfferRow>().FirstOrDefaultAsync(o => o.Service == service, ct) is { } row)
        {
            (row.Open, row.Channels, row.Since) = (open, channels ?? row.Channels, change.Now);
            change.Update(row);
        }
        else
        {
            change.Insert(new OfferRow { Id = change.NewId(), Service = service, Open = open, Channels = channels ?? "", Since = change.Now });
        }
    }
}
