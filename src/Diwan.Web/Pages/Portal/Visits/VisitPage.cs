using System.Globalization;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Visits;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>A page on which somebody deals with their own visits, or an agent with those of the person they help just now. For an agent who helps nobody it is not there.</summary>
public abstract class VisitPage(BookVisit own, BookForHelped forHelped, FindSession sessions, PublishedServices services, Text text) : SignedInPage
{
    /// <summary>Null for who acts for themselves.</summary>
    public HelpedPerson? Helped { get; private set; }

    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    protected Catalogue Catalogue => services.Catalogue;

    protected Text Words => text;

    public VisitBook Book => services.Catalogue.Visits;

    public string HelpedName => (text.Language == Language.Arabic ? Helped!.Person.Name : Helped!.Person.NameEn) ?? "";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (Me.IsOfficer)
        {
            Helped = await forHelped.WhoAsync(Me, Aborted);
            if (Helped is null)
            {
                context.Result = NotFound();
                return;
            }

            if (Helped.InSession)
            {
                ViewData[AssistedBanner.Key] = await sessions.OfAgentAsync(Me, Aborted);
            }
        }

        await base.OnPageHandlerExecutionAsync(context, next);
    }

    public string KindName(string kind) => Book.Find(kind)?.Name.In(text.Language) ?? kind;

    public string ServiceName(string service) => services.Current(service)?.Name.In(text.Language) ?? service;

    public Phrase When(DateTimeOffset at) => VisitWords.When(text, at);

    protected Task<IReadOnlyList<Appointment>> AppointmentsAsync() => Helped is null ? own.MineAsync(Me, Aborted) : forHelped.OfAsync(Me, Aborted);

    protected async Task<Appointment?> AppointmentAsync(string code) =>
        CaseReference.TryParse(code, out var read) ? (await AppointmentsAsync()).FirstOrDefault(a => a.Code == read.Value) : null;

    protected Task<BookingResult> BookAsync(VisitOrder order) => Helped is null ? own.BookAsync(Me, order, Aborted) : forHelped.BookAsync(Me, order, Aborted);

    protected Task<BookingResult> MoveAsync(string code, DateTimeOffset? at) => Helped is null ? own.MoveAsync(Me, code, at, Aborted) : forHelped.MoveAsync(Me, code, at, Aborted);

    protected Task<BookingResult> CancelAsync(string code) => Helped is null ? own.CancelAsync(Me, code, Aborted) : forHelped.CancelAsync(Me, code, Aborted);

    protected void Refuse(LocalizedText why, string? field)
    {
        ArgumentNullException.ThrowIfNull(why);
        Problems = [new FieldError(field, why.In(text.Language))];
        Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}

/// <summary>Moments and places of visits in the language of the page.</summary>
public static class VisitWords
{
    private const string Format = "yyyy-MM-ddTHH:mm";

    /// <summary><c>الأحد 11 شباط 2018 الساعة 09:30</c>.</summary>
    public static Phrase When(Text text, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(text);
        var day = NationalCalendar.DateAt(at);
        return text["visits.when", text.Weekday(day), text.Date(day), Time(at)];
    }

    public static string Time(DateTimeOffset at) => NationalCalendar.ToAmman(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment as the value of a choice: local time in Amman.</summary>
    public static string Value(DateTimeOffset at) => NationalCalendar.ToAmman(at).ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Read(string? value) => DateTime.TryParseExact(value, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        ? NationalCalendar.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local))
        : null;

    /// <summary>The page of a place: <c>/visits/at/moj/palace</c>.</summary>
    public static string Path(string place) => $"/visits/at/{place}";
}
