using System.Text.RegularExpressions;

namespace Diwan.Architecture.Tests;

/// <summary>Habits that keep the rooms apart and the code findable, read from the sources.</summary>
public sealed partial class HabitTests
{
    [Fact]
    public void Entities_are_internal_and_sealed() => Assert.Empty(EntityFaults(Repository.Sources("src/Modules")));

    [Fact]
    public void A_public_entity_is_caught()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "public sealed class BillRow : IVersioned { }");
        Assert.Single(EntityFaults([file]));
        File.Delete(file);
    }

    [Fact]
    public void Drawers_without_a_name_do_not_exist()
    {
        string[] drawers = ["Common", "Helpers", "Utils", "Shared", "Misc", "Interfaces", "Implementation"];
        var found = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            // Razor itself looks for partial pages in Pages/Shared.
            .Where(path => !path.EndsWith("/Pages/Shared", StringComparison.Ordinal))
            .Where(path => drawers.Contains(Path.GetFileName(path)));
        Assert.Empty(found);
    }

    [Fact]
    public void The_web_does_not_query_the_database()
    {
        var faults = Repository.Sources("src/Diwan.Web")
            .Where(path => UsesEntityFramework().IsMatch(File.ReadAllText(path)));
        Assert.Empty(faults);
    }

    [Fact]
    public void The_engine_and_its_standards_ask_no_clock_and_do_no_network()
    {
        string[] pure = ["src/Diwan.Kernel", "src/Diwan.Feel", "src/Diwan.Bpmn", "src/Diwan.Engine"];
        var faults = pure.SelectMany(Repository.Sources)
            // The runner of an outside test kit reads files and says what time it is; nothing else uses it.
            .Where(path => !path.Contains("/Diwan.Feel/Conformance/", StringComparison.Ordinal))
            .Where(path => ImpureWord().IsMatch(File.ReadAllText(path)));
        Assert.Empty(faults);
    }

    [Fact]
    public void Packages_have_one_version_in_one_place()
    {
        var faults = Repository.Projects().Where(path => VersionAttribute().IsMatch(File.ReadAllText(path)));
        Assert.Empty(faults);
    }

    private static List<string> EntityFaults(IEnumerable<string> files) =>
    [
        .. files.SelectMany(path => PublicRow().Matches(File.ReadAllText(path)).Select(match => $"{path}: {match.Value}")),
    ];

    [GeneratedRegex(@"public\s+(?:sealed\s+|partial\s+|abstract\s+)*class\s+\w+\s*(?:\([^)]*\))?\s*:\s*[^{]*\bIVersioned\b")]
    private static partial Regex PublicRow();

    [GeneratedRegex(@"using Microsoft\.EntityFrameworkCore|\bDbContext\b")]
    private static partial Regex UsesEntityFramework();

    [GeneratedRegex(@"\bTimeProvider\.System\b|\bHttpClient\b|using System\.Net\.Http|using Microsoft\.EntityFrameworkCore")]
    private static partial Regex ImpureWord();

    [GeneratedRegex("<PackageReference[^>]*Version=")]
    private static partial Regex VersionAttribute();
}
