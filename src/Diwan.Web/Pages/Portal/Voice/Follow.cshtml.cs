using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Voice;

/// <summary>What became of a complaint: its state by its number alone; the answer to whoever gave it, or by its code.</summary>
public sealed class FollowModel(FollowComplaint follow, PublishedServices services, Text text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    [BindProperty(SupportsGet = true, Name = "code")]
    public string? ReadingCode { get; set; }

    /// <summary>It was given just now.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Taken { get; set; }

    public ComplaintView? Complaint { get; private set; }

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public IReadOnlyList<ComplaintView> Mine { get; private set; } = [];

    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public string? Problem { get; private set; }

    public string? Field { get; private set; }

    public async Task OnGetAsync()
    {
        var me = HttpContext.Oneself();
        if (!string.IsNullOrWhiteSpace(Number))
        {
            Complaint = await follow.FindAsync(Number, me?.PersonKey, ReadingCode, HttpContext.RequestAborted);
            if (Complaint is null)
            {
                (Field, Problem) = ("number", text["complaint.none"]);
                Response.StatusCode = StatusCodes.Status404NotFound;
            }
            else if (Complaint.Whole is null && !string.IsNullOrWhiteSpace(ReadingCode))
            {
                (Field, Problem) = ("code", text["complaint.wrongCode"]);
                Response.StatusCode = StatusCodes.Status403Forbidden;
            }
        }

        if (Complaint is { } found)
        {
            var rows = new List<SummaryRow>
            {
                new(text["complaint.service"], (object)found.ServiceName.In(text.Language)),
                new(text["complaint.state"], (object)text[$"complaint.state.{found.State.ToString().ToLowerInvariant()}"].ToString()),
                new(text["complaint.given"], (object)text.Date(found.GivenAt)),
            };
            rows.Add(found.AnsweredAt is { } at
                ? new SummaryRow(text["complaint.answeredOn"], (object)text.Date(at))
                : new SummaryRow(text["complaint.due"], (object)text.Date(found.DueAt)));
            if (found.Whole?.Reference is { } reference)
            {
                rows.Add(new SummaryRow(text["case.reference"], (object)reference));
            }

            Rows = rows;
        }
        else if (me is not null)
        {
            Mine = await follow.OfPersonAsync(me.PersonKey, HttpContext.RequestAborted);
        }
    }
}
