using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Http;

namespace Diwan.Sandbox.Rails;

/// <summary>Signs, sends and repeats the rails' messages. docs/payments-rail.md is the contract.</summary>
internal sealed class RailWire(IHttpClientFactory clients, string secret, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = RegisterServer.Json.Encoder };
    private static readonly int[] Waits = [0, 1, 5, 30, 120];

    internal string Sign(string timestamp, string body, string? with = null) =>
        $"t={timestamp},v1={Mac(timestamp, body, with ?? secret)}";

    internal bool Signed(HttpRequest request, string body)
    {
        var parts = request.Headers["Diwan-Signature"].ToString().Split(',');
        return parts is [['t', '=', .. var t], ['v', '1', '=', .. var mac]]
            && long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= 300
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(t, body, secret)));
    }

    /// <summary>One signed call: the status and the text of the answer, or nothing when nobody answered.</summary>
    internal async Task<(int Status, string Text)?> Post(string url, object message, string? forgedWith = null, CancellationToken stop = default)
    {
        var body = JsonSerializer.Serialize(message, Json);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json", "utf-8")) };
        request.Headers.TryAddWithoutValidation("Diwan-Signature", Sign(timestamp, body, forgedWith));
        try
        {
            using var answer = await clients.CreateClient("rails").SendAsync(request, stop);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Repeats until a 2xx or 4xx answer, as long as the rail's patience lasts.</summary>
    internal async Task Deliver(string url, object message)
    {
        foreach (var wait in Waits)
        {
            await Task.Delay(TimeSpan.FromSeconds(wait));
            if (await Post(url, message) is { Status: < 500 })
            {
                return;
            }
        }
    }

    /// <summary>Now if it can be, otherwise behind the scenes.</summary>
    internal async Task Tell(string url, object message)
    {
        if (await Post(url, message) is not { Status: < 500 })
        {
            Later(url, message, 1);
        }
    }

    internal void Later(string url, object message, int seconds) => _ = Task.Run(async () =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await Deliver(url, message);
    });

    private static string Mac(string timestamp, string body, string key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
}
