using System.Xml.Linq;

namespace Diwan.Architecture.Tests;

/// <summary>
/// The walls of the house: which project may name which. The projects are discovered, and a project that the table
/// does not know is a failure, so that a new room has to say where it stands.
/// </summary>
public sealed class WallTests
{
    private static readonly string[] Rooms = ["Accounts", "Registries", "Payments", "Documents", "Messages"];

    private static readonly string[] Product =
        ["Kernel", "Platform", "Feel", "Bpmn", "Engine", .. Rooms, "Cases", "Apps", "Programme", "Assistance", "Visits", "Migrations"];

    /// <summary>Project → the projects it may reference. Arrows point down only.</summary>
    internal static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Kernel"] = [],
        ["Feel"] = [],
        ["Bpmn"] = [],
        ["Engine"] = ["Kernel", "Feel", "Bpmn"],
        ["Platform"] = ["Kernel"],
        ["Accounts"] = ["Kernel", "Platform"],
        ["Registries"] = ["Kernel", "Platform"],
        ["Payments"] = ["Kernel", "Platform"],
        ["Documents"] = ["Kernel", "Platform"],
        ["Messages"] = ["Kernel", "Platform"],
        ["Cases"] = ["Kernel", "Platform", "Engine", "Feel", "Bpmn", .. Rooms],
        ["Apps"] = ["Kernel", "Platform", "Engine", .. Rooms, "Cases"],
        ["Programme"] = ["Kernel", "Platform", "Engine", "Feel", "Bpmn", .. Rooms, "Cases"],
        ["Assistance"] = ["Kernel", "Platform", "Engine", .. Rooms, "Cases", "Programme"],
        ["Visits"] = ["Kernel", "Platform", "Engine", .. Rooms, "Cases", "Programme", "Assistance"],
        ["Migrations"] = ["Kernel", "Platform", .. Rooms, "Cases", "Apps", "Programme", "Assistance", "Visits"],
        ["Sandbox"] = ["Kernel"],
        ["Web"] = [.. Product],
        ["Simulation"] = [.. Product, "Sandbox", "Web"],
        ["Cli"] = [.. Product, "Sandbox", "Web", "Simulation"],
        ["Testing"] = [.. Product, "Sandbox", "Web"],
        ["Faults"] = [.. Product, "Sandbox", "Web", "Testing"],
        ["Bench"] = [.. Product, "Sandbox", "Web", "Testing", "Simulation"],
    };

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var project in Repository.Projects())
        {
            data.Add(Path.GetRelativePath(Repository.Root, project));
        }

        return data;
    }

    [Fact]
    public void Projects_are_discovered() => Assert.True(Repository.Projects().Count >= 20);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_what_stands_below_it(string path) =>
        Assert.Empty(Walls.Faults(path, XDocument.Load(Path.Combine(Repository.Root, path))));

    [Fact]
    public void A_room_that_names_another_room_is_caught()
    {
        var project = XDocument.Parse("""
            <Project><ItemGroup><ProjectReference Include="../Diwan.Payments/Diwan.Payments.csproj" /></ItemGroup></Project>
            """);
        Assert.Single(Walls.Faults("src/Modules/Diwan.Documents/Diwan.Documents.csproj", project));
    }

    [Fact]
    public void A_project_that_the_table_does_not_know_is_caught() =>
        Assert.Single(Walls.Faults("src/Diwan.Stranger/Diwan.Stranger.csproj", XDocument.Parse("<Project />")));

    [Fact]
    public void The_product_does_not_name_the_sandbox() =>
        Assert.DoesNotContain("Sandbox", Allowed["Web"]);
}

internal static class Walls
{
    internal static IReadOnlyList<string> Faults(string path, XDocument project)
    {
        var name = Short(path);
        var isTests = name.EndsWith(".Tests", StringComparison.Ordinal);
        if (!isTests && !WallTests.Allowed.ContainsKey(name))
        {
            return [$"{path}: no wall is drawn for this project; add it to the table of WallTests."];
        }

        var faults = new List<string>();
        foreach (var reference in project.Descendants("ProjectReference"))
        {
            var target = Short(reference.Attribute("Include")!.Value);
            var allowed = isTests ? target is "Testing" || WallTests.Allowed.ContainsKey(target) : WallTests.Allowed[name].Contains(target);
            if (!allowed)
            {
                faults.Add($"{path} may not name Diwan.{target}.");
            }
        }

        return faults;
    }

    private static string Short(string path) =>
        Path.GetFileNameWithoutExtension(path.Replace('\\', '/')).Replace("Diwan.", "", StringComparison.Ordinal);
}

internal static class Repository
{
    internal static string Root { get; } = Find();

    internal static IReadOnlyList<string> Projects() =>
    [
        .. new[] { "src", "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    internal static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Diwan.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
