using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Journeys;

public enum StepState
{
    Complete,

    /// <summary>Something is still to be answered, and the person has come to it.</summary>
    Incomplete,

    /// <summary>Something is still to be answered, but earlier steps come first.</summary>
    NotReached,
}

/// <summary>A visible section of the form, as it stands.</summary>
public sealed record JourneyStep(Section Section, StepState State, IReadOnlyList<JourneyQuestion> Questions);

/// <summary>A visible question, as it stands.</summary>
/// <param name="Answer">What was answered, or the default; null when neither.</param>
/// <param name="Faults">Why the answer cannot stand; empty when it can.</param>
/// <param name="Answered">Whether nothing more is needed: it has a good answer, or needs none.</param>
public sealed record JourneyQuestion(Question Question, AnswerValue? Answer, IReadOnlyList<AnswerFault> Faults, bool Answered)
{
    /// <summary>A question as it stands in a context: what was answered, or the default.</summary>
    public static JourneyQuestion Of(Question question, EvaluationContext context)
    {
        if (context.Answers.TryGet(question.Id, out var given))
        {
            var faults = AnswerReader.Check(question, given, context);
            return new JourneyQuestion(question, given, faults, faults.Count == 0);
        }

        if (question.Default is { } standing && FeelJson.Of(standing.Evaluate(context)) is { } json)
        {
            var value = AnswerValue.Of(json);
            var faults = AnswerReader.Check(question, value, context);
            return new JourneyQuestion(question, value, faults, faults.Count == 0);
        }

        return new JourneyQuestion(question, null, [], question.Optional);
    }
}

/// <summary>An answer that was given and no longer fits: kept and shown, never dropped.</summary>
/// <param name="Question">Null when this version of the service no longer asks it.</param>
public sealed record UnfitAnswer(string Id, AnswerValue Value, Question? Question, IReadOnlyList<AnswerFault> Faults);

/// <summary>Where an application stands. Computed from what is known and never stored.</summary>
public sealed class Journey
{
    private Journey(EvaluationContext context, IReadOnlyList<JourneyStep> steps, IReadOnlyList<UnfitAnswer> unfit, EligibilityResult eligibility)
    {
        Context = context;
        Steps = steps;
        Unfit = unfit;
        Eligibility = eligibility;
    }

    public EvaluationContext Context { get; }

    /// <summary>The visible sections, in order.</summary>
    public IReadOnlyList<JourneyStep> Steps { get; }

    public IReadOnlyList<UnfitAnswer> Unfit { get; }

    /// <summary>Registers to be read now; an application is not complete before they were.</summary>
    public IReadOnlyList<RegisterQuestion> RegisterReads => Context.Due;

    /// <summary>What the rules say so far.</summary>
    public EligibilityResult Eligibility { get; }

    /// <summary>Refusal codes so far; empty while nothing speaks against it.</summary>
    public IReadOnlyList<string> Refusals => Eligibility.Codes;

    public JourneyStep? FirstIncomplete => Steps.FirstOrDefault(s => s.State != StepState.Complete);

    /// <summary>Whether the service is for applicants of this kind at all.</summary>
    public bool IsForApplicant => Context.Definition.Applicants.Contains(Context.Applicant.Kind);

    /// <summary>The service is for this applicant, everything is answered, every register that has to be asked was asked.</summary>
    public bool IsComplete => IsForApplicant && FirstIncomplete is null && RegisterReads.Count == 0;

    public static Journey Compute(
        ServiceDefinition definition, AnswerSet answers, CaseFacts facts, Applicant applicant, Channel channel, DateTimeOffset now)
    {
        var context = EvaluationContext.Create(definition, applicant, channel, answers, facts, now);
        var steps = new List<JourneyStep>();
        var unfit = new List<UnfitAnswer>();
        var reached = true;
        foreach (var section in definition.Sections)
        {
            if (!context.IsVisible(section))
            {
                continue;
            }

            var questions = new List<JourneyQuestion>();
            var complete = true;
            foreach (var question in section.Questions)
            {
                if (context.IsVisible(question))
                {
                    var state = JourneyQuestion.Of(question, context);
                    questions.Add(state);
                    complete &= state.Answered;
                    if (state.Faults.Count > 0 && answers.TryGet(question.Id, out var value))
                    {
                        unfit.Add(new UnfitAnswer(question.Id, value, question, state.Faults));
                    }
                }
            }

            steps.Add(new JourneyStep(section, complete ? StepState.Complete : reached ? StepState.Incomplete : StepState.NotReached, questions));
            reached &= complete;
        }

        foreach (var id in answers.Ids.Order(StringComparer.Ordinal))
        {
            if (definition.FindQuestion(id) is not { Group: null })
            {
                unfit.Add(new UnfitAnswer(id, answers[id]!, null, []));
            }
        }

        return new Journey(context, steps, unfit, RuleBook.Eligibility(definition, context));
    }

    public JourneyStep? FindStep(string sectionId) => Steps.FirstOrDefault(s => s.Section.Id == sectionId);

    /// <summary>The questions of a section that are asked now; empty for a section that is not.</summary>
    public IReadOnlyList<Question> VisibleQuestions(string sectionId) =>
        FindStep(sectionId) is { } step ? [.. step.Questions.Select(q => q.Question)] : [];
}
