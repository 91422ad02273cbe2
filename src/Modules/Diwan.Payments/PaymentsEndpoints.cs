using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Payments;

/// <summary>Where the rails reach us.</summary>
public static class PaymentsEndpoints
{
    public const string CardNotice = "/rails/cards/notice";
    public const string BillPull = "/rails/bills/pull";
    public const string BillNotice = "/rails/bills/notice";

    public const string BillPrepaid = "/rails/bills/prepaid";
    public const string BillAcknowledgement = "/rails/bills/ack";

    /// <summary>Our public key, with which the bill rail verifies our envelopes.</summary>
    public const string BillKey = "/rails/bills/key";

    private const int MostBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(CardNotice, (HttpContext http, ReceiveCardNotice notice) => AnswerAsync(
            http, null, notice.SignatureHeader, async (body, signature, _, ct) => await notice.RunAsync(body, signature, ct))).ExcludeFromDescription();
        endpoints.MapPost(BillPull, (HttpContext http, ServeBillRail rail, RailKeys keys) => AnswerAsync(
            http, keys, RailSignature.Header, async (body, signature, xml, ct) => await rail.PullAsync(body, signature, ct, xml))).ExcludeFromDescription();
        endpoints.MapPost(BillPrepaid, (HttpContext http, ServeBillRail rail, RailKeys keys) => AnswerAsync(
            http, keys, RailSignature.Header, async (body, signature, xml, ct) => await rail.ValidateAsync(body, signature, ct, xml))).ExcludeFromDescription();
        endpoints.MapPost(BillNotice, (HttpContext http, ServeBillRail rail, RailKeys keys) => AnswerAsync(
            http, keys, RailSignature.Header, async (body, signature, xml, ct) => await rail.NoticeAsync(body, signature, ct, xml))).ExcludeFromDescription();
        endpoints.MapPost(BillAcknowledgement, (HttpContext http, ServeBillRail rail, RailKeys keys) => AnswerAsync(
            http, keys, RailSignature.Header, async (body, signature, xml, ct) => await rail.AcknowledgeAsync(body, signature, ct, xml))).ExcludeFromDescription();
        endpoints.MapGet(BillKey, (RailKeys keys) => Results.Text(keys.PublicPem, "application/x-pem-file")).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, RailKeys? keys, string signedIn, Func<byte[], string?, bool, CancellationToken, Task<(int Status, object Body)>> answer)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int n;
        while ((n = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (body.Length + n > MostBytes)
            {
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            }

            body.Write(buffer, 0, n);
        }

        // Booking is not given up half-way because the rail hung up: it would only ask again.
        var xml = keys is not null && http.Request.ContentType is { } type
            && (type.StartsWith("application/xml", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/xml", StringComparison.OrdinalIgnoreCase));
        var (status, said) = await answer(body.ToArray(), http.Request.Headers[signedIn], xml, CancellationToken.None);
        if (!xml)
        {
            return Results.Json(said, statusCode: status);
        }

        http.Response.StatusCode = status;
        return Results.Bytes(MfepXml.Write(((JsonObject)said)["MFEP"]!.AsObject(), keys!), "application/xml; charset=utf-8");
    }
}
