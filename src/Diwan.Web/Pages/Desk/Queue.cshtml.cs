using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>The tasks an officer may take, the most urgent first; for the head of a unit, the team's.</summary>
public sealed class QueueModel(
    ReadTasks read, WorkTask work, AnswerComplaints complaints, FindColleagues colleagues, PublishedServices services, Links links, Text text, TimeProvider time) : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public DeadlineState? Deadline { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Service { get; set; }

    // From the query only: the route has a value of its own called page.
    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public bool IsTeam { get; private set; }

    public bool Heads { get; private set; }

    /// <summary>Whether the officer has anything to do with complaints.</summary>
    public bool Complaints { get; private set; }

    public TaskPage Tasks { get; private set; } = new([], 0);

    /// <summary>Who has how much in hand; for the head of a unit.</summary>
    public IReadOnlyList<Workload> Workloads { get; private set; } = [];

    /// <summary>Why what was asked of a task could not be done.</summary>
    public string? Problem { get; private set; }

    /// <summary>The services whose tasks this officer may meet.</summary>
    public IReadOnlyList<(string Id, string Name)> Services { get; private set; } = [];

    private ILookup<string, SignedIn> _byRole = Enumerable.Empty<SignedIn>().ToLookup(_ => "");

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public string RoleNames => string.Join(
        text.Language == Language.Arabic ? "، " : ", ",
        Me.Roles.Select(r => services.Catalogue.FindRole(r)?.Name.In(text.Language) ?? r));

    /// <summary>To whom a task may be given: those of its role who do not have it now.</summary>
    public IEnumerable<SignedIn> CanTake(TaskLine task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return _byRole[task.Role].Where(c => c.PersonKey != task.OfficerId);
    }

    /// <summary>The name of somebody in the reader's language, where it is known.</summary>
    public string NameOf(SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return text.Language == Language.English ? who.NameEn ?? who.Name : who.Name;
    }

    /// <summary>The name of who holds something, by key; as it was written down where they are not known.</summary>
    public string NameOf(string? key, string? written) =>
        key is null ? text["desk.nobody"].ToString()
        : _byRole.SelectMany(g => g).FirstOrDefault(c => c.PersonKey == key) is { } known ? NameOf(known)
        : key == Me.PersonKey ? NameOf(Me)
        : written ?? key;

    public bool MayOpen(TaskLine task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Me.Holds(task.Role);
    }

    public async Task<IActionResult> OnGetAsync(string? team)
    {
        if (!ModelState.IsValid)
        {
            // A filter or page nobody offered: the queue without it.
            return LocalRedirect(links.To(team is null ? "/desk" : "/desk/team"));
        }

        return await ShowAsync(team);
    }

    private async Task<IActionResult> ShowAsync(string? team)
    {
        if (!Me.IsOfficer || !Me.May(Ability.WorkTasks))
        {
            // Who works no tasks may have a desk of their own.
            return Me.IsOfficer && Me.May(Ability.TakeMoney) ? LocalRedirect(links.To("/desk/cash"))
                : Me.IsOfficer && (Me.May(Ability.SeeMoney) || Me.May(Ability.KeepLedger)) ? LocalRedirect(links.To("/desk/money"))
                : Forbid();
        }

        var officer = new Officer(Actor, Me.Roles);
        Heads = read.HeadedInstitutions(officer).Count > 0;
        Complaints = complaints.Concerns(officer);
        IsTeam = team is not null;
        if (IsTeam && !Heads)
        {
            return Forbid();
        }

        var filter = new QueueFilter(string.IsNullOrEmpty(Service) ? null : Service, Mine, Deadline);
        Number = Math.Clamp(Number, 1, 10_000);
        Tasks = IsTeam ? await read.ForTeamAsync(officer, filter, Number - 1, Aborted) : await read.ForOfficerAsync(officer, filter, Number - 1, Aborted);
        var institutions = IsTeam ? read.HeadedInstitutions(officer) : [.. Me.Roles.Select(r => r[..r.IndexOf(':', StringComparison.Ordinal)])];
        Services =
        [
            .. services.Catalogue.Services.Where(s => institutions.Contains(s.Id.Institution)).Select(s => (s.Id.ToString(), s.Name.In(text.Language))),
        ];
        if (IsTeam)
        {
            Workloads = await read.WorkloadAsync(officer, Aborted);
            var roles = Tasks.Tasks.Select(t => t.Role).Distinct().ToList();
            _byRole = (await colleagues.InRolesAsync(roles, Aborted))
                .SelectMany(c => c.Roles.Select(role => (role, c))).ToLookup(x => x.role, x => x.c, StringComparer.Ordinal);
        }

        return Page();
    }

    /// <summary>The head of a unit gives a task to an officer, or back to the queue.</summary>
    public async Task<IActionResult> OnPostAsync(string reference, string task, string? to)
    {
        if (!Me.IsOfficer || !Me.May(Ability.LeadTeam))
        {
            return Forbid();
        }

        switch (await work.ReassignAsync(reference, task, new Officer(Actor, Me.Roles), string.IsNullOrEmpty(to) ? null : to, Aborted))
        {
            case WorkTask.Result.Worked:
                return LocalRedirect(links.To("/desk/team"));
            case WorkTask.Result.Refused refused:
                Problem = refused.Why.In(text.Language);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await ShowAsync("team");
            default:
                return NotFound();
        }
    }
}
