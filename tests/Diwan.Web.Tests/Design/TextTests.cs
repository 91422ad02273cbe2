using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Diwan.Kernel;
using Diwan.Web.Texts;

namespace Diwan.Web.Tests.Design;

public sealed partial class TextTests
{
    private static readonly TextCatalogue Catalogue = TextCatalogue.Load();

    [Fact]
    public void Both_languages_hold_the_same_words_and_none_is_empty()
    {
        var arabic = Catalogue.In(Language.Arabic);
        var english = Catalogue.In(Language.English);

        Assert.True(arabic.Count > 100);
        Assert.Equal(Families(arabic.Keys), Families(english.Keys));
        Assert.DoesNotContain(arabic.Concat(english), t => string.IsNullOrWhiteSpace(t.Value));
        foreach (var family in PluralFamilies(arabic.Keys))
        {
            Assert.True(arabic.ContainsKey(family + ".other") && english.ContainsKey(family + ".other"), family);
            foreach (var form in (string[])["one", "two", "few", "many"])
            {
                Assert.True(arabic.ContainsKey($"{family}.{form}"), $"{family}.{form} is missing in Arabic");
            }
        }
    }

    [Fact]
    public void Arabic_words_are_Arabic_and_a_sentence_holds_the_same_places_in_both()
    {
        var english = Catalogue.In(Language.English);
        foreach (var (key, arabic) in Catalogue.In(Language.Arabic))
        {
            if (PluralForm().IsMatch(key) || !english.TryGetValue(key, out var other))
            {
                continue;
            }

            Assert.True(Places(arabic).SetEquals(Places(other)), $"{key} does not hold the same places in both languages");
        }
    }

    [Fact]
    public void Every_word_a_page_asks_for_is_there()
    {
        var asked = 0;
        foreach (var file in Directory.EnumerateFiles(WebFolder(), "*.cs*", SearchOption.AllDirectories))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                || file.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                || file.Contains($"{Path.DirectorySeparatorChar}Texts{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (Match use in Use().Matches(File.ReadAllText(file)))
            {
                asked++;
                var key = use.Groups["key"].Value;
                var found = Catalogue.In(Language.Arabic).ContainsKey(key) || Catalogue.In(Language.Arabic).ContainsKey(key + ".other");
                Assert.True(found, $"{Path.GetFileName(file)} asks for '{key}', which no Texts/*.resx holds");
            }
        }

        Assert.True(asked > 30, $"only {asked} uses were found");
    }

    [Theory]
    [InlineData(0, "Zero")]
    [InlineData(1, "One")]
    [InlineData(2, "Two")]
    [InlineData(3, "Few")]
    [InlineData(10, "Few")]
    [InlineData(11, "Many")]
    [InlineData(99, "Many")]
    [InlineData(100, "Other")]
    [InlineData(101, "Other")]
    [InlineData(102, "Other")]
    [InlineData(103, "Few")]
    [InlineData(111, "Many")]
    [InlineData(1000, "Other")]
    [InlineData(1003, "Few")]
    public void Arabic_nouns_follow_the_CLDR_rule(long count, string form) =>
        Assert.Equal(form, Plural.Of(Language.Arabic, count).ToString());

    [Theory]
    [InlineData("ar", 1, "يوم واحد")]
    [InlineData("ar", 2, "يومان")]
    [InlineData("ar", 3, "⁨3⁩ أيام")]
    [InlineData("ar", 11, "⁨11⁩ يومًا")]
    [InlineData("ar", 100, "⁨100⁩ يوم")]
    [InlineData("en", 1, "⁨1⁩ day")]
    [InlineData("en", 12, "⁨12⁩ days")]
    public void Days_are_counted_as_people_say_them(string language, int days, string expected) =>
        Assert.Equal(expected, In(language, t => t.Days(days).ToString()));

    [Theory]
    [InlineData("ar", "12 تشرين الثاني 2018")]
    [InlineData("en", "12 November 2018")]
    public void Dates_have_Levantine_names_and_western_digits(string language, string expected) =>
        Assert.Equal(expected, In(language, t => t.Date(new DateOnly(2018, 11, 12))));

    [Theory]
    [InlineData("ar")]
    [InlineData("en")]
    public void Numbers_and_short_dates_hold_no_direction_marks(string language)
    {
        var culture = Cultures.Of(Languages.FromCode(language));

        Assert.Equal("1,234,567.891", 1234567.891m.ToString("N3", culture));
        Assert.Equal("-5.500", (-5.5m).ToString("N3", culture));
        Assert.Equal("05/03/2018", new DateOnly(2018, 3, 5).ToString("d", culture));
        Assert.Equal(1.5m, decimal.Parse("1.5", culture));
    }

    [Fact]
    public void Money_names_its_currency_and_keeps_three_decimals()
    {
        var fee = Money.FromDinars(1234.5m);

        Assert.Equal("⁨1,234.500⁩ دينار", In("ar", t => t.Money(fee).ToString()));
        Assert.Equal("JOD\u00a0⁨1,234.500⁩", In("en", t => t.Money(fee).ToString()));
    }

    [Fact]
    public void A_value_in_a_sentence_is_isolated_and_encoded()
    {
        var html = In("ar", t =>
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            t["shared.title", "<b>7K4M</b>"].WriteTo(writer, HtmlEncoder.Create(UnicodeRanges.All));
            return writer.ToString();
        });

        Assert.Equal("<bdi dir=\"ltr\">&lt;b&gt;7K4M&lt;/b&gt;</bdi> - ديوان", html);
    }

    [Theory]
    [InlineData("-6.000", "<bdi dir=\"ltr\">-6.000</bdi>")]
    [InlineData("+962 79 012 3456", "<bdi dir=\"ltr\">+962 79 012 3456</bdi>")]
    [InlineData("شارع 12", "<bdi>شارع 12</bdi>")]
    public void A_number_keeps_its_sign_in_front_of_it_on_an_Arabic_page(string text, string expected)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new Isolated(text).WriteTo(writer, HtmlEncoder.Create(UnicodeRanges.All));

        // The plus is encoded as a reference; what it means is the same.
        Assert.Equal(expected, System.Net.WebUtility.HtmlDecode(writer.ToString()));
    }

    private static T In<T>(string language, Func<Text, T> say)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Cultures.Of(Languages.FromCode(language));
            return say(new Text(Catalogue));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static SortedSet<string> Families(IEnumerable<string> keys) => new(keys.Select(k => PluralForm().Replace(k, ".*")), StringComparer.Ordinal);

    private static IEnumerable<string> PluralFamilies(IEnumerable<string> keys) =>
        keys.Where(k => PluralForm().IsMatch(k)).Select(k => PluralForm().Replace(k, "")).Distinct(StringComparer.Ordinal);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];

    private static string WebFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Diwan.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "src", "Diwan.Web");
    }

    [GeneratedRegex(@"\.(zero|one|two|few|many|other)$")]
    private static partial Regex PluralForm();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:\bT|\btext|\bText)(?:\[|\.Plural\()""(?<key>[A-Za-z0-9.]+)""")]
    private static partial Regex Use();
}
