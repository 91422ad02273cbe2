using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>The tasks an officer may take, the most urgent first; for the head of a unit, the team's.</summary>
public sealed class QueueModel(ReadTasks read, WorkTask work, PublishedServices services, Links links, Text text, TimeProvider time) : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public DeadlineState? Deadline { get; set; }

    public bool IsTeam { get; private set; }

    public bool Heads { get; private set; }

    public IReadOnlyList<TaskLine> Tasks { get; private set; } = [];

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public string RoleNames => string.Join(
        text.Language == Language.Arabic ? "، " : ", ",
        Me.Roles.Select(r => services.Catalogue.FindRole(r)?.Name.In(text.Language) ?? r));

    public bool MayOpen(TaskLine task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Me.Holds(task.Role);
    }

    public async Task<IActionResult> OnGetAsync(string? team)
    {
        if (!Me.IsOfficer || !Me.May(Ability.WorkTasks))
        {
            return Forbid();
        }

        var officer = new Officer(Actor, Me.Roles);
        Heads = read.HeadedInstitutions(officer).Count > 0;
        IsTeam = team is not null;
        if (IsTeam && !Heads)
        {
            return Forbid();
        }

        var filter = new QueueFilter(null, Mine, Deadline);
        Tasks = IsTeam ? await read.ForTeamAsync(officer, filter, 0, Aborted) : await read.ForOfficerAsync(officer, filter, 0, Aborted);
        return Page();
    }

    /// <summary>The head of a unit gives a claimed task back to the queue.</summary>
    public async Task<IActionResult> OnPostAsync(string reference, string task)
    {
        await work.ReassignAsync(reference, task, new Officer(Actor, Me.Roles), null, Aborted);
        return LocalRedirect(links.To("/desk/team"));
    }
}
