using System.CommandLine;
using System.Globalization;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Examples;
using Diwan.Engine.Papers;
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
        var pdf = new Option<string?>("--pdf") { Description = "A folder: the documents of the examples are laid out there as PDF files, marked as specimens." };
        var pdfLanguage = new Option<string?>("--pdf-language") { Description = "ar, en or both: instead of the language the template asks for." };
        var command = new Command("try", "Runs worked examples and shows eligibility, fee lines, route, timeline and document.") { path, example, all, language, pdf, pdfLanguage };
        command.SetAction(parse => Run(
            parse.GetValue(path)!,
            parse.GetValue(example),
            parse.GetValue(all),
            Languages.FromCode(parse.GetValue(language)),
            Console.Out,
            parse.GetValue(pdf),
            parse.GetValue(pdfLanguage)));
        return command;
    }

    internal static int Run(string path, string? name, bool all, Language language, TextWriter output, string? pdf = null, string? pdfLanguage = null)
    {
        if (pdfLanguage is not (null or "ar" or "en" or "both"))
        {
            output.WriteLine($"--pdf-language is ar, en or both, not {pdfLanguage}.");
            return 1;
        }

        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) == "papers" && !File.Exists(Path.Combine(path, "service.yaml")))
        {
            return Papers(path, name, language, output, pdf, pdfLanguage);
        }

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
                if (pdf is not null)
                {
                    Lay(read.Catalogue, run, pdf, pdfLanguage, output);
                }
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

    /// <summary>The papers beside the services: that their examples hold was seen when they were read.</summary>
    private static int Papers(string path, string? name, Language language, TextWriter output, string? pdf, string? pdfLanguage)
    {
        if (CatalogueReader.Read(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))!) is not { Catalogue: { } catalogue, Faults: var faults } || faults.Any(f => f.Severity == FaultSeverity.Error))
        {
            output.WriteLine("The services folder has faults. See diwan check.");
            return 1;
        }

        var ran = 0;
        foreach (var example in catalogue.Papers.Examples.Where(e => name is null || e.Name == name))
        {
            ran++;
            var filled = PaperFiller.Fill(catalogue.Papers, catalogue.Papers.Find(example.Paper)!, example.Values, "0000-0000-0000", example.On);
            output.WriteLine($"{example.Name}: {filled.Title.In(language)}");
            output.WriteLine(filled.ToText(language));
            if (pdf is not null)
            {
                Directory.CreateDirectory(pdf);
                var file = Path.Combine(pdf, $"papers-{example.Paper}-{example.Name}{(pdfLanguage is null ? "" : "-" + pdfLanguage)}.pdf");
                File.WriteAllBytes(file, PreviewDocument.OfPaper(catalogue, example, Of(pdfLanguage)));
                output.WriteLine(file);
            }
        }

        output.WriteLine(ran > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{ran} examples, 0 do not hold")
            : $"There is no example \"{name}\". There are: {string.Join(", ", catalogue.Papers.Examples.Select(e => e.Name))}");
        return ran > 0 ? 0 : 1;
    }

    private static IReadOnlyList<Language>? Of(string? pdfLanguage) => pdfLanguage switch
    {
        "ar" => [Language.Arabic],
        "en" => [Language.English],
        "both" => [Language.Arabic, Language.English],
        _ => null,
    };

    private static void Lay(Catalogue catalogue, ExampleRun run, string folder, string? language, TextWriter output)
    {
        var languages = Of(language);
        foreach (var document in run.Documents)
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{run.Definition.Id.ToString().Replace('/', '-')}-{document.Id}-{run.Example.Name}{(language is null ? "" : "-" + language)}.pdf");
            File.WriteAllBytes(path, PreviewDocument.Run(catalogue, run.Definition, document, run.Timeline is [.., var last] ? last.At : run.Example.On, languages));
            output.WriteLine(path);
        }
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
