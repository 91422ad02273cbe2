using System.Text.Json.Nodes;
using Diwan.Engine.Answers;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>
/// The answers of a service as a JSON Schema (draft 2020-12), for those who apply through the API. It describes the form of each
/// answer; which are asked of whom, and what limits expressions set, only the journey can tell, so no answer is marked required
/// that may not be asked.
/// </summary>
public static class JsonSchema
{
    public static JsonObject For(ServiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var properties = new JsonObject();
        foreach (var question in definition.Questions)
        {
            properties[question.Id] = Of(question, definition);
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:diwan:service:{definition.Id}:{definition.Version}",
            ["title"] = definition.Name.En,
            ["description"] = definition.Summary.En,
            ["x-title-ar"] = definition.Name.Ar,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Names(definition.Sections
                .Where(s => s.VisibleWhen is null)
                .SelectMany(s => s.Questions)
                .Where(q => !q.Optional && q.VisibleWhen is null && q.Default is null)
                .Select(q => q.Id)),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Of(Question q, ServiceDefinition definition)
    {
        var schema = Shape(q, definition);
        if (definition.Texts.TryGet(q.LabelKey, out var label))
        {
            schema["title"] = label.En;
            schema["x-title-ar"] = label.Ar;
        }

        if (definition.Texts.TryGet(q.HintKey, out var hint))
        {
            schema["description"] = hint.En;
        }

        if (q.VisibleWhen is not null)
        {
            schema["x-visible-when"] = q.VisibleWhen.Text;
        }

        if (q.ValidWhen is not null)
        {
            schema["x-valid-when"] = q.ValidWhen.Text;
        }

        return schema;
    }

    private static JsonObject Shape(Question q, ServiceDefinition definition)
    {
        switch (q.Type)
        {
            case AnswerType.Text or AnswerType.LongText:
                var text = Typed("string");
                Set(text, "minLength", q.MinLength);
                Set(text, "maxLength", q.MaxLength);
                if (q.Pattern is not null)
                {
                    text["pattern"] = q.Pattern.ToString();
                }

                return text;
            case AnswerType.Integer or AnswerType.Decimal or AnswerType.Money:
                var number = Typed(q.Type == AnswerType.Integer ? "integer" : "number");
                if (q.Type != AnswerType.Integer)
                {
                    number["multipleOf"] = (decimal)Math.Pow(10, -(q.Type == AnswerType.Money ? 3 : q.Decimals ?? 3));
                }

                Limit(number, "minimum", q.Min);
                Limit(number, "maximum", q.Max);
                return number;
            case AnswerType.Choice when q.OptionsFrom is null:
                return Options(q, definition);
            case AnswerType.Many:
                return List(Options(q, definition), q.MinItems, q.MaxItems, unique: true);
            case AnswerType.Declaration:
                return new JsonObject { ["const"] = true };
            case AnswerType.File:
                return List(
                    Record([("name", Typed("string")), ("mediaType", new JsonObject { ["enum"] = Names(q.Accept.Select(MediaType)) }), ("bytes", Bounded(q.MaxBytes)), ("key", Typed("string"))], ["key"]),
                    q.Optional ? 0 : 1, q.MaxFiles, unique: false);
            case AnswerType.Group:
                return List(
                    Record([.. q.Questions.Select(i => (i.Id, Of(i, definition)))], [.. q.Questions.Where(i => i.Optional || i.VisibleWhen is not null).Select(i => i.Id)]),
                    q.MinItems, q.MaxItems, unique: false);
            case AnswerType.Table:
                return List(
                    Record([.. q.Columns.Select(c => (c.Id, Column(c)))], [.. q.Columns.Where(c => c.Optional).Select(c => c.Id)]),
                    1, q.MaxRows, unique: false);
            case AnswerType.Selection:
                var keys = List(Typed("string"), q.ChoosesOne ? 1 : q.MinItems ?? (q.Optional ? 0 : 1), q.ChoosesOne ? 1 : q.MaxItems, unique: true);
                keys["x-key"] = q.Key;
                return keys;
            case AnswerType.ForeignDocument or AnswerType.Address or AnswerType.Plot or AnswerType.Vehicle:
                return Record(
                    [.. AnswerFeel.Parts[q.Type].Select(p => (p, Part(p)))],
                    q.Type == AnswerType.Address ? ["street", "building", "postCode"] : q.Type == AnswerType.Plot ? ["quarter"] : []);
            default:
                return Simple(q.Type);
        }
    }

    private static JsonObject Simple(AnswerType type) => type switch
    {
        AnswerType.Integer => Typed("integer"),
        AnswerType.Decimal or AnswerType.Money => Typed("number"),
        AnswerType.YesNo or AnswerType.Declaration => Typed("boolean"),
        AnswerType.Date => With(Typed("string"), "format", "date"),
        AnswerType.Month => With(Typed("string"), "pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"),
        AnswerType.NationalNumber => With(Typed("string"), "pattern", "^[0-9]{10}$"),
        AnswerType.EstablishmentNumber => With(Typed("string"), "pattern", "^[0-9]{9,12}$"),
        AnswerType.Phone => With(Typed("string"), "pattern", "^\\+[1-9][0-9]{6,14}$"),
        AnswerType.Email => With(Typed("string"), "format", "email"),
        AnswerType.Iban => With(Typed("string"), "pattern", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"),
        AnswerType.Country => With(Typed("string"), "pattern", "^[A-Z]{2}$"),
        AnswerType.Governorate => new JsonObject { ["enum"] = Names(Places.Governorates.Keys.Order(StringComparer.Ordinal)) },
        _ => Typed("string"),
    };

    private static JsonObject Column(TableColumn column)
    {
        var schema = column.Type == AnswerType.Choice ? new JsonObject { ["enum"] = Names(column.Options) } : Simple(column.Type);
        if (column.Min is { } min)
        {
            schema["minimum"] = min;
        }

        if (column.Max is { } max)
        {
            schema["maximum"] = max;
        }

        return schema;
    }

    private static JsonObject Options(Question q, ServiceDefinition definition) => new()
    {
        ["oneOf"] = new JsonArray(
        [
            .. q.Options.Select(o =>
            {
                var option = new JsonObject { ["const"] = o };
                if (definition.Texts.TryGet(q.OptionKey(o), out LocalizedText? words))
                {
                    option["title"] = words.En;
                    option["x-title-ar"] = words.Ar;
                }

                return (JsonNode)option;
            }),
        ]),
    };

    private static JsonObject Part(string name) => name switch
    {
        "governorate" => Simple(AnswerType.Governorate),
        "nationality" => Simple(AnswerType.Country),
        "plateClass" => With(Typed("string"), "pattern", $"^({string.Join('|', Composites.PlateClasses)})$"),
        _ => Typed("string"),
    };

    private static JsonObject Record(IReadOnlyList<(string Name, JsonObject Schema)> fields, IReadOnlyList<string> optional)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in fields)
        {
            properties[name] = schema;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Names(fields.Select(f => f.Name).Where(n => !optional.Contains(n))),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject List(JsonObject items, int? least, int? most, bool unique)
    {
        var list = Typed("array");
        list["items"] = items;
        Set(list, "minItems", least);
        Set(list, "maxItems", most);
        if (unique)
        {
            list["uniqueItems"] = true;
        }

        return list;
    }

    private static JsonObject Bounded(long? most)
    {
        var schema = Typed("integer");
        schema["minimum"] = 1;
        if (most is { } limit)
        {
            schema["maximum"] = limit;
        }

        return schema;
    }

    /// <summary>A limit that depends on nothing is in the schema; others only the journey can tell.</summary>
    private static void Limit(JsonObject schema, string name, Expression? limit)
    {
        if (limit is { Compiled.Names.Count: 0 } && limit.Compiled.Evaluate(Feel.FeelContext.Empty).Value.TryGetDecimal(out var value))
        {
            schema[name] = value;
        }
    }

    private static string MediaType(string kind) => kind switch
    {
        "pdf" => FileTypes.Pdf,
        "jpeg" => FileTypes.Jpeg,
        _ => FileTypes.Png,
    };

    private static void Set(JsonObject schema, string name, int? value)
    {
        if (value is { } number)
        {
            schema[name] = number;
        }
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject With(JsonObject schema, string name, string value)
    {
        schema[name] = value;
        return schema;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)JsonValue.Create(n))]);
}
