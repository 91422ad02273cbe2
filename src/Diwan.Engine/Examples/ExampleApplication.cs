using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;

namespace Diwan.Engine.Examples;

/// <summary>An example filled in as a person would: one answer after another, registers asked as soon as they can be.</summary>
/// <param name="Faults">Answers that were refused, by question.</param>
/// <param name="NotAsked">Answers the example gives to questions that were never shown.</param>
internal sealed record ExampleApplication(
    Applicant Applicant,
    AnswerSet Answers,
    CaseFacts Facts,
    Journey Journey,
    IReadOnlyDictionary<string, IReadOnlyList<AnswerFault>> Faults,
    IReadOnlyList<string> NotAsked)
{
    internal static ExampleApplication Of(ServiceDefinition definition, Example example)
    {
        var applicant = Applicant.FromExample(example.Applicant);
        var answers = AnswerSet.Empty;
        var facts = CaseFacts.None;
        var faults = new Dictionary<string, IReadOnlyList<AnswerFault>>(StringComparer.Ordinal);
        var open = example.Answers.ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        for (var round = 0; round < 500; round++)
        {
            var context = EvaluationContext.Create(definition, applicant, example.Channel, answers, facts, example.On);
            if (Read(context, example, ref facts))
            {
                continue;
            }

            if (definition.Questions.FirstOrDefault(q => open.ContainsKey(q.Id) && context.IsVisible(q)) is not { } question)
            {
                break;
            }

            open.Remove(question.Id, out var raw);
            switch (AnswerReader.Read(question, RawAnswer.FromJson(raw), context))
            {
                case AnswerResult.Accepted accepted:
                    answers = answers.With(question.Id, accepted.Value);
                    break;
                case AnswerResult.Refused refused:
                    faults[question.Id] = refused.Faults;
                    break;
            }
        }

        var journey = Journey.Compute(definition, answers, facts, applicant, example.Channel, example.On);
        return new ExampleApplication(applicant, answers, facts, journey, faults, [.. open.Keys.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Asks the registers that are due; one that is down is passed over where the service allows it.</summary>
    private static bool Read(EvaluationContext context, Example example, ref CaseFacts facts)
    {
        var read = false;
        foreach (var due in context.Due)
        {
            var answer = example.Registers.GetValueOrDefault(due.Register.Id);
            if (answer is { Down: true } && due.Register.Fallback == RegisterFallback.Wait)
            {
                continue;
            }

            facts = facts.With(due.Register.Id, answer?.Answer?.DeepClone(), example.On, due.Inputs);
            read = true;
        }

        return read;
    }
}
