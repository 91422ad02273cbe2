namespace Diwan.Testing;

/// <summary>What of the repository tests read besides what they are built from.</summary>
public static class Repository
{
    /// <summary>The folder of the solution, above the tests that run.</summary>
    public static string Root { get; } = Find();

    /// <summary>The services as they are.</summary>
    public static string Services { get; } = In("services");

    public static string In(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The services as they are in another folder, to be changed there.</summary>
    public static void CopyServices(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Services, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(Services, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The folder with an npm package that <c>./diwan setup</c> installs where there is node, or why there is none.</summary>
    public static (string? Folder, string Why) NodePackage(string name)
    {
        var folder = Environment.GetEnvironmentVariable("DIWAN_NODE_TOOLS") ?? In(".diwan", "node");
        return Directory.Exists(Path.Combine([folder, "node_modules", .. name.Split('/')])) ? (folder, "")
            : (null, $"The npm package {name} is not installed in .diwan/node (./diwan setup installs it where there is node).");
    }

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Diwan.slnx")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("The solution is not above the tests.");
    }
}
