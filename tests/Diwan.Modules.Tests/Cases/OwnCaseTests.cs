using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>Officer and applicant may be one person: they meet their own case as an applicant only.</summary>
public sealed class OwnCaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Nobody_sees_claims_decides_or_is_given_their_own_case(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var ahmad = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        var id = await world.StartAsync("moj/non-conviction-certificate", ahmad);
        await world.AnswerCertificateAsync(id, ahmad);
        var reference = await world.SubmitAsync(id, ahmad);
        await world.PayAsync(reference, ahmad);
        await world.WorkAsync();

        var colleague = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(colleague, new QueueFilter(), 0, Ct)).Tasks);

        // He examines records himself, and heads the section too: of his own case he learns nothing, and can do nothing.
        var himself = CaseWorld.Officer("2000000102", "أحمد محمود علي الخطيب", "moj:section", "moj:judge", "moj:head");
        await world.SignInAsync("2000000102", "أحمد محمود علي الخطيب", "moj:section", "moj:judge", "moj:head");
        Assert.Equal(0, (await world.Get<ReadTasks>().ForOfficerAsync(himself, new QueueFilter(), 0, Ct)).Total);
        Assert.Equal(0, (await world.Get<ReadTasks>().ForTeamAsync(himself, new QueueFilter(), 0, Ct)).Total);
        Assert.Empty(await world.Get<ReadTasks>().WorkloadAsync(himself, Ct));
        Assert.Null(await world.Get<OpenCaseFile>().RunAsync(reference, task.TaskId, himself, Ct));
        var work = world.Get<WorkTask>();
        foreach (var tried in (WorkTask.Result[])
        [
            await work.ClaimAsync(reference, task.TaskId, himself, Ct),
            await work.ReleaseAsync(reference, task.TaskId, himself, Ct),
            await work.DecideAsync(reference, task.TaskId, himself, Verdict.Approve, null, null, Ct),
            await work.DecideAsync(reference, task.TaskId, himself, Verdict.Refuse, "certificateWithheld", null, Ct),
            await work.SendBackAsync(reference, task.TaskId, himself, ["purpose"], "؟", Ct),
            await work.ReassignAsync(reference, task.TaskId, himself, null, Ct),
            await work.ReassignAsync(reference, task.TaskId, himself, himself.Actor.Id, Ct),
        ])
        {
            Assert.Contains("معاملتك", Assert.IsType<WorkTask.Result.Refused>(tried).Why.Ar, StringComparison.Ordinal);
        }

        // Nor does another head give it to him; a colleague works on it as on any other.
        var head = CaseWorld.Officer("2000000903", "هناء رشيد حسن الأنصاري", "moj:section", "moj:head");
        Assert.Contains(
            "معاملة الموظف نفسه",
            Assert.IsType<WorkTask.Result.Refused>(await work.ReassignAsync(reference, task.TaskId, head, himself.Actor.Id, Ct)).Why.Ar,
            StringComparison.Ordinal);
        Assert.IsType<WorkTask.Result.Worked>(await work.ClaimAsync(reference, task.TaskId, colleague, Ct));
        var waiting = (await world.Get<ReadTasks>().ForOfficerAsync(colleague, new QueueFilter(), 0, Ct)).Tasks;
        Assert.Equal(colleague.Actor.Id, Assert.Single(waiting).OfficerId);

        // Somebody else's number that ends in the same digits is not his own.
        var alike = CaseWorld.Officer("12000000102", "سواه", "moj:section");
        Assert.Equal(1, (await world.Get<ReadTasks>().ForOfficerAsync(alike, new QueueFilter(), 0, Ct)).Total);
    }
}
