using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Simulation;

/// <summary>The officers of the institutions: each hour of work they finish as many tasks as their people can, the most urgent first.</summary>
internal sealed class Desks(IServiceProvider services, Chance dice)
{
    /// <summary>How many of a hundred decisions are refusals, and how many are sent back before.</summary>
    private const int Refusals = 6;
    private const int SendBacks = 5;

    /// <summary>Decisions without one refusal, at most.</summary>
    private const int MostWithoutRefusal = 10;

    private readonly Dictionary<string, double> _capacity = new(StringComparer.Ordinal);
    private int _sinceRefusal;

    /// <summary>What officers finish in an hour, at each institution, on average.</summary>
    public double PerHour { get; set; } = 1;

    /// <summary>Nobody is at any desk now.</summary>
    public bool AreEmpty { get; set; }

    /// <summary>An hour of work at every desk. Whether there was any.</summary>
    /// <param name="moved">Told of a case whose applicant may have to do something now: complete it, or pay.</param>
    public async Task<bool> WorkAsync(MonthTally tally, Action<string, CaseFile, bool> moved, CancellationToken ct)
    {
        if (AreEmpty)
        {
            return false;
        }

        var catalogue = services.GetRequiredService<PublishedServices>().Catalogue;
        var everybody = new Officer(Actor.System("simulation"), [.. catalogue.Institutions.SelectMany(i => i.Roles).Select(r => r.Key)]);
        await using (var scope = services.CreateAsyncScope())
        {
            if ((await scope.ServiceProvider.GetRequiredService<ReadTasks>().ForOfficerAsync(everybody, new QueueFilter(), 0, ct)).Total == 0)
            {
                return false;
            }
        }

        foreach (var institution in catalogue.Institutions)
        {
            var officer = new Officer(
                new Actor(ActorKind.Officer, $"OFF:sim-{institution.Id}", $"موظف {institution.ShortName.Ar} (محاكاة)", institution.Id) { Assurance = WorkTask.LevelToDecide },
                [.. institution.Roles.Select(r => r.Key)]);
            var left = _capacity.GetValueOrDefault(institution.Id) + PerHour;
            while (left >= 1)
            {
                await using var scope = services.CreateAsyncScope();
                var open = (await scope.ServiceProvider.GetRequiredService<ReadTasks>().ForOfficerAsync(officer, new QueueFilter(), 0, ct)).Tasks
                    .Where(t => t.State == TaskState.Open).Take((int)left).ToList();
                foreach (var task in open)
                {
                    await DecideAsync(task, officer, tally, moved, ct);
                }

                left -= Math.Max(1, open.Count);
                if (open.Count == 0)
                {
                    left = Math.Min(left, 1);
                    break;
                }
            }

            _capacity[institution.Id] = left;
        }

        return true;
    }

    private async Task DecideAsync(TaskLine task, Officer officer, MonthTally tally, Action<string, CaseFile, bool> moved, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<OpenCaseFile>().RunAsync(task.Reference, task.TaskId, officer, ct) is not { } file)
        {
            return;
        }

        var work = scope.ServiceProvider.GetRequiredService<WorkTask>();
        await work.ClaimAsync(task.Reference, task.TaskId, officer, ct);
        var roll = dice.Next(100);
        var question = file.Definition.Questions.FirstOrDefault(q => file.State.Answers.TryGet(q.Id, out _) && q.Type is Engine.Definitions.AnswerType.Text or Engine.Definitions.AnswerType.Phone);
        if (roll < SendBacks && !task.Confidential && question is not null
            && await work.SendBackAsync(task.Reference, task.TaskId, officer, [question.Id], "يرجى التحقق من هذا الجواب وإعادة إرساله.", ct) is WorkTask.Result.Worked)
        {
            tally.SentBack++;
            moved(task.Reference, file, true);
            return;
        }

        // However the dice fall, a year is not without refusals.
        var refuse = (roll >= 100 - Refusals || _sinceRefusal >= MostWithoutRefusal) && file.Definition.Refusals.Count > 0;
        _sinceRefusal++;
        if (refuse && await work.DecideAsync(
            task.Reference, task.TaskId, officer, Verdict.Refuse, file.Definition.Refusals[dice.Next(file.Definition.Refusals.Count)], "لم تتحقق شروط الخدمة في هذه المعاملة.", ct) is WorkTask.Result.Worked)
        {
            tally.Decided++;
            tally.Refused++;
            _sinceRefusal = 0;
        }
        else if (await work.DecideAsync(task.Reference, task.TaskId, officer, Verdict.Approve, null, null, ct) is WorkTask.Result.Worked)
        {
            tally.Decided++;
            moved(task.Reference, file, false);
        }
    }

    /// <summary>The applicant sends again what they were asked for.</summary>
    public async Task CompleteAsync(string reference, CaseFile file, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<ReadCase>().ForApplicantAsync(reference, file.PersonKey, ct);
        if (seen?.State.YourTurn?.SentBack is not { } sent)
        {
            return;
        }

        var fields = sent.Questions.ToDictionary(
            q => q, q => RawAnswer.Again(seen.State.Answers[q]), StringComparer.Ordinal);
        await scope.ServiceProvider.GetRequiredService<ChangeOwnCase>().CompleteAsync(
            reference, file.PersonKey, new Actor(ActorKind.Person, file.PersonKey, seen.State.Applicant.Name ?? ""), Channel.Portal, fields, ct);
    }
}
