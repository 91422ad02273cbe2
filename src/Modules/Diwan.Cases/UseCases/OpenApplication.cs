using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Registries;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>An application as its owner sees it now.</summary>
/// <param name="Down">Registers that do not answer at the moment and without which the application cannot go on.</param>
/// <param name="NewVersion">The service changed since the person was last here; answers that no longer fit are in the journey.</param>
/// <param name="Before">The version that asked what is no longer asked; null when nothing is left of it.</param>
public sealed record ApplicationView(
    Guid Id,
    ServiceDefinition Definition,
    Applicant Applicant,
    Channel Channel,
    Journey Journey,
    CaseFacts Facts,
    IReadOnlyList<RegisterRead> Down,
    bool NewVersion,
    DateTimeOffset ChangedAt,
    ServiceDefinition? Before)
{
    public AnswerSet Answers => Journey.Context.Answers;
}

/// <summary>
/// Opens an application: asks the registers whose inputs are known, and computes the journey with the current version of the service.
/// </summary>
public sealed class OpenApplication(
    IDbContextFactory<AppDbContext> databases, ChangeWriter writer, PublishedServices services, RegisterClient registers, TimeProvider time)
{
    private const int Rounds = 6;

    private static readonly CompiledRead<Guid, string, ApplicationRow> Found = new((db, id, person, ct) =>
        db.Set<ApplicationRow>().FirstOrDefault(a => a.Id == id && a.PersonKey == person));

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Opened(ApplicationView View) : Result;

        /// <summary>There is none, or it is another's. The two are not told apart.</summary>
        public sealed record NotFound : Result;

        public sealed record AlreadySubmitted(string Reference) : Result;
    }

    /// <param name="oldestFact">Facts read before this are asked again; null takes them as they are.</param>
    public async Task<Result> RunAsync(Guid id, string personKey, CancellationToken ct, DateTimeOffset? oldestFact = null)
    {
        var row = await FindAsync(id, personKey, ct);
        return row switch
        {
            null or { State: ApplicationState.Discarded } => new Result.NotFound(),
            { State: ApplicationState.Submitted } => new Result.AlreadySubmitted(row.Reference!),
            _ => new Result.Opened(await ViewAsync(row, null, oldestFact, ct)),
        };
    }

    /// <summary>For which service an application is, a submitted one too, without opening it.</summary>
    /// <returns>Null where <see cref="RunAsync"/> finds none.</returns>
    public async Task<string?> ServiceOfAsync(Guid id, string personKey, CancellationToken ct) =>
        await FindAsync(id, personKey, ct) is { State: not ApplicationState.Discarded } row ? row.Service : null;

    /// <summary>The case that an application became; null until it is submitted. No register is asked for that.</summary>
    public async Task<string?> ReferenceAsync(Guid id, string personKey, CancellationToken ct) =>
        await FindAsync(id, personKey, ct) is { State: ApplicationState.Submitted } row ? row.Reference : null;

    internal async Task<ApplicationRow?> FindAsync(Guid id, string personKey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Found.RunAsync(db, id, personKey, ct);
    }

    /// <param name="answers">Answers not yet kept, to look at the journey they would give; null for those kept.</param>
    /// <param name="at">The moment of the journey; null for now.</param>
    internal async Task<ApplicationView> ViewAsync(
        ApplicationRow row, AnswerSet? answers, DateTimeOffset? oldestFact, CancellationToken ct, DateTimeOffset? at = null)
    {
        var definition = services.Current(row.Service)
            ?? await services.FindAsync(row.Service, row.ServiceVersion, ct);
        var applicant = JsonSerializer.Deserialize<Applicant>(row.Applicant, Change.Json)!;
        var facts = JsonSerializer.Deserialize<CaseFacts>(row.Facts, Change.Json)!;
        if (oldestFact is { } oldest)
        {
            facts = facts.Ids.Where(id => facts.TryGet(id, out var fact) && fact.ReadAt < oldest).Aggregate(facts, (f, id) => f.Without(id));
        }

        answers ??= AnswerSet.FromJson(row.Answers);
        var down = new List<RegisterRead>();
        var before = facts;
        var now = at ?? time.GetUtcNow();
        var journey = Journey.Compute(definition, answers, facts, applicant, row.Channel, now);
        for (var round = 0; round < Rounds && journey.RegisterReads.Any(r => !down.Contains(r.Register)); round++)
        {
            // One read may give another its input, so it goes in rounds; the reads of one round go together.
            var asked = journey.RegisterReads.Where(r => !down.Contains(r.Register)).ToList();
            var given = await Task.WhenAll(asked.Select(r => AskAsync(r, row, ct)));
            foreach (var (question, answer) in asked.Zip(given))
            {
                switch (answer)
                {
                    case RegisterAnswer.Given found:
                        facts = facts.With(question.Register.Id, found.Body, now, question.Inputs);
                        break;
                    case RegisterAnswer.Down when question.Register.Fallback == RegisterFallback.Wait:
                        down.Add(question.Register);
                        break;
                    default:
                        facts = facts.With(question.Register.Id, null, now, question.Inputs);
                        break;
                }
            }

            journey = Journey.Compute(definition, answers, facts, applicant, row.Channel, now);
        }

        if (!ReferenceEquals(before, facts))
        {
            row.Facts = JsonSerializer.Serialize(facts, Change.Json);
            var change = new Change(Actor.System("register-reading"), row.Channel, "facts-reading", now);
            change.Update(row);
            if (!(await writer.WriteAsync(change, ct)).IsWritten)
            {
                // Another page of the same person kept them first; what was read is still good for this page.
                row.Version = (await FindAsync(row.Id, row.PersonKey, ct))?.Version ?? row.Version;
            }
        }

        var changed = row.ServiceVersion != definition.Version;
        var askedBefore = changed && journey.Unfit.Any(u => u.Question is null) ? await services.FindAsync(row.Service, row.ServiceVersion, ct) : null;
        return new ApplicationView(row.Id, definition, applicant, row.Channel, journey, facts, down, changed, row.ChangedAt, askedBefore);
    }

    private Task<RegisterAnswer> AskAsync(RegisterQuestion question, ApplicationRow row, CancellationToken ct) =>
        registers.AskAsync(question.Register.Operation.Id, question.Inputs, new RegisterAsk(row.PersonKey, null, null), ct);
}
