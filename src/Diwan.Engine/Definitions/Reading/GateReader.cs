using System.Globalization;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads services/gate.yaml.</summary>
internal static class GateReader
{
    internal static readonly Dictionary<string, GateProbe> Probes = FormReader.Names<GateProbe>();

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

        var electronicOnly = file.Map("electronicOnly") is { } rule ? ElectronicOnly(rule, faults) : null;
        var tests = file.Map("tests") is { } asked ? Tests(asked, faults) : null;
        if (tests is null && criteria.Find(c => LaunchGate.AsksTests(c.Probe)) is { } untold)
        {
            faults.Error(
                untold.At, "noTests", ($"المعيار «{untold.Id}» يُقاس ولا يقول الملف ما يُطلب من الاختبارات.", $"The criterion \"{untold.Id}\" is measured and the file does not say what is asked of tests."),
                ("أضف القسم tests.", "Add the section tests."));
        }

        file.Done();
        return new LaunchGate(criteria, assumed, electronicOnly, tests);
    }

    private static TestRule? Tests(YamlMap map, FaultList faults)
    {
        var assumed = SurroundingsReader.Pair(map, "assumed", faults, required: false);
        var days = map.Whole("days", required: true, least: 1);
        var counters = Part(map, "counters");
        TestRule? rule = null;
        if (map.Map("load", required: true) is { } load)
        {
            var (hours, peak) = (load.Whole("workingHours", required: true, least: 1), load.Whole("peak", required: true, least: 1));
            var (seconds, slowest, failed) = (load.Whole("seconds", required: true, least: 1), load.Whole("slowest", required: true, least: 1), Part(load, "failed"));
            load.Done();
            rule = (days, counters, hours, peak, seconds, slowest, failed) is ({ } d, { } c, { } h, { } p, { } s, { } w, { } f) ? new TestRule(d, c, h, p, s, w, f, assumed) : null;
        }

        map.Done();
        return rule;
    }

    private static ElectronicOnlyRule? ElectronicOnly(YamlMap rule, FaultList faults)
    {
        var assumed = SurroundingsReader.Pair(rule, "assumed", faults, required: false);
        var reach = rule.Map("reach", required: true) is { } map ? Reach(map) : null;
        var exemptions = new List<Exemption>();
        foreach (var one in rule.Maps("exemptions", required: true))
        {
            var id = one.Text("id", required: true);
            var age = one.Whole("minimumAge");
            var name = SurroundingsReader.Pair(one, "name", faults);
            var evidence = SurroundingsReader.Pair(one, "evidence", faults);
            one.Done();
            if (id is not null && exemptions.Exists(e => e.Id == id))
            {
                faults.Error(one.At, "twice", ($"«{id}» مذكور مرتين.", $"\"{id}\" is there twice."), ("احذف أحدهما أو غيّر اسمه.", "Remove one or give it another id."));
            }
            else if (id is not null && name is not null && evidence is not null)
            {
                exemptions.Add(new Exemption(id, name, evidence, age));
            }
        }

        rule.Done();
        return reach is null ? null : new ElectronicOnlyRule(reach, exemptions, assumed);
    }

    private static ReachRule? Reach(YamlMap map)
    {
        var days = map.Whole("days", required: true, least: 1);
        var least = map.Whole("least", required: true, least: 1);
        var (electronic, own, governorate, age) = (Part(map, "electronic"), Part(map, "own"), Part(map, "governorate"), Part(map, "age"));
        List<int> ages = [.. map.Texts("ages", required: true).Select(a => int.TryParse(a.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var years) ? years : -1)];
        if (ages.Count == 0 || ages[0] < 0 || ages.Zip(ages.Skip(1)).Any(p => p.First >= p.Second))
        {
            map.Wrong("ages", "اكتب أعماراً تصاعدية، مثل [18, 30, 60].", "Write rising ages, such as [18, 30, 60].");
            return null;
        }

        map.Done();
        return (days, least, electronic, own, governorate, age) is ({ } d, { } l, { } e, { } o, { } g, { } a) ? new ReachRule(d, l, e, o, g, a, ages) : null;
    }

    private static decimal? Part(YamlMap map, string key)
    {
        if (map.Number(key) is { } part and >= 0 and <= 1)
        {
            return part;
        }

        map.Wrong(key, "اكتب جزءاً من واحد، مثل 0.6.", "Write a part of one, such as 0.6.");
        return null;
    }
}
