using System.Net;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Sandbox;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Modules.Tests.Messages;

public sealed class MessageTests
{
    private static readonly LocalizedText Words = new("وصل طلبك. رقمه 7K4M-92QX-3", "We have your application. Its number is 7K4M-92QX-3");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ServiceProvider Services(TestDatabase database, string gateway, Action<IServiceCollection>? more = null, params (string Key, string? Value)[] settings) => database.Services(s =>
    {
        s.AddMessages(new ConfigurationBuilder().AddInMemoryCollection(Gateway(gateway).Concat(settings).ToDictionary(x => x.Key, x => x.Value)).Build());
        more?.Invoke(s);
    });

    private static IEnumerable<(string Key, string? Value)> Gateway(string address, int n = 0) =>
        new[] { ("Name", $"g{n}"), ("Url", $"{address}/cgi-bin/sendsms"), ("User", "sandbox"), ("Password", "sandbox") }.Select(x => ($"Messages:Gateways:{n}:{x.Item1}", (string?)x.Item2));

    private static DeliveryState? SmsOf(InboxMessage message) => message.By(Means.Sms)?.State;

    private static async Task SendAsync(IServiceProvider services, TestDatabase database, SendMessage.Order order)
    {
        var change = new Change(Actor.System("test"), Channel.System, "testing", database.Time.GetUtcNow());
        SendMessage.Add(change, order);
        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }

    private static Task<int> CarryOutAsync(IServiceProvider services, TestDatabase database) =>
        services.GetRequiredService<DutyRunner>().RunDueAsync(database.Time.GetUtcNow(), Ct);

    private static async Task<InboxMessage> OnlyAsync(IServiceProvider services, string person) =>
        Assert.Single(await services.GetRequiredService<Inbox>().OfPersonAsync(person, 10, Ct));

    private static SendMessage.Order Order(string? phone, string person = "JO:2000000101") => new(person, phone, Words, "7K4M-92QX-3", "received");

    [Theory, OnEveryDatabase]
    public async Task A_message_is_in_the_inbox_with_its_change_and_on_the_telephone_after_its_duty(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on);
        var (app, phones) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        await using var services = Services(database, app.Urls.Single());
        await SendAsync(services, database, Order("+962790000101"));
        Assert.Null(SmsOf(await OnlyAsync(services, "JO:2000000101")));

        Assert.Equal(1, await CarryOutAsync(services, database));

        var message = await OnlyAsync(services, "JO:2000000101");
        Assert.Equal((DeliveryState.Handed, Words), (SmsOf(message)!.Value, message.Text));
        var got = (JsonArray)JsonNode.Parse(await phones.GetStringAsync("/phone/+962790000101/messages", Ct))!;
        Assert.Equal(Words.Ar, ContractTests.T(Assert.Single(got), "text"));
        Assert.Equal(0, await CarryOutAsync(services, database));
    }

    [Fact]
    public async Task People_are_written_to_in_the_language_they_chose()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, phones) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        LanguagesOfPeople of = (people, _) => Task.FromResult<IReadOnlyDictionary<string, Language>>(people.ToDictionary(p => p, p => p == "JO:2" ? Language.English : Language.Arabic));
        await using var services = Services(database, app.Urls.Single(), s => s.AddSingleton(of));
        await SendAsync(services, database, Order("+962790000102", "JO:2"));
        await SendAsync(services, database, Order("+962790000103", "JO:2") with { Language = Language.Arabic });
        await CarryOutAsync(services, database);
        Assert.Contains(Words.En, await phones.GetStringAsync("/phone/+962790000102/messages", Ct), StringComparison.Ordinal);
        Assert.Contains(Words.Ar, await phones.GetStringAsync("/phone/+962790000103/messages", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_telephone_it_stays_in_the_inbox_and_a_refused_number_is_failed()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, _) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        await using var services = Services(database, app.Urls.Single());
        await SendAsync(services, database, Order(null, "JO:1"));
        Assert.Equal(1, await CarryOutAsync(services, database));
        Assert.Empty((await OnlyAsync(services, "JO:1")).Deliveries);

        await SendAsync(services, database, Order("+962790000002", "JO:3"));
        await CarryOutAsync(services, database);
        var refused = (await OnlyAsync(services, "JO:3")).By(Means.Sms)!;
        Assert.Equal((DeliveryState.Failed, DeliveryFailure.Refused), (refused.State, refused.Failure!.Value));
    }

    [Fact]
    public async Task A_gateway_that_is_down_gets_the_message_later()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, http) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        await using var services = Services(database, app.Urls.Single());
        using (await http.PutAsync("/control/api/sms", new StringContent("""{"latencyMs":0,"errorPercent":0,"down":true}""", System.Text.Encoding.UTF8, "application/json"), Ct))
        {
            await SendAsync(services, database, Order("+962790000101"));
            await CarryOutAsync(services, database);
            Assert.Equal(DeliveryState.Queued, SmsOf(await OnlyAsync(services, "JO:2000000101")));
        }

        await http.DeleteAsync("/control/api", Ct);
        database.Time.Advance(TimeSpan.FromHours(1));
        await CarryOutAsync(services, database);
        Assert.Equal(DeliveryState.Handed, SmsOf(await OnlyAsync(services, "JO:2000000101")));
    }

    [Fact]
    public async Task The_gateways_report_marks_it_delivered_and_nobody_else_can()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (app, _) = await SandboxWorld.StartAsync();
        await using var sandbox = app;
        ReportDelivery? report = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_ => report!);
        builder.Services.AddOptions<MessagesOptions>();
        builder.Services.AddSingleton<ReceiveText>(_ => null!);
        await using var ours = builder.Build();
        MessagesEndpoints.Map(ours);
        await ours.StartAsync(Ct);
        await using var services = Services(database, app.Urls.Single(), null, ("Messages:ReportUrl", ours.Urls.Single()));
        report = services.GetRequiredService<ReportDelivery>();

        await SendAsync(services, database, Order("+962790000101"));
        await CarryOutAsync(services, database);
        var message = await OnlyAsync(services, "JO:2000000101");
        for (var i = 0; i < 100 && SmsOf(message) != DeliveryState.Delivered; i++)
        {
            await Task.Delay(50, Ct);
            message = await OnlyAsync(services, "JO:2000000101");
        }

        Assert.Equal(DeliveryState.Delivered, SmsOf(message));
        var delivery = message.By(Means.Sms)!.Id;
        Assert.IsType<ReportDelivery.Result.Unknown>(await report.RunAsync(delivery, "guess", 2, Ct));
        using var http = new HttpClient { BaseAddress = new Uri(ours.Urls.Single()) };
        using var forged = await http.GetAsync($"{MessagesEndpoints.ReportPath}?id={delivery}&key=00&kind=2", Ct);
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        Assert.Equal(DeliveryState.Delivered, SmsOf(await OnlyAsync(services, "JO:2000000101")));
    }
}
