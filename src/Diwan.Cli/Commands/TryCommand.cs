using System.CommandLine;
using System.Globalization;
using Diwan.Engine.Definitions;
using Diwan.Engine.Examples;
using Diwan.Kernel;

namespace Diwan.Cli.Commands;

/// <summary><c>try services/&lt;i&gt;/&lt;s&gt; [--example name]</c> or <c>try --all</c>: runs worked examples through the real engine; exit code 1 when one does not hold.</summary>
internal static class TryCommand
{
    public static Command Build()
    {
        var path = new Argument<string>("path")
        {
            Description = "The folder of one service, or the services folder.",
            DefaultValueFactory = _ => "services",
        };
        var example = new Option<string?>("--example") { Description = "Run only the example of this name, and show it whole." };
        var all = new Option<bool>("--all") { Description = "Run every example of every service." };
        var language = new Option<string>("--language") { Description = "ar or en: the language shown.", DefaultValueFactory = _ => "en" };
        var command = new Command("try", "Runs worked examples and shows eligibility, fee lines, route, timeline and document.") { path, example, all, language };
        command.SetAction(parse => Run(
            parse.GetValue(path)!, parse.GetValue(example), parse.GetValue(all), Languages.FromCode(parse.GetValue(language)), Console.Out));
        return command;
    }

    internal static int Run(string path, string? name, bool all, Language language, TextWriter output)
    {
        var single = File.Exists(Path.Combine(path, "service.yaml"));
        var root = single ? Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path))))! : path;
        if (!Directory.Exists(root))
        {
            output.WriteLine($"There is no folder {path}. Give that of a service, such as services/moj/non-conviction-certificate, or --all.");
            return 1;
        }

        var read = CatalogueReader.Read(root);
        if (read.Catalogue is null)
        {
            return Faulty(read.Faults, language, output);
        }

        var services = read.Catalogue.Services;
        if (single)
        {
            var own = CatalogueReader.ReadService(path);
            if (own.Definition is null)
            {
                return own.Placeholder is { } empty ? Empty(empty, language, output) : Faulty(own.Faults, language, output);
            }

            services = [own.Definition];
        }
        else if (read.HasErrors)
        {
            Faulty(read.Faults, language, output);
        }

        var failed = 0;
        var ran = 0;
        foreach (var service in services)
        {
            foreach (var example in service.Examples.Where(e => name is null || e.Name == name))
            {
                var run = ExampleRunner.Run(service, example, read.Catalogue.Calendar);
                ran++;
                failed += run.Holds ? 0 : 1;
                output.Write(all || (!single && name is null) ? ExampleText.Brief(run, language) : ExampleText.Whole(run, language));
            }
        }

        if (ran == 0)
        {
            output.WriteLine($"There is no example \"{name}\". There are: {string.Join(", ", services.SelectMany(s => s.Examples).Select(e => e.Name))}");
            return 1;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ran} examples, {failed} do not hold"));
        return failed > 0 || (!single && read.HasErrors) ? 1 : 0;
    }

    private static int Empty(Placeholder placeholder, Language language, TextWriter output)
    {
        output.WriteLine($"{placeholder.Name.In(language)}: {placeholder.Why.In(language)}");
        return 0;
    }

    private static int Faulty(IReadOnlyList<DefinitionFault> faults, Language language, TextWriter output)
    {
        foreach (var fault in faults)
        {
            output.WriteLine(fault.ToString(language));
        }

        return 1;
    }
}
