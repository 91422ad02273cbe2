using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Testing;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>The institutions' applications on a telephone: installable, small, and of use while the line is cut; nothing of one person is seen by another.</summary>
public sealed class AppTests(TheNation nation) : IDisposable
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

    private readonly string _services = Directory.CreateTempSubdirectory("diwan-app-services-").FullName;

    public void Dispose() => Directory.Delete(_services, recursive: true);

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public async Task Each_institution_has_an_application_of_its_own_that_can_be_installed(Language language)
    {
        var code = language.Code();
        await using var visitor = await nation.VisitorAsync(language, PeopleTests.Phone);
        var page = visitor.Page;
        await visitor.OpenAsync("/telephone");
        Assert.Empty(await PageWalk.AxeAsync(page));
        var found = await page.Locator("main .dw-card a").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        Assert.Equal(((string[])["moj", "dls", "gam", "dvld", "ssc"]).Select(i => $"/app/{i}/{code}"), found);
        HashSet<string> names = [];
        foreach (var address in found.Append($"/app/counter/{code}"))
        {
            var manifest = JsonDocument.Parse(await TextAsync(page, $"{address}/app.webmanifest")).RootElement;
            Assert.Equal((code, language == Language.Arabic ? "rtl" : "ltr", "standalone"), (Of("lang"), Of("dir"), Of("display")));
            Assert.Equal($"{address[..^2]}", Of("scope"));
            Assert.StartsWith(Of("scope"), Of("start_url"), StringComparison.Ordinal);
            Assert.True(names.Add(Of("name")) && Of("short_name").Length is > 1 and <= 22, Of("short_name"));
            Assert.Matches("^#[0-9a-f]{6}$", Of("theme_color"));
            foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
            {
                var picture = await (await page.APIRequest.GetAsync(nation.Product + icon.GetProperty("src").GetString())).BodyAsync();
                var side = BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16));
                Assert.Equal($"{side}x{BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20))}", icon.GetProperty("sizes").GetString());
            }

            string Of(string name) => manifest.GetProperty(name).GetString()!;
        }

        // What the browser itself has against installing it: nothing. The institution's own services stand first, in its own colour.
        await page.GotoAsync(nation.Product + found[0]);
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");
        var devTools = await page.Context.NewCDPSessionAsync(page);
        var errors = (await devTools.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors");
        Assert.True(errors.GetArrayLength() == 0 || errors.EnumerateArray().All(e => e.GetProperty("errorId").GetString() == "in-incognito"), errors.ToString());
        Assert.Equal(1, await page.Locator("#own .dw-card").CountAsync());
        Assert.Equal("rgb(91, 58, 120)", await page.Locator(".dw-header").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        Assert.Empty(await PageWalk.AxeAsync(page));
        Assert.True(await visitor.OverflowAsync() <= 0);
        await Visitor.PictureAsync(page, $"app-home-{code}");

        // Without the line: a page of ours in this language, not the browser's dinosaur.
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync($"{nation.Product}/app/moj/{code}/services");
        Assert.True(await page.Locator(".dw-only-offline").IsVisibleAsync());
        Assert.False(await page.Locator(".dw-only-online").IsVisibleAsync());
        Assert.Empty(await PageWalk.AxeAsync(page));
        await Visitor.PictureAsync(page, $"app-offline-{code}");
        Assert.Equal(404, (await page.APIRequest.GetAsync($"{nation.Product}/app/nobody/{code}")).Status);
    }

    /// <summary>The first visit, fonts aside: what a person with a slow line waits for.</summary>
    [Fact]
    public async Task The_first_page_is_small()
    {
        await using var visitor = await nation.VisitorAsync(Language.Arabic, o =>
        {
            PeopleTests.Phone(o);
            o.ServiceWorkers = ServiceWorkerPolicy.Block;
        });
        var sizes = new List<(string Path, int Bytes)>();
        var devTools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await devTools.SendAsync("Network.enable");
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        devTools.Event("Network.requestWillBeSent").OnEvent += (_, e) => paths[e!.Value.GetProperty("requestId").GetString()!] = new Uri(e.Value.GetProperty("request").GetProperty("url").GetString()!).AbsolutePath;
        devTools.Event("Network.loadingFinished").OnEvent += (_, e) => sizes.Add((paths[e!.Value.GetProperty("requestId").GetString()!], e.Value.GetProperty("encodedDataLength").GetInt32()));
        await visitor.Page.GotoAsync($"{nation.Product}/app/gam/ar", new() { WaitUntil = WaitUntilState.NetworkIdle });
        var whole = sizes.Where(s => !s.Path.EndsWith(".woff2", StringComparison.Ordinal)).Sum(s => s.Bytes);
        TestContext.Current.TestOutputHelper?.WriteLine($"{whole} bytes without fonts; {string.Join(", ", sizes)}");
        Assert.Contains(sizes, s => s.Path.EndsWith("/app/gam/ar", StringComparison.Ordinal));
        Assert.InRange(whole, 10_000, 100_000);
    }

    [Fact]
    public async Task A_draft_with_a_file_outlives_the_line_and_comes_once_and_nobody_else_sees_it()
    {
        Directory.CreateDirectory(_services);
        AskForProof(_services);
        var app = await nation.FurtherProductAsync(_services) + "/app/moj";
        await using var visitor = await nation.SignedInAsync("2000000101", Language.Arabic, PeopleTests.Phone, app);
        var page = visitor.Page;
        List<string> faults = [];
        await visitor.BeginAsync(Service);
        var first = page.Url;
        await visitor.AnswerSectionAsync([]);
        await ReadyAsync(page);
        Assert.Equal(0, await page.Locator("input[type=file]").CountAsync());

        // Cut, on the second section: kept; the next is there; then the one with the file; a picture of it may be taken.
        await page.Context.SetOfflineAsync(true);
        await page.Locator("[name=purpose][value=INTERNAL]").CheckAsync();
        await page.Locator("button[value=continue]").Last.ClickAsync();
        await page.Locator("#not-submitted").WaitForAsync();
        faults.AddRange(await PageWalk.AxeAsync(page));
        await Visitor.PictureAsync(page, "app-kept-ar");
        Assert.True(await visitor.OverflowAsync() <= 0);
        await page.GotoAsync(first[..(first.LastIndexOf('/') + 1)] + "proof");
        await page.Locator("html[data-kept-ready]").WaitForAsync();
        Assert.True(await page.Locator("[name='proof.camera'][capture]").IsVisibleAsync());
        faults.AddRange(await PageWalk.AxeAsync(page));
        await page.Locator("input[name=proof]").SetInputFilesAsync(new FilePayload { Name = "offer.pdf", MimeType = "application/pdf", Buffer = Pdf });
        await page.Locator("button[value=continue]").Last.ClickAsync();
        await page.Locator("#not-submitted").WaitForAsync();
        Assert.Contains("offer.pdf", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        // Opened again without the line, a section shows what was typed; a page that is not kept shows what is.
        await page.GotoAsync(first[..(first.LastIndexOf('/') + 1)] + "purpose");
        await page.Locator("html[data-kept-ready]").WaitForAsync();
        Assert.True(await page.Locator("[name=purpose][value=INTERNAL]").IsCheckedAsync());
        await page.GotoAsync(app + "/ar/account");
        await page.Locator(".dw-kept").Nth(1).WaitForAsync();
        faults.AddRange(await PageWalk.AxeAsync(page));
        await Visitor.PictureAsync(page, "app-list-ar");
        await SecretAsync(page, "offer.pdf");

        // The session is over, and somebody else signs in on the same telephone: nothing of the first is there, with the line or without.
        await page.Context.SetOfflineAsync(false);
        await page.Context.ClearCookiesAsync();
        await visitor.SignInAsync("2000000102");
        await visitor.OpenAsync("/kept");
        await page.Locator("html[data-kept-ready]").WaitForAsync();
        Assert.Equal(0, await page.Locator(".dw-kept").CountAsync());
        Assert.False(await page.Locator("#kept").IsVisibleAsync());
        Assert.Equal(404, (await page.GotoAsync(first))!.Status);
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(first);
        Assert.True(await page.Locator(".dw-only-offline").IsVisibleAsync());
        Assert.Equal(0, await page.Locator(".dw-kept, form[data-keep]").CountAsync());
        await page.Context.SetOfflineAsync(false);
        await visitor.OpenAsync("/account");
        await page.Locator("html[data-kept-ready]").WaitForAsync();
        await visitor.GoAsync(page.Locator("form[action$='/sign-out'] button"));

        // The first one signs in again. The answer to the file is lost on its way, so it is sent twice; it is there once.
        await page.AddInitScriptAsync("""
            const real = window.fetch;
            window.fetch = async (to, how) => {
              const answer = await real(to, how);
              if (how?.method === 'POST' && String(to).endsWith('/proof') && !sessionStorage.lost) { sessionStorage.lost = 'yes'; throw new TypeError('The answer was lost.'); }
              return answer;
            };
            """);
        await visitor.SignInAsync("2000000101");
        await page.Locator("html[data-kept-ready]").WaitForAsync();
        await visitor.OpenAsync("/kept");
        await page.Locator("html[data-kept-pages]").WaitForAsync();
        await Assertions.Expect(page.Locator("html[data-kept-waiting]")).ToHaveCountAsync(0, new() { Timeout = 40_000 });
        Assert.True(await page.Locator(".dw-kept").CountAsync() == 0, await page.Locator("#kept-list").InnerHTMLAsync());
        Assert.Equal("yes", await page.EvaluateAsync<string>("() => sessionStorage.lost"));
        await page.GotoAsync(first[..(first.LastIndexOf('/') + 1)] + "proof");
        Assert.Equal(["offer.pdf"], await page.Locator(".dw-files li a").AllInnerTextsAsync());
        await page.GotoAsync(first[..(first.LastIndexOf('/') + 1)] + "purpose");
        Assert.True(await page.Locator("[name=purpose][value=INTERNAL]").IsCheckedAsync());

        // On the desk at home the purpose is changed while the telephone has no line: both are shown, and one chosen.
        await ReadyAsync(page);
        await page.Context.SetOfflineAsync(true);
        await page.Locator("[name=requestingBody]").FillAsync("وزارة التربية");
        await page.Locator("button[value=continue]").Last.ClickAsync();
        await page.Locator("#not-submitted").WaitForAsync();
        await using (var desk = await nation.SignedInAsync("2000000101", Language.Arabic, product: app[..^8]))
        {
            await desk.Page.GotoAsync(first[..(first.LastIndexOf('/') + 1)].Replace("/app/moj", "", StringComparison.Ordinal) + "purpose");
            await desk.Page.Locator("[name=requestingBody]").FillAsync("وزارة الصحة");
            await desk.ContinueAsync();
        }

        await page.Context.SetOfflineAsync(false);
        await page.GotoAsync(app + "/ar/kept");
        await page.Locator(".dw-kept[data-state=conflict]").WaitForAsync();
        Assert.Contains("وزارة الصحة", await page.Locator(".dw-kept").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("وزارة التربية", await page.Locator(".dw-kept").InnerTextAsync(), StringComparison.Ordinal);
        faults.AddRange(await PageWalk.AxeAsync(page));
        await Visitor.PictureAsync(page, "app-conflict-ar");
        await page.Locator(".dw-kept button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".dw-kept")).ToHaveCountAsync(0);
        await page.GotoAsync(first[..(first.LastIndexOf('/') + 1)] + "purpose");
        Assert.Equal("وزارة التربية", await page.Locator("[name=requestingBody]").InputValueAsync());

        // Signing out leaves nothing behind, kept or key; who has unsent entries is asked first.
        await ReadyAsync(page);
        await visitor.GoAsync(page.Locator("form[action$='/sign-out'] button"));
        Assert.Equal("0 0", await page.EvaluateAsync<string>(Left));
        Assert.Empty(faults);
    }

    /// <summary>What the device holds of anybody: items and keys.</summary>
    private const string Left = """
        () => new Promise((resolve, reject) => {
          const ask = indexedDB.open('diwan-kept');
          ask.onerror = () => reject(ask.error);
          ask.onsuccess = () => {
            const all = ask.result.transaction(['items', 'keys']);
            const [items, keys] = ['items', 'keys'].map(s => all.objectStore(s).getAll());
            all.oncomplete = () => resolve(`${items.result.length} ${keys.result.length}`);
          };
        })
        """;

    /// <summary>The page's script is done: it knows whose it is, and the other pages of the form are kept.</summary>
    internal static async Task ReadyAsync(IPage page)
    {
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");
        await page.Locator("html[data-kept-pages]").WaitForAsync();
    }

    /// <summary>What lies in the device's store is noise to whoever reads the disk, and its key cannot be taken out.</summary>
    private static async Task SecretAsync(IPage page, string typed)
    {
        var (items, holds, extractable) = JsonSerializer.Deserialize<(int, bool, bool)>(
            (await page.EvaluateAsync<JsonElement>(
                """
                typed => new Promise((resolve, reject) => {
                  const ask = indexedDB.open('diwan-kept');
                  ask.onerror = () => reject(ask.error);
                  ask.onsuccess = () => {
                    const all = ask.result.transaction(['items', 'keys']);
                    const [items, keys] = ['items', 'keys'].map(s => all.objectStore(s).getAll());
                    all.oncomplete = () => resolve({
                      Item1: items.result.length,
                      Item2: items.result.some(i => JSON.stringify([i.id, i.kind, i.owner]).includes(typed) || new TextDecoder().decode(i.data).includes(typed)),
                      Item3: keys.result.some(k => k.key.extractable),
                    });
                  };
                })
                """,
                typed)).GetRawText(),
            WithFields);
        Assert.True(items >= 2);
        Assert.False(holds);
        Assert.False(extractable);
    }

    private static async Task<string> TextAsync(IPage page, string path) => await page.EvaluateAsync<string>("path => fetch(path).then(r => r.text())", path);

    /// <summary>The services as they are, with the certificate asking for a file, which none of them does.</summary>
    private static void AskForProof(string folder)
    {
        Repository.CopyServices(folder);
        var form = Path.Combine(folder, Service, "form.yaml");
        File.AppendAllText(form, "\n  - id: proof\n    questions:\n      - { id: proof, type: file, accept: [pdf, jpeg, png], maxBytes: 1000000, maxFiles: 2, optional: true }\n");
        foreach (var (file, label) in new[] { ("texts.ar.yaml", "إثبات الغاية"), ("texts.en.yaml", "Proof of the purpose") })
        {
            var path = Path.Combine(folder, Service, file);
            File.WriteAllText(path, File.ReadAllText(path)
                .Replace("\nsection:\n", $"\nsection:\n  proof: {{ title: {label} }}\n", StringComparison.Ordinal).Replace("\nquestion:\n", $"\nquestion:\n  proof: {{ label: {label} }}\n", StringComparison.Ordinal));
        }
    }
}
