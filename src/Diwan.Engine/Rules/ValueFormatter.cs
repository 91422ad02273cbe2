using System.Globalization;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>Values as a person reads them: Western digits, three-decimal dinars, Levantine month names.</summary>
public static class ValueFormatter
{
    private static readonly string[] ArabicMonths =
        ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"];

    private static readonly LocalizedText Yes = new("نعم", "Yes");
    private static readonly LocalizedText No = new("لا", "No");

    /// <summary>What stands where there is no value.</summary>
    public static readonly LocalizedText Nothing = LocalizedText.Same("—");

    /// <summary>A value in the format asked for, where there is no form whose choices it could name.</summary>
    internal static LocalizedText WithoutQuestions(FeelValue value, ValueFormat format) => Format(value, format, null, null);

    /// <summary>A value in the format a definition asks for.</summary>
    /// <param name="definition">Whose choices <c>choice:</c> names; null without any.</param>
    public static LocalizedText Format(FeelValue value, ValueFormat format, ServiceDefinition? definition, EvaluationContext? context = null)
    {
        if (value.IsNull)
        {
            return Nothing;
        }

        if (value.Kind == FeelKind.List)
        {
            var parts = value.AsList().Select(v => Format(v, format, definition, context)).ToArray();
            return parts.Length == 0
                ? Nothing
                : new LocalizedText(string.Join("، ", parts.Select(p => p.Ar)), string.Join(", ", parts.Select(p => p.En)));
        }

        switch (format.Kind)
        {
            case ValueFormatKind.Choice when EvaluationContext.Text(value) is { } option && definition?.FindQuestion(format.Question ?? "") is { } question:
                return definition!.Texts.TryGet(question.OptionKey(option), out var label) ? label
                    : context?.OptionsOf(question).FirstOrDefault(o => o.Value == option)?.Label ?? LocalizedText.Same(option);
            case ValueFormatKind.Governorate when EvaluationContext.Text(value) is { } code && Places.Governorates.TryGetValue(code, out var governorate):
                return governorate;
            case ValueFormatKind.Country when EvaluationContext.Text(value) is { } country && Places.Countries.TryGetValue(country, out var name):
                return name;
            case ValueFormatKind.Masked when EvaluationContext.Text(value) is { } text:
                return LocalizedText.Same(text.Length <= 3 ? "***" : new string('*', text.Length - 3) + text[^3..]);
            default:
                return Plain(value, format.Kind);
        }
    }

    /// <summary>A day: <c>11 شباط 2018</c>, <c>11 February 2018</c>.</summary>
    /// <summary>A day with its month in words.</summary>
    public static LocalizedText Day(DateOnly day) => new(
        string.Create(CultureInfo.InvariantCulture, $"{day.Day} {ArabicMonths[day.Month - 1]} {day.Year}"),
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));

    /// <summary>A month: <c>شباط 2018</c>, <c>February 2018</c>.</summary>
    internal static LocalizedText Month(DateOnly day) => new(
        string.Create(CultureInfo.InvariantCulture, $"{ArabicMonths[day.Month - 1]} {day.Year}"),
        day.ToString("MMMM yyyy", CultureInfo.InvariantCulture));

    /// <summary>A value by its own kind, unless a format says more. A number with a fraction has three decimals, a whole one none.</summary>
    public static LocalizedText Plain(FeelValue value, ValueFormatKind? format)
    {
        if (value.TryGetBoolean(out var flag))
        {
            return flag ? Yes : No;
        }

        if (value.TryGetDate(out DateOnly date))
        {
            return format == ValueFormatKind.Month ? Month(date) : Day(date);
        }

        if (FeelJson.Moment(value) is { } moment)
        {
            var local = NationalCalendar.ToAmman(moment);
            var day = Day(DateOnly.FromDateTime(local.DateTime));
            var time = local.ToString("HH:mm", CultureInfo.InvariantCulture);
            return format == ValueFormatKind.Date ? day : new LocalizedText($"{day.Ar} {time}", $"{day.En} {time}");
        }

        if (value.TryGetDecimal(out var number))
        {
            switch (format)
            {
                case ValueFormatKind.Money:
                    var money = Money.FromDinars(number);
                    return new LocalizedText(money.ToString(Language.Arabic), money.ToString(Language.English));
                case ValueFormatKind.Percent:
                    return LocalizedText.Same((number * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%");
                case ValueFormatKind.Text:
                    return LocalizedText.Same(number.ToString(CultureInfo.InvariantCulture));
                case ValueFormatKind.Number:
                    return LocalizedText.Same(number.ToString("#,##0.######", CultureInfo.InvariantCulture));
                default:
                    return LocalizedText.Same(decimal.IsInteger(number) ? number.ToString("0", CultureInfo.InvariantCulture) : number.ToString("#,##0.000", CultureInfo.InvariantCulture));
            }
        }

        if (value.Kind == FeelKind.Context)
        {
            var (ar, en) = (EvaluationContext.Text(value["ar"]), EvaluationContext.Text(value["en"]));
            return !string.IsNullOrWhiteSpace(ar) && !string.IsNullOrWhiteSpace(en)
                ? new LocalizedText(ar, en)
                : Same(string.Join(" ", value.AsContext().Values.Where(v => !v.IsNull).Select(EvaluationContext.Text)));
        }

        return value.Kind == FeelKind.List
            ? Same(string.Join(", ", value.AsList().Select(v => Plain(v, format).En)))
            : Same(EvaluationContext.Text(value));
    }

    private static LocalizedText Same(string? text) => string.IsNullOrWhiteSpace(text) ? Nothing : LocalizedText.Same(text);
}
