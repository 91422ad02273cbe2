namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads services/benchmark.yaml.</summary>
internal static class BenchmarkReader
{
    internal const string File = "benchmark.yaml";

    private static readonly Dictionary<string, BenchmarkDimension> Dimensions = FormReader.Names<BenchmarkDimension>();
    private static readonly Dictionary<string, BenchmarkProbe> Probes = FormReader.Names<BenchmarkProbe>();

    internal static EgovBenchmark Read(YamlMap? file, FaultList faults)
    {
        if (file is null)
        {
            return EgovBenchmark.None;
        }

        var source = SurroundingsReader.Pair(file, "source", faults);
        var questions = new List<BenchmarkQuestion>();
        foreach (var map in file.Maps("questions", required: true))
        {
            var id = map.Text("id", required: true);
            var dimension = map.Word("dimension", Dimensions, required: true);
            var filter = map.Flag("filter");
            var probe = map.Word("probe", Probes);
            var name = SurroundingsReader.Pair(map, "name", faults);
            map.Done();
            if (id is not null && questions.Exists(q => q.Id == id))
            {
                faults.Error(map.At, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
            }
            else if (id is not null && dimension is { } d && name is not null)
            {
                questions.Add(new BenchmarkQuestion(id, d, filter, probe, name, map.At));
            }
        }

        file.Done();
        return new EgovBenchmark(questions, source);
    }
}
