using System.Text;
using System.Text.RegularExpressions;

namespace Diwan.Sandbox.Registers;

/// <summary>The contract of one subsystem as an OpenAPI 3.1 document.</summary>
internal static partial class OpenApi
{
    internal static string Write(string subsystem)
    {
        var yaml = new StringBuilder();
        void Line(int depth, string text) => yaml.Append(' ', depth * 2).Append(text).Append('\n');

        var member = Contract.Members[subsystem];
        Line(0, "# Made from docs/registries/README.md by the sandbox; change that page, not this file.");
        Line(0, "openapi: 3.1.0");
        Line(0, "info:");
        Line(1, $"title: {subsystem} ({member})");
        Line(1, "version: \"1\"");
        Line(0, "servers:");
        Line(1, "- url: http://127.0.0.1:5081/r1/{instance}/{class}");
        Line(2, "variables: { instance: { default: JO }, class: { default: GOV } }");
        Line(0, "paths:");
        foreach (var operation in Contract.Operations.Values.Where(o => o.Subsystem == subsystem))
        {
            Line(1, $"/{member}/{operation.Id}:");
            Line(2, "post:");
            Line(3, $"operationId: {operation.Id.Replace('/', '.')}");
            Line(3, $"summary: {Quote($"{(operation.Writes ? "Write." : "Read.")} {Plain(operation.Summary)}".Trim())}");
            Line(3, "parameters:");
            foreach (var header in new[] { "Client", "Id", "UserId" })
            {
                Line(4, $"- {{ $ref: \"#/components/parameters/X-Road-{header}\" }}");
            }

            Line(3, "requestBody:");
            Line(4, "required: true");
            Line(4, "content:");
            Line(5, "application/json:");
            Line(6, "schema:");
            Object(7, operation.Inputs, "", inputs: true);
            Line(3, "responses:");
            Line(4, "\"200\":");
            Line(5, "description: The answer");
            Line(5, "content:");
            Line(6, "application/json:");
            Line(7, "schema:");
            Object(8, operation.Outputs, "", inputs: false);
            Line(4, "default: { $ref: \"#/components/responses/Error\" }");
        }

        Line(0, "components:");
        Line(1, "parameters:");
        foreach (var header in new[] { "Client", "Id", "UserId" })
        {
            Line(2, $"X-Road-{header}: {{ name: X-Road-{header}, in: header, required: true, schema: {{ type: string }} }}");
        }

        Line(1, "responses:");
        Line(2, "Error:");
        Line(3, "description: An X-Road error");
        Line(3, "content: { application/json: { schema: { type: object, properties: { type: { type: string }, message: { type: string }, messageAr: { type: string }, detail: { type: string } } } } }");
        return yaml.ToString();

        void Object(int depth, IReadOnlyList<Field> fields, string prefix, bool inputs)
        {
            var own = fields.Where(f => f.Path.StartsWith(prefix, StringComparison.Ordinal) && f.Path[prefix.Length..].IndexOfAny(['.', '[']) < 0).ToList();
            Line(depth, "type: object");
            if (inputs)
            {
                Line(depth, "additionalProperties: false");
            }

            if (own.Where(f => !inputs || !f.Optional).Select(f => f.Path[prefix.Length..]).ToList() is { Count: > 0 } required)
            {
                Line(depth, $"required: [{string.Join(", ", required)}]");
            }

            if (own.Count > 0)
            {
                Line(depth, "properties:");
            }

            foreach (var field in own)
            {
                Line(depth + 1, $"{field.Path[prefix.Length..]}:");
                if (field.Meaning.Length > 0)
                {
                    Line(depth + 2, $"description: {Quote(Plain(field.Meaning))}");
                }

                var orNull = field.Optional && !inputs;
                switch (field.Type)
                {
                    case "list":
                        Line(depth + 2, "type: array");
                        Line(depth + 2, "items:");
                        if (fields.Any(f => f.Path.StartsWith($"{field.Path}[].", StringComparison.Ordinal)))
                        {
                            Object(depth + 3, fields, $"{field.Path}[].", inputs);
                        }
                        else
                        {
                            Line(depth + 3, "{}");
                        }

                        break;
                    case "object" when orNull:
                        Line(depth + 2, "anyOf:");
                        Line(depth + 3, "- type: \"null\"");
                        Line(depth + 3, "-");
                        Object(depth + 4, fields, $"{field.Path}.", inputs);
                        break;
                    default:
                        foreach (var line in Scalar(field.Type, orNull))
                        {
                            Line(depth + 2, line);
                        }

                        break;
                }
            }
        }
    }

    private static IEnumerable<string> Scalar(string type, bool orNull)
    {
        var (kind, more) = type switch
        {
            "text" => ("string", null),
            "int" => ("integer", null),
            "decimal" or "money" => ("number", null),
            "bool" => ("boolean", null),
            "date" => ("string", "format: date"),
            "dateTime" => ("string", "format: date-time"),
            "month" => ("string", "pattern: '^\\d{4}-\\d{2}$'"),
            _ => ("string", $"enum: [{string.Join(", ", type.Split('|'))}{(orNull ? ", null" : "")}]"),
        };
        yield return orNull ? $"type: [{kind}, \"null\"]" : $"type: {kind}";
        if (more is not null)
        {
            yield return more;
        }
    }

    private static string Plain(string markdown) => Marks().Replace(markdown, "");

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\*\*|`")]
    private static partial Regex Marks();
}
