using System.Net;

namespace Diwan.Faults;

/// <summary>
/// Stands between the product and Kannel. When it is told to hold, what reaches Kannel is not answered any more: whoever falls then falls while a
/// message has left and is not written down, which is what a storm is about, and not left to luck.
/// </summary>
internal sealed class HeldGateway(string kannel) : IAsyncDisposable
{
    private readonly HttpClient _kannel = new() { Timeout = TimeSpan.FromSeconds(30) };
    private WebApplication? _app;
    private volatile bool _holds;
    private int _held;

    /// <summary>How many messages Kannel has taken that the product has not been told of.</summary>
    public int Held => Volatile.Read(ref _held);

    public string Url { get; private set; } = "";

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
        await _app.StartAsync();
        Url = _app.Urls.Single() + new Uri(kannel).AbsolutePath;
    }

    public void Hold() => _holds = true;

    public void Release()
    {
        _holds = false;
        Volatile.Write(ref _held, 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _kannel.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), kannel + http.Request.QueryString);
        if (http.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        }

        try
        {
            // What was sent on is not recalled because the sender fell.
            using var answer = await _kannel.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            if (_holds && answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _held);
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            }

            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // As if nobody listened: the connection breaks.
            http.Abort();
        }
        catch (OperationCanceledException)
        {
            http.Response.StatusCode = (int)HttpStatusCode.GatewayTimeout;
        }
    }
}
