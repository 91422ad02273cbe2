using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions;

/// <summary>Reads a services folder: what stands beside the services, then each service, reporting every fault at once.</summary>
public static class CatalogueReader
{
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

        var catalogue = new Catalogue(
            surroundings.Institutions,
            surroundings.LifeEvents,
            [.. surroundings.Operations.Values],
            surroundings.FactWords,
            surroundings.Calendar,
            surroundings.Commissions,
            surroundings.Gate,
            [.. services.OrderBy(s => s.Id.ToString(), StringComparer.Ordinal)],
            [.. placeholders.OrderBy(p => p.Slot)]);
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

    private static ServiceReadResult Read(string path, ServiceId id, Surroundings surroundings, string shown, string? rules = null) =>
        new ServiceReader(new DefinitionFiles(path, $"{shown}/{id}", rules), id, surroundings, new FaultList()).Read();

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
