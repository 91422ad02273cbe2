using System.Numerics;

namespace Diwan.Feel;

/// <summary>Powers, roots, exponentials and logarithms to 34 digits, in fixed-point integers.</summary>
internal static class FeelMath
{
    private const int Digits = 60;
    private static readonly BigInteger One = BigNumber.Pow10(Digits);
    private static readonly BigInteger Ln2 = 2 * Atanh(One / 3);
    private static readonly BigInteger Ln10 = 3 * Ln2 + 2 * Atanh(One / 9);

    public static FeelNumber Sqrt(FeelNumber value)
    {
        if (value.IsInvalid || value.Sign < 0) return FeelNumber.Invalid;
        if (value.Sign == 0) return default;
        var (c, e) = value.Parts;
        var shift = 2 * BigNumber.Precision + 4;
        if (((e - shift) & 1) != 0) shift++;
        c *= BigNumber.Pow10(shift);
        var root = IntegerRoot(c);
        var exact = root * root == c;
        return exact ? FeelNumber.From(root, (e - shift) / 2) : FeelNumber.From(root * 10 + 1, (e - shift) / 2 - 1);
    }

    private static BigInteger IntegerRoot(BigInteger value)
    {
        var x = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (x + value / x) >> 1;
            if (next >= x) return x;
            x = next;
        }
    }

    /// <summary>a ** b: exact squaring for whole exponents, exp(b ln a) otherwise.</summary>
    public static FeelNumber Pow(FeelNumber a, FeelNumber b)
    {
        if (a.IsInvalid || b.IsInvalid) return FeelNumber.Invalid;
        if (b.Sign == 0) return 1;
        if (a.Sign == 0) return b.Sign > 0 ? 0 : FeelNumber.Invalid;
        if (b.IsInteger)
        {
            if (a == 1) return 1;
            if (!b.TryGetInt(out var n) || Math.Abs((long)n) > 100_000_000) return a == -1 ? EvenPower(b) : Large(a, b);
            var result = WholePower(a.Abs(), Math.Abs(n));
            if (n < 0) result = 1 / result;
            return a.Sign < 0 && (n & 1) != 0 ? -result : result;
        }
        return a.Sign < 0 ? FeelNumber.Invalid : Exp(Ln(a), b);
    }

    private static FeelNumber EvenPower(FeelNumber b) => FeelNumber.Modulo(b, 2).Sign == 0 ? 1 : -1;

    private static FeelNumber Large(FeelNumber a, FeelNumber b) => (a.Abs() > 1) == (b.Sign > 0) ? FeelNumber.Invalid : 0;

    private static FeelNumber WholePower(FeelNumber a, int n)
    {
        // Kept at 44 digits while multiplying, so that the end rounding is the only visible one.
        var (c, e) = a.Parts;
        long exponent = 0;
        BigInteger result = 1;
        long step = e;
        while (n > 0)
        {
            if ((n & 1) != 0)
            {
                result *= c;
                exponent += step;
                Trim(ref result, ref exponent);
            }
            n >>= 1;
            if (n == 0) break;
            c *= c;
            step *= 2;
            Trim(ref c, ref step);
            if (Math.Abs(step) > 1_000_000_000) return step > 0 ? FeelNumber.Invalid : 0;
        }
        if (exponent > 20_000) return FeelNumber.Invalid;
        return exponent < -20_000 ? 0 : FeelNumber.From(result, (int)exponent);
    }

    private static void Trim(ref BigInteger value, ref long exponent)
    {
        var extra = BigNumber.Digits(value) - 70;
        if (extra <= 0) return;
        value = BigNumber.DropDigits(value, extra, FeelRounding.HalfEven);
        exponent += extra;
    }

    public static FeelNumber Log(FeelNumber value) =>
        value.IsInvalid || value.Sign <= 0 ? FeelNumber.Invalid : FeelNumber.From(Ln(value), -Digits);

    public static FeelNumber Exp(FeelNumber value)
    {
        if (value.IsInvalid) return value;
        if (value > 20_000) return FeelNumber.Invalid;
        if (value < -20_000) return 0;
        var (c, e) = value.Parts;
        return ExpFixed(ToFixed(c, e));
    }

    private static FeelNumber Exp(BigInteger lnA, FeelNumber b)
    {
        var (c, e) = b.Parts;
        // ln(a) has 60 decimals, b 34 digits: the product is exact, then cut to 60 decimals again.
        var product = lnA * c;
        var fixedPoint = e >= 0 ? product * BigNumber.Pow10(Math.Min(e, 200)) : BigNumber.DropDigits(product, -e, FeelRounding.HalfEven);
        if (fixedPoint > 20_000 * One) return FeelNumber.Invalid;
        return fixedPoint < -20_000 * One ? 0 : ExpFixed(fixedPoint);
    }

    private static BigInteger ToFixed(BigInteger c, int e) =>
        e + Digits >= 0 ? c * BigNumber.Pow10(e + Digits) : BigNumber.DropDigits(c, -(e + Digits), FeelRounding.HalfEven);

    private static FeelNumber ExpFixed(BigInteger x)
    {
        // x = k ln 10 + r, then r is divided by 2^10 and the series is short.
        var k = (int)BigInteger.Divide(x, Ln10);
        var r = (x - k * Ln10) / 1024;
        var sum = One + r;
        var term = r;
        for (var n = 2; n < 200; n++)
        {
            term = term * r / (One * n);
            if (term.IsZero) break;
            sum += term;
        }
        for (var i = 0; i < 10; i++) sum = sum * sum / One;
        return FeelNumber.From(sum, k - Digits);
    }

    /// <summary>Natural logarithm of a positive number, with 60 decimals.</summary>
    private static BigInteger Ln(FeelNumber value)
    {
        var (c, e) = value.Parts;
        // value = m × 10^k with m in [1, 10)
        var digits = BigNumber.Digits(c);
        var k = e + digits - 1;
        var m = digits - 1 <= Digits ? c * BigNumber.Pow10(Digits - digits + 1) : BigNumber.DropDigits(c, digits - 1 - Digits, FeelRounding.HalfEven);
        var twos = 0;
        while (m > One * 3 / 2)
        {
            m /= 2;
            twos++;
        }
        return k * Ln10 + twos * Ln2 + 2 * Atanh((m - One) * One / (m + One));
    }

    private static BigInteger Atanh(BigInteger x)
    {
        var square = x * x / One;
        var power = x;
        var sum = x;
        for (var n = 3; n < 1000; n += 2)
        {
            power = power * square / One;
            if (power.IsZero) break;
            sum += power / n;
        }
        return sum;
    }
}
