namespace Diwan.Feel.Tests;

public sealed class ConformanceTests
{
    [Fact]
    public void Every_case_of_the_kit_passes_except_those_that_call_Java()
    {
        var kit = Kit.Find();
        Assert.SkipWhen(kit is null, "The DMN kit is not here. Set DIWAN_DMN_TCK to its folder or archive.");
        var output = new StringWriter();
        var csv = Path.GetTempFileName();
        var report = ConformanceRunner.Run(kit!, output, csv);

        var failures = report.Cases.Where(c => c.Outcome == ConformanceOutcome.Failure).Select(c => $"{c.Level}/{c.Folder} {c.Id}: {c.Detail}");
        Assert.Empty(failures);
        Assert.True(report.Count("compliance-level-2", ConformanceOutcome.Success) >= 116, output.ToString());
        Assert.True(report.Count("compliance-level-3", ConformanceOutcome.Success) >= 2517, output.ToString());
        Assert.Equal(report.Cases.Count, File.ReadLines(csv).Count());
        Assert.Contains(File.ReadLines(csv), l => l == "\"compliance-level-2/0001-input-data-string\",\"0001-input-data-string-test-01\",\"001\",\"SUCCESS\",\"\"");
        File.Delete(csv);
    }

    [Fact]
    public void A_wrong_expectation_is_reported_as_a_failure_with_expected_and_actual()
    {
        var folder = Directory.CreateTempSubdirectory("diwan-tck-");
        var level = folder.CreateSubdirectory("compliance-level-3").CreateSubdirectory("9999-wrong");
        File.WriteAllText(Path.Combine(level.FullName, "9999-wrong.dmn"), """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:wrong" name="wrong">
              <decision name="sum" id="d"><literalExpression><text>1 + 1</text></literalExpression></decision>
            </definitions>
            """);
        File.WriteAllText(Path.Combine(level.FullName, "9999-wrong-test-01.xml"), """
            <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
              <modelName>9999-wrong.dmn</modelName>
              <testCase id="001"><resultNode name="sum"><expected><value xsi:type="xsd:decimal">3</value></expected></resultNode></testCase>
            </testCases>
            """);
        var output = new StringWriter();
        var report = ConformanceRunner.Run(folder.FullName, output);
        folder.Delete(true);
        var only = Assert.Single(report.Cases);
        Assert.Equal(ConformanceOutcome.Failure, only.Outcome);
        Assert.Contains("expected 3, got 2", output.ToString(), StringComparison.Ordinal);
    }
}
