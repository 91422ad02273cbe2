using Diwan.Cases.Book;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Kernel;

namespace Diwan.Cases.UseCases;

/// <summary>What the applicant may do to a case of theirs: take it back, or complete what was sent back.</summary>
public sealed class ChangeOwnCase
{
    private readonly CaseBook _book;
    private readonly TimeProvider _time;

    internal ChangeOwnCase(CaseBook book, TimeProvider time) => (_book, _time) = (book, time);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Changed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;

        /// <param name="Faults">By question: what to write instead.</param>
        public sealed record Faulty(IReadOnlyDictionary<string, IReadOnlyList<AnswerFault>> Faults) : Result;
    }

    public async Task<Result> WithdrawAsync(string reference, string personKey, Actor actor, Channel channel, string? reason, CancellationToken ct)
    {
        if (await _book.OpenAsync(reference, ct) is not { } open || open.Row.PersonKey != personKey)
        {
            return new Result.NotFound();
        }

        return ResultOf(await _book.ActAsync(reference, actor, channel, "case-withdrawing", new CaseCommand.Withdraw(reason), ct));
    }

    /// <param name="fields">What came for the questions that were opened; others are not looked at, nor what is said there of files.</param>
    /// <param name="uploads">Files that came, by question. Where one file is asked for, the new one takes the place of the old.</param>
    /// <param name="removeFiles">Keys of files to take away.</param>
    public async Task<Result> CompleteAsync(
        string reference, string personKey, Actor actor, Channel channel, IReadOnlyDictionary<string, RawAnswer> fields, CancellationToken ct,
        IReadOnlyDictionary<string, IReadOnlyList<Upload>>? uploads = null, IReadOnlySet<string>? removeFiles = null)
    {
        if (await _book.OpenAsync(reference, ct) is not { } open || open.Row.PersonKey != personKey)
        {
            return new Result.NotFound();
        }

        if (open.State.YourTurn?.SentBack is not { } sent)
        {
            return new Result.Refused(new("لا شيء مطلوب استكماله الآن.", "There is nothing to complete now."));
        }

        var state = open.State;
        var answers = state.Answers;
        var faults = new Dictionary<string, IReadOnlyList<AnswerFault>>(StringComparer.Ordinal);
        var files = new List<NewFile>();
        foreach (var id in sent.Questions)
        {
            var question = open.Definition.FindQuestion(id)!;
            var context = EvaluationContext.Create(open.Definition, state.Applicant, state.Channel, answers, state.Facts, state.SubmittedAt);
            var raw = fields.GetValueOrDefault(id) ?? RawAnswer.Nothing;
            IReadOnlyList<NewFile> came = [];
            if (question.Type == AnswerType.File)
            {
                came = NewFile.Of(uploads?.GetValueOrDefault(id), _time.GetUtcNow());
                raw = NewFile.Answer(answers[id], Taken(question, answers[id], came, removeFiles), came);
            }

            switch (AnswerReader.Read(question, raw, context))
            {
                case AnswerResult.Accepted accepted:
                    answers = answers.With(id, accepted.Value);
                    files.AddRange(came);
                    break;
                case AnswerResult.Blank:
                    answers = answers.Without(id);
                    break;
                case AnswerResult.Refused refused:
                    faults[id] = refused.Faults;
                    break;
                default:
                    break;
            }
        }

        return faults.Count > 0
            ? new Result.Faulty(faults)
            : ResultOf(await _book.ActAsync(reference, actor, channel, "case-completing", new CaseCommand.Complete(answers), ct, (change, _) => NewFile.Keep(change, files)));
    }

    private static IReadOnlySet<string> Taken(Question question, AnswerValue? known, IReadOnlyList<NewFile> came, IReadOnlySet<string>? removed) =>
        came.Count > 0 && (question.MaxFiles ?? 1) == 1 ? RawAnswer.Again(known).Files.Select(f => f.Key).OfType<string>().ToHashSet(StringComparer.Ordinal) : removed ?? new HashSet<string>();

    private static Result ResultOf(CaseOutcome? outcome) => outcome switch
    {
        null => new Result.NotFound(),
        CaseOutcome.Refused refused => new Result.Refused(refused.Message),
        _ => new Result.Changed(),
    };
}
