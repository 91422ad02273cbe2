using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>Where a case stands, by its reference alone. Nothing personal is shown.</summary>
public sealed class TrackModel(ReadCase read, Text text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    public TrackedCase? Case { get; private set; }

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public string? Problem { get; private set; }

    public async Task OnGetAsync()
    {
        if (string.IsNullOrWhiteSpace(Reference))
        {
            return;
        }

        if (!CaseReference.TryParse(Reference, out var parsed))
        {
            Problem = text["track.invalid"];
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        Reference = parsed.Value;
        Case = await read.TrackAsync(parsed.Value, HttpContext.RequestAborted);
        if (Case is null)
        {
            Problem = text["track.none"];
            Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var rows = new List<SummaryRow>
        {
            new(text["case.reference"], (object)Case.Reference),
            new(text["case.submittedOn"], (object)text.Date(Case.SubmittedAt)),
            new(text["track.changed"], (object)text.Date(Case.ChangedAt)),
        };
        if (Case.PromisedAt is { } promised && !Case.State.IsEnd())
        {
            rows.Add(new SummaryRow(text["case.promisedOn"], Case.State == PublicState.YourTurn ? text["case.promiseStands"] : (object)text.Date(promised)));
        }

        Rows = rows;
    }
}
