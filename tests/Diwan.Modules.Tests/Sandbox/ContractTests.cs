using System.Text.Json.Nodes;
using Diwan.Sandbox.Registers;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Sandbox;

public sealed class ContractTests
{
    [Fact]
    public void Every_operation_of_the_page_is_served_and_no_other()
    {
        using var sandbox = new SandboxWorld();
        Assert.Equal(Contract.Operations.Keys.Order(StringComparer.Ordinal), sandbox.Served.Order(StringComparer.Ordinal));
        Assert.True(Contract.Operations.Count >= 36, $"Only {Contract.Operations.Count} operations were read from the page.");
        Assert.All(Contract.Operations.Values, o => Assert.True(o.Outputs.Count > 0, o.Id));
        Assert.All(Contract.Operations.Values, o => Assert.Contains(o.Subsystem, Contract.Members.Keys));
    }

    [Fact]
    public void Answers_about_ready_made_and_generated_people_have_exactly_the_fields_of_the_page()
    {
        using var sandbox = new SandboxWorld();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        var people = sandbox.World.Ready.People.Keys.Concat(Enumerable.Range(0, 250).Select(i => sandbox.World.Made.People.NumberOf(i * 8)));
        foreach (var number in people)
        {
            foreach (var (operation, input) in Questions(sandbox, number))
            {
                Check(operation, sandbox.Ask(operation, input));
                answered.Add(operation);
            }
        }

        foreach (var (operation, input) in Writes())
        {
            Check(operation, sandbox.Ask(operation, input));
            answered.Add(operation);
        }

        Assert.Equal(Contract.Operations.Keys.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string, object)> Questions(SandboxWorld s, string number)
    {
        foreach (var operation in new[]
        {
            "civil-status/person", "civil-status/family", "criminal-record/inquiry", "lands/plots-of", "companies/of", "vocations/licences-of", "traffic/fines-of",
            "property-tax/properties-of", "vehicles/vehicles-of", "social-security/insured",
        })
        {
            yield return (operation, new { nationalNumber = number });
        }

        foreach (var plot in List(s.Ask("lands/plots-of", new { nationalNumber = number }), "plots"))
        {
            var key = new { directorate = T(plot, "directorate"), village = T(plot, "village"), basin = T(plot, "basin"), quarter = T(plot, "quarter"), parcel = T(plot, "parcel") };
            yield return ("lands/plot", key);
            yield return ("lands/plan-sheet", key);
            yield return ("property-tax/at-plot", key);
            yield return ("lands/title", new { key.directorate, key.village, key.basin, key.quarter, key.parcel, nationalNumber = number });
        }

        foreach (var company in List(s.Ask("companies/of", new { nationalNumber = number }), "establishments"))
        {
            var no = new { establishmentNo = T(company, "establishmentNo") };
            yield return ("companies/establishment", no);
            yield return ("vocations/licences-of", no);
            yield return ("property-tax/properties-of", no);
            yield return ("vehicles/vehicles-of", no);
            yield return ("social-security/establishment", no);
            yield return ("social-security/due", no);
            yield return ("social-security/roster", new { no.establishmentNo, period = "2026-10" });
        }

        foreach (var licence in List(s.Ask("vocations/licences-of", new { nationalNumber = number }), "licences"))
        {
            foreach (var operation in new[] { "vocations/licence", "civil-defence/approval", "health/approval" })
            {
                yield return (operation, new { licenceNo = T(licence, "licenceNo") });
            }
        }

        foreach (var vehicle in List(s.Ask("vehicles/vehicles-of", new { nationalNumber = number }), "vehicles"))
        {
            var key = new { plateCode = T(vehicle, "plateCode"), plateNumber = T(vehicle, "plateNumber"), registrationNo = T(vehicle, "registrationNo") };
            yield return ("vehicles/vehicle", key);
            yield return ("traffic/fines", key);
            yield return ("vehicles/insurance", new { key.registrationNo });
        }

        foreach (var fine in List(s.Ask("traffic/fines-of", new { nationalNumber = number }), "fines"))
        {
            yield return ("traffic/fine", new { ticketNo = T(fine, "ticketNo") });
        }

        foreach (var property in List(s.Ask("property-tax/properties-of", new { nationalNumber = number }), "properties"))
        {
            yield return ("property-tax/assessment", new { propertyNo = T(property, "propertyNo") });
        }

        if (number == "2000000607")
        {
            yield return ("social-security/due", new { insuranceNo = "6000607" });
            yield return ("justice/courts", new { });
            yield return ("justice/agency", new { agencyNo = "2026/1205" });
            yield return ("residence/person", new { documentNumber = "A20000105", nationality = "EG" });
            yield return ("criminal-record/inquiry", new { documentNumber = "A20000105", nationality = "EG" });
            yield return ("lands/directorates", new { });
            yield return ("lands/villages", new { directorate = "3" });
            for (var village = 1; village <= 5; village++)
            {
                yield return ("lands/basins", new { directorate = "2", village = $"{village}" });
            }
        }
    }

    private static IEnumerable<(string, object)> Writes() =>
    [
        ("vocations/renew", new { licenceNo = "300001", year = 2026, caseReference = "X", key = "k1" }),
        ("traffic/settle", new { ticketNos = new[] { "T4030001" }, receiptNo = "R1", key = "k2" }),
        ("vehicles/renew", new { registrationNo = "4000403", caseReference = "X", key = "k3" }),
        ("property-tax/settle", new { propertyNo = "5000502", years = new[] { 2024, 2025 }, receiptNo = "R2", key = "k4" }),
        ("social-security/subscribe", new { nationalNumber = "2000000601", wage = 500, startMonth = "2026-11", caseReference = "X", key = "k5" }),
        ("social-security/post-contributions", new { insuranceNo = "6000607", periods = new[] { "2026-09" }, amount = 105, receiptNo = "R3", key = "k6" }),
        ("social-security/post-contributions", new { establishmentNo = "200000608", periods = new[] { "2026-10-01" }, amount = 1, receiptNo = "R4", key = "k7" }),
    ];

    /// <summary>Every field stated is there and of its type, and no other is.</summary>
    private static void Check(string operation, JsonObject answer)
    {
        var outputs = Contract.Operations[operation].Outputs;
        Object("", answer);

        void Object(string prefix, JsonObject at)
        {
            var stated = outputs.Where(f => f.Path.StartsWith(prefix, StringComparison.Ordinal) && f.Path[prefix.Length..].IndexOfAny(['.', '[']) < 0).ToList();
            Assert.True(
                stated.Select(f => f.Path[prefix.Length..]).Order(StringComparer.Ordinal).SequenceEqual(at.Select(p => p.Key).Order(StringComparer.Ordinal)),
                $"{operation} {prefix}: the page says [{string.Join(", ", stated.Select(f => f.Path[prefix.Length..]))}], the answer has [{string.Join(", ", at.Select(p => p.Key))}]");
            foreach (var field in stated)
            {
                var value = at[field.Path[prefix.Length..]];
                Assert.True((value is null && field.Optional) || Contract.Fits(value, field.Type), $"{operation} {field.Path} should be {field.Type}{(field.Optional ? "?" : "")}: {value?.ToJsonString() ?? "null"}");
                if (value is JsonArray items && outputs.Any(f => f.Path.StartsWith($"{field.Path}[].", StringComparison.Ordinal)))
                {
                    foreach (var item in items)
                    {
                        Object($"{field.Path}[].", (JsonObject)item!);
                    }
                }
                else if (value is JsonObject inner)
                {
                    Object($"{field.Path}.", inner);
                }
            }
        }
    }

    [Fact]
    public void The_committed_contracts_are_those_the_page_makes()
    {
        var folder = Repository.In("docs", "registries");
        foreach (var subsystem in Contract.Members.Keys)
        {
            var path = Path.Combine(folder, $"{subsystem}.yaml");
            if (Environment.GetEnvironmentVariable("DIWAN_WRITE_CONTRACTS") == "1")
            {
                File.WriteAllText(path, OpenApi.Write(subsystem));
            }

            Assert.True(File.Exists(path), $"{path} is missing; run this test with DIWAN_WRITE_CONTRACTS=1.");
            Assert.Equal(OpenApi.Write(subsystem), File.ReadAllText(path));
        }
    }

    [Fact]
    public void Services_know_the_same_operations_and_fields_as_the_page()
    {
        var known = KnownToServices(File.ReadAllLines(Path.Combine(Repository.Services, "registers.yaml")));
        Assert.Equal(Contract.Operations.Keys.Order(StringComparer.Ordinal), known.Keys.Order(StringComparer.Ordinal));
        foreach (var operation in Contract.Operations.Values)
        {
            var stated = operation.Inputs.Select(f => $"in {f.Path}: {f.Type}").Concat(operation.Outputs.Select(f => $"out {f.Path}: {f.Type}"));
            Assert.True(
                stated.Order(StringComparer.Ordinal).SequenceEqual(known[operation.Id].Order(StringComparer.Ordinal)),
                $"{operation.Id} differs: {string.Join("; ", stated.Except(known[operation.Id]).Select(x => $"page {x}").Concat(known[operation.Id].Except(stated).Select(x => $"services {x}")))}");
        }
    }

    /// <summary>The fields of services/registers.yaml as "in|out path: type", read by indentation: a record's or list's fields are set in below its name.</summary>
    private static Dictionary<string, List<string>> KnownToServices(string[] lines)
    {
        var known = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? fields = null;
        string? side = null;
        var parents = new Stack<(int Indent, string Path)>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            var text = line.TrimStart();
            var indent = line.Length - text.Length;
            if (text.StartsWith("- id: ", StringComparison.Ordinal) && indent == 2)
            {
                known[text[6..]] = fields = [];
                side = null;
                continue;
            }

            if (fields is null || text.Length == 0 || text.StartsWith('#'))
            {
                continue;
            }

            if (indent == 4)
            {
                side = text switch { "inputs:" => "in", "output:" => "out", _ => null };
                parents.Clear();
                continue;
            }

            if (side is null)
            {
                continue;
            }

            if (text.StartsWith("- ", StringComparison.Ordinal))
            {
                (text, indent) = (text[2..], indent + 2);
            }

            while (parents.Count > 0 && parents.Peek().Indent >= indent)
            {
                parents.Pop();
            }

            var cut = text.IndexOf(':', StringComparison.Ordinal);
            var path = (parents.Count > 0 ? parents.Peek().Path : "") + text[..cut].TrimEnd('?');
            var type = text[(cut + 1)..].Trim().Trim('"').TrimEnd('?');
            if (type.Length == 0)
            {
                var isList = lines[i + 1].TrimStart().StartsWith("- ", StringComparison.Ordinal);
                type = isList ? "list" : "object";
                parents.Push((indent, isList ? $"{path}[]." : $"{path}."));
            }

            fields.Add($"{side} {path}: {(type.StartsWith('[') ? "list" : type)}");
        }

        return known;
    }

    [Theory]
    [InlineData("civil-status/person", "{}", "nationalNumber")]
    [InlineData("civil-status/person", """{"nationalNumber":5}""", "text")]
    [InlineData("civil-status/person", """{"nationalNumber":"12"}""", "ten digits")]
    [InlineData("civil-status/person", """{"nationalNumber":"2000000101","also":1}""", "also")]
    [InlineData("vocations/licences-of", "{}", "either")]
    [InlineData("property-tax/settle", """{"propertyNo":"5000501","years":["x"],"receiptNo":"r","key":"k"}""", "years")]
    public void Wrong_input_is_named_in_both_languages(string operation, string input, string named)
    {
        using var sandbox = new SandboxWorld();
        var fault = sandbox.Refusal(operation, JsonNode.Parse(input)!);
        Assert.Equal(400, fault.Status);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Matches(@"\p{IsArabic}", fault.Ar);
    }

    internal static string T(JsonNode? node, string name) => node![name]!.GetValue<string>();

    internal static IEnumerable<JsonNode> List(JsonObject answer, string name) => answer[name]!.AsArray().Select(n => n!);
}
