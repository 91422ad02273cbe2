using System.Reflection;
using Diwan.Platform;

namespace Diwan.Migrations;

/// <summary>Finds every room's model without naming the rooms, so that none can be forgotten.</summary>
public static class Rooms
{
    public static IReadOnlyList<IRoomModel> Discover() =>
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Diwan.*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal) && name is not ("Diwan.Bench" or "Diwan.Sandbox" or "Diwan.Testing"))
            .Order(StringComparer.Ordinal)
            .Select(name => Assembly.Load(new AssemblyName(name)))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IRoomModel).IsAssignableFrom(type))
            .Select(type => (IRoomModel)Activator.CreateInstance(type, nonPublic: true)!),
    ];
}
