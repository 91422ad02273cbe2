using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Diwan.Messages;

namespace Diwan.Testing;

/// <summary>An SMS as it left Kannel for the network.</summary>
public sealed record LeftSms(string From, string To, string Text);

/// <summary>A real Kannel (bearerbox and smsbox) with its own fake SMS centre, in a folder of a test's own and on ports of its own.</summary>
public sealed partial class KannelBox : IAsyncDisposable
{
    public const string User = "diwan";
    public const string Password = "kannel-password";
    public const string Secret = "kannel-inbound-secret";
    private const string Fake = "/usr/lib/kannel/test/fakesmsc";
    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-kannel-").FullName;
    private readonly (int Admin, int Box, int Send, int Out, int In) _ports = (FreePort(), FreePort(), FreePort(), FreePort(), FreePort());
    private Process? _bearerbox;
    private Process? _smsbox;
    private Process? _centre;
    private Process? _phone;
    private int _centres;
    private int _phones;

    /// <param name="platform">Where the product listens.</param>
    public KannelBox(Uri platform)
    {
        string Centre(string id, int port) => $"""
            group = smsc
            smsc = fake
            smsc-id = {id}
            port = {port}
            connect-allow-ip = 127.0.0.1

            """;
        Directory.CreateDirectory(Path.Combine(_folder, "spool"));
        File.WriteAllText(
            Path.Combine(_folder, "kannel.conf"),
            new KannelConfiguration(_ports.Admin, "kannel-admin", _ports.Box, _ports.Send, User, Password, platform, Secret, Centre("out", _ports.Out) + "\n" + Centre("in", _ports.In)).Write());
    }

    /// <summary>Null when Kannel is installed; otherwise what is missing.</summary>
    public static string? Missing => File.Exists("/usr/sbin/bearerbox") && File.Exists(Fake) ? null : "Kannel is not installed (Debian: kannel and kannel-extras; ./diwan setup installs them).";

    public string SendUrl => $"http://127.0.0.1:{_ports.Send}/cgi-bin/sendsms";

    /// <summary>The product's settings before this gateway.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Messages:Gateways:0:Name"] = "kannel",
        ["Messages:Gateways:0:Url"] = SendUrl,
        ["Messages:Gateways:0:User"] = User,
        ["Messages:Gateways:0:Password"] = Password,
        ["Messages:InboundSecret"] = Secret,
    };

    public async Task StartAsync()
    {
        _bearerbox = Run("/usr/sbin/bearerbox", "bearerbox.out", "kannel.conf");
        await ListensAsync(_ports.Box, _bearerbox);
        _smsbox = Run("/usr/sbin/smsbox", "smsbox.out", "kannel.conf");
        await ListensAsync(_ports.Send, _smsbox);

        // Kannel lets SMS centres in once somebody is there to take their messages.
        await ListensAsync(_ports.Out, _bearerbox);
        await ListensAsync(_ports.In, _bearerbox);
        _centre = Run(Fake, $"centre-{_centres++}.out", "-H", "127.0.0.1", "-r", $"{_ports.Out}", "-m", "0", "0 0 text nothing");
    }

    /// <summary>As an operator stops it: SIGTERM. What it has taken is on disk.</summary>
    public async Task StopAsync()
    {
        await PutDownAsync();
        foreach (var process in new[] { _smsbox, _bearerbox })
        {
            if (process is { HasExited: false })
            {
                Signal(process, "TERM");
            }
        }

        foreach (var process in new[] { _smsbox, _bearerbox })
        {
            await EndAsync(process, TimeSpan.FromSeconds(20));
        }

        // The centre reads what was written to it to the end before it goes.
        await EndAsync(_centre, TimeSpan.FromSeconds(3));
        (_bearerbox, _smsbox, _centre) = (null, null, null);
    }

    /// <summary>A telephone sends a text to the short code, and stays on: what is answered at once may come back the way the text went.</summary>
    public async Task SendInAsync(string from, string text)
    {
        await PutDownAsync();
        var bytes = string.Concat(Encoding.BigEndianUnicode.GetBytes(text).Select(b => $"%{b:X2}"));
        _phone = Run(Fake, $"phone-{_phones++}.out", "-H", "127.0.0.1", "-r", $"{_ports.In}", "-m", "1", $"{from} 94444 ucs2 {bytes}");
    }

    /// <summary>Everything that left for the network since the beginning, restarts included; one of several parts as the whole that a telephone shows.</summary>
    public IReadOnlyList<LeftSms> Left()
    {
        var (left, parts) = (new List<LeftSms>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var match in Outputs().SelectMany(Lines).Select(line => Got().Match(line)).Where(m => m.Success))
        {
            var (to, text) = (match.Groups["to"].Value, Decode(match.Groups["kind"].Value, match.Groups["text"].Value));
            if (match.Groups["header"] is { Success: true, Value: var header })
            {
                // 05 00 03, the number that joins the parts, how many they are, and which this is.
                var (all, which) = (header[^6..^3], header[^3..]);
                text = parts.GetValueOrDefault(to, "") + text;
                parts[to] = text;
                if (all != which)
                {
                    continue;
                }

                parts.Remove(to);
            }

            left.Add(new LeftSms(match.Groups["from"].Value, to, text));
        }

        return left;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _phone, _smsbox, _bearerbox, _centre })
        {
            await EndAsync(process, TimeSpan.Zero);
        }

        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Decode(string kind, string text)
    {
        if (kind == "text")
        {
            return text;
        }

        // UCS-2, each byte as %XX or as itself.
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Add(text[i] == '+' ? (byte)' ' : (byte)text[i]);
            }
        }

        return Encoding.BigEndianUnicode.GetString([.. bytes]);
    }

    private IEnumerable<string> Outputs() =>
        Enumerable.Range(0, _centres).Select(n => $"centre-{n}.out").Concat(Enumerable.Range(0, _phones).Select(n => $"phone-{n}.out")).Select(n => Path.Combine(_folder, n));

    private async Task PutDownAsync()
    {
        await EndAsync(_phone, TimeSpan.Zero);
        _phone = null;
    }

    private static IEnumerable<string> Lines(string file)
    {
        if (!File.Exists(file))
        {
            yield break;
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Its output goes to a file by the shell: a pipe that nobody reads would hold it up.</summary>
    private Process Run(string program, string output, params string[] arguments)
    {
        string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        return Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {program} {string.Join(' ', arguments.Select(Quoted))} >>{output} 2>&1 </dev/null"]) { WorkingDirectory = _folder })!;
    }

    private async Task ListensAsync(int port, Process process)
    {
        for (var i = 0; i < 300; i++)
        {
            if (process.HasExited)
            {
                break;
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException($"Kannel did not begin to listen on its port:\n{string.Join('\n', Directory.GetFiles(_folder, "*.out").SelectMany(f => File.ReadLines(f).TakeLast(10)))}");
    }

    private static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task EndAsync(Process? process, TimeSpan patience)
    {
        if (process is null)
        {
            return;
        }

        using var time = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [GeneratedRegex(@"Got message \d+: <(?<from>\S+) (?<to>\S+) (udh (?<header>\S+) )?(?<kind>text|ucs-2|data) (?<text>.*)>$", RegexOptions.CultureInvariant)]
    private static partial Regex Got();
}
