namespace Diwan.Feel.Tests;

/// <summary>Patterns as XML Schema and XPath write them, over whole characters: what lies beyond U+FFFF is one character too.</summary>
public sealed class RegexTests
{
    [Theory]
    [InlineData("😀", "^.$", "", true)]
    [InlineData("😀", "^\\w$", "", true)]
    [InlineData("😀", "^\\S$", "", true)]
    [InlineData("😀", "^[^a]$", "", true)]
    [InlineData("😁", "^[😀-😂]$", "", true)]
    [InlineData("😁", "^[😀-😂-[😁]]$", "", false)]
    [InlineData("x😀", "^x[^😀]$", "", false)]
    [InlineData("x😁", "^x[^😀]$", "", true)]
    [InlineData("😀😀", "^.{2}$", "", true)]
    [InlineData("😀😀", "^(😀)\\1$", "", true)]
    [InlineData("𝒜", "^\\p{Lu}$", "", true)]
    [InlineData("𝒜", "^\\i$", "", true)]
    [InlineData("𝒜", "^\\I$", "", false)]
    [InlineData("😀", "^\\P{L}$", "", true)]
    [InlineData("😀", "^\\p{So}$", "", true)]
    [InlineData("𐐀", "^\\p{IsDeseret}$", "", true)]
    [InlineData("𐐀", "^\\P{IsDeseret}$", "", false)]
    [InlineData("a", "^\\p{IsDeseret}$", "", false)]
    [InlineData("a", "^\\P{IsDeseret}$", "", true)]
    [InlineData("𐐀", "^𐐨$", "i", true)]
    [InlineData("𐐀", "^[𐐨-𐐩]$", "i", true)]
    [InlineData("𐐀", "^[^𐐨]$", "i", false)]
    [InlineData("a", "^[\\S]$", "", true)]
    [InlineData("a", "^[\\D\\s]$", "", true)]
    [InlineData("-", "^[\\W]$", "", true)]
    [InlineData("a", "^[\\W]$", "", false)]
    [InlineData("1", "^[\\I]$", "", true)]
    [InlineData("-", "^[\\C]$", "", false)]
    [InlineData("+", "^[\\C]$", "", true)]
    [InlineData("_", "^\\I$", "", false)]
    [InlineData("محمد", "^\\p{IsArabic}+$", "", true)]
    [InlineData("٣", "^\\d$", "", true)]
    [InlineData("é", "^\\p{IsLatin-1Supplement}$", "", true)]
    [InlineData("b", "^[a-z-[aeiou]]$", "", true)]
    [InlineData("e", "^[a-z-[aeiou]]$", "", false)]
    [InlineData("5", "^[^a-z-[0-4]]$", "", true)]
    [InlineData("b😀", "^[a-z-[aeiou]].$", "", true)]
    [InlineData("😀", "^[^a-z-[aeiou]]$", "", true)]
    [InlineData("-", "^[a-]$", "", true)]
    [InlineData("-", "^[-a]$", "", true)]
    [InlineData("a^", "^[a^]+$", "", true)]
    [InlineData("hello world", "hello[ ]wor ld", "x", true)]
    [InlineData("a\nb", "a.b", "", false)]
    [InlineData("a\nb", "a.b", "s", true)]
    [InlineData("a\nb", "^b$", "m", true)]
    [InlineData("a\nb", "^b$", "", false)]
    public void Characters_are_matched_whole(string text, string pattern, string flags, bool expected) =>
        Assert.Equal(FeelValue.Of(expected), Match(text, pattern, flags));

    [Theory]
    [InlineData("\\p{IsNowhere}")]
    [InlineData("\\p{Xx}")]
    [InlineData("[]")]
    [InlineData("[^]")]
    [InlineData("[b-a]")]
    [InlineData("[a-\\d]")]
    [InlineData("[a[b]")]
    [InlineData("[a")]
    [InlineData("a)")]
    [InlineData("(a")]
    [InlineData("a{2,1}")]
    [InlineData("a{,2}")]
    [InlineData("*")]
    [InlineData("a**")]
    [InlineData("(?=a)")]
    [InlineData("(?i)a")]
    [InlineData("\\1(a)")]
    [InlineData("\\b")]
    [InlineData("\\a")]
    [InlineData("}")]
    [InlineData("]")]
    public void What_is_no_pattern_of_XPath_is_null(string pattern) => Assert.True(Match("a", pattern, "").IsNull);

    [Theory]
    [InlineData("a😀b", "[^ab]", "-", "a-b")]
    [InlineData("😀a", "(.)(.)", "$2$1", "a😀")]
    [InlineData("abc", "(b)", "$10", "ab0c")]
    [InlineData("reluctant", "r.*?t", "X", "Xant")]
    public void Replacing_keeps_characters_whole(string text, string pattern, string replacement, string expected) =>
        Assert.Equal(FeelValue.Of(expected), Evaluate("replace(t, p, r)", ("t", text), ("p", pattern), ("r", replacement)));

    [Fact]
    public void Too_large_a_pattern_for_the_linear_way_is_still_carried_out() =>
        Assert.Equal(FeelValue.Of(true), Match(new string('a', 9000) + "😀", "^(\\w{100}){90}.$", ""));

    private static FeelValue Match(string text, string pattern, string flags) => Evaluate("matches(t, p, f)", ("t", text), ("p", pattern), ("f", flags));

    private static FeelValue Evaluate(string expression, params (string Name, string Value)[] variables) =>
        FeelExpression.Evaluate(expression, new FeelContext(variables.Select(v => new KeyValuePair<string, FeelValue>(v.Name, FeelValue.Of(v.Value))))).Value;
}
