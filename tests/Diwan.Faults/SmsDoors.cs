using System.Data.Common;
using System.Globalization;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Faults;

/// <summary>What the product of an SMS storm has beside its own doors: to be asked for messages, and to count its deliveries.</summary>
internal static class SmsDoors
{
    internal static void Settings(string[] args, string address, Dictionary<string, string?> settings)
    {
        if (Child.Optional(args, "--kannel") is not { } kannel)
        {
            return;
        }

        settings["Messages:Gateways:0:Name"] = "kannel";
        settings["Messages:Gateways:0:Url"] = kannel;
        settings["Messages:Gateways:0:User"] = KannelBox.User;
        settings["Messages:Gateways:0:Password"] = KannelBox.Password;
        settings["Messages:InboundSecret"] = KannelBox.Secret;
        settings["Messages:ReportUrl"] = Child.Optional(args, "--without-reports") is null ? address : null;
        settings["Messages:Doubt"] = Child.Optional(args, "--without-reports") is null ? "00:00:08" : "00:00:01";
        settings["Duties:Lease"] = "00:00:08";
    }

    internal static void Map(WebApplication app)
    {
        app.MapPost("/storm/messages/{from:int}/{count:int}", (int from, int count) => AskAsync(app.Services, from, count));
        app.MapGet("/storm/deliveries", () => CountAsync(app.Services));
    }

    private static async Task<IResult> AskAsync(IServiceProvider services, int from, int count)
    {
        var reference = string.Create(CultureInfo.InvariantCulture, $"storm-{from}");
        if (await ScalarAsync(services, $"SELECT COUNT(*) FROM messages WHERE reference = '{reference}'") > 0)
        {
            return Results.Ok();
        }

        var change = new Change(Actor.System("storm"), Channel.System, "storming", services.GetRequiredService<TimeProvider>().GetUtcNow());
        for (var n = from; n < from + count; n++)
        {
            SendMessage.Add(change, new SendMessage.Order($"JO:storm{n}", SmsStorm.PhoneOf(n), new(SmsStorm.Words(n), $"Case {n}"), reference, "storm"));
        }

        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, CancellationToken.None)).OrThrow();
        return Results.Ok();
    }

    /// <summary>Of the storm's messages, by state; under <c>doubt</c> and <c>cut</c> those whose handing over was cut off.</summary>
    private static async Task<IResult> CountAsync(IServiceProvider services)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var state in Enum.GetNames<DeliveryState>())
        {
            if (await ScalarAsync(services, $"SELECT COUNT(*) FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE m.message_id = 'storm' AND d.state = '{state}'") is > 0 and var count)
            {
                counts[state] = (int)count;
            }
        }

        // What was being handed over when something fell: by another process, or for longer than any gateway takes.
        var started = System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime().Ticks;
        var cut = services.GetRequiredService<TimeProvider>().GetUtcNow().AddSeconds(-2).UtcTicks;
        if (await ScalarAsync(services, $"SELECT COUNT(*) FROM deliveries WHERE state = 'Handing' AND at < {started}") is > 0 and var doubt)
        {
            counts["doubt"] = (int)doubt;
        }

        if (await ScalarAsync(services, $"SELECT COUNT(*) FROM deliveries WHERE state = 'Handing' AND at < {cut}") is > 0 and var old)
        {
            counts["cut"] = (int)old;
        }

        return Results.Json(counts);
    }

    private static async Task<long> ScalarAsync(IServiceProvider services, string sql)
    {
        var options = new DbContextOptionsBuilder();
        services.GetRequiredService<Database>().Configure(options, services.GetServices<IRoomModel>());
        await using var db = new DbContext(options.Options);
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
