using System.Runtime.InteropServices;
using Diwan.Documents;

namespace Diwan.Modules.Tests.Documents.Sealing;

/// <summary>A token of SoftHSM, the software security module of Debian, in a folder of its own for this run.</summary>
internal static partial class SoftHsm
{
    internal const string Pin = "20172018";

    private static readonly Lazy<string?> Ready = new(Prepare);

    private static string Library => Directory.EnumerateFiles("/usr/lib/softhsm", "libsofthsm2.so").First();

    /// <summary>A vault in a token of this name; skips the test where there is no SoftHSM.</summary>
    internal static Pkcs11Vault Vault(string token = "diwan", string pin = Pin)
    {
        Assert.SkipUnless(Ready.Value is null, Ready.Value ?? "");
        return new Pkcs11Vault(Library, token, pin);
    }

    /// <returns>Why it cannot be used; null when it can.</returns>
    private static string? Prepare()
    {
        if (!File.Exists("/usr/bin/softhsm2-util") || !Directory.Exists("/usr/lib/softhsm"))
        {
            return "SoftHSM is not installed (softhsm2 of Debian), so no security module can be asked.";
        }

        var folder = Directory.CreateTempSubdirectory("diwan-hsm").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var settings = Path.Combine(folder, "softhsm2.conf");
        File.WriteAllText(settings, $"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The module reads the environment of the process itself, which .NET keeps a copy of.
        _ = SetEnv("SOFTHSM2_CONF", settings, 1);
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", settings);
        foreach (var token in (string[])["diwan", "other"])
        {
            var (exit, said) = OutsideTool.Run("softhsm2-util", "--init-token", "--free", "--label", token, "--pin", Pin, "--so-pin", Pin);
            if (exit != 0)
            {
                return $"SoftHSM gave no token: {said}";
            }
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
