using Diwan.Engine.Definitions;

namespace Diwan.Engine.Tests;

public sealed class ServicesTests
{
    [Fact]
    public void All_services_are_without_fault()
    {
        var result = CatalogueReader.Read(Services.Folder);

        Assert.True(result.Faults.Count == 0, string.Join('\n', result.Faults));
        Assert.NotNull(result.Catalogue);
        Assert.NotEmpty(result.Catalogue.Services);
    }
}

internal static class Services
{
    /// <summary>The services folder of the repository.</summary>
    internal static string Folder { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var services = Path.Combine(at.FullName, "services");
            if (File.Exists(Path.Combine(services, "institutions.yaml")))
            {
                return services;
            }
        }

        throw new DirectoryNotFoundException("The services folder was not found above the tests.");
    }
}
