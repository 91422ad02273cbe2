using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Assistance;

/// <summary>One person acts for another: by a mandate, as a parent, by a registered power; within it, while it holds, and seen by both.</summary>
public sealed class MandateTests
{
    private const string Certificate = "moj/non-conviction-certificate";
    private const string Plan = "dls/land-plan";
    private const string Deed = "dls/registration-deed";

    private static readonly SignedIn Ahmad = Somebody("102", "أحمد محمود علي الخطيب", "Ahmad Al-Khatib", 38);
    private static readonly SignedIn Layla = Somebody("101", "ليلى سامي يوسف الحوراني", "Layla Al-Hourani", 31);
    private static readonly SignedIn Suad = Somebody("201", "سعاد إبراهيم خليل المصري", "Suad Al-Masri", 58);
    private static readonly SignedIn Omar = Somebody("205", "عمر زياد فارس العوضي", "Omar Al-Awadi", 41);
    private static readonly SignedIn Qais = Somebody("210", "قيس ماهر عدنان بركات", "Qais Barakat", 40);
    private static readonly SignedIn Jana = Somebody("211", "جنى قيس ماهر بركات", "Jana Barakat", 11);

    private static readonly MandateScope[] ReadAndApply = [MandateScope.Read, MandateScope.Apply];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Who_was_given_a_mandate_applies_for_another_and_both_see_it_until_it_is_withdrawn(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (keep, act) = (world.Get<KeepMandates>(), world.Get<ActFor>());
        var id = Kept(await keep.GrantAsync(Ahmad, new(Layla.NationalNumber, [Certificate], ReadAndApply, world.Today.AddMonths(3)), Ct));

        // Until she accepts he sees the number he typed and nothing else, and she can do nothing; nobody else accepts it for her.
        var offered = Assert.Single((await keep.OfAsync(Ahmad, Ct)).Given);
        Assert.Equal((MandateState.Offered, null, "2000000101"), (offered.State, offered.Agent.Name, offered.Agent.Number));
        Assert.IsType<ActFor.Standing.Ended>(await act.BeginAsync(Layla, id, Ct));
        Assert.IsType<KeepMandates.Result.NotFound>(await keep.AcceptAsync(Omar, id, Ct));
        Assert.IsType<KeepMandates.Result.NotFound>(await keep.AcceptAsync(Ahmad, id, Ct));
        Assert.Equal("أحمد محمود علي الخطيب", Assert.Single((await keep.OfAsync(Layla, Ct)).Held).Principal.Name!.Ar);
        Assert.IsType<KeepMandates.Result.NeedsAssurance>(await keep.AcceptAsync(Layla with { Level = Assurance.Low }, id, Ct));
        Kept(await keep.AcceptAsync(Layla, id, Ct));
        Assert.Equal("Layla Al-Hourani", Assert.Single((await keep.OfAsync(Ahmad, Ct)).Given).Agent.Name!.En);

        // A mandate that was not taken up is none; nor is another's, nor an officer's.
        Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Layla, id, Ct));
        Assert.Null(Assert.IsType<ActFor.Standing.Ended>(await act.BeginAsync(Omar, id, Ct)).Why);
        Assert.IsType<ActFor.Standing.Ended>(await act.BeginAsync(Layla with { PersonKey = "OFF:2000000101", Kind = "officer", Roles = ["moj:section"] }, id, Ct));
        Assert.IsType<ActFor.Standing.Ended>(await act.BeginAsync(Layla with { Level = Assurance.Low }, id, Ct));
        var acting = Now(await act.BeginAsync(Layla, id, Ct));
        Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Layla with { Level = Assurance.Low }, id, Ct));
        Assert.Equal(("JO:2000000102", "أحمد محمود علي الخطيب", "2000000101"), (acting.PersonKey, acting.Person.Name, acting.Person.RepresentativeNationalNumber));

        // What she begins is his, by her hand.
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Apply, new Matter(Service: Certificate), Ct));
        var application = Assert.IsType<StartApplication.Result.Started>(await world.Get<StartApplication>().RunAsync(Certificate, acting.Person, Channel.Portal, Layla.ToActor(), Ct)).ApplicationId;
        await world.AnswerCertificateAsync(application, acting.Person);
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Apply, new Matter(Application: application), Ct));
        var reference = Assert.IsType<SubmitApplication.Result.Submitted>(await world.Get<SubmitApplication>().RunAsync(application, acting.PersonKey, Layla.ToActor(), null, Ct)).Reference;
        Assert.Equal(reference, Assert.Single(await world.Get<ListMine>().CasesAsync(Ahmad.PersonKey, Ct)).Reference);
        Assert.Empty(await world.Get<ListMine>().CasesAsync(Layla.PersonKey, Ct));

        // The case says who it was, in words and in its events; so does his ledger, with the case.
        var view = (await world.Get<ReadCase>().ForApplicantAsync(reference, Ahmad.PersonKey, Ct))!;
        var submitted = view.Timeline.Single(l => l.Type == CaseEvents.Submitted).Text;
        Assert.Equal("The application was submitted by \u2068Layla Al-Hourani\u2069 on behalf of \u2068Ahmad Mahmoud Ali Al-Khatib\u2069", submitted.En);
        Assert.Equal("قُدِّم الطلب بيد \u2068ليلى سامي يوسف الحوراني\u2069 نيابة عن \u2068أحمد محمود علي الخطيب\u2069", submitted.Ar);
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Read, new Matter(Reference: reference), Ct));
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Read, new Matter(Reference: reference), Ct));
        var ledger = (await world.Get<AccessLedger>().OfPersonAsync(Ahmad.PersonKey, null, 50, Ct)).Where(l => l.Role == Mandate.Role && l.ReaderName == Layla.Name).ToList();
        Assert.Single(ledger, l => l.Subject == reference);
        Assert.Contains(ledger, l => l.Purpose.En.Contains("applying", StringComparison.Ordinal));
        world.Pass(TimeSpan.FromDays(1));
        await act.LookAsync(Layla, acting, MandateScope.Read, new Matter(Reference: reference), Ct);
        Assert.Equal(2, (await world.Get<AccessLedger>().OfPersonAsync(Ahmad.PersonKey, null, 50, Ct)).Count(l => l.Role == Mandate.Role && l.Subject == reference));

        // Both were told: given, accepted, first used. Messages of the case are his.
        foreach (var (who, words) in new[] { (Ahmad, "gave the holder"), (Layla, "asks you to act"), (Ahmad, "accepted your mandate"), (Layla, "You accepted"), (Ahmad, "began to act for you"), (Layla, "began to act for") })
        {
            Assert.Single(await MandateWordsAsync(world, who), m => m.Contains(words, StringComparison.Ordinal));
        }

        Assert.Contains(await world.Get<Inbox>().OfPersonAsync(Ahmad.PersonKey, 50, Ct), m => m.Reference == reference);
        Assert.DoesNotContain(await world.Get<Inbox>().OfPersonAsync(Layla.PersonKey, 50, Ct), m => m.Reference == reference);

        // Taken up again, nobody is told again. Withdrawn, it is over with her next step.
        Now(await act.BeginAsync(Layla, id, Ct));
        Assert.Single(await MandateWordsAsync(world, Ahmad), m => m.Contains("began to act", StringComparison.Ordinal));
        Now(await act.FindAsync(Layla, id, Ct));
        Kept(await keep.WithdrawAsync(Ahmad, id, Ct));
        Assert.Contains("withdrew", Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Layla, id, Ct)).Why!.En, StringComparison.Ordinal);
        Assert.IsType<ActFor.Standing.Ended>(await act.BeginAsync(Layla, id, Ct));
        Assert.IsType<KeepMandates.Result.NotFound>(await keep.WithdrawAsync(Ahmad, id, Ct));
        Assert.Equal(MandateState.Withdrawn, Assert.Single((await keep.OfAsync(Layla, Ct)).Held).State);
        Assert.Single(await MandateWordsAsync(world, Layla), m => m.Contains("no longer act for them", StringComparison.Ordinal));
        var actors = (await world.Get<EventLog>().OfChainAsync(id, Ct)).Select(e => (e.Type, e.ActorId)).ToList();
        Assert.Equal([("mandate-granted", Ahmad.PersonKey), ("mandate-accepted", Layla.PersonKey), ("mandate-used", Layla.PersonKey), ("mandate-withdrawn", Ahmad.PersonKey)], actors);
    }

    [Theory, OnEveryDatabase]
    public async Task An_officer_works_on_no_case_in_which_they_acted_for_its_applicant(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var acting = await ActingAsync(world, Ahmad, Layla, [Certificate], ReadAndApply);
        var application = Assert.IsType<StartApplication.Result.Started>(await world.Get<StartApplication>().RunAsync(Certificate, acting.Person, Channel.Portal, Layla.ToActor(), Ct)).ApplicationId;
        await world.AnswerCertificateAsync(application, acting.Person);
        var reference = Assert.IsType<SubmitApplication.Result.Submitted>(await world.Get<SubmitApplication>().RunAsync(application, acting.PersonKey, Layla.ToActor(), null, Ct)).Reference;
        await world.PayAsync(reference, acting.Person);
        await world.WorkAsync();
        var colleague = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(colleague, new QueueFilter(), 0, Ct)).Tasks);
        var herself = CaseWorld.Officer("2000000101", Layla.Name, "moj:section");
        Assert.Equal(0, (await world.Get<ReadTasks>().ForOfficerAsync(herself, new QueueFilter(), 0, Ct)).Total);
        Assert.Null(await world.Get<OpenCaseFile>().RunAsync(reference, task.TaskId, herself, Ct));
        Assert.Contains("acted in it", Assert.IsType<WorkTask.Result.Refused>(await world.Get<WorkTask>().DecideAsync(reference, task.TaskId, herself, Verdict.Approve, null, null, Ct)).Why.En, StringComparison.Ordinal);
        Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().ClaimAsync(reference, task.TaskId, colleague, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task What_the_mandate_does_not_hold_is_refused_in_words_and_what_is_not_the_persons_is_not_there(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var act = world.Get<ActFor>();
        var acting = await ActingAsync(world, Ahmad, Layla, [Mandate.Everything], ReadAndApply);

        async Task<string> OutsideAsync(Acting within, MandateScope scope, Matter matter) => Assert.IsType<ActFor.Look.Outside>(await act.LookAsync(Layla, within, scope, matter, Ct)).Why.En;

        // Scopes; and what is confidential, unless it is named.
        Assert.Contains("paying", await OutsideAsync(acting, MandateScope.Pay, new Matter(Service: Plan)), StringComparison.Ordinal);
        Assert.Contains("downloading", await OutsideAsync(acting, MandateScope.Download, new Matter()), StringComparison.Ordinal);
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Apply, new Matter(Service: Plan), Ct));
        Assert.Contains("confidential", await OutsideAsync(acting, MandateScope.Apply, new Matter(Service: Certificate)), StringComparison.Ordinal);
        var own = CaseWorld.Citizen("2000000102", Ahmad.Name);
        var draft = await world.StartAsync(Certificate, own);
        await world.AnswerCertificateAsync(draft, own);
        Assert.Contains("confidential", await OutsideAsync(acting, MandateScope.Apply, new Matter(Application: draft)), StringComparison.Ordinal);
        var reference = await world.SubmitAsync(draft, own);
        Assert.Contains("confidential", await OutsideAsync(acting, MandateScope.Read, new Matter(Reference: reference)), StringComparison.Ordinal);

        // Of others' matters, and of none, the same is said.
        var strange = await world.StartAsync(Plan, CaseWorld.Citizen("2000000104", "هالة"));
        foreach (var matter in (Matter[])[new(Application: strange), new(Application: Guid.Empty), new(Reference: "7K4M-92QX-3"), new(Document: "MY33-2GKC-658Y"), new(Service: "moj/unknown")])
        {
            Assert.IsType<ActFor.Look.NotThere>(await act.LookAsync(Layla, acting, MandateScope.Read, matter, Ct));
        }

        // An institution; and every service with the confidential one named.
        Kept(await world.Get<KeepMandates>().WithdrawAsync(Layla, acting.Mandate, Ct));
        acting = await ActingAsync(world, Ahmad, Layla, ["dls", "moj"], [MandateScope.Pay]);
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Pay, new Matter(Service: Plan), Ct));
        Assert.Contains("does not extend", await OutsideAsync(acting, MandateScope.Pay, new Matter(Service: "gam/property-tax")), StringComparison.Ordinal);
        Assert.Contains("confidential", await OutsideAsync(acting, MandateScope.Pay, new Matter(Service: Certificate)), StringComparison.Ordinal);
        Assert.Contains("applying", await OutsideAsync(acting, MandateScope.Apply, new Matter(Service: Plan)), StringComparison.Ordinal);
        Kept(await world.Get<KeepMandates>().WithdrawAsync(Layla, acting.Mandate, Ct));
        acting = await ActingAsync(world, Ahmad, Layla, [Mandate.Everything, Certificate, Plan], [MandateScope.Read]);
        Assert.Equal([Mandate.Everything, Certificate], acting.Services);
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Layla, acting, MandateScope.Read, new Matter(Reference: reference), Ct));
        Assert.Equal(2, (await MandateWordsAsync(world, Ahmad)).Count(m => m.Contains("Layla Al-Hourani gave up your mandate", StringComparison.Ordinal)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_mandate_ends_by_the_clock_and_both_are_told_a_month_before(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (keep, act) = (world.Get<KeepMandates>(), world.Get<ActFor>());
        var last = world.Today.AddMonths(2);
        var acting = await ActingAsync(world, Ahmad, Layla, [Plan], ReadAndApply, last);
        world.Sleep(TimeSpan.FromDays(25));
        await world.WorkAsync();
        Assert.DoesNotContain(await MandateWordsAsync(world, Ahmad), m => m.Contains("ends on", StringComparison.Ordinal));
        world.Sleep(TimeSpan.FromDays(7));
        await world.WorkAsync();
        Assert.Single(await MandateWordsAsync(world, Ahmad), m => m.Contains("ends on", StringComparison.Ordinal));
        Assert.Single(await MandateWordsAsync(world, Layla), m => m.Contains("ends on", StringComparison.Ordinal));

        // On its last day it holds, on the next it does not; then another may be given.
        world.Sleep(NationalCalendar.At(last, new TimeOnly(23, 50)) - world.Now);
        Now(await act.FindAsync(Layla, acting.Mandate, Ct));
        world.Sleep(TimeSpan.FromMinutes(11));
        Assert.Contains("over", Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Layla, acting.Mandate, Ct)).Why!.En, StringComparison.Ordinal);
        Assert.Equal(MandateState.Over, Assert.Single((await keep.OfAsync(Ahmad, Ct)).Given).State);
        var other = Kept(await keep.GrantAsync(Ahmad, new(Layla.NationalNumber, [Plan], ReadAndApply, world.Today.AddMonths(3)), Ct));

        // Nobody accepted in time: it lapsed. Somebody declined: it is over, and who they are was not said.
        world.Sleep(TimeSpan.FromDays(14));
        Assert.IsType<KeepMandates.Result.NotFound>(await keep.AcceptAsync(Layla, other, Ct));
        Assert.Equal(MandateState.Over, (await keep.OfAsync(Ahmad, Ct)).Given[0].State);
        other = Kept(await keep.GrantAsync(Ahmad, new(Layla.NationalNumber, [Plan], ReadAndApply, world.Today), Ct));
        Kept(await keep.DeclineAsync(Layla, other, Ct));
        Assert.Equal((MandateState.Declined, null), ((await keep.OfAsync(Ahmad, Ct)).Given[0].State, (await keep.OfAsync(Ahmad, Ct)).Given[0].Agent.Name));
        Assert.IsType<KeepMandates.Result.NotFound>(await keep.AcceptAsync(Layla, other, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Wrong_requests_are_refused_each_with_its_remedy_and_nobody_learns_who_exists(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var keep = world.Get<KeepMandates>();
        var day = world.Today.AddMonths(3);
        async Task<(string Field, string Why)> FaultAsync(SignedIn who, string? number, string[] services, MandateScope[] scopes, DateOnly? until)
        {
            var fault = Assert.Single(Assert.IsType<KeepMandates.Result.Refused>(await keep.GrantAsync(who, new(number, services, scopes, until), Ct)).Faults);
            Assert.NotEqual(fault.Why.Ar, fault.Why.En);
            return (fault.Field, fault.Why.En);
        }

        var own = await FaultAsync(Ahmad, "٢٠٠٠٠٠٠١٠٢", [Plan], ReadAndApply, day);
        Assert.Equal("number", own.Field);
        Assert.Contains("your own number", own.Why, StringComparison.Ordinal);
        Assert.Contains("ten digits", (await FaultAsync(Ahmad, "12", [Plan], ReadAndApply, day)).Why, StringComparison.Ordinal);
        Assert.Equal("services", (await FaultAsync(Ahmad, "2000000101", [], ReadAndApply, day)).Field);
        Assert.Contains("moj/unknown", (await FaultAsync(Ahmad, "2000000101", ["moj/unknown"], ReadAndApply, day)).Why, StringComparison.Ordinal);
        Assert.Equal("scopes", (await FaultAsync(Ahmad, "2000000101", [Plan], [], day)).Field);
        Assert.Equal("until", (await FaultAsync(Ahmad, "2000000101", [Plan], ReadAndApply, null)).Field);
        Assert.Contains("has passed", (await FaultAsync(Ahmad, "2000000101", [Plan], ReadAndApply, world.Today.AddDays(-1))).Why, StringComparison.Ordinal);
        Assert.Contains("a year at most", (await FaultAsync(Ahmad, "2000000101", [Plan], ReadAndApply, world.Today.AddYears(1).AddDays(1))).Why, StringComparison.Ordinal);
        Assert.Equal(4, Assert.IsType<KeepMandates.Result.Refused>(await keep.GrantAsync(Ahmad, new(null, [], [], null), Ct)).Faults.Count);

        // A child gives none, an officer neither, nor who is not said to be grown up.
        Assert.Contains("eighteen", (await FaultAsync(Jana, "2000000101", [Plan], ReadAndApply, day)).Why, StringComparison.Ordinal);
        Assert.Contains("eighteen", (await FaultAsync(Ahmad with { BirthDate = null }, "2000000101", [Plan], ReadAndApply, day)).Why, StringComparison.Ordinal);
        Assert.Contains("officer", (await FaultAsync(Ahmad with { Kind = "officer" }, "2000000101", [Plan], ReadAndApply, day)).Why, StringComparison.Ordinal);

        // Who is not known surely enough shows more first, to give it and to accept it.
        Assert.IsType<KeepMandates.Result.NeedsAssurance>(await keep.GrantAsync(Ahmad with { Level = Assurance.Low }, new("2000000101", [Plan], ReadAndApply, day), Ct));

        // An unknown number and a child's are taken like any other; the child may not accept.
        Kept(await keep.GrantAsync(Ahmad, new("9999999999", [Plan], ReadAndApply, day), Ct));
        var child = Kept(await keep.GrantAsync(Ahmad, new(Jana.NationalNumber, [Plan], ReadAndApply, day), Ct));
        Assert.Equal([null, null], (await keep.OfAsync(Ahmad, Ct)).Given.Select(m => m.Agent.Name));
        Assert.Contains("eighteen", Assert.Single(Assert.IsType<KeepMandates.Result.Refused>(await keep.AcceptAsync(Jana, child, Ct)).Faults).Why.En, StringComparison.Ordinal);

        // Twice to one, and too many in a day.
        Kept(await keep.GrantAsync(Ahmad, new("2000000101", [Plan], ReadAndApply, day), Ct));
        Assert.Contains("stands or waits", (await FaultAsync(Ahmad, "2000000101", ["gam"], ReadAndApply, day)).Why, StringComparison.Ordinal);
        Kept(await keep.GrantAsync(Ahmad, new("2000000104", [Plan], ReadAndApply, day), Ct));
        Kept(await keep.GrantAsync(Ahmad, new("2000000105", [Plan], ReadAndApply, day), Ct));
        Assert.Contains("in a day", (await FaultAsync(Ahmad, "2000000106", [Plan], ReadAndApply, day)).Why, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task A_parent_acts_for_their_child_by_the_family_book_until_it_is_eighteen(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (grounds, act) = (world.Get<AskGround>(), world.Get<ActFor>());
        var ward = Assert.Single((await grounds.WardsAsync(Qais, Ct))!);
        Assert.Equal("2000000211", ward.NationalNumber);
        Assert.Empty((await grounds.WardsAsync(Layla, Ct))!);
        Assert.Contains("among your children", Assert.IsType<AskGround.Result.Refused>(await grounds.OfWardAsync(Layla, "2000000211", Ct)).Why.En, StringComparison.Ordinal);
        Assert.IsType<AskGround.Result.Refused>(await grounds.OfWardAsync(Qais, "2000000101", Ct));
        var mandate = Assert.IsType<AskGround.Result.Known>(await grounds.OfWardAsync(Qais, "2000000211", Ct)).Mandate;
        Assert.Equal(mandate, Assert.IsType<AskGround.Result.Known>(await grounds.OfWardAsync(Qais, "2000000211", Ct)).Mandate);
        var acting = Now(await act.BeginAsync(Qais, mandate, Ct));
        Assert.Equal(("JO:2000000211", ward.EndsOn), (acting.PersonKey, acting.EndsOn!.Value));

        // Where the service is given to guardians, and nowhere else.
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Qais, acting, MandateScope.Apply, new Matter(Service: Deed), Ct));
        Assert.Contains("child", Assert.IsType<ActFor.Look.Outside>(await act.LookAsync(Qais, acting, MandateScope.Apply, new Matter(Service: Plan), Ct)).Why.En, StringComparison.Ordinal);
        Assert.Contains(await world.Get<AccessLedger>().OfPersonAsync("JO:2000000211", null, 20, Ct), l => l.Purpose.En.Contains("as a parent", StringComparison.Ordinal));
        Assert.IsType<KeepMandates.Result.NotFound>(await world.Get<KeepMandates>().WithdrawAsync(Qais, mandate, Ct));

        world.Sleep(NationalCalendar.At(ward.EndsOn, new TimeOnly(23, 50)) - world.Now);
        Now(await act.FindAsync(Qais, mandate, Ct));
        world.Sleep(TimeSpan.FromMinutes(11));
        Assert.Contains("eighteen", Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Qais, mandate, Ct)).Why!.En, StringComparison.Ordinal);
        Assert.Empty((await grounds.WardsAsync(Qais, Ct))!);
    }

    [Theory, OnEveryDatabase]
    public async Task A_registered_power_is_used_by_its_agent_for_what_it_names_while_the_register_says_so(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (grounds, act) = (world.Get<AskGround>(), world.Get<ActFor>());
        async Task<LocalizedText> RefusedAsync(SignedIn who, string? number) => Assert.IsType<AskGround.Result.Refused>(await grounds.OfPowerAsync(who, number, Ct)).Why;

        Assert.Contains("as it stands", (await RefusedAsync(Omar, " ")).En, StringComparison.Ordinal);
        Assert.Contains("revoked", (await RefusedAsync(Omar, "2025/0077")).En, StringComparison.Ordinal);

        // Another's power and one that is not there are told alike.
        Assert.Equal((await RefusedAsync(Layla, "2026/1205")).En, (await RefusedAsync(Layla, "2026/9999")).En.Replace("9999", "1205", StringComparison.Ordinal));
        var mandate = Assert.IsType<AskGround.Result.Known>(await grounds.OfPowerAsync(Omar, "٢٠٢٦/1205", Ct)).Mandate;
        var acting = Now(await act.BeginAsync(Omar, mandate, Ct));
        Assert.Equal((Suad.PersonKey, MandateGround.Power), (acting.PersonKey, acting.Ground));
        Assert.IsType<ActFor.Look.Inside>(await act.LookAsync(Omar, acting, MandateScope.Apply, new Matter(Service: Deed), Ct));
        Assert.Contains("power of attorney", Assert.IsType<ActFor.Look.Outside>(await act.LookAsync(Omar, acting, MandateScope.Apply, new Matter(Service: Plan), Ct)).Why.En, StringComparison.Ordinal);
        Assert.Contains("does not extend", Assert.IsType<ActFor.Look.Outside>(await act.LookAsync(Omar, acting, MandateScope.Apply, new Matter(Service: "dvld/vehicle-licence-renewal"), Ct)).Why.En, StringComparison.Ordinal);
        var hers = Assert.Single((await world.Get<KeepMandates>().OfAsync(Suad, Ct)).Given);
        Assert.Equal(("2026/1205", "Omar Al-Awadi", true), (hers.Power, hers.Agent.Name!.En, hers.LastUsedAt is not null));

        // While the register does not answer nothing is done, and nothing is over.
        await world.KnobAsync("justice", down: true);
        var asked = act.FindAsync(Omar, mandate, Ct);
        while (!asked.IsCompleted)
        {
            // It is asked again after pauses on the clock of the test.
            world.Pass(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }

        Assert.Contains("does not answer", Assert.IsType<ActFor.Standing.Unknown>(await asked).Why.En, StringComparison.Ordinal);
        await world.KnobAsync("justice", down: false);

        // It is the register's word of this moment: past its date there it is over here.
        world.Sleep(NationalCalendar.At(acting.EndsOn!.Value, new TimeOnly(23, 50)) - world.Now);
        Now(await act.FindAsync(Omar, mandate, Ct));
        world.Sleep(TimeSpan.FromMinutes(11));
        Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Omar, mandate, Ct));
        Assert.Contains("expired", (await RefusedAsync(Omar, "2026/1205")).En, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task A_mandate_of_somebody_who_has_died_is_over_at_the_next_taking_up(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (keep, act, late) = (world.Get<KeepMandates>(), world.Get<ActFor>(), Somebody("290", "جمال عارف سعد النابلسي", "Jamal Al-Nabulsi", 79));
        var id = Kept(await keep.GrantAsync(late, new(Layla.NationalNumber, [Plan], ReadAndApply, world.Today.AddMonths(3)), Ct));
        Kept(await keep.AcceptAsync(Layla, id, Ct));
        Assert.Contains("has died", Assert.IsType<ActFor.Standing.Ended>(await act.BeginAsync(Layla, id, Ct)).Why!.En, StringComparison.Ordinal);
        Assert.Equal(MandateState.Over, Assert.Single((await keep.OfAsync(Layla, Ct)).Held).State);
        Assert.IsType<ActFor.Standing.Ended>(await act.FindAsync(Layla, id, Ct));
    }

    private static async Task<CaseWorld> OpenAsync(DatabaseProvider on)
    {
        var world = await CaseWorld.OpenAsync(on);
        foreach (var who in (SignedIn[])[Ahmad, Layla, Suad, Omar, Qais])
        {
            Assert.IsType<SignIn.Result.Welcome>(await world.Get<SignIn>().RunAsync(
                new ClaimsPrincipal(new ClaimsIdentity(
                    [new("sub", who.NationalNumber!), new("name", who.Name), new("name_en", who.NameEn!), new("kind", "citizen"), new("phone_number", who.Phone!), new("locale", "en")], "test")),
                Channel.Portal, Ct));
        }

        return world;
    }

    private static async Task<Acting> ActingAsync(CaseWorld world, SignedIn principal, SignedIn agent, string[] services, MandateScope[] scopes, DateOnly? until = null)
    {
        var id = Kept(await world.Get<KeepMandates>().GrantAsync(principal, new(agent.NationalNumber, services, scopes, until ?? world.Today.AddMonths(3)), Ct));
        Kept(await world.Get<KeepMandates>().AcceptAsync(agent, id, Ct));
        return Now(await world.Get<ActFor>().BeginAsync(agent, id, Ct));
    }

    private static async Task<IReadOnlyList<string>> MandateWordsAsync(CaseWorld world, SignedIn who) =>
        [.. (await world.Get<Inbox>().OfPersonAsync(who.PersonKey, 50, Ct)).Where(m => m.MessageId == "mandate").Select(m => m.Text.En)];

    private static Guid Kept(KeepMandates.Result result) => Assert.IsType<KeepMandates.Result.Kept>(result).Id;

    private static Acting Now(ActFor.Standing standing) => Assert.IsType<ActFor.Standing.Now>(standing).Acting;

    private static SignedIn Somebody(string code, string name, string english, int age) => new(
        $"JO:2000000{code}", "citizen", $"2000000{code}", null, "JO", name, english, new DateOnly(2018, 1, 3).AddYears(-age), "M", $"+962790000{code}", "AM", [], Language.English)
    { Level = Assurance.High };
}
