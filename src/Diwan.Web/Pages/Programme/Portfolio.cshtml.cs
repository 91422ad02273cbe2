using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Programme.Files;
using Diwan.Programme.Portfolio;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The services to be re-engineered: where they stand, and what if the order or the pace were another.</summary>
public sealed class PortfolioModel(FindPortfolio find, KeepPortfolio keep, PublishedServices services, Text text, TimeProvider time) : ProgrammePage(text)
{
    private const int PageSize = 50;

    private Dictionary<string, DateOnly?> _planned = [];

    [BindProperty(SupportsGet = true)]
    public int? PerMonth { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? PerInstitution { get; set; }

    /// <summary>Institutions that can do another number in a month: <c>gam 3, dls 1</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Own { get; set; }

    [BindProperty(SupportsGet = true)]
    public PlanOrder Order { get; set; }

    [BindProperty(SupportsGet = true)]
    public PortfolioGroup? Part { get; set; }

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public PortfolioCount Count { get; private set; } = new(FindPortfolio.Plan, 0, new Dictionary<PortfolioState, int>());

    public IReadOnlyList<PortfolioView> Services { get; private set; } = [];

    public IReadOnlyList<FileFault> Faults { get; private set; } = [];

    public KeepPortfolio.Result.Kept? Taken { get; private set; }

    public Paging Paging { get; private set; } = new(1, 1, "/programme/portfolio", []);

    /// <summary>The month in which the last would be done at the pace asked about; null when nothing was asked.</summary>
    public DateOnly? LastMonth { get; private set; }

    public ChartModel Chart => new(
        ChartKind.Bars,
        (string)Words["programme.reached"],
        (string)Words["programme.stands"],
        [.. Enum.GetValues<PortfolioState>().Skip(1).Select(s => (string)Words[$"programme.state.{s}"])],
        [new ChartSeries((string)Words["programme.services"], [.. Enum.GetValues<PortfolioState>().Skip(1).Select(s => (decimal?)Count.Reached.GetValueOrDefault(s))])],
        Words.Number);

    /// <summary>The services the plan adds to the ten, which it counts by institution and does not name.</summary>
    public TableModel Candidates { get; private set; } = new("", [], []);

    public string InstitutionOf(PortfolioView service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return NameOf(service.Institution);
    }

    private string NameOf(string institution) => services.Catalogue.FindInstitution(institution)?.Name.In(Words.Language) ?? institution;

    public string DoneBy(PortfolioView service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return !_planned.TryGetValue(service.Code, out var month) ? "–" : month is { } m ? Words.Month(m) : (string)Words["programme.waits"];
    }

    public async Task OnGetAsync() => await ReadAsync();

    public IActionResult OnGetTemplate() => Template(PortfolioFile.Headings, "portfolio.csv");

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        var (csv, fault) = await ReadTableAsync(file, PortfolioFile.LargestBytes, PortfolioFile.MostLines);
        return await AnswerAsync(fault is null ? await keep.ImportAsync(Me, csv, Aborted) : new KeepPortfolio.Result.Refused([fault]));
    }

    public async Task<IActionResult> OnPostReachAsync(string? code, PortfolioState state, string? on, string? evidence)
    {
        var result = await keep.ReachAsync(Me, code?.Trim() ?? "", state, TypedDay.Read(on), evidence, Aborted);
        return await AnswerAsync(result is KeepPortfolio.Result.NotFound
            ? new KeepPortfolio.Result.Refused([new(0, "code", new("لا خدمة بهذا الرمز.", "No service has this code."))])
            : result);
    }

    private async Task<IActionResult> AnswerAsync(KeepPortfolio.Result result)
    {
        switch (result)
        {
            case KeepPortfolio.Result.Kept kept:
                Taken = kept;
                break;
            case KeepPortfolio.Result.Refused refused:
                Faults = refused.Faults;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
            default:
                return Forbid();
        }

        await ReadAsync();
        return Page();
    }

    private Dictionary<string, int> OwnPace(IReadOnlyList<PortfolioView> all)
    {
        var pace = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in (Own ?? "").Split([',', '،', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split([' ', '=', ':'], StringSplitOptions.RemoveEmptyEntries) is [var institution, var number]
                && all.Any(s => s.Institution == institution) && int.TryParse(Digits.ToAscii(number), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 1000)
            {
                pace[institution] = most;
            }
            else
            {
                Faults = [.. Faults, new(0, "own", new($"«{part}»: اكتب رمز مؤسسة في المحفظة ثم عدداً، مثل gam 3.", $"\"{part}\": write an institution of the portfolio by its code, then a number, as gam 3."))];
            }
        }

        return pace;
    }

    private async Task ReadAsync()
    {
        var all = await find.AllAsync(null, Aborted);
        Count = FindPortfolio.Count(all);
        Candidates = new TableModel(
            (string)Words["portfolio.candidates"],
            [new((string)Words["programme.institution"]), new((string)Words["portfolio.added"], true), new((string)Words["programme.listed"], true), new((string)Words["programme.unnamedServices"], true)],
            [
                .. FindPortfolio.Candidates.Select(c => (c.Institution, c.Count, Named: all.Count(s => s.Group == PortfolioGroup.Candidate && s.Institution == c.Institution)))
                    .Select(c => (IReadOnlyList<object?>)[NameOf(c.Institution), Words.Number(c.Count), Words.Number(c.Named), Words.Number(Math.Max(0, c.Count - c.Named))]),
            ]);
        if (PerMonth is >= 1 and <= 1000)
        {
            PerInstitution = PerInstitution is >= 1 and <= 1000 ? PerInstitution : null;
            Order = Enum.IsDefined(Order) ? Order : PlanOrder.Wave;
            var plan = WavePlan.Of(all, PerMonth.Value, NationalCalendar.DateAt(time.GetUtcNow()), Order, PerInstitution, OwnPace(all));
            _planned = plan.ToDictionary(p => p.Service.Code, p => p.Month, StringComparer.Ordinal);
            LastMonth = plan.Max(p => p.Month);
        }
        else
        {
            PerMonth = null;
        }

        var shown = all.Where(s => Part is null || s.Group == Part).ToList();
        var pages = Math.Max(1, (shown.Count + PageSize - 1) / PageSize);
        Number = Math.Clamp(Number, 1, pages);
        Services = [.. shown.Skip((Number - 1) * PageSize).Take(PageSize)];
        Paging = new(Number, pages, "/programme/portfolio", [("part", Part?.ToString()), ("perMonth", PerMonth?.ToString(CultureInfo.InvariantCulture)), ("perInstitution", PerInstitution?.ToString(CultureInfo.InvariantCulture)), ("own", Own), ("order", Order == PlanOrder.Wave ? null : Order.ToString())]);
    }
}
