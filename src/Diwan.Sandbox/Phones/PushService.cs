using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Phones;

/// <param name="Body">As it came, encrypted for the device: base64.</param>
internal sealed record Pushed(string Id, string Device, string Ttl, string Urgency, string? Topic, string Encoding, string Body, DateTimeOffset At);

/// <summary>
/// A push service of browsers (RFC 8030), which reads nothing of what it takes: <c>/push/{device}</c>. It asks for a signature of the sender (RFC 8292). Magic beginnings of a device's name:
/// <c>gone-</c> 410, <c>unknown-</c> 404, <c>busy-</c> 429 with a time to wait the first time, <c>broken-</c> 500 the first time, <c>large-</c> 413.
/// </summary>
internal sealed class PushService(World world, Knobs knobs)
{
    private const int MostBytes = 4096;
    private const int Shown = 100;

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/push/{device}", TakeAsync);
        app.MapGet("/push/{device}/messages", (string device) => Results.Json(Of(device), RegisterServer.Json));
        app.MapGet("/pushes", (Delegate)Index);
    }

    private IEnumerable<Pushed> Of(string device) => world.Journal.In<Pushed>($"push/{device}").OrderByDescending(m => m.At).ThenByDescending(m => m.Id, StringComparer.Ordinal);

    private async Task<IResult> TakeAsync(HttpContext http, string device)
    {
        if (await knobs.Meet("push", http.RequestAborted) is Registers.Fate.Down or Registers.Fate.Fail)
        {
            return Results.StatusCode(503);
        }

        if (device.Length is 0 or > 200 || device.Contains('/', StringComparison.Ordinal) || device.StartsWith("unknown-", StringComparison.Ordinal))
        {
            return Results.StatusCode(404);
        }

        if (device.StartsWith("gone-", StringComparison.Ordinal))
        {
            return Results.StatusCode(410);
        }

        var headers = http.Request.Headers;
        if (!IsSigned(headers.Authorization.ToString(), $"{http.Request.Scheme}://{http.Request.Host}"))
        {
            return Results.Text("Not signed for this service.", statusCode: 403);
        }

        var ttl = headers["TTL"].ToString();
        if (!int.TryParse(ttl, NumberStyles.None, CultureInfo.InvariantCulture, out _) || headers["Topic"].ToString().Length > 32)
        {
            return Results.Text("TTL is needed; a Topic has 32 letters at most.", statusCode: 400);
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length > MostBytes || device.StartsWith("large-", StringComparison.Ordinal))
        {
            return Results.StatusCode(413);
        }

        var first = world.Journal.Get<Pushed>($"push-first/{device}") is null;
        var now = world.Now;
        var topic = headers["Topic"].ToString();
        var pushed = new Pushed(
            Guid.CreateVersion7(now).ToString("N"), device, ttl, headers["Urgency"].ToString(), topic.Length == 0 ? null : topic, headers.ContentEncoding.ToString(), Convert.ToBase64String(body.ToArray()), now);
        world.Journal.Put($"push-first/{device}", pushed);
        if (first && device.StartsWith("busy-", StringComparison.Ordinal))
        {
            http.Response.Headers.RetryAfter = "90";
            return Results.StatusCode(429);
        }

        if (first && device.StartsWith("broken-", StringComparison.Ordinal))
        {
            return Results.StatusCode(500);
        }

        world.Journal.Put($"push/{device}/{pushed.Id}", pushed);
        http.Response.Headers.Location = $"/push/{device}/{pushed.Id}";
        return Results.StatusCode(201);
    }

    /// <summary>Whether the sender's token (RFC 8292) is for this service and signed by the key beside it.</summary>
    private static bool IsSigned(string authorization, string origin)
    {
        if (!authorization.StartsWith("vapid ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var parts = authorization[6..].Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1].Trim('"'), StringComparer.Ordinal);
        if (parts.GetValueOrDefault("t") is not { } token || parts.GetValueOrDefault("k") is not { } key || token.Split('.') is not [var head, var claims, var signature])
        {
            return false;
        }

        try
        {
            var point = Base64Url.DecodeFromChars(key);
            using var sender = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] } });
            var said = JsonNode.Parse(Base64Url.DecodeFromChars(claims));
            return sender.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
                && (string?)said?["aud"] == origin && said["exp"] is not null && (string?)said["sub"] is { Length: > 0 };
        }
        catch (Exception e) when (e is FormatException or CryptographicException or System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private Page Index()
    {
        var all = world.Journal.Under<Pushed>("push/").OrderByDescending(p => p.At).ThenByDescending(p => p.Id, StringComparer.Ordinal).Take(Shown);
        return new Page("الإشعارات", "Notices on devices", Html.Of($"""
            <p>{Page.Both("ما استلمته خدمة الإشعارات. هي لا تقرأ شيئًا منه: لا يقرؤه إلا الجهاز.", "What the push service took. It reads none of it: only the device does.")}</p>
            <div class="scroll"><table><thead><tr><th scope="col">{Page.Both("الجهاز", "Device")}</th><th scope="col">{Page.Both("متى", "When")}</th><th scope="col">{Page.Both("بايت", "Bytes")}</th></tr></thead><tbody>
            {all.Select(p => Html.Of($"<tr><td><bdi dir=\"ltr\">{p.Device}</bdi></td><td><time dir=\"ltr\">{p.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time></td><td>{Convert.FromBase64String(p.Body).Length}</td></tr>"))}
            </tbody></table></div>
            """));
    }
}
