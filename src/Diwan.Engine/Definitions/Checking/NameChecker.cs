using System.Text.RegularExpressions;
using Diwan.Engine.Definitions.Reading;
using Diwan.Engine.Journeys;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>What expressions speak of exists, and comes before them; no question is out of reach; none asks what a register holds.</summary>
internal sealed partial class NameChecker(ServiceDefinition definition, CheckInput input, FaultList faults)
{
    private static readonly string[] CaseFields =
        ["reference", "submittedOn", "promisedOn", "billNumber", "documentNumber", "paidOn", "receiptNumber", "reason", "reasonEn", "billExpiresOn"];

    private readonly List<string> _order = [.. definition.Questions.Select(q => q.Id)];

    internal void Check()
    {
        foreach (var (expression, place) in input.Expressions)
        {
            Names(expression.Text, expression.At, place, LineOf);
        }

        Rules();
        foreach (var section in definition.Sections)
        {
            Reachable(section.VisibleWhen, section.At, section.Id);
            foreach (var question in section.Questions.SelectMany(q => q.Questions.Prepend(q)))
            {
                Reachable(question.VisibleWhen, question.At, question.Id);
                OnceOnly(question);
            }

            Formats(section.Shows.Select(s => (s.Format, s.Value.At)));
            Formats(section.Questions.SelectMany(q => q.Shows).Select(s => (s.Format, s.Value.At)));
        }

        foreach (var block in definition.Documents.SelectMany(d => d.Blocks))
        {
            Formats(block switch
            {
                TemplateBlock.Words words => words.Values.Values.Select(v => (v.Format, v.Ar.At)),
                TemplateBlock.Fields fields => fields.Items.Select(i => (i.Value.Format, i.Value.Ar.At)),
                TemplateBlock.Table table => table.Columns.Select(i => (i.Value.Format, i.Value.Ar.At)),
                TemplateBlock.Amount amount => [(amount.Item.Value.Format, amount.Item.Value.Ar.At)],
                TemplateBlock.Card card => card.Front.Concat(card.Back).Select(i => (i.Value.Format, i.Value.Ar.At)),
                _ => [],
            });
        }
    }

    private void Formats(IEnumerable<(ValueFormat Format, SourcePosition At)> formats)
    {
        foreach (var (format, at) in formats)
        {
            if (format.Kind == ValueFormatKind.Choice && definition.FindQuestion(format.Question!) is not { Type: AnswerType.Choice or AnswerType.Many })
            {
                faults.Error(at, "unknown-question",
                    ($"لا سؤال اختيار اسمه «{format.Question}».", $"There is no choice question \"{format.Question}\"."),
                    Nearest.Remedy(format.Question!, [.. definition.Questions.Where(q => q.Type is AnswerType.Choice or AnswerType.Many).Select(q => q.Id)]));
            }
        }
    }

    /// <summary>Rules are looked at as text: a name in a table cell has no other place of its own.</summary>
    private void Rules()
    {
        var file = input.Files.Shown("rules.dmn");
        if (input.Files.Read("rules.dmn", faults) is { } xml)
        {
            var text = Comment().Replace(xml, m => new string(m.Value.Select(c => c == '\n' ? '\n' : ' ').ToArray()));
            Names(text, new SourcePosition(file, 1, 1), ExpressionPlace.Process, LineOf);
        }
    }

    private void Names(string text, SourcePosition at, ExpressionPlace place, Func<string, int, SourcePosition, SourcePosition> where)
    {
        foreach (Match match in Path().Matches(Quoted().Replace(text, m => new string('"', m.Length))))
        {
            var parts = match.Groups[2].Value.Split('.', StringSplitOptions.RemoveEmptyEntries);
            var position = where(text, match.Index, at);
            switch (match.Groups[1].Value)
            {
                case "answers":
                    Answer(parts[0], position, place);
                    break;
                case "facts":
                    Fact(parts, position);
                    break;
                case "applicant":
                    Field(parts[0], Applicant.Fields, position, "applicant");
                    break;
                case "case":
                    Field(parts[0], CaseFields, position, "case");
                    break;
                case "rules":
                    Field(parts[0], [.. definition.Rules.Decisions.Select(d => d.Name)], position, "rules");
                    break;
                case "decisions":
                    Field(parts[0], [.. definition.Process.AllNodes.Where(n => n.Kind == Bpmn.BpmnNodeKind.UserTask).Select(n => n.Id)], position, "decisions");
                    break;
            }
        }

        foreach (Match match in Comparison().Matches(text))
        {
            if (definition.FindQuestion(match.Groups[1].Value) is { Type: AnswerType.Choice, OptionsFrom: null } question && !question.Options.Contains(match.Groups[2].Value))
            {
                faults.Error(where(text, match.Index, at), "unknown-option",
                    ($"«{match.Groups[2].Value}» ليس من خيارات السؤال «{question.Id}».", $"\"{match.Groups[2].Value}\" is not an option of the question \"{question.Id}\"."),
                    Nearest.Remedy(match.Groups[2].Value, question.Options.ToArray()));
            }
        }
    }

    private void Answer(string id, SourcePosition at, ExpressionPlace place)
    {
        var index = _order.IndexOf(id);
        if (index < 0)
        {
            Field(id, _order, at, "answers");
            return;
        }

        // An expression of a question speaks of what was asked before it; one of a section, of what was asked before the section.
        var limit = place.Question is { } own ? _order.IndexOf(own) + (place.AllowSelf ? 1 : 0)
            : place.SectionId is { } section ? _order.IndexOf(definition.FindSection(section)!.Questions is [var first, ..] ? first.Id : "")
            : -1;
        if (limit >= 0 && index >= limit)
        {
            faults.Error(at, "later-question",
                ($"يعتمد التعبير على السؤال «{id}» وهو يأتي بعده.", $"The expression depends on the question \"{id}\", which is asked later."),
                ("قدّم ذلك السؤال، أو غيّر التعبير.", "Ask that question earlier, or change the expression."));
        }
    }

    private void Fact(string[] parts, SourcePosition at)
    {
        var register = definition.FindRegister(parts[0]);
        if (register is null)
        {
            Field(parts[0], [.. definition.Registers.Select(r => r.Id)], at, "facts");
            return;
        }

        var shape = register.Operation.Output;
        foreach (var part in parts.Skip(1))
        {
            // FEEL takes a field of every entry of a list at once.
            while (shape.Kind == FactKind.List)
            {
                shape = shape.Item!;
            }

            if (shape.Kind is FactKind.Date or FactKind.DateTime or FactKind.Month)
            {
                return;
            }

            if (!shape.Fields.TryGetValue(part, out var next))
            {
                faults.Error(at, "unknown-fact",
                    ($"العملية «{register.Operation.Id}» لا تعيد الحقل «{part}».", $"The operation \"{register.Operation.Id}\" returns no field \"{part}\"."),
                    Nearest.Remedy(part, [.. shape.Fields.Keys]));
                return;
            }

            shape = next;
        }
    }

    private void Field(string name, IReadOnlyCollection<string> known, SourcePosition at, string under)
    {
        if (!known.Contains(name))
        {
            faults.Error(at, "unknown-name", ($"لا يوجد {under}.{name}.", $"There is no {under}.{name}."), Nearest.Remedy(name, known));
        }
    }

    private void Reachable(Expression? visibleWhen, SourcePosition at, string id)
    {
        if (visibleWhen is { Compiled.Names.Count: 0 } && !(visibleWhen.Compiled.Evaluate(Feel.FeelContext.Empty).Value.TryGetBoolean(out var shown) && shown))
        {
            faults.Error(at, "unreachable",
                ($"لن يظهر «{id}» أبداً.", $"\"{id}\" is never shown."),
                ("صحّح visibleWhen أو احذفه.", "Correct visibleWhen, or remove it."));
        }
    }

    /// <summary>Once only: what a register of the service returns, without needing this very answer, is not asked.</summary>
    private void OnceOnly(Question question)
    {
        if (question.Prefill is not null || question.Type is AnswerType.Declaration or AnswerType.Selection or AnswerType.File)
        {
            return;
        }

        // An answer by which a register finds its entry, or makes sure of who asks, cannot come from a register.
        if (definition.Registers.Any(r => r.With.Any(w => Mentions(w.Value.Text, question.Id))))
        {
            return;
        }

        foreach (var register in definition.Registers.Where(r => r.ReadAt == ReadMoment.Application && r.Operation.Output.Fields.ContainsKey(question.Id)))
        {
            faults.Error(question.At, "already-known",
                ($"السؤال «{question.Id}» يجيب عنه السجل «{register.Id}» ({register.Operation.Id}).", $"The question \"{question.Id}\" is answered by the register \"{register.Id}\" ({register.Operation.Id})."),
                ($"احذف السؤال واستعمل facts.{register.Id}.{question.Id}، أو اعرضه بـ prefill ليُصحَّح.", $"Remove the question and use facts.{register.Id}.{question.Id}; or offer it with prefill so that it can be corrected."));
        }
    }

    private static bool Mentions(string expression, string question) =>
        Path().Matches(expression).Any(m => m.Groups[1].Value == "answers" && m.Groups[2].Value.TrimStart('.').Split('.')[0] == question);

    private static SourcePosition LineOf(string text, int index, SourcePosition start)
    {
        var before = text.AsSpan(0, index);
        var lines = before.Count('\n');
        return lines == 0
            ? start with { Column = start.Column + index }
            : start with { Line = start.Line + lines, Column = index - before.LastIndexOf('\n') };
    }

    [GeneratedRegex(@"(?<![\w.\]}])(answers|facts|applicant|case|rules|decisions)((?:\.[A-Za-z_]\w*)+)", RegexOptions.CultureInvariant)]
    private static partial Regex Path();

    [GeneratedRegex("""answers\.(\w+)\s*!?=\s*(?:"|&quot;)([^"&]*)(?:"|&quot;)""", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex("<!--.*?-->|<description>.*?</description>|<annotationEntry>.*?</annotationEntry>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
