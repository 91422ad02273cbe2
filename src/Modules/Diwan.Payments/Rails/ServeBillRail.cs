using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>The biller's side of the bill rail: says what is due, takes notice of what was paid. docs/payments-rail.md.</summary>
internal sealed class ServeBillRail(FindBill bills, BookPayment book, IOptions<PaymentsOptions> options, TimeProvider time)
{
    private const int Success = 0;
    private const int PaidBefore = 324;
    private const int NoLongerDue = 325;
    private const int UnknownNumber = 408;

    public async Task<(int Status, JsonNode Body)> PullAsync(byte[] body, string? signature, CancellationToken ct)
    {
        if (Read(body, signature, "BILPULRQ") is not { } request)
        {
            return Refusal(body, signature);
        }

        var number = Text(request["MsgBody"]?["AcctInfo"]?["BillingNo"]);
        if (await bills.ByNumberAsync(number, ct) is not { } bill)
        {
            return (200, Envelope(request, "BILPULRS", UnknownNumber, new JsonObject { ["RecCount"] = 0, ["BillsRec"] = new JsonArray() }));
        }

        var code = bill.State switch
        {
            BillState.Open or BillState.PartlyPaid when bill.ExpiresAt > time.GetUtcNow() => Success,
            BillState.Open or BillState.PartlyPaid or BillState.Expired or BillState.Cancelled => NoLongerDue,
            _ => PaidBefore,
        };
        var due = code == Success ? bill.Due.Dinars : 0.000m;
        var lower = bill.LeastPart is { } least && least < bill.Due ? Math.Min(least.Dinars, due) : due;
        var record = new JsonObject
        {
            ["Result"] = Outcome(code),
            ["AcctInfo"] = new JsonObject { ["BillingNo"] = bill.Number.Value, ["BillNo"] = bill.Number.Value },
            ["BillStatus"] = "BillNew",
            ["DueAmount"] = Dinars(due),
            ["Currency"] = "JOD",
            ["IssueDate"] = Moment(bill.IssuedAt),
            ["DueDate"] = Moment(bill.ExpiresAt),
            ["ExpiryDate"] = Moment(bill.ExpiresAt),
            ["ServiceType"] = bill.Institution,
            ["BillType"] = "OneOff",
            ["PmtConst"] = new JsonObject { ["AllowPart"] = lower != due, ["Lower"] = Dinars(lower), ["Upper"] = Dinars(due) },
            ["AdditionalInfo"] = new JsonObject { ["CustName"] = Veiled(bill.PayerName), ["FreeText"] = bill.Service.Ar },
        };
        return (200, Envelope(request, "BILPULRS", Success, new JsonObject { ["RecCount"] = 1, ["BillsRec"] = new JsonArray(record) }));
    }

    public async Task<(int Status, JsonNode Body)> NoticeAsync(byte[] body, string? signature, CancellationToken ct)
    {
        if (Read(body, signature, "BLRPMTNTFRQ") is not { } request || request["MsgBody"]?["Transactions"] is not JsonArray { Count: > 0 and <= 9 } transactions)
        {
            return Refusal(body, signature);
        }

        var answers = new JsonArray();
        foreach (var transaction in transactions)
        {
            if (Fact(transaction) is not { } fact)
            {
                return Refusal(body, signature);
            }

            var code = await book.RunAsync(fact, ct) switch
            {
                BookPayment.Result.Refused { Why: "bill" } => UnknownNumber,
                BookPayment.Result.Refused { Why: "amount" } => 4,
                BookPayment.Result.Refused { Why: "currency" } => 5,
                BookPayment.Result.Refused => 6,
                _ => Success,
            };
            answers.Add(new JsonObject { ["JOEBPPSTrx"] = fact.TransactionNo, ["Result"] = Outcome(code) });
        }

        return (200, Envelope(request, "BLRPMTNTFRS", Success, new JsonObject { ["Transactions"] = answers }));
    }

    private BookPayment.Fact? Fact(JsonNode? t)
    {
        var number = Text(t?["AcctInfo"]?["BillingNo"]);
        if (t is null || Text(t["JOEBPPSTrx"]) is not { Length: > 0 } transaction
            || !decimal.TryParse(Text(t["PaidAmt"]), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var paid)
            || paid != Math.Round(paid, 3) || paid > 1_000_000_000m
            || !DateTimeOffset.TryParse(Text(t["ProcessDate"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return null;
        }

        return new BookPayment.Fact(
            Rail.Bill,
            transaction,
            options.Value.Rail.Merchant,
            BillNumber.TryParse(number, out var parsed) ? parsed.Value : number,
            Money.FromDinars(paid).Fils,
            Text(t["Currency"]) is { Length: > 0 } currency ? currency : "JOD",
            at);
    }

    private JsonNode? Read(byte[] body, string? signature, string kind)
    {
        if (!RailSignature.Verifies(options.Value.Rail.Secret, body, signature, time.GetUtcNow()))
        {
            return null;
        }

        try
        {
            var message = (JsonNode.Parse(body) as JsonObject)?["MFEP"] as JsonObject;
            return message?["MsgHeader"] is JsonObject header && Text((header["TrsInf"] as JsonObject)?["ReqTyp"]) == kind && message["MsgBody"] is JsonObject ? message : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private (int Status, JsonNode Body) Refusal(byte[] body, string? signature)
    {
        var forged = !RailSignature.Verifies(options.Value.Rail.Secret, body, signature, time.GetUtcNow());
        PaymentsMetrics.Refused(Rail.Bill, forged ? "forged" : "message");
        return forged
            ? (401, new JsonObject { ["result"] = "forged" })
            : (400, new JsonObject { ["result"] = "refused", ["why"] = "message" });
    }

    private JsonObject Envelope(JsonNode request, string kind, int code, JsonObject body) => new()
    {
        ["MFEP"] = new JsonObject
        {
            ["MsgHeader"] = new JsonObject
            {
                ["TmStp"] = Moment(time.GetUtcNow()),
                ["GUID"] = Text(request["MsgHeader"]?["GUID"]),
                ["TrsInf"] = new JsonObject
                {
                    ["SdrCode"] = options.Value.Rail.Merchant,
                    ["RcvCode"] = Text(request["MsgHeader"]?["TrsInf"]?["SdrCode"]),
                    ["ResTyp"] = kind,
                },
                ["Result"] = Outcome(code),
            },
            ["MsgBody"] = body,
        },
    };

    private static JsonObject Outcome(int code) => new()
    {
        ["ErrorCode"] = code,
        ["ErrorDesc"] = code switch
        {
            Success => "Success",
            PaidBefore => "Bill paid previously",
            NoLongerDue => "Bill expired or cancelled",
            UnknownNumber => "Invalid billing number",
            4 => "Amount is not the amount due",
            5 => "Currency is not JOD",
            _ => "Transaction known with other content",
        },
        ["Severity"] = code == Success ? "Info" : "Error",
    };

    private static JsonValue Dinars(decimal dinars) => JsonValue.Create(decimal.Add(dinars, 0.000m));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : "";

    /// <summary>Enough for a teller to ask "is it you?", too little to learn a name from a number: the first name and an initial.</summary>
    private static string Veiled(string name)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? name : $"{parts[0]} {parts[^1][0]}.";
    }
}
