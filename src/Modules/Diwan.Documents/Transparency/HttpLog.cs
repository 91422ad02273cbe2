using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Diwan.Documents;

/// <summary>A log as any installation shows it to the world, below <c>/api/v1/log</c>.</summary>
/// <param name="http">Whose base address is that of the installation.</param>
public sealed class HttpLog(HttpClient http) : ILogSource
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<string> KeyAsync(CancellationToken ct) => (await ReadAsync<KeyFile>("key", ct))?.Pem ?? "";

    public Task<TreeHead?> HeadAsync(CancellationToken ct) => ReadAsync<TreeHead>("head", ct);

    public async Task<IReadOnlyList<TreeHead>> HeadsAsync(long fromSize, DateTimeOffset after, CancellationToken ct) =>
        await ReadAsync<List<TreeHead>>(string.Create(CultureInfo.InvariantCulture, $"heads?fromSize={fromSize}&after={LogMoment.Write(after)}"), ct) ?? [];

    public async Task<IReadOnlyList<LogEntry>> EntriesAsync(long from, int count, CancellationToken ct) =>
        await ReadAsync<List<LogEntry>>(string.Create(CultureInfo.InvariantCulture, $"entries?from={from}&count={count}"), ct) ?? [];

    public async Task<IReadOnlyList<string>?> ConsistencyAsync(long older, long newer, CancellationToken ct) =>
        await ReadAsync<List<string>>(string.Create(CultureInfo.InvariantCulture, $"consistency?older={older}&newer={newer}"), ct);

    public async Task<IReadOnlyList<InclusionProof>> FindAsync(string document, long treeSize, CancellationToken ct) =>
        await ReadAsync<List<InclusionProof>>(string.Create(CultureInfo.InvariantCulture, $"proof?document={Uri.EscapeDataString(document)}&size={treeSize}"), ct) ?? [];

    /// <summary>Null where the log says that there is no such thing.</summary>
    /// <exception cref="HttpRequestException">The log cannot be reached or does not answer as one.</exception>
    private async Task<T?> ReadAsync<T>(string path, CancellationToken ct)
        where T : class
    {
        using var answer = await http.GetAsync(new Uri($"api/v1/log/{path}", UriKind.Relative), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(Json, ct);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"What {answer.RequestMessage?.RequestUri} answers is not of a log: {e.Message}", e);
        }
    }

    private sealed record KeyFile(string Pem);
}
