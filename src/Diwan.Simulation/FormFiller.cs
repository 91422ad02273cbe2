using System.Text.Json.Nodes;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Simulation;

/// <summary>
/// Fills in the form of any service as a person would: what a register offers is taken from its list, what is offered is left as it is, and
/// what only a person knows is what somebody answered in a worked example of the service.
/// </summary>
internal sealed class FormFiller(IServiceProvider services, Chance dice)
{
    private const int MostRounds = 60;

    /// <returns>Whether everything is answered.</returns>
    public async Task<bool> FillAsync(Guid id, string personKey, Actor actor, string? phone, CancellationToken ct)
    {
        JsonObject? told = null;
        var refused = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MostRounds; round++)
        {
            await using var scope = services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<OpenApplication>().RunAsync(id, personKey, ct) is not OpenApplication.Result.Opened { View: var view })
            {
                return false;
            }

            told ??= Told(view.Definition);
            if (view.Journey.Refusals.Count > 0 || view.Down.Count > 0)
            {
                return false;
            }

            if (view.Journey.FirstIncomplete is not { } step)
            {
                return view.Journey.IsComplete;
            }

            var fields = new Dictionary<string, RawAnswer>(StringComparer.Ordinal);
            foreach (var question in step.Questions.Where(q => !q.Answered).Select(q => q.Question))
            {
                if (Answer(question, view.Journey.Context, told, phone) is not { IsBlank: false } answer)
                {
                    return false;
                }

                fields[question.Id] = answer;
            }

            var saved = await scope.ServiceProvider.GetRequiredService<SaveAnswers>().RunAsync(
                new SaveAnswers.Command(id, personKey, step.Section.Id, fields, new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), actor) { Partial = true }, ct);
            if (saved is SaveAnswers.Result.Refused { Faults: var faults } && faults.Keys.Any(q => !refused.Add(q)))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The answers of a worked example that ends well.</summary>
    private JsonObject Told(ServiceDefinition definition)
    {
        var good = definition.Examples.Where(e => e.Expect.Outcome == "issued" && e.Channel != Channel.Counter && e.Expect.Faults is null).ToList();
        return good.Count == 0 ? [] : good[dice.Next(good.Count)].Answers;
    }

    private RawAnswer? Answer(Question question, EvaluationContext context, JsonObject told, string? phone)
    {
        var example = told[question.Id];
        switch (question.Type)
        {
            case AnswerType.Declaration:
                return RawAnswer.Of("true");
            case AnswerType.Phone:
                return RawAnswer.Of(phone ?? "+962790000000");
            case AnswerType.Selection:
                var keys = context.EntriesOf(question).Select(e => e.Key).ToList();
                return keys.Count == 0 ? null
                    : question.ChoosesOne ? RawAnswer.Of(keys[dice.Next(keys.Count)])
                    : RawAnswer.Of([.. keys.Take(1 + dice.Next(Math.Min(keys.Count, question.MaxItems ?? keys.Count)))]);
            case AnswerType.Choice or AnswerType.Many:
                var options = context.OptionsOf(question).Select(o => o.Value).ToList();
                var chosen = RawAnswer.FromJson(example).Values.Where(options.Contains).ToList();
                return chosen.Count > 0 ? RawAnswer.Of(chosen) : options.Count > 0 ? RawAnswer.Of(options[0]) : null;
            default:
                if (question.Prefill is { } offered && FeelJson.Of(offered.Evaluate(context)) is { } value)
                {
                    return RawAnswer.FromJson(value);
                }

                return example is not null ? RawAnswer.FromJson(example.DeepClone()) : question.Type == AnswerType.YesNo ? RawAnswer.Of("false") : null;
        }
    }
}
