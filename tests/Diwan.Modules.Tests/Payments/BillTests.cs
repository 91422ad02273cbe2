using Diwan.Payments;

namespace Diwan.Modules.Tests.Payments;

public sealed class BillTests
{
    [Fact]
    public void A_bill_number_is_read_back_however_it_is_typed()
    {
        var number = BillNumber.New();
        var arabic = new string([.. number.Value.Select(c => (char)(c - '0' + '٠'))]);
        foreach (var typed in new[] { number.Value, number.Spoken, $" {number.Value[..3]}-{number.Value[3..]} ", arabic })
        {
            Assert.True(BillNumber.TryParse(typed, out var read));
            Assert.Equal(number, read);
        }
    }

    [Fact]
    public void Every_wrong_digit_and_every_exchange_of_neighbours_is_noticed()
    {
        for (var n = 0; n < 50; n++)
        {
            var right = BillNumber.New().Value;
            for (var i = 0; i < right.Length; i++)
            {
                for (var d = '0'; d <= '9'; d++)
                {
                    Assert.Equal(d == right[i], BillNumber.TryParse($"{right[..i]}{d}{right[(i + 1)..]}", out _));
                }

                if (i > 0 && right[i] != right[i - 1])
                {
                    Assert.False(BillNumber.TryParse($"{right[..(i - 1)]}{right[i]}{right[i - 1]}{right[(i + 1)..]}", out _));
                }
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("200000000001")]
    [InlineData("20000000000190")]
    [InlineData("2000000000018")]
    [InlineData("200000000001x")]
    [InlineData("0000000000000")]
    public void What_is_no_bill_number_is_refused(string? text) => Assert.False(BillNumber.TryParse(text, out _));

    [Fact]
    public void The_table_of_a_bills_life_is_total()
    {
        foreach (var state in Enum.GetValues<BillState>())
        {
            foreach (var happening in Enum.GetValues<BillHappening>())
            {
                var (answer, to) = BillLife.After(state, happening);


                // A further part, and one of several refunds, move a bill on within its state; everything else that moves it changes that.
                var within = (state, happening) is (BillState.PartlyPaid, BillHappening.PayPart) or (BillState.Refunding, BillHappening.RefundStep);
                Assert.True(answer == BillAnswer.Move ? to != state || within : to == state, $"{state} + {happening}");
            }

            Assert.True(Enum.IsDefined(BillLife.PublicOf(state)));
            Assert.Equal(
                BillLife.All.Any(e => e.Key.From == state && e.Key.What == BillHappening.Pay && e.Value.Answer == BillAnswer.Move) && state == BillState.Open
                    || state is BillState.Expired or BillState.Cancelled
                    ? BillRetention.WithItsCase
                    : BillRetention.WithTheAccounts,
                BillLife.RetentionOf(state));
        }

        Assert.Equal(Enum.GetValues<BillState>().Length * Enum.GetValues<BillHappening>().Length, BillLife.All.Count);
    }

    [Fact]
    public void Money_is_never_refused_by_a_bill_it_settles_it_or_is_credited()
    {
        foreach (var state in Enum.GetValues<BillState>())
        {
            var payable = state is BillState.Open or BillState.PartlyPaid;
            Assert.Equal(payable ? BillAnswer.Move : BillAnswer.Credit, BillLife.After(state, BillHappening.Pay).Answer);
            Assert.Equal(payable ? BillAnswer.Move : BillAnswer.Credit, BillLife.After(state, BillHappening.PayPart).Answer);
        }
    }

    [Fact]
    public void No_state_that_holds_a_payers_money_is_without_a_way_forward()
    {
        // From every state of a refund but its two ends, something leads on; and the ends are reached from all of them.
        Assert.Equal(Enum.GetValues<RefundState>().Length * Enum.GetValues<RefundHappening>().Length, RefundLife.All.Count);
        foreach (var state in Enum.GetValues<RefundState>().Where(RefundLife.IsOpen))
        {
            var reached = new HashSet<RefundState> { state };
            while (RefundLife.All.Any(e => e.Value.Answer == BillAnswer.Move && reached.Contains(e.Key.From) && reached.Add(e.Value.To)))
            {
            }

            Assert.Contains(RefundState.Done, reached);
        }

        // A bill that was partly paid and comes to nothing gives its parts back.
        Assert.Equal((BillAnswer.Move, BillState.Refunding), BillLife.After(BillState.PartlyPaid, BillHappening.Expire));
        Assert.Equal((BillAnswer.Move, BillState.Refunding), BillLife.After(BillState.PartlyPaid, BillHappening.Cancel));
    }

    [Fact]
    public void Every_state_can_be_reached_from_open()
    {
        var reached = new HashSet<BillState> { BillState.Open };
        while (BillLife.All.Any(e => e.Value.Answer == BillAnswer.Move && reached.Contains(e.Key.From) && reached.Add(e.Value.To)))
        {
        }

        Assert.Equal(Enum.GetValues<BillState>().ToHashSet(), reached);
    }
}
