using System.Globalization;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Centre;

/// <summary>What a supervisor sees: why people call, whether one call was enough, whether promised calls were made; and outages declared and lifted.</summary>
public sealed class FiguresModel(ReadCentreFigures read, KeepOutages outages, PublishedServices services, Links links, Text text, TimeProvider time) : SignedInPage
{
    public static readonly IReadOnlyList<int> Periods = [7, 30, 90];

    [BindProperty(SupportsGet = true)]
    public int Days { get; set; }

    public CentreFigures Figures { get; private set; } = null!;

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public IReadOnlyList<ScriptNow> Scripts { get; private set; } = [];

    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    public IReadOnlyList<(string Value, string Label)> Declarable =>
        [.. services.Catalogue.Centre.Scripts.Where(s => s.Occasion == ScriptOccasion.Declared).Select(s => (s.Id, s.Name.In(text.Language)))];

    public IReadOnlyList<(string Value, string Label)> Services => [("", text["centre.allServices"]), .. services.Catalogue.Services.Select(s => (s.Id.ToString(), s.Name.In(text.Language)))];

    public TableModel Reasons => new(
        (string)text["centre.reasons"],
        [new((string)text["centre.reason"]), new((string)text["centre.calls"], Numeric: true), new((string)text["centre.repeated"], Numeric: true)],
        [.. Figures.Reasons.Select(r => (IReadOnlyList<object?>)[r.Name.In(text.Language), text.Number(r.Calls), text.Number(r.Repeated)])]);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Me.May(Ability.LeadCalls))
        {
            context.Result = Forbid();
        }
    }

    public async Task OnGetAsync() => await ReadAsync();

    /// <summary>What was chosen and typed of an outage; kept when it is refused.</summary>
    public (string? Script, string? Service, string? Hours) Declared { get; private set; } = (null, null, "4");

    public async Task<IActionResult> OnPostDeclareAsync(string? script, string? service, string? hours)
    {
        Declared = (script, service, hours);
        var read = int.TryParse(Digits.ToAscii(hours?.Trim() ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        return await AfterAsync(await outages.DeclareAsync(Me, script, service, read, Aborted));
    }

    public async Task<IActionResult> OnPostLiftAsync(Guid id) => await AfterAsync(await outages.LiftAsync(Me, id, Aborted));

    private async Task<IActionResult> AfterAsync(KeepOutages.Result result)
    {
        switch (result)
        {
            case KeepOutages.Result.Kept:
                return LocalRedirect(links.To("/centre/figures", ("days", Days > 0 ? Days.ToString(CultureInfo.InvariantCulture) : null)));
            case KeepOutages.Result.Refused refused:
                Problems = [new FieldError(null, refused.Why.In(text.Language))];
                Response.StatusCode = StatusCodes.Status400BadRequest;
                await ReadAsync();
                return Page();
            case KeepOutages.Result.NotFound:
                return NotFound();
            default:
                return Forbid();
        }
    }

    private async Task ReadAsync()
    {
        Days = Periods.Contains(Days) ? Days : Periods[1];
        var now = time.GetUtcNow();
        Figures = (await read.RunAsync(Me, now.AddDays(-Days), now, Aborted))!;
        Scripts = await outages.NowAsync(Aborted);
        Rows =
        [
            new(text["centre.calls"], (object)text.Number(Figures.Calls)),
            new(text["centre.known"], Of(Figures.Known)),
            new(text["centre.askedStatus"], Of(Figures.AskedStatus)),
            new(text["centre.repeatedShare"], Of(Figures.Repeated)),
            new(text["centre.firstContact"], Of(Figures.FirstContact)),
            new(text["centre.backsInTime"], Of(Figures.CallBacksInTime)),
            new(text["centre.notReached"], (object)text.Number(Figures.NotReached)),
            new(text["centre.complaints"], (object)text.Number(Figures.Complaints)),
            new(text["centre.wrongAnswers"], (object)text.Number(Figures.WrongAnswers)),
            new(text["centre.middle"], Figures.Middle is { } middle ? text.Minutes((int)Math.Ceiling(middle.TotalMinutes)) : (object)"–"),
        ];
    }

    private object Of(Proportion part) => part.Of == 0 ? "–" : text["centre.ofAll", text.Percent(Math.Round((decimal)part.Met / part.Of, 3)), text.Number(part.Met), text.Number(part.Of)];
}
