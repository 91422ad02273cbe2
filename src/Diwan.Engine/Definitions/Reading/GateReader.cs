namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads services/gate.yaml.</summary>
internal static class GateReader
{
    internal static readonly Dictionary<string, GateProbe> Probes = Enum.GetValues<GateProbe>().ToDictionary(Code, StringComparer.Ordinal);

    internal static LaunchGate Read(YamlMap? file, IReadOnlyList<Institution> institutions, FaultList faults)
    {
        if (file is null)
        {
            return LaunchGate.None;
        }

        var assumed = SurroundingsReader.Pair(file, "assumed", faults, required: false);
        var roles = institutions.SelectMany(i => i.Roles).ToList();
        var criteria = new List<LaunchCriterion>();
        foreach (var map in file.Maps("criteria", required: true))
        {
            var id = map.Text("id", required: true);
            var blocking = map.Flag("blocking");
            var probe = map.Word("probe", Probes);
            var owner = map.Text("owner", required: true);
            var name = SurroundingsReader.Pair(map, "name", faults);
            var evidence = SurroundingsReader.Pair(map, "evidence", faults);
            map.Done();
            if (id is not null && criteria.Exists(c => c.Id == id))
            {
                faults.Error(map.At, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
            }

            if (owner is not null && !roles.Exists(r => r.Key == owner || r.Id == owner))
            {
                map.Unknown(map.AtKey("owner"), owner, [.. roles.Select(r => r.Key)]);
            }
            else if (id is not null && owner is not null && name is not null && evidence is not null)
            {
                criteria.Add(new LaunchCriterion(id, blocking, probe, owner, name, evidence, map.At));
            }
        }

        file.Done();
        return new LaunchGate(criteria, assumed);
    }

    private static string Code(GateProbe probe)
    {
        var name = probe.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
