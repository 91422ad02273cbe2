using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Simulation;

/// <summary>
/// The services go through the gate, three a month: the first check, gaps with owners, channels; evidence a month later, and the committee lets what still holds pass for a time;
/// then the launch. In the last quarter one is taken back by a decision, and one is to be electronic only, which its counter becomes as far as the measured reach allows.
/// </summary>
internal sealed class TheGate(IServiceProvider services)
{
    private const int AtOnce = 3;
    private const int BackIn = 9;
    private const int ElectronicIn = 10;

    /// <summary>Overrides end within half a year at most; these end before the year does, so that what they cover is open again.</summary>
    private const int OverrideDays = 150;

    /// <param name="number">Of the month, from 0.</param>
    public async Task MonthAsync(int number, DateOnly today, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var all = scope.ServiceProvider.GetRequiredService<PublishedServices>().Catalogue.Services.Where(s => s.IsEffectiveOn(today)).ToList();
        foreach (var (service, i) in all.Select((s, i) => (s, i)))
        {
            switch (number - (i / AtOnce))
            {
                case 0:
                    await CheckAsync(scope.ServiceProvider, service, today, ct);
                    break;
                case 1:
                    await ImproveAsync(scope.ServiceProvider, service, today, ct);
                    break;
                case 2:
                    await AdvanceAsync(scope.ServiceProvider, service, [], "محاكاة: ملصقات في مكاتب البريد ورسائل قصيرة", ct);
                    break;
            }
        }

        if (number == BackIn)
        {
            var id = all[^1].Id.ToString();
            var decision = await DecideAsync(scope.ServiceProvider, new(DecisionKind.Rollback, "محاكاة: تُعاد الخدمة إلى الشباك", "Simulation: the service goes back to the counter", today, "مكتب البرنامج", Service: id), ct);
            Must(await scope.ServiceProvider.GetRequiredService<KeepGate>().RollBackAsync(ProgrammeOffice.Office, id, decision, ct));
        }

        if (number == ElectronicIn)
        {
            var id = all[0].Id.ToString();
            var decision = await DecideAsync(scope.ServiceProvider, new(
                DecisionKind.ElectronicOnly, "محاكاة: إلكترونية فقط", "Simulation: electronic only", today, "مكتب البرنامج", Service: id, TakesEffect: today.AddDays(15)), ct);

            // Too few came, or too few by themselves, is an answer.
            await scope.ServiceProvider.GetRequiredService<KeepGate>().CloseCounterAsync(ProgrammeOffice.Office, id, decision, ct);
        }
    }

    private static async Task CheckAsync(IServiceProvider services, ServiceDefinition service, DateOnly today, CancellationToken ct)
    {
        await AdvanceAsync(services, service, [], null, ct);
        foreach (var gap in await StandingsAsync(services, service, ct))
        {
            if (!gap.IsMet)
            {
                Must(await services.GetRequiredService<KeepGate>().OwnGapAsync(ProgrammeOffice.Office, service.Id.ToString(), gap.Criterion, "مسؤول الخدمة (محاكاة)", today.AddDays(30), ct));
            }
        }

        await AdvanceAsync(services, service, [], null, ct);
        await AdvanceAsync(services, service, [.. service.Channels.Where(c => c.IsElectronic() || c == Channel.Assisted)], null, ct);
    }

    private static async Task ImproveAsync(IServiceProvider services, ServiceDefinition service, DateOnly today, CancellationToken ct)
    {
        foreach (var open in await StandingsAsync(services, service, ct))
        {
            if (open is { ByPlatform: false, IsMet: false })
            {
                Must(await services.GetRequiredService<KeepGate>().ScoreAsync(ProgrammeOffice.Office, service.Id.ToString(), open.Criterion, CriterionStanding.Most, "محاكاة: محضر معتمد", ct));
            }
        }

        foreach (var held in await StandingsAsync(services, service, ct))
        {
            if (held.Holds)
            {
                await DecideAsync(services, new(
                    DecisionKind.Override, "محاكاة: يمرّ إلى أجل", "Simulation: passes for a time", today, "مكتب البرنامج", Service: service.Id.ToString(), Criterion: held.Criterion, Ends: today.AddDays(OverrideDays)), ct);
            }
        }

        await AdvanceAsync(services, service, [], null, ct);
    }

    private static async Task<IReadOnlyList<CriterionStanding>> StandingsAsync(IServiceProvider services, ServiceDefinition service, CancellationToken ct) =>
        (await services.GetRequiredService<ReadGate>().RunAsync(service.Id.ToString(), ct))!.Standings;

    private static async Task AdvanceAsync(IServiceProvider services, ServiceDefinition service, IReadOnlyList<Channel> channels, string? campaign, CancellationToken ct) =>
        Must(await services.GetRequiredService<KeepGate>().AdvanceAsync(ProgrammeOffice.Office, service.Id.ToString(), channels, campaign, ct));

    private static async Task<string> DecideAsync(IServiceProvider services, NewDecision decision, CancellationToken ct) =>
        await services.GetRequiredService<RecordDecision>().RunAsync(ProgrammeOffice.Office, decision, ct) switch
        {
            RecordDecision.Result.Recorded recorded => recorded.Number,
            var other => throw new InvalidOperationException($"The committee's decision was refused: {Why(other)}"),
        };

    private static void Must(KeepGate.Result result)
    {
        if (result is not KeepGate.Result.Kept)
        {
            throw new InvalidOperationException($"The gate refused: {(result is KeepGate.Result.Refused refused ? string.Join("; ", refused.Why.Select(w => w.En)) : result)}");
        }
    }

    private static string Why(RecordDecision.Result result) =>
        result is RecordDecision.Result.Refused refused ? string.Join("; ", refused.Why.Select(w => w.En)) : result.ToString()!;
}
