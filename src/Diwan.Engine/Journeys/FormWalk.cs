using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Feel;

namespace Diwan.Engine.Journeys;

/// <summary>
/// Goes through the form in its order: what is visible depends on earlier answers and on facts, facts depend on answers.
/// A fact that was asked with other inputs than the answers now give is stale: it counts as not known and is asked again,
/// so that no answer rests on a register's word about something else.
/// </summary>
internal sealed class FormWalk(EvaluationContext context)
{
    internal HashSet<Section> Sections { get; } = [];

    internal HashSet<Question> Questions { get; } = [];

    internal List<RegisterQuestion> Due { get; } = [];

    internal void Run()
    {
        var stale = new HashSet<string>(StringComparer.Ordinal);

        // Each round either finds no new stale fact or drops at least one, so it ends.
        do
        {
            SetFacts(stale);
            Walk();
        }
        while (FindDue(stale));
    }

    private void SetFacts(HashSet<string> stale)
    {
        var registers = context.Definition.Registers;
        var facts = new KeyValuePair<string, FeelValue>[registers.Count];
        for (var i = 0; i < facts.Length; i++)
        {
            var register = registers[i];
            facts[i] = new(register.Id, stale.Contains(register.Id) ? FeelValue.Null : context.Facts.ToFeel(register.Id, register.Operation.Output));
        }

        context.Set("facts", FeelValue.Context(facts));
    }

    private void Walk()
    {
        Sections.Clear();
        Questions.Clear();
        var answers = new Dictionary<string, FeelValue>(StringComparer.Ordinal);
        foreach (var question in context.Definition.Questions)
        {
            answers[question.Id] = FeelValue.Null;
        }

        var changed = true;
        foreach (var section in context.Definition.Sections)
        {
            if (!Shown(section.VisibleWhen))
            {
                continue;
            }

            Sections.Add(section);
            foreach (var question in section.Questions)
            {
                if (!Shown(question.VisibleWhen))
                {
                    continue;
                }

                Questions.Add(question);
                if (context.Answers.TryGet(question.Id, out var answer))
                {
                    Publish(question.Type == AnswerType.Selection);
                    answers[question.Id] = context.Converted(question, answer) ?? FeelValue.Null;
                    changed = true;
                }
                else if (question.Default is not null)
                {
                    Publish(true);
                    answers[question.Id] = question.Default.Evaluate(context);
                    changed = true;
                }
            }
        }

        Publish(true);

        bool Shown(Expression? when)
        {
            if (when is null)
            {
                return true;
            }

            Publish(true);
            return when.Holds(context);
        }

        void Publish(bool needed)
        {
            if (needed && changed)
            {
                context.Set("answers", FeelValue.Context(answers));
                changed = false;
            }
        }
    }

    /// <summary>Whether a fact turned out stale, so that everything has to be looked at again without it.</summary>
    private bool FindDue(HashSet<string> stale)
    {
        Due.Clear();
        var again = false;
        foreach (var register in context.Definition.Registers)
        {
            if (register.ReadAt != ReadMoment.Application)
            {
                continue;
            }

            var known = context.Facts.TryGet(register.Id, out var fact) && !stale.Contains(register.Id);
            if (known && fact!.Inputs is null)
            {
                continue;
            }

            if (register.When is not null && !register.When.Holds(context))
            {
                continue;
            }

            var inputs = context.Inputs(register);
            var ready = register.Operation.Inputs.All(i => i.Value.Nullable || inputs.ContainsKey(i.Key))
                && (register.With.Count == 0 || inputs.Count > 0);
            if (known)
            {
                if (ready && JsonNode.DeepEquals(JsonNode.Parse(fact!.Inputs!), inputs))
                {
                    continue;
                }

                stale.Add(register.Id);
                again = true;
                continue;
            }

            if (ready)
            {
                Due.Add(new RegisterQuestion(register, inputs));
            }
        }

        return again;
    }
}
