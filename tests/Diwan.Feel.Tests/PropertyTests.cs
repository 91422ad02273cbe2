using System.Globalization;
using System.Numerics;
using CsCheck;

namespace Diwan.Feel.Tests;

public sealed class PropertyTests
{
    private static readonly Gen<(BigInteger Coefficient, int Exponent)> GenParts =
        Gen.Select(Gen.Long, Gen.Long, Gen.Int[-40, 10], (a, b, e) => ((BigInteger)a * (b % 1_000_000_000_000), e));

    private static readonly Gen<FeelNumber> GenNumber = Gen.OneOf(
        Gen.Int[-1000, 1000].Select(i => (FeelNumber)i),
        Gen.Decimal.Select(d => (FeelNumber)d),
        GenParts.Select(p => FeelNumber.From(p.Coefficient, p.Exponent)));

    private static readonly Gen<FeelDate> GenDate = Gen.Long[-365_242_000_000, 365_242_000_000].Select(d => FeelDate.TryFromEpochDay(d, out var date) ? date : default);

    private static readonly Gen<FeelZone?> GenZone = Gen.OneOf(
        Gen.Const((FeelZone?)null), Gen.Int[-18 * 60, 18 * 60].Select(m => FeelZone.FromOffset(m * 60)), Gen.Const(FeelZone.FromName("Asia/Amman")));

    private static readonly Gen<FeelTime> GenTime = Gen.Select(Gen.Long[0, FeelTime.NanosPerDay - 1], GenZone, (n, z) => new FeelTime(n, z));

    private static readonly Gen<string> GenText = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 8], Gen.String[Gen.Int[0, 6].Select(i => "\"\\\nعé@."[i]), 0, 6]);

    private static readonly Gen<FeelValue> GenScalar = Gen.OneOf(
        Gen.Const(FeelValue.Null), Gen.Bool.Select(FeelValue.Of), GenNumber.Select(FeelValue.Of), GenText.Select(FeelValue.Of), GenDate.Select(FeelValue.Of), GenTime.Select(FeelValue.Of),
        Gen.Select(GenDate, GenTime, (d, t) => FeelValue.Of(new FeelDateTime(d, t))),
        Gen.Long[-24_000_000_000, 24_000_000_000].Select(m => FeelValue.Of(new YearsMonthsDuration(m))),
        Gen.Select(Gen.Long, Gen.Int[1, 1000], (a, b) => FeelValue.Of(new DaysTimeDuration((Int128)a * b))));

    private static readonly Gen<FeelValue> GenValue = Gen.Recursive<FeelValue>((depth, inner) => depth > 3 ? GenScalar : Gen.Frequency(
        (4, GenScalar),
        (1, inner.Array[0, 4].Select(a => FeelValue.List(a))),
        (1, Gen.Select(GenText, inner).Array[0, 4].Select(e => FeelValue.Context(e.Select(p => new KeyValuePair<string, FeelValue>(p.Item1, p.Item2)))))));

    /// <summary>The exact value as a fraction of powers of ten, against which rounding is judged.</summary>
    private static bool IsNearest(FeelNumber result, BigInteger numerator, BigInteger denominator)
    {
        if (result.IsInvalid) return false;
        var (c, e) = result.Parts;
        // |result - exact| must be at most half a unit in the 34th digit.
        var unit = BigNumber.Digits(c) + e - BigNumber.Precision;
        var scale = BigNumber.Pow10(Math.Max(0, Math.Max(-e, -unit)) + 1);
        var value = e >= 0 ? c * BigNumber.Pow10(e) * scale : c * scale / BigNumber.Pow10(-e);
        var difference = BigInteger.Abs(value * denominator - numerator * scale);
        var half = (unit >= 0 ? BigNumber.Pow10(unit) * scale : scale / BigNumber.Pow10(-unit)) * BigInteger.Abs(denominator);
        return difference * 2 <= half;
    }

    private static (BigInteger N, BigInteger D) Fraction(FeelNumber x)
    {
        var (c, e) = x.Parts;
        return e >= 0 ? (c * BigNumber.Pow10(e), 1) : (c, BigNumber.Pow10(-e));
    }

    [Fact]
    public void Sums_products_and_quotients_are_the_nearest_34_digit_numbers() =>
        Gen.Select(GenNumber, GenNumber).Sample((a, b) =>
        {
            var (an, ad) = Fraction(a);
            var (bn, bd) = Fraction(b);
            Assert.True(IsNearest(a + b, an * bd + bn * ad, ad * bd), $"{a} + {b} = {a + b}");
            Assert.True(IsNearest(a - b, an * bd - bn * ad, ad * bd), $"{a} - {b} = {a - b}");
            Assert.True(IsNearest(a * b, an * bn, ad * bd), $"{a} * {b} = {a * b}");
            if (b.Sign != 0) Assert.True(IsNearest(a / b, an * bd * b.Sign, ad * bn * b.Sign), $"{a} / {b} = {a / b}");
        }, iter: 20_000);

    [Fact]
    public void Numbers_compare_as_their_fractions_do() =>
        Gen.Select(GenNumber, GenNumber).Sample((a, b) =>
        {
            var (an, ad) = Fraction(a);
            var (bn, bd) = Fraction(b);
            Assert.Equal(Math.Sign((an * bd).CompareTo(bn * ad)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(a.CompareTo(b) == 0, a == b);
            if (a == b) Assert.Equal(a.GetHashCode(), b.GetHashCode());
        }, iter: 20_000);

    [Fact]
    public void A_number_written_reads_back_as_itself() =>
        GenNumber.Sample(n => Assert.True(FeelNumber.TryParse(n.ToString(), out var read) && read == n, n.ToString()), iter: 20_000);

    [Fact]
    public void Rounding_leaves_no_more_digits_than_asked_and_moves_less_than_one_unit() =>
        Gen.Select(GenNumber, Gen.Int[-5, 30], Gen.Enum<FeelRounding>()).Sample((n, scale, rounding) =>
        {
            var rounded = n.Round(scale, rounding);
            Assert.True(rounded == rounded.Round(scale, rounding));
            var unit = FeelNumber.From(1, -scale);
            // The difference itself is rounded to 34 digits, so it may come out as a whole unit.
            Assert.True((rounded - n).Abs() <= unit, $"{n} to {scale} by {rounding} is {rounded}");
            if (rounding == FeelRounding.Floor) Assert.True(rounded <= n);
            if (rounding == FeelRounding.Ceiling) Assert.True(rounded >= n);
            if (rounding == FeelRounding.Down) Assert.True(rounded.Abs() <= n.Abs());
            if (rounding == FeelRounding.Up) Assert.True(rounded.Abs() >= n.Abs());
        }, iter: 20_000);

    [Fact]
    public void The_remainder_lies_between_zero_and_the_divisor() =>
        Gen.Select(Gen.Decimal[-1_000_000, 1_000_000], Gen.Decimal[-1000, 1000]).Sample((a, b) =>
        {
            if (b == 0) return;
            var rest = FeelNumber.Modulo(a, b);
            Assert.True(rest.Sign == 0 || rest.Sign == Math.Sign(b), $"{a} modulo {b} is {rest}");
            Assert.True(rest.Abs() < ((FeelNumber)b).Abs());
        });

    [Fact]
    public void Exponential_and_logarithm_undo_each_other_to_30_digits() =>
        Gen.Decimal[0.0001m, 10_000m].Sample(x =>
        {
            FeelNumber number = x;
            Assert.True(((FeelMath.Exp(FeelMath.Log(number)) - number) / number).Abs() < FeelNumber.From(1, -30), $"{x}");
            var root = FeelMath.Sqrt(number);
            Assert.True(((root * root - number) / number).Abs() < FeelNumber.From(1, -32), $"{x}");
        }, iter: 2_000);

    [Fact]
    public void Days_count_as_the_calendar_of_NET_does() =>
        Gen.Int[0, 3_652_058].Sample(n =>
        {
            var day = DateOnly.FromDayNumber(n);
            var date = FeelDate.From(day);
            Assert.Equal(n - 719_162L, date.EpochDay);
            Assert.Equal((((int)day.DayOfWeek + 6) % 7) + 1, date.Weekday);
            Assert.Equal(day.DayOfYear, date.DayOfYear);
            Assert.Equal(ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)), date.WeekOfYear);
            Assert.True(FeelDate.TryFromEpochDay(date.EpochDay, out var back) && back == date);
        }, iter: 20_000);

    [Fact]
    public void Values_survive_their_FEEL_text_and_their_JSON() =>
        GenValue.Sample(value =>
        {
            var parsed = FeelExpression.Parse(value.ToString(), FeelScope.Of());
            Assert.True(parsed.IsValid, $"{value}: {string.Join(", ", parsed.Faults)}");
            Assert.Equal(value, parsed.Expression!.Evaluate(FeelContext.Empty).Value);
            Assert.Equal(value, FeelValue.FromJson(value.ToJson()));
            Assert.Equal(value.GetHashCode(), FeelValue.FromJson(value.ToJson()).GetHashCode());
        }, iter: 5_000);

    [Fact]
    public void Adding_a_duration_and_taking_it_away_changes_nothing() =>
        Gen.Select(GenDate, GenTime, Gen.Long[-1_000_000_000, 1_000_000_000]).Sample((date, time, seconds) =>
        {
            var moment = FeelValue.Of(new FeelDateTime(date, time));
            var span = FeelValue.Of(DaysTimeDuration.FromSeconds(seconds));
            var result = FeelExpression.Evaluate("m + d - d", new FeelContext([new("m", moment), new("d", span)])).Value;
            if (Math.Abs(date.Year) < 999_999_000) Assert.Equal(moment, result);
        });

    [Fact]
    public void Sorting_gives_the_same_items_in_order() =>
        Gen.Int[-50, 50].Array[0, 40].Sample(numbers =>
        {
            var list = FeelValue.List(numbers.Select(n => FeelValue.Of(n)));
            var sorted = FeelExpression.Evaluate("sort(l, function(x, y) x < y)", new FeelContext([new("l", list)])).Value;
            Assert.Equal(FeelValue.List(numbers.Order().Select(n => FeelValue.Of(n))), sorted);
        });

    [Fact]
    public void A_range_includes_what_the_comparisons_say() =>
        Gen.Select(Gen.Int[-5, 5], Gen.Int[-5, 5], Gen.Int[-6, 6], Gen.Bool, Gen.Bool).Sample((a, b, x, from, to) =>
        {
            if (a > b) (a, b) = (b, a);
            var text = $"{x} in {(from ? '[' : '(')}{a}..{b}{(to ? ']' : ')')}";
            var expected = (from ? x >= a : x > a) && (to ? x <= b : x < b);
            Assert.Equal(FeelValue.Of(expected), FeelExpression.Evaluate(text, FeelContext.Empty).Value);
        });

    /// <summary>Long tables are indexed; two copies of each, one padded below the size that is indexed, must agree.</summary>
    [Fact]
    public void An_indexed_table_fires_the_same_rules_as_a_plain_one() =>
        Gen.Select(Gen.Int[0, 5].Array[20, 40], Gen.Int[0, 9].Array[40], Gen.Int[-1, 11], Gen.Int[0, 4]).Sample((kinds, numbers, x, group) =>
        {
            string[] groups = ["\"A\"", "\"B\"", "\"A\", \"C\"", "-", "not(\"A\")"];
            string Cell(int i) => kinds[i] switch
            {
                0 => "-",
                1 => $"[{Math.Min(numbers[i], i % 10)}..{Math.Max(numbers[i], i % 10)})",
                2 => $"&lt; {numbers[i]}",
                3 => $"&gt;= {numbers[i]}",
                4 => $"{numbers[i]}, {i % 10}",
                _ => $"({Math.Min(numbers[i], i % 10)}..{Math.Max(numbers[i], i % 10)}]",
            };
            var rules = Enumerable.Range(0, kinds.Length).Select(i => $"<rule><inputEntry><text>{Cell(i)}</text></inputEntry><inputEntry><text>{groups[numbers[i] % 5]}</text></inputEntry><outputEntry><text>{i}</text></outputEntry></rule>").ToList();
            string Fired(IEnumerable<string> some)
            {
                var read = DmnTests.Read("""<inputData id="x" name="x"/><inputData id="g" name="g"/><decision id="d" name="d"><informationRequirement><requiredInput href="#x"/></informationRequirement><informationRequirement><requiredInput href="#g"/></informationRequirement><decisionTable hitPolicy="COLLECT"><input><inputExpression><text>x</text></inputExpression></input><input><inputExpression><text>g</text></inputExpression></input><output/>"""
                    + string.Concat(some) + "</decisionTable></decision>");
                return string.Join(",", read.Model!.Evaluate("d", new FeelContext([new("x", x), new("g", FeelValue.Of(((string[])["A", "B", "C", "D", "E"])[group]))])).Value.AsList());
            }
            var plain = string.Join(",", rules.Chunk(10).Select(Fired).Where(s => s.Length > 0));
            Assert.Equal(plain, Fired(rules));
        }, iter: 500);
}
