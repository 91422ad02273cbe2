using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Benchmark;
using Diwan.Programme.Budget;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.Pilots;
using Diwan.Programme.Gates.TestReports;
using Diwan.Programme.Papers;
using Diwan.Programme.Partners;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Promotion;
using Diwan.Programme.Reports;
using Diwan.Programme.Security;
using Diwan.Programme.Workbench;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Programme;

/// <summary>The programme: the launch gate, the committee and its meetings, open matters, vulnerabilities, portfolio, budget, partners, monthly reports.</summary>
public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, ProgrammeModel>();
        services.AddSingleton<FindDecisions>();
        services.AddSingleton<RecordDecision>();
        services.AddSingleton<FindMeetings>();
        services.AddSingleton<KeepMeetings>();
        services.AddSingleton<IssueMinutes>();
        services.AddScoped<ReadAllowed>();
        services.AddScoped<ReadMatters>();
        services.AddScoped<Escalate>();
        services.AddHostedService<Escalating>();
        services.AddSingleton<RankServices>();
        services.AddSingleton<FindPartners>();
        services.AddSingleton<KeepPartners>();
        services.AddSingleton<MeasurePartners>();
        services.AddSingleton<FindTrainees>();
        services.AddSingleton<KeepTrainees>();
        services.AddSingleton<FindVulnerabilities>();
        services.AddSingleton<KeepVulnerabilities>();
        services.AddSingleton<FindPortfolio>();
        services.AddSingleton<KeepPortfolio>();
        services.AddSingleton<Budgets>();
        services.AddSingleton<FindReports>();
        services.AddSingleton<ReadPerformance>();
        services.AddSingleton<BenchmarkProbes>();
        services.AddSingleton<ReadBenchmark>();
        services.AddSingleton<AnswerBenchmark>();
        services.AddSingleton<KeepCampaigns>();
        services.AddSingleton<FindCampaigns>();
        services.AddSingleton<ReadFunnel>();
        services.AddSingleton<VisitCounter>();
        services.AddHostedService(p => p.GetRequiredService<VisitCounter>());
        services.AddSingleton<PlayTrial>();
        services.AddSingleton<WatchDrift>();
        services.AddHostedService<WatchingDrift>();
        services.AddSingleton<ProgrammePapers>();
        services.AddSingleton<ReadForeignLog>();
        services.AddSingleton<IssueReportPaper>();
        services.AddScoped<MeasureMonth>();
        services.AddSingleton<RunningMonth>();
        services.AddScoped<FreezeReport>();
        services.AddHostedService<Reporting>();
        services.AddSingleton<DefinitionProbes>();
        services.AddSingleton<FolderProbe>();
        services.AddSingleton<LedgerProof>();
        services.AddSingleton<KeepTestReports>();
        services.AddScoped<ReadinessProbes>();
        services.AddScoped<ReadGate>();
        services.AddScoped<KeepGate>();
        services.AddScoped<KeepPilot>();
        return services;
    }
}
