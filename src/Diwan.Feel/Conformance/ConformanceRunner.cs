using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Diwan.Feel;

public enum ConformanceOutcome
{
    Success,
    Failure,
    /// <summary>Needs what no .NET program has: it calls a Java method.</summary>
    NotSupported,
}

/// <summary>One test case of the kit.</summary>
public sealed record ConformanceCase(string Level, string Folder, string File, string Id, ConformanceOutcome Outcome, string Detail);

public sealed record ConformanceReport(IReadOnlyList<ConformanceCase> Cases)
{
    public int Count(string? level, ConformanceOutcome outcome) => Cases.Count(c => (level is null || c.Level == level) && c.Outcome == outcome);
    public bool AllPassed => Cases.Count > 0 && Cases.All(c => c.Outcome == ConformanceOutcome.Success);
}

/// <summary>Runs a copy of the DMN Technology Compatibility Kit (github.com/dmn-tck/tck): folders of models and test cases by compliance level.</summary>
public static class ConformanceRunner
{
    /// <summary>Runs every test case below the folder, prints a line for each that does not pass and a summary by level, and writes the kit's result file if asked.</summary>
    public static ConformanceReport Run(string folder, TextWriter output, string? csvPath = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var cases = new List<ConformanceCase>();
        var options = new DmnOptions { Feel = new FeelOptions { Now = (clock ?? TimeProvider.System).GetUtcNow() } };
        if (!Directory.Exists(folder))
        {
            output.WriteLine($"There is no folder {folder}.");
            return new ConformanceReport(cases);
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            XElement root;
            try
            {
                root = XElement.Load(file, LoadOptions.PreserveWhitespace);
            }
            catch (XmlException)
            {
                continue;
            }
            if (root.Name.LocalName == "testCases") RunFile(file, root, options, cases);
        }
        Print(cases, output);
        if (csvPath is not null) WriteCsv(cases, csvPath);
        return new ConformanceReport(cases);
    }

    private static void RunFile(string file, XElement root, DmnOptions options, List<ConformanceCase> cases)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var folder = Path.GetFileName(directory);
        var level = Path.GetFileName(Path.GetDirectoryName(directory)) ?? "";
        var modelName = Child(root, "modelName")?.Value.Trim() ?? folder + ".dmn";
        var modelFile = Path.Combine(directory, Path.GetFileName(modelName));
        if (!File.Exists(modelFile) && Directory.EnumerateFiles(directory, "*.dmn").FirstOrDefault() is { } only) modelFile = only;
        var model = File.Exists(modelFile) ? DmnModel.Read(File.ReadAllText(modelFile), Siblings(directory)) : null;
        var index = 0;
        var name = Path.GetFileNameWithoutExtension(file);
        foreach (var test in root.Elements().Where(e => e.Name.LocalName == "testCase"))
        {
            var id = test.Attribute("id")?.Value ?? (++index).ToString("000", CultureInfo.InvariantCulture);
            if (model?.Model is null)
            {
                var reason = model is null ? $"There is no model {modelName}." : string.Join(" ", model.Faults.Select(f => f.ToString()));
                cases.Add(new ConformanceCase(level, folder, name, id, ConformanceOutcome.Failure, reason));
                continue;
            }
            cases.Add(RunCase(model.Model, test, options, new ConformanceCase(level, folder, name, id, ConformanceOutcome.Success, "")));
        }
    }

    /// <summary>Imported models lie beside the one that imports them.</summary>
    private static Func<DmnImport, string?> Siblings(string directory)
    {
        Dictionary<string, string>? byNamespace = null;
        return import =>
        {
            if (byNamespace is null)
            {
                byNamespace = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var file in Directory.EnumerateFiles(directory, "*.dmn"))
                {
                    var text = File.ReadAllText(file);
                    try
                    {
                        byNamespace.TryAdd(XElement.Parse(text).Attribute("namespace")?.Value ?? "", text);
                    }
                    catch (XmlException)
                    {
                    }
                }
            }
            return byNamespace.GetValueOrDefault(import.Namespace);
        };
    }

    private static ConformanceCase RunCase(DmnModel model, XElement test, DmnOptions options, ConformanceCase passed)
    {
        var inputs = new Dictionary<string, FeelValue>(StringComparer.Ordinal);
        foreach (var input in test.Elements().Where(e => e.Name.LocalName == "inputNode"))
        {
            var name = FeelNames.Key(input.Attribute("name")?.Value ?? "");
            var space = input.Attribute("namespace")?.Value;
            var value = ReadValue(input);
            var alias = space is null ? null : model.Imports.FirstOrDefault(i => i.Value.Namespace == space).Key;
            inputs[string.IsNullOrEmpty(alias) ? name : alias + "." + name] = value;
            inputs.TryAdd(name, value);
        }
        var type = test.Attribute("type")?.Value ?? "decision";
        var invocable = FeelNames.Key(test.Attribute("invocableName")?.Value ?? "");
        var details = new List<string>();
        var external = false;
        foreach (var node in test.Elements().Where(e => e.Name.LocalName == "resultNode"))
        {
            var name = FeelNames.Key(node.Attribute("name")?.Value ?? "");
            var result = type switch
            {
                "decisionService" => model.EvaluateService(invocable, inputs, options),
                "bkm" => model.EvaluateKnowledge(invocable, inputs, options),
                _ => model.Evaluate(name, inputs, options),
            };
            var actual = result.Value;
            if (type == "decisionService" && actual.Kind == FeelKind.Context && actual.Entries.TryGetValue(name, out var output)) actual = output;
            var expected = Child(node, "expected") is { } e ? ReadValue(e) : FeelValue.Null;
            if (Same(expected, actual)) continue;
            external |= result.Issues.Any(i => i.Kind == FeelIssueKind.External);
            details.Add($"{name}: expected {Shorten(expected)}, got {Shorten(actual)}{string.Concat(result.Issues.Take(3).Select(i => " | " + i.Message))}");
        }
        var outcome = details.Count == 0 ? ConformanceOutcome.Success : external ? ConformanceOutcome.NotSupported : ConformanceOutcome.Failure;
        return passed with { Outcome = outcome, Detail = string.Join("; ", details) };
    }

    private static string Shorten(FeelValue value)
    {
        var text = value.ToString();
        return text.Length <= 200 ? text : text[..200] + "…";
    }

    private static XElement? Child(XElement xml, string name) => xml.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static bool IsNil(XElement xml) => xml.Attributes().Any(a => a.Name.LocalName == "nil" && a.Value is "true" or "1");

    private static FeelValue ReadValue(XElement xml)
    {
        if (Child(xml, "list") is { } list)
            return IsNil(list) ? FeelValue.Null : FeelValue.List(list.Elements().Where(e => e.Name.LocalName == "item").Select(ReadValue));
        var components = xml.Elements().Where(e => e.Name.LocalName == "component").ToList();
        if (components.Count > 0)
        {
            return FeelValue.Context(components.Select(c => new KeyValuePair<string, FeelValue>(FeelNames.Key(c.Attribute("name")?.Value ?? ""), IsNil(c) ? FeelValue.Null : ReadValue(c))));
        }
        return Child(xml, "value") is { } value ? Simple(value) : FeelValue.Null;
    }

    private static FeelValue Simple(XElement value)
    {
        if (IsNil(value)) return FeelValue.Null;
        var type = value.Attributes().FirstOrDefault(a => a.Name.LocalName == "type")?.Value ?? "";
        var local = type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var text = value.Value;
        switch (local)
        {
            case "boolean": return text.Trim() is "true" or "1";
            case "decimal" or "double" or "float" or "integer" or "int" or "long" or "short":
                return FeelNumber.TryParse(text.Trim(), out var number) ? FeelValue.Of(number) : FeelValue.Of(text);
            case "date" or "time" or "dateTime" or "duration" or "dayTimeDuration" or "yearMonthDuration":
                return TemporalText.TryAny(text.Trim(), out var temporal) ? temporal : FeelValue.Of(text);
            case "string": return FeelValue.Of(text);
            default: return FeelValue.Of(text);
        }
    }

    /// <summary>Numbers may differ in the ninth digit, because the kit writes doubles; everything else must be the same.</summary>
    private static bool Same(FeelValue expected, FeelValue actual)
    {
        if (expected.Kind == FeelKind.Number && actual.Kind == FeelKind.Number)
        {
            if (expected.Number == actual.Number) return true;
            var difference = (expected.Number - actual.Number).Abs();
            var scale = expected.Number.Abs() > 1 ? expected.Number.Abs() : 1;
            return difference <= scale * 0.00000001m;
        }
        if (expected.Kind != actual.Kind) return false;
        switch (expected.Kind)
        {
            case FeelKind.List:
                return expected.Items.Length == actual.Items.Length && expected.Items.Zip(actual.Items).All(p => Same(p.First, p.Second));
            case FeelKind.Context:
                return expected.Entries.Count == actual.Entries.Count && expected.Entries.All(e => actual.Entries.TryGetValue(e.Key, out var value) && Same(e.Value, value));
            default: return FeelCompare.AreEqual(expected, actual) == true;
        }
    }

    private static void Print(List<ConformanceCase> cases, TextWriter output)
    {
        foreach (var failed in cases.Where(c => c.Outcome == ConformanceOutcome.Failure)) output.WriteLine($"FAILED {failed.Level}/{failed.Folder} {failed.Id}: {failed.Detail}");
        foreach (var external in cases.Where(c => c.Outcome == ConformanceOutcome.NotSupported))
            output.WriteLine($"NOT SUPPORTED {external.Level}/{external.Folder} {external.Id}: calls a Java method, which a .NET program does not have. {external.Detail}");
        foreach (var level in cases.GroupBy(c => c.Level))
        {
            var passed = level.Count(c => c.Outcome == ConformanceOutcome.Success);
            var external = level.Count(c => c.Outcome == ConformanceOutcome.NotSupported);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{level.Key}: {passed} of {level.Count()} passed ({100.0 * passed / level.Count():0.00} %), {level.Count() - passed - external} failed, {external} need Java"));
        }
        if (cases.Count == 0) output.WriteLine("No test cases were found.");
    }

    private static void WriteCsv(List<ConformanceCase> cases, string path)
    {
        using var writer = new StreamWriter(path, false, new UTF8Encoding(false));
        foreach (var item in cases)
        {
            var outcome = item.Outcome == ConformanceOutcome.Success ? "SUCCESS" : "ERROR";
            writer.Write($"\"{item.Level}/{item.Folder}\",\"{item.File}\",\"{Csv(item.Id)}\",\"{outcome}\",\"{Csv(item.Detail)}\"\n");
        }
    }

    private static string Csv(string text) => text.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
