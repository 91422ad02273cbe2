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
            .ValidateOnStart();
        services.AddSingleton<IRoomModel, MessagesModel>();

        // A connection of its own for every message: on one that was used before, a request cut off by the gateway's end would be repeated unseen.
        services.AddHttpClient(SmsGateways.HttpName, http => http.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });
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
