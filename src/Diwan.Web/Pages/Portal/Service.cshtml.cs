using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Programme.Promotion;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>All a person wants to know of a service before starting it.</summary>
public sealed class ServiceModel(ServiceOffers offers, Offers open, FindCampaigns campaigns, VisitCounter visits, Text text) : PageModel
{
    public ServiceOffer Offer { get; private set; } = null!;

    public ServiceDefinition Service => Offer.Service;

    public Institution Institution => Offer.Institution;

    /// <summary>The role that answers for the service's deadlines.</summary>
    public RoleDefinition? Owner => offers.Catalogue.FindRole(Service.Owner);

    public IReadOnlyList<Instrument> Instruments => [.. Service.Instruments.Where(i => i.InForceOn(offers.Today))];

    /// <summary>Registers asked instead of the person, each with its purpose.</summary>
    public IReadOnlyList<string> RegistersRead =>
        [.. Service.Registers.Where(r => !r.Confidential && Service.Texts.Contains(r.PurposeKey)).Select(r => Words(r.PurposeKey))];

    public IReadOnlyList<OfferLine> Debts => [.. Offer.Lines.Where(l => l.Kind == FeeKind.Debt && l.Label is not null)];

    public IReadOnlyList<OfferLine> Charges => [.. Offer.Lines.Where(l => l.Kind == FeeKind.Charge && l.Label is not null)];

    public bool AtCounter => Service.Channels.Contains(Channel.Counter);

    public bool HasAssumptions => Service.Assumed.Count > 0;

    /// <summary>A worked example line by line, online beside the counter.</summary>
    public TableModel ExampleTable(OfferExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        object Amount(Money amount) => text.Isolate(amount.ToString());
        List<IReadOnlyList<object?>> rows =
        [
            .. example.Lines.Select(l => (IReadOnlyList<object?>)[l.Line.Label.In(text.Language), Amount(l.Online), Amount(l.Counter)]),
        ];
        if (example.Online.MostCommission > Money.Zero || example.Counter.MostCommission > Money.Zero)
        {
            rows.Add([text["services.example.commission"], Amount(example.Online.MostCommission), Amount(example.Counter.MostCommission)]);
        }

        return new TableModel(
            text["services.example.caption"],
            [new TableHead(text["services.example.line"]), new TableHead(text["services.fee.online"], Numeric: true), new TableHead(AtCounter ? text["services.fee.counter"] : text["services.fee.counterBefore"], Numeric: true)],
            rows,
            [text["shared.total"], Amount(example.Online.Total), Amount(example.Counter.Total)]);
    }

    public DateOnly Today => offers.Today;

    /// <summary>The offices where people are received, that of the service first, with their hours of today or of the next day they open.</summary>
    public IEnumerable<OfficeToday> Offices => Institution.Offices.OrderBy(o => o != Service.Office).Select(office =>
    {
        var calendar = offers.Catalogue.Calendar.Of($"{Institution.Id}/{office.Id}");
        var day = calendar.WorkingDayFrom(Today);
        var hours = calendar.HoursOn(day);
        return new OfficeToday(
            office.Name.In(text.Language),
            text[day == Today ? "services.office.today" : "services.office.next", Time(hours.Opens), Time(hours.Closes), $"{text.Weekday(day)} {text.Date(day)}"],
            hours.Assumed,
            offers.Catalogue.Visits.CapacityOf($"{Institution.Id}/{office.Id}") is null ? null : Visits.VisitWords.Path($"{Institution.Id}/{office.Id}"));
    });

    /// <summary>The visits anybody may book for the service.</summary>
    public IReadOnlyList<VisitKind> VisitKinds => offers.Catalogue.Visits.ForAnybody(Service.Id);

    private static string Time(TimeOnly time) => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first day on which the counter takes the exempt only; null while it takes everybody.</summary>
    public DateOnly? CounterClosesOn { get; private set; }

    public IReadOnlyList<Exemption> Exemptions => offers.Catalogue.Gate.ElectronicOnly?.Exemptions ?? [];

    public async Task<IActionResult> OnGetAsync(string institution, string service)
    {
        if (offers.Find(institution, service) is not { } offer)
        {
            return NotFound();
        }

        Offer = offer;
        Campaign = await campaigns.RunningAsync(Request.Query[FindCampaigns.Query], offer.Service.Id.ToString(), HttpContext.RequestAborted);
        if (HttpMethods.IsGet(Request.Method))
        {
            visits.Count(offer.Service.Id.ToString(), Campaign, VisitStep.Page);
        }

        CounterClosesOn = await open.CounterClosesOnAsync(offer.Service.Id.ToString(), HttpContext.RequestAborted);
        return Page();
    }

    /// <summary>The campaign whose link led here; null when none did.</summary>
    public string? Campaign { get; private set; }

    /// <summary>Where an application is begun; what led here goes along.</summary>
    public string ApplyPath => Campaign is null ? Offer.ApplyPath : $"{Offer.ApplyPath}?{FindCampaigns.Query}={Campaign}";

    public string Words(string key) => Service.Texts[key].In(text.Language);

    public IReadOnlyList<string> List(string key) => [.. Service.Texts.List(key).Select(t => t.In(text.Language))];

    public string Applicants => string.Join(text.Language == Language.Arabic ? "، " : ", ", Service.Applicants.Select(a => text[a switch
    {
        ApplicantKind.Citizen => "services.applicant.citizen",
        ApplicantKind.Resident => "services.applicant.resident",
        _ => "services.applicant.establishment",
    }].ToString()));
}

/// <param name="Assumed">Whether no source was found for the hours.</param>
/// <param name="Path">Its page, where people are received by appointment or number; null otherwise.</param>
public sealed record OfficeToday(string Name, Phrase Hours, bool Assumed, string? Path);
