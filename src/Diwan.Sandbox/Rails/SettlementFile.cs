using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Rails;

/// <summary>
/// The daily settlement file: every payment and refund of one day in Amman, signed. It is there once the day is over; <c>?soFar=true</c>
/// gives what there is of an unfinished day, and says so in the file.
/// </summary>
internal sealed class SettlementFile(RailBook book, Knobs knobs, RailWire wire)
{
    internal void Map(IEndpointRouteBuilder app) => app.MapGet("/rail/settlements/{date}", (Delegate)GiveAsync);

    private async Task<IResult> GiveAsync(HttpContext http, string date)
    {
        if (await knobs.Meet("rail", http.RequestAborted) is not Fate.Answer)
        {
            return Results.StatusCode(503);
        }

        if (!wire.Signed(http.Request, ""))
        {
            return Results.StatusCode(401);
        }

        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Results.Json(new { error = "A day is written 2018-01-03. / يكتب اليوم هكذا: 2018-01-03." }, statusCode: 400);
        }

        var final = day < NationalCalendar.DateAt(book.Now);
        return final || http.Request.Query["soFar"] == "true"
            ? Results.Bytes(MfepXml.Write(Write(day, final), wire.Key), "application/xml")
            : Results.Json(new { error = $"The day {date} is not over. / لم ينته يوم {date}." }, statusCode: 404);
    }

    private JsonObject Write(DateOnly day, bool final)
    {
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var payments = book.Journal.In<KeptKey>($"taken-on/{text}").Select(k => book.Journal.Get<Payment>($"payment/{k.Id}")!).ToList();
        var refunds = book.Journal.In<KeptKey>($"refunded-on/{text}").Select(k => book.Journal.Get<Refund>($"refund/{k.Id}")!)
            .Where(r => r.Order.AmountFils % 1000 != 999).ToList();
        return new JsonObject
        {
            ["MFEP"] = new JsonObject
            {
                ["MsgHeader"] = new JsonObject
                {
                    ["TmStp"] = Utc(book.Now),
                    ["GUID"] = Guid.CreateVersion7(book.Now).ToString(),
                    ["TrsInf"] = new JsonObject { ["SdrCode"] = "1", ["RcvCode"] = "diwan", ["ResTyp"] = "DIWANSTLRS" },
                },
                ["MsgBody"] = new JsonObject
                {
                    ["STMTDate"] = text,
                    ["Final"] = final ? "true" : "false",
                    ["PaidCount"] = payments.Count,
                    ["PaidTotal"] = Dinars(payments.Sum(p => p.AmountFils)),
                    ["RefundCount"] = refunds.Count,
                    ["RefundTotal"] = Dinars(refunds.Sum(r => r.Order.AmountFils)),
                    ["Payments"] = new JsonArray([.. payments.Select(p => new JsonObject
                    {
                        ["Rail"] = p.Rail,
                        ["JOEBPPSTrx"] = p.TransactionNo,
                        ["BillingNo"] = p.BillNo,
                        ["PaidAmt"] = Dinars(p.AmountFils),
                        ["FeesAmt"] = Dinars(p.FeeFils),
                        ["Currency"] = "JOD",
                        ["ProcessDate"] = Utc(p.PaidAt),
                    })]),
                    ["Refunds"] = new JsonArray([.. refunds.Select(r => new JsonObject
                    {
                        ["RefundId"] = r.Id,
                        ["Key"] = r.Order.IdempotencyKey,
                        ["JOEBPPSTrx"] = r.Order.TransactionNo,
                        ["Amount"] = Dinars(r.Order.AmountFils),
                        ["ProcessDate"] = Utc(r.At),
                    })]),
                },
            },
        };
    }

    private static string Dinars(long fils) => (fils / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
