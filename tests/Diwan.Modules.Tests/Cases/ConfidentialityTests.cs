using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>A possible record is known to its section and the judge: every role of every institution looks, and finds nothing.</summary>
public sealed class ConfidentialityTests
{
    private static readonly string[] Tells = ["سجل عدلي", "قيد", "قاض", "مطابقة", "سمر", "record", "judge", "match", "POSSIBLE", "CR-"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task No_role_but_the_section_and_the_judge_meets_a_possible_record(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var ahmad = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        var id = await world.StartAsync("moj/non-conviction-certificate", ahmad);
        await world.AnswerCertificateAsync(id, ahmad);
        var reference = await world.SubmitAsync(id, ahmad);
        await world.PayAsync(reference, ahmad);
        await world.WorkAsync();

        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(section, new QueueFilter(), 0, Ct)).Tasks);
        Assert.True(task.Confidential);
        Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().ClaimAsync(reference, task.TaskId, section, Ct));
        Assert.NotNull(await world.Get<OpenCaseFile>().RunAsync(reference, task.TaskId, section, Ct));

        var roles = world.Get<PublishedServices>().Catalogue.Institutions.SelectMany(i => i.Roles).ToList();
        Assert.True(roles.Count > 20);
        foreach (var role in roles.Where(r => r.Key != task.Role).Select(r => r.Key)
            .Concat(["counter:agent", "centre:agent", "platform:operator", "platform:designer"]))
        {
            var other = CaseWorld.Officer("2000000999", "سواه", role);
            var own = await world.Get<ReadTasks>().ForOfficerAsync(other, new QueueFilter(), 0, Ct);
            var team = await world.Get<ReadTasks>().ForTeamAsync(other, new QueueFilter(), 0, Ct);
            Assert.True(own is { Total: 0, Tasks: [] } && team is { Total: 0, Tasks: [] }, $"{role} sees it in a list.");
            Assert.True((await world.Get<ReadTasks>().WorkloadAsync(other, Ct)).Count == 0, $"{role} counts it.");
            Assert.True(await world.Get<OpenCaseFile>().RunAsync(reference, task.TaskId, other, Ct) is null, $"{role} opens it.");
            foreach (var tried in (WorkTask.Result[])
            [
                await world.Get<WorkTask>().ClaimAsync(reference, task.TaskId, other, Ct),
                await world.Get<WorkTask>().ReleaseAsync(reference, task.TaskId, other, Ct),
                await world.Get<WorkTask>().DecideAsync(reference, task.TaskId, other, Verdict.Approve, null, null, Ct),
                await world.Get<WorkTask>().SendBackAsync(reference, task.TaskId, other, ["purpose"], "؟", Ct),
                await world.Get<WorkTask>().ReassignAsync(reference, task.TaskId, other, null, Ct),
            ])
            {
                Assert.True(tried is WorkTask.Result.NotFound, $"{role} is told {tried}.");
            }
        }

        // Nor does the applicant, in the timeline, by message or in who saw what; nor does who tracks it.
        var seen = (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(ahmad), Ct))!;
        Assert.Equal(PublicState.BeingChecked, seen.PublicState);
        var told = seen.Timeline.SelectMany(l => new[] { l.Text.Ar, l.Text.En })
            .Concat((await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(ahmad), 50, Ct)).SelectMany(m => new[] { m.Text.Ar, m.Text.En }))
            .Concat((await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(ahmad), null, 50, Ct))
                .Where(l => l.Subject == reference && l.Role.StartsWith("moj:", StringComparison.Ordinal))
                .SelectMany(l => new[] { l.ReaderName, l.Role, l.Purpose.Ar, l.Purpose.En }))
            .ToList();
        Assert.True(told.Count > 6);
        Assert.All(told, words => Assert.DoesNotContain(Tells, tell => words.Contains(tell, StringComparison.OrdinalIgnoreCase)));

        // Nor in the picture of the way: the step is left out, and the case stands at one that is shown.
        Assert.Contains("section", seen.Way.Hidden);
        Assert.DoesNotContain(seen.Way.Steps, s => seen.Way.Hidden.Contains(s.NodeId));
        Assert.Single(seen.Way.Steps, s => s.IsCurrent);
        var picture = seen.Definition.ProcessModel.ToSvg(new() { Hidden = seen.Way.Hidden, Current = [.. seen.Way.Steps.Where(s => s.IsCurrent).Select(s => s.NodeId)] });
        Assert.All(Tells.Append("section"), tell => Assert.DoesNotContain(tell, picture, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(PublicState.BeingChecked, (await world.Get<ReadCase>().TrackAsync(reference, Ct))!.State);
    }
}
