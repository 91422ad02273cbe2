using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Diwan.Testing;

namespace Diwan.Faults;

/// <param name="Kills">How often the product is killed without warning.</param>
/// <param name="Restarts">How often Kannel is stopped and started.</param>
internal sealed record SmsStormOptions(bool Postgres, int Messages, int Kills, int Restarts, int PatienceSeconds)
{
    /// <summary>Kannel is not asked for reports, so that what is in doubt is handed over again: the storm must notice.</summary>
    internal bool WithoutReports { get; init; }

    internal static SmsStormOptions Small(bool postgres) => postgres ? new(true, 300, 1, 0, 90) : new(false, 600, 1, 1, 90);
}

/// <summary>
/// Thousands of SMS through a real Kannel while the product is killed and Kannel restarted. Afterwards what left for the network is counted: every
/// message once, its Arabic as it was written; and a text from the network is answered. The product and Kannel do not fall within the same seconds:
/// a report that Kannel owes to a product that is gone dies with smsbox, and then nothing in the world knows that the message left.
/// </summary>
internal static class SmsStorm
{
    /// <summary>How many are asked for in one call, and written in one change.</summary>
    private const int Chunk = 50;

    public static string Words(int n) => string.Create(CultureInfo.InvariantCulture, $"معاملتك رقم {n}: صدر القرار، «تفضّل» لاستلامه.");

    public static async Task<int> MainAsync(string[] args)
    {
        var options = new SmsStormOptions(
            Child.Optional(args, "--database") == "postgres",
            int.Parse(Child.Optional(args, "--messages") ?? "10000", CultureInfo.InvariantCulture),
            int.Parse(Child.Optional(args, "--kills") ?? "6", CultureInfo.InvariantCulture),
            int.Parse(Child.Optional(args, "--restarts") ?? "4", CultureInfo.InvariantCulture),
            600);
        var faults = await RunAsync(options, Console.Out);
        faults.ToList().ForEach(Console.WriteLine);
        Console.WriteLine(faults.Count == 0 ? "Every message left once." : $"{faults.Count} faults.");
        return faults.Count == 0 ? 0 : 1;
    }

    /// <returns>Empty when every message left once.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(SmsStormOptions options, TextWriter say)
    {
        var folder = Directory.CreateTempSubdirectory("diwan-sms-").FullName;
        var product = $"http://127.0.0.1:{KannelBox.FreePort()}";
        await using var kannel = new KannelBox(new Uri(product));
        await using var postgres = options.Postgres ? new OwnPostgres() : null;
        if (postgres is not null)
        {
            await postgres.StartAsync();
        }

        await kannel.StartAsync();
        await using var gateway = new HeldGateway(kannel.SendUrl);
        await gateway.StartAsync();
        List<string> arguments =
        [
            "product", "--port", new Uri(product).Port.ToString(CultureInfo.InvariantCulture), "--outside", "http://127.0.0.1:9", "--rail", "http://127.0.0.1:9", "--without", Safeguards.None,
            "--clock", RunningClock.Start(1, Path.Combine(folder, "clock")).ToString(), "--services", Repository.Services, "--data", folder, "--kannel", gateway.Url,
        ];
        if (options.WithoutReports)
        {
            arguments.AddRange(["--without-reports", "true"]);
        }

        if (postgres is not null)
        {
            arguments.AddRange(["--database", postgres.ConnectionString]);
        }

        await using var child = new Child([.. arguments], Path.Combine(folder, "product.log"));
        using var http = new HttpClient { BaseAddress = new Uri(product), Timeout = TimeSpan.FromSeconds(30) };
        var watch = Stopwatch.StartNew();
        child.Start();
        await ReadyAsync(http);
        say.WriteLine($"ready after {watch.Elapsed.TotalSeconds:0} s");

        // More is asked for before each fall: at none of them is everything handed over already.
        var allowed = 0;
        var asking = Task.Run(async () =>
        {
            for (var from = 0; from < options.Messages; from += Chunk)
            {
                await UntilAsync(() => Task.FromResult(from < Volatile.Read(ref allowed)), 3600, "a fall");
                await AskAsync(http, from, Math.Min(Chunk, options.Messages - from));
            }
        });
        var events = new List<bool>();
        for (var i = 0; i < Math.Max(options.Kills, options.Restarts); i++)
        {
            events.AddRange(i < options.Restarts ? [false] : []);
            events.AddRange(i < options.Kills ? [true] : []);
        }

        var step = options.Messages / (events.Count + 2);
        for (var i = 0; i < events.Count; i++)
        {
            var share = step * (i + 1);
            if (events[i])
            {
                gateway.Hold();
                Volatile.Write(ref allowed, share + step);
                await UntilAsync(() => Task.FromResult(gateway.Held > 0), options.PatienceSeconds, "a message that left and is not written down");
                say.WriteLine($"{watch.Elapsed.TotalSeconds:0} s: {kannel.Left().Count} left; the product is killed");
                await child.KillAsync();
                gateway.Release();
                child.Start();
                await ReadyAsync(http);

                // What was in doubt is settled before anything else falls.
                await UntilAsync(async () => !(await StatesAsync(http)).ContainsKey("doubt"), options.PatienceSeconds, "doubts settled");
            }
            else
            {
                Volatile.Write(ref allowed, share + step);
                await UntilAsync(() => Task.FromResult(kannel.Left().Count >= share), options.PatienceSeconds, "messages left");
                say.WriteLine($"{watch.Elapsed.TotalSeconds:0} s: {kannel.Left().Count} left; Kannel is restarted");
                await kannel.StopAsync();
                await Task.Delay(1000);
                await kannel.StartAsync();
                await UntilAsync(async () => !(await StatesAsync(http)).ContainsKey("cut"), options.PatienceSeconds, "what was cut off settled");
            }
        }

        Volatile.Write(ref allowed, options.Messages);
        await asking;
        var states = new Dictionary<string, int>();
        var end = options.WithoutReports ? "Handed" : "Delivered";
        await UntilAsync(async () => (states = await StatesAsync(http)).GetValueOrDefault(end) == options.Messages, options.PatienceSeconds, "everything delivered", throws: false);
        say.WriteLine($"{watch.Elapsed.TotalSeconds:0} s: {string.Join(", ", states.Select(s => $"{s.Value} {s.Key}"))}");

        var faults = new List<string>();
        if (states.GetValueOrDefault(end) != options.Messages)
        {
            faults.Add($"Of {options.Messages} messages {states.GetValueOrDefault(end)} are written down as {end}.");
        }

        var left = kannel.Left();
        var times = left.GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count());
        for (var n = 0; n < options.Messages; n++)
        {
            if (times.GetValueOrDefault(new LeftSms("94444", PhoneOf(n), Words(n))) is not 1 and var count)
            {
                faults.Add($"Message {n} left {count} times.");
            }
        }

        if (left.Count > options.Messages)
        {
            faults.Add($"{left.Count} messages left, of which {left.Count - options.Messages} more than there are.");
        }

        // The other way: Arabic in and out.
        await kannel.SendInAsync("+962799999999", "مساعدة");
        await UntilAsync(() => Task.FromResult(kannel.Left().Any(l => l.To == "+962799999999")), 30, "the answer", throws: false);
        if (!kannel.Left().Any(l => l.To == "+962799999999" && l.Text.StartsWith("أرسل مجانًا: حالة", StringComparison.Ordinal)))
        {
            faults.Add($"A text was not answered as it should be: {(kannel.Left() is [.., var last] ? last : null)}");
        }

        await child.KillAsync();
        if (faults.Count == 0)
        {
            Directory.Delete(folder, recursive: true);
        }

        return faults.Count > 20 ? [.. faults.Take(20), $"and {faults.Count - 20} more"] : faults;
    }

    public static string PhoneOf(int n) => string.Create(CultureInfo.InvariantCulture, $"+96279{n:D7}");

    /// <summary>Asks until it is answered: what was asked before is not written again.</summary>
    private static async Task AskAsync(HttpClient http, int from, int count)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.PostAsync($"/storm/messages/{from}/{count}", null);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && tries < 600)
            {
                await Task.Delay(200);
            }
        }
    }

    private static async Task<Dictionary<string, int>> StatesAsync(HttpClient http)
    {
        try
        {
            return (await http.GetFromJsonAsync<Dictionary<string, int>>("/storm/deliveries"))!;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            return new() { ["doubt"] = 1 };
        }
    }

    private static Task ReadyAsync(HttpClient http) => UntilAsync(
        async () =>
        {
            try
            {
                return await http.GetStringAsync("/storm/ready") == "ready";
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        120,
        "the product is ready");

    private static async Task UntilAsync(Func<Task<bool>> so, int seconds, string what, bool throws = true)
    {
        var watch = Stopwatch.StartNew();
        while (!await so())
        {
            if (watch.Elapsed.TotalSeconds > seconds)
            {
                if (throws)
                {
                    throw new TimeoutException($"Waited {seconds} s in vain: {what}.");
                }

                return;
            }

            await Task.Delay(250);
        }
    }
}
