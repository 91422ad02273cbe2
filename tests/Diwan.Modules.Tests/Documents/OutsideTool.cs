using System.Diagnostics;
using System.Text;

namespace Diwan.Modules.Tests.Documents;

/// <summary>A program from Debian that looks at our documents without knowing our code.</summary>
internal static class OutsideTool
{
    internal static void Needed(params IEnumerable<string> tools)
    {
        foreach (var tool in tools)
        {
            Assert.SkipUnless(File.Exists($"/usr/bin/{tool}"), $"{tool} is not installed (poppler-utils, qpdf, zbar-tools or openssl of Debian), so it cannot be asked.");
        }
    }

    internal static (int Exit, string Output) Run(string tool, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo($"/usr/bin/{tool}", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nonexistent";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Length > 0 ? output : errors.Result);
    }

    /// <summary>The text that poppler takes out of a file, without the marks it adds for direction, and composed.</summary>
    internal static string TextOf(string pdf)
    {
        var (exit, text) = Run("pdftotext", "-layout", pdf, "-");
        Assert.Equal(0, exit);
        return Comparable(text);
    }

    internal static string Comparable(string text)
    {
        var kept = string.Concat(text.Where(c => c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F')));
        return kept.Normalize(NormalizationForm.FormKC);
    }
}
