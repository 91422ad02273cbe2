using Diwan.Cases.Rows;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>Keeps the answers of one section. Good ones are kept even when others of the section are refused.</summary>
public sealed class SaveAnswers(IDbContextFactory<AppDbContext> databases, OpenApplication open, ChangeWriter writer, TimeProvider time)
{
    /// <param name="Fields">What came, by question.</param>
    /// <param name="Uploads">Files that came, by question; they are added to those kept before.</param>
    /// <param name="RemoveFiles">Keys of kept files to take away.</param>
    public sealed record Command(
        Guid ApplicationId,
        string PersonKey,
        string Section,
        IReadOnlyDictionary<string, RawAnswer> Fields,
        IReadOnlyDictionary<string, IReadOnlyList<Upload>> Uploads,
        IReadOnlySet<string> RemoveFiles,
        Actor Actor)
    {
        /// <summary>Only what came is answered; the other questions of the section keep their answers. A page sends all its questions.</summary>
        public bool Partial { get; init; }

        /// <summary>Of answers a device sends by itself; null for those of a page that waits for its answer.</summary>
        public KeptEntry? Kept { get; init; }
    }

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Next">The section that follows; null when all are complete and the answers are to be checked.</param>
        public sealed record Saved(string? Next) : Result;

        /// <param name="Faults">By question: what to write instead.</param>
        public sealed record Refused(ApplicationView View, IReadOnlyDictionary<string, IReadOnlyList<AnswerFault>> Faults) : Result;

        public sealed record NotFound : Result;

        /// <summary>Changed on another page or device since this one was opened.</summary>
        public sealed record ChangedElsewhere : Result;

        /// <summary>The section holds other answers than those the device knew when the entry was typed; nothing was changed.</summary>
        public sealed record Conflict(ApplicationView View, Section Section) : Result;
    }

    public async Task<Result> RunAsync(Command command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var row = await open.FindAsync(command.ApplicationId, command.PersonKey, ct);
        if (row is not { State: ApplicationState.Draft })
        {
            return new Result.NotFound();
        }

        var view = await open.ViewAsync(row, null, null, ct);
        if (view.Definition.FindSection(command.Section) is not { } section)
        {
            return new Result.NotFound();
        }

        var taken = command.Kept is { } kept ? await TakenAsync(kept, row.Id, ct) : [];
        if (taken.Exists(e => e.Id == command.Kept!.Id))
        {
            return Again(view, section, command);
        }

        row.ChangedAt = time.GetUtcNow();
        var change = new Change(command.Actor, row.Channel, "answers-saving", row.ChangedAt);
        var (answers, faults) = Read(view, section, command, change);
        if (command.Kept is { } entry)
        {
            var (stands, becomes) = (SectionStamp.Of(section, view.Answers), SectionStamp.Of(section, answers));
            if (entry.Base is { } known && known != stands && becomes != stands && !taken.Exists(e => e.Section == section.Id && e.Stamp == stands))
            {
                return new Result.Conflict(view, section);
            }

            change.Insert(new EntryRow { Id = entry.Id, Application = row.Id, Section = section.Id, Stamp = becomes, TakenAt = change.Now });
        }

        row.Answers = answers.ToJson();
        if (view.Journey.Unfit.All(u => u.Question is not null))
        {
            // Until then the draft remembers the version that can still say what it once asked.
            row.ServiceVersion = view.Definition.Version;
        }

        change.Update(row);
        var result = await writer.WriteAsync(change, ct);
        if (result is ChangeResult.Duplicate)
        {
            // The same entry came by another request at the same moment, and was taken.
            return await open.FindAsync(command.ApplicationId, command.PersonKey, ct) is { State: ApplicationState.Draft } now
                ? Again(await open.ViewAsync(now, null, null, ct), section, command)
                : new Result.NotFound();
        }

        if (!result.IsWritten)
        {
            return new Result.ChangedElsewhere();
        }

        var after = await open.ViewAsync(row, answers, null, ct);
        if (faults.Count > 0)
        {
            return new Result.Refused(after, faults);
        }

        return new Result.Saved(Next(after.Journey, section.Id));
    }

    /// <summary>What of an entry and the one it replaces was taken before.</summary>
    private async Task<List<EntryRow>> TakenAsync(KeptEntry kept, Guid application, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<EntryRow>().Where(e => (e.Id == kept.Id || e.Id == kept.Earlier) && e.Application == application).ToListAsync(ct);
    }

    /// <summary>The answer to an entry that was taken before: nothing is changed, and no file kept twice. What was refused then is said again.</summary>
    private Result Again(ApplicationView view, Section section, Command command)
    {
        var (_, faults) = Read(
            view, section, command with { Uploads = new Dictionary<string, IReadOnlyList<Upload>>(), RemoveFiles = new HashSet<string>() },
            new Change(command.Actor, view.Channel, "answers-reading", time.GetUtcNow()));
        var typed = faults.Where(f => command.Fields.GetValueOrDefault(f.Key) is { IsBlank: false }).ToDictionary(StringComparer.Ordinal);

        // A question that stands open may be one that the entry itself brought up: it is asked, not held against what was sent.
        return typed.Count > 0 ? new Result.Refused(view, typed) : new Result.Saved(faults.Count > 0 ? section.Id : Next(view.Journey, section.Id));
    }

    /// <summary>
    /// Reads the questions in order, each in the light of those before it: an answer may make the next question appear.
    /// </summary>
    private static (AnswerSet Answers, Dictionary<string, IReadOnlyList<AnswerFault>> Faults) Read(
        ApplicationView view, Section section, Command command, Change change)
    {
        var answers = view.Answers;
        var faults = new Dictionary<string, IReadOnlyList<AnswerFault>>(StringComparer.Ordinal);
        var now = view.Journey.Context.Now;
        foreach (var question in section.Questions)
        {
            var context = EvaluationContext.Create(view.Definition, view.Applicant, view.Channel, answers, view.Facts, now);
            if (!context.IsVisible(question) || (command.Partial && !command.Fields.ContainsKey(question.Id) && !command.Uploads.ContainsKey(question.Id)))
            {
                continue;
            }

            var uploads = command.Uploads.GetValueOrDefault(question.Id) ?? [];
            var came = question.Type == AnswerType.File ? NewFile.Of(uploads, change.Now) : [];
            var raw = question.Type switch
            {
                AnswerType.File => NewFile.Answer(answers[question.Id], command.RemoveFiles, came),
                AnswerType.Table when uploads.Count > 0 => RawAnswer.Of([Table(uploads[0])]),
                AnswerType.Table when answers.TryGet(question.Id, out _) && !command.Fields.ContainsKey(question.Id) => null,
                _ => command.Fields.GetValueOrDefault(question.Id) ?? RawAnswer.Nothing,
            };
            if (raw is null)
            {
                continue;
            }

            switch (AnswerReader.Read(question, raw, context))
            {
                case AnswerResult.Accepted accepted:
                    answers = answers.With(question.Id, accepted.Value);
                    NewFile.Keep(change, came);
                    break;
                case AnswerResult.Blank:
                    answers = answers.Without(question.Id);
                    break;
                case AnswerResult.Refused refused:
                    faults[question.Id] = refused.Faults;
                    break;
                default:
                    break;
            }
        }

        return (answers, faults);
    }

    private static RawFile Table(Upload upload) => new(upload.Name, "text/csv", upload.Content.Length, null, upload.Content);

    private static string? Next(Journey journey, string section)
    {
        var steps = journey.Steps;
        var at = -1;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Section.Id == section)
            {
                at = i;
            }
        }

        // Forward through what is not complete; when the rest is complete, to the check.
        return steps.Skip(at + 1).FirstOrDefault(s => s.State == StepState.Incomplete)?.Section.Id
            ?? journey.FirstIncomplete?.Section.Id;
    }
}
