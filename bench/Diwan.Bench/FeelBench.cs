using System.Diagnostics;
using System.Globalization;
using System.Text;
using Diwan.Feel;

namespace Diwan.Bench;

/// <summary>Decision tables beside hand-written C# that gives the same answers, in the same run.</summary>
internal static class FeelBench
{
    private const string Header = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:bench" name="bench">""";

    public static void Run(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 2;
        Console.WriteLine($"{"table",-28}{"evaluations/s",16}{"bytes/eval",12}{"by hand/s",16}{"ratio",8}");
        VehicleFee(seconds);
        PropertyTax(seconds);
        Thousand(seconds);
    }

    // A licence fee by engine capacity and use: ten rows, UNIQUE.
    private static void VehicleFee(double seconds)
    {
        int[] upTo = [1000, 1500, 2000, 2500, 3000];
        int[] fees = [37, 57, 81, 111, 200, 60, 90, 130, 180, 320];
        var rules = new StringBuilder();
        for (var i = 0; i < 10; i++)
        {
            var low = i % 5 == 0 ? 0 : upTo[i % 5 - 1];
            var range = i % 5 == 4 ? "> " + upTo[3] : $"({low}..{upTo[i % 5]}]";
            rules.Append(Rule([Escape(range), i < 5 ? "\"PRIVATE\"" : "\"HIRE\""], [fees[i].ToString(CultureInfo.InvariantCulture)], "band " + (i + 1)));
        }
        var model = Model("UNIQUE", [("capacity", "number"), ("use", "string")], ["number"], rules);
        var samples = Samples(i => [("capacity", (decimal)(i * 37 % 4000 + 1)), ("use", i % 3 == 0 ? "HIRE" : "PRIVATE")]);

        static decimal? ByHand(decimal capacity, string use)
        {
            var hire = use == "HIRE";
            if (!hire && use != "PRIVATE") return null;
            if (capacity <= 0) return null;
            if (capacity <= 1000) return hire ? 60 : 37;
            if (capacity <= 1500) return hire ? 90 : 57;
            if (capacity <= 2000) return hire ? 130 : 81;
            if (capacity <= 2500) return hire ? 180 : 111;
            return hire ? 320 : 200;
        }

        Compare("vehicle fee, 10 rows", model, samples, s => FeelValueOf(ByHand(Decimal(s["capacity"]), Text(s["use"]))), seconds);
    }

    // Property tax: a rate by use, applied to the estimated rent, with an exemption below a limit.
    private static void PropertyTax(double seconds)
    {
        var rules = new StringBuilder();
        rules.Append(Rule(["-", Escape("<= 50"), "-"], ["0"], "exempt"));
        rules.Append(Rule(["\"RESIDENTIAL\"", Escape("> 50"), "false"], ["rent * 0.10"], "dwelling, owner"));
        rules.Append(Rule(["\"RESIDENTIAL\"", Escape("> 50"), "true"], ["rent * 0.15"], "dwelling, let"));
        rules.Append(Rule(["\"COMMERCIAL\", \"OFFICE\"", Escape("> 50"), "-"], ["rent * 0.15"], "business"));
        rules.Append(Rule(["\"LAND\"", Escape("> 50"), "-"], ["rent * 0.02"], "land"));
        var model = Model("FIRST", [("use", "string"), ("rent", "number"), ("let", "boolean")], ["number"], rules);
        string[] uses = ["RESIDENTIAL", "COMMERCIAL", "OFFICE", "LAND"];
        var samples = Samples(i => [("use", uses[i % 4]), ("rent", i * 13.25m % 3000), ("let", i % 2 == 0)]);

        static decimal? ByHand(string use, decimal rent, bool let)
        {
            if (rent <= 50) return 0;
            return use switch
            {
                "RESIDENTIAL" => let ? rent * 0.15m : rent * 0.10m,
                "COMMERCIAL" or "OFFICE" => rent * 0.15m,
                "LAND" => rent * 0.02m,
                _ => null,
            };
        }

        Compare("property tax, 5 rows", model, samples, s => FeelValueOf(ByHand(Text(s["use"]), Decimal(s["rent"]), s["let"] == true)), seconds);
    }

    private static void Thousand(double seconds)
    {
        var rules = new StringBuilder();
        var limits = new decimal[1000];
        for (var i = 0; i < 1000; i++)
        {
            limits[i] = (i + 1) * 10;
            rules.Append(Rule([$"[{i * 10}..{i * 10 + 10})", i % 2 == 0 ? "\"A\", \"B\"" : "-"], [(i * 3).ToString(CultureInfo.InvariantCulture)], ""));
        }
        var model = Model("UNIQUE", [("amount", "number"), ("group", "string")], ["number"], rules);
        var samples = Samples(i => [("amount", (decimal)(i * 7919 % 10000)), ("group", i % 5 == 0 ? "C" : "A")]);

        decimal? ByHand(decimal amount, string group)
        {
            if (amount < 0) return null;
            // As one writes it by hand: the first band whose limit is above the amount.
            for (var i = 0; i < limits.Length; i++)
            {
                if (amount >= limits[i]) continue;
                return i % 2 == 1 || group is "A" or "B" ? i * 3 : null;
            }
            return null;
        }

        Compare("1,000 rows", model, samples, s => FeelValueOf(ByHand(Decimal(s["amount"]), Text(s["group"]))), seconds);
    }

    private static void Compare(string name, DmnModel model, FeelContext[] samples, Func<FeelContext, FeelValue> byHand, double seconds)
    {
        foreach (var sample in samples)
        {
            var value = model.Evaluate("result", sample).Value;
            if (value != byHand(sample)) throw new InvalidOperationException($"{name}: {sample} gives {value} by the table and {byHand(sample)} by hand.");
        }
        var quiet = new DmnOptions { Explain = false };
        var hand = Measure(samples, byHand, seconds / 2);
        Print(name, Measure(samples, s => model.Evaluate("result", s, quiet).Value, seconds), hand);
        Print(name + ", explained", Measure(samples, s => model.Evaluate("result", s).Value, seconds), hand);
    }

    private static void Print(string name, (double PerSecond, double Bytes) measured, (double PerSecond, double Bytes) hand) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{measured.PerSecond,16:N0}{measured.Bytes,12:N0}{hand.PerSecond,16:N0}{hand.PerSecond / measured.PerSecond,8:N1}"));

    private static (double PerSecond, double Bytes) Measure(FeelContext[] samples, Func<FeelContext, FeelValue> evaluate, double seconds)
    {
        var kept = 0;
        for (var i = 0; i < 50_000; i++) kept += evaluate(samples[i % samples.Length]).IsNull ? 1 : 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            foreach (var sample in samples) kept += evaluate(sample).IsNull ? 1 : 0;
            count += samples.Length;
        }
        var elapsed = watch.Elapsed.TotalSeconds;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(kept);
        return (count / elapsed, (double)bytes / count);
    }

    private static FeelContext[] Samples(Func<int, (string Name, FeelValue Value)[]> make) =>
        [.. Enumerable.Range(0, 256).Select(i => new FeelContext(make(i).Select(p => new KeyValuePair<string, FeelValue>(p.Name, p.Value))))];

    private static decimal Decimal(FeelValue value) => value.TryGetDecimal(out var number) ? number : 0;
    private static string Text(FeelValue value) => value.TryGetString(out var text) ? text : "";
    private static FeelValue FeelValueOf(decimal? value) => value is { } number ? FeelValue.Of(number) : FeelValue.Null;
    private static string Escape(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Rule(string[] tests, string[] outputs, string annotation) =>
        "<rule>" + string.Concat(tests.Select(t => $"<inputEntry><text>{t}</text></inputEntry>")) + string.Concat(outputs.Select(o => $"<outputEntry><text>{o}</text></outputEntry>"))
        + $"<annotationEntry><text>{annotation}</text></annotationEntry></rule>";

    private static DmnModel Model(string hitPolicy, (string Name, string Type)[] inputs, string[] outputs, StringBuilder rules)
    {
        var xml = new StringBuilder(Header);
        foreach (var (name, type) in inputs) xml.Append(CultureInfo.InvariantCulture, $"""<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type}"/></inputData>""");
        xml.Append("""<decision id="result" name="result"><variable name="result"/>""");
        foreach (var (name, _) in inputs) xml.Append(CultureInfo.InvariantCulture, $"""<informationRequirement><requiredInput href="#{name}"/></informationRequirement>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<decisionTable hitPolicy="{hitPolicy}">""");
        foreach (var (name, type) in inputs) xml.Append(CultureInfo.InvariantCulture, $"""<input><inputExpression typeRef="{type}"><text>{name}</text></inputExpression></input>""");
        foreach (var type in outputs) xml.Append(CultureInfo.InvariantCulture, $"""<output typeRef="{type}"/>""");
        xml.Append(rules).Append("</decisionTable></decision></definitions>");
        var read = DmnModel.Read(xml.ToString());
        if (read.Faults.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, read.Faults));
        return read.Model!;
    }
}
