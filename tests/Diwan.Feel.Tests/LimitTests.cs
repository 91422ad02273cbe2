using System.Diagnostics;

namespace Diwan.Feel.Tests;

public sealed class LimitTests
{
    private static readonly FeelOptions Small = new() { MaxSteps = 100_000, MaxListSize = 10_000, MaxStringLength = 100_000, MaxDepth = 64 };

    private static FeelIssue Limit(string text, FeelOptions? options = null)
    {
        var result = FeelExpression.Evaluate(text, FeelContext.Empty, options ?? Small);
        Assert.True(result.Value.IsNull);
        return Assert.Single(result.Issues, i => i.Kind == FeelIssueKind.Limit);
    }

    [Theory]
    [InlineData("for i in 1..1000000000 return 1", "MaxListSize")]
    [InlineData("count(for i in 1..9000, j in 1..9000 return 1)", "MaxListSize")]
    [InlineData("some i in 1..1000000000 satisfies i < 0", "MaxSteps")]
    [InlineData("{l: for i in 1..9000 return i, r: some i in 1..9000 satisfies l != l}.r", "MaxSteps")]
    [InlineData("{l: for i in 1..9000 return i, r: some i in 1..9000 satisfies count(l) = 0}.r", "MaxSteps")]
    [InlineData("{l: for i in 1..9000 return i, r: some i in 1..9000 satisfies 0 in l}.r", "MaxSteps")]
    [InlineData("{f: function(n) f(n), r: f(1)}.r", "MaxDepth")]
    [InlineData("{f: function(s) f(s + s), r: f(\"abcdefgh\")}.r", "MaxStringLength")]
    [InlineData("{f: function(l) f(concatenate(l, l)), r: f([1])}.r", "MaxListSize")]
    [InlineData("string join(for i in 1..9999 return \"aaaaaaaaaaaaaaaaaaaa\")", "MaxStringLength")]
    public void What_grows_without_bound_ends_with_an_issue_naming_the_limit(string text, string limit) =>
        Assert.Contains(limit, Limit(text).Message, StringComparison.Ordinal);

    [Fact]
    public void The_default_limits_end_a_runaway_within_seconds()
    {
        var watch = Stopwatch.StartNew();
        Assert.Contains("MaxSteps", Limit("{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(200)}.r", FeelOptions.Default).Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("matches(string join(for i in 1..5000 return \"a\"), \"^(a+)+$b\")")]
    [InlineData("replace(string join(for i in 1..5000 return \"a\"), \"(a|aa)+$c\", \"x\")")]
    public void Catastrophic_patterns_run_in_linear_time(string text)
    {
        var watch = Stopwatch.StartNew();
        FeelExpression.Evaluate(text, FeelContext.Empty, Small);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_pattern_with_back_references_is_cut_off_by_the_timeout()
    {
        var result = FeelExpression.Evaluate("matches(string join(for i in 1..3000 return \"a\"), \"^(a*)*\\1b$\")", FeelContext.Empty, Small);
        Assert.True(result.Value.IsNull);
        Assert.Contains("RegexTimeout", Assert.Single(result.Issues).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('-')]
    public void Deep_nesting_is_refused_on_reading(char bracket)
    {
        var parsed = FeelExpression.Parse(new string(bracket, 100_000) + "1", FeelScope.Of());
        Assert.Null(parsed.Expression);
        Assert.Equal(FeelFaultKind.Limit, Assert.Single(parsed.Faults).Kind);
    }

    [Fact]
    public void Long_expressions_and_intricate_ranges_are_refused_quickly()
    {
        Assert.Contains("MaxExpressionLength", Assert.Single(FeelExpression.Parse(new string(' ', 300_000), FeelScope.Of()).Faults).Message, StringComparison.Ordinal);
        var watch = Stopwatch.StartNew();
        FeelExpression.Parse(string.Concat(Enumerable.Repeat("[1..a", 100)), FeelScope.Of("a"));
        FeelExpression.Parse("1" + string.Concat(Enumerable.Repeat(" + 1", 1_900)), FeelScope.Of());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_long_chain_evaluates_on_a_small_stack()
    {
        var parsed = FeelExpression.Parse("1" + string.Concat(Enumerable.Repeat(" + 1", 1_900)), FeelScope.Of());
        FeelValue value = default;
        var thread = new Thread(() => value = parsed.Expression!.Evaluate(FeelContext.Empty).Value, 512 * 1024) { IsBackground = true };
        thread.Start();
        thread.Join();
        Assert.Equal(FeelValue.Of(1_901), value);
    }

    [Fact]
    public void Issues_are_counted_but_not_kept_beyond_the_limit()
    {
        var result = FeelExpression.Evaluate("for i in 1..5000 return i + \"a\"", FeelContext.Empty, new FeelOptions { MaxIssues = 10 });
        Assert.Equal(11, result.Issues.Count);
        Assert.Contains("4990 more", result.Issues[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_nested_very_deeply_can_be_compared_written_and_checked_on_a_small_stack()
    {
        var options = new FeelOptions { MaxSteps = 3_000_000 };
        var read = DmnTests.Read("""
            <itemDefinition name="tTree" isCollection="true"><typeRef>tTree</typeRef></itemDefinition>
            <itemDefinition name="tNode"><itemComponent name="next"><typeRef>tNode</typeRef></itemComponent></itemDefinition>
            <decision id="d" name="d"><literalExpression><text>for i in 1..1500 return if i = 1 then {next: null} else {next: partial[-1]}</text></literalExpression></decision>
            <decision id="e" name="e"><variable name="e" typeRef="tNode"/><informationRequirement><requiredDecision href="#d"/></informationRequirement><literalExpression><text>d[-1]</text></literalExpression></decision>
            <decision id="f" name="f"><informationRequirement><requiredDecision href="#d"/></informationRequirement><literalExpression><text>[d = d, count(distinct values(d)), d[-1] instance of tNode, string(d)]</text></literalExpression></decision>
            """);
        DmnResult? typed = null;
        var thread = new Thread(
            () =>
            {
                typed = read.Model!.Evaluate("e", FeelContext.Empty, new DmnOptions { Feel = options });
                var value = read.Model.Evaluate("f", FeelContext.Empty, new DmnOptions { Feel = options });
                _ = typed.Value.ToString() + typed.Value.ToJson() + typed.Value.GetHashCode() + value.Value.Equals(value.Value);
            },
            512 * 1024);
        thread.Start();
        thread.Join();
        Assert.NotNull(typed);
    }

    [Fact]
    public void Documents_and_patterns_beyond_their_limits_are_refused_by_name()
    {
        var small = new FeelOptions { MaxDocumentLength = 1_000, MaxDocumentDepth = 10, MaxPatternLength = 10 };
        Assert.Contains("MaxDocumentLength", Assert.Single(DmnModel.Read(new string(' ', 2_000), null, small).Faults).Message, StringComparison.Ordinal);
        Assert.Contains("MaxDocumentDepth", Assert.Single(DmnModel.Read(string.Concat(Enumerable.Repeat("<a>", 50)) + string.Concat(Enumerable.Repeat("</a>", 50)), null, small).Faults).Message, StringComparison.Ordinal);
        Assert.Contains("MaxPatternLength", Limit("matches(\"a\", \"aaaaaaaaaaaaaaaaaaaa\")", small).Message, StringComparison.Ordinal);
    }
}
