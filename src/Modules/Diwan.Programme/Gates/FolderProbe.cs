using System.Collections.Concurrent;
using Diwan.Cases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Programme.Gates;

/// <summary>Whether a definition as it lies in its folder has no error. Read again when a file of it has changed.</summary>
public sealed class FolderProbe(CasesOptions options)
{
    private readonly ConcurrentDictionary<ServiceId, (DateTime Changed, int Files, Probed Found)> _known = new();

    internal Probed Run(ServiceDefinition service)
    {
        var folder = new DirectoryInfo(Path.Combine(options.ServicesFolder, service.Id.Institution, service.Id.Name));
        List<FileInfo> files = folder.Exists ? [.. folder.EnumerateFiles("*", SearchOption.AllDirectories)] : [];
        var changed = files.Count == 0 ? DateTime.MinValue : files.Max(f => f.LastWriteTimeUtc);
        if (_known.TryGetValue(service.Id, out var known) && (known.Changed, known.Files) == (changed, files.Count))
        {
            return known.Found;
        }

        var found = Read(service, folder.FullName);
        _known[service.Id] = (changed, files.Count, found);
        return found;
    }

    private static Probed Read(ServiceDefinition service, string folder)
    {
        var read = CatalogueReader.ReadService(folder);
        var errors = read.Faults.Where(f => f.Severity == FaultSeverity.Error).ToList();
        return errors.Count == 0
            ? new(true, new($"النسخة {service.Version} بلا أخطاء.", $"Version {service.Version} has no fault."))
            : new(false, new(
                $"عدد الأخطاء {errors.Count}، أولها: {errors[0].ToString(Language.Arabic)}", $"Faults: {errors.Count}. The first: {errors[0].ToString(Language.English)}"));
    }
}
