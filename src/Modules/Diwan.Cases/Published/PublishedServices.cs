using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Cases.Rows;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Diwan.Cases.Published;

/// <summary>
/// The services as published. What is in the services folder is checked and published when the platform starts; every version a case
/// was ever filed under stays in the database and is read from there as it is, without being checked again. A new version of a service
/// that is open to everybody waits, and people go on applying under the one before, until the launch gate admits it.
/// </summary>
public sealed partial class PublishedServices
{
    private readonly IDbContextFactory<AppDbContext> _databases;
    private readonly ChangeWriter _writer;
    private readonly Offers _offers;
    private readonly CasesOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PublishedServices> _log;
    private readonly ConcurrentDictionary<(string Service, string Version), ServiceDefinition> _byVersion = new();
    private volatile Catalogue _inForce;

    public PublishedServices(
        Catalogue catalogue,
        IDbContextFactory<AppDbContext> databases,
        ChangeWriter writer,
        Offers offers,
        CasesOptions options,
        TimeProvider time,
        ILogger<PublishedServices> log)
    {
        (Folder, _inForce, _databases, _writer, _offers, _options, _time, _log) = (catalogue, catalogue, databases, writer, offers, options, time, log);
        foreach (var service in catalogue.Services)
        {
            _byVersion[(service.Id.ToString(), service.Version)] = service;
        }
    }

    /// <summary>What lies in the services folder: what the launch gate judges.</summary>
    public Catalogue Folder { get; }

    /// <summary>What may be applied for now.</summary>
    public Catalogue Catalogue => _inForce;

    public NationalCalendar Calendar => Catalogue.Calendar;

    public ServiceDefinition? Current(string service) =>
        ServiceId.TryParse(service, out var id) ? Catalogue.Find(id) : null;

    /// <summary>A service as it lies in the folder, whether it is in force or waits.</summary>
    public ServiceDefinition? InFolder(string service) => ServiceId.TryParse(service, out var id) ? Folder.Find(id) : null;

    /// <summary>The version in the folder that waits behind the one in force; null when none does.</summary>
    public ServiceDefinition? Waiting(string service) =>
        InFolder(service) is { } coming && !ReferenceEquals(coming, Catalogue.Find(coming.Id)) ? coming : null;

    /// <summary>When a version was published here.</summary>
    public async Task<DateTimeOffset> PublishedAtAsync(ServiceDefinition service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(service);
        var id = service.Id.ToString();
        await using var db = await _databases.CreateDbContextAsync(ct);
        return await db.Set<PublishedRow>().Where(p => p.Service == id && p.ServiceVersion == service.Version).OrderBy(p => p.PublishedAt).Select(p => p.PublishedAt).FirstAsync(ct);
    }

    /// <summary>The definition a case was filed under, from memory or from the database.</summary>
    /// <exception cref="InvalidOperationException">The version was never published here: the database is not this platform's.</exception>
    public async Task<ServiceDefinition> FindAsync(string service, string version, CancellationToken ct)
    {
        if (_byVersion.TryGetValue((service, version), out var known))
        {
            return known;
        }

        await using var db = await _databases.CreateDbContextAsync(ct);
        var row = await db.Set<PublishedRow>()
            .Where(p => p.Service == service && p.ServiceVersion == version)
            .OrderByDescending(p => p.PublishedAt)
            .FirstOrDefaultAsync(ct)
            ?? throw new InvalidOperationException($"Version {version} of {service} was never published here.");
        return _byVersion[(service, version)] = Read(row);
    }

    /// <summary>Finds out anew which version of each service is in force. What cannot be read is not offered.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        if (_options.Demonstration)
        {
            return;
        }

        var opened = await _offers.OpenVersionsAsync(ct);
        var services = new List<ServiceDefinition>(Folder.Services.Count);
        foreach (var service in Folder.Services)
        {
            if (!opened.TryGetValue(service.Id.ToString(), out var version) || version == service.Version)
            {
                services.Add(service);
                continue;
            }

            try
            {
                services.Add(await FindAsync(service.Id.ToString(), version, ct));
            }
            catch (InvalidOperationException e)
            {
                Unreadable(e, service.Id.ToString(), version);
            }
        }

        var before = Catalogue.Services;
        if (services.Count != before.Count || services.Where((s, i) => !ReferenceEquals(s, before[i])).Any())
        {
            _inForce = Folder.With(services);
        }
    }

    /// <summary>
    /// Keeps every version of the folder that is not kept yet, and finds out which are in force.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A version that was published has other content now. Outside demonstration mode that is refused: raise the version.
    /// </exception>
    public async Task PublishAsync(CancellationToken ct)
    {
        await using var db = await _databases.CreateDbContextAsync(ct);
        var kept = await db.Set<PublishedRow>().Select(p => new { p.Service, p.ServiceVersion, p.ContentHash }).ToListAsync(ct);
        foreach (var service in Folder.Services)
        {
            var folder = Path.Combine(_options.ServicesFolder, service.Id.Institution, service.Id.Name);
            var files = ReadFiles(folder);
            var hash = HashOf(files);
            var before = kept.Where(k => k.Service == service.Id.ToString() && k.ServiceVersion == service.Version).ToList();
            if (before.Any(k => k.ContentHash == hash))
            {
                continue;
            }

            if (before.Count > 0)
            {
                if (!_options.Demonstration)
                {
                    throw new InvalidOperationException(
                        $"{service} was published with other content. A published version never changes: raise 'version' in its service.yaml.");
                }

                ContentChanged(service.Id.ToString(), service.Version);
            }

            var change = new Change(Actor.System("publishing"), Channel.System, "service-publishing", _time.GetUtcNow());
            change.Insert(new PublishedRow
            {
                Id = change.NewId(),
                Service = service.Id.ToString(),
                ServiceVersion = service.Version,
                ContentHash = hash,
                Files = JsonSerializer.Serialize(WithRegisters(files), Change.Json),
                PublishedAt = change.Now,
            });
            var result = await _writer.WriteAsync(change, ct);
            if (result is ChangeResult.Conflict)
            {
                result.OrThrow();
            }
        }

        await RefreshAsync(ct);
    }

    private static SortedDictionary<string, string> ReadFiles(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllText(path);
        }

        return files;
    }

    private static string HashOf(SortedDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(Encoding.UTF8.GetBytes(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The contracts of the registers are not part of the version, and so not of its hash; they are kept to read it by.</summary>
    private SortedDictionary<string, string> WithRegisters(SortedDictionary<string, string> files) => new(files, StringComparer.Ordinal)
    {
        [CatalogueReader.RegistersBeside] = File.ReadAllText(Path.Combine(_options.ServicesFolder, Path.GetFileName(CatalogueReader.RegistersBeside))),
    };

    private ServiceDefinition Read(PublishedRow row)
    {
        var files = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Files, Change.Json)!;
        var result = CatalogueReader.ReadFrozen(ServiceId.Parse(row.Service), files, Folder);
        return result.Definition
            ?? throw new InvalidOperationException(
                $"Version {row.ServiceVersion} of {row.Service} can no longer be read: {string.Join("; ", result.Faults)}.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Service} {Version} has other content than when it was published. Allowed in demonstration mode only.")]
    private partial void ContentChanged(string service, string version);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Service} is not offered: version {Version}, which is in force, cannot be read.")]
    private partial void Unreadable(Exception e, string service, string version);
}
