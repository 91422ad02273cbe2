using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// The biller's side of the bill rail: says what is due, validates before money is taken, takes notice of what was paid, and hears the rail's
/// acknowledgement. The same four messages as XML or JSON. docs/payments-rail.md.
/// </summary>
internal sealed class ServeBillRail(
    FindBill bills,
    BookPayment book,
    RefusedNotices refused,
    RailKeys keys,
    IDbContextFactory<AppDbContext> contexts,
    ChangeWriter writer,
    IOptions<PaymentsOptions> options,
    TimeProvider time)
{
    private const int Success = 0;
    private const int WrongAmount = 4;
    private const int WrongCurrency = 5;
    private const int OtherTransaction = 6;
    private const int OtherMessage = 7;
    private const int OtherReceiver = 8;
    private const int UnknownTransaction = 9;
    private const int BadSignature = 11;
    private const int Unreadable = 12;
    private const int PaidBefore = 324;
    private const int NoLongerDue = 325;
    private const int UnknownNumber = 408;

    private const int MostTransactions = 9;
    private const long MostCharacters = 64 * 1024;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 12 };

    /// <summary>What is due on a bill number.</summary>
    public async Task<(int Status, JsonObject Body)> PullAsync(byte[] body, string? signature, CancellationToken ct, bool xml = false)
    {
        var (request, refusal) = await ReadAsync(body, signature, xml, "BILPULRQ", ct);
        if (request is null)
        {
            return refusal;
        }

        if (request.Receiver != options.Value.Rail.Merchant)
        {
            return Answer(request, "BILPULRS", OtherReceiver, new JsonObject { ["RecCount"] = 0, ["BillsRec"] = new JsonArray() });
        }

        return await bills.ByNumberAsync(Text(request.Body, "AcctInfo", "BillingNo"), ct) is { } bill
            ? Answer(request, "BILPULRS", Success, new JsonObject { ["RecCount"] = 1, ["BillsRec"] = new JsonArray(BillRecord.Of(bill, State(bill), time.GetUtcNow())) })
            : Answer(request, "BILPULRS", UnknownNumber, new JsonObject { ["RecCount"] = 0, ["BillsRec"] = new JsonArray() });
    }

    /// <summary>Whether this amount may be taken for this bill now. Asked while the money is still in the payer's hand.</summary>
    public async Task<(int Status, JsonObject Body)> ValidateAsync(byte[] body, string? signature, CancellationToken ct, bool xml = false)
    {
        var (request, refusal) = await ReadAsync(body, signature, xml, "BILRPREPADVALRQ", ct);
        if (request is null)
        {
            return refusal;
        }

        if (At(request.Body, "BillingInfo") is not JsonObject asked)
        {
            return await UnreadableAsync(xml, ct);
        }

        var number = Text(asked, "AcctInfo", "BillingNo");
        var bill = request.Receiver == options.Value.Rail.Merchant ? await bills.ByNumberAsync(number, ct) : null;
        if (bill is null)
        {
            var why = request.Receiver == options.Value.Rail.Merchant ? UnknownNumber : OtherReceiver;
            return Answer(request, "BILRPREPADVALRS", why, new JsonObject { ["BillingInfo"] = new JsonObject { ["AcctInfo"] = Account(number) } });
        }

        var amount = Text(asked, "PaidAmt") is { Length: > 0 } paid ? paid : Text(asked, "DueAmt");
        var code = State(bill);
        code = code == Success && (Dinars(amount) is not { } fils || fils < BillRecord.Lower(bill).Fils || fils > bill.Due.Fils) ? WrongAmount : code;
        return Answer(request, "BILRPREPADVALRS", Success, new JsonObject
        {
            ["BillingInfo"] = new JsonObject
            {
                ["Result"] = BillRecord.Outcome(code),
                ["AcctInfo"] = Account(bill.Number.Value),
                ["DueAmt"] = BillRecord.Dinars(code is Success or WrongAmount ? bill.Due : Money.Zero),
                ["ServiceTypeDetails"] = new JsonObject { ["ServiceType"] = bill.Institution, ["PrepaidCat"] = "" },
            },
        });
    }

    /// <summary>Money was taken. Answered 0 for a transaction once it is durably booked, however often it is told.</summary>
    public async Task<(int Status, JsonObject Body)> NoticeAsync(byte[] body, string? signature, CancellationToken ct, bool xml = false)
    {
        var (request, refusal) = await ReadAsync(body, signature, xml, "BLRPMTNTFRQ", ct);
        if (request is null)
        {
            return refusal;
        }

        if (Transactions(request) is not { } transactions || transactions.ConvertAll(t => Fact(t, request.Receiver)) is not { } facts || facts.Contains(null))
        {
            return await UnreadableAsync(xml, ct);
        }

        var (known, other) = await KnownAsync(request, "BLRPMTNTFRS", ct);
        if (known is not null || other is not null)
        {
            return known ?? other!.Value;
        }

        var answers = new JsonArray();
        foreach (var fact in facts)
        {
            var code = await book.RunAsync(fact!, ct) switch
            {
                BookPayment.Result.Refused { Why: "bill" } => UnknownNumber,
                BookPayment.Result.Refused { Why: "amount" } => WrongAmount,
                BookPayment.Result.Refused { Why: "currency" } => WrongCurrency,
                BookPayment.Result.Refused { Why: "merchant" } => OtherReceiver,
                BookPayment.Result.Refused => OtherTransaction,
                _ => Success,
            };
            answers.Add(new JsonObject { ["JOEBPPSTrx"] = fact!.TransactionNo, ["Result"] = BillRecord.Outcome(code) });
        }

        var content = new JsonObject { ["Transactions"] = answers };
        await KeepAsync(request, content, _ => { }, ct);
        return Answer(request, "BLRPMTNTFRS", Success, content);
    }

    /// <summary>
    /// The rail's last word: on its side the payment is complete. One that we do not know is a notice that was lost: the rail is asked at once.
    /// </summary>
    public async Task<(int Status, JsonObject Body)> AcknowledgeAsync(byte[] body, string? signature, CancellationToken ct, bool xml = false)
    {
        var (request, refusal) = await ReadAsync(body, signature, xml, "PMTACKRQ", ct);
        if (request is null)
        {
            return refusal;
        }

        if (Transactions(request) is not { } transactions || transactions.Exists(t => Text(t, "JOEBPPSTrx").Length is 0 or > 100))
        {
            return await UnreadableAsync(xml, ct);
        }

        var (known, other) = await KnownAsync(request, "PMTACKRS", ct);
        if (known is not null || other is not null)
        {
            return known ?? other!.Value;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var numbers = transactions.ConvertAll(t => Text(t, "JOEBPPSTrx"));
        var booked = await db.Set<PaymentRow>().Where(p => numbers.Contains(p.TransactionNo)).Select(p => p.TransactionNo).ToListAsync(ct);
        var lost = new Dictionary<string, BillRow>(StringComparer.Ordinal);
        var answers = new JsonArray();
        foreach (var transaction in transactions)
        {
            var number = Text(transaction, "JOEBPPSTrx");
            var isBooked = booked.Contains(number);
            if (!isBooked && BillNumber.TryParse(Text(transaction, "AcctInfo", "BillingNo"), out var parsed)
                && await db.Set<BillRow>().FirstOrDefaultAsync(b => b.Number == parsed.Value, ct) is { } bill)
            {
                lost.TryAdd(bill.Number, bill);
            }

            answers.Add(new JsonObject { ["JOEBPPSTrx"] = number, ["Result"] = BillRecord.Outcome(isBooked ? Success : UnknownTransaction) });
        }

        var content = new JsonObject { ["Transactions"] = answers };
        await KeepAsync(
            request,
            content,
            change =>
            {
                foreach (var bill in lost.Values)
                {
                    AskRail.OweNow(change, bill, request.Guid);
                }
            },
            ct);
        return Answer(request, "PMTACKRS", Success, content);
    }

    // ---- the same message again

    /// <summary>What was answered before to this very message; or the refusal of another message under the same name.</summary>
    private async Task<((int Status, JsonObject Body)? Known, (int Status, JsonObject Body)? Other)> KnownAsync(Message request, string kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<RailMessageRow>().FirstOrDefaultAsync(m => m.MessageGuid == request.Guid, ct) is not { } row)
        {
            return (null, null);
        }

        if (row.Kind == request.Kind && row.Digest == request.Digest)
        {
            return (Answer(request, kind, Success, JsonNode.Parse(row.Answer)!.AsObject()), null);
        }

        var transaction = Transactions(request)![0];
        await refused.RecordAsync(
            new Refusal(Rail.Bill, "guid", Text(transaction, "JOEBPPSTrx"), Text(transaction, "AcctInfo", "BillingNo"), Dinars(Text(transaction, "PaidAmt")) ?? 0, Text(transaction, "Currency")), ct);
        return (null, Answer(request, kind, OtherMessage, new JsonObject { ["Transactions"] = new JsonArray() }));
    }

    private async Task KeepAsync(Message request, JsonObject answer, Action<Change> more, CancellationToken ct)
    {
        var change = new Change(Actor.System("payment-rail"), Channel.System, "message-keeping", time.GetUtcNow());
        change.Insert(new RailMessageRow
        {
            Id = change.NewId(),
            MessageGuid = request.Guid,
            Kind = request.Kind,
            Digest = request.Digest,
            At = change.Now,
            Answer = answer.ToJsonString(Compact),
        });
        more(change);

        // A duplicate is the same message, answered at the same moment on another line.
        await writer.WriteAsync(change, ct);
    }

    // ---- reading

    private sealed record Message(string Guid, string Kind, string Sender, string Receiver, JsonObject Body, bool Xml)
    {
        public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Kind + Body.ToJsonString(Compact))));
    }

    private async Task<(Message? Request, (int Status, JsonObject Body) Refusal)> ReadAsync(byte[] body, string? signature, bool xml, string kind, CancellationToken ct)
    {
        var (forged, envelope) = xml ? ReadXml(body) : ReadJson(body, signature);
        if (forged is not null)
        {
            await refused.RecordAsync(new Refusal(Rail.Bill, forged), ct);
            return (null, (401, xml ? Bare(BadSignature) : new JsonObject { ["result"] = "forged" }));
        }

        return envelope is not null && At(envelope, "MsgBody") is JsonObject content && Text(envelope, "MsgHeader", "TrsInf", "ReqTyp") == kind
            && Text(envelope, "MsgHeader", "GUID") is { Length: > 0 and <= 100 } guid
            ? (new Message(guid, kind, Text(envelope, "MsgHeader", "TrsInf", "SdrCode"), Text(envelope, "MsgHeader", "TrsInf", "RcvCode"), content, xml), default)
            : (null, await UnreadableAsync(xml, ct));
    }

    private (string? Forged, JsonObject? Envelope) ReadJson(byte[] body, string? signature)
    {
        if (RailSignature.Check(options.Value.Rail.Secret, body, signature, time.GetUtcNow()) is { } forged)
        {
            return (forged, null);
        }

        try
        {
            return (null, At(JsonNode.Parse(body, documentOptions: Strict), "MFEP") as JsonObject);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private (string? Forged, JsonObject? Envelope) ReadXml(byte[] body)
    {
        if (MfepXml.TryRead(body, keys, MostCharacters) is not { } read)
        {
            return (null, null);
        }

        if (!read.Verified)
        {
            return ("forged", null);
        }

        // The moment is under the signature: an old message that somebody kept is not a new one.
        return DateTimeOffset.TryParse(
                Text(read.Envelope, "MsgHeader", "TmStp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && (time.GetUtcNow() - at).Duration() <= RailSignature.Tolerance
            ? (null, read.Envelope)
            : ("stale", null);
    }

    private async Task<(int Status, JsonObject Body)> UnreadableAsync(bool xml, CancellationToken ct)
    {
        await refused.RecordAsync(new Refusal(Rail.Bill, "message"), ct);
        return (400, xml ? Bare(Unreadable) : new JsonObject { ["result"] = "refused", ["why"] = "message" });
    }

    private static List<JsonObject>? Transactions(Message request) =>
        At(request.Body, "Transactions") is JsonArray { Count: > 0 and <= MostTransactions } list && list.All(t => t is JsonObject)
            ? [.. list.OfType<JsonObject>()]
            : null;

    private static BookPayment.Fact? Fact(JsonObject t, string receiver)
    {
        var number = Text(t, "AcctInfo", "BillingNo");
        if (Text(t, "JOEBPPSTrx") is not { Length: > 0 and <= 100 } transaction
            || Dinars(Text(t, "PaidAmt")) is not { } fils
            || !DateTimeOffset.TryParse(Text(t, "ProcessDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return null;
        }

        return new BookPayment.Fact(
            Rail.Bill,
            transaction,
            receiver,
            BillNumber.TryParse(number, out var parsed) ? parsed.Value : number,
            fils,
            Text(t, "Currency") is { Length: > 0 } currency ? currency : "JOD",
            at,
            string.Equals(Text(t, "FeesOnBiller"), "true", StringComparison.OrdinalIgnoreCase) ? Dinars(Text(t, "FeesAmt")) ?? -1 : 0);
    }

    /// <summary>decimal(12,3) as whole fils.</summary>
    private static long? Dinars(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dinars) && dinars == Math.Round(dinars, 3) && dinars < 1_000_000_000m
            ? Money.FromDinars(dinars).Fils
            : null;

    private static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    private static string Text(JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) is JsonValue value ? value.ToString() : "";

    // ---- answering

    private int State(BillView bill) => bill.State switch
    {
        BillState.Open or BillState.PartlyPaid when bill.ExpiresAt > time.GetUtcNow() => Success,
        BillState.Open or BillState.PartlyPaid or BillState.Expired or BillState.Cancelled => NoLongerDue,
        _ => PaidBefore,
    };

    private static JsonObject Account(string number) => new() { ["BillingNo"] = number, ["BillNo"] = number };

    private (int Status, JsonObject Body) Answer(Message request, string kind, int code, JsonObject body) => (200, new JsonObject
    {
        ["MFEP"] = new JsonObject
        {
            ["MsgHeader"] = new JsonObject
            {
                ["TmStp"] = BillRecord.Moment(time.GetUtcNow()),
                ["GUID"] = request.Guid,
                ["TrsInf"] = new JsonObject { ["SdrCode"] = options.Value.Rail.Merchant, ["RcvCode"] = request.Sender, ["ResTyp"] = kind },
                ["Result"] = BillRecord.Outcome(code),
            },
            ["MsgBody"] = body,
        },
    });

    private JsonObject Bare(int code) => new()
    {
        ["MFEP"] = new JsonObject
        {
            ["MsgHeader"] = new JsonObject { ["TmStp"] = BillRecord.Moment(time.GetUtcNow()), ["Result"] = BillRecord.Outcome(code) },
            ["MsgBody"] = new JsonObject(),
        },
    };
}

/// <summary>A bill as the bill rail carries it.</summary>
internal static class BillRecord
{
    public static JsonObject Of(BillView bill, int code, DateTimeOffset now)
    {
        var (due, lower) = code == 0 ? (bill.Due, Lower(bill)) : (Money.Zero, Money.Zero);
        return new JsonObject
        {
            ["Result"] = Outcome(code),
            ["AcctInfo"] = new JsonObject { ["BillingNo"] = bill.Number.Value, ["BillNo"] = bill.Number.Value },
            ["BillStatus"] = "BillNew",
            ["DueAmount"] = Dinars(due),
            ["Currency"] = "JOD",
            ["IssueDate"] = Moment(bill.IssuedAt),
            ["OpenDate"] = Moment(bill.IssuedAt),
            ["DueDate"] = Moment(bill.ExpiresAt),
            ["ExpiryDate"] = Moment(bill.ExpiresAt),
            ["CloseDate"] = bill.State is BillState.Open or BillState.PartlyPaid && bill.ExpiresAt > now ? null : Moment(bill.PaidAt ?? bill.ExpiresAt),
            ["ServiceType"] = bill.Institution,
            ["BillType"] = "OneOff",
            ["PmtConst"] = new JsonObject { ["AllowPart"] = lower != due, ["Lower"] = Dinars(lower), ["Upper"] = Dinars(due) },
            ["AdditionalInfo"] = new JsonObject { ["CustName"] = Veiled(bill.PayerName), ["FreeText"] = bill.Service.Ar },
        };
    }

    /// <summary>The least that may be paid at once: all that is due where the bill allows no parts.</summary>
    public static Money Lower(BillView bill) => bill.LeastPart is { } least && least < bill.Due ? least : bill.Due;

    public static JsonObject Outcome(int code) => new()
    {
        ["ErrorCode"] = code,
        ["ErrorDesc"] = code switch
        {
            0 => "Success",
            324 => "Bill paid previously",
            325 => "Bill expired or cancelled",
            408 => "Invalid billing number",
            4 => "Amount is not the amount due",
            5 => "Currency is not JOD",
            6 => "Transaction known with other content",
            7 => "GUID known with other content",
            8 => "Receiver is not this biller",
            9 => "Transaction not known",
            11 => "Signature missing or wrong, or message too old",
            _ => "Message cannot be read",
        },
        ["Severity"] = code == 0 ? "Info" : "Error",
    };

    /// <summary>Three places always, and not a floating point on the way.</summary>
    public static JsonValue Dinars(Money money) => JsonValue.Create(decimal.Add(money.Dinars, 0.000m));

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Enough for a teller to ask "is it you?", too little to learn a name from a number: the first name and an initial.</summary>
    private static string Veiled(string name)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? name : $"{parts[0]} {parts[^1][0]}.";
    }
}
