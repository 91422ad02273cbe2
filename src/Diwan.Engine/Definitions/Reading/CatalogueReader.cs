using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions;

/// <summary>Reads a services folder: what stands beside the services, then each service, reporting every fault at once.</summary>
public static class CatalogueReader
{
    /// <summary>The name under which the registers' contracts are kept with a published version.</summary>
    public const string RegistersBeside = $"../../{SurroundingsReader.RegistersFile}";

    /// <param name="servicesFolder">The folder that holds institutions.yaml and the institutions' folders.</param>
    public static CatalogueReadResult Read(string servicesFolder)
    {
        ArgumentNullException.ThrowIfNull(servicesFolder);
        var faults = new FaultList();
        var shown = Path.GetFileName(Path.TrimEndingDirectorySeparator(servicesFolder));
        var surroundings = SurroundingsReader.Read(new DefinitionFiles(servicesFolder, shown), faults);
        if (surroundings is null)
        {
            return new CatalogueReadResult(null, faults.Sorted());
        }

        var folders = ServiceFolders(servicesFolder, surroundings, faults, shown);
        var results = new ServiceReadResult[folders.Count];
        Parallel.For(0, folders.Count, i => results[i] = Read(folders[i].Path, folders[i].Id, surroundings, shown));
        var services = new List<ServiceDefinition>();
        var placeholders = new List<Placeholder>();
        foreach (var result in results)
        {
            faults.AddRange(result.Faults);
            if (result.Definition is not null)
            {
                services.Add(result.Definition);
            }

            if (result.Placeholder is not null)
            {
                placeholders.Add(result.Placeholder);
            }
        }

        foreach (var (service, code, other) in services.SelectMany(s => s.Remedies.Select(r => (s, r.Key, r.Value))))
        {
            if (!folders.Exists(f => f.Id == other))
            {
                faults.Error(new SourcePosition($"{shown}/{service.Id}/service.yaml", 0, 0), "unknown-service",
                    ($"لا خدمة اسمها «{other}» (remedies، {code}).", $"There is no service {other} (remedies, {code})."),
                    Nearest.Remedy(other.ToString(), [.. folders.Select(f => f.Id.ToString())]));
            }
        }

        var catalogue = new Catalogue(
            surroundings.Institutions,
            surroundings.LifeEvents,
            [.. surroundings.Operations.Values],
            surroundings.FactWords,
            surroundings.Calendar,
            surroundings.Commissions,
            surroundings.Gate,
            surroundings.Steering,
            surroundings.Papers,
            [.. services.OrderBy(s => s.Id.ToString(), StringComparer.Ordinal)],
            [.. placeholders.OrderBy(p => p.Slot)],
            WorkbenchReader.Read(
                new DefinitionFiles(Path.Combine(servicesFolder, WorkbenchReader.Folder), $"{shown}/{WorkbenchReader.Folder}"), servicesFolder,
                [.. folders.Select(f => f.Id)], services, surroundings.RoleKeys, faults),
            File.Exists(Path.Combine(servicesFolder, BenchmarkReader.File)) ? BenchmarkReader.Read(new DefinitionFiles(servicesFolder, shown).Open(BenchmarkReader.File, faults), faults) : EgovBenchmark.None,
            CentreReader.Read(new DefinitionFiles(Path.Combine(servicesFolder, CentreReader.Folder), $"{shown}/{CentreReader.Folder}"), servicesFolder, [.. folders.Select(f => f.Id)], services, faults),
            File.Exists(Path.Combine(servicesFolder, VisitsReader.File))
                ? new VisitsReader(surroundings.Institutions, surroundings.RoleKeys, [.. folders.Select(f => f.Id)], services, faults).Read(new DefinitionFiles(servicesFolder, shown).Open(VisitsReader.File, faults))
                : VisitBook.None);
        return new CatalogueReadResult(catalogue, faults.Sorted());
    }

    /// <summary>Reads one service; the files beside the services are found two folders above it.</summary>
    /// <param name="rules">A text to be read in place of the folder's rules.dmn: a proposal; null for what is there.</param>
    public static ServiceReadResult ReadService(string folder, string? rules = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.GetFullPath(Path.TrimEndingDirectorySeparator(folder));
        var institution = Path.GetDirectoryName(path);
        var root = Path.GetDirectoryName(institution);
        var faults = new FaultList();
        if (root is null || !ServiceId.TryParse($"{Path.GetFileName(institution)}/{Path.GetFileName(path)}", out var id))
        {
            faults.Error(new SourcePosition(folder, 0, 0), "folder",
                ("المجلد ليس مجلد خدمة.", "The folder is not that of a service."),
                ("أعطِ مجلداً مثل services/moj/non-conviction-certificate.", "Give a folder such as services/moj/non-conviction-certificate."));
            return new ServiceReadResult(null, null, faults.Sorted());
        }

        var shown = Path.GetFileName(root);
        return SurroundingsReader.Read(new DefinitionFiles(root, shown), faults) is { } surroundings
            ? Read(path, id, surroundings, shown, rules)
            : new ServiceReadResult(null, null, faults.Sorted());
    }

    /// <summary>
    /// Reads a version that was checked when it was published and has not changed since, so that its cases go on: no check of its content
    /// is made again, and what a stricter reader or a changed institution would refuse today is let stand wherever the definition can
    /// still be built. Nothing read this way may be published.
    /// </summary>
    /// <param name="files">Its files by name, and <see cref="RegistersBeside"/> as it was then, where that was kept.</param>
    /// <param name="today">What stands around the services now.</param>
    /// <returns>The definition, or null with the faults that make it impossible to build.</returns>
    public static ServiceReadResult ReadFrozen(ServiceId id, IReadOnlyDictionary<string, string> files, Catalogue today)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(today);
        var operations = today.Operations.ToDictionary(o => o.Id, StringComparer.Ordinal);
        if (files.GetValueOrDefault(RegistersBeside) is { } registers)
        {
            // The facts its cases hold were given under the contracts of then.
            var unheeded = new FaultList();
            foreach (var (name, operation) in RegistersReader.Read(YamlMap.ReadFile(registers, RegistersBeside, unheeded), unheeded))
            {
                operations[name] = operation;
            }
        }

        var surroundings = new Surroundings(today.Institutions, today.LifeEvents, operations, today.FactWords, today.Calendar, today.Commissions, today.Gate, today.Steering, today.Papers);
        return new ServiceReader(new DefinitionFiles(null, id.ToString(), files), id, surroundings, new FaultList(), frozen: true).Read();
    }

    private static ServiceReadResult Read(string path, ServiceId id, Surroundings surroundings, string shown, string? rules = null) =>
        new ServiceReader(
            new DefinitionFiles(path, $"{shown}/{id}", rules is null ? null : new Dictionary<string, string> { ["rules.dmn"] = rules }),
            id, surroundings, new FaultList()).Read();

    /// <summary>A place in the plan that is still empty belongs to no institution yet.</summary>
    private static bool IsPlaceholder(string folder) =>
        File.ReadLines(Path.Combine(folder, "service.yaml")).Any(l => l.StartsWith("placeholder: true", StringComparison.Ordinal));

    private static List<(string Path, ServiceId Id)> ServiceFolders(string root, Surroundings surroundings, FaultList faults, string shown)
    {
        var folders = new List<(string, ServiceId)>();
        foreach (var institution in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(institution);
            var services = Directory.EnumerateDirectories(institution).Where(d => File.Exists(Path.Combine(d, "service.yaml"))).Order(StringComparer.Ordinal).ToArray();
            if (services.Any(s => !IsPlaceholder(s)) && surroundings.Institutions.All(i => i.Id != name))
            {
                faults.Error(new SourcePosition($"{shown}/{name}", 0, 0), "unknown-institution",
                    ($"المؤسسة «{name}» ليست في institutions.yaml.", $"The institution \"{name}\" is not in institutions.yaml."),
                    Nearest.Remedy(name, [.. surroundings.Institutions.Select(i => i.Id)]));
                continue;
            }

            foreach (var service in services)
            {
                if (ServiceId.TryParse($"{name}/{Path.GetFileName(service)}", out var id))
                {
                    folders.Add((service, id));
                }
                else
                {
                    faults.Error(new SourcePosition($"{shown}/{name}/{Path.GetFileName(service)}", 0, 0), "folder",
                        ("اسم المجلد لا يصلح اسماً لخدمة.", "The folder's name cannot name a service."),
                        ("استعمل حروفاً صغيرة وأرقاماً وشرطات.", "Use lower-case letters, digits and dashes."));
                }
            }
        }

        return folders;
    }
}
