using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>An officer reads their own figures first; what is confidential is in nobody else's.</summary>
public sealed class OfficerFiguresTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_week_is_the_officers_own_before_it_is_the_heads(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var colleague = CaseWorld.Officer("2000000930", "رامي القيسي", "moj:section");
        var head = CaseWorld.Officer("2000000903", "سعاد علي", "moj:head");
        var figures = world.Get<ReadOfficerFigures>();
        Assert.Null(await figures.OwnAsync(section, Ct));

        // The second takes its time, and is late. The third is a colleague's, in time.
        await DecideAsync(world, section, TimeSpan.FromHours(1), "2000000102");
        await DecideAsync(world, section, TimeSpan.FromDays(40), "2000000104");
        await DecideAsync(world, colleague, TimeSpan.FromHours(1), "2000000105");
        Assert.Null(await figures.OwnAsync(section, Ct));

        // The week is over: the officer knows at once, with what is usual beside it.
        world.Sleep(UntilSunday(world.Now) + TimeSpan.FromHours(1));
        var own = (await figures.OwnAsync(section, Ct))!;
        Assert.Equal((new Proportion(0, 1), 1m), (own.InTime, own.Usual));
        Assert.Empty(await figures.TeamAsync(head, Ct));
        Assert.Equal(figures.PeriodFor(own: true).To.AddDays(-7), figures.PeriodFor(own: false).To);

        // The head never: the task was confidential. Those who may see such tasks and lead, would.
        world.Sleep(TimeSpan.FromDays(ReadOfficerFigures.OwnFirstDays));
        Assert.Equal(figures.PeriodFor(own: true), figures.PeriodFor(own: false));
        Assert.Empty(await figures.TeamAsync(head, Ct));
        Assert.Empty(await figures.TeamAsync(section, Ct));
    }

    private static TimeSpan UntilSunday(DateTimeOffset now)
    {
        var day = NationalCalendar.DateAt(now);
        return NationalCalendar.At(day.AddDays(7 - (int)day.DayOfWeek), TimeOnly.MinValue) - now;
    }

    private static async Task DecideAsync(CaseWorld world, Officer officer, TimeSpan after, string number)
    {
        var who = CaseWorld.Citizen(number, "أحمد محمود علي الخطيب");
        var id = await world.StartAsync("moj/non-conviction-certificate", who);
        await world.AnswerCertificateAsync(id, who);
        var reference = await world.SubmitAsync(id, who);
        await world.PayAsync(reference, who);
        await world.WorkAsync();
        world.Sleep(after);
        await world.WorkAsync();
        if ((await world.Get<ReadTasks>().ForOfficerAsync(officer, new QueueFilter(), 0, Ct)).Tasks.FirstOrDefault(t => t.Reference == reference) is { } task)
        {
            Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().ClaimAsync(reference, task.TaskId, officer, Ct));
            Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().DecideAsync(reference, task.TaskId, officer, Verdict.Approve, null, "دُقّق", Ct));
        }
    }
}
