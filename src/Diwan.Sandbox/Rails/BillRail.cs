using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Rails;

/// <summary>
/// The bill rail and its three places to pay: a teller's window, the payer's own app, and a shop agent. Anybody pays a bill by its number,
/// without card or account at Diwan. Each asks the biller what is due, lets it validate the amount before money is taken, tells it, and
/// acknowledges its answer.
/// </summary>
/// <param name="xml">Speaks the XML envelope; otherwise its JSON variant.</param>
internal sealed class BillRail(RailBook book, Knobs knobs, RailWire wire, string? biller, string? billerKey, bool xml)
{
    private const int MostAtOnce = 9;

    private static readonly JsonSerializerOptions Options = new() { Encoder = RegisterServer.Json.Encoder };

    private static readonly (string Id, Nation.Word Words)[] Outcomes =
    [
        ("success", new("تنجح ويصل الإشعار", "succeeds, the notice arrives")), ("lost", new("تُدفع ويضيع الإشعار", "paid, the notice is lost")),
        ("duplicate", new("يتكرر الإشعار", "the notice comes twice")), ("slow", new("يتأخر الإشعار 5 ثوانٍ", "the notice comes 5 seconds late")),
        ("twice", new("تُدفع مرتين", "is paid twice")), ("yesterday", new("وقت البنك أمس", "the bank's time is yesterday")),
    ];

    private static readonly Place[] Places =
    [
        new("teller", "الصرّاف", "Teller", "TELLER", "CASH",
            "شباك بنك أو بريد: يعطي الدافع رقم الفاتورة ويدفع نقداً.", "A window at a bank or post office: the payer gives the bill number and pays in cash.", ["TELLER", "POST", "ATM"]),
        new("app", "تطبيق الدفع", "Payment app", "APP", "ACTDEB",
            "تطبيق مصرف الدافع: حتى تسع فواتير دفعة واحدة، وافصل بين الأرقام بمسافة أو فاصلة.", "The app of the payer's bank: up to nine bills at once, their numbers separated by a space or comma.", ["APP"]),
        new("agent", "وكيل الدفع", "Shop agent", "AGENT", "CASH",
            "محل معتمد: يدفع الوكيل نيابة عن الزبون ويسلّمه إيصالاً.", "A licensed shop: the agent pays for the customer and hands over a receipt.", ["AGENT"]),
    ];

    private ECDsa? _billerKey;

    private sealed record Place(string Id, string TitleAr, string TitleEn, string Channel, string Method, string Ar, string En, string[] Ways);

    internal void Map(IEndpointRouteBuilder app)
    {
        foreach (var place in Places)
        {
            app.MapGet("/" + place.Id, (Delegate)((HttpContext http) => LookAsync(place, http.Request.Query["bill"].ToString(), http.RequestAborted)));
            app.MapPost($"/{place.Id}/pay", (Delegate)((HttpContext http) => PayAsync(place, http)));
        }

        app.MapPost("/rail/bills/upload", (Delegate)UploadAsync);
        app.MapGet("/rail/key", () => Results.Text(wire.Key.ExportSubjectPublicKeyInfoPem(), "application/x-pem-file"));
    }

    // ---- the pages

    private async Task<IResult> LookAsync(Place place, string typed, CancellationToken stop)
    {
        var numbers = Numbers(typed);
        if (numbers.Count == 0)
        {
            return Form(place, typed, Html.Empty);
        }

        if (await knobs.Meet("rail", stop) is not Fate.Answer)
        {
            return Form(place, typed, Problem("نظام الدفع متوقف.", "The payment system is down."), 503);
        }

        if (TooMany(place, typed, numbers) is { } toMany)
        {
            return toMany;
        }

        var (bills, problems) = await PullAllAsync(numbers, stop);
        return Form(place, typed, Html.Of($"{problems}{(bills.Count == 0 ? null : ToPay(place, bills))}"));
    }

    private static Html ToPay(Place place, List<Due> bills) => Html.Of($"""
        {bills.Select(b => Html.Of($"""
            <h2>{Page.Both($"فاتورة {b.Number}", $"Bill {b.Number}")}</h2>
            {(b.Uploaded ? Html.Of($"<p>{Page.Both("المفوتر لا يجيب الآن؛ هذه من آخر قائمة رفعها.", "The biller does not answer now; this is from the list it last uploaded.")}</p>") : null)}
            <p>{Text(b.Record, "AdditionalInfo", "CustName")} · {Text(b.Record, "AdditionalInfo", "FreeText")}</p>
            <p class="amount"><bdi dir="ltr">JOD {Dinars(b.Record)}</bdi></p>
            """))}
        <form method="post" action="/{place.Id}/pay"><input type="hidden" name="bill" value="{string.Join(' ', bills.Select(b => b.Number))}">
        {(place.Ways.Length == 1 ? null : Html.Of($"""
            <label for="channel">{Page.Both("أين تدفع", "Where you pay")}</label>
            <select id="channel" name="channel">{place.Ways.Select(w => Html.Of($"<option>{w}</option>"))}</select>
            """))}
        {(bills is not [{ AllowsParts: true } parted] ? null : Html.Of($"""
            <label for="amount">{Page.Both("المبلغ بالدينار؛ تقبل الفاتورة جزءاً منه", "Amount in dinars; the bill takes a part of it")}</label>
            <input id="amount" name="amount" inputmode="decimal" autocomplete="off" dir="ltr" value="{Dinars(parted.Record)}">
            """))}
        <label for="outcome">{Page.Both("ما الذي يحدث", "What happens")}</label>
        <select id="outcome" name="outcome">{Outcomes.Select(o => Html.Of($"<option value=\"{o.Id}\">{o.Words.Ar} · {o.Words.En}</option>"))}</select>
        <button>{Page.Both("ادفع", "Pay")}</button></form>
        """);

    private static Page Form(Place place, string typed, Html rest, int status = 200) => new(place.TitleAr, place.TitleEn, Html.Of($"""
        <p>{Page.Both(place.Ar, place.En)}</p>
        <form method="get" action="/{place.Id}"><label for="bill">{(place.Id == "app" ? Page.Both("أرقام الفواتير", "Bill numbers") : Page.Both("رقم الفاتورة", "Bill number"))}</label>
        <input id="bill" name="bill" inputmode="numeric" autocomplete="off" dir="ltr" value="{typed}"><button>{Page.Both("استعلم", "Look up")}</button></form>
        {rest}
        """), status);

    private static Html Problem(string ar, string en) => Html.Of($"<p class=\"error\" role=\"alert\">{Page.Both(ar, en)}</p>");

    private static List<string> Numbers(string typed) =>
    [
        .. Digits.ToAscii(typed).Replace("-", "", StringComparison.Ordinal)
            .Split([' ', ',', '،', ';', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => string.Concat(part.Where(char.IsLetterOrDigit))).Where(part => part.Length > 0).Distinct(),
    ];

    private static Page? TooMany(Place place, string typed, List<string> numbers) => place.Id == "app"
        ? numbers.Count > MostAtOnce ? Form(place, typed, Problem("تسع فواتير على الأكثر في المرة الواحدة.", "Nine bills at most at a time."), 400) : null
        : numbers.Count > 1 ? Form(place, typed, Problem("رقم فاتورة واحد في المرة. لعدة فواتير استعمل التطبيق.", "One bill number at a time. For several use the app."), 400) : null;

    // ---- what is due

    /// <param name="Part">What the payer pays of it; null for all that is due.</param>
    private sealed record Due(string Number, JsonNode Record, bool Uploaded, decimal? Part = null)
    {
        public bool AllowsParts => Record["PmtConst"]?["AllowPart"]?.ToString() is "true" or "True";

        public decimal ToPay => Part ?? Amount(Record);
    }

    private sealed record UploadedBill(string Record);

    private async Task<(List<Due> Bills, Html Problems)> PullAllAsync(List<string> numbers, CancellationToken stop)
    {
        var bills = new List<Due>();
        var problems = new List<Html>();
        foreach (var number in numbers)
        {
            var (bill, problem) = await PullAsync(number, stop);
            if (bill is not null)
            {
                bills.Add(bill);
            }
            else
            {
                problems.Add(problem!);
            }
        }

        return (bills, Html.Join(problems));
    }

    private async Task<(Due? Bill, Html? Problem)> PullAsync(string number, CancellationToken stop)
    {
        if (biller is null)
        {
            return (null, Problem("لم يُضبط عنوان المفوتر.", "No biller's address is configured."));
        }

        var mfep = await CallAsync("pull", "BILPULRQ", new { AcctInfo = new { BillingNo = number } }, stop);
        if (mfep is null)
        {
            var uploaded = book.Journal.Get<KeptKey>("uploaded") is { } list && book.Journal.Get<UploadedBill>($"uploaded/{list.Id}/{number}") is { } kept ? JsonNode.Parse(kept.Record) : null;
            return uploaded is not null && Text(uploaded, "BillStatus") == "BillNew" && book.Now < Moment(Text(uploaded, "ExpiryDate"))
                && !book.Journal.In<KeptKey>($"paid/{number}").Any()
                ? (new Due(number, uploaded, Uploaded: true), null)
                : (null, Problem("المفوتر لا يجيب.", "The biller does not answer."));
        }

        var bill = mfep["MsgBody"]?["BillsRec"] is JsonArray { Count: > 0 } bills ? bills[0] : null;
        var code = Code(mfep["MsgHeader"]) is not 0 and var header ? header : Code(bill);
        return code switch
        {
            0 when bill is not null => (new Due(number, bill, Uploaded: false), null),
            324 => (null, Problem($"الفاتورة {number} مدفوعة من قبل.", $"Bill {number} was paid before.")),
            325 => (null, Problem($"انتهت مهلة الفاتورة {number} أو أُلغيت.", $"Bill {number} has expired or was cancelled.")),
            _ => (null, Problem($"لا توجد فاتورة بالرقم {number}.", $"There is no bill with the number {number}.")),
        };
    }

    private static int Code(JsonNode? holder) =>
        int.TryParse(holder?["Result"]?["ErrorCode"]?.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : 0;

    // ---- paying

    private async Task<IResult> PayAsync(Place place, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var typed = form["bill"].ToString();
        var numbers = Numbers(typed);
        var outcome = form["outcome"].ToString() is { Length: > 0 } chosen ? chosen : "success";
        var channel = place.Ways.Contains(form["channel"].ToString()) ? form["channel"].ToString() : place.Channel;
        if (Outcomes.All(o => o.Id != outcome) || !WireFaults.TryParse(form["faults"].ToString(), out var faults))
        {
            return Form(place, typed, Problem("نتيجة غير معروفة.", "Unknown outcome. " + WireFaults.Help), 400);
        }

        if (TooMany(place, typed, numbers) is { } tooMany)
        {
            return tooMany;
        }

        var (bills, problems) = await PullAllAsync(numbers, http.RequestAborted);
        if (bills.Count < numbers.Count || bills.Count == 0)
        {
            return Form(place, typed, problems, 409);
        }

        if (form["amount"].ToString() is { Length: > 0 } amount)
        {
            if (!Money.TryParse(amount, out var part) || part <= Money.Zero || bills is not [{ } only] || (part.Dinars != only.ToPay && !only.AllowsParts))
            {
                return Form(place, typed, Problem("المبلغ غير صالح لهذه الفاتورة. لم يؤخذ مال.", "The amount is not one for this bill. No money was taken."), 409);
            }

            bills = [only with { Part = part.Dinars }];
        }

        foreach (var bill in bills.Where(b => !b.Uploaded))
        {
            // The biller may still say no while the money is in the payer's hand.
            var validated = await CallAsync(
                "prepaid",
                "BILRPREPADVALRQ",
                new { BillingInfo = new { AcctInfo = new { BillingNo = bill.Number, BillNo = bill.Number }, DueAmt = bill.ToPay, ServiceTypeDetails = new { ServiceType = Text(bill.Record, "ServiceType"), PrepaidCat = "" } } },
                http.RequestAborted);
            if (validated is null || Code(validated["MsgHeader"]) != 0 || Code(validated["MsgBody"]?["BillingInfo"]) != 0)
            {
                return Form(place, typed, Problem($"لم يقبل المفوتر الفاتورة {bill.Number}. لم يؤخذ مال.", $"The biller did not accept bill {bill.Number}. No money was taken."), 409);
            }
        }

        var at = outcome == "yesterday" ? book.Now.AddDays(-1) : book.Now;
        var taken = bills.ConvertAll(b => Take(b, at));
        var guid = Guid.CreateVersion7(book.Now);
        var notice = Notice(place, taken, channel, at, guid: guid);
        var url = $"{biller}/rails/bills/notice";
        if (faults.Any)
        {
            await wire.TellWith(faults, url, notice, kind => Spoiled(place, taken, channel, at, kind, guid));
        }
        else
        {
            switch (outcome)
            {
                case "lost":
                    break;
                case "slow":
                    wire.Later(url, notice, 5);
                    break;
                case "duplicate":
                    await AcknowledgeAsync(taken, await wire.Tell(url, notice));
                    await wire.Tell(url, notice);
                    break;
                case "twice":
                    await AcknowledgeAsync(taken, await wire.Tell(url, notice));
                    var again = bills.ConvertAll(b => Take(b, at));
                    await AcknowledgeAsync(again, await wire.Tell(url, Notice(place, again, channel, at)));
                    break;
                default:
                    await AcknowledgeAsync(taken, await wire.Tell(url, notice));
                    break;
            }
        }

        return Form(place, "", Html.Of($"""
            <p role="status">{(taken.Count == 1 ? Page.Both("دُفعت الفاتورة. احتفظ بالإيصال.", "The bill is paid. Keep the receipt.") : Page.Both("دُفعت الفواتير. احتفظ بالإيصال.", "The bills are paid. Keep the receipt."))}</p>
            <div class="scroll"><table><thead><tr><th scope="col">{Page.Both("الفاتورة", "Bill")}</th><th scope="col">{Page.Both("رقم الحركة", "Transaction")}</th><th scope="col">{Page.Both("المبلغ", "Amount")}</th></tr></thead><tbody>
            {taken.Select(t => Html.Of($"<tr><td><bdi dir=\"ltr\">{t.BillNo}</bdi></td><td><bdi dir=\"ltr\">{t.TransactionNo}</bdi></td><td><bdi dir=\"ltr\">JOD {new Money(t.AmountFils).ToString()}</bdi></td></tr>"))}
            </tbody></table></div>
            """));
    }

    private Payment Take(Due bill, DateTimeOffset at)
    {
        var fils = Money.FromDinars(bill.ToPay).Fils;
        var payment = new Payment(CardRail.Id("T"), "bill", null, "diwan", bill.Number, fils, at, 0, book.Now, book.FeeOf(fils));
        CardRail.Take(book, payment);
        return payment;
    }

    /// <summary>Tells the biller that its answer was heard: the payment is complete on the rail's side.</summary>
    private async Task AcknowledgeAsync(List<Payment> taken, (int Status, string Text)? answer)
    {
        if (answer is { Status: 200 })
        {
            await wire.Tell($"{biller}/rails/bills/ack", Message(Envelope("PMTACKRQ", new
            {
                Transactions = taken.Select(t => new { JOEBPPSTrx = t.TransactionNo, AcctInfo = new { BillingNo = t.BillNo }, PmtStatus = "PmtComplt", PaidAmt = Fils(t.AmountFils) }),
            })));
        }
    }

    private WireMessage Notice(Place place, List<Payment> taken, string channel, DateTimeOffset at, string currency = "JOD", string receiver = "diwan", Guid? guid = null) => Message(Envelope(
        "BLRPMTNTFRQ",
        new
        {
            Transactions = taken.Select(t => new
            {
                AcctInfo = new { BillingNo = t.BillNo, BillNo = t.BillNo },
                JOEBPPSTrx = t.TransactionNo,
                BankTrxID = $"B{t.TransactionNo}",
                BankCode = 1,
                PmtStatus = "PmtNew",
                DueAmt = Fils(t.AmountFils),
                PaidAmt = Fils(t.AmountFils),
                FeesAmt = Fils(t.FeeFils),
                FeesOnBiller = t.FeeFils > 0,
                Currency = currency,
                ProcessDate = Utc(at),
                STMTDate = t.TakenAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                AccessChannel = channel,
                PaymentMethod = channel == "ATM" ? "ACTDEB" : place.Method,
                ServiceTypeDetails = new { ServiceType = "", PrepaidCat = "" },
                SetBnkCode = 1,
            }),
        },
        receiver,
        guid: guid));

    private WireMessage Spoiled(Place place, List<Payment> taken, string channel, DateTimeOffset at, string kind, Guid guid)
    {
        var spoiled = taken.ConvertAll(t => t with { TransactionNo = CardRail.Id("F"), AmountFils = kind == "amount" ? t.AmountFils + 1000 : t.AmountFils });
        return Notice(place, spoiled, channel, at, kind == "currency" ? "USD" : "JOD", kind == "merchant" ? "somebody-else" : "diwan", kind == "guid" ? guid : null);
    }

    // ---- the biller uploads what is due

    private async Task<IResult> UploadAsync(HttpContext http)
    {
        if (await knobs.Meet("rail", http.RequestAborted) is not Fate.Answer)
        {
            return Results.StatusCode(503);
        }

        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory, http.RequestAborted);
        if (MfepXml.Read(memory.ToArray(), await BillerKeyAsync()) is not (var envelope, true) || envelope["MFEP"]?["MsgBody"]?["BillsRec"] is not JsonArray bills)
        {
            return Results.Text("unsigned, or not an upload", statusCode: 401);
        }

        var content = envelope["MFEP"]!["MsgBody"]!;
        var upload = Text(content, "UploadId");
        foreach (var bill in bills.OfType<JsonObject>())
        {
            book.Journal.Put($"uploaded/{upload}/{Text(bill, "AcctInfo", "BillingNo")}", new UploadedBill(bill.ToJsonString()));
        }

        // The list holds once all of it is here; a bill that is not on it is no longer offered.
        if (Text(content, "Part") == Text(content, "Parts"))
        {
            book.Journal.Put("uploaded", new KeptKey(upload));
        }

        return Results.Bytes(MfepXml.Write(JsonSerializer.SerializeToNode(Envelope("DIWANBILUPLRS", new { RecCount = bills.Count }, kind: "ResTyp"))!.AsObject(), wire.Key), "application/xml");
    }

    // ---- the wire

    /// <summary>The envelope of the answer; null when nobody answered, or not in the biller's name.</summary>
    private async Task<JsonNode?> CallAsync(string path, string kind, object body, CancellationToken stop)
    {
        if (await wire.Post($"{biller}/rails/bills/{path}", Message(Envelope(kind, body)), stop: stop) is not { Status: 200 } answer)
        {
            return null;
        }

        if (xml)
        {
            return MfepXml.Read(System.Text.Encoding.UTF8.GetBytes(answer.Text), await BillerKeyAsync()) is (var read, true) ? read["MFEP"] : null;
        }

        try
        {
            return JsonNode.Parse(answer.Text)?["MFEP"];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As agreed, or else as the biller publishes it: a real rail gets it on paper.</summary>
    private async Task<ECDsa?> BillerKeyAsync()
    {
        if (_billerKey is null && (billerKey ?? await wire.Fetch($"{biller}/rails/bills/key")) is { } pem)
        {
            var key = ECDsa.Create();
            key.ImportFromPem(pem);
            _billerKey = key;
        }

        return _billerKey;
    }

    private WireMessage Message(object envelope) =>
        xml ? WireMessage.Xml(JsonSerializer.SerializeToNode(envelope, Options)!.AsObject()) : WireMessage.Json(envelope);

    private object Envelope(string type, object body, string receiver = "diwan", string kind = "ReqTyp", Guid? guid = null) => new
    {
        MFEP = new
        {
            MsgHeader = new { TmStp = Utc(book.Now), GUID = guid ?? Guid.CreateVersion7(book.Now), TrsInf = new Dictionary<string, string> { ["SdrCode"] = "1", ["RcvCode"] = receiver, [kind] = type } },
            MsgBody = body,
        },
    };

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.MinValue;

    private static decimal Fils(long fils) => new decimal(fils) / 1000m + 0.000m;

    private static decimal Amount(JsonNode bill) =>
        decimal.TryParse(Text(bill, "DueAmount"), NumberStyles.Number, CultureInfo.InvariantCulture, out var dinars) ? dinars : 0m;

    private static string Dinars(JsonNode bill) => Money.TryParse(Text(bill, "DueAmount"), out var money) ? money.ToString() : Text(bill, "DueAmount");

    private static string Text(JsonNode node, params string[] path)
    {
        JsonNode? at = node;
        foreach (var step in path)
        {
            at = at?[step];
        }

        return at?.ToString() ?? "";
    }
}
