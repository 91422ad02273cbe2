using System.Globalization;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates.TestReports;
using Diwan.Programme.Partners;
using Diwan.Programme.Security;

namespace Diwan.Programme.Gates;

/// <summary>One look at services: what concerns no one of them is asked once.</summary>
/// <param name="Anew">A service is to be moved by what is found: nothing of the last minutes will do.</param>
internal sealed record ProbeRound(bool Anew)
{
    internal Task<MoneyFound>? Money { get; set; }

    internal Task<Probed>? Counters { get; set; }

    internal Task<IReadOnlyDictionary<(string Service, TestKind Kind), TestReportView>>? Reports { get; set; }

    internal Task<IReadOnlyDictionary<string, (DateTimeOffset At, Money Amount)>>? Refunds { get; set; }

    internal Task<IReadOnlyList<DecisionView>>? Exempting { get; set; }
}

/// <param name="At">The moment of the proof.</param>
/// <param name="Open">Open differences with the rail, by institution; empty for what belongs to none.</param>
/// <param name="Asked">When the rail was last asked what it took; null if never.</param>
internal sealed record MoneyFound(
    DateTimeOffset At, LedgerReport Report, int Alarms, IReadOnlyList<(string Institution, int Count, DateTimeOffset Oldest)> Open, RailSweepView? Asked);

/// <summary>What the platform can judge of a service by itself, as it is at the moment of asking.</summary>
public sealed class ReadinessProbes(
    Catalogue catalogue, DefinitionProbes definitions, FolderProbe folder, FindColleagues colleagues, LedgerProof ledger, ReadAlarms alarms, ReadReconciliation reconciliation, FindVulnerabilities vulnerabilities,
    KeepTestReports reports, RegisterHealth registers, FindPartners partners, FindTrainees trainees, FindRefund refunds, FindDecisions decisions, PublishedServices services, TimeProvider time)
{
    internal async Task<Probed> RunAsync(GateProbe probe, ServiceDefinition service, ProbeRound round, CancellationToken ct) => probe switch
    {
        GateProbe.DefinitionSound => folder.Run(service),
        GateProbe.OwnerPresent => await OwnerAsync(service, ct),
        GateProbe.MoneyProven => await MoneyAsync(service, round, ct),
        GateProbe.VulnerabilitiesClosed => await VulnerabilitiesAsync(service, ct),
        GateProbe.RegistersConnected => await RegistersAsync(service, round.Anew, ct),
        GateProbe.AccessibilityTested => await TestedAsync(TestKind.Accessibility, service, round, ct),
        GateProbe.LoadTested => await TestedAsync(TestKind.Load, service, round, ct),
        GateProbe.RollbackTried => await TestedAsync(TestKind.Rollback, service, round, ct),
        GateProbe.RefundTried => await RefundedAsync(service, round, ct),
        GateProbe.ExemptionsDecided => await ExemptedAsync(service, round, ct),
        GateProbe.CountersTrained => service.Channels.Contains(Channel.Assisted)
            ? await (round.Counters ??= CountersAsync(ct))
            : new(true, new("لا تُقدَّم الخدمة في نقاط المساعدة.", "The service is not offered at assisted counters.")),
        _ => definitions.Run(probe, service),
    };

    private async Task<Probed> RegistersAsync(ServiceDefinition service, bool anew, CancellationToken ct)
    {
        if (service.Registers.Count == 0)
        {
            return new(true, new("لا تسأل الخدمة سجلاً.", "The service asks no register."));
        }

        var operations = service.Registers.Select(r => r.Operation.Id).Distinct(StringComparer.Ordinal).ToList();
        var answering = await registers.OfAsync(operations, anew, ct);
        var silent = operations.Where(o => !answering.Contains(o)).ToList();
        var fallbacks = new LocalizedText(
            string.Join("، ", service.Registers.Select(r => $"{r.Operation.Id} ({(r.Fallback == RegisterFallback.Wait ? "انتظار وإعادة" : "يدوياً")})")),
            string.Join(", ", service.Registers.Select(r => $"{r.Operation.Id} ({(r.Fallback == RegisterFallback.Wait ? "waits and asks again" : "by hand")})")));
        return silent.Count == 0
            ? new(true, new($"تجيب كلها الآن، ولكل منها بديل: {fallbacks.Ar}.", $"All answer now, each with its fallback: {fallbacks.En}."))
            : new(false, new($"لا تجيب الآن: {string.Join("، ", silent)}.", $"These do not answer now: {string.Join(", ", silent)}."));
    }

    /// <summary>The latest report of a kind: it must have passed, of this version, and not be too old.</summary>
    private async Task<Probed> TestedAsync(TestKind kind, ServiceDefinition service, ProbeRound round, CancellationToken ct)
    {
        if (!(await (round.Reports ??= reports.LatestAsync(ct))).TryGetValue((service.Id.ToString(), kind), out var last))
        {
            return new(false, kind == TestKind.Rollback
                ? new("لم يُجرَّب الرجوع بعد. افتح تجربة لأشخاص قليلين ثم اسحبها.", "No rollback was tried yet. Open a pilot for a few people, then take it back.")
                : new("لا تقرير بعد. ارفعه في صفحة المعيار.", "No report yet. Upload it on the page of the criterion."));
        }

        var day = NationalCalendar.DateAt(last.TestedAt);
        var on = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // Closing a service to everybody is the same in every version: once launched, it was tried.
        if (last.Version != service.Version && !(kind == TestKind.Rollback && services.Waiting(service.Id.ToString()) is not null))
        {
            return new(false, new($"اختُبرت النسخة {last.Version} في {on}، والحالية {service.Version}.", $"Version {last.Version} was tested on {on}; now there is {service.Version}."));
        }

        var days = catalogue.Gate.Tests!.Days;
        return day.AddDays(days) < NationalCalendar.DateAt(time.GetUtcNow())
            ? new(false, new($"مضى على الاختبار ({on}) أكثر من {days} يوماً.", $"The test ({on}) is more than {days} days old."))
            : new(last.Passed, new($"{on}: {last.Found.Ar}", $"{on}: {last.Found.En}"));
    }

    private async Task<Probed> RefundedAsync(ServiceDefinition service, ProbeRound round, CancellationToken ct)
    {
        var days = catalogue.Gate.Tests!.Days;
        var last = await (round.Refunds ??= refunds.LastAsync(time.GetUtcNow().AddDays(-days), ct));
        if (!last.TryGetValue(service.Id.Institution, out var found))
        {
            return new(false, new($"لم تردّ المؤسسة مالاً خلال {days} يوماً.", $"The institution gave no money back within {days} days."));
        }

        var on = NationalCalendar.DateAt(found.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(true, new(
            $"آخر ما ردّته المؤسسة: {found.Amount.ToString(Language.Arabic)} في {on}.", $"Last given back by the institution: {found.Amount.ToString(Language.English)} on {on}."));
    }

    private async Task<Probed> ExemptedAsync(ServiceDefinition service, ProbeRound round, CancellationToken ct)
    {
        if (catalogue.Gate.ElectronicOnly is not { Exemptions: { Count: > 0 } exempt })
        {
            return new(false, new("لا يذكر services/gate.yaml أحداً.", "services/gate.yaml names nobody."));
        }

        var decided = (await (round.Exempting ??= decisions.OnExemptionsAsync(NationalCalendar.DateAt(time.GetUtcNow()), ct)))
            .Where(d => d.Service is null || d.Service == service.Id.ToString()).ToList();
        return decided.Find(d => d.Exempt.SequenceEqual(exempt)) is { } names
                ? new(true, new(
                    $"القرار {names.Number} يسمّيهم: {string.Join("، ", exempt.Select(e => e.Name.Ar))}.", $"Decision {names.Number} names them: {string.Join("; ", exempt.Select(e => e.Name.En))}."))
            : decided is [var other, ..]
                ? new(false, new($"تغيّرت القائمة منذ القرار {other.Number}.", $"The list is another than that of decision {other.Number}."))
            : new(false, new("لا قرار نافذاً يسمّي المستثنين: القائمة افتراض.", "No decision in force names the exempt: the list is an assumption."));
    }

    private async Task<Probed> CountersAsync(CancellationToken ct)
    {
        var today = NationalCalendar.DateAt(time.GetUtcNow());
        var open = (await partners.AllAsync(ct)).Where(p => p.ContractOn(today) is not null).SelectMany(p => p.Sites).Where(s => s.IsOpenOn(today)).Select(s => s.Code).ToList();
        var staffed = await trainees.StaffedAsync(today, ct);
        var certified = open.Count(staffed.Contains);
        return new(
            open.Count > 0 && certified >= catalogue.Gate.Tests!.Counters * open.Count,
            new($"نقاط مفتوحة فيها معتمد: {certified} من {open.Count}.", string.Create(CultureInfo.InvariantCulture, $"Open counters with somebody certified: {certified} of {open.Count}.")));
    }

    private async Task<Probed> OwnerAsync(ServiceDefinition service, CancellationToken ct)
    {
        var holders = await colleagues.InRolesAsync([service.Owner], ct);
        var role = catalogue.FindRole(service.Owner)?.Name ?? LocalizedText.Same(service.Owner);
        return holders.Count > 0
            ? new(true, new(
                $"{role.Ar}: {string.Join("، ", holders.Select(h => h.Name))}.", $"{role.En}: {string.Join(", ", holders.Select(h => h.NameEn ?? h.Name))}."))
            : new(false, new($"لم يدخل أحد بعد بصفة {role.Ar}.", $"Nobody has signed in yet as {role.En}."));
    }

    /// <summary>The ledger is proven, something was paid, the rail was asked within a day what it took, and nothing that concerns the institution or no one is open.</summary>
    private async Task<Probed> MoneyAsync(ServiceDefinition service, ProbeRound round, CancellationToken ct)
    {
        var found = await (round.Money ??= AskMoneyAsync(round.Anew, ct));
        var moment = NationalCalendar.ToAmman(found.At).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var differences = found.Open.Where(o => o.Institution.Length == 0 || o.Institution == service.Id.Institution).Sum(o => o.Count);
        var asked = found.Asked is { } last && time.GetUtcNow() - last.At <= TimeSpan.FromDays(1);
        return (found, differences, asked) switch
        {
            ({ Report.IsSound: false } or { Alarms: > 0 }, _, _) => new(false, new(
                $"فروق الدفتر {found.Report.Faults.Count}، تنبيهات مفتوحة {found.Alarms}.",
                string.Create(CultureInfo.InvariantCulture, $"Faults of the ledger: {found.Report.Faults.Count}; open alarms: {found.Alarms}."))),
            ({ Report.Postings: 0 }, _, _) => new(false, new($"لم يُدفع شيء بعد ({moment}): لا شيء يُطابَق.", $"Nothing was paid yet ({moment}): there is nothing to agree.")),
            (_, > 0, _) => new(false, new($"فروق مفتوحة مع قناة الدفع: {differences}.", string.Create(CultureInfo.InvariantCulture, $"Open differences with the rail: {differences}."))),
            (_, _, false) => new(false, new("لم تُسأل قناة الدفع عما قبضته خلال يوم.", "The rail was not asked within a day what it took.")),
            _ => new(true, new(
                $"القيود {found.Report.Postings} متوازنة ({moment})، وقناة الدفع مطابقة، ولا تنبيه مفتوح.",
                string.Create(CultureInfo.InvariantCulture, $"Postings {found.Report.Postings}, all proven ({moment}); the rail agrees; no alarm is open."))),
        };
    }

    private async Task<MoneyFound> AskMoneyAsync(bool anew, CancellationToken ct)
    {
        var (at, report) = await ledger.RunAsync(anew, ct);
        return new(at, report, await alarms.OpenAsync(ct), await reconciliation.OpenByInstitutionAsync(ct), await reconciliation.LastAskedAsync(ct));
    }

    private async Task<Probed> VulnerabilitiesAsync(ServiceDefinition service, CancellationToken ct)
    {
        var blocking = await vulnerabilities.BlockingAsync(service.Id.ToString(), ct);
        return blocking.Count == 0
            ? new(true, new("لا ثغرة مفتوحة تمنع الإطلاق.", "No open vulnerability blocks a launch."))
            : new(false, new(
                $"ثغرات مفتوحة مانعة: {string.Join("، ", blocking)}.", $"Open vulnerabilities that block: {string.Join(", ", blocking)}."));
    }
}
