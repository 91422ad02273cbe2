using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>What the SMS gateways call: only from the addresses that are configured.</summary>
public static class MessagesEndpoints
{
    public const string ReportPath = "/rails/sms/report";
    public const string ReceivedPath = "/rails/sms/received";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ReportPath, async (Guid id, string key, int kind, HttpContext http, ReportDelivery report, IOptions<MessagesOptions> options, CancellationToken ct) =>
                options.Value.TakesFrom(http.Connection.RemoteIpAddress) && await report.RunAsync(id, key, kind, ct) is ReportDelivery.Result.Noted ? Results.Text("ok") : Results.NotFound())
            .ExcludeFromDescription();
        app.MapGet(ReceivedPath, async (HttpContext http, ReceiveText receive, IOptions<MessagesOptions> options, CancellationToken ct) =>
            {
                if (!options.Value.TakesFrom(http.Connection.RemoteIpAddress))
                {
                    return Results.NotFound();
                }

                return await receive.RunAsync(InboundText.Read(http.Request.QueryString.Value ?? ""), ct) switch
                {
                    ReceiveText.Result.Taken => Results.Text(""),
                    ReceiveText.Result.Unreadable => Results.Text("from, id and text are needed.", statusCode: StatusCodes.Status400BadRequest),
                    _ => Results.NotFound(),
                };
            })
            .ExcludeFromDescription();
    }
}
