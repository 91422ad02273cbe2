using Diwan.Engine.Definitions;
using Diwan.Engine.Examples;

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

    [Fact]
    public void Every_label_of_a_process_has_its_English_words()
    {
        foreach (var process in CatalogueReader.Read(Services.Folder).Catalogue!.Services.SelectMany(s => new[] { s.Process, s.Before }))
        {
            Assert.All(process.AllNodes.Where(n => n.Name is not null), n => Assert.False(string.IsNullOrEmpty(n.Documentation), n.ToString()));
            Assert.All(process.AllFlows.Where(f => f.Name is not null), f => Assert.False(string.IsNullOrEmpty(f.Documentation), f.ToString()));
        }
    }

    [Fact]
    public void All_examples_hold()
    {
        var catalogue = CatalogueReader.Read(Services.Folder).Catalogue!;
        var failed = new List<string>();
        foreach (var service in catalogue.Services)
        {
            foreach (var example in service.Examples)
            {
                var run = ExampleRunner.Run(service, example, catalogue.Calendar);
                failed.AddRange(run.Differences.Select(d => $"{service.Id} {example.Name}: {d.En}"));
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
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
