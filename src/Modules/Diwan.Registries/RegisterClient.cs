using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Diwan.Registries;

/// <summary>
/// Asks the institutions' registers by operation name (<c>lands/plot</c>), over X-Road's REST protocol. Nothing that goes wrong out there
/// is an exception here: it is one of the answers.
/// </summary>
public sealed class RegisterClient(IHttpClientFactory clients, IOptions<RegistriesOptions> options, AccessLedger ledger, OutsideWatch watch, TimeProvider time)
{
    internal const string HttpName = "registries";
    internal static readonly HttpRequestOptionsKey<string> MemberKey = new("diwan-member");
    internal static readonly HttpRequestOptionsKey<bool> ReadKey = new("diwan-read");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="operation">As in services/registers.yaml: <c>subsystem/service</c>.</param>
    /// <param name="inputs">Left as it is. The key of a write is added by <paramref name="ask"/>.</param>
    public async Task<RegisterAnswer> AskAsync(string operation, JsonObject inputs, RegisterAsk ask, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(ask);
        var settings = options.Value;
        if (operation?.Split('/') is not [var subsystem, { Length: > 0 }] || !settings.Members.TryGetValue(subsystem, out var member))
        {
            return new RegisterAnswer.Invalid(new LocalizedText($"لا يوجد سجل للعملية {operation}.", $"No register is configured for the operation {operation}."));
        }

        if (ask.Reading is { } reading)
        {
            await ledger.NoteAsync(reading.Reader, reading.Channel, new AccessNote(reading.PersonKey, reading.Role, reading.Purpose, ask.Reference), ct);
        }

        var body = (JsonObject)inputs.DeepClone();
        if (ask.Key is not null)
        {
            body["key"] = ask.Key;
        }

        using var request = Request(HttpMethod.Post, member, operation);
        request.Content = new StringContent(body.ToJsonString(Json), new MediaTypeHeaderValue("application/json", "utf-8"));
        request.Headers.TryAddWithoutValidation("X-Road-UserId", Header(ask.OnBehalfOf));
        if (ask.Reference is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Road-Issue", Header(ask.Reference));
        }

        request.Options.Set(ReadKey, ask.Key is null);
        return await SendAsync(operation, member, request, ct);
    }

    /// <summary>What a subsystem offers, by X-Road's own question for it (<c>listMethods</c>). No person is in it.</summary>
    /// <returns>Operation names (<c>lands/plot</c>); none where the subsystem is unknown, down, or answers something else.</returns>
    public async Task<IReadOnlySet<string>> OperationsAsync(string subsystem, CancellationToken ct)
    {
        if (!options.Value.Members.TryGetValue(subsystem, out var member))
        {
            return new HashSet<string>();
        }

        var question = $"{subsystem}/listMethods";
        using var request = Request(HttpMethod.Get, member, question);

        // The security server answers this itself: it tells nothing of whether the register is silent.
        return await TryAsync(question, member, request, ct) is RegisterAnswer.Given { Body: var body } && body["service"] is JsonArray offered
            ? offered.Select(s => s?["service_code"]).OfType<JsonValue>().Select(code => $"{subsystem}/{code}").ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();
    }

    private HttpRequestMessage Request(HttpMethod method, string member, string operation)
    {
        var settings = options.Value;
        var address = $"{settings.BaseUrls.GetValueOrDefault(member, settings.BaseUrl).TrimEnd('/')}/r1/{settings.Instance}/{settings.MemberClass}/{member}/{operation}";
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("X-Road-Client", settings.Client);
        request.Headers.TryAddWithoutValidation("X-Road-Id", Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        request.Options.Set(MemberKey, member);
        return request;
    }

    private async Task<RegisterAnswer> SendAsync(string operation, string member, HttpRequestMessage request, CancellationToken ct)
    {
        var (given, subsystem) = (await TryAsync(operation, member, request, ct), operation[..operation.IndexOf('/', StringComparison.Ordinal)]);
        if (given is RegisterAnswer.Down)
        {
            watch.LeftUnanswered(subsystem);
        }
        else
        {
            watch.Answered(subsystem);
        }

        return given;
    }

    private async Task<RegisterAnswer> TryAsync(string operation, string member, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var answer = await clients.CreateClient(HttpName).SendAsync(request, ct);
            return await ReadAsync(operation, answer, ct);
        }
        catch (BrokenCircuitException)
        {
            return new RegisterAnswer.Down($"{member} has kept failing and is left alone for a while.");
        }
        catch (TimeoutRejectedException)
        {
            return new RegisterAnswer.Down($"{operation} did not answer in time.");
        }
        catch (HttpRequestException e)
        {
            return new RegisterAnswer.Down($"{operation} could not be reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new RegisterAnswer.Down($"{operation} did not answer in time.");
        }
    }

    private static async Task<RegisterAnswer> ReadAsync(string operation, HttpResponseMessage answer, CancellationToken ct)
    {
        JsonObject? body;
        try
        {
            body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct)) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return body is null ? new RegisterAnswer.Down($"{operation} answered something that is not a JSON object.") : new RegisterAnswer.Given(body);
        }

        if ((int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
        {
            return new RegisterAnswer.Down($"{operation} answered {(int)answer.StatusCode} {Text(body, "type")}.");
        }

        var why = new LocalizedText(
            Text(body, "messageAr") ?? Text(body, "message") ?? $"لم يقبل السجل السؤال ({(int)answer.StatusCode}).",
            Text(body, "message") ?? $"The register did not accept the question ({(int)answer.StatusCode}).");
        return Text(body, "type") switch
        {
            "Provider.NotFound" => new RegisterAnswer.NotFound(why),
            "Provider.Refused" => new RegisterAnswer.Refused(why),
            _ => new RegisterAnswer.Invalid(why),
        };
    }

    private static string? Text(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A header holds no line ends and only ASCII.</summary>
    private static string Header(string value) => Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);
}
