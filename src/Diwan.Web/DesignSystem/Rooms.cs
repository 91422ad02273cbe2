using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Assistance;
using Diwan.Cases;
using Diwan.Documents;
using Diwan.Messages;
using Diwan.Migrations;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Programme;
using Diwan.Programme.Benchmark;
using Diwan.Registries;
using Diwan.Visits;
using Diwan.Web.Api;
using Diwan.Web.Identity;
using Diwan.Web.Telephone;

namespace Diwan.Web;

/// <summary>The rooms behind the pages, and the doors they open to the outside.</summary>
public static class Rooms
{
    public static WebApplicationBuilder AddRooms(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        configuration[ServicesFolder.Setting] ??= ServicesFolder.Find(builder.Environment.ContentRootPath);
        services.AddPlatform(configuration);
        services.AddMigrationsAtStart();
        services.AddAccounts(configuration);
        services.AddRegistries(configuration);
        services.AddPayments(configuration);
        services.AddDocuments(configuration);
        services.AddMessages(configuration);
        services.AddCases(configuration);
        services.AddSingleton<LanguagesOfPeople>(provider => provider.GetRequiredService<FindAccount>().LanguagesAsync);
        services.AddSingleton<LanguageOfPhone>(provider => provider.GetRequiredService<FindAccount>().LanguageOfPhoneAsync);
        services.AddApps(configuration);
        services.AddProgramme();
        services.AddSingleton<SitePages>();
        services.AddSingleton<PageServed>(provider => provider.GetRequiredService<SitePages>().Serves);
        services.AddAssistance();
        services.AddVisits();
        services.AddOptions<VerificationOptions>().Bind(configuration.GetSection("Verification")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<VerificationLimits>();
        services.AddSingleton<NotifyLimits>();
        services.AddOpenApi("v1", ApiDocument.Describe);
        builder.AddSignIn();
        return builder;
    }

    public static WebApplication UseRooms(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        PaymentsEndpoints.Map(app);
        MessagesEndpoints.Map(app);
        app.MapWellKnown();
        app.MapVerification();
        app.MapLog();
        app.MapPerformance();
        app.MapBenchmark();
        app.MapCampaigns();
        app.MapSecurity();
        app.MapCredentials();
        app.MapConnect();
        app.MapPasskeys();
        app.MapPush();
        app.MapApi();
        app.MapNotify();
        app.MapOpenApi("/api/openapi/{documentName}.json");
        return app;
    }
}
