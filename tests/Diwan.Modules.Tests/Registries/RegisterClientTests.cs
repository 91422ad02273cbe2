using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Modules.Tests.Sandbox;
using Diwan.Platform;
using Diwan.Registries;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Modules.Tests.Registries;

public sealed class RegisterClientTests
{
    private static readonly RegisterAsk Read = new("JO:2000000101", null, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ServiceProvider Services(TestDatabase database, string url, params (string Key, string? Value)[] more) =>
        database.Services(
            s =>
            {
                s.AddSingleton(TimeProvider.System);
                s.AddRegistries(new ConfigurationBuilder().AddInMemoryCollection(more.Append(("Registries:BaseUrl", url)).ToDictionary(x => x.Item1, x => x.Item2)).Build());
            });

    [Fact]
    public async Task Every_kind_of_answer_is_told_apart()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, _) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        await using var services = Services(database, app.Urls.Single());
        var client = services.GetRequiredService<RegisterClient>();

        var given = Assert.IsType<RegisterAnswer.Given>(await client.AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = "2000000101" }, Read, Ct));
        Assert.Equal("2000000101", given.Body["nationalNumber"]!.GetValue<string>());
        var nobody = Assert.IsType<RegisterAnswer.NotFound>(await client.AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = "2999999999" }, Read, Ct));
        Assert.Matches(@"\p{IsArabic}", nobody.Why.Ar);
        Assert.IsType<RegisterAnswer.Invalid>(await client.AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = 5 }, Read, Ct));
        Assert.IsType<RegisterAnswer.Invalid>(await client.AskAsync("civil-status/nothing", [], Read, Ct));
        Assert.IsType<RegisterAnswer.Invalid>(await client.AskAsync("weather/today", [], Read, Ct));
        Assert.IsType<RegisterAnswer.Invalid>(await client.AskAsync("weather", [], Read, Ct));
        var refused = Assert.IsType<RegisterAnswer.Refused>(await client.AskAsync(
            "vehicles/renew", new JsonObject { ["registrationNo"] = "4000403", ["caseReference"] = "C" }, Read with { Reference = "7K4M-92QX-3", Key = "case-1:renew" }, Ct));
        Assert.Contains("مخالفات", refused.Why.Ar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_is_done_once_for_one_key_even_when_its_first_answer_was_lost()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, http) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        await using var services = Services(database, app.Urls.Single());
        var client = services.GetRequiredService<RegisterClient>();
        var inputs = new JsonObject { ["ticketNos"] = new JsonArray("T4030001"), ["receiptNo"] = "R1" };
        await http.PutAsJsonAsync("/control/api/traffic", new { latencyMs = 0, errorPercent = 100, down = false }, Ct);
        for (var i = 0; i < 4; i++)
        {
            Assert.IsType<RegisterAnswer.Down>(await client.AskAsync("traffic/settle", inputs, Read with { Key = "k" }, Ct));
        }

        await http.DeleteAsync("/control/api", Ct);
        var done = Assert.IsType<RegisterAnswer.Given>(await client.AskAsync("traffic/settle", inputs, Read with { Key = "k" }, Ct));
        Assert.Equal("T4030001", Assert.Single(done.Body["settled"]!.AsArray())!.GetValue<string>());
        Assert.False(inputs.ContainsKey("key"));
    }

    [Fact]
    public async Task A_read_is_repeated_a_write_is_not_and_headers_say_who_and_what_for()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var stub = await Stub.StartAsync(n => n <= 2 ? 503 : 200);
        await using var services = Services(database, stub.Url);
        var client = services.GetRequiredService<RegisterClient>();
        Assert.IsType<RegisterAnswer.Given>(await client.AskAsync("lands/directorates", [], Read with { Reference = "7K4M-92QX-3" }, Ct));
        Assert.Equal(3, stub.Asked.Count);
        Assert.Equal("/r1/JO/GOV/DLS/lands/directorates", stub.Asked[0].Path);
        Assert.Equal(("JO:2000000101", "7K4M-92QX-3", "JO/GOV/DIWAN/portal"), (stub.Asked[0].User, stub.Asked[0].Issue, stub.Asked[0].Client));

        await using var other = await Stub.StartAsync(_ => 503);
        await using var again = Services(database, other.Url);
        Assert.IsType<RegisterAnswer.Down>(await again.GetRequiredService<RegisterClient>().AskAsync("vehicles/renew", [], Read with { Key = "k" }, Ct));
        Assert.Single(other.Asked);
    }

    [Fact]
    public async Task A_slow_register_is_given_up_in_time_and_one_that_keeps_failing_is_left_alone_without_silencing_others()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var slow = await Stub.StartAsync(_ => 200, delay: 3_000);
        await using var impatient = Services(database, slow.Url, ("Registries:AttemptMilliseconds", "150"), ("Registries:TotalMilliseconds", "600"), ("Registries:ReadRetries", "0"));
        var clock = Stopwatch.StartNew();
        Assert.IsType<RegisterAnswer.Down>(await impatient.GetRequiredService<RegisterClient>().AskAsync("lands/directorates", [], Read, Ct));
        Assert.True(clock.ElapsedMilliseconds < 2_000, $"{clock.ElapsedMilliseconds} ms");

        await using var failing = await Stub.StartAsync(_ => 500, only: "DLS");
        await using var services = Services(database, failing.Url, ("Registries:ReadRetries", "0"));
        var client = services.GetRequiredService<RegisterClient>();
        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<RegisterAnswer.Down>(await client.AskAsync("lands/directorates", [], Read, Ct));
        }

        Assert.InRange(failing.Asked.Count, 10, 15);
        Assert.IsType<RegisterAnswer.Given>(await client.AskAsync("justice/courts", [], Read, Ct));

        await using var nobody = Services(database, "http://127.0.0.1:9", ("Registries:ReadRetries", "0"));
        Assert.IsType<RegisterAnswer.Down>(await nobody.GetRequiredService<RegisterClient>().AskAsync("justice/courts", [], Read, Ct));
    }

    [Fact]
    public async Task Whoever_looks_at_somebody_elses_data_is_written_down()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, _) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        await using var services = Services(database, app.Urls.Single());
        var purpose = new LocalizedText("البت في طلب شهادة عدم محكومية", "Deciding a non-conviction certificate");
        var ask = Read with
        {
            Reference = "7K4M-92QX-3",
            Reading = new RegisterReading(new Actor(ActorKind.Officer, "OFF:2000000903", "القاضية", "moj"), Channel.Portal, "JO:2000000103", "moj:judge", purpose),
        };
        await services.GetRequiredService<RegisterClient>().AskAsync("criminal-record/inquiry", new JsonObject { ["nationalNumber"] = "2000000103" }, ask, Ct);
        var line = Assert.Single(await services.GetRequiredService<AccessLedger>().OfPersonAsync("JO:2000000103", null, 10, Ct));
        Assert.Equal(("moj:judge", purpose, "7K4M-92QX-3"), (line.Role, line.Purpose, line.Subject));
    }

    [Fact]
    public async Task The_client_knows_the_keeper_of_every_operation()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var members = new RegistriesOptions().Members;
        Assert.Equal(Diwan.Sandbox.Registers.Contract.Members.OrderBy(m => m.Key, StringComparer.Ordinal), members.OrderBy(m => m.Key, StringComparer.Ordinal));
    }

    private sealed class Stub(WebApplication app) : IAsyncDisposable
    {
        internal List<(string Path, string User, string Issue, string Client)> Asked { get; } = [];

        internal string Url => app.Urls.Single();

        internal static async Task<Stub> StartAsync(Func<int, int> status, int delay = 0, string? only = null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var stub = new Stub(app);
            app.MapFallback(async (HttpContext http) =>
            {
                if (only is not null && !http.Request.Path.Value!.Contains(only, StringComparison.Ordinal))
                {
                    return Results.Json(new { });
                }

                int count;
                lock (stub.Asked)
                {
                    stub.Asked.Add((http.Request.Path, http.Request.Headers["X-Road-UserId"].ToString(), http.Request.Headers["X-Road-Issue"].ToString(), http.Request.Headers["X-Road-Client"].ToString()));
                    count = stub.Asked.Count;
                }

                await Task.Delay(delay, http.RequestAborted);
                return Results.Json(new { }, statusCode: status(count));
            });
            await app.StartAsync(Ct);
            return stub;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
