using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Book;

/// <summary>A case opened: its rows, its state, and the version of the service it was filed under.</summary>
internal sealed record OpenCase(CaseRow Row, IReadOnlyList<TaskRow> Tasks, CaseState State, ServiceDefinition Definition);

/// <summary>
/// Opens cases, asks the engine, and turns its outcome into rows of one change: the state, the tasks, the events of the chain, and
/// everything owed.
/// </summary>
internal sealed class CaseBook(
    IDbContextFactory<AppDbContext> databases,
    ChangeWriter writer,
    PublishedServices services,
    IEnumerable<CaseMoved> listeners,
    TimeProvider time)
{
    private const int Tries = 6;

    private readonly CaseMoved[] _listeners = [.. listeners];

    internal async Task<OpenCase?> OpenAsync(string reference, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<CaseRow>().FirstOrDefaultAsync(c => c.Reference == reference, ct);
        return row is null ? null : await OpenAsync(db, row, ct);
    }

    internal async Task<OpenCase?> OpenAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<CaseRow>().FirstOrDefaultAsync(c => c.Id == id, ct);
        return row is null ? null : await OpenAsync(db, row, ct);
    }

    /// <summary>Carries a command out in a change of its own. When someone else changed the case meanwhile, it is asked again.</summary>
    /// <param name="alongside">What else belongs to the same change.</param>
    internal async Task<CaseOutcome?> ActAsync(
        string reference, Actor actor, Channel channel, string process, CaseCommand command, CancellationToken ct, Action<Change, OpenCase>? alongside = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await OpenAsync(reference, ct) is not { } open)
            {
                return null;
            }

            var change = new Change(actor, channel, process, time.GetUtcNow());
            var outcome = Add(open, command, change);
            if (outcome is not CaseOutcome.Accepted)
            {
                return outcome;
            }

            alongside?.Invoke(change, open);
            var result = await writer.WriteAsync(change, ct);
            if (result.IsWritten)
            {
                return outcome;
            }

            if (attempt == Tries)
            {
                result.OrThrow();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt), ct);
        }
    }

    /// <summary>Adds what a command does to a change that someone else will write.</summary>
    internal CaseOutcome Add(OpenCase open, CaseCommand command, Change change)
    {
        var outcome = CaseEngine.Handle(open.Definition, open.State, command, Moment(change.Now));
        if (outcome is CaseOutcome.Accepted accepted)
        {
            var before = open.Row.PublicState;
            Write(open.Row, open.Definition, accepted, change);
            change.Update(open.Row);
            Tell(open.Row, before, open.State, accepted.State, change);
            Follow(open.Row, open.Tasks, accepted.State, change);
            CaseEffects.Add(open.Row, open.Definition, accepted, change);
        }

        return outcome;
    }

    /// <summary>Adds a new case to a change.</summary>
    /// <param name="exemption">Why it came by the counter of a service that is electronic only; null for all others.</param>
    /// <param name="site">The assisted counter it came by; null for all others.</param>
    internal CaseOutcome AddNew(ServiceDefinition definition, string personKey, CaseCommand.Submit submit, Change change, string? exemption = null, string? site = null)
    {
        var outcome = CaseEngine.Handle(definition, null, submit, Moment(change.Now));
        if (outcome is CaseOutcome.Accepted accepted)
        {
            var id = change.NewId();
            var row = new CaseRow
            {
                Id = id,
                Reference = submit.Reference.Value,
                PersonKey = personKey,
                Service = definition.Id.ToString(),
                ServiceVersion = definition.Version,
                Institution = definition.Id.Institution,
                Channel = submit.Channel,
                Governorate = submit.Applicant.Governorate,
                BirthYear = submit.Applicant.BirthDate?.Year,
                Gender = submit.Applicant.Gender,
                Exemption = exemption,
                Site = site,
                State = "",
                SubmittedAt = change.Now,
                Chain = Chain.Start(id),
            };
            Write(row, definition, accepted, change);
            change.Insert(row);
            Tell(row, null, null, accepted.State, change);
            Follow(row, [], accepted.State, change);
            CaseEffects.Add(row, definition, accepted, change);
        }

        return outcome;
    }

    private CaseMoment Moment(DateTimeOffset now) => new(
        now, services.Calendar, BillNumber.New().Value, RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture));

    private async Task<OpenCase> OpenAsync(AppDbContext db, CaseRow row, CancellationToken ct)
    {
        var tasks = await db.Set<TaskRow>().Where(t => t.CaseId == row.Id).ToListAsync(ct);
        var definition = await services.FindAsync(row.Service, row.ServiceVersion, ct);
        return new OpenCase(row, tasks, StateOf(row), definition);
    }

    internal static CaseState StateOf(CaseRow row) => JsonSerializer.Deserialize<CaseState>(row.State, Change.Json)!;

    private void Tell(CaseRow row, PublicState? before, CaseState? from, CaseState to, Change change)
    {
        if (_listeners.Length == 0)
        {
            return;
        }

        string[] issued = [.. to.Documents.Select(d => d.Number).Except(from?.Documents.Select(d => d.Number) ?? [])];
        if (before != row.PublicState || issued.Length > 0)
        {
            var move = new CaseMove(row.Id, row.Reference, row.PersonKey, row.Service, before, row.PublicState, issued);
            foreach (var tell in _listeners)
            {
                tell(move, change);
            }
        }
    }

    private static void Write(CaseRow row, ServiceDefinition definition, CaseOutcome.Accepted accepted, Change change)
    {
        row.State = JsonSerializer.Serialize(accepted.State, Change.Json);
        row.PublicState = CaseWords.PublicState(definition, accepted.State);
        row.PromisedAt = accepted.State.PromisedAt;
        row.EndedAt = accepted.State.EndedAt;
        row.ChangedAt = change.Now;
        if (change.Actor.Kind == ActorKind.Person && change.Actor.Id != row.PersonKey && !OwnKey.Names(row.Represented, change.Actor.Id))
        {
            row.Represented = OwnKey.With(row.Represented, change.Actor.Id);
        }

        foreach (var happened in accepted.Events)
        {
            change.Record(row.Chain, happened.Type, new CaseEventPayload(row.Reference, happened.NodeId, happened.Audience, happened.Data));
        }
    }

    private static void Follow(CaseRow row, IReadOnlyList<TaskRow> rows, CaseState state, Change change)
    {
        foreach (var task in state.Tasks)
        {
            if (rows.FirstOrDefault(r => r.TaskId == task.Id) is not { } known)
            {
                change.Insert(new TaskRow
                {
                    Id = change.NewId(),
                    CaseId = row.Id,
                    Reference = row.Reference,
                    TaskId = task.Id,
                    NodeId = task.NodeId,
                    Service = row.Service,
                    Institution = row.Institution,
                    Role = task.Role,
                    Confidential = task.Confidential,
                    State = task.State,
                    OpenedAt = task.OpenedAt,
                    DueAt = task.DueAt,
                    Overdue = task.Overdue,
                    OfficerId = task.OfficerId,
                    OfficerName = task.OfficerName,
                    ClosedAt = task.ClosedAt,
                });
            }
            else if (known.State != task.State || known.DueAt != task.DueAt || known.Overdue != task.Overdue || known.OfficerId != task.OfficerId)
            {
                known.State = task.State;
                known.DueAt = task.DueAt;
                known.Overdue = task.Overdue;
                known.OfficerId = task.OfficerId;
                known.OfficerName = task.OfficerName;
                known.ClosedAt = task.ClosedAt;
                change.Update(known);
            }
        }
    }
}

/// <summary>What an event of a case says, as stored in its chain.</summary>
public sealed record CaseEventPayload(string Reference, string? Node, Audience Audience, IReadOnlyDictionary<string, string> Data)
{
    internal CaseEvent ToEvent(string type) => new(type, Node, Audience, Data);
}
