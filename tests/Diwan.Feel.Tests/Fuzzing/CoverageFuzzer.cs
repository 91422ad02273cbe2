using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;
using SharpFuzz;
using Trace = SharpFuzz.Common.Trace;

namespace Diwan.Feel.Tests.Fuzzing;

/// <summary>
/// A coverage-guided fuzzer in one process: a copy of the library is instrumented by SharpFuzz and loaded beside the plain one;
/// inputs that reach new branches are kept and mutated further. For a machine without AFL or libFuzzer.
/// </summary>
internal sealed class CoverageFuzzer : IDisposable
{
    private const int MapSize = 1 << 16;
    private readonly nint _map = Marshal.AllocHGlobal(MapSize);
    private readonly byte[] _seen = new byte[MapSize];
    private readonly List<byte[]> _corpus = [];
    private readonly Action<byte[]> _target;
    private readonly string _folder;
    private ulong _random;

    public CoverageFuzzer(ulong seed)
    {
        _random = seed | 1;
        _folder = Directory.CreateTempSubdirectory("diwan-fuzz-").FullName;
        _target = LoadInstrumented();
    }

    public int Corpus => _corpus.Count;
    public int Branches => _seen.Count(b => b != 0);
    public long Runs { get; private set; }
    public TimeSpan Slowest { get; private set; }
    public string SlowestInput { get; private set; } = "";
    public long MostBytes { get; private set; }

    private unsafe Action<byte[]> LoadInstrumented()
    {
        var here = AppContext.BaseDirectory;
        foreach (var name in (string[])["Diwan.Feel.dll", "Diwan.Feel.Tests.dll"]) File.Copy(Path.Combine(here, name), Path.Combine(_folder, name));
        // Lazy: it is walking through the names of the types that instruments them.
        if (Fuzzer.Instrument(Path.Combine(_folder, "Diwan.Feel.dll"), _ => true, Options.Value).Count() < 10) throw new InvalidOperationException("Nothing was instrumented.");
        NativeMemory.Clear((void*)_map, MapSize);
        Trace.SharedMem = (byte*)_map;
        var context = new AssemblyLoadContext("instrumented");
        context.Resolving += (_, name) => name.Name is "Diwan.Feel" or "Diwan.Feel.Tests" ? context.LoadFromAssemblyPath(Path.Combine(_folder, name.Name + ".dll")) : null;
        // Loaded from the folder first, so that the default context's plain copy is not taken.
        context.LoadFromAssemblyPath(Path.Combine(_folder, "Diwan.Feel.dll"));
        var tests = context.LoadFromAssemblyPath(Path.Combine(_folder, "Diwan.Feel.Tests.dll"));
        return tests.GetType(typeof(FuzzTargets).FullName!)!.GetMethod(nameof(FuzzTargets.Any), BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Action<byte[]>>();
    }

    /// <summary>Runs one input; the exception it threw, if any.</summary>
    private unsafe Exception? Try(byte[] data, out bool isNew)
    {
        NativeMemory.Clear((void*)_map, MapSize);
        Trace.PrevLocation = 0;
        Runs++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Exception? thrown = null;
        try
        {
            _target(data);
        }
        catch (Exception e)
        {
            thrown = e;
        }
        MostBytes = Math.Max(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
        if (watch.Elapsed > Slowest)
        {
            Slowest = watch.Elapsed;
            SlowestInput = Encoding.UTF8.GetString(data);
        }
        isNew = false;
        var map = new Span<byte>((void*)_map, MapSize);
        for (var i = 0; i < MapSize; i++)
        {
            if (map[i] == 0) continue;
            // Counts in powers of two, as AFL does.
            var bucket = (byte)(1 << Math.Min(7, (int)Math.Log2(map[i])));
            if ((_seen[i] & bucket) != 0) continue;
            _seen[i] |= bucket;
            isNew = true;
        }
        return thrown;
    }

    /// <summary>Fuzzes for a while on a thread with a small stack; the input that broke something, with its exception, or null.</summary>
    public (byte[] Input, Exception Thrown)? Run(IEnumerable<byte[]> seeds, TimeSpan duration)
    {
        (byte[], Exception)? broken = null;
        var last = Path.Combine(Path.GetTempPath(), "diwan-fuzz-last-input.bin");
        var thread = new Thread(
            () =>
            {
                using var file = new FileStream(last, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
                var watch = Stopwatch.StartNew();
                foreach (var seed in seeds)
                {
                    if (Try(seed, out var isNew) is { } thrown) broken = (seed, thrown);
                    if (isNew) _corpus.Add(seed);
                    if (broken is not null || watch.Elapsed > duration) break;
                }
                while (broken is null && watch.Elapsed < duration)
                {
                    var input = Mutate(_corpus[Next(_corpus.Count)]);
                    // Kept where a crash of the whole process would leave it.
                    file.Position = 0;
                    file.Write(input);
                    file.SetLength(input.Length);
                    if (Try(input, out var isNew) is { } thrown) broken = (input, thrown);
                    if (isNew) _corpus.Add(input);
                }
            },
            1024 * 1024);
        thread.Start();
        thread.Join();
        return broken;
    }

    private int Next(int bound)
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return (int)(_random % (uint)bound);
    }

    private byte[] Mutate(byte[] parent)
    {
        var data = new List<byte>(parent);
        for (var n = 1 + Next(4); n > 0; n--)
        {
            var at = data.Count == 0 ? 0 : Next(data.Count);
            switch (Next(8))
            {
                case 0 when data.Count > 0: data[at] = (byte)Next(256); break;
                case 1 when data.Count > 1: data.RemoveRange(at, Math.Min(data.Count - at, 1 + Next(16))); break;
                case 2: data.InsertRange(at, data.Skip(at).Take(1 + Next(32)).ToArray()); break;
                case 3 when _corpus.Count > 0:
                    var other = _corpus[Next(_corpus.Count)];
                    var from = Next(Math.Max(1, other.Length));
                    data.InsertRange(at, other.Skip(from).Take(1 + Next(64)));
                    break;
                case 4: data.InsertRange(at, Encoding.UTF8.GetBytes(((string[])["0", "-1", "1e30", "9999999999", "0.5", "[1..3]", "@\"P1D\"", "null", "{}", "[]", "\"\""])[Next(11)])); break;
                case 5 when data.Count > 0 && data[at] is >= (byte)'0' and <= (byte)'9': data[at] = (byte)('0' + Next(10)); break;
                default: data.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[Next(Tokens.Length)])); break;
            }
        }
        if (data.Count > 3_000) data.RemoveRange(3_000, data.Count - 3_000);
        return [.. data];
    }

    public static readonly string[] Tokens =
    [
        " + ", " - ", " * ", " / ", "**", " and ", " or ", " = ", " != ", "<", ">=", " in ", " between ", "..", "(", ")", "[", "]", "{", "}", ",", ":", ".", "?", "@\"", "\"", "\\u",
        "if ", " then ", " else ", "for i in ", " return ", "some i in ", "every i in ", " satisfies ", "function(x) ", " instance of ", "list<", "context<a: ", "->", "not(", "partial",
        "a", "list", "text", "first name", "day", "person", ".age", ".name of mother", "item", "date(", "time(", "date and time(", "duration(", "string(", "number(", "substring(", "replace(",
        "matches(", "split(", "string join(", "count(", "min(", "max(", "sum(", "mean(", "product(", "median(", "stddev(", "mode(", "all(", "any(", "sublist(", "append(", "concatenate(", "union(",
        "insert before(", "remove(", "reverse(", "index of(", "distinct values(", "flatten(", "sort(", "list replace(", "decimal(", "floor(", "round up(", "abs(", "modulo(", "sqrt(", "log(", "exp(",
        "odd(", "get value(", "get entries(", "context(", "context put(", "context merge(", "range(", "before(", "overlaps(", "includes(", "during(", "coincides(", "week of year(", "now()", "today()",
        "years and months duration(", "(a+)+$", "\\\\1", "\\\\p{L}", "[^a-z-[b]]", "2024-02-29", "T10:30:00@Asia/Amman", "+03:00", "P1Y2M", "P1DT2H3.5S", "/*", "//", "مرحبا", "🐎",
        "<decision name=\"d\"><literalExpression><text>", "</text></literalExpression></decision>", "<context><contextEntry><variable name=\"x\"/>", "<requiredDecision href=\"#d\"/>", "id=\"d\"", "&lt;",
    ];

    public void Dispose()
    {
        unsafe
        {
            // Code still loaded may go on writing; it must not write into freed memory.
            Trace.SharedMem = (byte*)Marshal.AllocHGlobal(MapSize);
        }
        Marshal.FreeHGlobal(_map);
    }
}
