using Diwan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads <c>registers.yaml</c>: the operations of the registers, what they take and what they return.</summary>
internal static class RegistersReader
{
    private static readonly Dictionary<string, FactKind> Kinds = new(StringComparer.Ordinal)
    {
        ["text"] = FactKind.Text,
        ["int"] = FactKind.Number,
        ["decimal"] = FactKind.Number,
        ["money"] = FactKind.Money,
        ["bool"] = FactKind.YesNo,
        ["date"] = FactKind.Date,
        ["dateTime"] = FactKind.DateTime,
        ["month"] = FactKind.Month,
    };

    private static readonly Dictionary<string, bool> Directions = new(StringComparer.Ordinal) { ["read"] = false, ["write"] = true };

    internal static IReadOnlyDictionary<string, RegisterOperation> Read(YamlMap? file, FaultList faults)
    {
        var operations = new Dictionary<string, RegisterOperation>(StringComparer.Ordinal);
        if (file is null)
        {
            return operations;
        }

        var members = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        if (file.Map("members", required: true) is { } memberMap)
        {
            foreach (var key in memberMap.Keys.ToArray())
            {
                if (SurroundingsReader.Pair(memberMap, key, faults) is { } name)
                {
                    members[key] = name;
                }
            }
        }

        foreach (var map in file.Maps("operations", required: true))
        {
            var id = map.Text("id", required: true);
            var member = map.Text("member", required: true);
            var description = SurroundingsReader.Pair(map, "description", faults);
            var writes = map.Word("kind", Directions, required: true);
            var inputs = map.Map("inputs") is { } i ? Fields(i, faults) : [];
            var output = map.Map("output", required: true) is { } o ? FactShape.Record(Fields(o, faults)) : null;
            map.Done();
            if (member is not null && !members.ContainsKey(member))
            {
                map.Unknown(map.AtKey("member"), member, members.Keys);
                continue;
            }

            if (id is not null && member is not null && description is not null && writes is { } w && output is not null
                && !operations.TryAdd(id, new RegisterOperation(id, member, members[member], description, inputs, output, w)))
            {
                faults.Error(map.At, "twice", ($"العملية «{id}» مذكورة مرتين.", $"The operation \"{id}\" is there twice."), ("احذف إحداهما.", "Remove one."));
            }
        }

        file.Done();
        return operations;
    }

    private static Dictionary<string, FactShape> Fields(YamlMap map, FaultList faults)
    {
        var fields = new Dictionary<string, FactShape>(StringComparer.Ordinal);
        foreach (var key in map.Keys.ToArray())
        {
            var nullable = key.EndsWith('?');
            if (map.Node(key, required: true) is { } node && Shape(node, map.File, nullable, faults) is { } shape)
            {
                fields[key.TrimEnd('?')] = shape;
            }
        }

        return fields;
    }

    private static FactShape? Shape(YamlNode node, string file, bool nullable, FaultList faults)
    {
        switch (node)
        {
            case YamlScalarNode { Value: { } text }:
                var bare = text.TrimEnd('?');
                var optional = nullable || bare.Length < text.Length;
                if (Kinds.TryGetValue(bare, out var kind))
                {
                    return FactShape.Simple(kind, optional);
                }

                if (bare.Contains('|', StringComparison.Ordinal))
                {
                    return FactShape.Closed(bare.Split('|'), optional);
                }

                faults.Error(YamlMap.Place(node, file), "unknown-word", ($"النوع «{text}» غير معروف.", $"The type \"{text}\" is not known."), Nearest.Remedy(bare, Kinds.Keys));
                return null;
            case YamlSequenceNode { Children: [var item] }:
                return Shape(item, file, false, faults) is { } shape ? FactShape.ListOf(shape, nullable) : null;
            case YamlMappingNode:
                return FactShape.Record(Fields(YamlMap.Of(node, file, faults)!, faults), nullable);
            default:
                faults.Error(YamlMap.Place(node, file), "yaml-shape",
                    ("كان المنتظر هنا نوعاً أو قائمة من نوع واحد.", "A type, a record or a list of exactly one type was expected here."),
                    ("اكتب مثلاً text أو [text].", "Write for instance text, [text] or a map of fields."));
                return null;
        }
    }
}
