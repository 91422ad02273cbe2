using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Web.Texts;

/// <summary>
/// The words of the page being written, in its language. In a view: <c>@T["portal.home.title"]</c>, <c>@T["desk.queue.of", name]</c>,
/// <c>@T.Plural("shared.days", 3)</c>, <c>@T.Money(amount)</c>.
/// </summary>
public sealed class Text(TextCatalogue catalogue)
{
    public Language Language => Cultures.Current;

    public string LanguageCode => Language.Code();

    /// <summary><c>rtl</c> or <c>ltr</c>.</summary>
    public string Direction => Language == Language.Arabic ? "rtl" : "ltr";

    public Phrase this[string key] => new(Format(key));

    public Phrase this[string key, params object?[] values] => new(Format(key), values);

    public bool Has(string key) => catalogue.Find(Language, key) is not null;

    /// <summary>
    /// Words that change with a number: keys <c>x.zero … x.other</c>. {0} is the number, further values follow.
    /// A form that is not written falls back to <c>x.other</c>.
    /// </summary>
    public Phrase Plural(string key, long count, params object?[] values)
    {
        var form = Texts.Plural.Of(Language, count).ToString().ToLowerInvariant();
        var format = catalogue.Find(Language, $"{key}.{form}") ?? Format($"{key}.other");
        return new Phrase(format, [count, .. values]);
    }

    /// <summary>A name, number or reference that came from elsewhere, set apart from the direction of what is around it.</summary>
    public Isolated Isolate(string text) => new(text);

    /// <summary><c>4.500 دينار</c> or <c>JOD 4.500</c>.</summary>
    public Phrase Money(Money amount) => new(Language == Language.Arabic ? "{0} دينار" : "JOD\u00a0{0}", amount.ToString());

    /// <summary><c>12 تشرين الثاني 2018</c>.</summary>
    public string Date(DateOnly date) => date.ToString("d MMMM yyyy", Cultures.Of(Language));

    /// <summary>The date in Amman at a moment.</summary>
    public string Date(DateTimeOffset moment) => Date(NationalCalendar.DateAt(moment));

    /// <summary>The date and time in Amman at a moment: <c>12 تشرين الثاني 2018، 14:05</c>.</summary>
    public string DateTime(DateTimeOffset moment)
    {
        var local = NationalCalendar.ToAmman(moment);
        return Date(moment) + (Language == Language.Arabic ? "، " : ", ") + local.ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    public string Month(DateOnly month) => month.ToString("MMMM yyyy", Cultures.Of(Language));

    public string MonthName(int month) => Cultures.Of(Language).DateTimeFormat.GetMonthName(month);

    public string Weekday(DateOnly date) => Cultures.Of(Language).DateTimeFormat.GetDayName(date.DayOfWeek);

    public string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    public string Number(decimal number) => number.ToString("#,##0.###", CultureInfo.InvariantCulture);

    public string Percent(decimal fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public Phrase Days(int days) => Plural("shared.days", days);

    public Phrase WorkingDays(int days) => Plural("shared.workingDays", days);

    public Phrase Minutes(int minutes) => Plural("shared.minutes", minutes);

    /// <summary>A stretch of time in its two largest units that matter: days and hours, hours and minutes, or minutes.</summary>
    public Phrase Duration(TimeSpan span)
    {
        var (larger, smaller) = span switch
        {
            { TotalDays: >= 1 } => (Plural("shared.days", (long)span.TotalDays), span.Hours > 0 ? Plural("shared.hours", span.Hours) : null),
            { TotalHours: >= 1 } => (Plural("shared.hours", (long)span.TotalHours), span.Minutes > 0 ? Plural("shared.minutes", span.Minutes) : null),
            _ => (Plural("shared.minutes", (long)Math.Max(0, Math.Round(span.TotalMinutes))), null),
        };
        return smaller is null ? larger : this["shared.and", larger, smaller];
    }

    private string Format(string key) =>
        // A missing word must not take the page down with it; a test reads the sources and finds every missing key.
        catalogue.Find(Language, key) ?? $"[{key}]";
}
