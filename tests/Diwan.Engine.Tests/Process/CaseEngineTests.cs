using CsCheck;
using Diwan.Engine.Process;
using Diwan.Kernel;

namespace Diwan.Engine.Tests.Process;

public sealed class CaseEngineTests
{
    private static Money Total(LivingCase life) => life.Effects.OfType<CaseEffect.Refund>().Aggregate(Money.Zero, (sum, r) => sum + r.Amount);

    [Fact]
    public void A_clean_record_goes_from_bill_to_certificate_and_repeated_news_changes_nothing()
    {
        var life = LivingCase.Certificate();
        Assert.Equal(PublicState.AwaitingPayment, CaseWords.PublicState(life.Definition, life.State));
        Assert.Null(life.State.PromisedAt);

        life.Pay();
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(new CaseCommand.Pay("B-1", "R-1", life.Now)));
        life.Refuses(CaseRefusalCode.NoBill, new CaseCommand.Pay("B-other", "R-1", life.Now));
        Assert.NotNull(life.State.PromisedAt);

        life.Record("NONE");
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(new CaseCommand.RegisterAnswered(life.Last<CaseEffect.ReadRegister>().ActivityId, [])));
        Assert.Equal(PublicState.Decided, CaseWords.PublicState(life.Definition, life.State));

        var issue = life.Last<CaseEffect.IssueDocument>();
        var issued = new CaseCommand.DocumentIssued(issue.ActivityId, issue.DocumentId, "D-1");
        life.Accept(issued);
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(issued));
        Assert.Equal(PublicState.Issued, life.State.End);
        Assert.Single(life.State.Documents);
        Assert.Equal(["billIssued", "paid", "issued"], life.Effects.OfType<CaseEffect.SendMessage>().Select(m => m.MessageId));
        life.Refuses(CaseRefusalCode.Ended, new CaseCommand.Withdraw(null));
    }

    [Fact]
    public void Paper_is_handed_over_against_a_code_that_the_message_and_the_officer_know()
    {
        var life = LivingCase.Of("dls/registration-deed", "paper-copy-collected").Pay();
        Assert.Null(life.State.DeliveryCode);
        var read = life.Last<CaseEffect.ReadRegister>();
        life.Accept(new CaseCommand.RegisterAnswered(read.ActivityId, life.Registered(read.RegisterId)));
        life.Accept(new CaseCommand.DocumentIssued(life.Last<CaseEffect.IssueDocument>().ActivityId, "deed", "D-1"));
        Assert.Equal("482913", life.State.DeliveryCode);
        Assert.DoesNotContain(life.Effects.OfType<CaseEffect.SendMessage>(), m => m.Values.ContainsKey("deliveryCode"));

        life.Claim(LivingCase.Layla).Decide(LivingCase.Layla, Verdict.Approve);
        Assert.Equal("482913", life.Last<CaseEffect.SendMessage>().Values["deliveryCode"].Ar);
        Assert.DoesNotContain(life.Events, e => e.Data.Values.Any(v => v.Contains("482913", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_step_tells_one_thing_and_a_confidential_desk_is_never_told_of()
    {
        var renewal = LivingCase.Of("gam/vocational-licence-renewal", "restaurant-with-approvals");
        Assert.Equal(["received"], renewal.Effects.OfType<CaseEffect.SendMessage>().Select(m => m.MessageId));

        var certificate = LivingCase.Certificate().Pay().Record("POSSIBLE");
        Assert.True(certificate.Task.Confidential);
        Assert.Equal(["billIssued", "paid"], certificate.Effects.OfType<CaseEffect.SendMessage>().Select(m => m.MessageId));
    }

    [Fact]
    public void A_holiday_announced_meanwhile_moves_the_dates_before_anybody_is_blamed()
    {
        var life = LivingCase.Permit().Pay();
        var (due, promised) = (life.Task.DueAt, life.State.PromisedAt!.Value);
        life.Announce(NationalCalendar.DateAt(life.Now).AddDays(1), NationalCalendar.DateAt(life.Now).AddDays(7));
        life.Now = due > promised ? due : promised;
        life.Accept(new CaseCommand.Tick());
        Assert.False(life.State.PromiseBroken);
        Assert.False(life.Task.Overdue);
        Assert.True(life.Task.DueAt > due);
        Assert.True(life.State.PromisedAt > promised);
        var moved = Assert.Single(life.Events, e => e.Type == CaseEvents.PromiseMoved);
        Assert.NotNull(CaseWords.Line(life.Definition, life.State, moved));

        life.Now = life.Task.DueAt > life.State.PromisedAt.Value ? life.Task.DueAt : life.State.PromisedAt.Value;
        life.Accept(new CaseCommand.Tick());
        Assert.True(life.State.PromiseBroken);
        Assert.True(life.Task.Overdue);
    }

    [Fact]
    public void A_task_has_one_holder_at_a_time()
    {
        var life = LivingCase.Permit().Pay();
        var task = life.Task.Id;
        life.Claim(LivingCase.Layla);
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(new CaseCommand.Claim(task, LivingCase.Layla)));
        life.Refuses(CaseRefusalCode.TaskHeldByAnother, new CaseCommand.Claim(task, LivingCase.Omar));
        life.Refuses(CaseRefusalCode.TaskHeldByAnother, new CaseCommand.Release(task, LivingCase.Omar));
        life.Refuses(CaseRefusalCode.NoSuchTask, new CaseCommand.Claim("none", LivingCase.Omar));

        life.Accept(new CaseCommand.Reassign(task, LivingCase.Layla, LivingCase.Omar));
        life.Refuses(CaseRefusalCode.TaskHeldByAnother, new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Approve, null, null));
        life.Accept(new CaseCommand.Release(task, LivingCase.Omar));
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(new CaseCommand.Release(task, LivingCase.Omar)));
        Assert.Null(life.Task.OfficerId);
    }

    [Fact]
    public void A_decision_needs_a_claim_and_a_refusal_a_reason_and_a_note()
    {
        var life = LivingCase.Permit().Pay();
        var task = life.Task.Id;
        life.Refuses(CaseRefusalCode.TaskNotHeld, new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Approve, null, null));
        life.Claim(LivingCase.Layla);
        life.Refuses(CaseRefusalCode.UnknownReason, new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Refuse, null, "توضيح"));
        life.Refuses(CaseRefusalCode.UnknownReason, new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Refuse, "nonsense", "توضيح"));
        life.Refuses(CaseRefusalCode.NoteMissing, new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Refuse, "notProven", "  "));

        life.Decide(LivingCase.Layla, Verdict.Refuse, "notProven");
        var refund = life.Last<CaseEffect.Refund>();
        Assert.Equal(life.State.Bill!.Total, refund.Amount);
        life.Accept(new CaseCommand.Refunded(refund.ActivityId, refund.Amount));
        Assert.Equal(PublicState.Refused, life.State.End);
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(new CaseCommand.Refunded(refund.ActivityId, refund.Amount)));
        Assert.Equal(life.State.Bill!.Total, life.State.Bill.Refunded);
    }

    [Fact]
    public void Sending_back_stops_the_clock_and_opens_only_the_named_questions()
    {
        var life = LivingCase.Permit().Pay().Claim(LivingCase.Layla);
        var (due, promised) = (life.Task.DueAt, life.State.PromisedAt!.Value);
        life.Refuses(CaseRefusalCode.UnknownQuestion, new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, [], "اكتب الرقم"));
        life.Refuses(CaseRefusalCode.UnknownQuestion, new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, ["none"], "اكتب الرقم"));
        life.Refuses(CaseRefusalCode.NoteMissing, new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, ["copies"], ""));
        life.Refuses(CaseRefusalCode.NothingToComplete, new CaseCommand.Complete(life.State.Answers));

        var sentAt = life.Now;
        life.Accept(new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, ["copies"], "صحّح العدد"));
        Assert.Equal(PublicState.YourTurn, CaseWords.PublicState(life.Definition, life.State));
        life.Now = life.Now.AddDays(9);
        life.Do(new CaseCommand.Tick());
        Assert.False(life.State.PromiseBroken);
        Assert.False(life.Task.Overdue);

        var before = life.State.Answers;
        life.Accept(new CaseCommand.Complete(before.Without("mobile")));
        Assert.True(life.State.Answers.Has("mobile"));
        var stood = life.Calendar.WorkingTime(sentAt, life.Now);
        Assert.True(stood > TimeSpan.Zero);
        Assert.Equal(life.Calendar.AddWorkingTime(due, stood), life.Task.DueAt);
        Assert.Equal(life.Calendar.AddWorkingTime(promised, stood), life.State.PromisedAt);
    }

    [Fact]
    public void The_promise_is_reckoned_with_the_time_a_case_waited_for_its_applicant_and_holidays_of_then_and_since()
    {
        var life = LivingCase.Permit().Pay().Claim(LivingCase.Layla);
        var first = life.State.PromisedAt!.Value;
        Assert.Null(CaseDates.PromiseIfCompleted(life.Definition, life.State, life.Calendar, life.Now));

        void WithApplicant(int days)
        {
            life.Accept(new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, ["copies"], "صحّح العدد"));
            var sent = life.Now;
            life.Now = life.Now.AddDays(days);
            var shown = CaseDates.PromiseIfCompleted(life.Definition, life.State, life.Calendar, life.Now);
            life.Accept(new CaseCommand.Complete(life.State.Answers));
            Assert.Equal(shown, life.State.PromisedAt);
            Assert.Equal(sent, life.Task.Pauses[^1].From);
            Assert.Equal(life.Now, life.Task.Pauses[^1].To);
        }

        // Two pauses, each left out; the applicant reads the new date and why.
        WithApplicant(7);
        var second = life.State.PromisedAt!.Value;
        Assert.True(second > first);
        WithApplicant(8);
        var third = life.State.PromisedAt!.Value;
        Assert.True(third > second);
        var told = life.Events.Where(e => e.Type == CaseEvents.PromiseMoved).ToList();
        Assert.Equal(["pause", "pause"], told.Select(e => e.Data["why"]));
        Assert.Equal(NationalCalendar.DateAt(third).ToString("yyyy-MM-dd", null), told[^1].Data["until"]);
        Assert.Contains("waited for you", CaseWords.Line(life.Definition, life.State, told[^1])!.En, StringComparison.Ordinal);

        // A holiday announced after that moves the date further, as it does where nothing was sent back.
        life.Announce(NationalCalendar.DateAt(third), NationalCalendar.DateAt(third).AddDays(6));
        life.Now = third;
        life.Accept(new CaseCommand.Tick());
        Assert.False(life.State.PromiseBroken);
        Assert.False(life.Task.Overdue);
        Assert.True(life.State.PromisedAt > third.AddDays(5));
        Assert.Equal("holiday", life.Events.Last(e => e.Type == CaseEvents.PromiseMoved).Data["why"]);

        // And then it is broken, once.
        life.Now = life.State.PromisedAt!.Value;
        life.Accept(new CaseCommand.Tick());
        Assert.True(life.State.PromiseBroken);
    }

    [Fact]
    public void A_case_completed_on_the_day_it_was_sent_back_keeps_its_promised_day_and_says_nothing_of_it()
    {
        var life = LivingCase.Permit().Pay().Claim(LivingCase.Layla);
        life.Now = NationalCalendar.At(life.Calendar.WorkingDayFrom(NationalCalendar.DateAt(life.Now)), new TimeOnly(16, 0));
        var promised = life.State.PromisedAt;
        life.Accept(new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, ["copies"], "صحّح العدد"));
        life.Now = life.Now.AddHours(1);
        life.Accept(new CaseCommand.Complete(life.State.Answers));
        Assert.Equal(promised, life.State.PromisedAt);
        Assert.DoesNotContain(life.Events, e => e.Type == CaseEvents.PromiseMoved);
    }

    [Fact]
    public void What_is_not_completed_in_time_lapses_and_the_money_goes_back()
    {
        var life = LivingCase.Permit().Pay().Claim(LivingCase.Layla);
        life.Accept(new CaseCommand.SendBack(life.Task.Id, LivingCase.Layla, ["copies"], "صحّح العدد"));
        var until = life.Task.SentBack!.Until;
        life.Now = until.AddTicks(-1);
        life.Do(new CaseCommand.Tick());
        Assert.Null(life.State.End);
        life.Now = until;
        life.Accept(new CaseCommand.Tick());
        Assert.Equal(PublicState.Lapsed, life.State.End);
        Assert.Equal(life.State.Bill!.Total, life.Last<CaseEffect.Refund>().Amount);
        Assert.Equal("lapsed", life.Last<CaseEffect.Refund>().Why);
    }

    [Fact]
    public void A_late_task_and_a_broken_promise_are_told_once()
    {
        var life = LivingCase.Permit().Pay();
        life.Now = life.Task.DueAt > life.State.PromisedAt!.Value ? life.Task.DueAt : life.State.PromisedAt.Value;
        life.Accept(new CaseCommand.Tick());
        Assert.True(life.Task.Overdue);
        Assert.True(life.State.PromiseBroken);
        Assert.IsType<CaseOutcome.AlreadyDone>(life.Do(new CaseCommand.Tick()));
        Assert.Single(life.Events, e => e.Type == CaseEvents.PromiseBroken);
        Assert.Single(life.Events, e => e.Type == CaseEvents.TaskOverdue);
    }

    [Fact]
    public void A_case_withdrawn_before_payment_cancels_the_bill_and_after_it_gives_the_money_back()
    {
        var unpaid = LivingCase.Permit().Accept(new CaseCommand.Withdraw(null));
        Assert.Equal("B-1", unpaid.Last<CaseEffect.CancelBill>().BillNumber);
        Assert.Empty(unpaid.Effects.OfType<CaseEffect.Refund>());

        var paid = LivingCase.Permit().Pay().Accept(new CaseCommand.Withdraw(null));
        Assert.Equal(paid.State.Bill!.Total, Total(paid));
        Assert.All(paid.State.Tasks, t => Assert.Equal(TaskState.Cancelled, t.State));

        var decided = LivingCase.Permit().Pay().Claim(LivingCase.Layla).Decide(LivingCase.Layla, Verdict.Approve);
        decided.Refuses(CaseRefusalCode.TooLateToWithdraw, new CaseCommand.Withdraw(null));
    }

    [Fact]
    public void Confidential_steps_show_neither_in_what_may_be_done_nor_in_what_is_told()
    {
        var life = LivingCase.Certificate().Pay();
        var told = life.Events.Count;
        life.Record("POSSIBLE").Claim(LivingCase.Layla);
        Assert.True(CaseEngine.CanWithdraw(life.Definition, life.State));
        life.Decide(LivingCase.Layla, Verdict.Approve).Claim(LivingCase.Omar);
        Assert.Equal("judge", life.Task.NodeId);
        Assert.True(CaseEngine.CanWithdraw(life.Definition, life.State));
        Assert.Equal(PublicState.BeingChecked, CaseWords.PublicState(life.Definition, life.State));
        Assert.All(life.Events.Skip(told), e => Assert.Equal(Audience.Confidential, e.Audience));

        life.Accept(new CaseCommand.SendBack(life.Task.Id, LivingCase.Omar, ["requestingBody"], "اكتب اسم الجهة"));
        life.Accept(new CaseCommand.Complete(life.State.Answers));
        Assert.All(life.Events.Skip(told).Where(e => e.Audience != Audience.Confidential), e => Assert.Null(e.NodeId));

        var seen = life.State.WithoutConfidential(life.Definition);
        Assert.Empty(seen.Tasks);
        Assert.Empty(seen.Decisions);
        Assert.Empty(seen.RuleResults);
        Assert.False(seen.Facts.Has("criminalRecord"));
        Assert.True(seen.Facts.Has("person"));
        Assert.DoesNotContain(seen.Process.Tokens, t => t.Node is "judge" or "section");
    }

    [Fact]
    public void A_silent_register_with_a_manual_fallback_goes_on_to_people()
    {
        var life = LivingCase.Certificate().Pay();
        life.Accept(new CaseCommand.RegisterFailed(life.Last<CaseEffect.ReadRegister>().ActivityId, "register.down"));
        Assert.Equal("section", life.Task.NodeId);
        Assert.All(life.Events.Where(e => e.NodeId is "readRecord" or "section"), e => Assert.Equal(Audience.Confidential, e.Audience));
    }

    [Fact]
    public void A_silent_register_without_a_way_out_waits_and_takes_the_answer_later()
    {
        var life = LivingCase.Permit().Pay().Claim(LivingCase.Layla).Decide(LivingCase.Layla, Verdict.Approve);
        var write = life.Last<CaseEffect.WriteRegister>().ActivityId;
        life.Accept(new CaseCommand.RegisterFailed(write, "register.down"));
        Assert.True(life.State.IsWaiting(write));
        Assert.Contains(life.Events, e => e.Type == CaseEvents.Stuck);
        life.Accept(new CaseCommand.RegisterAnswered(write, []));
        Assert.False(life.State.IsWaiting(write));
        Assert.NotEmpty(life.Effects.OfType<CaseEffect.IssueDocument>());
    }

    [Fact]
    public void No_sequence_of_commands_throws_or_gives_back_more_than_was_paid() =>
        Gen.Int[0, 13].Array[1, 25].Select(Gen.Bool, (steps, certificate) => (steps, certificate)).Sample(
            run =>
            {
                var life = run.certificate ? LivingCase.Certificate() : LivingCase.Permit();
                foreach (var step in run.steps)
                {
                    var task = life.State.Tasks.LastOrDefault()?.Id ?? "none";
                    var activity = life.State.Process.Tokens.Count > 0 ? life.State.Process.Tokens[^1].Id : "none";
                    life.Do(step switch
                    {
                        0 or 1 => new CaseCommand.Pay("B-1", "R-1", life.Now),
                        2 => new CaseCommand.Claim(task, LivingCase.Layla),
                        3 => new CaseCommand.Release(task, LivingCase.Layla),
                        4 => new CaseCommand.Reassign(task, LivingCase.Omar, LivingCase.Layla),
                        5 => new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Approve, null, null),
                        6 => new CaseCommand.Decide(task, LivingCase.Layla, Verdict.Refuse, life.Definition.Refusals[0], "توضيح"),
                        7 => new CaseCommand.SendBack(task, LivingCase.Layla, ["mobile"], "صحّح الرقم"),
                        8 => new CaseCommand.Complete(life.State.Answers),
                        9 when life.Effects.OfType<CaseEffect.WriteRegister>().LastOrDefault() is { } w => new CaseCommand.RegisterAnswered(w.ActivityId, []),
                        9 when life.Effects.OfType<CaseEffect.ReadRegister>().LastOrDefault() is { } r => new CaseCommand.RegisterAnswered(r.ActivityId, null),
                        10 => new CaseCommand.RegisterFailed(activity, "register.refused"),
                        11 when life.Effects.OfType<CaseEffect.Refund>().LastOrDefault() is { } f => new CaseCommand.Refunded(f.ActivityId, f.Amount),
                        12 => new CaseCommand.Withdraw(null),
                        _ => Later(life),
                    });
                    var paid = life.State.Bill is { PaidAt: not null } bill ? bill.Total : Money.Zero;
                    Assert.True(Total(life) <= paid, $"{Total(life)} was ordered back of {paid}.");
                    Assert.True((life.State.Bill?.Refunded ?? Money.Zero) <= Total(life));
                }
            },
            iter: 200);

    private static CaseCommand.Tick Later(LivingCase life)
    {
        life.Now = life.Now.AddDays(4);
        return new CaseCommand.Tick();
    }

    [Fact]
    public void Every_event_is_in_the_page_of_events()
    {
        var page = File.ReadAllText(Path.Combine(Services.Folder, "../docs/events.md"));
        var events = typeof(CaseEvents).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();
        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Contains($"| `{e}` |", page, StringComparison.Ordinal));
    }
}
