namespace Diwan.Feel.Tests;

public sealed class GrammarTests
{
    [Theory]
    [InlineData("-3 ** 2", "9")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("1 - 2 - 3", "-4")]
    [InlineData("8 / 4 * 2", "4")]
    [InlineData(".5 + 1.", "null")]
    [InlineData("1.5e3", "1500")]
    [InlineData("true or null", "true")]
    [InlineData("false or null", "null")]
    [InlineData("false and null", "false")]
    [InlineData("1 = \"1\"", "null")]
    [InlineData("null = null", "true")]
    [InlineData("[1, 2] = [1, 2]", "true")]
    [InlineData("{a: 1, b: 2} = {b: 2, a: 1}", "true")]
    [InlineData("5 between 1 and 5 and true", "true")]
    [InlineData("0 between 1 and null", "false")]
    [InlineData("5 in (> 3, < 1)", "true")]
    [InlineData("5 in (1..5)", "false")]
    [InlineData("5 in ]1..5]", "true")]
    [InlineData("5 in [1..6[", "true")]
    [InlineData("[1..a[1]].end", "null")]
    [InlineData("{a: [7], r: [1..a[1]].end}.r", "7")]
    [InlineData("if false then 1 else if true then 2 else 3", "2")]
    [InlineData("[{a: 1}, {a: 2}][a > 1].a", "[2]")]
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("[1, 2, 3][item > 1][1]", "2")]
    [InlineData("5[item > 3]", "[5]")]
    [InlineData("{a: {b c: 5}}.a.b c", "5")]
    [InlineData("{\"a+b\": 1}.\"a+b\"", "1")]
    [InlineData("{a+b: 1, c: a+b}.c", "1")]
    [InlineData("for x in [1, 2], y in [x, x * 10] return y", "[1, 10, 2, 20]")]
    [InlineData("for d in @\"2024-02-28\"..@\"2024-03-01\" return d.day", "[28, 29, 1]")]
    [InlineData("for i in [2..4) return i", "[2, 3]")]
    [InlineData("some x in [1, 2], y in [3, 4] satisfies x + y = 6", "true")]
    [InlineData("(for i in 1..3 return function(x) x * i)[2](10)", "20")]
    [InlineData("{f: function(a: number, b: number) a - b, r: f(b: 1, a: 5)}.r", "4")]
    [InlineData("{a: 1, b: 2, f: function(n) function(x) x + n + a, g: f(10), h: g, r: [g(1), h(2), a, b]}.r", "[12, 13, 1, 2]")]
    [InlineData("{make: function(k) {inner: function(x) x * k}, a: make(2).inner, b: make(3).inner, r: [a(1), b(1), make(4).inner(1)]}.r", "[2, 3, 4]")]
    [InlineData("1 instance of number", "true")]
    [InlineData("[1, \"a\"] instance of list<number>", "false")]
    [InlineData("{a: 1, b: 2} instance of context<a: number>", "true")]
    [InlineData("(function(x: number) x) instance of function<number> -> Any", "true")]
    [InlineData("[1..2] instance of range<number>", "true")]
    [InlineData("null instance of Any", "false")]
    [InlineData("[1] instance of list", "null")]
    [InlineData("{} instance of context", "null")]
    [InlineData("abs instance of function", "null")]
    [InlineData("[1] instance of list<Any>", "true")]
    [InlineData("{} instance of context<>", "true")]
    [InlineData("(function(x: number) 5)(\"a\")", "null")]
    [InlineData("(function(x: number) x)([5])", "5")]
    [InlineData("(function(x: list<number>) x)(5)", "[5]")]
    [InlineData("(function(x, y) if y = null then x else y)(x: 3)", "3")]
    [InlineData("(function(x, y) x)(3)", "null")]
    [InlineData("(function(x) x)(z: 3)", "null")]
    [InlineData("{f: function(x) function(y) x + y, r: f(1)(2)}.r", "3")]
    [InlineData("for f in [function(x) x + 1, function(x) x * 2] return f(10)", "[11, 20]")]
    [InlineData("{a: {f: function(x) x + 1}, r: a.f(1)}.r", "2")]
    [InlineData("-4 ** 2", "16")]
    [InlineData("some x in null satisfies true", "null")]
    [InlineData("every x in [] satisfies false", "true")]
    [InlineData("some x in 5 satisfies x = 5", "true")]
    [InlineData("every x in [1, \"a\"] satisfies x > 0", "null")]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for i in [3..1] return i", "null")]
    [InlineData("for i in @\"2024-02-28\"..@\"2024-03-01\" return i.day", "[28, 29, 1]")]
    [InlineData("[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]")]
    [InlineData("[{a: {b: [1]}}, {a: {b: [2.1, 2.2]}}].a.b", "[[1], [2.1, 2.2]]")]
    [InlineData("{رسم المعاملة: 20, ضعفه: رسم المعاملة * 2}.ضعفه", "40")]
    [InlineData("1 /* one */ + // two\n 2", "3")]
    [InlineData("\"a\\\"b\\u0041\\n\"", "\"a\\\"bA\\n\"")]
    [InlineData("@\"2024-02-29T10:00:00+03:00\" = @\"2024-02-29T07:00:00Z\"", "true")]
    [InlineData("@\"10:00:00\" < @\"11:00:00Z\"", "true")]
    public void Expressions_are_read_and_evaluated_by_the_grammar(string text, string expected) =>
        Assert.Equal(expected, FeelExpression.Evaluate(text, FeelContext.Empty).Value.ToString());

    [Theory]
    [InlineData("5", "5", true)]
    [InlineData("5", "-", true)]
    [InlineData("5", "> 3, < 1", true)]
    [InlineData("5", "not(5, 6)", false)]
    [InlineData("5", "[1..5)", false)]
    [InlineData("5", "? > 4 and ? < 6", true)]
    [InlineData("5", "even(?)", false)]
    [InlineData("\"a\"", "\"b\", \"a\"", true)]
    [InlineData("\"abc\"", "starts with(?, \"ab\")", true)]
    [InlineData("null", "null", true)]
    [InlineData("null", "> 5", false)]
    [InlineData("true", "false", false)]
    [InlineData("@\"2020-06-01\"", "[date(\"2018-01-01\")..date(\"2024-12-31\")]", true)]
    [InlineData("5", "[1, 5, 9]", true)]
    [InlineData("5", "not(? > 4)", false)]
    public void Unary_tests_match_as_cells_of_tables_do(string value, string tests, bool expected)
    {
        var input = FeelExpression.Evaluate(value, FeelContext.Empty).Value;
        var parsed = FeelUnaryTests.Parse(tests, FeelScope.Of());
        Assert.True(parsed.IsValid, string.Join(", ", parsed.Faults));
        Assert.Equal(expected, parsed.Tests!.Matches(input));
    }

    [Theory]
    [InlineData("1 +", 1, 4)]
    [InlineData("(1", 1, 3)]
    [InlineData("if true then 1", 1, 15)]
    [InlineData("\"open", 1, 1)]
    [InlineData("[1, 2", 1, 6)]
    [InlineData("1 2", 1, 3)]
    [InlineData("{a 1}", 1, 5)]
    [InlineData("1\n+ )", 2, 3)]
    [InlineData("/* no end", 1, 1)]
    public void Syntax_faults_say_where(string text, int line, int column)
    {
        var parsed = FeelExpression.Parse(text, FeelScope.Of());
        Assert.Null(parsed.Expression);
        var fault = Assert.Single(parsed.Faults);
        Assert.Equal((FeelFaultKind.Syntax, line, column), (fault.Kind, fault.Line, fault.Column));
    }

    [Fact]
    public void Names_may_hold_keywords_and_symbols_when_they_are_in_scope()
    {
        var variables = new FeelContext([new("in stock", 3), new("profit and loss", 4), new("a-b", 10), new("a", 7), new("b", 2), new("x.y", 5), new("رقم المركبة", 6)]);
        Assert.Equal("7", FeelExpression.Evaluate("in stock + profit and loss", variables).Value.ToString());
        Assert.Equal("[10, 10, 5]", FeelExpression.Evaluate("[a-b, a - b, (a) - b]", variables).Value.ToString());
        Assert.Equal("11", FeelExpression.Evaluate("x.y + رقم  المركبة", variables).Value.ToString());
    }

    [Fact]
    public void Many_ranges_that_end_with_an_opening_bracket_can_stand_in_one_expression()
    {
        var text = "5 in [" + string.Join(", ", Enumerable.Range(10, 1_000).Select(i => $"[{i}..{i + 1}[")) + ", [1..9[]";
        var parsed = FeelExpression.Parse(text, FeelScope.Of());
        Assert.True(parsed.IsValid, string.Join(", ", parsed.Faults));
        Assert.Equal(FeelValue.True, parsed.Expression!.Evaluate(FeelContext.Empty).Value);
    }

    [Fact]
    public void An_unknown_name_inside_a_negated_test_is_found_on_reading()
    {
        var fault = Assert.Single(FeelUnaryTests.Parse("not(known, unknown thing)", FeelScope.Of("known")).Faults);
        Assert.Equal((FeelFaultKind.UnresolvedName, 12), (fault.Kind, fault.Column));
    }
}
