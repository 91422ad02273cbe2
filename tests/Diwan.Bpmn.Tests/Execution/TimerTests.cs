namespace Diwan.Bpmn.Tests.Execution;

public sealed class TimerTests
{
    private static Player Catching(string kind, string text) => new($"start s; catch c timer {kind} {text}; end e; s -> c -> e");

    [Theory]
    [InlineData("duration", "PT90M", "2026-03-01T09:30:00+03:00")]
    [InlineData("duration", "P1DT12H", "2026-03-02T20:00:00+03:00")]
    [InlineData("duration", "P2W", "2026-03-15T08:00:00+03:00")]
    [InlineData("duration", "P1Y2M3D", "2027-05-04T08:00:00+03:00")]
    [InlineData("duration", "PT0.5S", "2026-03-01T08:00:00.5+03:00")]
    [InlineData("date", "2026-03-31T14:00:00+03:00", "2026-03-31T14:00:00+03:00")]
    [InlineData("date", "2026-03-31T11:00:00Z", "2026-03-31T14:00:00+03:00")]
    [InlineData("date", "2026-03-31T14:00:00", "2026-03-31T14:00:00+03:00")]
    [InlineData("date", "2026-03-31", "2026-03-31T00:00:00+03:00")]
    [InlineData("cycle", "R3/PT1H", "2026-03-01T09:00:00+03:00")]
    [InlineData("cycle", "R3/2026-04-01T00:00:00+03:00/P1D", "2026-04-01T00:00:00+03:00")]
    [InlineData("cycle", "R3/P1D/2026-04-03T00:00:00+03:00", "2026-04-01T00:00:00+03:00")]
    public void A_timer_is_due_as_the_standard_says(string kind, string text, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due), Catching(kind, text).State.NextDue);

    [Fact]
    public void A_month_is_a_month_of_the_calendar()
    {
        var process = Sketch.Process("start s; catch c timer duration P1M; end e; s -> c -> e");
        var january = new DateTimeOffset(2026, 1, 31, 9, 0, 0, TimeSpan.FromHours(3));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 9, 0, 0, TimeSpan.FromHours(3)), BpmnExecution.Start(process, new Answers(), january).State.NextDue);
    }

    [Fact]
    public void A_date_already_past_is_due_at_once()
    {
        var run = Catching("date", "2020-01-01T00:00:00Z");
        Assert.False(run.State.IsCompleted);
        Assert.True(run.Wait(TimeSpan.Zero).State.IsCompleted);
    }

    private static Player Cycling(string cycle) =>
        new($"start s; user a; end e; boundary t on a timer cycle {cycle} non; send remind; end e2; s -> a -> e; t -> remind -> e2");

    [Fact]
    public void A_cycle_reminds_as_often_as_it_says()
    {
        var run = Cycling("R3/P1D");
        for (var day = 1; day <= 5; day++)
            run.Wait(TimeSpan.FromDays(1));
        Assert.Equal(3, run.Count("remind"));
        Assert.Empty(run.State.Timers);
    }

    [Fact]
    public void A_cycle_without_count_goes_on_until_the_task_ends()
    {
        var run = Cycling("R/P1D");
        for (var day = 1; day <= 7; day++)
            run.Wait(TimeSpan.FromDays(1));
        Assert.Equal(7, run.Count("remind"));
        run.Do("a");
        Assert.Empty(run.State.Timers);
    }

    [Fact]
    public void Times_missed_while_nobody_looked_are_made_up_and_do_not_drift()
    {
        var run = Cycling("R/P1D").Wait(TimeSpan.FromDays(2.5));
        Assert.Equal(2, run.Count("remind"));
        Assert.Equal(Player.Morning.AddDays(3), run.State.NextDue);
    }

    [Fact]
    public void An_interrupting_cycle_happens_once()
    {
        var run = new Player("start s; user a; end e; boundary t on a timer cycle R3/P1D; user late; end e2; s -> a -> e; t -> late -> e2").Wait(TimeSpan.FromDays(9));
        Assert.Equal(1, run.Count("late"));
        Assert.Empty(run.State.Timers);
    }

    [Fact]
    public void An_expression_becomes_the_text_the_caller_says()
    {
        var process = Sketch.Process("start s; catch c timer duration =wait; end e; s -> c -> e");
        var answers = new Answers();
        answers.Texts["=wait"] = "PT2H";
        Assert.Equal(Player.Morning.AddHours(2), BpmnExecution.Start(process, answers, Player.Morning).State.NextDue);
        answers.Texts["=wait"] = "soon";
        Assert.Equal(BpmnProblemCode.TimerUnreadable, BpmnExecution.Start(process, answers, Player.Morning).Problem!.Code);
        answers.Texts.Clear();
        Assert.Equal(BpmnProblemCode.ExpressionFailed, BpmnExecution.Start(process, answers, Player.Morning).Problem!.Code);
    }

    [Fact]
    public void The_caller_may_count_working_days_itself()
    {
        var process = Sketch.Process("start s; catch c timer duration P3D; end e; s -> c -> e");
        var answers = new Answers { DueBy = (timer, now) => timer.Text == "P3D" ? now.AddDays(5) : null };
        Assert.Equal(Player.Morning.AddDays(5), BpmnExecution.Start(process, answers, Player.Morning).State.NextDue);
    }

    [Fact]
    public void A_time_the_caller_tells_makes_the_text_needless()
    {
        var process = Sketch.Process("start s; catch c timer duration =inOffice; end e; s -> c -> e");
        var answers = new Answers { DueBy = (_, now) => now.AddDays(7) };
        Assert.Equal(Player.Morning.AddDays(7), BpmnExecution.Start(process, answers, Player.Morning).State.NextDue);
    }

    [Fact]
    public void A_cycle_the_caller_counts_is_asked_again_from_each_time()
    {
        var process = Sketch.Process("start s; user a; end e; boundary t on a timer cycle R3/P1D non; send r; end e2; s -> a -> e; t -> r -> e2");
        var answers = new Answers { DueBy = (_, now) => now.AddDays(now.DayOfWeek == DayOfWeek.Thursday ? 3 : 1) };
        var thursday = new DateTimeOffset(2026, 3, 5, 8, 0, 0, TimeSpan.FromHours(3));
        var state = BpmnExecution.Start(process, answers, thursday).State;
        Assert.Equal(thursday.AddDays(3), state.NextDue);
        state = BpmnExecution.FireTimers(process, state, answers, thursday.AddDays(3)).State;
        Assert.Equal(thursday.AddDays(4), state.NextDue);
        Assert.Equal(1, state.Timers[0].Left);
    }

    [Fact]
    public void Timers_set_while_firing_and_already_due_fire_too()
    {
        var run = new Player("start s; catch c timer duration PT1H; catch d timer date 2026-03-01; user a; end e; s -> c -> d -> a -> e").Wait(TimeSpan.FromHours(1));
        Assert.Equal("a", run.Waiting);
    }

    [Fact]
    public void A_timer_loop_without_pause_is_stopped()
    {
        var run = new Player("start s; xor m; catch c timer date 2026-03-01; xor g; end e; s -> m -> c -> g; g -> m default; g -> e if done");
        var advance = BpmnExecution.FireTimers(run.Process, run.State, run.Answers, run.Now);
        Assert.Equal(BpmnProblemCode.RunsForever, advance.Problem!.Code);
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1H")]
    [InlineData("P1D2Y")]
    [InlineData("P1.5D")]
    [InlineData("1D")]
    [InlineData("P-1D")]
    [InlineData("P1DT")]
    [InlineData("P99999999999999999999D")]
    public void A_duration_that_is_none_is_refused_on_reading(string text)
    {
        var read = BpmnModel.Read(Sketch.Xml($"start s; catch c timer duration {text}; end e; s -> c -> e"));
        Assert.Equal("BPMN109", Assert.Single(read.Faults, f => f.Severity == BpmnSeverity.Error).Code);
    }

    [Theory]
    [InlineData("cycle", "R0/PT1H")]
    [InlineData("cycle", "R3/PT0S")]
    [InlineData("cycle", "0 0 9 * * ?")]
    [InlineData("cycle", "PT1H")]
    [InlineData("date", "tomorrow")]
    [InlineData("date", "2026-02-30")]
    [InlineData("date", "31/03/2026")]
    public void A_cycle_or_date_that_is_none_is_refused_on_reading(string kind, string text)
    {
        var xml = Sketch.Xml($"start s; catch c timer {kind} X; end e; s -> c -> e").Replace(">X<", $">{text}<", StringComparison.Ordinal);
        Assert.Equal("BPMN109", Assert.Single(BpmnModel.Read(xml).Faults, f => f.Severity == BpmnSeverity.Error).Code);
    }
}
