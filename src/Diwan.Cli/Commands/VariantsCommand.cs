using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Diwan.Cases.Mining;

namespace Diwan.Cli.Commands;

/// <summary><c>variants FILE</c>: the ways that the cases of anybody's XES log took, the most frequent first.</summary>
internal static class VariantsCommand
{
    internal static Command Build()
    {
        var file = new Argument<string>("file") { Description = "An event log in XES, as it is or compressed (.xes, .xes.gz)." };
        var most = new Option<int>("--most") { Description = "How many variants are shown.", DefaultValueFactory = _ => 20 };
        var command = new Command("variants", "Counts the variants of an event log in XES.") { file, most };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(most)));
        return command;
    }

    private static int Run(string path, int most)
    {
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"لا ملف في {path}.\nThere is no file {path}.");
            return 2;
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        VariantCount count;
        try
        {
            using var raw = File.OpenRead(path);
            using var stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(raw, CompressionMode.Decompress) : (Stream)raw;
            count = Xes.Variants(stream);
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            Console.Error.WriteLine($"ليس سجل XES سليماً: {e.Message}\nNot a sound XES log: {e.Message}");
            return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Cases:N0} cases, {count.Events:N0} events, {count.Variants.Count:N0} variants, {watch.Elapsed.TotalSeconds:N1} s"));
        foreach (var variant in count.Variants.Take(most))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variant.Cases,9:N0} {100.0 * variant.Cases / count.Cases,6:N2} %  {string.Join(" > ", variant.Activities)}"));
        }

        return 0;
    }
}
