using Diwan.Platform;
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
        return services;
    }
}
