using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diwan.Kernel;

/// <summary>
/// An amount of Jordanian dinars, held as whole fils (1 JOD = 1,000 fils). Exact: there is no fraction of a fils.
/// Where a rule yields one, it is rounded half away from zero, as the Social Security Corporation's published sums are.
/// </summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(long Fils) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

    /// <summary>The amount in dinars, exact, with three decimals.</summary>
    public decimal Dinars => Fils / 1000m;

    public bool IsZero => Fils == 0;

    /// <summary>From dinars, rounded to the fils half away from zero.</summary>
    /// <exception cref="OverflowException">The amount does not fit in a 64-bit number of fils.</exception>
    public static Money FromDinars(decimal dinars) =>
        new(checked((long)Math.Round(dinars * 1000m, 0, MidpointRounding.AwayFromZero)));

    /// <summary>
    /// Reads dinars as a person types them: Arabic-Indic digits, thousands separators and up to three decimals.
    /// More than three decimals are refused rather than rounded.
    /// </summary>
    public static bool TryParse(string? text, out Money money)
    {
        money = Zero;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var plain = Digits.ToAscii(text.Trim()).Replace('٫', '.').Replace("٬", "", StringComparison.Ordinal);
        if (!decimal.TryParse(
                plain,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var dinars)
            || dinars != Math.Round(dinars, 3)
            || Math.Abs(dinars) > 1_000_000_000_000m)
        {
            return false;
        }

        money = FromDinars(dinars);
        return true;
    }

    public static Money operator +(Money a, Money b) => new(checked(a.Fils + b.Fils));

    public static Money operator -(Money a, Money b) => new(checked(a.Fils - b.Fils));

    public static Money operator -(Money a) => new(checked(-a.Fils));

    /// <exception cref="OverflowException">The amount is too large.</exception>
    public static Money operator *(Money amount, int count) => new(checked(amount.Fils * count));

    public static bool operator <(Money a, Money b) => a.Fils < b.Fils;

    public static bool operator >(Money a, Money b) => a.Fils > b.Fils;

    public static bool operator <=(Money a, Money b) => a.Fils <= b.Fils;

    public static bool operator >=(Money a, Money b) => a.Fils >= b.Fils;

    public int CompareTo(Money other) => Fils.CompareTo(other.Fils);

    /// <summary>Digits only, three decimals, thousands separated: <c>1,234.500</c>.</summary>
    public override string ToString() => Dinars.ToString("#,##0.000", CultureInfo.InvariantCulture);

    /// <summary>As a person reads it: <c>4.500 دينار</c> or <c>JOD 4.500</c>; in Arabic with its minus, where it has one, before the number.</summary>
    public string ToString(Language language) => language == Language.Arabic ? $"{(Fils < 0 ? Directions.Apart(ToString()) : ToString())} دينار" : $"JOD {this}";
}

public static class MoneySums
{
    public static Money Sum(this IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (a, b) => a + b);

    public static Money Sum<T>(this IEnumerable<T> items, Func<T, Money> amount) => items.Select(amount).Sum();
}

/// <summary>Written as a JSON number of dinars with three decimals.</summary>
internal sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Money.FromDinars(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Dinars.ToString("0.000", CultureInfo.InvariantCulture));
}
