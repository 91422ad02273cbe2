using System.Globalization;
using System.Numerics;

namespace Diwan.Feel;

/// <summary>A decimal number that System.Decimal cannot hold exactly: up to 34 significant digits (IEEE 754 decimal128).</summary>
internal sealed class BigNumber(BigInteger coefficient, int exponent)
{
    public const int Precision = 34;
    public const int MaxExponent = 6111;   // of the integer coefficient; the adjusted maximum is 6144
    public const int MinExponent = -6176;

    public BigInteger Coefficient { get; } = coefficient;
    public int Exponent { get; } = exponent;

    private static readonly BigInteger[] Powers = MakePowers();

    private static BigInteger[] MakePowers()
    {
        var powers = new BigInteger[256];
        powers[0] = BigInteger.One;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }

    public static BigInteger Pow10(int n) => n < Powers.Length ? Powers[n] : BigInteger.Pow(10, n);

    /// <summary>How many decimal digits the absolute value has; 1 for zero.</summary>
    public static int Digits(BigInteger value)
    {
        value = BigInteger.Abs(value);
        if (value.IsZero) return 1;
        // log10(2) as a fraction; the estimate is at most two too small.
        var estimate = (int)((value.GetBitLength() - 1) * 30102 / 100000);
        while (value >= Pow10(estimate)) estimate++;
        return estimate;
    }

    /// <summary>Divides by 10^<paramref name="drop"/> and rounds as asked.</summary>
    public static BigInteger DropDigits(BigInteger value, int drop, FeelRounding rounding)
    {
        if (drop <= 0) return value;
        if (drop > Digits(value) + 1)
        {
            // Everything goes; only the directed modes leave anything behind.
            return rounding switch
            {
                FeelRounding.Up => value.Sign,
                FeelRounding.Floor => value.Sign < 0 ? -1 : 0,
                FeelRounding.Ceiling => value.Sign > 0 ? 1 : 0,
                _ => BigInteger.Zero,
            };
        }
        var unit = Pow10(drop);
        var quotient = BigInteger.DivRem(value, unit, out var rest);
        if (rest.IsZero) return quotient;
        return quotient + Adjustment(quotient, rest, unit, rounding);
    }

    private static int Adjustment(BigInteger quotient, BigInteger rest, BigInteger unit, FeelRounding rounding)
    {
        var sign = rest.Sign;
        var half = (BigInteger.Abs(rest) * 2).CompareTo(unit);
        return rounding switch
        {
            FeelRounding.Up => sign,
            FeelRounding.Down => 0,
            FeelRounding.Floor => sign < 0 ? -1 : 0,
            FeelRounding.Ceiling => sign > 0 ? 1 : 0,
            FeelRounding.HalfUp => half >= 0 ? sign : 0,
            FeelRounding.HalfDown => half > 0 ? sign : 0,
            _ => half > 0 || (half == 0 && !quotient.IsEven) ? sign : 0,
        };
    }

    /// <summary>Divides keeping 34 digits, half to even.</summary>
    public static (BigInteger Coefficient, int Exponent) Divide(BigInteger a, int ea, BigInteger b, int eb)
    {
        var shift = Math.Max(0, Precision + 3 + Digits(b) - Digits(a));
        var quotient = BigInteger.DivRem(a * Pow10(shift), b, out var rest);
        // A sticky digit keeps the later rounding honest.
        if (rest.IsZero) return (quotient, ea - eb - shift);
        var sticky = quotient * 10 + (a.Sign * b.Sign);
        return (sticky, ea - eb - shift - 1);
    }

    public string ToText()
    {
        var digits = BigInteger.Abs(Coefficient).ToString(CultureInfo.InvariantCulture);
        var sign = Coefficient.Sign < 0 ? "-" : "";
        if (Exponent >= 0) return sign + digits + new string('0', Exponent);
        var point = digits.Length + Exponent;
        return point > 0
            ? sign + digits[..point] + "." + digits[point..]
            : sign + "0." + new string('0', -point) + digits;
    }
}
