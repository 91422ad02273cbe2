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

    private const int MostBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(CardNotice, (HttpContext http, ReceiveCardNotice notice) => AnswerAsync(
            http, async (body, signature, ct) => await notice.RunAsync(body, signature, ct))).ExcludeFromDescription();
        endpoints.MapPost(BillPull, (HttpContext http, ServeBillRail rail) => AnswerAsync(
            http, async (body, signature, ct) => await rail.PullAsync(body, signature, ct))).ExcludeFromDescription();
        endpoints.MapPost(BillNotice, (HttpContext http, ServeBillRail rail) => AnswerAsync(
            http, async (body, signature, ct) => await rail.NoticeAsync(body, signature, ct))).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Func<byte[], string?, CancellationToken, Task<(int Status, object Body)>> answer)
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
        var (status, json) = await answer(body.ToArray(), http.Request.Headers[RailSignature.Header], CancellationToken.None);
        return Results.Json(json, statusCode: status);
    }
}
