using System.Globalization;

namespace Diwan.Bench;

/// <summary>
/// What the parts of a measurement have used of the processors so far. Unlike a rate it does not depend on what else the machine does.
/// </summary>
/// <param name="Own">This process, the product and the client that drives it, and those that it started and waited for, as pgbench.</param>
/// <param name="Database">The PostgreSQL server of this process with all its sessions; nothing for SQLite, which is part of the product.</param>
/// <param name="Outside">The sandbox.</param>
internal readonly record struct ProcessorTime(TimeSpan Own, TimeSpan Database, TimeSpan Outside)
{
    public TimeSpan Total => Own + Database + Outside;

    public static ProcessorTime Now(OutsideWorld? outside) => new(
        Environment.CpuUsage.TotalTime + Of(Environment.ProcessId, 15, 16), Server(), outside is null ? TimeSpan.Zero : Of(outside.ProcessId, 13, 14));

    public static ProcessorTime operator -(ProcessorTime a, ProcessorTime b) => new(a.Own - b.Own, a.Database - b.Database, a.Outside - b.Outside);

    /// <summary>The server that the test databases live on, its living sessions and those that have ended.</summary>
    private static TimeSpan Server()
    {
        var file = Path.Combine(Path.GetTempPath(), $"diwan-pg-{Environment.ProcessId}", "data", "postmaster.pid");
        if (!File.Exists(file))
        {
            return TimeSpan.Zero;
        }

        var server = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        var total = Of(server, 13, 14, 15, 16);
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName))
        {
            if (int.TryParse(process, CultureInfo.InvariantCulture, out var id) && Fields(id) is { } fields && fields[3] == server.ToString(CultureInfo.InvariantCulture))
            {
                total += Sum(fields, 13, 14);
            }
        }

        return total;
    }

    private static TimeSpan Of(int process, params ReadOnlySpan<int> fields) => Fields(process) is { } found ? Sum(found, fields) : TimeSpan.Zero;

    /// <summary>Of proc(5), /proc/pid/stat: 3 is the parent, 13 and 14 user and system time, 15 and 16 that of children that ended, in hundredths of a second.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The name, in parentheses, may hold blanks.
            return ["", "", .. text[(text.LastIndexOf(')') + 2)..].Split(' ')];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static TimeSpan Sum(string[] fields, params ReadOnlySpan<int> which)
    {
        long sum = 0;
        foreach (var field in which)
        {
            sum += long.Parse(fields[field], CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromMilliseconds(10 * sum);
    }
}
