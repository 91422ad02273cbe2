using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>One appointment: its code, where and when, what to bring; moved or cancelled while there is time.</summary>
public sealed class OneModel(BookVisit own, BookForHelped forHelped, FindSession sessions, FreeTimes free, PublishedServices services, Links links, Text text)
    : VisitPage(own, forHelped, sessions, services, text)
{
    public Appointment Appointment { get; private set; } = null!;

    public bool JustBooked { get; private set; }

    public FreeChoice Times { get; private set; } = new([], null, null);

    public VisitKind? Kind => Book.Find(Appointment.Kind);

    public Tone Tone => Appointment.State switch
    {
        AppointmentState.Served => Tone.Good,
        AppointmentState.Missed => Tone.Bad,
        AppointmentState.Cancelled => Tone.Muted,
        _ => Tone.Info,
    };

    public IReadOnlyList<SummaryRow> Facts
    {
        get
        {
            List<SummaryRow> rows =
            [
                new((string)Words["visits.time"], When(Appointment.At)),
                new((string)Words["visits.place"], (object)Appointment.Place.Name.In(Words.Language)),
                new((string)Words["visits.service"], (object)ServiceName(Appointment.Service)),
                new((string)Words["visits.code"], (object)Appointment.Code),
            ];
            if (Appointment.Reference is { } reference)
            {
                rows.Add(new SummaryRow(Words["case.reference"], (object)reference));
            }

            return rows;
        }
    }

    public string ArrivePath => $"{VisitWords.Path(Appointment.Place.Id)}/arrive?code={Appointment.Code}";

    public string ArriveAddress => $"{Request.Scheme}://{Request.Host}{links.To(ArrivePath)}";

    public async Task<IActionResult> OnGetAsync(string code, string? day, bool booked = false)
    {
        JustBooked = booked;
        return await ReadAsync(code, day, null) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostMoveAsync(string code, string? day, string? at) => await AnswerAsync(await MoveAsync(code, VisitWords.Read(at)), code, day, at);

    public async Task<IActionResult> OnPostCancelAsync(string code) => await AnswerAsync(await CancelAsync(code), code, null, null);

    private async Task<IActionResult> AnswerAsync(BookingResult result, string code, string? day, string? at)
    {
        switch (result)
        {
            case BookingResult.Booked booked:
                return LocalRedirect(links.To($"/visits/{booked.Code}"));
            case BookingResult.Refused refused when await ReadAsync(code, day, at):
                Refuse(refused.Why, Appointment.MayChange ? refused.Field : null);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(string code, string? day, string? at)
    {
        if (await AppointmentAsync(code) is not { } found)
        {
            return false;
        }

        Appointment = found;
        Times = Kind is { } kind && found.MayChange ? FreeChoice.Of(await free.OfAsync(found.Place, kind, Aborted), day ?? FreeChoice.Value(NationalCalendar.DateAt(found.At)), at) : Times;
        return true;
    }
}
