using Diwan.Platform;
using Diwan.Programme.Budget;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Reports;
using Diwan.Programme.Security;
using Diwan.Programme.Workbench;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Programme;

/// <summary>The programme: the launch gate, decisions, vulnerabilities, portfolio, budget, monthly reports.</summary>
public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, ProgrammeModel>();
        services.AddSingleton<FindDecisions>();
        services.AddSingleton<RecordDecision>();
        services.AddSingleton<FindVulnerabilities>();
        services.AddSingleton<KeepVulnerabilities>();
        services.AddSingleton<FindPortfolio>();
        services.AddSingleton<KeepPortfolio>();
        services.AddSingleton<Budgets>();
        services.AddSingleton<FindReports>();
        services.AddSingleton<ReadPerformance>();
        services.AddSingleton<PlayTrial>();
        services.AddSingleton<IssueReportPaper>();
        services.AddScoped<MeasureMonth>();
        services.AddScoped<FreezeReport>();
        services.AddHostedService<Reporting>();
        services.AddSingleton<DefinitionProbes>();
        services.AddSingleton<FolderProbe>();
        services.AddSingleton<LedgerProof>();
        services.AddScoped<ReadinessProbes>();
        services.AddScoped<ReadGate>();
        services.AddScoped<KeepGate>();
        return services;
    }
}
