using System.Globalization;
using System.Numerics;

namespace Diwan.Feel;

public readonly partial struct FeelNumber
{
    public static bool TryParse(ReadOnlySpan<char> text, out FeelNumber number)
    {
        number = default;
        if (text.Length is 0 or > 20_000) return false;
        var i = 0;
        var negative = false;
        if (text[0] is '-' or '+')
        {
            negative = text[0] == '-';
            i++;
        }
        var start = i;
        var digits = 0;
        var point = -1;
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i])) digits++;
            else if (text[i] == '.' && point < 0) point = i;
            else break;
        }
        if (digits == 0 || point == i - 1) return false;
        var mantissa = text[start..i];
        var exponent = 0;
        if (i < text.Length)
        {
            if (text[i] is not ('e' or 'E')) return false;
            if (!int.TryParse(text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 100_000) return false;
        }
        if (exponent == 0 && digits <= 28)
        {
            number = new FeelNumber(decimal.Parse(text[..(start + mantissa.Length)], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            return true;
        }
        var fraction = point < 0 ? 0 : i - point - 1;
        var plain = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..(point - start)], mantissa[(point - start + 1)..]);
        var coefficient = BigInteger.Parse(plain, NumberStyles.None, CultureInfo.InvariantCulture);
        number = From(negative ? -coefficient : coefficient, exponent - fraction);
        return !number.IsInvalid;
    }

    /// <summary>The FEEL literal: plain digits, no exponent, no trailing zeros after the point.</summary>
    public override string ToString()
    {
        if (_big is not null) return IsInvalid ? "null" : _big.ToText();
        var text = _small.ToString(CultureInfo.InvariantCulture);
        if (_small.Scale > 0) text = text.TrimEnd('0').TrimEnd('.');
        return text == "-0" ? "0" : text;
    }

    internal double ToDouble()
    {
        if (_big is null) return (double)_small;
        return double.Parse(_big.Coefficient.ToString(CultureInfo.InvariantCulture) + "E" + _big.Exponent.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
