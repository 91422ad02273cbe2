using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>What we say to the rail. An exception of <see cref="RailDownException"/> means: ask again later.</summary>
internal sealed class RailClient(HttpClient http, IOptions<PaymentsOptions> options, RailKeys keys, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private RailOptions Rail => options.Value.Rail;

    public string Merchant => Rail.Merchant;

    public async Task<string> OpenCheckoutAsync(CheckoutRow checkout, long amountFils, CancellationToken ct)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/checkout-sessions", new
        {
            merchant = Rail.Merchant,
            billNo = checkout.BillNumber,
            amountFils,
            currency = "JOD",
            description = checkout.BillNumber,
            language = checkout.Language == Kernel.Language.Arabic ? "ar" : "en",
            returnUrl = checkout.ReturnUrl,
            notifyUrl = options.Value.PublicUrl + PaymentsEndpoints.CardNotice,
            expiresAt = checkout.ExpiresAt.UtcDateTime,
            idempotencyKey = checkout.Id.ToString("D"),
        }, ct);
        return status is HttpStatusCode.OK or HttpStatusCode.Created
            ? Read<Session>(body) is { Status: "open" } session ? session.RedirectUrl : ""
            : throw new RailDownException($"The rail refused a checkout with {(int)status}.");
    }

    public async Task<IReadOnlyList<RailPayment>> PaymentsOfAsync(string billNumber, CancellationToken ct)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, "/payments?billNo=" + Uri.EscapeDataString(billNumber), null, ct);
        return status == HttpStatusCode.OK
            ? Read<PaymentList>(body).Payments
            : throw new RailDownException($"The rail answered {(int)status} when asked what was paid.");
    }

    /// <summary>Every payment the rail has taken for us since that moment, by its own clock.</summary>
    public async Task<IReadOnlyList<RailPayment>> PaymentsSinceAsync(DateTimeOffset since, CancellationToken ct)
    {
        var (status, body) = await SendAsync(
            HttpMethod.Get, "/payments?since=" + since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), null, ct);
        return status == HttpStatusCode.OK
            ? Read<PaymentList>(body).Payments
            : throw new RailDownException($"The rail answered {(int)status} when asked what it took.");
    }

    /// <summary>A part of the list of open bills, as a signed envelope.</summary>
    /// <param name="envelope">The content of MFEP.</param>
    public async Task UploadAsync(System.Text.Json.Nodes.JsonObject envelope, CancellationToken ct)
    {
        var (status, _) = await SendAsync(HttpMethod.Post, "/bills/upload", MfepXml.Write(envelope, keys), "application/xml", ct);
        if (status != HttpStatusCode.OK)
        {
            throw new RailDownException($"The rail answered {(int)status} to an upload of bills.");
        }
    }

    /// <summary>The settlement file of a day; null while the rail has none.</summary>
    public async Task<SettlementFile?> SettlementAsync(DateOnly day, CancellationToken ct)
    {
        var (status, body) = await SendAsync(
            HttpMethod.Get, "/settlements/" + day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), null, ct);
        return status switch
        {
            HttpStatusCode.OK => SettlementFile.Read(System.Text.Encoding.UTF8.GetBytes(body), day, keys),
            HttpStatusCode.NotFound => null,
            _ => throw new RailDownException($"The rail answered {(int)status} when asked for the settlement file."),
        };
    }

    public async Task<RailRefund> RefundAsync(RefundRow refund, CancellationToken ct)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/refunds", new
        {
            merchant = Rail.Merchant,
            transactionNo = refund.TransactionNo,
            amountFils = refund.Amount.Fils,
            currency = "JOD",
            idempotencyKey = refund.Key,
        }, ct);
        return status switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created => Read<RailRefund>(body),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict or HttpStatusCode.NotFound =>
                new RailRefund("", "refused", $"The rail answered {(int)status}: {Shorten(body)}"),
            _ => throw new RailDownException($"The rail answered {(int)status} to a refund."),
        };
    }

    private Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, object? message, CancellationToken ct) =>
        SendAsync(method, path, message is null ? [] : JsonSerializer.SerializeToUtf8Bytes(message, Json), message is null ? null : "application/json", ct);

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, byte[] body, string? type, CancellationToken ct)
    {
        if (Rail.Url.Length == 0)
        {
            throw new RailDownException("No payment rail is configured (Payments:Rail:Url).");
        }

        using var request = new HttpRequestMessage(method, Rail.Url + path);
        request.Headers.Add(RailSignature.Header, RailSignature.Sign(Rail.Secret, body, time.GetUtcNow()));
        if (type is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } };
        }

        try
        {
            using var response = await http.SendAsync(request, ct);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new RailDownException("The rail does not answer: " + e.Message);
        }
    }

    private static T Read<T>(string body)
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

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200];

    private sealed record Session(string Id, string RedirectUrl, string Status);

    private sealed record PaymentList(List<RailPayment> Payments);
}

internal sealed record RailPayment(
    string TransactionNo, string Rail, string Merchant, string BillNo, long AmountFils, string Currency, string Status, DateTimeOffset PaidAt, long FeeFils = 0)
{
    public static Rail RailOf(string name) => name == "card" ? Payments.Rail.Card : Payments.Rail.Bill;

    public BookPayment.Fact ToFact() => new(RailOf(Rail), TransactionNo, Merchant, BillNo, AmountFils, Currency, PaidAt, FeeFils);
}

internal sealed record RailRefund(string Id, string Status, string? Why);

internal sealed class RailDownException(string message) : Exception(message);
