using Diwan.Apps.Calls;
using Diwan.Apps.Provider;
using Diwan.Apps.Webhooks;
using Diwan.Cases;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace Diwan.Apps;

/// <summary>Apps of institutions and partners: who they are, what people allowed them, the provider of OAuth and OpenID Connect, and notices to them.</summary>
public static class AppsModule
{
    public const string Authorize = "/connect/authorize";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Revoke = "/connect/revoke";

    /// <param name="configuration"><c>Apps</c>; <c>Web:Sandbox</c> for whether this is a sandbox.</param>
    public static IServiceCollection AddApps(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var sandbox = configuration.GetValue("Web:Sandbox", false);
        services.AddOptions<AppsOptions>().Bind(configuration.GetSection("Apps")).Configure(o => o.Sandbox = sandbox).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IRoomModel, AppsModel>();
        services.AddSingleton<KeepApps>();
        services.AddSingleton<Consents>();
        services.AddSingleton<FindCaller>();
        services.AddSingleton<Replies>();
        services.AddSingleton<CallLimits>();
        services.AddSingleton<HookWatch>();
        services.AddHostedService(p => p.GetRequiredService<HookWatch>());
        services.AddSingleton<KeepHooks>();
        services.AddSingleton<Announcer>();
        services.AddSingleton<CaseMoved>(p => p.GetRequiredService<Announcer>().OnCase);
        services.AddScoped<INewsHandler<BillSettled>, MoneyNews>();
        services.AddScoped<INewsHandler<DocumentRevoked>, DocumentNews>();
        services.AddScoped<IDutyHandler, AnnounceDuty>();
        services.AddScoped<IDutyHandler, NotifyDuty>();
        foreach (var (name, open) in new[] { (HookAddress.Http, false), (HookAddress.SandboxHttp, true) })
        {
            services.AddHttpClient(name, http => http.Timeout = TimeSpan.FromSeconds(15)).ConfigurePrimaryHttpMessageHandler(() => PublicAddress.Handler(open));
        }

        services.AddSingleton<ProviderKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, UseProviderKeys>();
        services.AddHostedService<ProviderUpkeep>();
        services.AddDbContext<ProviderContext>((provider, options) =>
        {
            provider.GetRequiredService<Database>().Configure(options, [new AppsModel()]);
            options.UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll);
        });

        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<ProviderContext>()
                    .ReplaceDefaultEntities<ClientRow, GrantRow, OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreScope<string>, TokenRow, string>();
                core.ReplaceApplicationManager<ClientRow, ClientManager>();
            })
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris(Authorize[1..]).SetTokenEndpointUris(Token[1..]).SetUserInfoEndpointUris(UserInfo[1..]).SetRevocationEndpointUris(Revoke[1..])
                    .SetConfigurationEndpointUris(".well-known/openid-configuration").SetJsonWebKeySetEndpointUris(".well-known/jwks");
                server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();

                // A token is a handle: withdrawing a consent, or using a refresh token twice, ends it at once.
                server.UseReferenceAccessTokens().UseReferenceRefreshTokens().SetRefreshTokenReuseLeeway(TimeSpan.Zero);

                // Every scope that a key may use is written on the key; none needs a table.
                server.DisableScopeValidation().RegisterScopes([.. AppScopes.All.Select(s => s.Name)]);
                server.RegisterClaims("sub", "acr", "auth_time", "name", "birthdate", "phone_number", "locale");
                server.AddEventHandler<OpenIddictServerEvents.HandleConfigurationRequestContext>(say => say.UseInlineHandler(context =>
                {
                    context.Metadata["acr_values_supported"] = new OpenIddictParameter([.. Enum.GetValues<Assurance>().Select(l => (string?)l.Code())]);
                    return default;
                }));
                server.Configure(o =>
                {
                    o.CodeChallengeMethods.Clear();
                    o.CodeChallengeMethods.Add("S256");
                    o.ResponseModes.Remove("form_post");
                    o.ResponseModes.Remove("fragment");
                });
                var host = server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableStatusCodePagesIntegration();
                if (sandbox)
                {
                    host.DisableTransportSecurityRequirement();
                }
            })
            // Whether the consent behind a token stands is asked by FindCaller.
            .AddValidation(validation => validation.EnableTokenEntryValidation().UseLocalServer().Services.AddOpenIddict().AddValidation(v => v.UseAspNetCore()));
        return services;
    }
}
