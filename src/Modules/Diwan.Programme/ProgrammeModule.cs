using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Programme;

/// <summary>The programme: the launch gate, decisions of the committee, the vulnerability register.</summary>
public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, ProgrammeModel>();
        services.AddSingleton<FindDecisions>();
        services.AddSingleton<RecordDecision>();
        services.AddSingleton<FindVulnerabilities>();
        services.AddSingleton<KeepVulnerabilities>();
        services.AddScoped<ReadinessProbes>();
        services.AddScoped<ReadGate>();
        services.AddScoped<KeepGate>();
        return services;
    }
}
