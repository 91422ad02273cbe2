using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Diwan.Sandbox.Rails;

/// <summary>Signs, sends and repeats the rails' messages. docs/payments-rail.md is the contract.</summary>
internal sealed class RailWire(IHttpClientFactory clients, string secret, TimeProvider time)
{
    private static readonly int[] Waits = [0, 1, 5, 30, 120];
    private static readonly TimeSpan HangUpAfter = TimeSpan.FromMilliseconds(15);
    private readonly Lazy<ECDsa> _key = new(() => RailKey.Of(secret));
    private readonly Lazy<ECDsa> _foreign = new(() => RailKey.Of("not-the-secret"));

    internal ECDsa Key => _key.Value;

    internal bool Signed(HttpRequest request, string body)
    {
        var parts = request.Headers["Diwan-Signature"].ToString().Split(',');
        return parts is [['t', '=', .. var t], ['v', '1', '=', .. var mac]]
            && long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= 300
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(t, Encoding.UTF8.GetBytes(body), secret)));
    }

    /// <summary>One signed call: the status and the text of the answer, or nothing when nobody answered.</summary>
    internal async Task<(int Status, string Text)?> Post(
        string url, WireMessage message, string? forgedWith = null, TimeSpan? ago = null, CancellationToken stop = default)
    {
        var now = time.GetUtcNow() - (ago ?? TimeSpan.Zero);
        var body = message.Write(now, forgedWith is null ? Key : _foreign.Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(message.IsXml ? "application/xml" : "application/json", "utf-8");
        if (!message.IsXml)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.TryAddWithoutValidation("Diwan-Signature", $"t={timestamp},v1={Mac(timestamp, body, forgedWith ?? secret)}");
        }

        try
        {
            using var answer = await clients.CreateClient("rails").SendAsync(request, stop);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks for something that needs no signature, such as the biller's public key.</summary>
    internal async Task<string?> Fetch(string url)
    {
        try
        {
            return await clients.CreateClient("rails").GetStringAsync(new Uri(url));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Repeats until a 2xx or 4xx answer, as long as the rail's patience lasts. Says what was answered at last.</summary>
    internal async Task<(int Status, string Text)?> Deliver(string url, WireMessage message)
    {
        foreach (var wait in Waits)
        {
            await Task.Delay(TimeSpan.FromSeconds(wait));
            if (await Post(url, message) is { Status: < 500 } answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>Now if it can be, otherwise behind the scenes. The answer, if there was one now.</summary>
    internal async Task<(int Status, string Text)?> Tell(string url, WireMessage message)
    {
        if (await Post(url, message) is { Status: < 500 } answer)
        {
            return answer;
        }

        Later(url, message, 1);
        return null;
    }

    internal void Later(string url, WireMessage message, int seconds) => _ = Task.Run(async () =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await Deliver(url, message);
    });

    /// <summary>Sends the notice with what was ordered to go wrong on its way. Whoever pays does not wait for it.</summary>
    internal Task TellWith(WireFaults faults, string url, WireMessage message, Func<string, WireMessage?> spoiled)
    {
        _ = Task.Run(async () =>
        {
            if (faults.Forge is { } kind and not "guid" && spoiled(kind) is { } forged)
            {
                await Post(url, forged, kind == "signature" ? "not-the-secret" : null, kind == "stale" ? TimeSpan.FromMinutes(20) : null);
            }

            await Task.Delay(faults.DelayMs);
            if (faults.HangUp && faults.Copies > 0)
            {
                using var patience = new CancellationTokenSource(HangUpAfter);
                await Post(url, message, stop: patience.Token);
            }

            // The copies travel side by side, as they do on a real network.
            var answers = await Task.WhenAll(Enumerable.Range(0, faults.Copies).Select(_ => Deliver(url, message)));
            if (faults.Forge == "guid" && Array.Exists(answers, a => a is { Status: 200 }) && spoiled("guid") is { } other)
            {
                await Post(url, other);
            }
        });
        return Task.CompletedTask;
    }

    private static string Mac(string timestamp, byte[] body, string key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body]));
}
