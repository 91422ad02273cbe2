using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Gates;
using Diwan.Programme.Papers;
using Diwan.Programme.Reports;
using Diwan.Simulation;
using Diwan.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Diwan.EndToEnd.Tests;

/// <summary>A year of the nation, played through the use cases; the reports that come of it are held against a count of the test's own.</summary>
public sealed class SimulatedYearTests
{
    private static readonly string[] Answered = ["Issued", "Refused"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twelve_reports_of_both_kinds_are_frozen_and_every_figure_of_each_is_what_happened()
    {
        var folder = Directory.CreateTempSubdirectory("diwan-year-").FullName;
        var first = new DateOnly(2018, 1, 1);
        var reports = new List<FrozenReport>();
        var result = await SimulatedTime.RunAsync(
            new SimulationPlan(first, 12, 600, 3, folder, null, AppContext.BaseDirectory),
            null,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var find = scope.ServiceProvider.GetRequiredService<FindReports>();
                foreach (var kind in Enum.GetValues<ReportKind>())
                {
                    for (var month = first; month < first.AddMonths(12); month = month.AddMonths(1))
                    {
                        reports.Add(Assert.Single(await find.RunAsync(kind, month, Ct)));
                    }
                }

                // Every figure of the last report of each kind, by the query that it names itself; no figure is without one.
                foreach (var kind in Enum.GetValues<ReportKind>())
                {
                    await FigureQueryCheck.RunAsync(services.GetRequiredService<IDbContextFactory<AppDbContext>>(), reports.Last(r => r.Report.Kind == kind).Report);
                }

                await PaperAsync(scope.ServiceProvider, first.AddMonths(8));
                PublicFigures(await scope.ServiceProvider.GetRequiredService<ReadPerformance>().RunAsync(Ct), [.. reports.Where(r => r.Report.Kind == ReportKind.Services)]);
            },
            Ct);

        Assert.Empty(result.LedgerFaults);
        Assert.True(result.AuditIsSound);
        Assert.Equal("ssc/voluntary-subscription", Assert.Single(result.NotOffered).Key);
        Assert.Equal(24, reports.Count);
        Assert.All(reports, r => Assert.True(r.IsIntact));
        await using var db = new SqliteConnection($"Data Source={Path.Combine(folder, "diwan.sqlite")}");
        await db.OpenAsync(Ct);
        Assert.True(reports.Sum(r => r.Report.Services.Sum(s => s.Submitted)) > 80, "The year was too quiet to say anything.");
        Assert.True(reports.Sum(r => r.Report.Services.Sum(s => s.Issued)) > 60, "Hardly anything was issued.");
        Assert.Contains(reports, r => r.Report.Escalated!.Count > 0);

        // What was to happen did: refusals, lateness and missed promises, an outage in which what was owed was tried again, the way through the gate, one taken back.
        var services = reports.Where(r => r.Report.Kind == ReportKind.Services).OrderBy(r => r.Report.Month).SelectMany(r => r.Report.Services.Select(s => (r.Report.Month.Month, Figures: s))).ToList();
        Assert.True(services.Sum(s => s.Figures.Refused) > 0, "Nothing was refused.");
        Assert.True(services.Where(s => s.Month is 8 or 9).Sum(s => s.Figures.RunningLate) > 0, "Nothing was late in the weeks without desks.");
        Assert.True((await RowsAsync(db, "SELECT count(*) FROM duties WHERE errors > 1"))[0][0] > 0, "Nothing outside broke down.");
        Assert.Contains(reports.SelectMany(r => r.Report.Promises), p => !p.Kept);
        Assert.Equal(0, services.Count(s => s.Month == 1 && s.Figures.Phase == GatePhase.Launched));
        Assert.Equal(8, services.Count(s => s.Month == 9 && s.Figures.Phase == GatePhase.Launched));
        Assert.Equal(7, services.Count(s => s.Month == 12 && s.Figures.Phase == GatePhase.Launched));
        Assert.Single(services, s => s is { Month: 12, Figures.Phase: GatePhase.RolledBack });
        Assert.Contains(services, s => s.Month == 4 && s.Figures.Overrides.Count > 0);
        foreach (var report in reports)
        {
            await CompareAsync(db, report.Report, result.Months[report.Report.Month]);
        }

        db.Close();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(2, 12, 400)]
    [InlineData(1, 0, 400)]
    [InlineData(1, 12, 10)]
    public async Task A_plan_that_cannot_be_played_is_refused_before_anything_is_begun(int day, int months, int people)
    {
        var folder = Directory.CreateTempSubdirectory("diwan-year-").FullName;
        await Assert.ThrowsAsync<ArgumentException>(() => SimulatedTime.RunAsync(
            new SimulationPlan(new DateOnly(2018, 1, day), months, people, 1, folder, null, AppContext.BaseDirectory), null, null, Ct));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    /// <summary>Every figure of the report, counted again from the rows by SQL of its own, and by what the people of the simulation did.</summary>
    private static async Task CompareAsync(SqliteConnection db, MonthlyReport report, MonthTally tally)
    {
        var (from, to) = (Ticks(report.Month), Ticks(report.Month.AddMonths(1)));
        foreach (var s in report.Services)
        {
            var in_month = $"service = '{s.Service}' AND {{0}} >= {from} AND {{0}} < {to}";
            string In(string column) => string.Format(CultureInfo.InvariantCulture, in_month, column);

            // Where it stood at the gate when the month was frozen, by the last that its chain tells.
            var moves = await TextsAsync(db, $"SELECT e.type || ' ' || e.payload FROM events e JOIN gates g ON g.id = e.chain_id WHERE g.service = '{s.Service}' AND e.type IN ('gatePhaseEntered', 'gateRolledBack') AND e.at < {to} ORDER BY e.seq DESC LIMIT 1");
            Assert.Equal(
                moves is not [var move] ? GatePhase.NotBegun : move.StartsWith("gateRolledBack", StringComparison.Ordinal) ? GatePhase.RolledBack
                    : Enum.Parse<GatePhase>(move.Split("\"to\":\"")[1].Split('"')[0], ignoreCase: true),
                s.Phase);
            var day = report.Month.AddMonths(1).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.Equal(
                await TextsAsync(db, $"SELECT number FROM decisions WHERE kind = 'Override' AND service = '{s.Service}' AND decided_on <= '{day}' AND ends >= '{day}' ORDER BY number"),
                s.Overrides.Select(o => o.Number).Order(StringComparer.Ordinal));

            Assert.Equal(tally.Started.GetValueOrDefault(s.Service), s.Started);
            Assert.Equal(await CountAsync($"applications WHERE {In("started_at")}"), s.Started);
            Assert.Equal(tally.Submitted.GetValueOrDefault(s.Service), s.Submitted);
            Assert.Equal(await CountAsync($"cases WHERE {In("submitted_at")}"), s.Submitted);
            Assert.Equal(
                tally.ByChannel.Where(c => c.Key.Service == s.Service).ToDictionary(c => c.Key.Channel, c => c.Value), s.ByChannel.ToDictionary());
            Assert.Equal(await CountAsync($"cases WHERE {In("ended_at")} AND public_state = 'Issued'"), s.Issued);
            Assert.Equal(await CountAsync($"cases WHERE {In("ended_at")} AND public_state = 'Refused'"), s.Refused);
            Assert.Equal(await CountAsync($"cases WHERE {In("ended_at")}"), s.Ended);
            var open = $"cases WHERE service = '{s.Service}' AND submitted_at < {to} AND (ended_at IS NULL OR ended_at >= {to})";
            Assert.Equal(await CountAsync(open), s.Running);
            Assert.Equal(await CountAsync($"{open} AND promised_at < {to}"), s.RunningLate);

            var alone = s.ByChannel.Where(c => c.Key is Channel.Portal or Channel.Mobile).Sum(c => c.Value);
            Assert.Equal(s.Submitted == 0 ? null : Math.Round((decimal)alone / s.Submitted, 4), s.OnlineShare);
            var ended = await RowsAsync(
                $"SELECT submitted_at, ended_at, promised_at FROM cases WHERE {In("ended_at")} AND public_state IN ('{string.Join("','", Answered)}')");
            var hours = ended.Select(r => (r[1]!.Value - r[0]!.Value) / (decimal)TimeSpan.TicksPerHour).Order().ToList();
            var kept = ended.Count(r => r[2] is null || r[1] <= r[2]);
            Assert.Equal(ended.Count == 0 ? null : Math.Round((decimal)kept / ended.Count, 4), s.InPromiseShare);
            Assert.Equal(Rank(hours, 0.5), s.MedianHours);
            Assert.Equal(Rank(hours, 0.9), s.NinetiethHours);

            var ratings = tally.Ratings.GetValueOrDefault(s.Service) ?? [];
            Assert.Equal(ratings.Count, s.Ratings);
            Assert.Equal(ratings.Count == 0 ? null : Math.Round((decimal)ratings.Average(), 2), s.Satisfaction);
            Assert.Equal(tally.Complaints.GetValueOrDefault(s.Service), s.Complaints);
            Assert.Equal(await CountAsync($"complaints WHERE {In("given_at")} AND due_at < coalesce(answered_at, {to})"), s.ComplaintsLate);

            var spent = (await RowsAsync($"SELECT coalesce(sum(amount), 0) FROM budget WHERE service = '{s.Service}' AND stage = 'Spent' AND at < {to}"))[0][0]!.Value;
            var answered = await CountAsync($"cases WHERE service = '{s.Service}' AND ended_at < {to} AND public_state IN ('{string.Join("','", Answered)}')");
            Assert.Equal((new Money(1_000_000 * report.Month.Month), answered), (new Money(spent), answered));
            Assert.Equal((spent, answered), (s.SpentThisYear!.Value.Fils, s.AnsweredThisYear));
            Assert.Equal(answered == 0 ? null : (long)Math.Round((decimal)spent / answered, 0, MidpointRounding.AwayFromZero), s.CostPerCase?.Fils);
        }

        if (report.Kind == ReportKind.Services)
        {
            // The one partner: what came in by its counters, and what it is due for that.
            var post = Assert.Single(report.Partners!);
            var assisted = $"cases c WHERE c.channel = 'Assisted' AND c.submitted_at >= {from} AND c.submitted_at < {to}";
            Assert.Equal(await CountAsync(assisted), post.Submitted);
            Assert.Equal(report.Services.Sum(s => s.ByChannel.GetValueOrDefault(Channel.Assisted)), post.Submitted);
            Assert.Equal((int)(await RowsAsync($"SELECT count(*) FROM complaints k JOIN {assisted.Replace(" WHERE", " ON k.reference = c.reference WHERE", StringComparison.Ordinal)}"))[0][0]!.Value, post.Complaints);
            Assert.Equal((12, 11), (post.OpenSites, post.CertifiedSites));
            Assert.Equal(350L * post.Submitted, post.Gross.Fils);
            Assert.Equal(post.Gross.Dinars * post.Levels.Count(l => l.IsMissed) / 10, post.Deducted.Dinars);
            Assert.Equal((330, 12, 12), (report.Trainees!.Planned, report.Trainees.Enrolled, report.Trainees.MayAct));
        }

        // What rose to the Council in the month, and nothing else.
        var risen = await RowsAsync($"SELECT 1 FROM escalations WHERE level = 'Cabinet' AND at >= {from} AND at < {to}");
        Assert.Equal(risen.Count, report.Escalated!.Count);

        Money Sum(string stage) => new(RowsAsync($"SELECT sum(amount) FROM budget WHERE stage = '{stage}' AND at < {to}").GetAwaiter().GetResult()[0][0] ?? 0);
        Assert.Equal((Sum("Approved"), Sum("Committed"), Sum("Spent")), (report.Programme.Approved, report.Programme.Committed, report.Programme.Spent));
        Assert.Equal(new Money(5 * 3_000_000_000L), report.Programme.Approved);
        if (report.Portfolio is { } portfolio)
        {
            var last = report.Month.AddMonths(1).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.Equal(591, portfolio.Planned);
            Assert.Equal(9, portfolio.Listed);
            foreach (var (state, count) in portfolio.Reached)
            {
                Assert.Equal(
                    (int)(await RowsAsync($"SELECT count(*) FROM (SELECT code, max(CASE state WHEN 'AsIsRecorded' THEN 1 WHEN 'Reengineered' THEN 2 WHEN 'Automated' THEN 3 WHEN 'AppliedOnTheGround' THEN 4 WHEN 'ElectronicOnly' THEN 5 ELSE 0 END) AS reached FROM portfolio_steps WHERE \"on\" <= '{last}' GROUP BY code) WHERE reached >= {(int)state}"))[0][0]!.Value,
                    count);
            }
        }

        async Task<int> CountAsync(string where) => (int)(await RowsAsync($"SELECT count(*) FROM {where}"))[0][0]!.Value;

        Task<List<long?[]>> RowsAsync(string sql) => SimulatedYearTests.RowsAsync(db, sql);
    }

    private static async Task<List<long?[]>> RowsAsync(SqliteConnection db, string sql)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<long?[]>();
        while (await reader.ReadAsync(Ct))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? (long?)null : reader.GetInt64(i))]);
        }

        return rows;
    }

    private static async Task<List<string>> TextsAsync(SqliteConnection db, string sql)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    /// <summary>The report on paper: once a revision and language, a document like others, small enough to send.</summary>
    private static async Task PaperAsync(IServiceProvider services, DateOnly month)
    {
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            foreach (var language in Enum.GetValues<Language>())
            {
                var paper = services.GetRequiredService<IssueReportPaper>();
                var ready = (await paper.RunAsync(Actor.System("test"), kind, month, null, language, Ct))!;
                Assert.Equal(ready.Bytes, (await paper.RunAsync(Actor.System("test"), kind, month, 1, language, Ct))!.Bytes);
                Assert.InRange(ready.Bytes.Length, 20_000, 250_000);

                // What a minister reads is one page, in a month with much that is late; charts and tables begin on the next.
                var (one, two) = (await PageAsync(ready.Bytes, 1), await PageAsync(ready.Bytes, 2));
                Assert.Contains("•", one, StringComparison.Ordinal);
                Assert.DoesNotContain("•", two.Split('\n').TakeWhile(l => !l.Contains(language == Language.Arabic ? "كيف حُسبت" : "How the figures", StringComparison.Ordinal)).Aggregate("", (a, b) => a + b), StringComparison.Ordinal);
                if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
                {
                    await File.WriteAllBytesAsync(Path.Combine(folder, $"report-{kind}-{language}.pdf"), ready.Bytes, Ct);
                }
            }
        }

        Assert.Null(await services.GetRequiredService<IssueReportPaper>().RunAsync(Actor.System("test"), ReportKind.Services, month.AddYears(1), null, Language.Arabic, Ct));
        Assert.Null(await services.GetRequiredService<IssueReportPaper>().RunAsync(Actor.System("test"), ReportKind.Services, month, 2, Language.Arabic, Ct));
    }

    private static async Task<string> PageAsync(byte[] pdf, int page)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, pdf, Ct);
        using var tool = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("pdftotext", ["-f", $"{page}", "-l", $"{page}", "-layout", file, "-"]) { RedirectStandardOutput = true })!;
        var text = await tool.StandardOutput.ReadToEndAsync(Ct);
        await tool.WaitForExitAsync(Ct);
        File.Delete(file);
        return text;
    }

    /// <summary>What anybody may read is what the reports say, without the counts of a few.</summary>
    private static void PublicFigures(IReadOnlyList<ServicePerformance> services, IReadOnlyList<FrozenReport> reports)
    {
        Assert.Equal(9, services.Count);
        var told = 0;
        foreach (var (service, month) in services.SelectMany(s => s.Months.Select(m => (s.Service, m))))
        {
            var report = reports.Single(r => r.Report.Month == month.Month);
            var figures = report.Report.Services.Single(s => s.Service == service);
            Assert.Equal(report.Hash, month.Hash);
            Assert.Equal(figures.Submitted is > 0 and < 5 ? null : figures.Submitted, month.Submitted);
            Assert.Equal(figures.Complaints is > 0 and < 5 ? null : figures.Complaints, month.Complaints);
            Assert.Equal(figures.Issued + figures.Refused < 5 ? null : figures.MedianHours, month.MedianHours);
            Assert.Equal(figures.Ratings < 5 ? null : figures.Satisfaction, month.Satisfaction);
            Assert.True(month.Online is null == (figures.Submitted < 5));
            told += month.Submitted is > 0 ? 1 : 0;
        }

        Assert.InRange(told, 1, services.Sum(s => s.Months.Count) - 1);
    }

    /// <summary>The smallest that a part of them does not exceed, to a tenth of an hour.</summary>
    private static decimal? Rank(List<decimal> sorted, double part) =>
        sorted.Count == 0 ? null : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling((sorted.Count * part) - 1e-9) - 1)], 1);

    private static long Ticks(DateOnly day) => NationalCalendar.At(day, TimeOnly.MinValue).UtcTicks;
}
