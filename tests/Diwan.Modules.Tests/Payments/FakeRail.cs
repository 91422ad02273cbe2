using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Payments;

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
                    ["payments"] = new JsonArray([.. Payments
                        .Where(p => "?billNo=" + (string?)p["billNo"] == request.RequestUri.Query).Select(p => p.DeepClone())]),
                }),
                _ => new HttpResponseMessage(HttpStatusCode.NotFound),
            };
        }
    }

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
