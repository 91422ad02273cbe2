using Diwan.Engine.Definitions;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Diwan.Web;

/// <summary>The services that the site offers, read once when it starts.</summary>
public static partial class ServicesFolder
{
    /// <summary>Where the folder is: <c>Services:Folder</c>; otherwise the nearest folder named services above the site.</summary>
    public const string Setting = "Services:Folder";

    internal static void AddServicesFolder(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(services => Read(
            builder.Configuration[Setting] ?? Find(builder.Environment.ContentRootPath),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Diwan.Web.Services")));
    }

    private static Catalogue Read(string folder, ILogger logger)
    {
        var result = CatalogueReader.Read(folder);
        foreach (var fault in result.Faults.Where(f => f.Severity == FaultSeverity.Error))
        {
            LogFault(logger, fault.ToString());
        }

        return result.Catalogue
            ?? throw new InvalidOperationException($"The services in '{folder}' cannot be read. Run ./diwan check to see why. First fault: {(result.Faults.Count > 0 ? result.Faults[0] : "none")}");
    }

    internal static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "services");
            if (File.Exists(Path.Combine(candidate, "institutions.yaml")))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException($"No folder named services, with institutions.yaml in it, stands beside or above '{from}'. Name it in the setting {Setting}.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A service is not offered because of a fault: {Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
