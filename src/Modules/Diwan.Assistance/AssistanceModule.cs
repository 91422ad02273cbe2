using Diwan.Engine.Definitions;
using Diwan.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Assistance;

/// <summary>People helped by others: at the counters of partners, by telephone at the contact centre, and by those who may act for them.</summary>
public static class AssistanceModule
{
    public static IServiceCollection AddAssistance(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, AssistanceModel>();
        services.AddSingleton<FindCall>();
        services.AddSingleton<FindSession>();
        services.AddScoped<FindPlace>();
        services.AddScoped<FindPerson>();
        services.AddSingleton<WatchCounters>();
        services.AddScoped<BeginSession>();
        services.AddScoped<WorkSession>();
        services.AddScoped<TakeCall>();
        services.AddScoped<KnowCaller>();
        services.AddScoped<ServeCaller>();
        services.AddScoped<KeepCallBacks>();
        services.AddScoped<KeepOutages>();
        services.AddScoped<ReadCentreFigures>();
        services.AddSingleton(p => new KnowledgeSearch(p.GetRequiredService<Catalogue>()));
        services.AddScoped<IDutyHandler, CallBackDeadline>();
        services.AddSingleton<NotedLooks>();
        services.AddScoped<KeepMandates>();
        services.AddScoped<AskGround>();
        services.AddScoped<ActFor>();
        services.AddScoped<IDutyHandler, MandateNotice>();
        return services;
    }
}
