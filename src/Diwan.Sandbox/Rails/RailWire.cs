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
    private static readonly int[] Waits = [0, 1, 5, 30, 120];

    internal string Sign(string timestamp, string body, string? with = null) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(with ?? secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));

    /// <summary>Null: not signed at all.</summary>
    internal bool? Signed(HttpRequest request, string body)
    {
        var given = request.Headers["X-Rail-Signature"].ToString();
        return given.Length == 0 ? null : CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Sign(request.Headers["X-Rail-Timestamp"].ToString(), body)));
    }

    /// <summary>One signed call; the answer's text when it was 2xx.</summary>
    internal async Task<string?> Post(string url, object message, string? forgedWith = null, CancellationToken stop = default)
    {
        var body = JsonSerializer.Serialize(message, new JsonSerializerOptions { Encoder = RegisterServer.Json.Encoder });
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json", "utf-8")) };
        request.Headers.Add("X-Rail-Timestamp", timestamp);
        request.Headers.Add("X-Rail-Signature", Sign(timestamp, body, forgedWith));
        try
        {
            using var answer = await clients.CreateClient("rails").SendAsync(request, stop);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(stop) : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Repeats until a 2xx answer, as long as the rail's patience lasts. Returns whether it was heard.</summary>
    internal async Task<bool> Deliver(string url, object message)
    {
        foreach (var wait in Waits)
        {
            await Task.Delay(TimeSpan.FromSeconds(wait));
            if (await Post(url, message) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
