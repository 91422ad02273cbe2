using System.Numerics;

namespace Diwan.Feel;

/// <summary>
/// A FEEL number: 34 significant decimal digits with the exponent range of IEEE 754 decimal128 (DMN 1.5, 10.3.2.3.1).
/// Values that System.Decimal holds exactly live in it, without allocating; the others carry an integer coefficient.
/// There is no NaN and no infinity: an operation that would give one gives <see cref="IsInvalid"/>.
/// </summary>
public readonly partial struct FeelNumber : IEquatable<FeelNumber>, IComparable<FeelNumber>
{
    private static readonly BigNumber InvalidMark = new(0, 0);
    private static readonly BigInteger DecimalLimit = BigInteger.One << 96;
    private static readonly byte[] BitsOfPower10 = [0, 4, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40, 44, 47, 50, 54, 57, 60, 64, 67, 70, 74, 77, 80, 84, 87, 90, 94];

    private readonly decimal _small;
    private readonly BigNumber? _big;

    public FeelNumber(decimal value) => _small = value;

    internal FeelNumber(decimal small, BigNumber? big)
    {
        _small = small;
        _big = big;
    }

    public static FeelNumber Invalid => new(0, InvalidMark);
    public static FeelNumber Zero => default;

    /// <summary>True where the arithmetic has no answer: division by zero, a logarithm of a negative number, overflow.</summary>
    public bool IsInvalid => ReferenceEquals(_big, InvalidMark);

    internal decimal Small => _small;
    internal BigNumber? Big => _big;

    public int Sign => _big is null ? Math.Sign(_small) : _big.Coefficient.Sign;
    public bool IsInteger => _big is null ? decimal.IsInteger(_small) : !IsInvalid && (_big.Exponent >= 0 || (_big.Coefficient % BigNumber.Pow10(Math.Min(-_big.Exponent, 60))).IsZero);

    /// <summary>Gives the value as a System.Decimal, if it fits exactly.</summary>
    public bool TryGetDecimal(out decimal value)
    {
        value = _small;
        return _big is null;
    }

    internal (BigInteger Coefficient, int Exponent) Parts
    {
        get
        {
            if (_big is not null) return (_big.Coefficient, _big.Exponent);
            Span<int> bits = stackalloc int[4];
            decimal.GetBits(_small, bits);
            var coefficient = ((BigInteger)(uint)bits[2] << 64) | ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
            return (bits[3] < 0 ? -coefficient : coefficient, -((bits[3] >> 16) & 0xFF));
        }
    }

    /// <summary>Rounds coefficient × 10^exponent to 34 digits and takes the smallest representation.</summary>
    internal static FeelNumber From(BigInteger coefficient, int exponent)
    {
        if (coefficient.IsZero) return default;
        var digits = BigNumber.Digits(coefficient);
        if (digits > BigNumber.Precision)
        {
            var drop = digits - BigNumber.Precision;
            coefficient = BigNumber.DropDigits(coefficient, drop, FeelRounding.HalfEven);
            exponent += drop;
        }
        if (exponent < BigNumber.MinExponent)
        {
            coefficient = BigNumber.DropDigits(coefficient, BigNumber.MinExponent - exponent, FeelRounding.HalfEven);
            exponent = BigNumber.MinExponent;
            if (coefficient.IsZero) return default;
        }
        if (exponent < 0 || digits > 29)
        {
            while (true)
            {
                var quotient = BigInteger.DivRem(coefficient, 10, out var rest);
                if (!rest.IsZero) break;
                coefficient = quotient;
                exponent++;
            }
        }
        if (exponent > 0 && exponent <= 28)
        {
            var scaled = coefficient * BigNumber.Pow10(exponent);
            if (BigInteger.Abs(scaled) < DecimalLimit) return new FeelNumber((decimal)scaled);
        }
        if (exponent <= 0 && exponent >= -28 && BigInteger.Abs(coefficient) < DecimalLimit)
        {
            var magnitude = BigInteger.Abs(coefficient);
            var low = (ulong)(magnitude & ulong.MaxValue);
            var high = (uint)(magnitude >> 64);
            return new FeelNumber(new decimal((int)low, (int)(low >> 32), (int)high, coefficient.Sign < 0, (byte)-exponent));
        }
        // Canonical: no trailing zeros in the coefficient, so that equality is equality of the parts.
        while (!coefficient.IsZero)
        {
            var quotient = BigInteger.DivRem(coefficient, 10, out var rest);
            if (!rest.IsZero) break;
            coefficient = quotient;
            exponent++;
        }
        return BigNumber.Digits(coefficient) + exponent > BigNumber.MaxExponent + BigNumber.Precision
            ? Invalid
            : new FeelNumber(0, new BigNumber(coefficient, exponent));
    }

    private static int BitLength(decimal value, out int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        scale = (bits[3] >> 16) & 0xFF;
        if (bits[2] != 0) return 96 - BitOperations.LeadingZeroCount((uint)bits[2]);
        return bits[1] != 0 ? 64 - BitOperations.LeadingZeroCount((uint)bits[1]) : 32 - BitOperations.LeadingZeroCount((uint)bits[0]);
    }

    public static FeelNumber operator +(FeelNumber a, FeelNumber b)
    {
        if (a._big is null && b._big is null)
        {
            var bitsA = BitLength(a._small, out var scaleA);
            var bitsB = BitLength(b._small, out var scaleB);
            if (scaleA < scaleB) bitsA += BitsOfPower10[scaleB - scaleA];
            else bitsB += BitsOfPower10[scaleA - scaleB];
            if (bitsA < 96 && bitsB < 96) return new FeelNumber(a._small + b._small);
        }
        return a.IsInvalid || b.IsInvalid ? Invalid : AddSlowly(a, b);
    }

    private static FeelNumber AddSlowly(FeelNumber a, FeelNumber b)
    {
        if (a.Sign == 0) return b;
        if (b.Sign == 0) return a;
        var (ca, ea) = a.Parts;
        var (cb, eb) = b.Parts;
        if (ea < eb) (ca, ea, cb, eb) = (cb, eb, ca, ea);
        // Beyond 34 digits the smaller operand only tips the rounding; a sticky unit far below does as well.
        if (ea - eb > 80 && BigNumber.Digits(ca) + ea > BigNumber.Digits(cb) + eb + 40)
            return From(ca * BigNumber.Pow10(45) + cb.Sign, ea - 45);
        if (ea - eb > 80 + BigNumber.Precision * 2) return From(cb, eb);
        return From(ca * BigNumber.Pow10(ea - eb) + cb, eb);
    }

    public static FeelNumber operator -(FeelNumber a) =>
        a._big is null ? new FeelNumber(-a._small) : a.IsInvalid ? a : new FeelNumber(0, new BigNumber(-a._big.Coefficient, a._big.Exponent));

    public static FeelNumber operator -(FeelNumber a, FeelNumber b) => a + -b;

    public static FeelNumber operator *(FeelNumber a, FeelNumber b)
    {
        if (a._big is null && b._big is null)
        {
            var bits = BitLength(a._small, out var scaleA) + BitLength(b._small, out var scaleB);
            if (bits <= 96 && scaleA + scaleB <= 28) return new FeelNumber(a._small * b._small);
        }
        if (a.IsInvalid || b.IsInvalid) return Invalid;
        var (ca, ea) = a.Parts;
        var (cb, eb) = b.Parts;
        return From(ca * cb, ea + eb);
    }

    public static FeelNumber operator /(FeelNumber a, FeelNumber b)
    {
        if (b.Sign == 0 || a.IsInvalid || b.IsInvalid) return Invalid;
        if (a._big is null && b._big is null)
        {
            var bitsA = BitLength(a._small, out _);
            BitLength(b._small, out var scaleB);
            if (bitsA <= 64 && scaleB <= 9)
            {
                var quotient = a._small / b._small;
                // Exact only if multiplying back gives the dividend without rounding.
                if (BitLength(quotient, out var scaleQ) + BitLength(b._small, out scaleB) <= 96 && scaleQ + scaleB <= 28 && quotient * b._small == a._small)
                    return new FeelNumber(quotient);
            }
        }
        var (ca, ea) = a.Parts;
        var (cb, eb) = b.Parts;
        var (c, e) = BigNumber.Divide(ca, ea, cb, eb);
        return From(c, e);
    }

    public int CompareTo(FeelNumber other)
    {
        if (_big is null && other._big is null) return _small.CompareTo(other._small);
        var sign = Sign;
        if (sign != other.Sign) return sign.CompareTo(other.Sign);
        var (ca, ea) = Parts;
        var (cb, eb) = other.Parts;
        var magnitudeA = BigNumber.Digits(ca) + ea;
        var magnitudeB = BigNumber.Digits(cb) + eb;
        if (magnitudeA != magnitudeB) return magnitudeA.CompareTo(magnitudeB) * sign;
        if (ea > eb) ca *= BigNumber.Pow10(ea - eb);
        else if (eb > ea) cb *= BigNumber.Pow10(eb - ea);
        return ca.CompareTo(cb);
    }

    public bool Equals(FeelNumber other) => _big is null
        ? other._big is null && _small == other._small
        : other._big is not null && _big.Coefficient == other._big.Coefficient && _big.Exponent == other._big.Exponent && IsInvalid == other.IsInvalid;

    public override bool Equals(object? obj) => obj is FeelNumber other && Equals(other);
    public override int GetHashCode() => _big is null ? _small.GetHashCode() : HashCode.Combine(_big.Coefficient, _big.Exponent);
    public static bool operator ==(FeelNumber a, FeelNumber b) => a.Equals(b);
    public static bool operator !=(FeelNumber a, FeelNumber b) => !a.Equals(b);
    public static bool operator <(FeelNumber a, FeelNumber b) => a.CompareTo(b) < 0;
    public static bool operator >(FeelNumber a, FeelNumber b) => a.CompareTo(b) > 0;
    public static bool operator <=(FeelNumber a, FeelNumber b) => a.CompareTo(b) <= 0;
    public static bool operator >=(FeelNumber a, FeelNumber b) => a.CompareTo(b) >= 0;
    public static implicit operator FeelNumber(int value) => new(value);
    public static implicit operator FeelNumber(long value) => new(value);
    public static implicit operator FeelNumber(decimal value) => new(value);

    public FeelNumber Abs() => Sign < 0 ? -this : this;

    /// <summary>Rounds to <paramref name="scale"/> digits after the point (negative: before it).</summary>
    public FeelNumber Round(int scale, FeelRounding rounding)
    {
        if (IsInvalid) return this;
        if (_big is null && scale is >= 0 and <= 28)
        {
            if (_small.Scale <= scale) return this;
            if (rounding is FeelRounding.HalfEven) return new FeelNumber(decimal.Round(_small, scale, MidpointRounding.ToEven));
            if (rounding is FeelRounding.HalfUp) return new FeelNumber(decimal.Round(_small, scale, MidpointRounding.AwayFromZero));
            if (rounding is FeelRounding.Down) return new FeelNumber(decimal.Round(_small, scale, MidpointRounding.ToZero));
            if (rounding is FeelRounding.Floor) return new FeelNumber(decimal.Round(_small, scale, MidpointRounding.ToNegativeInfinity));
            if (rounding is FeelRounding.Ceiling) return new FeelNumber(decimal.Round(_small, scale, MidpointRounding.ToPositiveInfinity));
        }
        var (c, e) = Parts;
        if (e >= -scale) return this;
        return From(BigNumber.DropDigits(c, -scale - e, rounding), -scale);
    }

    public FeelNumber Floor() => Round(0, FeelRounding.Floor);

    /// <summary>a - b × floor(a / b) (DMN 1.5, modulo), exact.</summary>
    public static FeelNumber Modulo(FeelNumber a, FeelNumber b)
    {
        if (b.Sign == 0 || a.IsInvalid || b.IsInvalid) return Invalid;
        var (ca, ea) = a.Parts;
        var (cb, eb) = b.Parts;
        if (Math.Abs((long)ea - eb) > 200)
        {
            // So far apart that the quotient is either 0 or -1, or has more digits than a number holds.
            if (ea > eb) return Invalid;
            return a.Sign == 0 || a.Sign == b.Sign ? a : a + b;
        }
        var exponent = Math.Min(ea, eb);
        ca *= BigNumber.Pow10(ea - exponent);
        cb *= BigNumber.Pow10(eb - exponent);
        var rest = ca % cb;
        if (!rest.IsZero && rest.Sign != cb.Sign) rest += cb;
        return From(rest, exponent);
    }

    /// <summary>The value as an int if it is one, after dropping a fraction toward zero; otherwise false.</summary>
    internal bool TryGetInt(out int value)
    {
        value = 0;
        if (_big is not null || _small is > int.MaxValue or < int.MinValue) return false;
        value = (int)decimal.Truncate(_small);
        return true;
    }
}
