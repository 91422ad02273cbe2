using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Simulation;

/// <summary>The cashiers: a shift each working day, cash taken, the drawer counted at its end.</summary>
internal sealed class Counters(IServiceProvider services)
{
    public async Task<bool> TakeAsync(string institution, string bill, Guid form, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var cashier = Cashier(institution);
        if (await scope.ServiceProvider.GetRequiredService<FindShift>().OpenOfAsync(cashier.Id, ct) is null)
        {
            await scope.ServiceProvider.GetRequiredService<WorkShift>().OpenAsync(cashier, institution, Money.Zero, ct);
        }

        return await scope.ServiceProvider.GetRequiredService<TakeAtCounter>().RunAsync(cashier, new(bill, Rail.Cash, null, form, null), ct) is TakeAtCounter.Result.Taken;
    }

    /// <summary>Whoever comes for money that goes back at the counter gets it; then everybody counts and closes.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        foreach (var institution in services.GetRequiredService<PublishedServices>().Catalogue.Institutions.Select(i => i.Id))
        {
            var cashier = Cashier(institution);
            if (await scope.ServiceProvider.GetRequiredService<FindShift>().OpenOfAsync(cashier.Id, ct) is null)
            {
                continue;
            }

            foreach (var refund in (await scope.ServiceProvider.GetRequiredService<FindRefund>().WaitingOfAsync([institution], null, ct)).Rows.Where(r => r is { State: RefundState.Asked, Way: RefundWay.Counter }))
            {
                await scope.ServiceProvider.GetRequiredService<PayOutRefund>().RunAsync(cashier, refund.Id, "simulation", ct);
            }

            if (await scope.ServiceProvider.GetRequiredService<FindShift>().OpenOfAsync(cashier.Id, ct) is { } shift)
            {
                await scope.ServiceProvider.GetRequiredService<WorkShift>().CloseAsync(shift.Id, cashier, shift.Cash, null, ct);
            }
        }
    }

    private static Actor Cashier(string institution) => new(ActorKind.Officer, $"OFF:sim-cash-{institution}", "أمين الصندوق (محاكاة)", institution);
}
