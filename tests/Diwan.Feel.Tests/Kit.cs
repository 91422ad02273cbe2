using System.Formats.Tar;
using System.Diagnostics;

namespace Diwan.Feel.Tests;

/// <summary>The part of the DMN Technology Compatibility Kit that tests run over. It is not kept in the repository.</summary>
internal static class Kit
{
    /// <summary>DIWAN_DMN_TCK names an unpacked kit or its archive; otherwise shared/conformance beside the repository is looked for.</summary>
    public static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("DIWAN_DMN_TCK");
        if (!string.IsNullOrEmpty(named)) return Directory.Exists(named) ? named : File.Exists(named) ? Unpack(named) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var archive = Path.Combine(folder.FullName, "shared", "conformance", "dmn-tck-part.tar.xz");
            if (File.Exists(archive)) return Unpack(archive);
        }
        return null;
    }

    private static string? Unpack(string archive)
    {
        var target = Directory.CreateTempSubdirectory("diwan-dmn-tck-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(target, true);
        // .NET reads tar but not xz.
        using var unpacker = Process.Start(new ProcessStartInfo("xz", ["-dc", archive]) { RedirectStandardOutput = true });
        if (unpacker is null) return null;
        using (var buffer = new MemoryStream())
        {
            unpacker.StandardOutput.BaseStream.CopyTo(buffer);
            unpacker.WaitForExit();
            if (unpacker.ExitCode != 0) return null;
            buffer.Position = 0;
            TarFile.ExtractToDirectory(buffer, target, true);
        }
        return target;
    }
}
