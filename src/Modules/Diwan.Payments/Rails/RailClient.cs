using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>What we say to the bill rail. An exception of <see cref="RailDownException"/> means: ask again later.</summary>
internal sealed class RailClient(RailWire wire, IOptions<PaymentsOptions> options, RailKeys keys)
{
    private RailOptions Rail => options.Value.Rail;

    /// <summary>What the rail took for a bill, by its number.</summary>
    public async Task<IReadOnlyList<RailPayment>> PaymentsOfAsync(string billNumber, CancellationToken ct) =>
        RailWire.Payments(await GetAsync("/payments?rail=bill&billNo=" + Uri.EscapeDataString(billNumber), ct));

    /// <summary>Every payment the rail has taken for us since that moment, by its own clock.</summary>
    public async Task<IReadOnlyList<RailPayment>> PaymentsSinceAsync(DateTimeOffset since, CancellationToken ct) =>
        RailWire.Payments(await GetAsync("/payments?rail=bill&since=" + RailWire.Moment(since), ct));

    /// <summary>A part of the list of open bills, as a signed envelope.</summary>
    /// <param name="envelope">The content of MFEP.</param>
    public async Task UploadAsync(JsonObject envelope, CancellationToken ct)
    {
        var (status, _) = await wire.SendAsync(HttpMethod.Post, Rail.Url + "/bills/upload", Rail.Secret, MfepXml.Write(envelope, keys), "application/xml", ct);
        if (status != HttpStatusCode.OK)
        {
            throw new RailDownException($"The rail answered {(int)status} to an upload of bills.");
        }
    }

    /// <summary>The settlement file of a day, of both rails; null while there is none.</summary>
    public async Task<SettlementFile?> SettlementAsync(DateOnly day, CancellationToken ct)
    {
        var (status, body) = await GetAsync("/settlements/" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ct);
        return status switch
        {
            HttpStatusCode.OK => SettlementFile.Read(Encoding.UTF8.GetBytes(body), day, keys),
            HttpStatusCode.NotFound => null,
            _ => throw new RailDownException($"The rail answered {(int)status} when asked for the settlement file."),
        };
    }

    public async Task<RailRefund> RefundAsync(RefundRow refund, CancellationToken ct) =>
        RailWire.Refund(await wire.SendAsync(HttpMethod.Post, Rail.Url + "/refunds", Rail.Secret, new RefundOrder(Rail.Merchant, refund), ct));

    private Task<(HttpStatusCode Status, string Body)> GetAsync(string path, CancellationToken ct) =>
        wire.SendAsync(HttpMethod.Get, Rail.Url + path, Rail.Secret, null, ct);
}

/// <summary>The order to give money back, on either rail.</summary>
internal sealed record RefundOrder(string Merchant, string TransactionNo, long AmountFils, string Currency, string IdempotencyKey)
{
    public RefundOrder(string merchant, RefundRow refund)
        : this(merchant, refund.TransactionNo, refund.Amount.Fils, "JOD", refund.Key)
    {
    }
}
