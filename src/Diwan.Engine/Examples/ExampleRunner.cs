using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Examples;

/// <summary>
/// Runs a worked example through the same functions that serve a real application: the form is filled in, the registers answer as the
/// example says, the case is submitted and lives through what the example lets happen.
/// </summary>
public static class ExampleRunner
{
    public static ExampleRun Run(ServiceDefinition definition, Example example, NationalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(calendar);
        var application = ExampleApplication.Of(definition, example);
        var journey = application.Journey;
        var comparison = RuleBook.CompareChannels(definition, journey.Context);
        var fees = RuleBook.Fees(definition, journey.Context);
        var life = new CaseLife(definition, example, calendar);
        if (application.Faults.Count == 0 && journey is { IsComplete: true, Refusals.Count: 0 })
        {
            life.Live(application);
        }

        var run = new ExampleRun
        {
            Definition = definition,
            Example = example,
            Differences = [],
            Eligibility = journey.Eligibility,
            Faults = Faults(application),
            Fees = life.State?.Fees ?? fees,
            Comparison = comparison,
            Context = journey.Context,
            State = life.State,
            Route = life.Route ?? RuleBook.Route(definition, journey.Context),
            Outcome = life.State is null ? PublicState.Draft.Code() : CaseWords.PublicState(definition, life.State).Code(),
            Timeline = life.Timeline,
            Passed = life.Passed,
            Messages = life.Messages,
            Documents = life.Documents,
        };
        return run with { Differences = [.. life.Problems, .. ExampleExpectations.Differences(run, application)] };
    }

    /// <summary>Refused answers, and questions that had to be answered and were not.</summary>
    private static Dictionary<string, IReadOnlyList<AnswerFault>> Faults(ExampleApplication application)
    {
        var faults = application.Faults.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        foreach (var question in application.Journey.Steps.SelectMany(s => s.Questions).Where(q => !q.Answered))
        {
            faults.TryAdd(question.Question.Id, question.Faults.Count > 0 ? question.Faults : [new AnswerFault("", AnswerReader.Missing(question.Question))]);
        }

        return faults;
    }
}

/// <summary>The case of an example from submission on.</summary>
internal sealed class CaseLife(ServiceDefinition definition, Example example, NationalCalendar calendar)
{
    private const int MostSteps = 1000;
    private readonly Actor _officer = new(ActorKind.Officer, "officer", "Officer", definition.Id.Institution);
    private readonly Queue<CaseEffect> _owed = new();
    private DateTimeOffset _now = example.On;
    private int _steps;
    private int _numbers;

    internal CaseState? State { get; private set; }

    internal List<LocalizedText> Problems { get; } = [];

    internal List<TimelineLine> Timeline { get; } = [];

    internal List<string> Passed { get; } = [];

    internal List<string> Messages { get; } = [];

    internal List<FilledDocument> Documents { get; } = [];

    internal string? Route => State?.RuleResults.TryGetValue(RuleBook.RouteDecision, out var route) == true ? route?.ToString() : null;

    internal void Live(ExampleApplication application)
    {
        Do(new CaseCommand.Submit(CaseReference.New(), application.Applicant, example.Channel, application.Answers, application.Facts));
        foreach (var step in example.Then)
        {
            switch (step)
            {
                case ExampleStep.Pay pay:
                    Wait(pay.After);
                    Pay();
                    break;
                case ExampleStep.Wait wait:
                    Wait(XmlConvert.ToTimeSpan(wait.Duration));
                    break;
                case ExampleStep.Decide decide:
                    OnTask(decide.Task, task => new CaseCommand.Decide(
                        task, _officer, decide.As == "refuse" ? Verdict.Refuse : Verdict.Approve, decide.Reason, decide.Note ?? (decide.As == "refuse" ? "مثال" : null)));
                    break;
                case ExampleStep.SendBack back:
                    OnTask(back.Task, task => new CaseCommand.SendBack(task, _officer, back.Fields, back.Note));
                    break;
                case ExampleStep.Answer answer:
                    Answer(answer.Answers);
                    break;
                case ExampleStep.Withdraw:
                    Do(new CaseCommand.Withdraw(null));
                    break;
            }
        }
    }

    private void Pay()
    {
        if (State?.Bill is { PaidAt: null, Cancelled: false } bill)
        {
            Do(new CaseCommand.Pay(bill.Number, Number("R"), _now));
        }
        else
        {
            Problem("لا فاتورة مفتوحة لتُدفع.", "There is no open bill to pay.");
        }
    }

    private void OnTask(string node, Func<string, CaseCommand> command)
    {
        if (State?.Tasks.FirstOrDefault(t => t.NodeId == node && t.State == TaskState.Open) is not { } task)
        {
            Problem($"المهمة «{node}» ليست مفتوحة.", $"The task \"{node}\" is not open.");
            return;
        }

        Do(new CaseCommand.Claim(task.Id, _officer));
        Do(command(task.Id));
    }

    private void Answer(JsonObject given)
    {
        if (State is not { YourTurn.SentBack: not null } state)
        {
            Problem("لا شيء مطلوب من مقدم الطلب.", "Nothing is asked of the applicant.");
            return;
        }

        var answers = state.Answers;
        foreach (var (id, raw) in given)
        {
            var context = EvaluationContext.Create(definition, state.Applicant, state.Channel, answers, state.Facts, state.SubmittedAt);
            if (definition.FindQuestion(id) is not { } question)
            {
                Problem($"لا سؤال اسمه «{id}».", $"There is no question \"{id}\".");
                continue;
            }

            switch (AnswerReader.Read(question, RawAnswer.FromJson(raw), context))
            {
                case AnswerResult.Accepted accepted:
                    answers = answers.With(id, accepted.Value);
                    break;
                case AnswerResult.Blank:
                    answers = answers.Without(id);
                    break;
                case AnswerResult.Refused refused:
                    Problem($"لم تُقبل إجابة «{id}»: {refused.Faults[0].Text.Ar}", $"The answer to \"{id}\" was refused: {refused.Faults[0].Text.En}");
                    break;
            }
        }

        Do(new CaseCommand.Complete(answers));
    }

    /// <summary>Lets time pass; whatever falls due on the way happens at its own moment.</summary>
    private void Wait(TimeSpan time)
    {
        var until = _now + time;
        while (State is { End: null, NextWake: { } wake } && wake <= until && _steps < MostSteps)
        {
            _now = wake > _now ? wake : _now;
            var before = State;
            Do(new CaseCommand.Tick());
            if (ReferenceEquals(before, State) || State?.NextWake == before.NextWake)
            {
                break;
            }
        }

        _now = until;
        if (State is { End: null })
        {
            Do(new CaseCommand.Tick());
        }
    }

    private void Do(CaseCommand command)
    {
        if (++_steps > MostSteps)
        {
            Problem("العملية لا تنتهي.", "The process does not come to rest.");
            return;
        }

        switch (CaseEngine.Handle(definition, State, command, new CaseMoment(_now, calendar, Number("B"), "000000")))
        {
            case CaseOutcome.Accepted accepted:
                State = accepted.State;
                Passed.AddRange(accepted.Passed);
                foreach (var happened in accepted.Events)
                {
                    if (CaseWords.Line(definition, State, happened) is { } words)
                    {
                        Timeline.Add(new TimelineLine(_now, words));
                    }

                    if (happened.Type == CaseEvents.Stuck)
                    {
                        var detail = happened.Data.GetValueOrDefault("problem") ?? happened.Data.GetValueOrDefault("error") ?? "";
                        Problem($"توقفت العملية عند {happened.NodeId}: {detail}", $"The process is stuck at {happened.NodeId}: {detail}");
                    }
                }

                foreach (var effect in accepted.Effects)
                {
                    _owed.Enqueue(effect);
                }

                Settle();
                break;
            case CaseOutcome.Refused refused:
                Problem($"رُفض الأمر {command.GetType().Name}: {refused.Message.Ar}", $"{command.GetType().Name} was refused: {refused.Message.En}");
                break;
        }
    }

    private void Settle()
    {
        while (_owed.TryDequeue(out var effect))
        {
            switch (effect)
            {
                case CaseEffect.ReadRegister read:
                    Do(example.Registers.GetValueOrDefault(read.RegisterId) switch
                    {
                        { Down: true } => new CaseCommand.RegisterFailed(read.ActivityId, "register.down"),
                        { Answer: JsonObject answer } => new CaseCommand.RegisterAnswered(read.ActivityId, (JsonObject)answer.DeepClone()),
                        _ => new CaseCommand.RegisterFailed(read.ActivityId, "register.notFound"),
                    });
                    break;
                case CaseEffect.WriteRegister write:
                    Do(example.Registers.GetValueOrDefault(write.Operation) switch
                    {
                        { Down: true } => new CaseCommand.RegisterFailed(write.ActivityId, "register.down"),
                        { Refused: true } => new CaseCommand.RegisterFailed(write.ActivityId, "register.refused"),
                        var answer => new CaseCommand.RegisterAnswered(write.ActivityId, answer?.Answer?.DeepClone() as JsonObject ?? []),
                    });
                    break;
                case CaseEffect.IssueDocument issue:
                    var number = Number("D");
                    Documents.Add(DocumentFiller.Fill(definition, definition.FindDocument(issue.DocumentId)!, State!, number, _now));
                    Do(new CaseCommand.DocumentIssued(issue.ActivityId, issue.DocumentId, number));
                    break;
                case CaseEffect.Refund refund:
                    Do(new CaseCommand.Refunded(refund.ActivityId, refund.Amount));
                    break;
                case CaseEffect.SendMessage message:
                    Messages.Add(message.MessageId);
                    break;
            }
        }
    }

    private string Number(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{++_numbers:0000}");

    private void Problem(string ar, string en) => Problems.Add(new LocalizedText(ar, en));
}
