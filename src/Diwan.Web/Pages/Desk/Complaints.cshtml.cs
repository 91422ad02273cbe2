using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>The complaints an officer handles or answers for, the most urgent first.</summary>
public sealed class ComplaintsModel(AnswerComplaints complaints, ReadVoice voice, PublishedServices services, Links links, Text text, TimeProvider time) : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public bool Answered { get; set; }

    // From the query only: the route has a value of its own called page.
    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<ComplaintLine> Lines { get; private set; } = [];

    public int Pages { get; private set; }

    public bool Figures { get; private set; }

    public bool Tasks => Me.May(Ability.WorkTasks);

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public string MyName => Me.NameIn(text.Language);

    public string RoleNames =>
        string.Join(text.Language == Language.Arabic ? "، " : ", ", Me.Roles.Select(r => services.Catalogue.FindRole(r)?.Name.In(text.Language) ?? r));

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid)
        {
            // A filter or page nobody offered: the list without it.
            return LocalRedirect(links.To("/desk/complaints"));
        }

        var officer = new Officer(Actor, Me.Roles);
        if (!Me.IsOfficer || !complaints.Concerns(officer))
        {
            return Forbid();
        }

        Number = Math.Clamp(Number, 1, 10_000);
        (Lines, var total) = await complaints.ListAsync(officer, Answered, Number - 1, Aborted);
        Pages = Math.Max(1, (total + AnswerComplaints.PageSize - 1) / AnswerComplaints.PageSize);
        Figures = voice.ServicesOf(officer).Count > 0;
        return Page();
    }
}
