using System.Buffers;
using System.Globalization;
using System.Net;
using Diwan.Sandbox.Pages;
using Diwan.Sandbox.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Diwan.Sandbox.Phones;

internal sealed record Letter(string Id, string From, string To, string Subject, string Text, DateTimeOffset At);

/// <summary>
/// A mail server, and the mailboxes behind it. Magic names before the @: <c>nobody</c> does not exist, <c>busy</c> is asked to come again.
/// </summary>
internal sealed class Mailboxes(World world, Knobs knobs, SandboxOptions options) : MessageStore, IMailboxFilterFactory, IMailboxFilter
{
    private const int Shown = 100;

    internal void Map(WebApplication app)
    {
        app.MapGet("/mailboxes", (Delegate)Index);
        app.MapGet("/mailbox/{address}", (Delegate)Mailbox);
        app.MapGet("/mailbox", (HttpContext http) => Results.Redirect($"/mailbox/{Uri.EscapeDataString(http.Request.Query["address"].ToString().Trim().ToLowerInvariant())}"));
        app.MapGet("/mailbox/{address}/messages", (string address) => Results.Json(Letters(address), RegisterServer.Json));
        if (options.MailPort is not { } port)
        {
            return;
        }

        var services = new ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilterFactory)this);
        var server = new SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder().ServerName("sandbox").Endpoint(e => e.Endpoint(new IPEndPoint(IPAddress.Parse(options.Host), port))).Build(), services);
        var life = app.Lifetime;
        life.ApplicationStarted.Register(() => _ = server.StartAsync(life.ApplicationStopping));
    }

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (await knobs.Meet("mail", cancellationToken) is Registers.Fate.Down or Registers.Fate.Fail)
        {
            return new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "come again");
        }

        using var bytes = new MemoryStream(buffer.ToArray());
        using var message = await MimeMessage.LoadAsync(bytes, cancellationToken);
        var now = world.Now;
        foreach (var to in transaction.To.Select(t => $"{t.User}@{t.Host}".ToLowerInvariant()))
        {
            var letter = new Letter(Guid.CreateVersion7(now).ToString("N"), message.From.ToString(), to, message.Subject ?? "", message.TextBody ?? "", now);
            world.Journal.Put($"mail/{to}/{letter.Id}", letter);
        }

        return SmtpResponse.Ok;
    }

    public IMailboxFilter CreateInstance(ISessionContext context) => this;

    Task<bool> IMailboxFilter.CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    Task<bool> IMailboxFilter.CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Task.FromResult(to.User != "nobody");

    private IEnumerable<Letter> Letters(string address) =>
        world.Journal.In<Letter>($"mail/{address.ToLowerInvariant()}").OrderByDescending(m => m.At).ThenByDescending(m => m.Id, StringComparer.Ordinal);

    private Page Index()
    {
        var boxes = world.Journal.Under<Letter>("mail/").GroupBy(m => m.To).Select(g => (Address: g.Key, Last: g.MaxBy(m => m.At)!, Count: g.Count())).OrderByDescending(g => g.Last.At).Take(Shown);
        return new Page("البريد", "Mail", Html.Of($"""
            <form method="get" action="/mailbox"><label for="address">{Page.Both("عنوان البريد", "E-mail address")}</label>
            <input id="address" name="address" type="email" dir="ltr" placeholder="layla@example.jo"><button>{Page.Both("افتح", "Open")}</button></form>
            <h2>{Page.Both("أحدث الرسائل", "Recent messages")}</h2>
            <div class="scroll"><table><thead><tr><th scope="col">{Page.Both("العنوان", "Address")}</th><th scope="col">{Page.Both("آخر رسالة", "Last message")}</th><th scope="col">{Page.Both("العدد", "Count")}</th></tr></thead><tbody>
            {boxes.Select(b => Html.Of($"<tr><td><a href=\"/mailbox/{Uri.EscapeDataString(b.Address)}\"><bdi dir=\"ltr\">{b.Address}</bdi></a></td><td><bdi>{b.Last.Subject}</bdi></td><td>{b.Count}</td></tr>"))}
            </tbody></table></div>
            """));
    }

    private Page Mailbox(string address)
    {
        var letters = Letters(address).Take(Shown).ToList();
        return new Page("صندوق بريد", "Mailbox", Html.Of($"""
            <p class="amount"><bdi dir="ltr">{address}</bdi></p>
            {(letters.Count == 0 ? Html.Of($"<p>{Page.Both("لا رسائل بعد.", "No messages yet.")}</p>") : Html.Empty)}
            <ul class="sms">{letters.Select(m => Html.Of($"<li><small><bdi>{m.From}</bdi> · <time datetime=\"{m.At.ToString("O", CultureInfo.InvariantCulture)}\" dir=\"ltr\">{m.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time></small><p dir=\"auto\"><strong>{m.Subject}</strong></p>{m.Text.Split('\n').Select(line => Html.Of($"<p dir=\"auto\">{line}</p>"))}</li>"))}</ul>
            """));
    }
}
