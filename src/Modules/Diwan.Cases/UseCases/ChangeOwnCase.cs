using Diwan.Cases.Book;
using Diwan.Engine.Answers;
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

    /// <param name="fields">What came for the questions that were opened; others are not looked at.</param>
    public async Task<Result> CompleteAsync(
        string reference, string personKey, Actor actor, Channel channel, IReadOnlyDictionary<string, RawAnswer> fields, CancellationToken ct)
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
        foreach (var id in sent.Questions)
        {
            var question = open.Definition.FindQuestion(id)!;
            var context = EvaluationContext.Create(open.Definition, state.Applicant, state.Channel, answers, state.Facts, state.SubmittedAt);
            var raw = fields.GetValueOrDefault(id) ?? RawAnswer.Nothing;
            if (question.Type == Engine.Definitions.AnswerType.File && raw.IsBlank && answers.Has(id))
            {
                continue;
            }

            switch (AnswerReader.Read(question, raw, context))
            {
                case AnswerResult.Accepted accepted:
                    answers = answers.With(id, accepted.Value);
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
            : ResultOf(await _book.ActAsync(reference, actor, channel, "case-completing", new CaseCommand.Complete(answers), ct));
    }

    private static Result ResultOf(CaseOutcome? outcome) => outcome switch
    {
        null => new Result.NotFound(),
        CaseOutcome.Refused refused => new Result.Refused(refused.Message),
        _ => new Result.Changed(),
    };
}
