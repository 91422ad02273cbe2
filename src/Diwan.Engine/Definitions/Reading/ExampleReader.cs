using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Diwan.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads a worked example.</summary>
internal sealed class ExampleReader(FaultList faults)
{
    private static readonly Dictionary<string, Channel> Channels =
        Enum.GetValues<Channel>().ToDictionary(c => c.Code(), StringComparer.Ordinal);

    private static readonly string[] Steps = ["pay", "decide", "sendBack", "answer", "wait", "withdraw"];

    internal Example? Read(YamlMap map)
    {
        var name = map.Text("name", required: true);
        var about = map.Text("about", required: true);
        var on = Moment(map);
        var channel = map.Word("channel", Channels, required: true);
        var applicant = Json(map.Node("applicant", required: true)) as JsonObject;
        var registers = Registers(map);
        var answers = Json(map.Node("answers")) as JsonObject ?? [];
        var then = Then(map);
        var expect = Expect(map);
        map.Done();
        if (name is null || about is null || on is null || channel is null || applicant is null || expect is null)
        {
            return null;
        }

        return new Example
        {
            Name = name,
            About = about,
            On = on.Value,
            Channel = channel.Value,
            Applicant = applicant,
            Registers = registers,
            Answers = answers,
            Then = then,
            Expect = expect,
            At = map.At,
        };
    }

    /// <summary>YAML as JSON: plain words that are numbers, true, false or null become such; everything else is text.</summary>
    internal static JsonNode? Json(YamlNode? node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    result[((YamlScalarNode)key).Value ?? ""] = Json(value);
                }

                return result;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select(Json)]);
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar:
                return scalar.Value switch
                {
                    null or "" or "null" or "~" => null,
                    "true" => JsonValue.Create(true),
                    "false" => JsonValue.Create(false),
                    var text when IsNumber(text) => JsonValue.Create(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
                    var text => JsonValue.Create(text),
                };
            case YamlScalarNode scalar:
                return JsonValue.Create(scalar.Value);
            default:
                return null;
        }
    }

    /// <summary>A number of YAML 1.2, but not one with leading zeros, which is a code.</summary>
    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        return digits.Length is > 0 and < 28
            && char.IsAsciiDigit(digits[0])
            && (digits.Length == 1 || digits[0] != '0' || digits[1] == '.')
            && digits.IndexOfAnyExcept("0123456789.") < 0
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    private static DateTimeOffset? Moment(YamlMap map)
    {
        var text = map.Text("on", required: true);
        if (text is null)
        {
            return null;
        }

        foreach (var format in new[] { "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd" })
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            {
                return NationalCalendar.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
            }
        }

        map.Wrong("on", "وقتاً في عمّان مثل 2018-02-11T09:30", "a moment in Amman such as 2018-02-11T09:30");
        return null;
    }

    private static Dictionary<string, ExampleRegister> Registers(YamlMap map)
    {
        var registers = new Dictionary<string, ExampleRegister>(StringComparer.Ordinal);
        if (map.Map("registers") is { } found)
        {
            foreach (var key in found.Keys.ToArray())
            {
                var json = Json(found.Node(key));
                var word = json is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
                registers[key] = word switch
                {
                    "down" => new ExampleRegister(true, false, null),
                    "refused" => new ExampleRegister(false, true, null),
                    _ => new ExampleRegister(false, false, json),
                };
            }
        }

        return registers;
    }

    private List<ExampleStep> Then(YamlMap map)
    {
        var steps = new List<ExampleStep>();
        if (map.Node("then") is not YamlSequenceNode sequence)
        {
            if (map.Node("then") is not null)
            {
                map.Wrong("then", "قائمة من الخطوات", "a list of steps");
            }

            return steps;
        }

        foreach (var node in sequence.Children)
        {
            var step = node switch
            {
                YamlScalarNode { Value: "pay" } => new ExampleStep.Pay(TimeSpan.Zero),
                YamlScalarNode { Value: "withdraw" } => new ExampleStep.Withdraw(),
                YamlMappingNode => Step(YamlMap.Of(node, map.File, faults)!),
                _ => null,
            };
            if (step is not null)
            {
                steps.Add(step);
            }
            else if (node is not YamlMappingNode)
            {
                map.Unknown(YamlMap.Place(node, map.File), (node as YamlScalarNode)?.Value ?? "", Steps);
            }
        }

        return steps;
    }

    private static ExampleStep? Step(YamlMap map)
    {
        ExampleStep? step = null;
        switch (Steps.FirstOrDefault(map.Has))
        {
            case "pay" when map.Map("pay") is { } pay:
                step = new ExampleStep.Pay(Duration(pay, "after") ?? TimeSpan.Zero);
                pay.Done();
                break;
            case "decide" when map.Map("decide") is { } decide:
                var task = decide.Text("task", required: true);
                var verdict = decide.Text("as", required: true);
                if (verdict is not (null or "approve" or "refuse"))
                {
                    decide.Unknown(decide.AtKey("as"), verdict, ["approve", "refuse"]);
                }

                step = task is null || verdict is null ? null : new ExampleStep.Decide(task, verdict, decide.Text("reason"), decide.Text("note"));
                decide.Done();
                break;
            case "sendBack" when map.Map("sendBack") is { } back:
                var backTask = back.Text("task", required: true);
                step = backTask is null
                    ? null
                    : new ExampleStep.SendBack(backTask, [.. back.Texts("fields", required: true).Select(f => f.Text)], back.Text("note", required: true) ?? "");
                back.Done();
                break;
            case "answer":
                step = Json(map.Node("answer")) is JsonObject answers ? new ExampleStep.Answer(answers) : null;
                break;
            case "wait":
                step = map.Text("wait") is { } wait && Duration(map, "wait") is not null ? new ExampleStep.Wait(wait) : null;
                break;
            case "withdraw":
                map.Node("withdraw");
                step = new ExampleStep.Withdraw();
                break;
            default:
                map.Unknown(map.At, map.Keys.FirstOrDefault() ?? "", Steps);
                return null;
        }

        map.Done();
        return step;
    }

    private static TimeSpan? Duration(YamlMap map, string key)
    {
        var text = map.Text(key);
        if (text is null)
        {
            return null;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            map.Wrong(key, "مدة مثل P3D أو PT2H", "a duration such as P3D or PT2H");
            return null;
        }
    }

    private ExampleExpectation? Expect(YamlMap parent)
    {
        if (parent.Map("expect", required: true) is not { } map)
        {
            return null;
        }

        var expectation = new ExampleExpectation
        {
            Eligible = map.Has("eligible") ? map.Flag("eligible") : null,
            Refusals = List(map, "refusals"),
            Faults = Faults(map),
            Fees = Fees(map),
            Total = Amount(map, "total"),
            CounterTotal = Amount(map, "counterTotal"),
            Route = map.Text("route"),
            Outcome = map.Text("outcome"),
            Passes = List(map, "passes"),
            Messages = List(map, "messages"),
            Document = List(map, "document"),
        };
        map.Done();
        return expectation;
    }

    private static IReadOnlyList<string>? List(YamlMap map, string key) =>
        map.Has(key) ? [.. map.Texts(key).Select(t => t.Text)] : null;

    private static IReadOnlyList<string>? Faults(YamlMap map) => map.Node("faults") switch
    {
        null => null,
        YamlSequenceNode => List(map, "faults"),
        _ => map.Map("faults")?.Keys.ToArray(),
    };

    private static Money? Amount(YamlMap map, string key) => map.Number(key) is { } dinars ? Money.FromDinars(dinars) : null;

    private IReadOnlyDictionary<string, IReadOnlyList<Money>>? Fees(YamlMap map)
    {
        if (map.Node("fees") is not { } node || YamlMap.Of(node, map.File, faults) is not { } fees)
        {
            return null;
        }

        var lines = new Dictionary<string, IReadOnlyList<Money>>(StringComparer.Ordinal);
        foreach (var line in fees.Keys.ToArray())
        {
            switch (fees.Node(line, required: true))
            {
                case YamlSequenceNode sequence:
                    var amounts = new List<Money>();
                    foreach (var item in sequence.Children)
                    {
                        if (decimal.TryParse((item as YamlScalarNode)?.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var dinars))
                        {
                            amounts.Add(Money.FromDinars(dinars));
                        }
                        else
                        {
                            fees.Wrong(line, "قائمة مبالغ", "a list of amounts");
                        }
                    }

                    lines[line] = amounts;
                    break;
                case not null when fees.Number(line) is { } amount:
                    lines[line] = [Money.FromDinars(amount)];
                    break;
            }
        }

        return lines;
    }
}
