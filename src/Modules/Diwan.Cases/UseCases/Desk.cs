using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Book;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>An officer at the desk: who, and in which roles (<c>moj:judge</c>).</summary>
public sealed record Officer(Actor Actor, IReadOnlyList<string> Roles);

/// <summary>How close a task is to its deadline.</summary>
public enum DeadlineState
{
    InTime,
    DueToday,
    Overdue,
}

/// <summary>A task in a queue. It says nothing of the applicant.</summary>
public sealed record TaskLine(
    string Reference,
    string TaskId,
    string Service,
    LocalizedText ServiceName,
    LocalizedText Title,
    string Role,
    TaskState State,
    DateTimeOffset OpenedAt,
    DateTimeOffset DueAt,
    DeadlineState Deadline,
    string? OfficerId,
    string? OfficerName,
    bool Confidential);

/// <summary>What an officer wants to see of the queue.</summary>
/// <param name="Service">Only of this service; null for all.</param>
/// <param name="Mine">Only those the officer has claimed.</param>
public sealed record QueueFilter(string? Service = null, bool Mine = false, DeadlineState? Deadline = null);

/// <summary>A page of a queue.</summary>
/// <param name="Total">How many tasks there are on all pages.</param>
public sealed record TaskPage(IReadOnlyList<TaskLine> Tasks, int Total)
{
    public int Pages => Math.Max(1, (Total + ReadTasks.PageSize - 1) / ReadTasks.PageSize);
}

/// <summary>What an officer of a unit has in hand; what nobody has, where the officer is null.</summary>
/// <param name="Waiting">Sent back: the clock stands still.</param>
public sealed record Workload(string? OfficerId, string? OfficerName, int InTime, int DueToday, int Overdue, int Waiting);

/// <summary>The queues of the institution. A confidential task is seen by its own role only, in no other list or count.</summary>
public sealed class ReadTasks(IDbContextFactory<AppDbContext> databases, PublishedServices services, TimeProvider time)
{
    public const int PageSize = 50;

    /// <summary>Tasks the officer may take, the most urgent first.</summary>
    public Task<TaskPage> ForOfficerAsync(Officer officer, QueueFilter filter, int page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return ReadAsync(t => officer.Roles.Contains(t.Role), officer, filter, page, ct);
    }

    /// <summary>The tasks of the units the officer heads; none that are confidential, unless the role is theirs.</summary>
    public Task<TaskPage> ForTeamAsync(Officer officer, QueueFilter filter, int page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return ReadAsync(OfTeam(officer), officer, filter, page, ct);
    }

    /// <summary>Who of the units the officer heads has how much in hand, what nobody took first. Confidential tasks are in no sum.</summary>
    public async Task<IReadOnlyList<Workload>> WorkloadAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var now = time.GetUtcNow();
        var tonight = NationalCalendar.At(NationalCalendar.DateAt(now).AddDays(1), TimeOnly.MinValue);
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<TaskRow>()
            .Where(t => t.State == TaskState.Open || t.State == TaskState.WithApplicant)
            .Where(OfTeam(officer))
            .Where(NotOwn(db, officer))
            .Select(t => new { t.OfficerId, t.OfficerName, t.State, t.DueAt })
            .ToListAsync(ct);
        return
        [
            .. rows.GroupBy(t => t.OfficerId)
                .Select(g =>
                {
                    var running = g.Where(t => t.State == TaskState.Open).ToList();
                    return new Workload(
                        g.Key,
                        g.Last().OfficerName,
                        running.Count(t => t.DueAt >= tonight),
                        running.Count(t => t.DueAt > now && t.DueAt < tonight),
                        running.Count(t => t.DueAt <= now),
                        g.Count() - running.Count);
                })
                .OrderBy(w => w.OfficerId is null ? 0 : 1).ThenByDescending(w => w.Overdue).ThenBy(w => w.OfficerName, StringComparer.Ordinal),
        ];
    }

    private System.Linq.Expressions.Expression<Func<TaskRow, bool>> OfTeam(Officer officer)
    {
        var headed = HeadedInstitutions(officer);
        return t => headed.Contains(t.Institution) && (!t.Confidential || officer.Roles.Contains(t.Role));
    }

    /// <summary>An officer's own case is in none of their lists: what is thought of it at the desk is not for the applicant.</summary>
    private static System.Linq.Expressions.Expression<Func<TaskRow, bool>> NotOwn(AppDbContext db, Officer officer)
    {
        var own = OwnKey.EndingOf(officer);
        var acted = own + " ";
        return t => !db.Set<CaseRow>().Any(c => c.Id == t.CaseId && (c.PersonKey.EndsWith(own) || (c.Represented != null && c.Represented.Contains(acted))));
    }

    public IReadOnlyList<string> HeadedInstitutions(Officer officer) => services.Catalogue.HeadedBy(officer.Roles);

    private async Task<TaskPage> ReadAsync(
        System.Linq.Expressions.Expression<Func<TaskRow, bool>> mayBeSeen, Officer officer, QueueFilter filter, int page, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var tonight = NationalCalendar.At(NationalCalendar.DateAt(now).AddDays(1), TimeOnly.MinValue);
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<TaskRow>()
            .Where(t => t.State == TaskState.Open || t.State == TaskState.WithApplicant)
            .Where(mayBeSeen)
            .Where(NotOwn(db, officer));
        if (filter.Service is { } service)
        {
            rows = rows.Where(t => t.Service == service);
        }

        if (filter.Mine)
        {
            rows = rows.Where(t => t.OfficerId == officer.Actor.Id);
        }

        rows = filter.Deadline switch
        {
            DeadlineState.Overdue => rows.Where(t => t.DueAt <= now),
            DeadlineState.DueToday => rows.Where(t => t.DueAt > now && t.DueAt < tonight),
            DeadlineState.InTime => rows.Where(t => t.DueAt >= tonight),
            _ => rows,
        };
        var total = await rows.CountAsync(ct);
        var found = await rows.OrderBy(t => t.DueAt).ThenBy(t => t.Id).Skip(Math.Max(0, page) * PageSize).Take(PageSize).ToListAsync(ct);
        return new TaskPage(
        [
            .. found.Select(t => new TaskLine(
                t.Reference,
                t.TaskId,
                t.Service,
                services.Current(t.Service)?.Name ?? LocalizedText.Same(t.Service),
                Title(t),
                t.Role,
                t.State,
                t.OpenedAt,
                t.DueAt,
                t.DueAt <= now ? DeadlineState.Overdue : t.DueAt < tonight ? DeadlineState.DueToday : DeadlineState.InTime,
                t.OfficerId,
                t.OfficerName,
                t.Confidential)),
        ], total);
    }

    private LocalizedText Title(TaskRow task) =>
        services.Current(task.Service) is { } definition && definition.Texts.TryGet($"task.{task.NodeId}.title", out var title)
            ? title
            : LocalizedText.Same(task.NodeId);
}

/// <summary>A case as an officer of one of its tasks sees it.</summary>
/// <param name="Task">The task by which the officer sees the case.</param>
/// <param name="Facts">Register ids whose facts this officer may see.</param>
public sealed record CaseFile(
    ServiceDefinition Definition,
    CaseState State,
    PublicState PublicState,
    string PersonKey,
    CaseTask Task,
    IReadOnlyList<string> Facts,
    IReadOnlyList<HistoryLine> History,
    CaseWay Way);

/// <summary>Opens a case for an officer, through a task of a role of theirs. Each opening is written to the applicant's ledger first.</summary>
public sealed class OpenCaseFile
{
    private readonly CaseBook _book;
    private readonly EventLog _log;
    private readonly AccessLedger _ledger;
    private readonly TimeProvider _time;

    internal OpenCaseFile(CaseBook book, EventLog log, AccessLedger ledger, TimeProvider time) =>
        (_book, _log, _ledger, _time) = (book, log, ledger, time);

    /// <returns>Null when there is no such task, or none the officer may see: the two are not told apart.</returns>
    public async Task<CaseFile?> RunAsync(string reference, string taskId, Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await _book.OpenAsync(reference, ct) is not { } open
            || open.State.FindTask(taskId) is not { } task
            || !officer.Roles.Contains(task.Role)
            || OwnKey.Is(open.Row, officer.Actor))
        {
            return null;
        }

        var title = open.Definition.Texts.TryGet($"task.{task.NodeId}.title", out var words) ? words : open.Definition.Name;

        // Of a confidential task the ledger tells the person that the institution worked on the case, not which desk.
        var purpose = task.Confidential
            ? new LocalizedText($"النظر في معاملتك: {open.Definition.Name.Ar}", $"Work on your case: {open.Definition.Name.En}")
            : new LocalizedText($"{title.Ar} — {open.Definition.Name.Ar}", $"{title.En} — {open.Definition.Name.En}");
        var reader = task.Confidential ? officer.Actor with { Name = "" } : officer.Actor;
        var role = task.Confidential ? $"{open.Row.Institution}:officer" : task.Role;
        await _ledger.NoteAsync(reader, Channel.System, new AccessNote(open.Row.PersonKey, role, purpose, reference), ct);

        var facts = open.Definition.Registers.Where(r => !r.Confidential || task.Confidential).Select(r => r.Id).ToList();
        var sealedNames = SealedActs(open.State);
        var history = new List<HistoryLine>();
        var events = new List<(DateTimeOffset At, CaseEvent Event)>();
        foreach (var recorded in await _log.OfChainAsync(open.Row.Id, ct))
        {
            var payload = JsonSerializer.Deserialize<CaseEventPayload>(recorded.Payload, Change.Json)!;
            events.Add((recorded.At, payload.ToEvent(recorded.Type)));
            if (payload.Audience != Audience.Confidential || task.Confidential)
            {
                var hidden = !task.Confidential && recorded.ActorKind == ActorKind.Officer && payload.Audience == Audience.Everyone
                    && sealedNames.Contains(recorded.ActorName);
                history.Add(new HistoryLine(
                    recorded.At, recorded.Type, payload.Node, hidden ? "" : recorded.ActorName, recorded.ActorKind, recorded.Channel, payload.Data));
            }
        }

        var state = task.Confidential ? open.State : open.State.WithoutConfidential(open.Definition);
        var way = CaseWay.Of(open.Definition, open.State, events, task.Confidential, _time.GetUtcNow());
        return new CaseFile(open.Definition, state, open.Row.PublicState, open.Row.PersonKey, task, facts, history, way);
    }

    /// <summary>The officers of confidential tasks: their names under a public act would tell that there was such a task.</summary>
    private static HashSet<string> SealedActs(CaseState state) =>
        [.. state.Tasks.Where(t => t.Confidential && t.OfficerName is not null).Select(t => t.OfficerName!)];
}

/// <summary>What an officer does with a task.</summary>
public sealed class WorkTask
{
    private readonly CaseBook _book;
    private readonly PublishedServices _services;

    private readonly FindColleagues _colleagues;

    internal WorkTask(CaseBook book, PublishedServices services, FindColleagues colleagues) =>
        (_book, _services, _colleagues) = (book, services, colleagues);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Worked : Result;

        /// <summary>No such task, or none of this officer's roles may touch it.</summary>
        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;

        /// <summary>The officer has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;
    }

    /// <summary>The level by which an officer who decides shows who they are: a decision binds the institution.</summary>
    public const Assurance LevelToDecide = Assurance.High;

    public Task<Result> ClaimAsync(string reference, string taskId, Officer officer, CancellationToken ct) =>
        RunAsync(reference, taskId, officer, "task-claiming", new CaseCommand.Claim(taskId, officer.Actor), ct);

    public Task<Result> ReleaseAsync(string reference, string taskId, Officer officer, CancellationToken ct) =>
        RunAsync(reference, taskId, officer, "task-releasing", new CaseCommand.Release(taskId, officer.Actor), ct);

    public Task<Result> DecideAsync(
        string reference, string taskId, Officer officer, Verdict verdict, string? reason, string? note, CancellationToken ct) =>
        RunAsync(reference, taskId, officer, "task-deciding", new CaseCommand.Decide(taskId, officer.Actor, verdict, reason, note), ct);

    public Task<Result> SendBackAsync(
        string reference, string taskId, Officer officer, IReadOnlyList<string> questions, string note, CancellationToken ct) =>
        RunAsync(reference, taskId, officer, "task-returning", new CaseCommand.SendBack(taskId, officer.Actor, questions, note), ct);

    /// <summary>The head of the unit gives a task to an officer of its role, or back to the queue.</summary>
    /// <param name="to">The key of an officer; null for the queue.</param>
    public async Task<Result> ReassignAsync(string reference, string taskId, Officer head, string? to, CancellationToken ct)
    {
        if (await _book.OpenAsync(reference, ct) is not { } open || open.State.FindTask(taskId) is not { } task)
        {
            return new Result.NotFound();
        }

        var heads = _services.Catalogue.HeadedBy(head.Roles).Contains(open.Row.Institution);
        if (!heads || (task.Confidential && !head.Roles.Contains(task.Role)))
        {
            return new Result.NotFound();
        }

        if (OwnKey.Is(open.Row, head.Actor))
        {
            return new Result.Refused(OwnCase);
        }

        Actor? officer = null;
        if (to is not null)
        {
            officer = (await _colleagues.InRolesAsync([task.Role], ct)).FirstOrDefault(c => c.PersonKey == to)?.ToActor();
            if (officer is null)
            {
                return new Result.Refused(new(
                    "لا يعمل هذا الموظف في الدور الذي تتطلبه المهمة. اختر غيره.", "This officer does not act in the role the task needs. Choose another."));
            }

            if (OwnKey.Is(open.Row, officer))
            {
                return new Result.Refused(new(
                    "هذه معاملة الموظف نفسه. اختر غيره.", "This case is the officer's own. Choose another."));
            }
        }

        return ResultOf(await _book.ActAsync(
            reference, head.Actor, Channel.System, "task-reassigning", new CaseCommand.Reassign(taskId, head.Actor, officer), ct));
    }

    private async Task<Result> RunAsync(string reference, string taskId, Officer officer, string process, CaseCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await _book.OpenAsync(reference, ct) is not { } open
            || open.State.FindTask(taskId) is not { } task
            || !officer.Roles.Contains(task.Role))
        {
            return new Result.NotFound();
        }

        if (OwnKey.Is(open.Row, officer.Actor))
        {
            return new Result.Refused(OwnCase);
        }

        if (command is CaseCommand.Decide or CaseCommand.SendBack && officer.Actor.Assurance < LevelToDecide)
        {
            return new Result.NeedsAssurance(LevelToDecide);
        }

        return ResultOf(await _book.ActAsync(reference, officer.Actor, Channel.System, process, command, ct));
    }

    private static LocalizedText OwnCase => new("هذه معاملتك أنت، أو نُبتَ فيها عن صاحبها. يعمل عليها موظف آخر.", "This case is your own, or you acted in it for its applicant. Another officer works on it.");

    private static Result ResultOf(CaseOutcome? outcome) => outcome switch
    {
        null => new Result.NotFound(),
        CaseOutcome.Refused refused => new Result.Refused(refused.Message),
        _ => new Result.Worked(),
    };
}
