using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Benchmark;
using Diwan.Programme.Budget;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.TestReports;
using Diwan.Programme.Partners;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Promotion;
using Diwan.Programme.Reports;
using Diwan.Programme.Security;
using Diwan.Programme.Workbench;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme;

/// <summary>The tables of this room. What was decided, scored or frozen is never changed.</summary>
public sealed class ProgrammeModel : IRoomModel
{
    private static readonly string[] Kept = ["gate_scores", "gate_gaps", "gate_assessments", "gate_test_reports", "decisions", "decision_follow_ups", "minutes", "escalations", "partners", "partner_contracts", "trainee_steps", "portfolio_steps", "budget", "reports", "benchmark_answers", "drift_baselines", "drift_weeks", "visits"];

    public void Map(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<GateRow>(e =>
        {
            e.ToTable("gates");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.ComplexProperty(x => x.Chain);
            e.HasIndex(x => x.Service).IsUnique();
        });
        model.Entity<ScoreRow>(e =>
        {
            e.ToTable("gate_scores");
            e.HasIndex(x => new { x.Service, x.Criterion, x.At });
        });
        model.Entity<GapRow>(e =>
        {
            e.ToTable("gate_gaps");
            e.HasIndex(x => new { x.Service, x.Criterion, x.At });
        });
        model.Entity<AssessmentRow>(e =>
        {
            e.ToTable("gate_assessments");
            e.HasIndex(x => new { x.Service, x.At });
        });
        model.Entity<TestReportRow>(e =>
        {
            e.ToTable("gate_test_reports");
            e.HasIndex(x => new { x.Service, x.Kind, x.At });
        });
        model.Entity<DecisionRow>(e =>
        {
            e.ToTable("decisions");
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => new { x.Service, x.Kind });
        });
        model.Entity<FollowUpRow>(e =>
        {
            e.ToTable("decision_follow_ups");
            e.HasIndex(x => new { x.Decision, x.At });
        });
        model.Entity<MeetingRow>(e =>
        {
            e.ToTable("meetings");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Number).IsUnique();
        });
        model.Entity<AgendaRow>(e =>
        {
            e.ToTable("meeting_agenda");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => new { x.Meeting, x.Position }).IsUnique();
        });
        model.Entity<AttendanceRow>(e =>
        {
            e.ToTable("meeting_attendance");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => new { x.Meeting, x.Seat, x.Name }).IsUnique();
        });
        model.Entity<MinutesRow>(e =>
        {
            e.ToTable("minutes");
            e.HasIndex(x => x.Meeting).IsUnique();
        });
        model.Entity<EscalationRow>(e =>
        {
            e.ToTable("escalations");
            e.HasIndex(x => new { x.Matter, x.DueOn, x.Level }).IsUnique();
            e.HasIndex(x => x.At);
        });
        model.Entity<PartnerRow>(e =>
        {
            e.ToTable("partners");
            e.HasIndex(x => x.Code).IsUnique();
        });
        model.Entity<ContractRow>(e =>
        {
            e.ToTable("partner_contracts");
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => x.Partner);
        });
        model.Entity<SiteRow>(e =>
        {
            e.ToTable("partner_sites");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Code).IsUnique();
            e.HasIndex(x => x.Partner);
        });
        model.Entity<TraineeRow>(e =>
        {
            e.ToTable("trainees");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => x.Account).IsUnique();
        });
        model.Entity<TraineeStepRow>(e =>
        {
            e.ToTable("trainee_steps");
            e.HasIndex(x => new { x.Trainee, x.State, x.On }).IsUnique();
        });
        model.Entity<PortfolioRow>(e =>
        {
            e.ToTable("portfolio");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.Property(x => x.Group).HasColumnName("part");
            e.HasIndex(x => x.Code).IsUnique();
        });
        model.Entity<PortfolioStepRow>(e =>
        {
            e.ToTable("portfolio_steps");
            e.HasIndex(x => new { x.Code, x.State }).IsUnique();
        });
        model.Entity<BudgetRow>(e =>
        {
            e.ToTable("budget");
            e.HasIndex(x => new { x.Institution, x.Year });
            e.HasIndex(x => x.Corrects).IsUnique();
        });
        model.Entity<ReportRow>(e =>
        {
            e.ToTable("reports");
            e.HasIndex(x => new { x.Kind, x.Month, x.Revision }).IsUnique();
        });
        model.Entity<BenchmarkAnswerRow>(e =>
        {
            e.ToTable("benchmark_answers");
            e.HasIndex(x => new { x.Service, x.Question, x.At });
        });
        model.Entity<DriftBaselineRow>(e =>
        {
            e.ToTable("drift_baselines");
            e.HasIndex(x => new { x.Service, x.From }).IsUnique();
        });
        model.Entity<DriftWeekRow>(e =>
        {
            e.ToTable("drift_weeks");
            e.HasIndex(x => new { x.Service, x.Baseline, x.Week }).IsUnique();
        });
        model.Entity<CampaignRow>(e =>
        {
            e.ToTable("campaigns");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Code).IsUnique();
        });
        model.Entity<VisitRow>(e =>
        {
            e.ToTable("visits");
            e.HasIndex(x => new { x.Service, x.Day });
        });
        model.Entity<VulnerabilityRow>(e =>
        {
            e.ToTable("vulnerabilities");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Number).IsUnique();
        });
    }

    public IReadOnlyList<string> Guards(DatabaseProvider provider) => [.. Kept.SelectMany(table => TableGuards.AppendOnly(table, provider))];
}
