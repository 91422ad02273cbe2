using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Programme.Files;
using Diwan.Programme.Partners;
using Diwan.Web.Fields;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The graduates who are trained to serve people at counters: where they stand, and the file by which the office takes them down.</summary>
public sealed class TraineesModel(FindTrainees find, KeepTrainees keep, Text text, TimeProvider time) : ProgrammePage(text)
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public TraineeCount Count { get; private set; } = null!;

    public IReadOnlyList<TraineeView> All { get; private set; } = [];

    public IReadOnlyList<FileFault> Faults { get; private set; } = [];

    public KeepTrainees.Result.Kept? Taken { get; private set; }

    public Paging Paging { get; private set; } = new(1, 1, "/programme/trainees", []);

    public IReadOnlyList<FieldError> Summary =>
        [.. Faults.Select(f => new FieldError(null, f.Line == 0 ? f.Why.In(Words.Language) : (string)Words["trainees.fault", f.Line, f.Column ?? "", f.Why.In(Words.Language)]))];

    public TableModel Reached => new(
        (string)Words["trainees.reached"], [new((string)Words["programme.stands"]), new((string)Words["trainees.count"], true)],
        [.. Enum.GetValues<TraineeState>().Select(s => (IReadOnlyList<object?>)[(string)Words[$"trainees.state.{s}"], Words.Number(Count.Reached[s])])]);

    public TableModel? Placed => Count.ByGovernorate.Count == 0
        ? null
        : new(
            (string)Words["trainees.placed"], [new((string)Words["reach.governorate"]), new((string)Words["trainees.count"], true)],
            [
                .. Count.ByGovernorate.OrderByDescending(g => g.Value).ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => (IReadOnlyList<object?>)[Places.Governorates.TryGetValue(g.Key, out var name) ? name.In(Words.Language) : g.Key, Words.Number(g.Value)]),
            ]);

    public TableModel List => new(
        (string)Words["trainees.list"],
        [
            new((string)Words["programme.number"]), new((string)Words["trainees.name"]), new((string)Words["trainees.cohort"]), new((string)Words["programme.stands"]), new((string)Words["trainees.until"]),
            new((string)Words["trainees.site"]),
        ],
        [
            .. All.Skip((Number - 1) * PageSize).Take(PageSize).Select(t => (IReadOnlyList<object?>)
            [
                t.Number, t.Name, t.Cohort, (string)Words["trainees.stateSince", Words[$"trainees.state.{t.State}"], Words.Date(t.Since)], t.CertifiedUntil is { } until ? Words.Date(until) : "–", t.Site ?? "–",
            ]),
        ]);

    public async Task OnGetAsync() => await ReadAsync();

    public IActionResult OnGetTemplate() => Template(TraineeFile.Headings, "trainees.csv");

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        var (csv, fault) = await ReadTableAsync(file, TraineeFile.LargestBytes, TraineeFile.MostLines);
        switch (fault is null ? await keep.ImportAsync(Me, csv, Aborted) : new KeepTrainees.Result.Refused([fault]))
        {
            case KeepTrainees.Result.Kept kept:
                Taken = kept;
                break;
            case KeepTrainees.Result.Refused refused:
                Faults = refused.Faults;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
            default:
                return Forbid();
        }

        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        var today = NationalCalendar.DateAt(time.GetUtcNow());
        Count = await find.CountAsync(today, Aborted);
        All = await find.AllAsync(today, Aborted);
        var pages = Math.Max(1, (All.Count + PageSize - 1) / PageSize);
        Number = Math.Clamp(Number, 1, pages);
        Paging = new(Number, pages, "/programme/trainees", []);
    }
}
