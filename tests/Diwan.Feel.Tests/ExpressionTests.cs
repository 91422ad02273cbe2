namespace Diwan.Feel.Tests;

public sealed class ExpressionTests
{
    private static FeelResult Evaluate(string text, params (string Name, FeelValue Value)[] variables) =>
        FeelExpression.Evaluate(text, variables.ToDictionary(v => v.Name, v => v.Value));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1 / 3", "0.3333333333333333333333333333333333")]
    [InlineData("10 ** 30 + 1", "1000000000000000000000000000001")]
    [InlineData("if 1 < 2 then \"yes\" else \"no\"", "\"yes\"")]
    [InlineData("for i in 1..3, j in 1..2 return i * j", "[1, 2, 2, 4, 3, 6]")]
    [InlineData("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]")]
    [InlineData("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r", "2432902008176640000")]
    [InlineData("date(\"2024-02-29\") + duration(\"P1Y\")", "@\"2025-02-28\"")]
    [InlineData("[date(\"2018-01-01\")..date(\"2024-12-31\")].start included", "true")]
    [InlineData("string length(\"مرحبا\")", "5")]
    [InlineData("\"\\U01F40E\"", "\"🐎\"")]
    [InlineData("some x in [1, null, 3] satisfies x > 2", "true")]
    [InlineData("every x in [1, null, 3] satisfies x > 0", "null")]
    [InlineData("(function(x) x * 2)(21)", "42")]
    [InlineData("matches(\"a+b\", \"^[a-z]\\+b$\")", "true")]
    public void Expressions_give_what_the_standard_says(string text, string expected) =>
        Assert.Equal(expected, Evaluate(text).Value.ToString());

    [Fact]
    public void Names_with_spaces_and_symbols_are_found_by_the_longest_match()
    {
        var result = Evaluate("vehicle fee - discount + vehicle fee-2", ("vehicle fee", 10), ("vehicle", 1), ("discount", 3), ("vehicle fee-2", 100));
        Assert.Equal(FeelValue.Of(107), result.Value);
    }

    [Fact]
    public void An_unknown_name_is_a_fault_with_line_and_column()
    {
        var parsed = FeelExpression.Parse("1 +\n  unknown thing", FeelScope.Of("known"));
        var fault = Assert.Single(parsed.Faults);
        Assert.Equal((FeelFaultKind.UnresolvedName, 2, 3), (fault.Kind, fault.Line, fault.Column));
        Assert.Contains("unknown thing", fault.Message, StringComparison.Ordinal);
        Assert.True(parsed.Expression!.Evaluate(FeelContext.Empty).Value.IsNull);
    }

    [Fact]
    public void In_an_open_scope_an_unknown_name_is_a_variable()
    {
        var parsed = FeelExpression.Parse("first name + \" \" + family name", FeelScope.Open());
        Assert.True(parsed.IsValid);
        Assert.Equal(["first name", "family name"], parsed.Expression!.Names);
    }

    [Fact]
    public void A_null_says_why()
    {
        var result = Evaluate("1 + \"a\"");
        Assert.True(result.Value.IsNull);
        Assert.Contains("Number + String is not defined", Assert.Single(result.Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_clock_today_is_null_and_with_one_it_is_the_day_in_its_zone()
    {
        Assert.True(Evaluate("today()").Value.IsNull);
        var options = new FeelOptions { Now = new DateTimeOffset(2026, 1, 1, 22, 30, 0, TimeSpan.Zero), TimeZone = "Asia/Amman" };
        var result = FeelExpression.Evaluate("today()", FeelContext.Empty, options);
        Assert.Equal("@\"2026-01-02\"", result.Value.ToString());
    }
}
