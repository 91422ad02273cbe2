using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Sandbox;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Modules.Tests.Messages;

/// <summary>Which means a message takes, when, and what happens when a gateway does not behave.</summary>
public sealed class DispatchTests
{
    private const string Person = "JO:2000000101";
    private const string Phone = "+962790000101";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_first_gateway_cannot_be_reached_the_second_takes_over_and_the_first_is_left_alone()
    {
        await using var second = await Gateway.StartAsync();
        await using var world = await World.OpenAsync([$"http://127.0.0.1:{KannelBox.FreePort()}", second.Address]);
        for (var i = 0; i < 12; i++)
        {
            await world.SendAsync(Order());
        }

        await world.WorkAsync();
        Assert.Equal(12, second.Texts.Count);
        Assert.All(await world.DeliveriesAsync(), d => Assert.Equal((DeliveryState.Handed, "g1"), (d.State, d.Sender)));
    }

    [Fact]
    public async Task With_no_gateway_in_reach_it_waits_and_is_given_up_in_the_end()
    {
        await using var world = await World.OpenAsync([$"http://127.0.0.1:{KannelBox.FreePort()}"], ("Duties:Attempts", "2"));
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Equal(DeliveryState.Queued, (await world.DeliveriesAsync()).Single().State);
        for (var i = 0; i < 5; i++)
        {
            world.Time(TimeSpan.FromHours(2));
            await world.WorkAsync();
        }

        var given = (await world.DeliveriesAsync()).Single();
        Assert.Equal((DeliveryState.Failed, DeliveryFailure.GivenUp), (given.State, given.Failure!.Value));
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_leaves_a_doubt_that_a_report_or_time_settles()
    {
        await using var gateway = await Gateway.StartAsync();
        await using var world = await World.OpenAsync([gateway.Address]);
        gateway.HangUp = true;
        await world.SendAsync(Order());
        await world.SendAsync(Order("+962790000102"));
        await world.WorkAsync();
        Assert.All(await world.DeliveriesAsync(), d => Assert.Equal(DeliveryState.Handing, d.State));

        // It reports on one. The other is handed over again, not before its time.
        gateway.HangUp = false;
        var reported = (await world.DeliveriesAsync()).Single(d => d.To == Phone);
        Assert.IsType<ReportDelivery.Result.Noted>(await world.Get<ReportDelivery>().RunAsync(reported.Id, gateway.KeyOf(reported.Id), 8, Ct));
        world.Time(TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        Assert.Equal(2, gateway.Texts.Count);
        world.Time(TimeSpan.FromMinutes(2));
        await world.WorkAsync();
        Assert.Equal(3, gateway.Texts.Count);
        Assert.Equal("+962790000102", gateway.Texts.Last().To);
        Assert.All(await world.DeliveriesAsync(), d => Assert.Equal(DeliveryState.Handed, d.State));
    }

    [Fact]
    public async Task While_the_gateway_is_away_a_doubt_does_not_end()
    {
        var gateway = await Gateway.StartAsync();
        await using var world = await World.OpenAsync([gateway.Address]);
        gateway.HangUp = true;
        await world.SendAsync(Order());
        await world.WorkAsync();
        await gateway.DisposeAsync();
        for (var i = 0; i < 4; i++)
        {
            world.Time(TimeSpan.FromMinutes(3));
            await world.WorkAsync();
        }

        Assert.Equal(DeliveryState.Handing, (await world.DeliveriesAsync()).Single().State);
        await using var back = await Gateway.StartAsync(new Uri(gateway.Address).Port);
        world.Time(TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        Assert.Empty(back.Texts);
        for (var i = 0; i < 2; i++)
        {
            world.Time(TimeSpan.FromMinutes(3));
            await world.WorkAsync();
        }

        Assert.Single(back.Texts);
    }

    [Fact]
    public async Task What_can_wait_waits_for_the_end_of_the_quiet_hours_and_what_cannot_does_not()
    {
        await using var gateway = await Gateway.StartAsync();
        await using var world = await World.OpenAsync([gateway.Address]);
        world.Time(TimeSpan.FromHours(13));  // eleven at night in Amman
        await world.SendAsync(Order() with { Pace = Pace.Daytime });
        await world.SendAsync(Order("+962790000102"));
        await world.WorkAsync();
        Assert.Equal("+962790000102", Assert.Single(gateway.Texts).To);
        world.Time(TimeSpan.FromHours(8.9));
        await world.WorkAsync();
        Assert.Single(gateway.Texts);
        world.Time(TimeSpan.FromMinutes(10));
        await world.WorkAsync();
        Assert.Equal(2, gateway.Texts.Count);
    }

    [Fact]
    public async Task One_number_gets_no_more_within_a_day_than_is_bearable()
    {
        await using var gateway = await Gateway.StartAsync();
        await using var world = await World.OpenAsync([gateway.Address], ("Messages:PerRecipientPerDay", "3"));
        for (var i = 0; i < 5; i++)
        {
            await world.SendAsync(Order());
        }

        await world.WorkAsync();
        Assert.Equal(3, gateway.Texts.Count);
        Assert.Equal(2, (await world.DeliveriesAsync()).Count(d => d.Failure == DeliveryFailure.RecipientLimit));
        world.Time(TimeSpan.FromHours(25));
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Equal(4, gateway.Texts.Count);

        await using var dear = await World.OpenAsync([gateway.Address], ("Messages:CostPerRecipientPerDay", "25"));
        await dear.SendAsync(Order());
        await dear.SendAsync(Order());
        await dear.SendAsync(Order());
        await dear.WorkAsync();
        Assert.Equal(1, (await dear.DeliveriesAsync()).Count(d => d.Failure == DeliveryFailure.RecipientLimit));
    }

    [Fact]
    public async Task A_person_who_chose_mail_gets_it_once_the_address_is_theirs_and_inbox_only_means_that()
    {
        var mailPort = KannelBox.FreePort();
        var (app, outside) = await SandboxWorld.StartAsync(new SandboxOptions { Port = 0, People = 100, MailPort = mailPort });
        await using var sandbox = app;
        await using var gateway = await Gateway.StartAsync();
        await using var world = await World.OpenAsync(
            [gateway.Address], ("Messages:Mail:Host", "127.0.0.1"), ("Messages:Mail:Port", $"{mailPort}"), ("Messages:Mail:Encrypted", "false"), ("Services:Folder", Repository.Services));
        var preferences = world.Get<ContactPreferences>();
        var me = new Actor(ActorKind.Person, Person, "ليلى");
        Assert.IsType<ContactPreferences.Result.EmailRefused>(await preferences.ChooseAsync(Person, false, true, "x y@z", 21, 8, me, Language.Arabic, Ct));
        Assert.IsType<ContactPreferences.Result.EmailMissing>(await preferences.ChooseAsync(Person, false, true, " ", 21, 8, me, Language.Arabic, Ct));
        Assert.True(Assert.IsType<ContactPreferences.Result.Kept>(await preferences.ChooseAsync(Person, false, true, "Layla@example.jo", 21, 8, me, Language.Arabic, Ct)).ConfirmationSent);
        await world.SendAsync(Order());
        await world.WorkAsync();
        var letter = Assert.Single(await LettersAsync());
        Assert.Empty(gateway.Texts);

        var code = System.Text.RegularExpressions.Regex.Match((string)letter!["text"]!, "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]").Value;
        Assert.False(await preferences.ConfirmEmailAsync(Person, CaseReference.New().Value, me, Ct));
        Assert.True(await preferences.ConfirmEmailAsync(Person, code, me, Ct));
        Assert.False(await preferences.ConfirmEmailAsync(Person, code, me, Ct));
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Equal(2, (await LettersAsync()).Count);
        Assert.Contains(await LettersAsync(), m => ((string)m!["text"]!).Contains("صدر القرار", StringComparison.Ordinal));

        await preferences.ChooseAsync(Person, false, false, "Layla@example.jo", 21, 8, me, Language.Arabic, Ct);
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Equal(2, (await LettersAsync()).Count);
        Assert.Equal(3, (await world.Get<Inbox>().OfPersonAsync(Person, 10, Ct)).Count);

        async Task<JsonArray> LettersAsync() => JsonNode.Parse(await outside.GetStringAsync("/mailbox/layla@example.jo/messages", Ct))!.AsArray();
    }

    [Fact]
    public async Task English_goes_in_the_alphabet_of_the_network_and_Arabic_keeps_its_numbers_in_order()
    {
        await using var gateway = await Gateway.StartAsync();
        await using var world = await World.OpenAsync([gateway.Address]);
        var words = new LocalizedText("اتصل بالرقم 06-5008080 عن \u20687K4M\u2069", "Call 06-5008080 about \u20687K4M\u2069, “please”");
        await world.SendAsync(Order() with { Text = words, Language = Language.English });
        await world.SendAsync(Order("+962790000102") with { Text = words, Language = Language.Arabic });
        await world.WorkAsync();
        Assert.Equal([("Call 06-5008080 about 7K4M, \"please\"", "0"), ("اتصل بالرقم \u206606-5008080\u2069 عن 7K4M", "2")], gateway.Texts.OrderBy(t => t.To).Select(t => (t.Text, t.Coding)));
    }

    private static SendMessage.Order Order(string phone = Phone) => new(Person, phone, new("صدر القرار في معاملتك", "Your case is decided"), "7K4M-92QX-3", "decided");

    private sealed class World : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly ServiceProvider _services;

        private World(TestDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

        internal static async Task<World> OpenAsync(string[] gateways, params (string Key, string? Value)[] settings)
        {
            var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
            var all = gateways.SelectMany((g, n) => new[] { ("Name", $"g{n}"), ("Url", $"{g}/cgi-bin/sendsms"), ("User", "u"), ("Password", "p") }.Select(x => ($"Messages:Gateways:{n}:{x.Item1}", (string?)x.Item2)))
                .Append(("Messages:ReportUrl", "http://127.0.0.1:9")).Concat(settings).ToDictionary(x => x.Item1, x => x.Item2);
            return new World(database, database.Services(s => s.AddMessages(new ConfigurationBuilder().AddInMemoryCollection(all).Build()), [.. settings]));
        }

        internal T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        internal void Time(TimeSpan passes) => _database.Time.Advance(passes);

        internal async Task SendAsync(SendMessage.Order order)
        {
            var change = new Change(Actor.System("test"), Channel.System, "testing", _database.Time.GetUtcNow());
            SendMessage.Add(change, order);
            (await Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }

        internal Task WorkAsync() => Get<DutyRunner>().RunDueAsync(_database.Time.GetUtcNow(), Ct);

        internal async Task<List<DeliveryView>> DeliveriesAsync() => [.. (await Get<Inbox>().OfPersonAsync(Person, 100, Ct)).SelectMany(m => m.Deliveries)];

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    /// <summary>Takes sendsms, or hangs up without an answer after it has taken it.</summary>
    private sealed class Gateway : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentDictionary<Guid, string> _keys = new();

        private Gateway(WebApplication app) => _app = app;

        internal ConcurrentQueue<(string To, string Text, string Coding)> Texts { get; } = new();

        internal bool HangUp { get; set; }

        internal string Address { get; private set; } = "";

        internal string KeyOf(Guid delivery) => _keys[delivery];

        internal static async Task<Gateway> StartAsync(int port = 0)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
            builder.Logging.ClearProviders();
            var gateway = new Gateway(builder.Build());
            gateway._app.MapGet("/cgi-bin/sendsms", (HttpContext http) =>
            {
                if (!http.Request.Query.ContainsKey("text"))
                {
                    return Results.Text("no text", statusCode: 400);
                }

                var report = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(http.Request.Query["dlr-url"].ToString()).Query);
                gateway._keys[Guid.Parse(report["id"].ToString())] = report["key"].ToString();
                gateway.Texts.Enqueue((http.Request.Query["to"].ToString(), http.Request.Query["text"].ToString(), http.Request.Query["coding"].ToString()));
                if (gateway.HangUp)
                {
                    http.Abort();
                }

                return Results.Text("0: Accepted for delivery", statusCode: 202);
            });
            await gateway._app.StartAsync(Ct);
            gateway.Address = gateway._app.Urls.Single();
            return gateway;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
