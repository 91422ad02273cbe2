using System.Globalization;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Payments;

public sealed class StormTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Payers pay over both rails, twice, late; notices are lost, doubled, reordered and forged; refunds are asked for; the rail comes and
    /// goes; several at once. When the storm is over, every fils that the rail took is with an institution or has gone back.
    /// </summary>
    [Theory, OnEveryDatabase]
    public async Task After_a_storm_every_fils_is_accounted_for(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("DIWAN_STORM_SEED"), CultureInfo.InvariantCulture, out var asked) ? asked : (ulong)Environment.TickCount64;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var dice = new Dice(seed);
        var bills = new List<string>();
        long taken = 0;
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                bills.Add(await till.BillAsync(1000 + dice.Next(9000), TimeSpan.FromMinutes(5 + dice.Next(120)), $"i{dice.Next(3)}"));
            }

            till.Rail.Down = dice.Next(5) == 0;
            till.Rail.LoseRefundAnswers = dice.Next(3);
            var acts = new List<Func<Task>>();
            for (var i = 0; i < 16; i++)
            {
                var bill = bills[dice.Next(bills.Count)];
                var fils = (await till.FindAsync(bill)).Total.Fils;
                switch (dice.Next(8))
                {
                    case 0:
                        acts.Add(() => till.CardNoticeAsync(bill, "forged", fils, secret: "not-the-rails-secret"));
                        break;
                    case 1:
                        acts.Add(() => till.CardNoticeAsync(bill, $"W{round}/{i}", fils + 1));
                        break;
                    case 2:
                        var key = $"refund {bill}";
                        acts.Add(() => till.Get<RefundBill>().RunAsync(bill, new Money(fils), key, Ct));
                        break;
                    case 3:
                        acts.Add(() => till.Get<StartCardPayment>().RunAsync(bill, "https://diwan.test/back", Ct));
                        break;
                    default:
                        var byCard = dice.Next(2) == 0;
                        var transaction = till.Rail.Take(bill, fils, byCard ? "card" : "bill");
                        taken += fils;
                        var paid = $"{fils / 1000}.{fils % 1000:000}";
                        for (var copies = dice.Next(4); copies > 0; copies--)
                        {
                            acts.Add(byCard ? () => till.CardNoticeAsync(bill, transaction, fils) : () => till.BillNoticeAsync(bill, transaction, paid));
                        }

                        break;
                }
            }

            await Task.WhenAll(acts.Select(act => Task.Run(act)));
            await till.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5));
        }

        till.Rail.Down = false;
        till.Rail.LoseRefundAnswers = 0;
        await till.PassAsync(TimeSpan.FromHours(6), TimeSpan.FromMinutes(15));
        foreach (var bill in bills)
        {
            // What was lost after a bill was closed is found by the daily comparison, which here is a question about every bill.
            await till.Get<RailLedger>().CatchUpAsync(bill, Ct);
            if ((await till.FindAsync(bill)).State == BillState.Refunding)
            {
                await till.Get<RefundBill>().RunAsync(bill, (await till.FindAsync(bill)).Total, $"refund {bill}", Ct);
            }
        }

        await till.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        await using var db = await till.ReadAsync();
        var settled = await db.Set<BillRow>().Where(b => b.State == BillState.Settled).ToListAsync(Ct);
        Assert.Equal(0, await db.Set<BillRow>().CountAsync(b => b.State == BillState.Open || b.State == BillState.Refunding, Ct));
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Suspense));
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Refunds));
        Assert.Equal(till.Rail.Payments.Count, await db.Set<PaymentRow>().CountAsync(Ct));
        var kept = settled.Sum(b => b.Total.Fils);
        long institutions = 0;
        for (var i = 0; i < 3; i++)
        {
            institutions += await till.CreditOfAsync($"institution:i{i}");
        }

        Assert.Equal(kept, institutions);
        Assert.Equal(-kept, await till.CreditOfAsync("rail:card") + await till.CreditOfAsync("rail:bill"));
        Assert.Equal(taken - kept, till.Rail.RefundedFils);
        Assert.Equal(settled.Count, (await till.HeardAsync()).Count(t => t.StartsWith("settled", StringComparison.Ordinal)) - await db.Set<BillRow>().CountAsync(b => b.State == BillState.Refunded, Ct));
        Assert.Equal(0, await db.Set<DutyRow>().CountAsync(d => d.State == DutyState.Dead, Ct));
        Assert.True((await till.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
        await till.Get<NumberReceipts>().RunAsync(Ct);
        Assert.Empty((await till.Get<VerifyLedger>().RunAsync(Ct)).Faults);
        Assert.True(settled.Count > 3 && till.Rail.RefundedFils > 0, "Too calm a storm shows nothing.");
    }

    /// <summary>xorshift64*: the same seed, the same storm.</summary>
    private sealed class Dice(ulong seed)
    {
        private ulong _state = seed | 1;

        public int Next(int below)
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return (int)((_state * 0x2545F4914F6CDD1DUL >> 33) % (ulong)below);
        }
    }
}
