using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Payments;

/// <summary>Lists of money are read to their end, part by part: nothing is left out and nothing comes twice, also of rows of one moment.</summary>
public sealed class LongListTests
{
    private const int Many = 120;
    private static readonly string[] Moj = ["moj"];
    private static readonly DateTimeOffset Start = new(2018, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Every_list_of_money_is_read_to_its_end(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        till.Database.Time.SetUtcNow(Start.AddDays(30));
        await FillAsync(till);
        var place = till.Get<FindShift>();

        await AllAsync(await place.OpenAsync(Moj, Ct), after => place.ClosedAsync(Moj, after, Ct), s => s.Id, s => s.OpenedAt, latestFirst: true, Many);
        var shift = (await place.OpenAsync(Moj, Ct))[0].Id;
        await AllAsync([], after => place.TakingsAsync(shift, after, Ct), t => t.TransactionNo, t => t.At, latestFirst: true, Many);
        Assert.Equal(Many, await place.CountTakingsAsync(shift, Ct));
        Assert.Equal("T7", (await place.TakingAsync(shift, "T7", Ct))!.TransactionNo);
        Assert.Null(await place.TakingAsync(Guid.CreateVersion7(), "T7", Ct));

        var refunds = till.Get<FindRefund>();
        await AllAsync([], after => refunds.EndedOfAsync(Moj, after, Ct), r => r.Id, r => r.AskedAt, latestFirst: true, Many / 2);
        await AllAsync([], after => refunds.WaitingOfAsync(Moj, after, Ct), r => r.Id, r => r.AskedAt, latestFirst: false, Many / 2);
        var first = await refunds.OfPayerAsync("p1", null, Ct);
        Assert.All(first.Rows.Take(Many / 2), r => Assert.Equal(RefundState.Proposed, r.State));
        await AllAsync([], after => refunds.OfPayerAsync("p1", after, Ct), r => r.Id, null, latestFirst: true, Many);

        var wishes = till.Get<WishRefund>();
        await AllAsync([], after => wishes.OpenOfAsync(Moj, after, Ct), w => w.Id, w => w.AskedAt, latestFirst: false, Many);
        await AllAsync([], after => wishes.OfPayerAsync("p1", after, Ct), w => w.Id, w => w.AskedAt, latestFirst: true, Many);
        await AllAsync([], after => till.Get<FindBill>().OfPayerAsync("p1", after, Ct), b => b.Number, b => b.IssuedAt, latestFirst: true, Many);
        Assert.Equal(100, (await till.Get<FindBill>().PayableOfAsync("p1", 100, Ct)).Count);
        await AllAsync([], after => till.Get<FindReceipt>().OfPayerAsync("p1", after, Ct), r => r.Number, r => r.At, latestFirst: true, Many);
        await AllAsync([], after => till.Get<ReadAlarms>().RunAsync(false, after, Ct), a => a.Id, a => a.At, latestFirst: true, Many);

        var read = till.Get<ReadReconciliation>();
        await AllAsync([], after => read.DiscrepanciesAsync(DiscrepancyState.Open, Moj, after, Ct), d => d.Id, d => d.OpenedAt, latestFirst: false, Many / 2);
        await AllAsync([], after => read.DiscrepanciesAsync(DiscrepancyState.Closed, Moj, after, Ct), d => d.Id, d => d.ClosedAt!.Value, latestFirst: true, Many / 2);

        // Refunds that wait, wishes, receipts without their number, and drawers that do not agree, among one another.
        var matters = till.Get<ReadOpenMatters>();
        var open = (Many / 2) + Many + Many + (Many - 1);
        await AllAsync([], after => matters.RunAsync(Moj, after, Ct), m => (m.Kind, m.Id), m => m.Since, latestFirst: false, open);
        Assert.Equal(open, await matters.CountAsync(Moj, Ct));
        Assert.Equal((0, 0), (await matters.CountAsync(["gam"], Ct), (await matters.RunAsync(["gam"], null, Ct)).Rows.Count));
    }

    [Fact]
    public void A_place_survives_its_address_and_anything_else_is_the_beginning()
    {
        var place = new ListPlace(Start.AddTicks(1234567), Guid.CreateVersion7());
        Assert.Equal(place, ListPlace.Read(place.ToString()));
        foreach (var other in new[] { null, "", "-", "1-2", "zz-" + Guid.Empty.ToString("N"), "-1", "ffffffffffffffff-" + Guid.Empty.ToString("N"), "' or 1=1 --", place + "-" })
        {
            Assert.Null(ListPlace.Read(other));
        }
    }

    private static async Task AllAsync<T, TKey>(
        IReadOnlyList<T> before, Func<ListPlace?, Task<Slice<T>>> read, Func<T, TKey> key, Func<T, DateTimeOffset>? at, bool latestFirst, int expected)
    {
        var all = new List<T>();
        ListPlace? next = null;
        var parts = 0;
        do
        {
            var slice = await read(next);
            all.AddRange(slice.Rows);
            next = slice.Next is null ? null : ListPlace.Read(slice.Next.ToString());
            Assert.True(++parts < 20, "The list does not end.");
        }
        while (next is not null);

        Assert.True(parts > 1, "Too short a list to show anything.");
        if (at is not null)
        {
            Assert.Equal(latestFirst ? all.Select(at).OrderDescending() : all.Select(at).Order(), all.Select(at));
        }

        all.AddRange(before);
        Assert.Equal(expected, all.Select(key).Distinct().Count());
        Assert.Equal(expected, all.Count);
    }

    /// <summary>Seven rows of each moment.</summary>
    private static async Task FillAsync(Till till)
    {
        var change = new Change(Actor.System("test"), Channel.System, "testing", Start);
        var shift = change.NewId();
        for (var i = 0; i < Many; i++)
        {
            var at = Start.AddMinutes(i / 7);
            var number = BillNumber.New().Value;
            change.Insert(new BillRow
            {
                Id = change.NewId(),
                Number = number,
                SubjectId = change.NewId(),
                Reference = "",
                PayerKey = "p1",
                PayerName = "ليلى",
                Institution = "moj",
                Service = LocalizedText.Same("s"),
                Lines = "[]",
                Total = new Money(1000),
                IssuedAt = at,
                ExpiresAt = Start.AddDays(60),
                Chain = Chain.Start(change.NewId()),
            });
            change.Insert(new ReceiptRow
            {
                Id = change.NewId(),
                Number = "R" + number,
                BillNumber = number,
                TransactionNo = $"T{i}",
                Institution = "moj",
                PayerKey = "p1",
                Amount = new Money(1000),
                PaidAt = at,
                At = at,
                FiscalYear = 2018,
            });
            change.Insert(new PaymentRow
            {
                Id = change.NewId(),
                TransactionNo = $"T{i}",
                Rail = Rail.Cash,
                BillNumber = number,
                Amount = new Money(1000),
                PaidAt = at,
                ReceivedAt = at,
                ShiftId = shift,
            });
            change.Insert(new RefundRow
            {
                Id = change.NewId(),
                Key = $"k{i}",
                Request = $"k{i}",
                BillNumber = number,
                TransactionNo = $"T{i}",
                Institution = "moj",
                PayerKey = "p1",
                Amount = new Money(1),
                From = "institution:moj",
                State = i % 2 == 0 ? RefundState.Done : RefundState.Proposed,
                AskedAt = at,
            });
            change.Insert(new RefundWishRow
            {
                Id = change.NewId(),
                BillNumber = number,
                OpenKey = number,
                Institution = "moj",
                PayerKey = "p1",
                PayerName = "ليلى",
                Amount = new Money(1),
                Words = "لأن",
                AskedAt = at,
            });
            change.Insert(new RefusedNoticeRow { Id = change.NewId(), At = at, Why = "forged", TransactionNo = "", BillNumber = "", Currency = "" });
            change.Insert(new DiscrepancyRow
            {
                Id = change.NewId(),
                Key = $"k{i}",
                Day = new DateOnly(2018, 3, 1),
                TransactionNo = $"T{i}",
                BillNumber = number,
                Institution = "moj",
                What = "amount",
                OpenedAt = at,
                State = i % 2 == 0 ? DiscrepancyState.Open : DiscrepancyState.Closed,
                ClosedAt = i % 2 == 0 ? null : at.AddDays(1),
                Reason = i % 2 == 0 ? null : "روجع",
                End = i % 2 == 0 ? null : DiscrepancyEnd.Explained,
                Chain = Chain.Start(change.NewId()),
            });
            change.Insert(new ShiftRow
            {
                Id = i == 0 ? shift : change.NewId(),
                Organisation = "moj",
                CashierKey = $"OFF:{i}",
                CashierName = "أمين الصندوق",
                OpenKey = i == 0 ? "OFF:0" : null,
                State = i == 0 ? ShiftState.Open : ShiftState.Closed,
                OpenedAt = at,
                ClosedAt = i == 0 ? null : at.AddHours(8),
                Difference = new Money(i == 0 ? 0 : -100),
                Chain = Chain.Start(change.NewId()),
            });
        }

        (await till.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }
}
