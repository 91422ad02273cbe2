using System.Globalization;
using System.Text;
using Diwan.Kernel;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Phones;

internal sealed record Sms(string Id, string From, string To, string Text, DateTimeOffset At, string Status)
{
    /// <summary>The person's telephone wrote it.</summary>
    public bool Outgoing { get; init; }
}

/// <summary>
/// An SMS gateway in the manner of Kannel's sendsms, and the telephones it reaches. Magic endings of a number: 0000 fails (report 2),
/// 0001 is accepted and never reported, 0002 is refused at once. A telephone writes back from its page.
/// </summary>
/// <param name="product">Where texts of people go; null when nobody takes them.</param>
internal sealed class PhoneNetwork(World world, Knobs knobs, IHttpClientFactory clients, Uri? product)
{
    internal const string User = "sandbox";
    internal const string Password = "sandbox";
    private const string ShortCode = "94444";

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/cgi-bin/sendsms", ["GET", "POST"], (Delegate)Send);
        app.MapMethods("/sms", ["POST"], (Delegate)Send);
        app.MapGet("/phones", (Delegate)Index);
        app.MapGet("/phone/{number}", (string number) => Phone(number, null));
        app.MapPost("/phone/{number}", (Delegate)Write);
        app.MapGet("/phone", (HttpContext http) => Results.Redirect($"/phone/{Uri.EscapeDataString(Normal(http.Request.Query["number"].ToString()))}"));
        app.MapGet("/phone/{number}/messages", (string number) => Results.Json(Messages(Normal(number)), RegisterServer.Json));
    }

    internal IEnumerable<Sms> Messages(string number) => world.Journal.In<Sms>($"sms/{number}").OrderByDescending(m => m.At).ThenByDescending(m => m.Id, StringComparer.Ordinal);

    private async Task<IResult> Send(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        string? Get(string name) => form is not null && form.TryGetValue(name, out var value) ? value.ToString() : http.Request.Query[name].ToString() is { Length: > 0 } q ? q : null;
        static IResult Say(int status, string text) => Results.Text(text, "text/plain", Encoding.UTF8, status);
        var fate = await knobs.Meet("sms", http.RequestAborted);
        if (fate is Fate.Down or Fate.Fail)
        {
            return Say(503, "Temporal failure, try again later.");
        }

        if (Get("username") != User || Get("password") != Password)
        {
            return Say(403, "Authorization failed for sendsms");
        }

        var to = Normal(Get("to") ?? "");
        if (to.Length < 9 || Get("text") is not { Length: > 0 } text)
        {
            return Say(400, "Missing or malformed 'to' or empty 'text'");
        }

        if (to.EndsWith("0002", StringComparison.Ordinal))
        {
            return Say(403, "Number refused");
        }

        var failed = to.EndsWith("0000", StringComparison.Ordinal);
        var now = world.Now;
        var sms = new Sms(Guid.CreateVersion7(now).ToString("N"), Get("from") ?? "94444", to, text, now, failed ? "failed" : "delivered");
        world.Journal.Put($"sms/{to}/{sms.Id}", sms);
        if (Get("dlr-url") is { } report && !to.EndsWith("0001", StringComparison.Ordinal))
        {
            // Kannel puts the kind of report in place of %d: 1 delivered, 2 not delivered.
            _ = Report(report.Replace("%d", failed ? "2" : "1", StringComparison.Ordinal).Replace("%F", sms.Id, StringComparison.Ordinal));
        }

        return fate is Fate.FailAfter ? Say(503, "Temporal failure, try again later.") : Say(202, "0: Accepted for delivery");
    }

    private async Task Report(string address)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            using var answer = await clients.CreateClient("rails").GetAsync(new Uri(address));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException)
        {
            // A report that cannot be handed over is lost, as it is in the field.
        }
    }

    private Page Index()
    {
        var recent = world.Journal.Under<Sms>("sms/").GroupBy(m => m.Outgoing ? m.From : m.To).Select(g => (Number: g.Key, Last: g.MaxBy(m => m.At)!, Count: g.Count()))
            .OrderByDescending(g => g.Last.At).Take(50);
        return new Page("الهواتف", "Phones", Html.Of($"""
            <form method="get" action="/phone"><label for="number">{Page.Both("رقم الهاتف", "Telephone number")}</label>
            <input id="number" name="number" type="tel" dir="ltr" placeholder="+962790000101"><button>{Page.Both("افتح", "Open")}</button></form>
            <h2>{Page.Both("أحدث الرسائل", "Recent messages")}</h2>
            <div class="scroll"><table><thead><tr><th scope="col">{Page.Both("الهاتف", "Phone")}</th><th scope="col">{Page.Both("آخر رسالة", "Last message")}</th><th scope="col">{Page.Both("العدد", "Count")}</th></tr></thead><tbody>
            {recent.Select(r => Html.Of($"<tr><td><a href=\"/phone/{Uri.EscapeDataString(r.Number)}\"><bdi dir=\"ltr\">{r.Number}</bdi></a></td><td><bdi>{r.Last.Text}</bdi></td><td>{r.Count}</td></tr>"))}
            </tbody></table></div>
            """));
    }

    /// <summary>The person types an SMS to the gateway, which tells the product of it as Kannel's get-url does: UCS-2, in the query.</summary>
    private async Task<IResult> Write(HttpContext http, string number)
    {
        var form = await http.Request.ReadFormAsync();
        var (from, text) = (Normal(number), form["text"].ToString().Trim());
        if (text.Length is 0 or > 480)
        {
            return Phone(from, Page.Both("اكتب رسالة، 480 حرفًا على الأكثر.", "Write a message, at most 480 letters."));
        }

        var now = world.Now;
        var sms = new Sms(Guid.CreateVersion7(now).ToString("N"), from, ShortCode, text, now, "sent") { Outgoing = true };
        world.Journal.Put($"sms/{from}/{sms.Id}", sms);
        if (product is null)
        {
            return Phone(from, Page.Both("لا أحد يستقبل الرسائل هنا.", "Nobody takes messages here."));
        }

        var bytes = string.Concat(Encoding.BigEndianUnicode.GetBytes(text).Select(b => $"%{b:X2}"));
        var address = $"{product.ToString().TrimEnd('/')}/rails/sms/received?secret={ProductSettings.InboundSecret}&id={sms.Id}&from={Uri.EscapeDataString(from)}&to={ShortCode}&coding=2&charset=UTF-16BE&text={bytes}";
        try
        {
            using var answer = await clients.CreateClient("rails").GetAsync(new Uri(address));
            return answer.IsSuccessStatusCode ? Results.Redirect($"/phone/{Uri.EscapeDataString(from)}")
                : Phone(from, Page.Both("لم تُقبل الرسالة.", "The message was not accepted."));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return Phone(from, Page.Both("لا جواب من البوابة.", "The gateway does not answer."));
        }
    }

    private Page Phone(string number, Html? problem)
    {
        var normal = Normal(number);
        var messages = Messages(normal).ToList();
        return new Page("هاتف", "Phone", Html.Of($"""
            <p class="amount"><bdi dir="ltr">{normal}</bdi></p>
            {(problem is null ? null : Html.Of($"<p role=\"alert\"><strong>{problem}</strong></p>"))}
            <form method="post" action="/phone/{Uri.EscapeDataString(normal)}"><label for="text">{Page.Both("رسالة إلى 94444", "A message to 94444")}</label>
            <textarea id="text" name="text" dir="auto" maxlength="480" rows="2"></textarea><button>{Page.Both("أرسل", "Send")}</button></form>
            {(messages.Count == 0 ? Html.Of($"<p>{Page.Both("لا رسائل بعد.", "No messages yet.")}</p>") : Html.Empty)}
            <ul class="sms">{messages.Select(m => Html.Of($"<li{(m.Outgoing ? Html.Of($" class=\"own\"") : null)}><small>{(m.Outgoing ? Page.Both("من هذا الهاتف إلى", "From this telephone to") : null)} <bdi>{(m.Outgoing ? m.To : m.From)}</bdi> · <time datetime=\"{m.At.ToString("O", CultureInfo.InvariantCulture)}\" dir=\"ltr\">{m.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time>{(m.Status == "failed" ? " · ✗" : "")}</small><p dir=\"auto\">{m.Text}</p></li>"))}</ul>
            <p><a href="/phone/{Uri.EscapeDataString(normal)}">{Page.Both("تحديث", "Refresh")}</a></p>
            """));
    }

    /// <summary>International form with a plus: 079… and 00962… are understood as Jordanian.</summary>
    internal static string Normal(string number)
    {
        var digits = string.Concat(Digits.ToAscii(number).Where(char.IsAsciiDigit));
        return digits.StartsWith("00", StringComparison.Ordinal) ? $"+{digits[2..]}"
            : digits.StartsWith("07", StringComparison.Ordinal) && digits.Length == 10 ? $"+962{digits[1..]}"
            : digits.Length == 0 ? "" : $"+{digits}";
    }
}
