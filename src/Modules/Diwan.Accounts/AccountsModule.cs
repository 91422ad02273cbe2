using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Accounts;

public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<AccountsOptions>().Bind(configuration.GetSection("Accounts")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IRoomModel, AccountsModel>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<ChooseLanguage>();
        services.AddSingleton<FindAccount>();
        services.AddSingleton<FindColleagues>();
        services.AddSingleton<Ceremony>();
        services.AddScoped(p => new KeepPasskeys(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(), p.GetRequiredService<Ceremony>(), p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<News>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new SignInByPasskey(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(), p.GetRequiredService<Ceremony>(), p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<News>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped<KeepRecovery>();
        services.AddScoped<SignInByCode>();
        return services;
    }
}
