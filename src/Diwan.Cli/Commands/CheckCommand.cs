using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Messages;

namespace Diwan.Cli.Commands;

/// <summary><c>check [path]</c>: reads definitions and reports every fault at once; exit code 1 when there are errors.</summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var path = new Argument<string>("path")
        {
            Description = "The services folder, or the folder of one service.",
            DefaultValueFactory = _ => "services",
        };
        var language = new Option<string>("--language") { Description = "ar or en: the language of the report.", DefaultValueFactory = _ => "en" };
        var command = new Command("check", "Checks service definitions and reports every fault with file, line, column and remedy.") { path, language };
        command.SetAction(parse => Run(parse.GetValue(path)!, Languages.FromCode(parse.GetValue(language)), Console.Out));
        return command;
    }

    internal static int Run(string path, Language language, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        if (!Directory.Exists(path))
        {
            output.WriteLine($"There is no folder {path}. Give the services folder or that of one service, such as services/moj/non-conviction-certificate.");
            return 1;
        }

        IReadOnlyList<DefinitionFault> faults;
        IReadOnlyList<TemplateFault> ofMessages = [];
        int services;
        if (File.Exists(Path.Combine(path, "service.yaml")))
        {
            var read = CatalogueReader.ReadService(path);
            (faults, services) = (read.Faults, read.Definition is null ? 0 : 1);
        }
        else
        {
            var read = CatalogueReader.Read(path);
            (faults, services) = (read.Faults, read.Catalogue?.Services.Count ?? 0);
            ofMessages = TemplateFolder.Read(Path.Combine(path, "messages")).Faults;
        }

        foreach (var fault in faults)
        {
            output.WriteLine(fault.ToString(language));
        }

        foreach (var fault in ofMessages)
        {
            output.WriteLine($"messages/{fault.File}:{fault.Line}: {fault.Text.In(language)}");
        }

        var errors = faults.Count(f => f.Severity == FaultSeverity.Error) + ofMessages.Count;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{services} services without errors, {errors} errors, {faults.Count(f => f.Severity != FaultSeverity.Error)} warnings, {watch.Elapsed.TotalSeconds:0.0} s"));
        return errors > 0 ? 1 : 0;
    }
}
