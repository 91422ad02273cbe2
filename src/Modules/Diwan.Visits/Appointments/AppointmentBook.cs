using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>What is asked for: a reason, a place and a time, for a service or a case.</summary>
/// <param name="Service">Needed where no case is named.</param>
/// <param name="Reference">The case that needs the visit.</param>
public sealed record VisitOrder(string? Kind, string? Place, DateTimeOffset? At, string? Service, string? Reference);

/// <summary>Books, moves and cancels for a person, whoever acts. It asks nothing of who that is: the use cases do.</summary>
internal sealed class AppointmentBook(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, AppointmentLife life, FreeTimes free, FindVisitPlaces places, PublishedServices services, ReadCase cases, TimeProvider time)
{
    /// <summary>How long before its time an appointment can still be moved or cancelled.</summary>
    internal static readonly TimeSpan LastChange = TimeSpan.FromHours(1);

    private const int MostTries = 8;
    private const int Most = 50;

    /// <summary>Takes the time in one transaction: where others took it meanwhile, another window, and when there is none, the words for it.</summary>
    /// <param name="alongside">What else belongs to the change.</param>
    internal async Task<BookingResult> BookAsync(Visitor who, VisitOrder order, Actor actor, Channel channel, CancellationToken ct, Action<Change, VisitKind>? alongside = null)
    {
        if (services.Catalogue.Visits.Find(order.Kind) is not { } kind)
        {
            return No("اختر سبب الزيارة من القائمة.", "Choose the reason for the visit from the list.");
        }

        var service = order.Service;
        if (!string.IsNullOrWhiteSpace(order.Reference))
        {
            if (await cases.ForApplicantAsync(order.Reference, who.PersonKey, ct) is not { } found)
            {
                return new BookingResult.NotFound();
            }

            if (!services.Catalogue.Visits.NeededBy(found.State, found.PublicState).Contains(kind))
            {
                return No("لم تعد معاملتك تحتاج إلى هذه الزيارة.", "Your case no longer needs this visit.");
            }

            service = found.Definition.Id.ToString();
        }
        else if (!ServiceId.TryParse(service, out var asked) || !kind.Services.Contains(asked))
        {
            return No("لا تُحجز هذه الزيارة إلا لمعاملة تحتاج إليها. ابدأ من صفحة المعاملة.", "This visit is booked only for a case that needs it. Begin from the page of the case.");
        }

        if (order.Place is null || (await places.ForAsync(kind, ServiceId.Parse(service!), ct)).FirstOrDefault(p => p.Id == order.Place) is not { } place)
        {
            return No("لا تُستقبل هذه الزيارة في هذا المكان. اختر مكاناً من القائمة.", "This visit is not received at that place. Choose one from the list.", "place");
        }

        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await OpenOfAsync(who.PersonKey, kind.Id, ct) is { } other)
            {
                return No(
                    $"لك موعد لهذا السبب: {AppointmentLife.When(other.At).Ar}. انقله أو ألغه بدل أن تحجز ثانية.",
                    $"You have an appointment for this reason: {AppointmentLife.When(other.At).En}. Move or cancel it instead of booking another.");
            }

            var (window, fault) = await WindowAsync(place, kind, order.At, null, ct);
            if (window is null)
            {
                return fault!;
            }

            var change = new Change(actor, channel, "visit-booking", time.GetUtcNow());
            var id = change.NewId();
            var row = new AppointmentRow
            {
                Id = id,
                Code = CaseReference.New().Value,
                PersonKey = who.PersonKey,
                Phone = who.Phone,
                Kind = kind.Id,
                Service = service!,
                Reference = string.IsNullOrWhiteSpace(order.Reference) ? null : order.Reference,
                Place = place.Id,
                At = order.At!.Value.ToUniversalTime(),
                Minutes = kind.Minutes,
                Window = window.Value,
                BookedAt = change.Now,
                BookedBy = channel,
                Chain = Chain.Start(id),
            };
            AppointmentLife.Book(change, row);
            life.Tell(change, row, "visit.booked", place, kind);
            alongside?.Invoke(change, kind);
            if ((await writer.WriteAsync(change, ct)).IsWritten)
            {
                return new BookingResult.Booked(row.Code);
            }
        }

        return Full();
    }

    internal async Task<BookingResult> MoveAsync(string personKey, string code, DateTimeOffset? at, Actor actor, Channel channel, CancellationToken ct, Action<Change, VisitKind>? alongside = null)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await RowAsync(personKey, code, ct) is not { } row || services.Catalogue.Visits.Find(row.Kind) is not { } kind)
            {
                return new BookingResult.NotFound();
            }

            if (TooLate(row) is { } late)
            {
                return late;
            }

            if (await places.FindAsync(row.Place, ct) is not { } place || !services.Catalogue.Visits.At(place.Id).Contains(kind))
            {
                return No("لم يعد هذا المكان يستقبل الزيارات. ألغ الموعد واحجز في مكان آخر.", "This place no longer receives visits. Cancel the appointment and book at another.");
            }

            if (at?.ToUniversalTime() == row.At.ToUniversalTime())
            {
                return new BookingResult.Booked(row.Code);
            }

            var (window, fault) = await WindowAsync(place, kind, at, row.Id, ct);
            if (window is null)
            {
                return fault!;
            }

            var change = new Change(actor, channel, "visit-moving", time.GetUtcNow());
            await life.MoveAsync(change, row, place, kind, at!.Value, window.Value, ct);
            life.Tell(change, row, "visit.moved", place, kind);
            alongside?.Invoke(change, kind);
            if ((await writer.WriteAsync(change, ct)).IsWritten)
            {
                return new BookingResult.Booked(row.Code);
            }
        }

        return Full();
    }

    internal async Task<BookingResult> CancelAsync(string personKey, string code, Actor actor, Channel channel, CancellationToken ct, Action<Change, VisitKind>? alongside = null)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await RowAsync(personKey, code, ct) is not { } row || services.Catalogue.Visits.Find(row.Kind) is not { } kind)
            {
                return new BookingResult.NotFound();
            }

            if (TooLate(row) is { } late)
            {
                return late;
            }

            var change = new Change(actor, channel, "visit-cancelling", time.GetUtcNow());
            await life.EndAsync(change, row, AppointmentState.Cancelled, AppointmentLife.Cancelled, ct);
            life.Tell(change, row, "visit.cancelled", await places.NamedAsync(row.Place, ct), kind);
            alongside?.Invoke(change, kind);
            if ((await writer.WriteAsync(change, ct)).IsWritten)
            {
                return new BookingResult.Booked(row.Code);
            }
        }

        return new BookingResult.NotFound();
    }

    /// <summary>The appointments of a person: those to come first, then those that were, the latest first.</summary>
    internal async Task<IReadOnlyList<Appointment>> OfAsync(string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ViewAsync(db, await db.Set<AppointmentRow>().Where(a => a.PersonKey == personKey).OrderByDescending(a => a.BookedAt).Take(Most).ToListAsync(ct), ct);
    }

    private async Task<IReadOnlyList<Appointment>> ViewAsync(AppDbContext db, List<AppointmentRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => (Guid?)r.Id).ToList();
        var tickets = await db.Set<TicketRow>().Where(t => ids.Contains(t.Appointment)).Select(t => new { t.Appointment, t.Id }).ToDictionaryAsync(t => t.Appointment!.Value, t => t.Id, ct);
        var at = new Dictionary<string, VisitPlace>(StringComparer.Ordinal);
        foreach (var place in rows.Select(r => r.Place).Distinct(StringComparer.Ordinal))
        {
            at[place] = await places.NamedAsync(place, ct);
        }

        var found = new List<Appointment>();
        foreach (var row in rows.OrderBy(r => r.EndedAt is not null).ThenBy(r => r.EndedAt is null ? r.At.UtcTicks : -r.At.UtcTicks))
        {
            found.Add(new Appointment(
                row.Id, row.Code, row.Kind, row.Service, row.Reference, at[row.Place], row.At, row.Minutes, row.State,
                row.State == AppointmentState.Booked && time.GetUtcNow() <= row.At - LastChange, tickets.TryGetValue(row.Id, out var ticket) ? ticket : null));
        }

        return found;
    }

    /// <summary>However many they have had.</summary>
    internal async Task<Appointment?> FindAsync(string personKey, string code, CancellationToken ct)
    {
        if (await RowAsync(personKey, code, ct) is not { } row)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await ViewAsync(db, [row], ct))[0];
    }

    private async Task<AppointmentRow?> OpenOfAsync(string personKey, string kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AppointmentRow>().FirstOrDefaultAsync(a => a.PersonKey == personKey && a.Kind == kind && a.EndedAt == null, ct);
    }

    private async Task<AppointmentRow?> RowAsync(string personKey, string code, CancellationToken ct)
    {
        if (!CaseReference.TryParse(code, out var read))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AppointmentRow>().FirstOrDefaultAsync(a => a.Code == read.Value && a.PersonKey == personKey, ct);
    }

    private BookingResult.Refused? TooLate(AppointmentRow row) => row.State switch
    {
        AppointmentState.Cancelled => No("أُلغي هذا الموعد من قبل.", "This appointment was cancelled before."),
        not AppointmentState.Booked => No("انقضى هذا الموعد. احجز موعداً آخر إن احتجت إليه.", "This appointment is over. Book another if you need one."),
        _ when time.GetUtcNow() > row.At - LastChange => No(
            "لا يُنقل الموعد ولا يُلغى في الساعة التي تسبقه. إن لم تأتِ حُسب غياباً، ثم تستطيع أن تحجز من جديد.",
            "An appointment cannot be moved or cancelled in the hour before it. If you do not come it counts as missed, and you can book again."),
        _ => null,
    };

    /// <summary>A window for the time asked for, or the words why there is none.</summary>
    private async Task<(int? Window, BookingResult.Refused? Fault)> WindowAsync(VisitPlace place, VisitKind kind, DateTimeOffset? at, Guid? own, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (at is not { } asked)
        {
            return (null, No("اختر يوماً وساعة.", "Choose a day and a time.", "at"));
        }

        var day = NationalCalendar.DateAt(asked);
        if (asked <= now)
        {
            return (null, No("مضى هذا الوقت. اختر وقتاً لاحقاً.", "This time has passed. Choose a later one.", "at"));
        }

        if (day > NationalCalendar.DateAt(now).AddDays(FreeTimes.Days))
        {
            return (null, No(
                string.Create(CultureInfo.InvariantCulture, $"تُعطى المواعيد لمدة {FreeTimes.Days} يوماً قادمة. اختر وقتاً أقرب."),
                string.Create(CultureInfo.InvariantCulture, $"Appointments are given for the next {FreeTimes.Days} days. Choose an earlier time."), "at"));
        }

        if (!kind.TimesOn(day, place.Calendar).Any(t => t == asked))
        {
            return (null, place.Calendar.IsWorkingDay(day)
                ? No("لا يبدأ موعد في هذا الوقت. اختر وقتاً من القائمة.", "No appointment begins at this time. Choose one from the list.", "at")
                : No($"المكان مغلق يوم {Day(day).Ar}. اختر يوماً آخر.", $"The place is closed on {Day(day).En}. Choose another day.", "at"));
        }

        return await free.WindowAsync(place, kind.Minutes, asked, ct, own) is { } window ? (window, null) : (null, Full());
    }

    private static LocalizedText Day(DateOnly day) => Engine.Rules.ValueFormatter.Day(day);

    private static BookingResult.Refused Full() => No("امتلأ هذا الوقت. اختر وقتاً آخر.", "This time is full. Choose another one.", "at");

    private static BookingResult.Refused No(string ar, string en, string? field = null) => new(new(ar, en), field);
}
