using System.Net;
using System.Text.Json;
using Diwan.Platform;

namespace Diwan.Payments;

/// <summary>One signed request to a rail and its answer: docs/payments-rail.md.</summary>
internal sealed class RailWire(HttpClient http, OutsideWatch watch, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="RailDownException">There is no rail, or it does not answer.</exception>
    public Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, string secret, object? message, CancellationToken ct) =>
        SendAsync(method, url, secret, message is null ? [] : JsonSerializer.SerializeToUtf8Bytes(message, Json), message is null ? null : "application/json", ct);

    /// <exception cref="RailDownException">There is no rail, or it does not answer.</exception>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string url, string secret, byte[] body, string? type, CancellationToken ct)
    {
        // A path alone would be the address of a file.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new RailDownException("No payment rail is configured (Payments:Rail:Url).");
        }

        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add(RailSignature.Header, RailSignature.Sign(secret, body, time.GetUtcNow()));
        if (type is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } };
        }

        try
        {
            using var response = await http.SendAsync(request, ct);
            var answer = (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
            {
                watch.LeftUnanswered(OutsideWatch.Payments);
            }
            else
            {
                watch.Answered(OutsideWatch.Payments);
            }

            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            watch.LeftUnanswered(OutsideWatch.Payments);
            throw new RailDownException("The rail does not answer: " + e.Message);
        }
    }

    /// <summary>What the rail took, of an answer to a question after payments.</summary>
    /// <exception cref="RailDownException">It is no answer to that.</exception>
    public static IReadOnlyList<RailPayment> Payments((HttpStatusCode Status, string Body) answer) => answer.Status == HttpStatusCode.OK
        ? Read<PaymentList>(answer.Body).Payments
        : throw new RailDownException($"The rail answered {(int)answer.Status} when asked what was paid.");

    /// <summary>What became of an order to refund.</summary>
    /// <exception cref="RailDownException">It says neither yes nor no.</exception>
    public static RailRefund Refund((HttpStatusCode Status, string Body) answer) => answer.Status switch
    {
        HttpStatusCode.OK or HttpStatusCode.Created => Read<RailRefund>(answer.Body),
        HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict or HttpStatusCode.NotFound =>
            new RailRefund("", "refused", $"The rail answered {(int)answer.Status}: {(answer.Body.Length <= 200 ? answer.Body : answer.Body[..200])}"),
        _ => throw new RailDownException($"The rail answered {(int)answer.Status} to a refund."),
    };

    /// <exception cref="RailDownException">It cannot be read.</exception>
    public static T Read<T>(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json) ?? throw new RailDownException("The rail answered nothing.");
        }
        catch (JsonException e)
        {
            throw new RailDownException("The rail's answer cannot be read: " + e.Message);
        }
    }

    /// <summary>As the rail reads a moment in a query.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record PaymentList(List<RailPayment> Payments);
}

/// <summary>A payment as a rail's own books name it.</summary>
internal sealed record RailPayment(
    string TransactionNo, string Rail, string Merchant, string BillNo, long AmountFils, string Currency, string Status, DateTimeOffset PaidAt, long FeeFils = 0)
{
    public static Rail RailOf(string name) => name == "card" ? Payments.Rail.Card : Payments.Rail.Bill;

    public BookPayment.Fact ToFact() => new(RailOf(Rail), TransactionNo, Merchant, BillNo, AmountFils, Currency, PaidAt, FeeFils);
}

/// <param name="Status">done, pending or refused.</param>
internal sealed record RailRefund(string Id, string Status, string? Why);

internal sealed class RailDownException(string message) : Exception(message);
