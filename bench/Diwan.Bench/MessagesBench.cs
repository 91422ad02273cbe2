using System.Diagnostics;
using System.Globalization;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Bench;

/// <summary>
/// Messages asked for at a steady 3,000 a minute, each in a change of its own, carried out by the running duties: how long from the change until the
/// gateway has it. The aim is 95 % within ten seconds. Where Kannel is installed the gateway is Kannel, its reports coming back to this process;
/// beside it a gateway that answers at once, in the same run, as the limit.
/// </summary>
internal static class MessagesBench
{
    private const int PerMinute = 3_000;

    /// <param name="args">Seconds for each measurement; 30 by default.</param>
    public static async Task Run(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
        Console.WriteLine($"{"database",-12}{"gateway",-12}{"asked",8}{"handed",8}{"p50 s",10}{"p95 s",10}{"most s",10}{"in 10 s",10}");
        foreach (var on in PostgresServer.WhyMissing is null ? (DatabaseProvider[])[DatabaseProvider.Postgres, DatabaseProvider.Sqlite] : [DatabaseProvider.Sqlite])
        {
            await MeasureAsync(on, seconds, kannel: false);
            if (KannelBox.Missing is null)
            {
                await MeasureAsync(on, seconds, kannel: true);
            }
        }
    }

    private static async Task MeasureAsync(DatabaseProvider on, int seconds, bool kannel)
    {
        await using var database = await TestDatabase.CreateAsync(on);
        var address = $"http://127.0.0.1:{KannelBox.FreePort()}";
        await using var box = kannel ? new KannelBox(new Uri(address)) : null;
        if (box is not null)
        {
            await box.StartAsync();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(box?.Settings ?? new Dictionary<string, string?>
        {
            ["Messages:Gateways:0:Name"] = "at once",
            ["Messages:Gateways:0:Url"] = $"{address}/cgi-bin/sendsms",
            ["Messages:Gateways:0:User"] = "bench",
            ["Messages:Gateways:0:Password"] = "bench",
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Database:ConnectionString"] = database.ConnectionString, ["Messages:ReportUrl"] = address });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPlatform(builder.Configuration);
        builder.Services.AddMessages(builder.Configuration);
        await using var app = builder.Build();
        MessagesEndpoints.Map(app);
        app.MapGet("/cgi-bin/sendsms", (HttpContext http) => Results.Text("0: Accepted for delivery", statusCode: 202));
        await app.StartAsync();
        var writer = app.Services.GetRequiredService<ChangeWriter>();
        var inbox = app.Services.GetRequiredService<Inbox>();
        var (watch, count, running) = (Stopwatch.StartNew(), PerMinute * seconds / 60, new List<Task>());
        for (var n = 0; n < count; n++)
        {
            var wait = TimeSpan.FromMinutes(n / (double)PerMinute) - watch.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            running.Add(AskAsync(writer, n));
        }

        await Task.WhenAll(running);
        var waits = new List<double>();
        for (var tries = 0; tries < 60 && waits.Count < count; tries++)
        {
            await Task.Delay(500);
            waits = [.. (await inbox.OfPersonAsync("JO:bench", count + 1, CancellationToken.None))
                .Select(m => m.By(Means.Sms)).OfType<DeliveryView>().Where(d => d.HandedAfter is not null).Select(d => d.HandedAfter!.Value.TotalSeconds)];
        }

        waits.Sort();
        double At(double part) => waits.Count == 0 ? double.NaN : waits[Math.Min(waits.Count - 1, (int)(waits.Count * part))];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{on,-12}{(kannel ? "kannel" : "at once"),-12}{count,8}{waits.Count,8}{At(0.5),10:0.00}{At(0.95),10:0.00}{At(1),10:0.00}{(double)waits.Count(w => w <= 10) / count,10:P1}"));
        await app.StopAsync();
    }

    private static async Task AskAsync(ChangeWriter writer, int n)
    {
        var change = new Change(Actor.System("bench"), Channel.System, "benching", TimeProvider.System.GetUtcNow());
        SendMessage.Add(change, new SendMessage.Order("JO:bench", string.Create(CultureInfo.InvariantCulture, $"+96279{n:D7}"), new($"رسالة القياس رقم {n}", $"Message {n} of the measurement"), "bench", "bench"));
        (await writer.WriteAsync(change, CancellationToken.None)).OrThrow();
    }
}
