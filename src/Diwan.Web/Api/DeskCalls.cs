using System.Text.Json.Nodes;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>An officer's desk: the queue, the case behind a task, and what is done with it. As on the pages, each look at a case is in the applicant's ledger.</summary>
internal static class DeskCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/desk/tasks").WithTags("Desk");
        group.MapGet("", QueueAsync).WithSummary("The tasks that the officer may take, the most urgent first.").Produces<TaskPageBody>().ProducesProblem(400).Needs(AppScopes.Desk);
        group.MapGet("/{reference}/{task}", FileAsync).WithSummary("The case behind a task: answers, what the registers hold, history.")
            .Produces<FileBody>().ProducesProblem(404).Needs(AppScopes.Desk);
        group.MapGet("/{reference}/{task}/files/{question}/{key}", async (string reference, string task, string question, string key, HttpContext http, ReadAttachment read) =>
                Refuse(http) ?? (await read.OfTaskAsync(reference, task, http.Officer(), question, key, http.RequestAborted) is { } file
                    ? Results.Bytes(file.Content, file.MediaType, file.Name)
                    : Problems.NotFound("ملف", "file")))
            .WithSummary("A file that the applicant attached.").Produces(200, contentType: "application/octet-stream").ProducesProblem(404).Needs(AppScopes.Desk);
        group.MapPost("/{reference}/{task}/claim", async (string reference, string task, HttpContext http, WorkTask work) =>
                Refuse(http) ?? Answer(http, await work.ClaimAsync(reference, task, http.Officer(), http.RequestAborted)))
            .WithSummary("Takes a task.").Produces(204).ProducesProblem(404).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{reference}/{task}/release", async (string reference, string task, HttpContext http, WorkTask work) =>
                Refuse(http) ?? Answer(http, await work.ReleaseAsync(reference, task, http.Officer(), http.RequestAborted)))
            .WithSummary("Gives a task back to the queue.").Produces(204).ProducesProblem(404).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{reference}/{task}/decide", DecideAsync).WithSummary("Approves or refuses. A refusal has a reason of the service's list.")
            .Produces(204).ProducesProblem(400).ProducesProblem(404).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{reference}/{task}/send-back", async (string reference, string task, SendBackBody body, HttpContext http, WorkTask work) =>
                Refuse(http) ?? Answer(http, await work.SendBackAsync(reference, task, http.Officer(), body.Questions ?? [], body.Note ?? "", http.RequestAborted)))
            .WithSummary("Sends a case back to its applicant, with the questions that are to be answered again.").Produces(204).ProducesProblem(404).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{reference}/{task}/give", async (string reference, string task, GiveTaskBody body, HttpContext http, WorkTask work) =>
                !http.Me().May(Ability.LeadTeam) ? Problems.Forbidden(new("هذا لرئيس الوحدة.", "This is for the head of the unit."))
                : Answer(http, await work.ReassignAsync(reference, task, http.Officer(), string.IsNullOrEmpty(body.To) ? null : body.To, http.RequestAborted)))
            .WithSummary("The head of a unit gives a task to an officer, or back to the queue.").Produces(204).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Desk).MayRepeat();
        api.MapGet("/desk/team", TeamAsync).WithTags("Desk").WithSummary("The tasks of the units that the officer heads, and who has how much in hand.").Produces<TeamBody>().Needs(AppScopes.Desk);
    }

    /// <summary>Only officers who work tasks.</summary>
    private static IResult? Refuse(HttpContext http) =>
        http.Me().May(Ability.WorkTasks) ? null : Problems.Forbidden(new("هذا لموظفي المؤسسات الذين ينجزون المهام.", "This is for officers of institutions who work tasks."));

    internal static IResult Answer(HttpContext http, WorkTask.Result result) => result switch
    {
        WorkTask.Result.Worked => Results.NoContent(),
        WorkTask.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
        WorkTask.Result.Refused refused => Problems.Conflict(refused.Why),
        _ => Problems.NotFound("مهمة", "task"),
    };

    private static async Task<IResult> QueueAsync(HttpContext http, ReadTasks read, string? service = null, bool mine = false, string? deadline = null, int page = 1)
    {
        if (Refuse(http) is { } refusal)
        {
            return refusal;
        }

        DeadlineState? wanted = null;
        if (deadline is not null)
        {
            if (!Enum.TryParse<DeadlineState>(deadline, ignoreCase: true, out var state))
            {
                return Problems.Bad(new("deadline: inTime أو dueToday أو overdue.", "deadline is inTime, dueToday or overdue."));
            }

            wanted = state;
        }

        page = Math.Clamp(page, 1, 10_000);
        return Results.Ok(Page(http, await read.ForOfficerAsync(http.Officer(), new QueueFilter(service, mine, wanted), page - 1, http.RequestAborted), page));
    }

    private static TaskPageBody Page(HttpContext http, TaskPage found, int page) => new(
        [
            .. found.Tasks.Where(t => http.ReachesService(t.Service)).Select(t => new TaskBody(
                t.Reference, t.TaskId, t.Service, t.ServiceName, t.Title, t.Role, Name(t.State), t.OpenedAt, t.DueAt, Name(t.Deadline), t.OfficerName, t.OfficerId == http.Me().PersonKey, t.Confidential)),
        ], page, found.Pages);

    private static async Task<IResult> TeamAsync(HttpContext http, ReadTasks read, FindColleagues colleagues, int page = 1)
    {
        var officer = http.Officer();
        if (!http.Me().May(Ability.LeadTeam) || read.HeadedInstitutions(officer).Count == 0)
        {
            return Problems.Forbidden(new("هذا لرئيس الوحدة.", "This is for the head of the unit."));
        }

        page = Math.Clamp(page, 1, 10_000);
        var tasks = await read.ForTeamAsync(officer, new QueueFilter(null, false, null), page - 1, http.RequestAborted);
        var staff = await colleagues.InRolesAsync([.. tasks.Tasks.Select(t => t.Role).Distinct()], http.RequestAborted);
        return Results.Ok(new TeamBody(
            Page(http, tasks, page), [.. (await read.WorkloadAsync(officer, http.RequestAborted)).Select(w => new WorkloadBody(w.OfficerId, w.OfficerName, w.InTime, w.DueToday, w.Overdue, w.Waiting))],
            [.. staff.Select(c => new ColleagueBody(c.PersonKey, new(c.Name, c.NameEn ?? c.Name), c.Roles))]));
    }

    private static async Task<IResult> FileAsync(string reference, string task, HttpContext http, OpenCaseFile open)
    {
        if (Refuse(http) is { } refusal)
        {
            return refusal;
        }

        if (await open.RunAsync(reference, task, http.Officer(), http.RequestAborted) is not { } file)
        {
            return Problems.NotFound("مهمة", "task");
        }

        var (definition, state) = (file.Definition, file.State);
        LocalizedText Words(string key, string otherwise) => definition.Texts.TryGet(key, out var words) ? words : LocalizedText.Same(otherwise);
        var facts = new JsonObject();
        foreach (var id in file.Facts)
        {
            if (state.Facts.TryGet(id, out var fact))
            {
                facts[id] = fact.IsEmpty ? null : JsonNode.Parse(fact.Answer.GetRawText());
            }
        }

        return Results.Ok(new FileBody(
            state.Reference, definition.Id.ToString(), file.PublicState.Code(), file.Task.Id, state.Applicant.Name ?? "", state.Applicant.NationalNumber ?? state.Applicant.DocumentNumber,
            state.SubmittedAt, JsonNode.Parse(state.Answers.ToJson()), facts,
            [.. definition.Refusals.Select(r => new ReasonBody(r, Words($"refusal.{r}.why", r)))],
            [.. definition.Questions.Where(q => q.Type != AnswerType.Declaration && state.Answers.Has(q.Id)).Select(q => q.Id)],
            [.. file.History.Select(h => new HistoryBody(h.At, h.Type, h.Actor))]));
    }

    private static async Task<IResult> DecideAsync(string reference, string task, DecisionBody body, HttpContext http, WorkTask work) =>
        Refuse(http) ?? (Enum.TryParse<Verdict>(body.Verdict, ignoreCase: true, out var verdict) && verdict is Verdict.Approve or Verdict.Refuse
            ? Answer(http, await work.DecideAsync(reference, task, http.Officer(), verdict, body.Reason, body.Note, http.RequestAborted))
            : Problems.Bad(new("verdict: approve أو refuse.", "verdict is approve or refuse.")));
}
