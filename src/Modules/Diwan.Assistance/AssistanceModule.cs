using Diwan.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Assistance;

/// <summary>People helped by others: at the counters of partners.</summary>
public static class AssistanceModule
{
    public static IServiceCollection AddAssistance(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, AssistanceModel>();
        services.AddSingleton<FindSession>();
        services.AddScoped<BeginSession>();
        services.AddScoped<WorkSession>();
        return services;
    }
}
