using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Partners;

namespace Diwan.Visits;

/// <summary>Where people are received: an office of an institution, or the counter of a partner.</summary>
/// <param name="Id"><c>moj/palace</c>, <c>counter/POST-1</c>.</param>
public sealed record VisitPlace(string Id, LocalizedText Name, VisitCapacity Capacity, NationalCalendar Calendar)
{
    public bool IsCounter => Id.StartsWith(VisitBook.CounterPrefix, StringComparison.Ordinal);

    /// <summary>Whether people are received at this moment.</summary>
    public bool IsOpenAt(DateTimeOffset now)
    {
        var day = NationalCalendar.DateAt(now);
        var hours = Calendar.HoursOn(day);
        return Calendar.IsWorkingDay(day) && now >= NationalCalendar.At(day, hours.Opens) && now < NationalCalendar.At(day, hours.Closes);
    }
}

/// <summary>The places where people are received, and who works at them.</summary>
public sealed class FindVisitPlaces(PublishedServices services, FindPartners partners, FindPlace helping, TimeProvider time)
{
    /// <summary>A place by its id, a partner's counter only while it is open under a contract in force; null when nobody is received there.</summary>
    public async Task<VisitPlace?> FindAsync(string id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (services.Catalogue.Visits.CapacityOf(id) is not { } capacity)
        {
            return null;
        }

        if (!id.StartsWith(VisitBook.CounterPrefix, StringComparison.Ordinal))
        {
            return Office(id, capacity);
        }

        var today = NationalCalendar.DateAt(time.GetUtcNow());
        return await partners.SiteAsync(id[VisitBook.CounterPrefix.Length..], ct) is { } site && site.IsOpenOn(today) && (await partners.FindAsync(site.Partner, ct))?.ContractOn(today) is not null
            ? new VisitPlace(id, site.Name, capacity, services.Catalogue.Calendar)
            : null;
    }

    /// <summary>A place as an appointment names it, whether anybody is received there any more or not.</summary>
    internal async Task<VisitPlace> NamedAsync(string id, CancellationToken ct) => await FindAsync(id, ct) ?? new VisitPlace(
        id,
        (id.StartsWith(VisitBook.CounterPrefix, StringComparison.Ordinal)
            ? (await partners.SiteAsync(id[VisitBook.CounterPrefix.Length..], ct))?.Name
            : services.Catalogue.Institutions.SelectMany(i => i.Offices.Select(o => (Id: $"{i.Id}/{o.Id}", o.Name))).FirstOrDefault(o => o.Id == id).Name) ?? LocalizedText.Same(id),
        new VisitCapacity(id, 0, 0, []), services.Catalogue.Calendar.Of(id));

    /// <summary>The places where a service's visit of a kind may be made: offices of its institution, then counters.</summary>
    public async Task<IReadOnlyList<VisitPlace>> ForAsync(VisitKind kind, ServiceId service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var found = VisitBook.OfficesFor(kind, service).Select(o => Office(o, services.Catalogue.Visits.CapacityOf(o)!)).ToList();
        if (kind.AtCounters && services.Catalogue.Visits.Counters is { } counters)
        {
            var today = NationalCalendar.DateAt(time.GetUtcNow());
            found.AddRange((await partners.AllAsync(ct)).Where(p => p.ContractOn(today) is not null).SelectMany(p => p.Sites).Where(s => s.IsOpenOn(today))
                .Select(s => new VisitPlace(VisitBook.CounterPrefix + s.Code, s.Name, counters, services.Catalogue.Calendar)));
        }

        return found;
    }

    /// <summary>The places at whose windows somebody works: the offices of their roles, or the partner's counter at which they are placed.</summary>
    public async Task<IReadOnlyList<VisitPlace>> OfStaffAsync(SignedIn who, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (!who.IsOfficer)
        {
            return [];
        }

        var own = services.Catalogue.Visits.Offices.Where(o => o.Roles.Any(who.Holds)).Select(o => Office(o.Place, o)).ToList();
        if (who.May(Ability.AssistAtCounter) && await helping.OfAsync(who, NationalCalendar.DateAt(time.GetUtcNow()), ct) is { Channel: Channel.Assisted } counter
            && await FindAsync(VisitBook.CounterPrefix + counter.Code, ct) is { } place)
        {
            own.Add(place);
        }

        return own;
    }

    /// <summary>A place, if this person works at its windows; null otherwise.</summary>
    public async Task<VisitPlace?> ForStaffAsync(SignedIn who, string id, CancellationToken ct) => (await OfStaffAsync(who, ct)).FirstOrDefault(p => p.Id == id);

    /// <summary>The offices of the institutions in which somebody heads a unit.</summary>
    public IReadOnlyList<VisitPlace> Headed(SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(who);
        var institutions = services.Catalogue.HeadedBy(who.Roles);
        return [.. services.Catalogue.Visits.Offices.Where(o => institutions.Any(i => o.Place.StartsWith(i + "/", StringComparison.Ordinal))).Select(o => Office(o.Place, o))];
    }

    private VisitPlace Office(string id, VisitCapacity capacity)
    {
        var (institution, office) = (id[..id.IndexOf('/', StringComparison.Ordinal)], id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return new VisitPlace(id, services.Catalogue.FindInstitution(institution)!.Offices.First(o => o.Id == office).Name, capacity, services.Catalogue.Calendar.Of(id));
    }
}
