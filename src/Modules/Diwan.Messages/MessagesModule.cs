using System.ComponentModel.DataAnnotations;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Messages;

/// <summary>Bound to <c>Messages</c>.</summary>
public sealed class MessagesOptions
{
    /// <summary>Kannel's sendsms, or the sandbox's.</summary>
    [Required]
    [Url]
    public string SmsUrl { get; set; } = "http://127.0.0.1:5081/cgi-bin/sendsms";

    [Required]
    public string SmsUser { get; set; } = "sandbox";

    [Required]
    public string SmsPassword { get; set; } = "sandbox";

    /// <summary>The national short code, as the sender.</summary>
    [Required]
    public string SmsFrom { get; set; } = "94444";

    /// <summary>Where the gateway reports delivery: this platform's own address. Null: no reports are asked for.</summary>
    [Url]
    public string? ReportUrl { get; set; }
}

/// <summary>
/// The languages people want to be written to in, by their keys. Registered by whoever knows people; of whom nothing is known, Arabic.
/// </summary>
public delegate Task<IReadOnlyDictionary<string, Language>> LanguagesOfPeople(IReadOnlyCollection<string> personKeys, CancellationToken ct);

public static class MessagesModule
{
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MessagesOptions>().Bind(configuration.GetSection("Messages")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IRoomModel, MessagesModel>();
        services.AddHttpClient(KannelSender.HttpName, http => http.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        services.AddSingleton<KannelSender>();
        services.AddSingleton<IBatchDutyHandler, SmsDuty>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<ReportDelivery>();
        return services;
    }
}
