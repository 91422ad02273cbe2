using System.Text.Json;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>
/// Notices on a device: the button, the worker that shows them, and how they are removed. The browser of the tests reaches no push service, so what it would give is given to the page, and what
/// came to the sandbox's push service is read with the device's keys and handed to the worker as a browser does.
/// </summary>
public sealed class NoticeTests(TheNation nation)
{
    private const string Person = "2000000106";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Language.Arabic, "/app/moj", "خبر في معاملتك", "rtl")]
    [InlineData(Language.English, "", "News of your case", "ltr")]
    public async Task Somebody_asks_for_notices_gets_one_and_wants_none_any_more(Language language, string app, string title, string direction)
    {
        using var device = new PushReceiver();
        var (code, name) = (language.Code(), $"browser-{Guid.CreateVersion7():N}");
        await using var visitor = await nation.SignedInAsync(Person, language, PeopleTests.Phone, nation.Product + app);
        var page = visitor.Page;
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = nation.Product });
        await page.AddInitScriptAsync($$"""
            if ('PushManager' in window) PushManager.prototype.subscribe = async options => {
              window.asked = options;
              return { toJSON: () => ({ endpoint: '{{nation.Outside}}/push/{{name}}', keys: { p256dh: '{{device.PublicKey}}', auth: '{{device.Auth}}' } }) };
            };
            """);
        await visitor.OpenAsync("/account/contact");
        await visitor.GoAsync(page.Locator("[data-push] button"));
        Assert.EndsWith("?device=added#device", page.Url.Contains('#', StringComparison.Ordinal) ? page.Url : page.Url + "#device", StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("#devices li").CountAsync());
        Assert.True(await page.Locator("input[name=by][value=push]").IsCheckedAsync());
        Assert.Empty(await PageWalk.AxeAsync(page));
        Assert.True(await visitor.OverflowAsync() <= 0);
        await Visitor.PictureAsync(page, $"notices-device-{code}");

        // News, from inside; the push service gets it encrypted; the worker shows it.
        var reference = CaseReference.New().Value;
        await nation.FromInsideAsync(async product =>
        {
            await product.GetRequiredService<Accounts.ChooseLanguage>().RunAsync($"JO:{Person}", language, Actor.System("test"), Channel.System, Ct);
            var change = new Change(Actor.System("test"), Channel.System, "testing", product.GetRequiredService<TimeProvider>().GetUtcNow());
            SendMessage.Add(change, new SendMessage.Order($"JO:{Person}", null, new("صدر القرار", "It is decided"), reference, "decided"));
            return (await product.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).IsWritten;
        });
        using var outside = new HttpClient { BaseAddress = new Uri(nation.Outside) };
        var notice = "";
        await visitor.WaitForAsync("the notice at the push service", async () =>
            (await outside.GetFromJsonAsync<JsonElement[]>($"/push/{name}/messages", Ct))!.Select(m => device.Read(m.GetProperty("body").GetBytesFromBase64()))
                .FirstOrDefault(n => n.Contains(reference, StringComparison.Ordinal)) is { } found && (notice = found).Length > 0);
        await DeliverAsync(page, nation.Product + app + "/", notice);
        JsonElement[] shown = [];
        await visitor.WaitForAsync("the notice on the device", async () => (shown = await ShownAsync(page)).Length > 0);
        var one = Assert.Single(shown);
        Assert.Equal((title, direction, code), (one.GetProperty("title").GetString(), one.GetProperty("dir").GetString(), one.GetProperty("lang").GetString()));
        Assert.DoesNotContain(reference, one.GetProperty("title").GetString() + one.GetProperty("body").GetString(), StringComparison.Ordinal);

        // Come twice, it takes its own place; and the inbox knows that the device showed it.
        await DeliverAsync(page, nation.Product + app + "/", notice);
        await visitor.WaitForAsync("that the device showed it", async () => await nation.FromInsideAsync(async product =>
            (await product.GetRequiredService<Inbox>().OfPersonAsync($"JO:{Person}", 20, Ct)).Single(m => m.Reference == reference).By(Means.Push)?.State == DeliveryState.Delivered));
        Assert.Single(await ShownAsync(page));
        Assert.Equal($"{nation.Product}{app}/{code}/cases/{reference}", await ClickAsync(page, nation.Product + (app.Length == 0 ? "/push-worker.js" : app + "/worker.js")));

        // What cannot be read is shown all the same, as a browser demands, and leads to the inbox.
        await DeliverAsync(page, nation.Product + app + "/", "not json");
        await visitor.WaitForAsync("what cannot be read", async () => (await ShownAsync(page)).Length == 1);
        await visitor.OpenAsync("/account/messages");
        Assert.Contains("Chrome", await visitor.TextAsync(), StringComparison.Ordinal);
        await Visitor.PictureAsync(page, $"notices-inbox-{code}");

        // The push service gives the device another address.
        var renewed = await page.APIRequest.PostAsync($"{nation.Product}{app}/push/renew", new()
        {
            DataObject = new { old = new { endpoint = $"{nation.Outside}/push/{name}", p256dh = device.PublicKey, auth = device.Auth }, fresh = new { endpoint = $"{nation.Outside}/push/{name}-2", p256dh = device.PublicKey, auth = device.Auth } },
        });
        Assert.Equal(204, renewed.Status);
        Assert.Equal(404, (await page.APIRequest.PostAsync($"{nation.Product}{app}/push/shown", new() { DataObject = new { id = Guid.CreateVersion7(), key = "00" } })).Status);

        await visitor.OpenAsync("/account/contact");
        await visitor.GoAsync(page.Locator("#devices button").First);
        Assert.Equal(0, await page.Locator("#devices li").CountAsync());
        Assert.Equal(0, await page.Locator("input[name=by][value=push]").CountAsync());
        Assert.Contains("device=removed", page.Url, StringComparison.Ordinal);
    }

    /// <summary>Without scripts, and where the person says no: a page that says what remains.</summary>
    [Fact]
    public async Task Without_scripts_or_leave_the_page_says_what_remains()
    {
        await using var bare = await nation.SignedInAsync(Person, Language.Arabic, o =>
        {
            PeopleTests.Phone(o);
            o.JavaScriptEnabled = false;
        });
        await bare.OpenAsync("/account/contact");
        Assert.True(await bare.Page.Locator("[data-push-none]").IsVisibleAsync());
        Assert.False(await bare.Page.Locator("[data-push]").IsVisibleAsync());
        await bare.PictureAsync("notices-bare-ar");

        await using var visitor = await nation.SignedInAsync(Person, Language.English, PeopleTests.Phone);
        await visitor.Page.AddInitScriptAsync("if ('Notification' in window) Notification.requestPermission = async () => 'denied';");
        await visitor.OpenAsync("/account/contact");
        await visitor.Page.Locator("[data-push] button").ClickAsync();
        await visitor.WaitForAsync("why not", async () => (await visitor.Page.Locator("[data-said]").InnerTextAsync()).Contains("does not allow", StringComparison.Ordinal));

        // What no browser gives is refused in words.
        await visitor.Page.EvaluateAsync("() => { const f = document.querySelector('[data-push] form'); f.elements.endpoint.value = 'javascript:1'; delete f.dataset.sending; f.submit(); }");
        await visitor.Page.Locator(".govuk-error-summary").WaitForAsync();
        Assert.Contains("no address that is good for notices", await visitor.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(await PageWalk.AxeAsync(visitor.Page));
    }

    private static async Task DeliverAsync(IPage page, string scope, string data)
    {
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");
        var tools = await page.Context.NewCDPSessionAsync(page);
        var registrations = new TaskCompletionSource<string>();
        tools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, e) =>
        {
            foreach (var registration in e!.Value.GetProperty("registrations").EnumerateArray().Where(r => r.GetProperty("scopeURL").GetString() == scope))
            {
                registrations.TrySetResult(registration.GetProperty("registrationId").GetString()!);
            }
        };
        await tools.SendAsync("ServiceWorker.enable");
        await tools.SendAsync("ServiceWorker.deliverPushMessage", new()
        {
            ["origin"] = new Uri(scope).GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await registrations.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct),
            ["data"] = data,
        });
        await tools.DetachAsync();
    }

    private static async Task<JsonElement[]> ShownAsync(IPage page) => (await page.EvaluateAsync<JsonElement>("""
        () => navigator.serviceWorker.ready.then(r => r.getNotifications()).then(all => all.map(n => ({ title: n.title, body: n.body, dir: n.dir, lang: n.lang, tag: n.tag })))
        """)).EnumerateArray().ToArray();

    /// <summary>What the worker opens when the first notice is pressed.</summary>
    private static async Task<string> ClickAsync(IPage page, string script)
    {
        const string Press = """
            (async () => {
              const [notification] = await self.registration.getNotifications();
              let opened;
              Object.defineProperty(self.clients, 'openWindow', { value: async url => { opened = url; }, configurable: true });
              self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
              for (let i = 0; i < 50 && !opened; i++) await new Promise(r => setTimeout(r, 50));
              return opened;
            })()
            """;
        var tools = await page.Context.Browser!.NewBrowserCDPSessionAsync();
        var targets = (await tools.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
        var worker = targets.First(t => t.GetProperty("type").GetString() == "service_worker" && t.GetProperty("url").GetString() == script).GetProperty("targetId").GetString()!;
        var session = (await tools.SendAsync("Target.attachToTarget", new() { ["targetId"] = worker, ["flatten"] = false }))!.Value.GetProperty("sessionId").GetString()!;
        var answer = new TaskCompletionSource<string>();
        tools.Event("Target.receivedMessageFromTarget").OnEvent += (_, e) =>
        {
            if (e!.Value.GetProperty("message").GetString() is { } message && message.Contains("\"id\":1,", StringComparison.Ordinal))
            {
                answer.TrySetResult(message);
            }
        };
        var ask = JsonSerializer.Serialize(new { id = 1, method = "Runtime.evaluate", @params = new { expression = Press, awaitPromise = true, returnByValue = true } });
        await tools.SendAsync("Target.sendMessageToTarget", new() { ["sessionId"] = session, ["message"] = ask });
        var said = JsonDocument.Parse(await answer.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct)).RootElement;
        await tools.DetachAsync();
        return said.TryGetProperty("result", out var result) && result.GetProperty("result").TryGetProperty("value", out var opened) ? opened.GetString() ?? "" : said.ToString();
    }
}
