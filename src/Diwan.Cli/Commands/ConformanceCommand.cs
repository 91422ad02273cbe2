using System.CommandLine;
using Diwan.Feel;

namespace Diwan.Cli.Commands;

/// <summary>Runs outside test suites.</summary>
internal static class ConformanceCommand
{
    internal static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "The folder TestCases of a copy of the DMN Technology Compatibility Kit, or one above it." };
        var csv = new Option<string?>("--csv") { Description = "Also write the kit's own result file here." };
        var dmn = new Command("dmn", "Run the DMN Technology Compatibility Kit.") { folder, csv };
        dmn.SetAction(parsed => ConformanceRunner.Run(parsed.GetValue(folder)!, Console.Out, parsed.GetValue(csv)).AllPassed ? 0 : 1);
        return new Command("conformance", "Run an outside conformance suite.") { dmn };
    }
}
