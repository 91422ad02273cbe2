using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Diwan.Messages;

/// <summary>What came of handing a delivery over.</summary>
internal abstract record Handover
{
    private Handover()
    {
    }

    internal sealed record Taken(string Sender) : Handover;

    /// <summary>It never will be: the number or address is wrong.</summary>
    internal sealed record Refused(string Why) : Handover;

    /// <summary>It was certainly not taken, and may be later.</summary>
    internal sealed record NotTaken(string Why) : Handover;

    /// <summary>The connection ended before the answer: it was taken, or not.</summary>
    internal sealed record InDoubt(string Why) : Handover;
}

internal sealed record Sms(Guid Id, string ReportKey, string Phone, string Text);

/// <summary>
/// Speaks Kannel's sendsms: a GET whose parameters are the message, answered 202 when the gateway has stored it. One gateway after the other is
/// asked, as long as those before certainly did not take it; one that keeps failing is left alone for a while.
/// </summary>
internal sealed class SmsGateways
{
    internal const string HttpName = "sms";
    private readonly IHttpClientFactory _clients;
    private readonly MessagesOptions _options;
    private readonly List<(SmsGatewayOptions Gateway, ResiliencePipeline<Handover> Breaker)> _gateways;

    public SmsGateways(IHttpClientFactory clients, IOptions<MessagesOptions> options, TimeProvider time)
    {
        (_clients, _options) = (clients, options.Value);
        _gateways = [.. _options.Gateways.Select(gateway => (gateway, new ResiliencePipelineBuilder<Handover> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Handover>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is Handover.NotTaken or Handover.InDoubt),
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(15),
            })
            .Build()))];
    }

    internal async Task<Handover> SendAsync(Sms sms, CancellationToken ct)
    {
        Handover last = new Handover.NotTaken("No SMS gateway is configured.");
        foreach (var (gateway, breaker) in _gateways)
        {
            try
            {
                last = await breaker.ExecuteAsync(async token => await SendAsync(gateway, sms, token), ct);
            }
            catch (BrokenCircuitException)
            {
                last = new Handover.NotTaken($"The gateway {gateway.Name} has kept failing and is left alone for a while.");
            }

            if (last is not Handover.NotTaken)
            {
                return last;
            }
        }

        return last;
    }

    /// <summary>Whether any gateway answers at all: it refuses a message without words, which goes nowhere.</summary>
    internal async Task<bool> AnswerAsync(CancellationToken ct)
    {
        foreach (var (gateway, _) in _gateways)
        {
            try
            {
                using var answer = await _clients.CreateClient(HttpName).GetAsync(new Uri(gateway.Url), ct);
                if ((int)answer.StatusCode < 500)
                {
                    return true;
                }
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // The next may.
            }
        }

        return false;
    }

    private async Task<Handover> SendAsync(SmsGatewayOptions gateway, Sms sms, CancellationToken ct)
    {
        var query = new Dictionary<string, string?>
        {
            ["username"] = gateway.User,
            ["password"] = gateway.Password,
            ["from"] = _options.SmsFrom,
            ["to"] = sms.Phone,
            ["text"] = sms.Text,
            ["charset"] = "UTF-8",
            // 2 is UCS-2, for anything beyond the GSM alphabet, Arabic above all.
            ["coding"] = SmsParts.Of(sms.Text).Alphabet == SmsAlphabet.Gsm7 ? "0" : "2",
        };
        if (_options.ReportUrl is { } report)
        {
            // 1 delivered, 2 not delivered, 8 on its way to the network, 16 refused by it.
            query["dlr-mask"] = "27";
            query["dlr-url"] = $"{report.TrimEnd('/')}{MessagesEndpoints.ReportPath}?id={sms.Id}&key={sms.ReportKey}&kind=%d";
        }

        try
        {
            using var answer = await _clients.CreateClient(HttpName).GetAsync(new Uri(QueryHelpers.AddQueryString(gateway.Url, query)), ct);
            if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK)
            {
                return new Handover.Taken(gateway.Name);
            }

            // What it says may quote the message, and a log is no place for that; only whether it knows us is looked for.
            var words = await answer.Content.ReadAsStringAsync(ct);
            return (int)answer.StatusCode is >= 400 and < 500 and not 408 and not 429 && !words.StartsWith("Authorization failed", StringComparison.OrdinalIgnoreCase)
                ? new Handover.Refused($"The SMS gateway refused the message ({(int)answer.StatusCode}).")
                : new Handover.NotTaken($"The SMS gateway {gateway.Name} answered {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new Handover.NotTaken($"The SMS gateway {gateway.Name} cannot be reached: {e.HttpRequestError}.");
        }
        catch (HttpRequestException e)
        {
            return new Handover.InDoubt($"The SMS gateway {gateway.Name} ended the connection: {e.HttpRequestError}.");
        }
        catch (OperationCanceledException)
        {
            return new Handover.InDoubt($"The SMS gateway {gateway.Name} did not answer in time.");
        }
    }
}
