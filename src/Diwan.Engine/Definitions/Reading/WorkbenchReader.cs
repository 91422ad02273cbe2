using System.Globalization;
using Diwan.Bpmn;
using Diwan.Engine.Workbench;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>
/// Reads services/workbench/: the method, and the figures of each service. They are no part of a version: a volume that becomes known changes no case.
/// </summary>
internal static class WorkbenchReader
{
    internal const string Folder = "workbench";
    private const string MethodFile = "method.yaml";

    private static readonly Dictionary<string, StepBy> By = new(StringComparer.Ordinal) { ["applicant"] = StepBy.Applicant, ["officer"] = StepBy.Officer };

    internal static WorkbenchBook Read(DefinitionFiles files, string root, IReadOnlyList<ServiceId> known, IReadOnlyList<ServiceDefinition> services, IReadOnlyList<string> roles, FaultList faults)
    {
        if (!files.Exists(MethodFile))
        {
            return WorkbenchBook.None;
        }

        var method = files.Open(MethodFile, faults) is { } map ? Method(map, faults) : null;
        var read = new Dictionary<ServiceId, WorkbenchFigures>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(root, Folder)).Order(StringComparer.Ordinal).Select(Path.GetFileName))
        {
            foreach (var file in files.In(folder!))
            {
                if (!ServiceId.TryParse(file[..^".yaml".Length], out var id) || !known.Contains(id))
                {
                    faults.Error(new SourcePosition(files.Shown(file), 0, 0), "unknown-service",
                        ("لا خدمة بهذا الاسم.", "There is no service of this name."), Nearest.Remedy(file[..^".yaml".Length], [.. known.Select(k => k.ToString())]));
                }
                else if (method is not null && services.FirstOrDefault(s => s.Id == id) is { } service && files.Open(file, faults) is { } figures && Figures(service, figures, method, roles, faults) is { } whole)
                {
                    read[id] = whole;
                }
            }
        }

        return new WorkbenchBook(method, read);
    }

    private static CostMethod? Method(YamlMap file, FaultList faults)
    {
        var assumed = SurroundingsReader.Pair(file, "assumed", faults);
        Figure? One(string key) => Figure(file, key, faults);
        var (applicant, officer, paper, dayOff, returned, days, assisted) =
            (One("applicantHour"), One("officerHour"), One("paper"), One("dayOff"), One("returned"), One("returnedDays"), One("assistedVisits"));
        if (returned is { Value: >= 1 })
        {
            file.Wrong("returned", "جزءاً من واحد أقل منه", "a part of one, below one");
            returned = null;
        }

        file.Done();
        return (applicant, officer, paper, dayOff, returned, days, assisted, assumed) is ({ } a, { } o, { } p, { } d, { } r, { } w, { } v, { } s)
            ? new CostMethod(a, o, p, d, r, w, v, s)
            : null;
    }

    private static Figure? Figure(YamlMap parent, string key, FaultList faults)
    {
        if (parent.Map(key, required: true) is not { } map)
        {
            return null;
        }

        map.Text("value", required: true);
        var value = map.Number("value");
        var source = SurroundingsReader.Pair(map, "source", faults, required: false);
        map.Done();
        if (value is < 0)
        {
            map.Wrong("value", "عدداً لا يقل عن صفر", "a number of at least zero");
            return null;
        }

        return value is { } v ? new Figure(v, source) : null;
    }

    private static WorkbenchFigures? Figures(ServiceDefinition service, YamlMap file, CostMethod method, IReadOnlyList<string> roles, FaultList faults)
    {
        var before = faults.Count;
        var assumed = SurroundingsReader.Pair(file, "assumed", faults);
        var yearly = Figure(file, "yearly", faults);
        var old = file.Map("before") is { } was ? Before(service, was, faults) : Before(service, null, faults);
        var next = file.Map("after", required: true) is { } becomes ? After(service, becomes, method, faults) : null;
        var staff = Staff(service, file.Map("staff"), roles, faults, file);
        file.Done();
        return faults.HasErrorsSince(before) || (assumed, yearly, old, next) is not ({ } a, { } y, { } b, { } n) ? null : new WorkbenchFigures(service.Id, y, b, n, staff, a);
    }

    private static ProcessFigures? Before(ServiceDefinition service, YamlMap? map, FaultList faults)
    {
        var fees = map?.Map("fees");
        var steps = new Dictionary<string, StepFigures>(StringComparer.Ordinal);
        foreach (var node in service.Before.AllNodes.OfType<Activity>())
        {
            decimal Of(string name) =>
                decimal.TryParse(node.GetExtension(BpmnNames.Diwan, name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
            var fee = fees is not null && fees.Has(node.Id) ? fees.Number(node.Id) ?? 0 : 0;
            if (fee < 0 || fee > Of("cost"))
            {
                fees!.Wrong(node.Id, "رسماً لا يزيد على كلفة الخطوة في before.bpmn", "a fee that is not above the step's cost in before.bpmn");
            }

            steps[node.Id] = new StepFigures(
                node.GetExtension(BpmnNames.Diwan, "by") == "officer" ? StepBy.Officer : StepBy.Applicant,
                Of("minutes"), Of("wait"), Of("visits"), Of("papers"), Of("cost") - fee);
        }

        fees?.Done();
        var flow = Flow(service.Before, map, 0, faults);
        map?.Done();
        return flow is null ? null : new ProcessFigures(flow, steps);
    }

    private static ProcessFigures? After(ServiceDefinition service, YamlMap map, CostMethod method, FaultList faults)
    {
        var steps = new Dictionary<string, StepFigures>(StringComparer.Ordinal);
        if (map.Map("steps", required: true) is { } written)
        {
            foreach (var id in written.Keys)
            {
                if (service.Process.Find(id) is not { } node || node is Gateway)
                {
                    written.Node(id);
                    written.Unknown(written.AtKey(id), id, [.. service.Process.AllNodes.Where(n => n is not Gateway).Select(n => n.Id)]);
                }
                else if (written.Map(id) is { } step)
                {
                    var by = step.Word("by", By) ?? (node.Kind == BpmnNodeKind.UserTask ? StepBy.Officer : StepBy.Applicant);
                    decimal Of(string key)
                    {
                        if (step.Number(key) is not { } value)
                        {
                            return 0;
                        }

                        if (value >= 0)
                        {
                            return value;
                        }

                        step.Wrong(key, "عدداً لا يقل عن صفر", "a number of at least zero");
                        return 0;
                    }

                    steps[id] = new StepFigures(by, Of("minutes"), Of("wait"), Of("visits"), Of("papers"), Of("cost"));
                    step.Done();
                }
            }

            written.Done();
            foreach (var node in service.Process.AllNodes.Where(n => n.Kind == BpmnNodeKind.UserTask && !(steps.GetValueOrDefault(n.Id)?.Minutes > 0)))
            {
                faults.Error(written.At, "workbench-minutes",
                    ($"لا دقائق لمهمة {node.Id}.", $"The task {node.Id} has no minutes."),
                    ($"أضف {node.Id}: {{ minutes: 15 }}.", $"Add {node.Id}: {{ minutes: 15 }}."));
            }
        }

        var flow = Flow(service.Process, map, method.Returned.Value, faults);
        map.Done();
        return flow is null ? null : new ProcessFigures(flow, steps);
    }

    private static ProcessFlow? Flow(BpmnProcess process, YamlMap? map, decimal repeats, FaultList faults)
    {
        var shares = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var ways = map?.Map("ways");
        foreach (var id in ways?.Keys ?? [])
        {
            if (ways!.Number(id) is { } share)
            {
                shares[id] = share;
            }
        }

        return ProcessFlow.Of(process, shares, repeats, (id, why) => faults.Error(
            ways?.AtKey(id) ?? map?.At ?? new SourcePosition("workbench", 0, 0), "workbench-ways", (why.Ar, why.En),
            ("صحّح ways في هذا الملف.", "Mend ways in this file.")));
    }

    private static Dictionary<string, int> Staff(ServiceDefinition service, YamlMap? map, IReadOnlyList<string> roles, FaultList faults, YamlMap file)
    {
        var staff = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var role in map?.Keys ?? [])
        {
            var people = map!.Whole(role, least: 1);
            if (!roles.Contains(role))
            {
                map.Unknown(map.AtKey(role), role, [.. roles]);
            }
            else if (people is { } some)
            {
                staff[role] = some;
            }
        }

        foreach (var role in service.Process.AllNodes.OfType<UserTask>().Select(t => t.GetExtension(BpmnNames.Diwan, "role")).OfType<string>().Distinct().Where(r => !staff.ContainsKey(r)))
        {
            faults.Error(map?.At ?? file.At, "workbench-staff",
                ($"لا عدد موظفين للدور {role}.", $"No number of people for the role {role}."), ($"أضف staff: {{ {role}: 2 }}.", $"Add staff: {{ {role}: 2 }}."));
        }

        return staff;
    }
}
