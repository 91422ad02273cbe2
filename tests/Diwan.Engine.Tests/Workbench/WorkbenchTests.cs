using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Workbench;
using Diwan.Kernel;

namespace Diwan.Engine.Tests.Workbench;

/// <summary>Counts of a process before and after, what they cost, and how a process fares on trial.</summary>
public sealed class WorkbenchTests
{
    private static readonly Lazy<Catalogue> Nation = new(() => CatalogueReader.Read(Services.Folder).Catalogue!);

    private static readonly CostMethod Method = Nation.Value.Workbench.Method!;

    private static readonly DateOnly Sunday = new(2018, 9, 2);

    /// <summary>Offices with the same hours every working day of every year.</summary>
    private static readonly NationalCalendar Plain = new([], [new OfficeHours(new(2000, 1, 1), null, new(8, 0), new(16, 0))]);

    [Fact]
    public void Every_service_has_figures_and_its_new_process_spares_visits_papers_and_money()
    {
        var book = Nation.Value.Workbench;
        foreach (var service in Nation.Value.Services)
        {
            var figures = book.Find(service.Id);
            Assert.NotNull(figures);
            var compared = StandardCost.Compare(figures, Method);
            Assert.True(compared.After.Visits < compared.Before.Visits && compared.After.Papers < compared.Before.Papers, service.Id.ToString());
            Assert.True(compared.SparedApplicant > 0 && compared.SparedState > 0, service.Id.ToString());

            // Every case that begins comes to an end.
            foreach (var flow in new[] { figures.Before.Flow, figures.After.Flow })
            {
                Assert.Equal(1, flow.Process.Nodes.OfType<EndEvent>().Sum(e => flow.VisitsOf(e.Id)), 9);
            }
        }
    }

    [Fact]
    public void A_step_is_counted_as_often_as_a_case_comes_to_it()
    {
        // Of ten, two go by b and half of these come back to a; a's border takes one of ten.
        var flow = Flow("""
            start s
            task a
            border late a
            gateway g
            task b
            gateway h
            end e
            end l
            s>a a>g late>l g>e g>b b>h h>e h>a
            """, new() { ["late"] = 0.1m, ["g_b"] = 0.2m, ["h_a"] = 0.5m });

        // x = 1 + 0.9·0.2·0.5·x
        var a = 1 / 0.91;
        Assert.Equal(a, flow.VisitsOf("a"), 9);
        Assert.Equal(0.18 * a, flow.VisitsOf("b"), 9);
        Assert.Equal(0.1 * a, flow.VisitsOf("l"), 9);
        Assert.Equal(1 - (0.1 * a), flow.VisitsOf("e"), 9);
    }

    [Fact]
    public void Parallel_ways_are_all_taken_and_join_as_one()
    {
        var flow = Flow("""
            start s
            parallel p
            task a
            task b
            parallel j
            end e
            s>p p>a p>b a>j b>j j>e
            """, []);
        Assert.Equal([1, 1, 1, 1], new[] { "a", "b", "j", "e" }.Select(n => Math.Round(flow.VisitsOf(n), 9)));
    }

    [Theory]
    [InlineData("start s\ngateway g\ntask a\nend e\ns>g g>a g>e a>e", "", "g")]
    [InlineData("start s\ngateway g\ntask a\nend e\ns>g g>a g>e a>e", "g_x=0.5", "g_x")]
    [InlineData("start s\ngateway g\ntask a\nend e\ns>g g>a g>e a>e", "g_a=1.5", "g_a")]
    [InlineData("start s\ngateway g\ntask a\nend e\ns>g g>a g>e a>g", "g_a=1", "p")]
    [InlineData("start s\ninclusive g\ntask a\nend e\ns>g g>a g>e a>e", "", "g")]
    public void What_cannot_be_reckoned_is_refused_by_name(string sketch, string shares, string named)
    {
        var faults = new List<string>();
        var flow = ProcessFlow.Of(
            Sketch(sketch), shares.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(s => s[0], s => decimal.Parse(s[1])), 0,
            (id, _) => faults.Add(id));
        Assert.Null(flow);
        Assert.Contains(named, faults);
    }

    /// <summary>The example of the method: 300,000 a year, 3 hours and JD 3 before, a quarter of an hour after.</summary>
    [Fact]
    public void The_cost_is_price_times_time_times_quantity()
    {
        var flow = Flow("start s\ntask a\nend e\ns>a a>e", []);
        Burden Of(decimal minutes, decimal wait, decimal cost) =>
            StandardCost.Of(new ProcessFigures(flow, new Dictionary<string, StepFigures> { ["a"] = new(StepBy.Applicant, minutes, wait, 1, 0, cost) }), Method);
        var compared = new BurdenComparison(Of(100, 80, 3), Of(15, 0, 0), 300_000);
        Assert.Equal((3.1m * 3) + 3, compared.Before.ToApplicant);
        Assert.Equal(3_457_500m, compared.SparedYearly);

        // What lies at an institution has no price; what its people do and the papers they keep have.
        var officer = StandardCost.Of(new ProcessFigures(flow, new Dictionary<string, StepFigures> { ["a"] = new(StepBy.Officer, 30, 480, 0, 2, 0) }), Method);
        Assert.Equal((0m, 2m + (2 * Method.Paper.Value), 480d), (officer.ToApplicant, officer.ToState, officer.WaitMinutes));
    }

    [Fact]
    public void Nothing_is_spared_at_the_counter_and_help_costs_a_visit()
    {
        var figures = Nation.Value.Workbench.Find(ServiceId.Parse("gam/traffic-fines"))!;
        var portal = StandardCost.Spared(figures, Method, Channel.Portal);
        Assert.Equal((2d, 6d), portal);
        Assert.Equal((1d, 6d), StandardCost.Spared(figures, Method, Channel.Assisted));
        Assert.Equal((0d, 0d), StandardCost.Spared(figures, Method, Channel.Counter));
    }

    /// <summary>A desk of c people, arrivals and work at random, is the queue M/M/c: its wait by Erlang's formula lies in the interval.</summary>
    [Theory]
    [InlineData(1, 0.7)]
    [InlineData(3, 0.8)]
    [InlineData(6, 0.9)]
    public void A_desk_waits_as_Erlang_says(int people, double load)
    {
        const double Minutes = 10;
        var perYear = Plain.WorkingTime(NationalCalendar.At(Sunday, default), NationalCalendar.At(Sunday.AddDays(365), default)).TotalMinutes;
        var plan = Plan("start s\nuser a\nend e\ns>a a>e", [], Minutes, people, yearly: load * people / Minutes * perYear, weeks: 60, replications: 30) with { DayOff = null, WarmUpWeeks = 8 };
        var result = ProcessTrial.Run(plan, Plain, TestContext.Current.CancellationToken);
        var desk = Assert.Single(result.Desks);

        var erlang = ErlangC(people, load * people) * Minutes / (people * (1 - load));
        Assert.True(desk.Wait.Low < erlang && erlang < desk.Wait.High, $"{erlang} is not in {desk.Wait}");
        Assert.InRange(desk.Wait.High - desk.Wait.Low, 0, erlang * 0.25);
        Assert.True(desk.Utilisation.Low < load && load < desk.Utilisation.High, $"{load} is not in {desk.Utilisation}");
    }

    [Fact]
    public void A_cut_of_staff_is_felt_and_the_seed_decides_everything()
    {
        var figures = Nation.Value.Workbench.Find(ServiceId.Parse("moj/non-conviction-certificate"))!;
        var plan = TrialPlan.Of(figures, Method, 5, Sunday, 8, 5, 7);
        TrialResult Run(TrialPlan p) => ProcessTrial.Run(p, Nation.Value.Calendar, TestContext.Current.CancellationToken);
        var (full, again) = (Run(plan), Run(plan));
        Assert.Equal(full.InPromise, again.InPromise);
        Assert.Equal(full.Desks, again.Desks);
        Assert.NotEqual(full.Median, Run(plan with { Seed = 8 }).Median);

        var cut = Run(plan with { Staff = new Dictionary<string, int>(figures.Staff) { ["moj:section"] = 1 } });
        DeskTrial Section(TrialResult r) => r.Desks.Single(d => d.Role == "moj:section");
        Assert.True(Section(cut).Wait.Low > 10 * Section(full).Wait.High, $"{Section(full).Wait} {Section(cut).Wait}");
        Assert.True(cut.InPromise.High < full.InPromise.Low, $"{full.InPromise} {cut.InPromise}");
        Assert.True(Section(cut).Backlog.Low > 500);
        Assert.InRange(Section(cut).Utilisation.Mean, 0.99, 1.0000001);
    }

    /// <summary>What is tried and what is counted agree: a desk is busy as long as the cases that come to it take.</summary>
    [Fact]
    public void The_trial_and_the_count_agree_on_the_work()
    {
        var figures = Nation.Value.Workbench.Find(ServiceId.Parse("dls/land-plan"))!;
        var plan = TrialPlan.Of(figures, Method, 5, Sunday, 10, 5, 1);
        var calendar = Nation.Value.Calendar;
        var result = ProcessTrial.Run(plan, calendar, TestContext.Current.CancellationToken);
        var (from, to) = (Sunday.AddDays(14), Sunday.AddDays(70));
        var days = Enumerable.Range(0, 365).Sum(d => calendar.IsWorkingDay(Sunday.AddDays(d)) ? 1 : 0.35);
        var cases = plan.Yearly / days * Enumerable.Range(0, 56).Sum(d => calendar.IsWorkingDay(from.AddDays(d)) ? 1 : 0.35);
        var open = calendar.WorkingTime(NationalCalendar.At(from, default), NationalCalendar.At(to, default)).TotalMinutes;
        var surveyors = result.Desks.Single(d => d.Role == "dls:surveyor");
        Assert.Equal(cases * figures.After.Flow.VisitsOf("surveyor") * 40 / open / surveyors.Staff, surveyors.Utilisation.Mean, 0.02);
        Assert.Equal(0.05, result.Lapsed, 0.003);
    }

    [Fact]
    public void A_plan_too_large_or_empty_says_why()
    {
        var plan = TrialPlan.Of(Nation.Value.Workbench.Find(ServiceId.Parse("gam/traffic-fines"))!, Method, 5, Sunday, 104, 100, 1);
        Assert.Contains("fewer weeks", plan.Fault()!.En, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProcessTrial.Run(plan, Plain));
        Assert.NotNull((plan with { Weeks = 0 }).Fault());
        Assert.NotNull((plan with { Weeks = 1, Yearly = 0 }).Fault());
        Assert.Null((plan with { Weeks = 1, Replications = 2 }).Fault());
    }

    /// <summary>The ruler of trials and the calendar of the state say the same, over holidays and both changes of clocks.</summary>
    [Fact]
    public void The_ruler_agrees_with_the_calendar()
    {
        var calendar = Nation.Value.Calendar;
        var first = new DateOnly(2018, 1, 1);
        var clock = new WorkingClock(calendar, first);
        var origin = NationalCalendar.At(first, default);
        for (var i = 0; i < 1000; i++)
        {
            var at = i * 31_337.0;
            var moment = origin.AddSeconds(at);
            Assert.Equal(calendar.WorkingTime(origin, moment).TotalSeconds, clock.Work(at), 3);
            Assert.Equal(calendar.AddWorkingDays(moment, i % 7), clock.Moment(clock.AddWorkingDays(at, i % 7)));
            Assert.Equal(clock.Work(at), clock.Work(clock.Moments(clock.Work(at))), 3);
        }
    }

    [Theory]
    [InlineData("    section: { minutes: 15 }\n", "", "section")]
    [InlineData("byRoute_toSection: 0.05", "byRuote_toSection: 0.05", "byRuote_toSection")]
    [InlineData("\"moj:judge\": 1", "\"moj:jugde\": 1", "moj:jugde")]
    [InlineData("cashier: 6.000", "cashier: 16.000", "cashier")]
    [InlineData("value: 300000", "value: many", "value")]
    [InlineData("byDecision_decided: 0.3", "byDecision_decided: 1.3", "byDecision_decided")]
    public void A_slip_in_the_figures_is_told_with_its_place(string text, string slip, string named)
    {
        var folder = Directory.CreateTempSubdirectory("diwan-workbench-");
        try
        {
            Fixture.Copy(Services.Folder, folder.FullName);
            var path = Path.Combine(folder.FullName, "workbench/moj/non-conviction-certificate.yaml");
            var before = File.ReadAllText(path);
            Assert.Contains(text, before, StringComparison.Ordinal);
            File.WriteAllText(path, before.Replace(text, slip, StringComparison.Ordinal));
            var read = CatalogueReader.Read(folder.FullName);
            Assert.Contains(read.Faults, f => f.Line > 0 && f.File.EndsWith("workbench/moj/non-conviction-certificate.yaml", StringComparison.Ordinal) && f.Message.En.Contains(named, StringComparison.Ordinal));

            // The service itself is offered as before; only the workbench does without it.
            Assert.NotNull(read.Catalogue!.Find(ServiceId.Parse("moj/non-conviction-certificate")));
            Assert.Null(read.Catalogue.Workbench.Find(ServiceId.Parse("moj/non-conviction-certificate")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double ErlangC(int c, double a)
    {
        double term = 1, sum = 0;
        for (var k = 0; k < c; k++)
        {
            sum += term;
            term *= a / (k + 1);
        }

        var last = term * c / (c - a);
        return last / (sum + last);
    }

    private static TrialPlan Plan(string sketch, Dictionary<string, decimal> shares, double minutes, int people, double yearly, int weeks, int replications) => new(
        new ProcessFigures(Flow(sketch, shares), new Dictionary<string, StepFigures> { ["a"] = new(StepBy.Officer, (decimal)minutes, 0, 0, 0, 0) }),
        new Dictionary<string, int> { [""] = people }, yearly, 5, 1, null, Sunday, weeks, 2, replications, 20);

    private static ProcessFlow Flow(string sketch, Dictionary<string, decimal> shares) =>
        ProcessFlow.Of(Sketch(sketch), shares, 0, (id, why) => Assert.Fail($"{id}: {why.En}"))!;

    /// <summary>A process from a sketch: a node a line, then the flows; a flow is named after its ends.</summary>
    private static BpmnProcess Sketch(string sketch)
    {
        var xml = new System.Text.StringBuilder();
        var flows = new List<(string From, string To)>();
        foreach (var line in sketch.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.Contains('>', StringComparison.Ordinal))
            {
                flows.AddRange(words.Select(w => w.Split('>')).Select(w => (w[0], w[1])));
                continue;
            }

            var tag = words[0] switch { "start" => "startEvent", "end" => "endEvent", "task" => "task", "user" => "userTask", "border" => "boundaryEvent", "parallel" => "parallelGateway", "inclusive" => "inclusiveGateway", _ => "exclusiveGateway" };
            xml.Append(words[0] == "border"
                ? $"<boundaryEvent id='{words[1]}' attachedToRef='{words[2]}'><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
                : $"<{tag} id='{words[1]}'/>");
        }

        flows.ForEach(f => xml.Append($"<sequenceFlow id='{f.From}_{f.To}' sourceRef='{f.From}' targetRef='{f.To}'/>"));
        var read = BpmnModel.Read($"<definitions xmlns='{BpmnNames.Model}'><process id='p'>{xml}</process></definitions>");
        return read.Model!.Find()!;
    }
}
