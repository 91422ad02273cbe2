using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;

namespace Diwan.Sandbox.Registers;

/// <summary>One input or output of an operation, as docs/registries/README.md states it.</summary>
internal sealed record Field(string Path, string Type, bool Optional, string Meaning);

internal sealed record Operation(string Id, bool Writes, IReadOnlyList<Field> Inputs, IReadOnlyList<Field> Outputs, string Summary)
{
    internal string Subsystem => Id[..Id.IndexOf('/', StringComparison.Ordinal)];
}

/// <summary>The contract of the registers, read from the page on which people read it.</summary>
internal static class Contract
{
    internal static readonly IReadOnlyDictionary<string, string> Members;
    internal static readonly IReadOnlyDictionary<string, Operation> Operations;

    static Contract()
    {
        using var stream = typeof(Contract).Assembly.GetManifestResourceStream("registers.md")!;
        using var reader = new StreamReader(stream);
        (Members, Operations) = Read(reader.ReadToEnd());
    }

    internal static (IReadOnlyDictionary<string, string> Members, IReadOnlyDictionary<string, Operation> Operations) Read(string page)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var operations = new Dictionary<string, Operation>(StringComparer.Ordinal);
        string? id = null, table = null;
        var writes = false;
        var summary = "";
        List<Field> inputs = [], outputs = [];

        void Finish()
        {
            if (id is not null)
            {
                operations.Add(id, new Operation(id, writes, inputs, outputs, summary));
            }

            (id, table, writes, summary, inputs, outputs) = (null, null, false, "", [], []);
        }

        foreach (var line in page.Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith('#'))
            {
                Finish();
                id = line.StartsWith("### ", StringComparison.Ordinal) && line.Contains('/', StringComparison.Ordinal) ? line[4..] : null;
                continue;
            }

            if (id is not null && (line.StartsWith("Read.", StringComparison.Ordinal) || line.StartsWith("Write.", StringComparison.Ordinal)))
            {
                writes = line.StartsWith('W');
                summary = line[(line.IndexOf('.', StringComparison.Ordinal) + 1)..].Trim();
                continue;
            }

            if (!line.StartsWith('|'))
            {
                continue;
            }

            var cells = line.Replace("\\|", "\u0001", StringComparison.Ordinal).Trim('|').Split('|')
                .Select(c => c.Trim().Replace('\u0001', '|')).ToArray();
            if (cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                continue;
            }

            if (cells[0] is "Input" or "Output" or "Subsystem" or "HTTP")
            {
                table = cells[0];
            }
            else if (table == "Subsystem")
            {
                members[cells[0]] = cells[1];
            }
            else if (id is not null)
            {
                (table == "Input" ? inputs : outputs).Add(new Field(cells[0], cells[1].TrimEnd('?'), cells[1].EndsWith('?'), cells[2]));
            }
        }

        Finish();
        return (members, operations);
    }

    /// <summary>The first fault of an input, in both languages, or null.</summary>
    internal static (string En, string Ar)? Fault(Operation operation, JsonObject input)
    {
        foreach (var (name, _) in input)
        {
            if (operation.Inputs.All(f => f.Path != name))
            {
                var known = string.Join(", ", operation.Inputs.Select(f => f.Path));
                return ($"{operation.Id} has no input '{name}'. Inputs: {known}.", $"لا يعرف {operation.Id} المدخل '{name}'. المدخلات: {known}.");
            }
        }

        foreach (var field in operation.Inputs)
        {
            var value = input[field.Path];
            if (value is null)
            {
                if (!field.Optional)
                {
                    return ($"Input '{field.Path}' of {operation.Id} is missing.", $"المدخل '{field.Path}' من {operation.Id} ناقص.");
                }
            }
            else if (!Fits(value, field.Type, input: true))
            {
                return ($"Input '{field.Path}' of {operation.Id} must be {field.Type}.", $"المدخل '{field.Path}' من {operation.Id} يجب أن يكون من نوع {field.Type}.");
            }
        }

        return null;
    }

    /// <summary>Whether a JSON value is of a type of the contract.</summary>
    internal static bool Fits(JsonNode? value, string type, bool input = false)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        return type switch
        {
            "text" => kind == JsonValueKind.String,
            "int" => kind == JsonValueKind.Number && decimal.TryParse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var whole) && whole == Math.Truncate(whole) && Math.Abs(whole) <= int.MaxValue,
            "decimal" => kind == JsonValueKind.Number,
            "money" => kind == JsonValueKind.Number && value!.GetValue<JsonElement>().GetDecimal() is var amount && amount == Math.Round(amount, 3),
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            "list" => kind == JsonValueKind.Array,
            "object" => kind == JsonValueKind.Object,
            "date" => kind == JsonValueKind.String && Date(value!.GetValue<string>(), input) is not null,
            "month" => kind == JsonValueKind.String && Month(value!.GetValue<string>(), input) is not null,
            "dateTime" => kind == JsonValueKind.String && value!.GetValue<string>() is { Length: >= 25 } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => kind == JsonValueKind.String && type.Split('|').Contains(value!.GetValue<string>(), StringComparer.Ordinal),
        };
    }

    /// <summary>A date; as input also a moment, whose day in Amman counts.</summary>
    internal static DateOnly? Date(string text, bool orMoment = true) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : orMoment && text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? NationalCalendar.DateAt(moment)
        : null;

    internal static DateOnly? Month(string text, bool orDate = true) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month
        : orDate && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateOnly(day.Year, day.Month, 1)
        : null;
}
