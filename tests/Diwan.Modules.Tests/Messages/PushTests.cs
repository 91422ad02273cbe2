using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Sandbox;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Messages;

/// <summary>Notices on devices, against the sandbox's push service, and read by a browser's half of the standard that is not the product's.</summary>
public sealed class PushTests
{
    private const string Person = "JO:2000000101";
    private const string Other = "JO:2000000102";
    private static readonly string Case = CaseReference.New().Value;
    private static readonly Actor Me = new(ActorKind.Person, Person, "ليلى");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>RFC 8291, section 5: the sender's half is the product's, the receiver's that of these tests.</summary>
    [Fact]
    public void The_example_of_the_standard_comes_out_to_the_letter_and_is_read()
    {
        const string Text = "When I grow up, I want to be a watermelon";
        const string Message = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        using var device = PushReceiver.Of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "BTBZMqHH6r4Tts7J_aSIgg");
        Assert.Equal("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", device.PublicKey);
        using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw") });
        var message = PushEncryption.Encrypt(Encoding.UTF8.GetBytes(Text), device.At("https://push.example/a"), 0, sender, Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));
        Assert.Equal(Message, Base64Url.EncodeToString(message));
        Assert.Equal(Text, device.Read(message));
    }

    [Fact]
    public void What_is_encrypted_is_as_long_as_any_other_never_the_same_twice_and_never_too_long()
    {
        using var device = new PushReceiver();
        var at = device.At("https://push.example/a");
        var (one, two) = (PushEncryption.Encrypt("قصير"u8, at, 1024), PushEncryption.Encrypt(Encoding.UTF8.GetBytes(new string('ا', 300)), at, 1024));
        Assert.Equal(one.Length, two.Length);
        Assert.NotEqual(one, PushEncryption.Encrypt("قصير"u8, at, 1024));
        Assert.Equal("قصير", device.Read(one));
        var most = new byte[PushEncryption.Longest];
        most.AsSpan().Fill((byte)'a');
        var longest = PushEncryption.Encrypt(most, at, 1024);
        Assert.Equal(4096, longest.Length);
        Assert.Equal(most.Length, device.Read(longest).Length);
        Assert.Throws<ArgumentException>(() => PushEncryption.Encrypt(new byte[PushEncryption.Longest + 1], at, 0));
    }

    [Theory, OnEveryDatabase]
    public async Task A_notice_reaches_the_device_names_nothing_personal_and_is_delivered_when_the_device_says_so(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on);
        using var device = new PushReceiver();
        await world.AddAsync(device, "layla");
        await world.SendAsync(Order());
        await world.WorkAsync();

        var taken = Assert.Single(await world.PushedAsync("layla"));
        Assert.Equal(("aes128gcm", "normal"), ((string)taken["encoding"]!, (string)taken["urgency"]!));
        Assert.Equal((long)TimeSpan.FromDays(3).TotalSeconds, long.Parse((string)taken["ttl"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(32, ((string)taken["topic"]!).Length);
        var notice = World.Read(device, taken);
        Assert.Equal(("ar", "rtl", $"/ar/cases/{Case}", (string)taken["topic"]!), ((string)notice["lang"]!, (string)notice["dir"]!, (string)notice["path"]!, (string)notice["tag"]!));
        Assert.Equal("خبر في معاملتك", (string)notice["title"]!);

        // What is shown names no person, case, amount or document, and nothing of the message's own words.
        var shown = $"{notice["title"]} {notice["body"]}";
        Assert.DoesNotContain(Case, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("صدر القرار", shown, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]", shown);
        Assert.Equal(["body", "dir", "id", "key", "lang", "path", "tag", "title"], notice.Select(p => p.Key).Order());

        var handed = Assert.Single(await world.DeliveriesAsync());
        Assert.Equal((Means.Push, DeliveryState.Handed, "Chrome · Android"), (handed.Means, handed.State, handed.To));
        var report = world.Get<ReportDelivery>();
        Assert.IsType<ReportDelivery.Result.Unknown>(await report.ShownAsync(handed.Id, "0000", Ct));
        Assert.IsType<ReportDelivery.Result.Unknown>(await report.RunAsync(handed.Id, (string)notice["key"]!, 1, Ct));
        Assert.IsType<ReportDelivery.Result.Noted>(await report.ShownAsync(handed.Id, (string)notice["key"]!, Ct));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await world.DeliveriesAsync()).State);
    }

    [Fact]
    public async Task The_language_is_the_readers_and_what_can_wait_waits_and_is_not_urgent()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        using var device = new PushReceiver();
        await world.AddAsync(device, "layla");
        await world.SendAsync(Order() with { Language = Language.English, Pace = Pace.Daytime });
        world.Time(TimeSpan.FromHours(13));
        await world.SendAsync(Order("") with { Language = Language.English, Pace = Pace.Daytime, MessageId = "account.passkey-added" });
        await world.WorkAsync();
        Assert.Empty(await world.PushedAsync("layla"));
        world.Time(TimeSpan.FromHours(9));
        await world.WorkAsync();
        var taken = await world.PushedAsync("layla");
        Assert.Equal(2, taken.Count);
        Assert.All(taken, t => Assert.Equal("low", (string)t["urgency"]!));
        var notices = taken.Select(t => World.Read(device, t)).ToList();
        Assert.Contains(notices, n => (string)n["title"]! == "News of your case" && (string)n["dir"]! == "ltr" && (string)n["path"]! == $"/en/cases/{Case}");

        // Of no case: it takes nobody's place.
        Assert.Contains(notices, n => (string)n["title"]! == "About your account" && n["tag"] is null && (string)n["path"]! == "/en/account/sign-in");
    }

    [Fact]
    public async Task News_of_one_case_takes_the_place_of_earlier_news_and_of_no_other_case_or_device()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        using var one = new PushReceiver();
        using var two = new PushReceiver();
        await world.AddAsync(one, "one");
        await world.AddAsync(two, "two");
        await world.SendAsync(Order());
        await world.SendAsync(Order());
        await world.SendAsync(Order(CaseReference.New().Value));
        await world.WorkAsync();
        var topics = (await world.PushedAsync("one")).Select(t => (string)t["topic"]!).ToList();
        Assert.Equal([1, 2], topics.GroupBy(t => t).Select(g => g.Count()).Order());
        Assert.Empty(topics.Intersect((await world.PushedAsync("two")).Select(t => (string)t["topic"]!)));

        // Each is for its own device only.
        var sealedForOne = Convert.FromBase64String((string)(await world.PushedAsync("one"))[0]["body"]!);
        Assert.ThrowsAny<CryptographicException>(() => two.Read(sealedForOne));
    }

    [Theory]
    [InlineData("gone-")]
    [InlineData("unknown-")]
    public async Task A_device_that_is_gone_is_removed_and_the_others_are_told(string magic)
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        using var gone = new PushReceiver();
        using var here = new PushReceiver();
        await world.AddAsync(gone, magic + "a");
        await world.AddAsync(here, "here");
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Single(await world.PushedAsync("here"));
        Assert.Single(await world.Get<PushDevices>().OfPersonAsync(Person, Ct));
        Assert.Equal(
            [(DeliveryState.Handed, null), (DeliveryState.Failed, (DeliveryFailure?)DeliveryFailure.Gone)],
            (await world.DeliveriesAsync()).Select(d => (d.State, d.Failure)).OrderBy(d => d.State));
    }

    [Fact]
    public async Task A_busy_or_broken_service_is_asked_again_when_it_says_and_one_that_refuses_is_not()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        using var device = new PushReceiver();
        foreach (var name in new[] { "busy-a", "broken-a", "large-a" })
        {
            await world.AddAsync(device, name);
        }

        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Equal([DeliveryState.Queued, DeliveryState.Queued, DeliveryState.Failed], (await world.DeliveriesAsync()).Select(d => d.State).Order());

        // After its usual pause the broken one; the busy one not before the minute and a half it asked for.
        world.Time(TimeSpan.FromSeconds(60));
        await world.WorkAsync();
        Assert.Single(await world.PushedAsync("broken-a"));
        Assert.Empty(await world.PushedAsync("busy-a"));
        world.Time(TimeSpan.FromSeconds(40));
        await world.WorkAsync();
        Assert.Single(await world.PushedAsync("busy-a"));
        Assert.Empty(await world.PushedAsync("large-a"));
        Assert.Equal(DeliveryFailure.Refused, Assert.Single(await world.DeliveriesAsync(), d => d.State == DeliveryState.Failed).Failure);
        Assert.Equal(3, (await world.Get<PushDevices>().OfPersonAsync(Person, Ct)).Count);
    }

    [Fact]
    public async Task A_service_that_stays_away_is_given_up_when_the_notice_is_worth_nothing_any_more()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite, ("Messages:Push:TimeToLive", "01:00:00"));
        using var device = new PushReceiver();
        await world.AddAsync(device, "layla");
        await world.DownAsync(true);
        await world.SendAsync(Order());
        await world.WorkAsync();
        world.Time(TimeSpan.FromMinutes(30));
        await world.WorkAsync();
        Assert.Equal(DeliveryState.Queued, Assert.Single(await world.DeliveriesAsync()).State);
        await world.DownAsync(false);
        world.Time(TimeSpan.FromMinutes(31));
        await world.WorkAsync();
        Assert.Equal(DeliveryFailure.GivenUp, Assert.Single(await world.DeliveriesAsync()).Failure);
        Assert.Empty(await world.PushedAsync("layla"));
    }

    [Theory, OnEveryDatabase]
    public async Task A_person_adds_and_removes_devices_has_a_limit_and_chooses(DatabaseProvider on)
    {
        await using var world = await World.OpenAsync(on, ("Messages:Push:DevicesPerPerson", "2"));
        var devices = world.Get<PushDevices>();
        using var one = new PushReceiver();
        using var two = new PushReceiver();
        await world.AddAsync(one, "one");
        await world.AddAsync(one, "one");
        Assert.Single(await devices.OfPersonAsync(Person, Ct));
        await world.AddAsync(two, "two");
        Assert.Equal(2, Assert.IsType<PushDevices.Result.TooMany>(await devices.AddAsync(Person, one.At(world.Endpoint("three")), null, null, Me, Ct)).Most);

        // Not chosen: the inbox only. Adding a device is choosing it.
        var preferences = world.Get<ContactPreferences>();
        await preferences.ChooseAsync(Person, false, false, null, 21, 8, Me, Language.Arabic, Ct, byPush: false);
        Assert.False((await preferences.ReadAsync(Person, Ct)).ByPush);
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Empty(await world.PushedAsync("one"));
        await world.AddAsync(one, "one");
        Assert.True((await preferences.ReadAsync(Person, Ct)).ByPush);
        await preferences.ChooseAsync(Person, false, false, null, 21, 8, Me, Language.Arabic, Ct);
        Assert.True((await preferences.ReadAsync(Person, Ct)).ByPush);

        // Somebody else at the same browser takes it over; by its address alone nobody does.
        Assert.IsType<PushDevices.Result.Unusable>(await devices.AddAsync(Other, two.At(world.Endpoint("one")), null, null, Me, Ct));
        Assert.IsType<PushDevices.Result.Kept>(await devices.AddAsync(Other, one.At(world.Endpoint("one")), null, null, Me, Ct));
        var left = Assert.Single(await devices.OfPersonAsync(Person, Ct));
        Assert.Equal(0, await devices.RemoveAsync(Other, left.Id, Me, Ct));
        Assert.Equal(1, await devices.RemoveAsync(Person, left.Id, Me, Ct));
        Assert.Equal(0, await devices.RemoveAsync(Person, null, Me, Ct));
        Assert.Equal(1, await devices.RemoveAsync(Other, null, Me, Ct));
    }

    [Fact]
    public async Task A_device_whose_address_changes_is_the_same_device_and_nobody_elses()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        var devices = world.Get<PushDevices>();
        using var device = new PushReceiver();
        using var stranger = new PushReceiver();
        await world.AddAsync(device, "old");
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.IsType<PushDevices.Result.Unknown>(await devices.RenewAsync(stranger.At(world.Endpoint("old")), stranger.At(world.Endpoint("new")), Ct));
        Assert.IsType<PushDevices.Result.Unknown>(await devices.RenewAsync(device.At(world.Endpoint("none")), device.At(world.Endpoint("new")), Ct));
        Assert.IsType<PushDevices.Result.Unusable>(await devices.RenewAsync(device.At(world.Endpoint("old")), device.At("ftp://push/new"), Ct));
        Assert.IsType<PushDevices.Result.Kept>(await devices.RenewAsync(device.At(world.Endpoint("old")), device.At(world.Endpoint("new")), Ct));
        await world.SendAsync(Order());
        await world.WorkAsync();
        Assert.Single(await world.PushedAsync("old"));
        Assert.Single(await world.PushedAsync("new"));
    }

    [Fact]
    public async Task What_is_kept_of_a_device_cannot_be_read_from_the_database()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        using var device = new PushReceiver();
        await world.AddAsync(device, "layla");
        await using var db = await world.Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);
        await db.Database.OpenConnectionAsync(Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT * FROM push_devices";
        await using var row = await command.ExecuteReaderAsync(Ct);
        Assert.True(await row.ReadAsync(Ct));
        var kept = string.Join('\n', Enumerable.Range(0, row.FieldCount).Select(n => row.GetValue(n) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{row.GetValue(n)}"));
        Assert.Contains("Chrome", kept, StringComparison.Ordinal);
        Assert.All(new[] { device.Auth, device.PublicKey, "/push/", "layla" }, secret => Assert.DoesNotContain(secret, kept, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://push.example/a")]
    [InlineData("https://127.0.0.1/a")]
    [InlineData("https://localhost/a")]
    [InlineData("https://10.0.0.8/a")]
    [InlineData("https://[::1]/a")]
    [InlineData("https://user@push.example/a")]
    [InlineData("push.example/a")]
    [InlineData("")]
    [InlineData(null)]
    public void Outside_a_sandbox_a_device_is_reached_by_https_on_the_public_network_only(string? endpoint)
    {
        using var device = new PushReceiver();
        Assert.False(PushDevices.IsUsable(new DeviceAddress(endpoint, device.PublicKey, device.Auth), sandbox: false));
        Assert.True(PushDevices.IsUsable(device.At("https://push.example/a"), sandbox: false));
    }

    [Fact]
    public void Keys_that_are_none_are_refused()
    {
        using var device = new PushReceiver();
        var good = device.At("https://push.example/a");
        var offCurve = Base64Url.EncodeToString([4, .. new byte[63], 1]);
        Assert.All(
            new[] { good with { P256dh = null }, good with { P256dh = "!!" }, good with { P256dh = offCurve }, good with { P256dh = good.Auth }, good with { Auth = "" }, good with { Auth = good.P256dh }, good with { Endpoint = "https://push.example/" + new string('a', 1000) } },
            bad => Assert.False(PushDevices.IsUsable(bad, sandbox: false), bad.ToString()));
    }

    [Fact]
    public async Task A_device_gets_no_more_within_a_day_than_is_bearable()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite, ("Messages:Push:PerDevicePerDay", "2"));
        using var device = new PushReceiver();
        await world.AddAsync(device, "layla");
        for (var i = 0; i < 4; i++)
        {
            await world.SendAsync(Order());
        }

        await world.WorkAsync();
        Assert.Equal(2, (await world.PushedAsync("layla")).Count);
        Assert.Equal(2, (await world.DeliveriesAsync()).Count(d => d.Failure == DeliveryFailure.RecipientLimit));
    }

    [Fact]
    public async Task Every_node_signs_with_the_same_key_and_the_template_of_a_notice_has_no_places()
    {
        await using var world = await World.OpenAsync(DatabaseProvider.Sqlite);
        var key = world.Get<VapidKey>().Public;
        Assert.Equal(key, new VapidKey(world.Get<CheckpointKey>()).Public);
        Assert.Equal(65, Base64Url.DecodeFromChars(key).Length);
        var folder = Directory.CreateTempSubdirectory("diwan-push-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "push.case.yaml"), """
            version: 1
            means: push
            title: { ar: "أ", en: "a" }
            subject: { ar: "معاملة ((reference))", en: "Case ((reference))" }
            text: { ar: "خبر", en: "News" }
            example: { reference: "7K4M-92QX-3" }
            """, Ct);
        Assert.Contains("no places", Assert.Single(TemplateFolder.Read(folder).Faults).Text.En, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static SendMessage.Order Order(string? reference = null) => new(Person, null, new("صدر القرار في معاملتك", "Your case is decided"), reference ?? Case, "decided");

    private sealed class World : IAsyncDisposable
    {
        private readonly WebApplication _sandbox;
        private readonly HttpClient _outside;
        private readonly TestDatabase _database;
        private readonly ServiceProvider _services;

        private World(WebApplication sandbox, HttpClient outside, TestDatabase database, ServiceProvider services) => (_sandbox, _outside, _database, _services) = (sandbox, outside, database, services);

        internal static async Task<World> OpenAsync(DatabaseProvider on, params (string Key, string? Value)[] settings)
        {
            var database = await TestDatabase.CreateAsync(on);
            var (sandbox, outside) = await SandboxWorld.StartAsync(new SandboxOptions { Port = 0, People = 100 });
            (string Key, string? Value)[] all = [("Web:Sandbox", "true"), ("Messages:Push:Contact", "mailto:notices@diwan.example"), ("Services:Folder", Repository.Services), .. settings];
            return new World(sandbox, outside, database, database.Services(
                s => s.AddMessages(new ConfigurationBuilder().AddInMemoryCollection(all.ToDictionary(x => x.Key, x => x.Value)).Build()), [.. all]));
        }

        internal T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        internal void Time(TimeSpan passes) => _database.Time.Advance(passes);

        internal string Endpoint(string name) => new Uri(_outside.BaseAddress!, $"/push/{name}").ToString();

        internal async Task AddAsync(PushReceiver device, string name) => Assert.IsType<PushDevices.Result.Kept>(await Get<PushDevices>().AddAsync(
            Person, device.At(Endpoint(name)), "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "moj", Me, Ct));

        internal async Task SendAsync(SendMessage.Order order)
        {
            var change = new Change(Actor.System("test"), Channel.System, "testing", _database.Time.GetUtcNow());
            SendMessage.Add(change, order);
            (await Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }

        internal async Task WorkAsync()
        {
            // First the message, then what it owes to each device.
            for (var i = 0; i < 2; i++)
            {
                await Get<DutyRunner>().RunDueAsync(_database.Time.GetUtcNow(), Ct);
            }
        }

        internal async Task<List<DeliveryView>> DeliveriesAsync() => [.. (await Get<Inbox>().OfPersonAsync(Person, 100, Ct)).SelectMany(m => m.Deliveries)];

        internal async Task<List<JsonNode>> PushedAsync(string name) => [.. JsonNode.Parse(await _outside.GetStringAsync($"/push/{name}/messages", Ct))!.AsArray().Select(n => n!)];

        internal async Task DownAsync(bool down)
        {
            using var body = new StringContent($$"""{"latencyMs":0,"errorPercent":0,"down":{{(down ? "true" : "false")}}}""", Encoding.UTF8, "application/json");
            using var answer = await _outside.PutAsync("/control/api/push", body, Ct);
            answer.EnsureSuccessStatusCode();
        }

        internal static JsonObject Read(PushReceiver device, JsonNode taken) => JsonNode.Parse(device.Read(Convert.FromBase64String((string)taken["body"]!)))!.AsObject();

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            _outside.Dispose();
            await _sandbox.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
