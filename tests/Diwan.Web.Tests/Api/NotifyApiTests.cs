using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Diwan.Web.Tests.Api;

/// <summary>The site on a port, in front of the sandbox's telephones and mailboxes.</summary>
public sealed class NotifySite : WebApplicationFactory<Program>, IAsyncLifetime
{
    internal static readonly Actor Administrator = new(ActorKind.Officer, "OFF:2000000917", "مدير المنصة");
    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-notify-site-").FullName;
    private readonly int _mailPort = KannelBox.FreePort();
    private readonly int _port = KannelBox.FreePort();
    private WebApplication? _outside;

    internal Uri Address => new($"http://127.0.0.1:{_port}");

    internal HttpClient Outside { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _outside = SandboxHost.Build(new SandboxOptions { Port = 0, MailPort = _mailPort, People = 100, ProductUrl = Address.ToString() });
        await _outside.StartAsync();
        Outside = new HttpClient { BaseAddress = new Uri(_outside.Urls.Single()) };
        UseKestrel(_port);
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in ProductSettings.For(Address.ToString().TrimEnd('/'), _outside!.Urls.Single(), mailPort: _mailPort))
        {
            builder.UseSetting(key, value);
        }

        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Messages:ReportUrl", Address.ToString());
    }

    internal async Task<(Guid Account, string Key)> AccountAsync(KeyKind kind, string? keyword = null, string? team = null, int limit = 1000)
    {
        var accounts = Services.GetRequiredService<ServiceAccounts>();
        var added = (ServiceAccounts.Result.Added)await accounts.AddAsync(new("دائرة", "Department", keyword, team, limit, 100), Administrator, default);
        return (added.Id, ((ServiceAccounts.Result.Issued)await accounts.IssueKeyAsync(added.Id, "my-key", kind, Administrator, default)).Key);
    }

    internal HttpClient Client(string key, DateTimeOffset? issued = null)
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = key[^73..^37],
            IssuedAt = (issued ?? TimeProvider.System.GetUtcNow()).UtcDateTime,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key[^36..])), SecurityAlgorithms.HmacSha256),
        }));
        return http;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Outside.Dispose();
        await _outside!.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

public sealed class NotifyApiTests(NotifySite site) : IClassFixture<NotifySite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Guid Template(string name) => site.Services.GetRequiredService<MessageTemplates>().Find(name)!.Id;

    [Fact]
    public async Task Notifys_own_client_sends_reads_and_pages()
    {
        var (module, why) = Repository.NodePackage("notifications-node-client");
        Assert.SkipWhen(module is null, why);
        var (account, key) = await site.AccountAsync(KeyKind.Live, keyword: "بلدية");
        using (var phone = new FormUrlEncodedContent(new Dictionary<string, string> { ["text"] = "بلدية أريد موعدًا" }))
        {
            (await site.Outside.PostAsync("/phone/+962790000102", phone, Ct)).EnsureSuccessStatusCode();
        }

        var script = Path.Combine(Directory.CreateTempSubdirectory("diwan-notify").FullName, "notify.cjs");
        await File.WriteAllTextAsync(
            script,
            """
            const [folder, base, key, sms, email] = process.argv.slice(2);
            const { NotifyClient } = require(require.resolve('notifications-node-client', { paths: [folder] }));
            const client = new NotifyClient(base, key);
            const fail = async (call) => { try { await call(); return { ok: true }; } catch (e) { return { status: e.response.status, data: e.response.data }; } };
            (async () => {
              const out = {};
              out.sms = (await client.sendSms(sms, '0790000101', { personalisation: { number: '7K4M-92QX-3', day: '2018-01-10' }, reference: 'r-1' })).data;
              out.email = (await client.sendEmail(email, 'layla@example.jo', { personalisation: { code: 'ABC' }, reference: 'r-2' })).data;
              for (let i = 0; i < 100; i++) {
                out.one = (await client.getNotificationById(out.sms.id)).data;
                out.mail = (await client.getNotificationById(out.email.id)).data;
                if (out.one.status === 'delivered' && out.mail.status === 'sending') break;
                await new Promise(r => setTimeout(r, 100));
              }
              out.all = (await client.getNotifications()).data;
              out.byReference = (await client.getNotifications('sms', null, 'r-1')).data;
              out.older = (await client.getNotifications(null, null, null, out.email.id)).data;
              out.template = (await client.getTemplateById(sms)).data;
              out.version = (await client.getTemplateByIdAndVersion(sms, 1)).data;
              out.templates = (await client.getAllTemplates('email')).data;
              out.preview = (await client.previewTemplateById(sms, { number: '1', day: '2' })).data;
              out.texts = (await client.getReceivedTexts()).data;
              out.missing = await fail(() => client.sendSms(sms, '0790000101', { personalisation: { number: '1' } }));
              out.badNumber = await fail(() => client.sendSms(sms, 'abc', { personalisation: { number: '1', day: '2' } }));
              out.noTemplate = await fail(() => client.sendSms('00000000-0000-4000-8000-000000000000', '0790000101'));
              out.wrongKind = await fail(() => client.sendSms(email, '0790000101', { personalisation: { code: '1' } }));
              out.none = await fail(() => client.getNotificationById('00000000-0000-4000-8000-000000000000'));
              process.stdout.write(JSON.stringify(out));
            })().catch(e => { process.stderr.write(String(e.stack)); process.exit(1); });
            """,
            Ct);
        var (code, said) = await NodeAsync(script, module!, site.Address.ToString().TrimEnd('/'), key, Template("complaint.received").ToString(), Template("contact.confirm").ToString());
        Assert.True(code == 0, said);
        var got = JsonNode.Parse(said)!;

        Assert.Equal("وصلت شكواك ورقمها 7K4M-92QX-3. نجيبك عنها حتى \u20662018-01-10\u2069.", (string)got["sms"]!["content"]!["body"]!);
        Assert.Equal(("94444", "r-1", 1), ((string)got["sms"]!["content"]!["from_number"]!, (string)got["sms"]!["reference"]!, (int)got["sms"]!["template"]!["version"]!));
        Assert.Contains("ABC", (string)got["email"]!["content"]!["body"]!, StringComparison.Ordinal);
        Assert.Equal(("delivered", "+962790000101", "sms"), ((string)got["one"]!["status"]!, (string)got["one"]!["phone_number"]!, (string)got["one"]!["type"]!));
        Assert.Equal("sending", (string)got["mail"]!["status"]!);
        Assert.Equal(2, got["all"]!["notifications"]!.AsArray().Count);
        Assert.Contains((string)got["sms"]!["id"]!, (string)got["all"]!["links"]!["next"]!, StringComparison.Ordinal);
        Assert.Equal("r-1", (string)Assert.Single(got["byReference"]!["notifications"]!.AsArray())!["reference"]!);
        Assert.Equal("r-1", (string)Assert.Single(got["older"]!["notifications"]!.AsArray())!["reference"]!);
        Assert.Contains("((number))", (string)got["template"]!["body"]!, StringComparison.Ordinal);
        Assert.True((bool)got["version"]!["personalisation"]!["day"]!["required"]!);
        Assert.Contains(got["templates"]!["templates"]!.AsArray(), t => (string)t!["type"]! == "email");
        Assert.DoesNotContain(got["templates"]!["templates"]!.AsArray(), t => (string)t!["type"]! == "sms");
        Assert.Equal("وصلت شكواك ورقمها 1. نجيبك عنها حتى 2.", (string)got["preview"]!["body"]!);
        var text = Assert.Single(got["texts"]!["received_text_messages"]!.AsArray())!;
        Assert.Equal(("بلدية أريد موعدًا", "962790000102", account.ToString()), ((string)text["content"]!, (string)text["user_number"]!, (string)text["service_id"]!));
        Assert.Equal((400, "BadRequestError", "Missing personalisation: day"), Error(got["missing"]!));
        Assert.Equal((400, "ValidationError", "phone_number Not a valid phone number"), Error(got["badNumber"]!));
        Assert.Equal((400, "BadRequestError", "Template not found"), Error(got["noTemplate"]!));
        Assert.Equal((400, "BadRequestError", "email template is not suitable for sms notification"), Error(got["wrongKind"]!));
        Assert.Equal((404, "NoResultFound", "No result found"), Error(got["none"]!));

        var mails = JsonNode.Parse(await site.Outside.GetStringAsync("/mailbox/layla@example.jo/messages", Ct))!.AsArray();
        Assert.Equal("رمز تأكيد عنوان بريدك", (string)Assert.Single(mails)!["subject"]!);

        static (int, string, string) Error(JsonNode failed) => ((int)failed["status"]!, (string)failed["data"]!["errors"]![0]!["error"]!, (string)failed["data"]!["errors"]![0]!["message"]!);
    }

    [Fact]
    public async Task A_caller_without_the_right_key_is_told_what_is_wrong()
    {
        var (account, key) = await site.AccountAsync(KeyKind.Live);
        using var nobody = new HttpClient { BaseAddress = site.Address };
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized, authentication token must be provided"), await SaidAsync(nobody));
        nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", "x");
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized, authentication bearer scheme must be used"), await SaidAsync(nobody));
        nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");
        Assert.Equal((HttpStatusCode.Forbidden, "Invalid token: signature, api token is not valid"), await SaidAsync(nobody));
        using (var late = site.Client(key, TimeProvider.System.GetUtcNow().AddMinutes(-1)))
        {
            Assert.Equal((HttpStatusCode.Forbidden, "Error: Your system clock must be accurate to within 30 seconds"), await SaidAsync(late));
        }

        using (var forged = site.Client($"x-{account}-{Guid.CreateVersion7()}"))
        {
            Assert.Equal((HttpStatusCode.Forbidden, "Invalid token: API key not found"), await SaidAsync(forged));
        }

        using var good = site.Client(key);
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync("/v2/templates", Ct)).StatusCode);
        var accounts = site.Services.GetRequiredService<ServiceAccounts>();
        Assert.True(await accounts.EndKeyAsync((await accounts.AllAsync(Ct)).Single(a => a.Id == account).Keys.Single().Id, NotifySite.Administrator, Ct));
        Assert.Equal((HttpStatusCode.Forbidden, "Invalid token: service not found"), await SaidAsync(good));
    }

    [Fact]
    public async Task Each_kind_of_key_writes_only_to_whom_it_may_and_as_much_as_it_may()
    {
        var order = new { phone_number = "0790000103", template_id = Template("text.help") };
        var (_, team) = await site.AccountAsync(KeyKind.Team, team: "0790000104");
        using (var http = site.Client(team))
        {
            Assert.Equal((HttpStatusCode.BadRequest, "Can’t send to this recipient using a team-only API key"), await SaidAsync(await http.PostAsJsonAsync("/v2/notifications/sms", order, Ct)));
            Assert.Equal(HttpStatusCode.Created, (await http.PostAsJsonAsync("/v2/notifications/sms", order with { phone_number = "+962790000104" }, Ct)).StatusCode);
        }

        var (_, test) = await site.AccountAsync(KeyKind.Test);
        using (var http = site.Client(test))
        {
            var sent = JsonNode.Parse(await (await http.PostAsJsonAsync("/v2/notifications/sms", order with { phone_number = "0790000002" }, Ct)).Content.ReadAsStringAsync(Ct))!;
            Assert.Equal("permanent-failure", (string)JsonNode.Parse(await http.GetStringAsync($"/v2/notifications/{(string)sent["id"]!}", Ct))!["status"]!);
            Assert.Equal("[]", (await site.Outside.GetStringAsync("/phone/+962790000002/messages", Ct)).Trim());
        }

        var (_, small) = await site.AccountAsync(KeyKind.Live, limit: 2);
        using var limited = site.Client(small);
        Assert.Equal(HttpStatusCode.Created, (await limited.PostAsJsonAsync("/v2/notifications/sms", order, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await limited.PostAsJsonAsync("/v2/notifications/sms", order, Ct)).StatusCode);
        Assert.Equal((HttpStatusCode.TooManyRequests, "Exceeded send limits (sms: 2) for today"), await SaidAsync(await limited.PostAsJsonAsync("/v2/notifications/sms", order, Ct)));
    }

    [Theory]
    [InlineData("not json", "Invalid JSON supplied in POST data")]
    [InlineData("[]", "Invalid JSON supplied in POST data")]
    [InlineData("{\"a\":1,\"a\":2}", "Invalid JSON supplied in POST data")]
    [InlineData("{}", "phone_number is a required property")]
    [InlineData("{\"phone_number\":\"0790000101\",\"template_id\":\"x\"}", "template_id is not a valid UUID")]
    [InlineData("{\"phone_number\":5,\"template_id\":\"x\"}", "phone_number 5 is not of type string")]
    [InlineData("{\"phone_number\":\"0790000101\",\"template_id\":\"x\",\"more\":1}", "Additional properties are not allowed (more was unexpected)")]
    [InlineData("{\"phone_number\":\"0790000101\",\"template_id\":\"x\",\"personalisation\":[]}", "template_id is not a valid UUID")]
    public async Task A_wrong_request_is_told_what_is_wrong(string body, string message)
    {
        var (_, key) = await site.AccountAsync(KeyKind.Live);
        using var http = site.Client(key);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal((HttpStatusCode.BadRequest, message), await SaidAsync(await http.PostAsync("/v2/notifications/sms", content, Ct)));
    }

    private static async Task<(HttpStatusCode, string)> SaidAsync(HttpClient http) => await SaidAsync(await http.GetAsync("/v2/notifications", Ct));

    private static async Task<(HttpStatusCode, string)> SaidAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["errors"]![0]!["message"]!);

    private static async Task<(int Code, string Said)> NodeAsync(string script, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, wrong) = (node.StandardOutput.ReadToEndAsync(Ct), node.StandardError.ReadToEndAsync(Ct));
        await node.WaitForExitAsync(Ct);
        return (node.ExitCode, node.ExitCode == 0 ? await said : await wrong);
    }
}
