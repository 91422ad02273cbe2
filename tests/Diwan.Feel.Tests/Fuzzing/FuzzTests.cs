using System.Globalization;
using System.Text;
using SharpFuzz;

namespace Diwan.Feel.Tests.Fuzzing;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] SeedTexts =
    [
        "1 + 2 * 3 ** 2 - -4 / a", "if a > 5 and not(text = \"x\") then list[item > 1] else person.age", "for i in 1..5, j in list return i * j + count(partial)",
        "some x in list satisfies x > 2 or every y in [1,2] satisfies y between 0 and 3", "{x: 1, f: function(n: number) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r",
        "date(\"2024-02-29\") + duration(\"P1Y2M\") - day", "@\"2024-02-29T10:30:00@Asia/Amman\" in [@\"2024-01-01T00:00:00Z\"..@\"2025-01-01T00:00:00Z\")",
        "replace(\"abracadabra\", \"a(.)\", \"[$1]\") + string(split(\"a;b\", \";\"))", "matches(\"aXbX\", \"(x).\\\\1\", \"i\")", "a in (<5, [7..9), 10)", "[1,2,[3]] instance of list<Any>",
        "sort(list, function(x, y) x > y)", "string join([\"a\", text], \"-\")", "range(\"[1..5)\") = [1..5)", "context put(person, [\"age\"], 31).age", "exp(1) + log(10) + sqrt(2) + stddev([1,2,3])",
        "years and months duration(@\"2011-12-22\", @\"2013-08-24\")", "before([1..5], 6) and overlaps((<3), (>=2))", "number(\"1 000,5\", \" \", \",\")", "decimal(2.5, 0) + round up(-1.15, 1)",
    ];

    private static readonly string[] SeedTests = ["-", "> 5, < 2", "not(\"a\", \"b\")", "[1..5], (7..9]", "? + 1 > 3", "list contains(list, ?)", "null", "date(\"2024-01-01\")"];

    private static readonly string[] SeedModels =
    [
        "<inputData id=\"i\" name=\"a\"/><decision id=\"d\" name=\"d\"><informationRequirement><requiredInput href=\"#i\"/></informationRequirement><decisionTable hitPolicy=\"COLLECT\" aggregation=\"SUM\"><input><inputExpression><text>a</text></inputExpression></input><output name=\"o\"/><rule><inputEntry><text>&gt; 5</text></inputEntry><outputEntry><text>a * 2</text></outputEntry></rule></decisionTable></decision>",
        "<itemDefinition name=\"t\" isCollection=\"true\"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition><decision id=\"d\" name=\"d\"><variable name=\"d\" typeRef=\"t\"/><list><literalExpression><text>1</text></literalExpression></list></decision>",
        "<businessKnowledgeModel id=\"b\" name=\"b\"><encapsulatedLogic><formalParameter name=\"n\"/><literalExpression><text>n + 1</text></literalExpression></encapsulatedLogic></businessKnowledgeModel><decision id=\"d\" name=\"d\"><knowledgeRequirement><requiredKnowledge href=\"#b\"/></knowledgeRequirement><invocation><literalExpression><text>b</text></literalExpression><binding><parameter name=\"n\"/><literalExpression><text>2</text></literalExpression></binding></invocation></decision>",
        "<decision id=\"d\" name=\"d\"><context><contextEntry><variable name=\"x\"/><literalExpression><text>1</text></literalExpression></contextEntry><contextEntry><conditional><if><literalExpression><text>x = 1</text></literalExpression></if><then><for iteratorVariable=\"i\"><in><literalExpression><text>[1,2]</text></literalExpression></in><return><literalExpression><text>i</text></literalExpression></return></for></then><else><filter><in><literalExpression><text>[1]</text></literalExpression></in><match><literalExpression><text>item = 1</text></literalExpression></match></filter></else></conditional></contextEntry></context></decision>",
        "<decision id=\"p\" name=\"p\"><informationRequirement><requiredDecision href=\"#q\"/></informationRequirement><literalExpression><text>q</text></literalExpression></decision><decision id=\"q\" name=\"q\"><informationRequirement><requiredDecision href=\"#p\"/></informationRequirement><relation><column name=\"c\"/><row><literalExpression><text>p</text></literalExpression></row></relation></decision><decisionService id=\"s\" name=\"s\"><outputDecision href=\"#q\"/></decisionService>",
    ];

    private static IEnumerable<byte[]> Seeds()
    {
        foreach (var text in SeedTexts) yield return [2, .. Encoding.UTF8.GetBytes(text)];
        foreach (var text in SeedTests) yield return [1, .. Encoding.UTF8.GetBytes(text)];
        foreach (var text in SeedModels) yield return [0, .. Encoding.UTF8.GetBytes(text)];
        foreach (var token in CoverageFuzzer.Tokens) yield return [2, .. Encoding.UTF8.GetBytes(token + "1)")];
    }

    /// <summary>A few seconds by default; DIWAN_FUZZ_MINUTES asks for more.</summary>
    [Fact]
    public void Fuzzing_finds_no_exception_no_hang_and_no_runaway_memory()
    {
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("DIWAN_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var asked) ? asked : 0.06;
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("DIWAN_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 20260228;
        using var fuzzer = new CoverageFuzzer(seed);
        var broken = fuzzer.Run(Seeds(), TimeSpan.FromMinutes(minutes));
        var report = $"{fuzzer.Runs:N0} inputs, {fuzzer.Branches:N0} branches, {fuzzer.Corpus:N0} kept, slowest {fuzzer.Slowest.TotalMilliseconds:N0} ms, most memory {fuzzer.MostBytes:N0} bytes; slowest input: {fuzzer.SlowestInput}";
        output.WriteLine(report);
        if (minutes > 1) Console.WriteLine(report);
        Assert.True(broken is null, broken is { } b ? $"{Encoding.UTF8.GetString(b.Input)}\n({Convert.ToBase64String(b.Input)})\n{b.Thrown}" : "");
        Assert.True(fuzzer.Branches > 1000, "The instrumented copy was not reached.");
        Assert.True(fuzzer.Slowest < TimeSpan.FromSeconds(5), "This input takes too long: " + fuzzer.SlowestInput);
        Assert.True(fuzzer.MostBytes < 500_000_000, $"An input allocates {fuzzer.MostBytes} bytes.");
    }

    /// <summary>The entry for an outside driver (libfuzzer-dotnet), over a library instrumented with the sharpfuzz tool.</summary>
    [Fact(Explicit = true)]
    public void The_target_can_be_driven_by_libFuzzer() => Fuzzer.LibFuzzer.Run(span => FuzzTargets.Any(span.ToArray()));
}
