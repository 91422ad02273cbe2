using System.Security.Claims;
using System.Text;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Diwan.Web.Tests.Till;

/// <summary>The real site with its own database and a rail that nobody answers; who is signed in is said by a header, as only a test may.</summary>
public sealed class TillSite : WebApplicationFactory<Program>
{
    internal const string Header = "X-Signed-In";

    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-web-money-").FullName;

    public static SignedIn Citizen(string number = "2000000101") =>
        new("JO:" + number, "citizen", number, null, "JO", "ليلى سامي", "Layla Sami", new DateOnly(1990, 1, 1), "F", null, "AM", [], Language.English) { Level = Assurance.Substantial };

    public static SignedIn Officer(string number, params string[] roles) =>
        new("OFF:" + number, "officer", number, null, "JO", "موظف " + number, "Officer " + number, null, null, null, null, roles, Language.English) { Level = Assurance.High };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("Database:ConnectionString", "");
        builder.UseSetting("Web:Sandbox", "true");
        builder.UseSetting("Cases:Demonstration", "true");
        builder.UseSetting("Logging:LogLevel:Default", "Error");
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter>(new SignedInByHeader());

            // The bills here belong to no case; a case would send the money back.
            services.RemoveAll<INewsHandler<BillSettled>>();
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<string> BillAsync(long fils = 5000, string institution = "gam", string payer = "JO:2000000101", long? leastPart = null, TimeSpan? life = null)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var change = new Change(new Actor(ActorKind.Person, payer, "ليلى سامي"), Channel.Portal, "testing", now);
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", payer, "ليلى سامي", institution, new LocalizedText("دفع مخالفات السير", "Traffic fines"),
            [new BillLine("fine", BillLineKind.Debt, new Money(fils), new LocalizedText("مخالفة 88-1", "Ticket 88-1"), new LocalizedText("سرعة", "Speed"), "traffic-law", new LocalizedText("قانون السير", "Traffic law"))],
            now + (life ?? TimeSpan.FromDays(7)),
            leastPart is { } least ? new Money(least) : null));
        (await Get<ChangeWriter>().WriteAsync(change, TestContext.Current.CancellationToken)).OrThrow();
        return number.Value;
    }

    /// <summary>Makes somebody known, as the identity provider would.</summary>
    public async Task SignInAsync(SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(who);
        var provider = new ClaimsPrincipal(new ClaimsIdentity(
        [
            new("sub", who.PersonKey.Split(':')[1]), new("kind", who.Kind), new("name", who.Name), new("name_en", who.NameEn ?? who.Name),
            .. who.Roles.Select(r => new Claim("roles", r)),
        ]));
        Assert.IsType<SignIn.Result.Welcome>(await Get<SignIn>().RunAsync(provider, Channel.Portal, TestContext.Current.CancellationToken));
    }

    /// <summary>Somebody with a browser that keeps cookies; null is a visitor.</summary>
    public Someone As(SignedIn? who)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        if (who is not null)
        {
            client.DefaultRequestHeaders.Add(Header, Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(who)));
        }

        return new Someone(client);
    }

    internal sealed class SignedInByHeader : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                if (context.Request.Headers.TryGetValue(Header, out var said))
                {
                    context.User = JsonSerializer.Deserialize<SignedIn>(Convert.FromBase64String(said.ToString()))!.ToPrincipal();
                }

                return go(context);
            });
            next(app);
        };
    }
}

/// <summary>Reads pages and sends their forms, with the token that each form carries.</summary>
public sealed class Someone(HttpClient client)
{
    public IDocument Page { get; private set; } = null!;

    public int Status { get; private set; }

    public string? Sent { get; private set; }

    /// <summary>What the page says, without the marks that set values apart.</summary>
    public string Text => Plain(Page.QuerySelector("main")?.TextContent);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<int> OpenAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Ct);
        Sent = answer.Headers.Location?.OriginalString;
        await ReadAsync(answer, path);
        return Status;
    }

    public async Task<(int Status, string? Type, byte[] Bytes)> DownloadAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Ct);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    /// <summary>Sends the form of the page that holds a button, changed as given; follows one redirect.</summary>
    /// <param name="button">A selector of the button.</param>
    /// <returns>The status of the page it came to.</returns>
    public async Task<int> SendAsync(string button, params (string Name, string? Value)[] changes)
    {
        var pressed = Page.QuerySelector(button) as IHtmlButtonElement ?? throw new InvalidOperationException($"There is no {button} on the page: {Text}");
        var form = pressed.Form!;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements.OfType<IHtmlElement>())
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false }:
                    break;
                case IHtmlInputElement { Name.Length: > 0 } input:
                    fields.Add(new(input.Name!, input.Value));
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0 } area:
                    fields.Add(new(area.Name!, area.Value));
                    break;
                case IHtmlSelectElement { Name.Length: > 0 } select:
                    fields.Add(new(select.Name!, select.Value ?? ""));
                    break;
            }
        }

        foreach (var name in changes.Select(c => c.Name).Distinct())
        {
            fields.RemoveAll(f => f.Key == name);
        }

        fields.AddRange(changes.Where(c => c.Value is not null).Select(c => new KeyValuePair<string, string>(c.Name, c.Value!)));
        if (pressed.Name is { Length: > 0 } own)
        {
            fields.Add(new(own, pressed.Value ?? ""));
        }

        var action = new Uri(new Uri(Page.Url), pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "").PathAndQuery;
        if (string.IsNullOrEmpty(pressed.GetAttribute("formaction") ?? form.GetAttribute("action")))
        {
            action = new Uri(Page.Url).PathAndQuery;
        }

        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri(action, UriKind.Relative), content, Ct);
        Sent = answer.Headers.Location?.OriginalString;
        if (Sent is { } to && to.StartsWith('/'))
        {
            var status = await OpenAsync(to);
            Sent ??= to;
            return status;
        }

        await ReadAsync(answer, action);
        return Status;
    }

    /// <summary>What the error summary says; empty without one.</summary>
    public string Errors => Plain(Page.QuerySelector(".govuk-error-summary__list")?.TextContent).Trim();

    private static string Plain(string? text) => string.Concat((text ?? "").Where(c => c is not (>= '\u2066' and <= '\u2069'))).Replace('\u00a0', ' ');

    private async Task ReadAsync(HttpResponseMessage answer, string path)
    {
        Status = (int)answer.StatusCode;
        var html = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Ct));
        Page = await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html).Address("https://diwan.example" + path), Ct);
    }
}
