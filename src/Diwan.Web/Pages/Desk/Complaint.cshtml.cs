using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>A complaint at an officer's desk: what was written, and the answer in writing.</summary>
public sealed class ComplaintModel(AnswerComplaints complaints, Links links, Text text, TimeProvider time) : SignedInPage
{
    public ComplaintFile Opened { get; private set; } = null!;

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    public bool MayAnswer { get; private set; }

    public ComplaintFinding? Finding { get; private set; }

    public string? Answer { get; private set; }

    public string? Problem { get; private set; }

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    private Officer Officer => new(Actor, Me.Roles);

    public Task<IActionResult> OnGetAsync(string number) => ShowAsync(number);

    public async Task<IActionResult> OnPostTakeAsync(string number) => await AfterAsync(await complaints.TakeAsync(number, Officer, Aborted), number, stay: true);

    public async Task<IActionResult> OnPostReleaseAsync(string number) => await AfterAsync(await complaints.ReleaseAsync(number, Officer, Aborted), number, stay: false);

    public async Task<IActionResult> OnPostAnswerAsync(string number, ComplaintFinding? finding, string? answer)
    {
        (Finding, Answer) = (finding, answer);
        return await AfterAsync(await complaints.AnswerAsync(number, Officer, finding, answer, Aborted), number, stay: false);
    }

    private async Task<IActionResult> AfterAsync(AnswerComplaints.Result result, string number, bool stay)
    {
        switch (result)
        {
            case AnswerComplaints.Result.Done:
                return LocalRedirect(links.To(stay ? $"/desk/complaints/{number}" : "/desk/complaints"));
            case AnswerComplaints.Result.Refused refused:
                Problem = refused.Why.In(text.Language);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await ShowAsync(number);
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult> ShowAsync(string number)
    {
        if (!Me.IsOfficer || !complaints.Concerns(Officer))
        {
            return Forbid();
        }

        if (await complaints.OpenAsync(number, Officer, Aborted) is not { } file)
        {
            return NotFound();
        }

        Opened = file;
        MayAnswer = AnswerComplaints.MayAnswer(file.Line, Officer);
        var rows = new List<SummaryRow>
        {
            new(text["complaint.who"], (object)(file.PersonName ?? text["complaint.notSignedIn"].ToString())),
            new(text["complaint.given"], (object)text.DateTime(file.Line.GivenAt)),
        };
        if (file.Reference is { } reference)
        {
            rows.Add(new SummaryRow(text["case.reference"], (object)reference));
        }

        if (file.AnsweredAt is { } at)
        {
            rows.Add(new SummaryRow(text["complaint.answeredOn"], (object)text.DateTime(at)));
        }

        Rows = rows;
        History =
        [
            .. file.History.Select(e => new TimelineEntry(
                text[$"complaint.event.{e.Type[(e.Type.IndexOf('.', StringComparison.Ordinal) + 1)..]}"],
                e.At,
                e.Type == "complaint.escalated" ? TimelineState.Bad : TimelineState.Done,
                e.ActorKind == ActorKind.Officer ? e.Actor : null)),
        ];
        return Page();
    }
}
