using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Diwan.Kernel;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Diwan.Messages;

internal sealed record Mail(Guid Id, string To, Language Language, string Subject, string Text);

/// <summary>Hands e-mail to a mail server by SMTP: as text, and as a page that is read from the right where it is Arabic.</summary>
internal sealed class MailServer(IOptions<MessagesOptions> options)
{
    private const int Patience = 20_000;
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    internal string From => options.Value.Mail?.From ?? "";

    internal bool IsThere => options.Value.Mail is not null;

    internal async Task<Handover> SendAsync(Mail mail, CancellationToken ct)
    {
        if (options.Value.Mail is not { } settings)
        {
            return new Handover.NotTaken("No mail server is configured.");
        }

        var sending = false;
        try
        {
            using var message = Compose(mail, settings);
            using var client = new SmtpClient { Timeout = Patience };
            await client.ConnectAsync(settings.Host, settings.Port, settings.Encrypted ? SecureSocketOptions.StartTls : SecureSocketOptions.None, ct);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password ?? "", ct);
            }

            sending = true;
            await client.SendAsync(message, ct);
            sending = false;
            await client.DisconnectAsync(quit: true, CancellationToken.None);
            return new Handover.Taken("smtp");
        }
        catch (SmtpCommandException e)
        {
            return (int)e.StatusCode >= 500 ? new Handover.Refused($"The mail server refused it ({(int)e.StatusCode}).") : new Handover.NotTaken($"The mail server answered {(int)e.StatusCode}.");
        }
        catch (ParseException)
        {
            return new Handover.Refused("It is no e-mail address.");
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or AuthenticationException or SslHandshakeException or OperationCanceledException or NotSupportedException)
        {
            return sending ? new Handover.InDoubt("The mail server ended the connection.") : new Handover.NotTaken("The mail server cannot be reached.");
        }
    }

    private static MimeMessage Compose(Mail mail, MailOptions settings)
    {
        var (lang, dir) = mail.Language == Language.Arabic ? ("ar", "rtl") : ("en", "ltr");
        var paragraphs = mail.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => $"<p dir=\"auto\">{Encoder.Encode(p).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>");
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = $"{mail.Id:N}@{settings.From.Split('@')[^1]}",
            Body = new BodyBuilder
            {
                TextBody = mail.Text,
                HtmlBody = $"<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><title>{Encoder.Encode(mail.Subject)}</title></head><body>{string.Concat(paragraphs)}</body></html>",
            }.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(mail.Language == Language.Arabic ? "ديوان" : "Diwan", settings.From));
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Headers.Add(HeaderId.ContentLanguage, lang);

        // Nobody's holiday notice shall answer a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
