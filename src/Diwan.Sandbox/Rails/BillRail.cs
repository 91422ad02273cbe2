using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Rails;

/// <summary>The bill rail and its teller page, on which anybody pays a bill by its number, without card or account.</summary>
internal sealed class BillRail(World world, Knobs knobs, RailWire wire, string? biller)
{
    private static readonly (string Id, Nation.Word Words)[] Outcomes =
    [
        ("success", new("تنجح ويصل الإشعار", "succeeds, the notice arrives")), ("lost", new("تُدفع ويضيع الإشعار", "paid, the notice is lost")),
        ("duplicate", new("يتكرر الإشعار", "the notice comes twice")), ("slow", new("يتأخر الإشعار 5 ثوانٍ", "the notice comes 5 seconds late")),
        ("twice", new("تُدفع مرتين", "is paid twice")), ("yesterday", new("وقت البنك أمس", "the bank's time is yesterday")),
    ];

    private static readonly string[] Ways = ["TELLER", "POST", "AGENT", "ATM", "APP"];

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/teller", (Delegate)((HttpContext http) => Look(http.Request.Query["bill"].ToString(), http.RequestAborted)));
        app.MapPost("/teller/pay", (Delegate)Pay);
    }

    private async Task<IResult> Look(string typed, CancellationToken stop)
    {
        var number = string.Concat(Digits.ToAscii(typed).Where(char.IsLetterOrDigit));
        if (number.Length == 0)
        {
            return Teller(number, Html.Empty);
        }

        if (await knobs.Meet("rail", stop) is not Fate.Answer)
        {
            return Teller(number, Problem("نظام الدفع متوقف.", "The payment system is down."), 503);
        }

        var (bill, problem) = await Pull(number, stop);
        return bill is null ? Teller(number, problem!) : Teller(number, Html.Of($"""
            <h2>{Page.Both($"فاتورة {number}", $"Bill {number}")}</h2>
            <p>{Text(bill, "AdditionalInfo", "CustName")} · {Text(bill, "AdditionalInfo", "FreeText")}</p>
            <p class="amount"><bdi dir="ltr">JOD {Dinars(bill)}</bdi></p>
            <form method="post" action="/teller/pay"><input type="hidden" name="bill" value="{number}">
            <label for="channel">{Page.Both("أين تدفع", "Where you pay")}</label>
            <select id="channel" name="channel">{Ways.Select(w => Html.Of($"<option>{w}</option>"))}</select>
            <label for="outcome">{Page.Both("ما الذي يحدث", "What happens")}</label>
            <select id="outcome" name="outcome">{Outcomes.Select(o => Html.Of($"<option value=\"{o.Id}\">{o.Words.Ar} · {o.Words.En}</option>"))}</select>
            <button>{Page.Both("ادفع", "Pay")}</button></form>
            """));
    }

    private static Page Teller(string number, Html rest, int status = 200) => new("الصرّاف", "Teller", Html.Of($"""
        <form method="get" action="/teller"><label for="bill">{Page.Both("رقم الفاتورة", "Bill number")}</label>
        <input id="bill" name="bill" inputmode="numeric" autocomplete="off" dir="ltr" value="{number}"><button>{Page.Both("استعلم", "Look up")}</button></form>
        {rest}
        """), status);

    private static Html Problem(string ar, string en) => Html.Of($"<p class=\"error\" role=\"alert\">{Page.Both(ar, en)}</p>");

    private async Task<(JsonNode? Bill, Html? Problem)> Pull(string number, CancellationToken stop)
    {
        if (biller is null)
        {
            return (null, Problem("لم يُضبط عنوان المفوتر.", "No biller's address is configured."));
        }

        var answer = await wire.Post($"{biller}/rails/bills/pull", Envelope("BILPULRQ", new { AcctInfo = new { BillingNo = number } }), stop: stop);
        JsonNode? mfep;
        try
        {
            mfep = answer is { Status: 200 } ok ? JsonNode.Parse(ok.Text)?["MFEP"] : null;
        }
        catch (System.Text.Json.JsonException)
        {
            mfep = null;
        }

        if (mfep is null)
        {
            return (null, Problem("المفوتر لا يجيب.", "The biller does not answer."));
        }

        var bill = mfep["MsgBody"]?["BillsRec"] is JsonArray { Count: > 0 } bills ? bills[0] : null;
        var code = (int?)mfep["MsgHeader"]?["Result"]?["ErrorCode"] ?? 0;
        code = code != 0 ? code : (int?)bill?["Result"]?["ErrorCode"] ?? 0;
        return code switch
        {
            0 when bill is not null => (bill, null),
            324 => (null, Problem("هذه الفاتورة مدفوعة من قبل.", "This bill was paid before.")),
            325 => (null, Problem("انتهت مهلة هذه الفاتورة أو أُلغيت.", "This bill has expired or was cancelled.")),
            _ => (null, Problem("لا توجد فاتورة بهذا الرقم.", "There is no bill with this number.")),
        };
    }

    private async Task<IResult> Pay(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var number = string.Concat(Digits.ToAscii(form["bill"].ToString()).Where(char.IsLetterOrDigit));
        var outcome = form["outcome"].ToString() is { Length: > 0 } chosen ? chosen : "success";
        var channel = Ways.Contains(form["channel"].ToString()) ? form["channel"].ToString() : "TELLER";
        if (Outcomes.All(o => o.Id != outcome))
        {
            return Teller(number, Problem("نتيجة غير معروفة.", "Unknown outcome."), 400);
        }

        var (bill, problem) = await Pull(number, http.RequestAborted);
        if (bill is null)
        {
            return Teller(number, problem!, 409);
        }

        var at = outcome == "yesterday" ? world.Now.AddDays(-1) : world.Now;
        var notice = Notice(bill, number, channel, at);
        var url = $"{biller}/rails/bills/notice";
        switch (outcome)
        {
            case "lost":
                break;
            case "slow":
                wire.Later(url, notice, 5);
                break;
            case "duplicate":
                await wire.Tell(url, notice);
                await wire.Tell(url, notice);
                break;
            case "twice":
                await wire.Tell(url, notice);
                await wire.Tell(url, Notice(bill, number, channel, at));
                break;
            default:
                await wire.Tell(url, notice);
                break;
        }

        return Teller(number, Html.Of($"""<p role="status">{Page.Both("دُفعت الفاتورة. احتفظ بالإيصال.", "The bill is paid. Keep the receipt.")}</p><p class="amount"><bdi dir="ltr">JOD {Dinars(bill)}</bdi></p>"""));
    }

    private object Notice(JsonNode bill, string number, string channel, DateTimeOffset at)
    {
        var trx = CardRail.Id("T");
        var amount = decimal.TryParse(Text(bill, "DueAmount"), NumberStyles.Number, CultureInfo.InvariantCulture, out var dinars) ? dinars : 0m;
        CardRail.Take(world, new Payment(trx, "bill", null, "diwan", number, Money.FromDinars(amount).Fils, at, 0));
        return Envelope("BLRPMTNTFRQ", new
        {
            Transactions = new[]
            {
                new
                {
                    AcctInfo = new { BillingNo = number, BillNo = Text(bill, "AcctInfo", "BillNo") },
                    JOEBPPSTrx = trx,
                    BankTrxID = $"B{trx}",
                    BankCode = 1,
                    PmtStatus = "PmtNew",
                    DueAmt = amount,
                    PaidAmt = amount,
                    FeesAmt = 0.000m,
                    FeesOnBiller = false,
                    Currency = "JOD",
                    ProcessDate = Utc(at),
                    STMTDate = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    AccessChannel = channel,
                    PaymentMethod = channel is "TELLER" or "POST" or "AGENT" ? "CASH" : "ACTDEB",
                },
            },
        });
    }

    private object Envelope(string kind, object body) => new
    {
        MFEP = new
        {
            MsgHeader = new { TmStp = Utc(world.Now), GUID = Guid.CreateVersion7(world.Now), TrsInf = new { SdrCode = "1", RcvCode = "diwan", ReqTyp = kind } },
            MsgBody = body,
        },
    };

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

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
