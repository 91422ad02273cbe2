using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Diwan.Sandbox.State;

/// <summary>
/// What has happened in the sandbox since it was founded: a paid fine, an SMS, a taken payment. Kept in memory by key, and appended to
/// one file, line by line, so that a restart, or an abrupt end, keeps it. A line cut short by such an end is left out when read.
/// </summary>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _folders = new(StringComparer.Ordinal);
    private readonly FileStream? _file;

    internal Journal(string? directory)
    {
        if (directory is null)
        {
            return;
        }

        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "sandbox.journal");
        if (File.Exists(path))
        {
            foreach (var line in File.ReadLines(path))
            {
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                if (tab > 0 && line.EndsWith('}'))
                {
                    Keep(line[..tab], line[(tab + 1)..]);
                }
            }
        }

        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        if (_file.Position > 0)
        {
            // A line cut short must not join the next one.
            _file.Write("\n"u8);
        }
    }

    /// <summary>Held by whoever reads a value in order to change it.</summary>
    internal Lock Gate { get; } = new();

    internal T? Get<T>(string key)
        where T : class =>
        _values.TryGetValue(key, out var json) ? JsonSerializer.Deserialize<T>(json, Json) : null;

    internal void Put<T>(string key, T value)
        where T : class
    {
        var json = JsonSerializer.Serialize(value, Json);
        lock (Gate)
        {
            Keep(key, json);
            if (_file is not null)
            {
                _file.Write(Encoding.UTF8.GetBytes($"{key}\t{json}\n"));
                _file.Flush();
            }
        }
    }

    /// <summary>Everything directly in a folder, such as <c>sms/+962790000101</c>; in the order in which it was first put there.</summary>
    internal IEnumerable<T> In<T>(string folder)
        where T : class =>
        _folders.TryGetValue(folder, out var keys) ? keys.Select(Get<T>).OfType<T>() : [];

    /// <summary>Everything whose key begins so. Looks at every key: for pages that people open.</summary>
    internal IEnumerable<T> Under<T>(string prefix)
        where T : class =>
        _values.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(Get<T>).OfType<T>();

    /// <summary>Forgets whatever has happened, except what is named: the nation is as on its founding day.</summary>
    internal void Forget(params string[] except)
    {
        lock (Gate)
        {
            var kept = except.Where(_values.ContainsKey).ToDictionary(k => k, k => _values[k], StringComparer.Ordinal);
            _values.Clear();
            _folders.Clear();
            _file?.SetLength(0);
            foreach (var (key, json) in kept)
            {
                Keep(key, json);
                _file?.Write(Encoding.UTF8.GetBytes($"{key}\t{json}\n"));
            }

            _file?.Flush();
        }
    }

    private void Keep(string key, string json)
    {
        if (!_values.ContainsKey(key) && key.LastIndexOf('/') is > 0 and var cut)
        {
            _folders.GetOrAdd(key[..cut], _ => new ConcurrentQueue<string>()).Enqueue(key);
        }

        _values[key] = json;
    }

    public void Dispose() => _file?.Dispose();
}

// What a register has been told to change, by the key under which it is kept.

internal sealed record Paid(string ReceiptNo, DateOnly On);

internal sealed record RenewedVehicle(string LicenceNo, DateOnly ValidUntil, string Serial);

internal sealed record RenewedLicence(int Year, string Serial);

internal sealed record Subscription(string InsuranceNo, decimal Wage, DateOnly StartMonth, bool Active);

internal sealed record Posted(string ReceiptNo, DateOnly On, decimal Amount, IReadOnlyList<PostedLine>? Lines);

internal sealed record PostedLine(string NationalNumber, decimal Wage, int Days);

internal sealed record Answered(string Operation, string Input, string Answer);

internal sealed record Founding(DateOnly On, ulong Seed, int People);
