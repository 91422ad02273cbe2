using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Kernel;
using Diwan.Web.Tests.Till;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;

namespace Diwan.Web.Tests.Apps;

/// <summary>The real site as a sandbox, with a database of its own on either kind; who sits at a browser is said by a header, as only a test may.</summary>
public sealed class AppsSite : WebApplicationFactory<Program>
{
    internal const string Back = "http://127.0.0.1:7654/back";

    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-apps-").FullName;
    private readonly string? _database;
    private readonly (string Name, string Value)[] _settings;
    private readonly SteppedTime _time = new();

    public AppsSite()
        : this(null)
    {
    }

    internal AppsSite(string? database, params (string Name, string Value)[] settings) => (_database, _settings) = (database, settings);

    internal static readonly Actor Administrator = new(ActorKind.Officer, "OFF:9", "Administrator");

    internal static SignedIn Layla => TillSite.Citizen();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Moves the clock of the site on.</summary>
    internal void Pass(TimeSpan time) => _time.Pass(time);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("Database:ConnectionString", _database ?? "");
        builder.UseSetting("Web:Sandbox", "true");
        builder.UseSetting("Cases:Demonstration", "true");
        builder.UseSetting("Logging:LogLevel:Default", "Error");
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<IStartupFilter>(new TillSite.SignedInByHeader());
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

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Makes somebody known, as signing in does.</summary>
    internal async Task<SignedIn> KnownAsync(SignedIn who)
    {
        List<Claim> claims =
        [
            new("sub", who.PersonKey.Split(':')[1]), new("kind", who.Kind), new("name", who.Name), new("name_en", who.NameEn ?? who.Name), new("locale", "en"),
            .. who.Roles.Select(r => new Claim("roles", r)),
        ];
        if (who.BirthDate is { } born)
        {
            claims.Add(new("birthdate", born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        }

        Assert.IsType<SignIn.Result.Welcome>(await Get<SignIn>().RunAsync(new ClaimsPrincipal(new ClaimsIdentity(claims)), Channel.Portal, Ct));
        return who;
    }

    internal async Task<(Guid App, string ClientId, string? Secret)> AppAsync(
        string name, string[] scopes, string? institution = null, bool secret = false, KeyKind kind = KeyKind.Test, string? addresses = Back)
    {
        var added = Assert.IsType<KeepApps.Result.Added>(await Get<KeepApps>().AddAsync(new("تطبيق " + name, name, "شركة " + name, name + " Ltd", institution, scopes), Administrator, Ct));
        var issued = Assert.IsType<KeepApps.Result.Issued>(await Get<KeepApps>().IssueKeyAsync(added.Id, new("key", kind, secret, addresses), Administrator, Ct));
        return (added.Id, issued.ClientId, issued.Secret);
    }

    /// <summary>Of a site that listens on a port of its own, for programs that are none of ours; otherwise null.</summary>
    internal Uri? Address { get; private set; }

    internal void Listen(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        UseKestrel(port);
        StartServer();
    }

    /// <summary>Somebody's browser.</summary>
    internal HttpClient Browser(SignedIn? who)
    {
        var client = Address is { } address
            ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address }
            : CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        if (who is not null)
        {
            client.DefaultRequestHeaders.Add(TillSite.Header, Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(who)));
        }

        return client;
    }

    internal static string Question(string clientId, string scope, string verifier, string? redirect = Back, string more = "") =>
        $"/connect/authorize?client_id={clientId}&response_type=code&scope={Uri.EscapeDataString(scope)}&state=s1&nonce=n1"
        + $"&code_challenge={Challenge(verifier)}&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString(redirect!)}{more}";

    internal static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    internal static string Verifier() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    /// <summary>Goes the way of a person whom an app asks, and says yes.</summary>
    /// <returns>Where the browser is sent at the end.</returns>
    internal async Task<Uri> AllowAsync(SignedIn who, string question, string answer = "yes")
    {
        var someone = As(who);
        await someone.OpenAsync(question);
        if (someone.Sent is null)
        {
            Assert.Fail($"The question was answered {someone.Status}: {someone.Text}");
        }

        if (someone.Sent.StartsWith('/'))
        {
            Assert.Equal(200, await someone.OpenAsync(someone.Sent));
            await someone.SendAsync($"button[value={answer}]");
        }

        return new Uri(someone.Sent!);
    }

    internal Someone As(SignedIn? who) => new(Browser(who));

    internal async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(params (string Name, string? Value)[] form)
    {
        using var client = Browser(null);
        using var content = new FormUrlEncodedContent(form.Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Name, f.Value!)));
        using var answer = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), content, Ct);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement);
    }

    /// <summary>The whole way from the question to tokens.</summary>
    internal async Task<JsonElement> TokensAsync(SignedIn who, string clientId, string scope, string? secret = null)
    {
        var verifier = Verifier();
        var code = QueryHelpers.ParseQuery((await AllowAsync(who, Question(clientId, scope, verifier))).Query)["code"].ToString();
        var (status, body) = await TokenAsync(("grant_type", "authorization_code"), ("client_id", clientId), ("client_secret", secret), ("code", code), ("code_verifier", verifier), ("redirect_uri", Back));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body;
    }

    /// <summary>Calls the API with a token.</summary>
    internal async Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> CallAsync(string? token, HttpMethod method, string path, object? body = null, string? once = null)
    {
        using var client = Browser(null);
        using var request = new HttpRequestMessage(method, new Uri("/api/v1" + path, UriKind.Relative));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (once is not null)
        {
            request.Headers.Add("Idempotency-Key", once);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        using var answer = await client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, answer.Headers);
    }

    /// <summary>The true time, and what a test adds to it. Timers run on true time.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private long _added;

        internal void Pass(TimeSpan time) => Interlocked.Add(ref _added, time.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _added));
    }
}
