using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Visits;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>The visits of a person, and what can be booked without a case.</summary>
public sealed class IndexModel(BookVisit own, BookForHelped forHelped, FindSession sessions, PublishedServices services, Text text) : VisitPage(own, forHelped, sessions, services, text)
{
    public IReadOnlyList<Appointment> Open { get; private set; } = [];

    public IReadOnlyList<Appointment> Past { get; private set; } = [];

    /// <summary>Reason and service, by the value of the choice. In a session only those of its service.</summary>
    public IReadOnlyList<(string Value, string Label)> Choices =>
    [
        .. Book.Kinds.SelectMany(k => k.Services.Select(s => (Kind: k, Service: s)))
            .Where(c => Catalogue.Find(c.Service) is not null && (Helped is not { InSession: true } || Helped.Service == c.Service.ToString()))
            .Select(c => ($"{c.Kind.Id}|{c.Service}", $"{c.Kind.Name.In(Words.Language)}: {ServiceName(c.Service.ToString())}")),
    ];

    public TableModel PastTable => new(
        (string)Words["visits.past"],
        [new((string)Words["visits.reason"]), new((string)Words["visits.place"]), new((string)Words["visits.time"]), new((string)Words["visits.state"])],
        [.. Past.Select(a => (IReadOnlyList<object?>)[KindName(a.Kind), a.Place.Name.In(Words.Language), When(a.At), (string)Words[$"visits.state.{a.State}"]])]);

    public async Task OnGetAsync()
    {
        var all = await AppointmentsAsync();
        bool Goes(Appointment a) => a.State is AppointmentState.Booked or AppointmentState.Arrived;
        (Open, Past) = ([.. all.Where(Goes)], [.. all.Where(a => !Goes(a))]);
    }
}
