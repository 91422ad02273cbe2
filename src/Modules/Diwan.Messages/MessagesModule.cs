using System.ComponentModel.DataAnnotations;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Messages;

/// <summary>
/// The languages people want to be written to in, by their keys. Registered by whoever knows people; of whom nothing is known, Arabic.
/// </summary>
public delegate Task<IReadOnlyDictionary<string, Language>> LanguagesOfPeople(IReadOnlyCollection<string> personKeys, CancellationToken ct);

public static class MessagesModule
{
    /// <param name="configuration"><c>Messages</c>, and <c>Services:Folder</c>, whose folder <c>messages</c> holds the templates.</param>
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<MessagesOptions>().Bind(configuration.GetSection("Messages")).ValidateDataAnnotations()
            .Validate(o => o.Gateways.Select(g => g.Name).Distinct(StringComparer.Ordinal).Count() == o.Gateways.Count, "Messages:Gateways: two gateways have the same name.")
            .Validate(o => o.Gateways.All(g => Uri.TryCreate(g.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"), "Messages:Gateways: an address is not http or https.")
            .Validate(o => o.Push is null || Validator.TryValidateObject(o.Push, new ValidationContext(o.Push), null, validateAllProperties: true),
                "Messages:Push: Contact must be mailto: or https:, and the other settings within their ranges.")
            .Configure(o =>
            {
                if (o.Push is { } push)
                {
                    push.Sandbox = configuration.GetValue("Web:Sandbox", false);
                }
            })
            .ValidateOnStart();
        services.AddSingleton<IRoomModel, MessagesModel>();

        // A connection of its own for every message: on one that was used before, a request cut off by the gateway's end would be repeated unseen.
        services.AddHttpClient(SmsGateways.HttpName, http => http.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });
        foreach (var (name, open) in new[] { (PushDuty.Http, false), (PushDuty.SandboxHttp, true) })
        {
            services.AddHttpClient(name, http => http.Timeout = TimeSpan.FromSeconds(15)).ConfigurePrimaryHttpMessageHandler(() => PublicAddress.Handler(open));
        }

        services.AddSingleton<VapidKey>();
        services.AddSingleton<PushDevices>();
        services.AddSingleton<IDutyHandler, PushDuty>();
        services.AddSingleton<SmsGateways>();
        services.AddSingleton<MailServer>();
        services.AddSingleton<IBatchDutyHandler, DispatchDuty>();
        services.AddScoped<INewsHandler<DutyGivenUp>, DispatchGivenUp>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<ReportDelivery>();
        services.AddSingleton<ReceiveText>();
        services.AddSingleton<ReceivedTexts>();
        services.AddSingleton<ContactPreferences>();
        services.AddSingleton<ServiceAccounts>();
        services.AddSingleton<Notifications>();
        var folder = configuration["Services:Folder"] is { } content ? Path.Combine(content, "messages") : null;
        services.AddSingleton(p => new MessageTemplates(folder, p.GetRequiredService<IDbContextFactory<AppDbContext>>(), p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<TimeProvider>()));
        services.AddHostedService<MessageTemplates.Publishing>();
        return services;
    }
}
