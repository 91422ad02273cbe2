using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>Speaks Kannel's sendsms: a GET whose parameters are the message, answered 202 when the gateway takes it.</summary>
internal sealed class KannelSender(IHttpClientFactory clients, IOptions<MessagesOptions> options)
{
    internal const string HttpName = "sms";

    /// <summary>Null when the gateway took it; otherwise why it never will.</summary>
    /// <exception cref="HttpRequestException">The gateway did not answer, or asks to come again.</exception>
    internal async Task<string?> SendAsync(string phone, string text, Guid id, string reportKey, CancellationToken ct)
    {
        var settings = options.Value;
        var query = new Dictionary<string, string?>
        {
            ["username"] = settings.SmsUser,
            ["password"] = settings.SmsPassword,
            ["from"] = settings.SmsFrom,
            ["to"] = phone,
            ["text"] = text,
            ["charset"] = "UTF-8",
            // 2 is UCS-2, for anything beyond the GSM alphabet, Arabic above all.
            ["coding"] = text.All(char.IsAscii) ? "0" : "2",
        };
        if (settings.ReportUrl is { } report)
        {
            query["dlr-mask"] = "19";
            query["dlr-url"] = $"{report.TrimEnd('/')}{MessagesEndpoints.ReportPath}?id={id}&key={reportKey}&kind=%d";
        }

        using var answer = await clients.CreateClient(HttpName).GetAsync(new Uri(QueryHelpers.AddQueryString(settings.SmsUrl, query)), ct);
        if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK)
        {
            return null;
        }

        // What it says may quote the message, and a log is no place for that.
        return (int)answer.StatusCode is >= 400 and < 500 and not 408 and not 429
            ? $"The SMS gateway refused the message ({(int)answer.StatusCode})."
            : throw new HttpRequestException($"The SMS gateway answered {(int)answer.StatusCode}.");
    }
}
