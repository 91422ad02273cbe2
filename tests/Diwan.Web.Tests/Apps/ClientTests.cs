using System.Diagnostics;
using System.Text.Json;
using Diwan.Apps;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Web.Tests.Till;

namespace Diwan.Web.Tests.Apps;

/// <summary>
/// The TypeScript client: its types generated from the OpenAPI document, built strictly, and used by a program that signs a person in, applies, tracks, and is told by a webhook.
/// </summary>
public sealed class ClientTests
{
    private const string Journey = """
        import { SignIn, diwan } from "./diwan.js";

        export async function journey(base: string, clientId: string, secret: string, back: string, hook: string, person: (url: string) => Promise<string>) {
          const signIn = new SignIn(base, clientId, back, secret);
          const own = await signIn.own("webhooks");
          const hooks = diwan(base, () => own);
          const subscribed = await hooks.POST("/api/v1/hooks", { body: { url: hook, events: ["case.moved"] } });
          if (!subscribed.data) throw new Error(JSON.stringify(subscribed.error));

          const begun = await signIn.begin(["profile", "applications", "cases.read", "offline_access"], "en");
          let tokens = await signIn.finish(begun, await person(begun.url));
          tokens = await signIn.renew(tokens);
          const api = diwan(base, () => tokens);
          const me = await api.GET("/api/v1/me");
          const services = await api.GET("/api/v1/services");
          const service = { institution: "dls", service: "land-plan" };
          const started = await api.POST("/api/v1/services/{institution}/{service}/applications", { params: { path: service, header: { "Idempotency-Key": crypto.randomUUID() } } });
          if (!started.data) throw new Error(JSON.stringify(started.error));
          const path = { id: started.data.id };
          const early = await api.POST("/api/v1/applications/{id}/submit", { params: { path } });
          const answered = await api.PUT("/api/v1/applications/{id}/answers", {
            params: { path },
            body: {
              whichPlot: "OTHER", plot: { directorate: "1", village: "1", basin: "1", quarter: "0", parcel: "1" }, planType: "CADASTRAL", scale: "SHEET",
              isApartment: "false", copies: "2", purpose: "SALE", deliveryMode: "ELECTRONIC", mobile: "+962790000204",
            },
          });
          if (!answered.data) throw new Error(JSON.stringify(answered.error));
          const submitted = await api.POST("/api/v1/applications/{id}/submit", { params: { path } });
          if (!submitted.data) throw new Error(JSON.stringify(submitted.error));
          const reference: string = submitted.data.reference;
          const tracked = await diwan(base).GET("/api/v1/track/{reference}", { params: { path: { reference } } });
          const bills = await api.GET("/api/v1/bills");
          return {
            me: me.data?.key, services: services.data?.length, early: early.response.status, complete: answered.data.complete, fees: answered.data.fees?.map(f => f.amount),
            reference, state: tracked.data?.state, bills: bills.response.status, secret: subscribed.data.secret,
          };
        }
        """;

    private const string Program = """
        import http from "node:http";
        import { createHmac } from "node:crypto";
        import { journey } from "./dist/journey.js";
        const [base, clientId, secret] = process.argv.slice(2);
        let came, told;
        const back = new Promise(r => came = r), notice = new Promise(r => told = r);
        const server = http.createServer((q, s) => {
          let body = "";
          q.on("data", d => body += d);
          q.on("end", () => {
            if (q.url.startsWith("/back")) came(`http://127.0.0.1:${server.address().port}${q.url}`);
            else told({ headers: q.headers, body });
            s.end("ok");
          });
        });
        server.listen(0, "127.0.0.1", async () => {
          try {
            const here = `http://127.0.0.1:${server.address().port}`;
            const out = await journey(base, clientId, secret, here + "/back", here + "/notices", url => { console.log(url); return back; });
            const { headers, body } = await notice;
            const right = createHmac("sha256", Buffer.from(out.secret.slice(6), "base64")).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).digest("base64");
            out.signed = headers["webhook-signature"] === "v1," + right;
            out.notice = JSON.parse(body);
            console.log(JSON.stringify(out));
            process.exit(0);
          } catch (e) { console.error(e); process.exit(1); }
        });
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_made_from_the_document_signs_in_applies_and_tracks()
    {
        var (tools, why) = Repository.NodePackage("openapi-typescript");
        Assert.SkipWhen(tools is null, why);
        var modules = Path.Combine(tools!, "node_modules");

        var port = KannelBox.FreePort();
        await using var outside = SandboxHost.Build(new SandboxOptions { Port = 0, MailPort = KannelBox.FreePort(), People = 100, ProductUrl = $"http://127.0.0.1:{port}" });
        await outside.StartAsync(Ct);
        await using var site = new AppsSite(null, [.. ProductSettings.For($"http://127.0.0.1:{port}", outside.Urls.Single()).Select(s => (s.Key, s.Value ?? ""))]);
        site.Listen(port);
        var salma = await site.KnownAsync(TillSite.Citizen("2000000204"));

        // The address without a port: an app on this machine listens where it can (RFC 8252, 7.3).
        var (_, clientId, secret) = await site.AppAsync(
            "Journey", [AppScopes.Profile, AppScopes.Applications, AppScopes.CasesRead, AppScopes.Webhooks], secret: true, addresses: "http://127.0.0.1/back");

        var folder = Directory.CreateTempSubdirectory("diwan-client-").FullName;
        using (var browser = site.Browser(null))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), await browser.GetStringAsync(new Uri("/api/openapi/v1.json", UriKind.Relative), Ct), Ct);
        }

        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules);
        File.Copy(Repository.In("clients", "typescript", "diwan.ts"), Path.Combine(folder, "diwan.ts"));
        File.Copy(Repository.In("clients", "typescript", "tsconfig.json"), Path.Combine(folder, "tsconfig.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"type":"module"}""", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "journey.ts"), Journey, Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "program.mjs"), Program, Ct);
        await NodeAsync(folder, Path.Combine(modules, "openapi-typescript", "bin", "cli.js"), "openapi.json", "-o", "schema.ts", "--empty-objects-unknown");
        await NodeAsync(folder, Path.Combine(modules, "typescript", "bin", "tsc"), "-p", ".");

        using var node = Start(folder, "program.mjs", site.Address!.ToString().TrimEnd('/'), clientId, secret!);
        var wrong = node.StandardError.ReadToEndAsync(Ct);
        var question = await node.StandardOutput.ReadLineAsync(Ct);
        Assert.True(question is not null, question is null ? await wrong : "");
        var back = await site.AllowAsync(salma, new Uri(question!).PathAndQuery);
        using (var browser = new HttpClient())
        {
            Assert.Equal("ok", await browser.GetStringAsync(back, Ct));
        }

        var said = await node.StandardOutput.ReadToEndAsync(Ct).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        await node.WaitForExitAsync(Ct);
        Assert.True(node.ExitCode == 0, await wrong);
        var result = JsonDocument.Parse(said).RootElement;
        Assert.Equal(salma.PersonKey, result.GetProperty("me").GetString());
        Assert.Equal(9, result.GetProperty("services").GetInt32());
        Assert.Equal(409, result.GetProperty("early").GetInt32());
        Assert.True(result.GetProperty("complete").GetBoolean());
        Assert.All(result.GetProperty("fees").EnumerateArray(), f => Assert.Equal(JsonValueKind.Number, f.ValueKind));
        Assert.Equal("awaitingPayment", result.GetProperty("state").GetString());
        Assert.Equal(403, result.GetProperty("bills").GetInt32());
        Assert.True(result.GetProperty("signed").GetBoolean());
        var notice = result.GetProperty("notice");
        Assert.Equal("case.moved", notice.GetProperty("type").GetString());
        Assert.Equal(result.GetProperty("reference").GetString(), notice.GetProperty("data").GetProperty("reference").GetString());
        Assert.DoesNotContain("2000000204", notice.ToString(), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_document_says_what_each_call_needs()
    {
        await using var site = new AppsSite();
        using var browser = site.Browser(null);
        var document = JsonDocument.Parse(await browser.GetStringAsync(new Uri("/api/openapi/v1.json", UriKind.Relative), Ct)).RootElement;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths");
        var submit = paths.GetProperty("/api/v1/applications/{id}/submit").GetProperty("post");
        Assert.Equal("applications", submit.GetProperty("security")[0].GetProperty("oauth")[0].GetString());
        Assert.Contains(submit.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == "Idempotency-Key");
        Assert.Equal("7K4M-92QX-3", submit.GetProperty("responses").GetProperty("201").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("reference").GetString());
        Assert.Equal("object", document.GetProperty("components").GetProperty("schemas").GetProperty("JsonObject").GetProperty("type").GetString());
        Assert.False(paths.GetProperty("/api/v1/track/{reference}").GetProperty("get").TryGetProperty("security", out _));
        var flow = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("oauth").GetProperty("flows").GetProperty("authorizationCode");
        Assert.True(flow.GetProperty("scopes").TryGetProperty("cases.read", out _));

        // Whatever stands in an address is a place of the call, once; whoever sends something reads an example of it.
        var calls = paths.EnumerateObject().Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal)).SelectMany(p => p.Value.EnumerateObject().Select(o => (Name: $"{o.Name} {p.Name}", Call: o.Value))).ToList();
        Assert.All(calls, c => Assert.Equal(
            c.Name.Split('{').Skip(1).Select(p => p[..p.IndexOf('}', StringComparison.Ordinal)]).Order(StringComparer.Ordinal),
            c.Call.TryGetProperty("parameters", out var places)
                ? places.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!).Order(StringComparer.Ordinal) : []));
        Assert.Equal("uuid", paths.GetProperty("/api/v1/applications/{id}").GetProperty("get").GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "id").GetProperty("schema").GetProperty("format").GetString());
        Assert.Equal([], calls.Where(c => c.Call.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) && !json.TryGetProperty("example", out _)).Select(c => c.Name));

        // Whatever is somebody's says so: nothing of the API is open by oversight.
        string[] open = ["/api/v1/services", "/api/v1/track", "/api/v1/verification", "/api/v1/performance", "/api/v1/benchmark", "/api/v1/log"];
        Assert.All(
            paths.EnumerateObject().Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal)).SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o))),
            call => Assert.True(
                call.o.Value.TryGetProperty("security", out var security) && security.GetArrayLength() > 0 || open.Any(o => call.Name.StartsWith(o, StringComparison.Ordinal)), call.Name));
    }

    private static Process Start(string folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task NodeAsync(string folder, params string[] arguments)
    {
        using var node = Start(folder, arguments);
        var (said, wrong) = (node.StandardOutput.ReadToEndAsync(Ct), node.StandardError.ReadToEndAsync(Ct));
        await node.WaitForExitAsync(Ct);
        Assert.True(node.ExitCode == 0, await said + await wrong);
    }
}
