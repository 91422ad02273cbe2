using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Payments;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Wire = Diwan.Sandbox.Rails.MfepXml;

namespace Diwan.Modules.Tests.Payments;

/// <summary>The rail's side of docs/payments-rail.md, in memory, with faults to order.</summary>
internal sealed class FakeRail(TimeProvider time) : HttpMessageHandler
{
    public const string Secret = "a-secret-of-the-tests";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Id, string Content)> _sessions = [];
    private readonly Dictionary<string, JsonObject> _refunds = [];
    private int _count;

    public ConcurrentQueue<JsonObject> Payments { get; } = new();

    /// <summary>By key: the refunds that were made.</summary>
    public ConcurrentDictionary<string, (string Transaction, long Fils, DateTimeOffset At)> Made { get; } = new();

    /// <summary>What somebody does to the content of the settlement file before it is signed.</summary>
    public Action<JsonObject>? Spoil { get; set; }

    /// <summary>Signs the settlement file with another key than the rail's.</summary>
    public bool ForgeFile { get; set; }

    /// <summary>By bill number: how often somebody asked what was paid of it.</summary>
    public ConcurrentDictionary<string, int> Questions { get; } = new();

    public int FilesGiven { get; private set; }

    public bool Down { get; set; }

    /// <summary>The refund is done at the rail, but its answer is lost.</summary>
    public int LoseRefundAnswers { get; set; }

    public string RefundStatus { get; set; } = "done";

    public string SessionStatus { get; set; } = "open";

    public long RefundedFils { get; private set; }

    public int Sessions => _sessions.Count;

    /// <summary>Takes money; whether a notice follows is up to the test.</summary>
    public string Take(string billNo, long fils, string rail = "card", DateTimeOffset? at = null)
    {
        var transaction = $"T{Interlocked.Increment(ref _count)}";
        Payments.Enqueue(new JsonObject
        {
            ["transactionNo"] = transaction,
            ["rail"] = rail,
            ["merchant"] = "diwan",
            ["billNo"] = billNo,
            ["amountFils"] = fils,
            ["currency"] = "JOD",
            ["status"] = "paid",
            ["paidAt"] = at ?? time.GetUtcNow(),
        });
        return transaction;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Down)
        {
            throw new HttpRequestException("connection refused");
        }

        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!RailSignature.Verifies(Secret, body, request.Headers.GetValues(RailSignature.Header).Single(), time.GetUtcNow()))
        {
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        }

        lock (_gate)
        {
            return request.RequestUri!.AbsolutePath switch
            {
                "/rail/checkout-sessions" => Checkout(body),
                "/rail/refunds" => Refund(body),
                "/rail/payments" => Answer(new JsonObject
                {
                    ["payments"] = new JsonArray([.. Asked(QueryHelpers.ParseQuery(request.RequestUri.Query)).Select(p => p.DeepClone())]),
                }),
                ['/', 'r', 'a', 'i', 'l', '/', 's', 'e', 't', 't', 'l', 'e', 'm', 'e', 'n', 't', 's', '/', .. var day] => Settlement(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                _ => new HttpResponseMessage(HttpStatusCode.NotFound),
            };
        }
    }

    private IEnumerable<JsonObject> Asked(Dictionary<string, StringValues> query)
    {
        var rail = Payments.Where(p => (string?)p["rail"] == query["rail"]);
        if (query.TryGetValue("since", out var since))
        {
            return rail.Where(p => At(p) >= DateTimeOffset.Parse(since.ToString(), CultureInfo.InvariantCulture));
        }

        Questions.AddOrUpdate(query["billNo"].ToString(), 1, (_, before) => before + 1);
        return rail.Where(p => (string?)p["billNo"] == query["billNo"]);
    }

    private static DateTimeOffset At(JsonObject payment) => payment["paidAt"]!.GetValue<DateTimeOffset>();

    private HttpResponseMessage Settlement(DateOnly day)
    {
        if (NationalCalendar.DateAt(time.GetUtcNow()) <= day)
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        FilesGiven++;
        var payments = Payments.Where(p => NationalCalendar.DateAt(At(p)) == day).ToList();
        var refunds = Made.Where(r => NationalCalendar.DateAt(r.Value.At) == day).ToList();
        var content = new JsonObject
        {
            ["STMTDate"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["Final"] = "true",
            ["PaidCount"] = payments.Count,
            ["PaidTotal"] = Dinars(payments.Sum(p => Fils(p))),
            ["RefundCount"] = refunds.Count,
            ["RefundTotal"] = Dinars(refunds.Sum(r => r.Value.Fils)),
            [nameof(Payments)] = new JsonArray([.. payments.Select(p => new JsonObject
            {
                ["Rail"] = (string?)p["rail"],
                ["JOEBPPSTrx"] = (string?)p["transactionNo"],
                ["BillingNo"] = (string?)p["billNo"],
                ["PaidAmt"] = Dinars(Fils(p)),
                ["FeesAmt"] = Dinars(p["feeFils"] is { } fee ? Convert.ToInt64(fee.ToString(), CultureInfo.InvariantCulture) : 0),
                ["Currency"] = (string?)p["currency"],
                ["ProcessDate"] = At(p).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            })]),
            ["Refunds"] = new JsonArray([.. refunds.Select(r => new JsonObject
            {
                ["RefundId"] = "rf_" + r.Key,
                ["Key"] = r.Key,
                ["JOEBPPSTrx"] = r.Value.Transaction,
                ["Amount"] = Dinars(r.Value.Fils),
                ["ProcessDate"] = r.Value.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            })]),
        };
        Spoil?.Invoke(content);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Wire.Write(
                new JsonObject { ["MFEP"] = new JsonObject { ["MsgHeader"] = new JsonObject { ["GUID"] = "s1" }, ["MsgBody"] = content } }, ForgeFile ? other : Till.RailsKey)),
        };
    }

    private static long Fils(JsonObject payment) => Convert.ToInt64(payment["amountFils"]!.ToString(), CultureInfo.InvariantCulture);

    internal static string Dinars(long fils) => (fils / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private HttpResponseMessage Checkout(byte[] body)
    {
        var key = (string)JsonNode.Parse(body)!["idempotencyKey"]!;
        var content = System.Text.Encoding.UTF8.GetString(body);
        if (!_sessions.TryGetValue(key, out var session))
        {
            _sessions[key] = session = ($"cs_{_sessions.Count + 1}", content);
        }
        else if (session.Content != content)
        {
            return new HttpResponseMessage(HttpStatusCode.Conflict);
        }

        return Answer(new JsonObject { ["id"] = session.Id, ["redirectUrl"] = $"https://rail.test/pay/{session.Id}", ["status"] = SessionStatus });
    }

    private HttpResponseMessage Refund(byte[] body)
    {
        var order = JsonNode.Parse(body)!;
        var key = (string)order["idempotencyKey"]!;
        if (!_refunds.TryGetValue(key, out var refund))
        {
            _refunds[key] = refund = new JsonObject { ["id"] = $"rf_{_refunds.Count + 1}", ["status"] = RefundStatus, ["why"] = RefundStatus == "refused" ? "no" : null };
            if (RefundStatus == "done")
            {
                RefundedFils += (long)order["amountFils"]!;
                Made[key] = ((string)order["transactionNo"]!, (long)order["amountFils"]!, time.GetUtcNow());
            }
        }

        if (LoseRefundAnswers > 0)
        {
            LoseRefundAnswers--;
            throw new HttpRequestException("connection reset");
        }

        return Answer(refund);
    }

    private static HttpResponseMessage Answer(JsonObject body) =>
        new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString(JsonSerializerOptions.Web)) };
}
