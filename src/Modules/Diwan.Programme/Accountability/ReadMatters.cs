using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Security;
using Diwan.Programme.Workbench;

namespace Diwan.Programme.Accountability;

/// <summary>
/// Everything that is open in the programme, from wherever it is kept: each with one owner, a deadline and an age. The office and the committee read all of
/// it, the head of a unit what concerns the institution.
/// </summary>
public sealed class ReadMatters(
    ReadGate gate, FindDecisions decisions, FindVulnerabilities vulnerabilities, CountLate late, ReadReconciliation reconciliation, WatchDrift drift, FindColleagues colleagues, PublishedServices services, TimeProvider time)
{
    /// <summary>Whether there is anything here for a reader.</summary>
    public bool Concerns(SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.May(Ability.SeeProgramme) || services.Catalogue.HeadedBy(who.Roles).Count > 0;
    }

    /// <summary>What a reader may know of, the latest past its deadline first.</summary>
    public async Task<IReadOnlyList<OpenMatter>> ForAsync(SignedIn who, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        var all = await AllAsync(ct);
        var headed = services.Catalogue.HeadedBy(who.Roles);
        return who.May(Ability.SeeProgramme) ? all : [.. all.Where(m => m.Institution is not null && headed.Contains(m.Institution))];
    }

    internal async Task<IReadOnlyList<OpenMatter>> AllAsync(CancellationToken ct)
    {
        var today = NationalCalendar.DateAt(time.GetUtcNow());
        List<OpenMatter> found = [.. await GapsAsync(today, ct), .. await DecisionsAsync(today, ct), .. await VulnerabilitiesAsync(today, ct), .. await DesksAsync(today, ct), .. await DriftAsync(today, ct)];
        return Ordered(found);
    }

    /// <summary>Cases and complaints past their day, alone.</summary>
    internal async Task<IReadOnlyList<OpenMatter>> LateWorkAsync(CancellationToken ct) =>
        Ordered((await DesksAsync(NationalCalendar.DateAt(time.GetUtcNow()), ct)).Where(m => m.Kind is MatterKind.LateCases or MatterKind.LateComplaints));

    private static IReadOnlyList<OpenMatter> Ordered(IEnumerable<OpenMatter> matters) =>
        [.. matters.OrderByDescending(m => m.DaysLate).ThenBy(m => m.DueOn ?? DateOnly.MaxValue).ThenBy(m => m.Key, StringComparer.Ordinal)];

    private async Task<IEnumerable<OpenMatter>> GapsAsync(DateOnly today, CancellationToken ct)
    {
        var matters = new List<OpenMatter>();
        foreach (var (service, since, standings) in await gate.UnderWayAsync(ct))
        {
            var id = service.Id.ToString();
            matters.AddRange(standings.Where(s => !s.IsMet && s.Override is null).Select(s => Matter(
                $"gap:{id}:{s.Criterion}", MatterKind.Gap, new LocalizedText($"{service.Name.Ar}: {s.Name.Ar}", $"{service.Name.En}: {s.Name.En}"), 1, service.Id.Institution, id,
                s.GapOwner is { } owner ? LocalizedText.Same(owner) : RoleName(services.Catalogue.Gate.Find(s.Criterion)!.OwnerAt(service.Id)),
                s.GapDue, since, today, $"/programme/gate/{id}/{s.Criterion}")));
            if (services.Waiting(id) is { } waiting)
            {
                var published = NationalCalendar.DateAt(await services.PublishedAtAsync(waiting, ct));
                matters.Add(Matter(
                    $"version:{id}:{waiting.Version}", MatterKind.WaitingVersion,
                    new($"{service.Name.Ar}: النسخة {waiting.Version} تنتظر فحصها", $"{service.Name.En}: version {waiting.Version} waits for its check"), 1, service.Id.Institution, id,
                    await OfficeAsync(waiting.Owner, ct), null, published, today, $"/programme/gate/{id}"));
            }
        }

        return matters;
    }

    private async Task<IEnumerable<OpenMatter>> DecisionsAsync(DateOnly today, CancellationToken ct) =>
        (await decisions.AllAsync(ct)).Where(d => !d.Done && d.ReplacedBy is null && (d.DueOn is not null || d.Kind is DecisionKind.Recommendation or DecisionKind.Budget or DecisionKind.Other))
            .Select(d => Matter(
                $"decision:{d.Number}", MatterKind.Decision, d.Words, 1, d.Service?.Split('/')[0], d.Service, LocalizedText.Same(d.Owner), d.DueOn, d.DecidedOn, today, $"/programme/decisions/{d.Number}"));

    private async Task<IEnumerable<OpenMatter>> VulnerabilitiesAsync(DateOnly today, CancellationToken ct) =>
        (await vulnerabilities.AllAsync(ct)).Where(v => v.ClosedAt is null).Select(v => Matter(
            $"vulnerability:{v.Number}", MatterKind.Vulnerability, new LocalizedText($"ثغرة أمنية {v.Number}", $"Vulnerability {v.Number}"), 1, null, v.Service, RoleName("platform:operator"),
            NationalCalendar.DateAt(v.DueAt), NationalCalendar.DateAt(v.FoundAt), today, "/programme/vulnerabilities"));

    private async Task<IEnumerable<OpenMatter>> DesksAsync(DateOnly today, CancellationToken ct)
    {
        var matters = new List<OpenMatter>();
        foreach (var work in await late.TasksAsync(ct))
        {
            if (services.Current(work.Key) is { } service)
            {
                matters.Add(Matter(
                    $"cases:{work.Key}", MatterKind.LateCases, service.Name, work.Count, service.Id.Institution, work.Key, await OfficeAsync($"{service.Id.Institution}:{service.Owner.Split(':')[^1]}", ct),
                    NationalCalendar.DateAt(work.Oldest), NationalCalendar.DateAt(work.Since), today, "/desk/team"));
            }
        }

        foreach (var work in await late.ComplaintsAsync(ct))
        {
            matters.Add(Matter(
                $"complaints:{work.Key}", MatterKind.LateComplaints, services.Catalogue.FindInstitution(work.Key)?.Name ?? LocalizedText.Same(work.Key), work.Count, work.Key, null,
                await OfficeAsync($"{work.Key}:complaints", ct), NationalCalendar.DateAt(work.Oldest), NationalCalendar.DateAt(work.Since), today, "/desk/complaints"));
        }

        foreach (var open in (await reconciliation.OpenByInstitutionAsync(ct)).Where(o => o.Count > 0))
        {
            var since = NationalCalendar.DateAt(open.Oldest);
            matters.Add(Matter(
                $"discrepancies:{open.Institution}", MatterKind.Discrepancies, services.Catalogue.FindInstitution(open.Institution)?.Name ?? new("وسيلة الدفع", "Payment rail"), open.Count,
                open.Institution.Length == 0 ? null : open.Institution, null, open.Institution.Length == 0 ? RoleName("platform:treasury") : RoleName($"{open.Institution}:finance"),
                NationalCalendar.DateAt(services.Catalogue.Calendar.AddWorkingDays(open.Oldest, services.Catalogue.Steering.DiscrepancyDays)), since, today, "/desk/finance/reconciliation"));
        }

        return matters;
    }

    private async Task<IEnumerable<OpenMatter>> DriftAsync(DateOnly today, CancellationToken ct)
    {
        var matters = new List<OpenMatter>();
        foreach (var (id, weeks) in await drift.AlarmedAsync(ct))
        {
            var (service, last, seen) = (services.Current(id)!, weeks[^1], weeks[0].From.AddDays(7));
            var what = (last.TimesMoved, last.VariantsMoved) switch
            {
                (true, true) => new LocalizedText("الأوقات والمسارات", "times and ways"),
                (true, _) => new LocalizedText("الأوقات", "times"),
                _ => new LocalizedText("المسارات", "ways"),
            };
            matters.Add(Matter(
                $"drift:{id}:{weeks[0].From:yyyy-MM-dd}", MatterKind.Drift, new($"{service.Name.Ar}: تغيّرت {what.Ar}", $"{service.Name.En}: its {what.En} have changed"), weeks.Count,
                service.Id.Institution, id, await OfficeAsync(service.Owner, ct),
                NationalCalendar.DateAt(services.Calendar.AddWorkingDays(NationalCalendar.At(seen, TimeOnly.MinValue), services.Catalogue.Steering.DriftDays)), seen, today,
                $"/programme/workbench/{id}/launched"));
        }

        return matters;
    }

    private OpenMatter Matter(
        string key, MatterKind kind, LocalizedText title, int count, string? institution, string? service, LocalizedText owner, DateOnly? due, DateOnly? opened, DateOnly today, string path)
    {
        var days = due is { } day ? WorkingDaysPast(day, today) : 0;
        return new OpenMatter(key, kind, title, count, institution, service, owner, due, opened, days, services.Catalogue.Steering.LevelAt(days), path);
    }

    /// <summary>Working days after the deadline up to today, today included.</summary>
    private int WorkingDaysPast(DateOnly due, DateOnly today)
    {
        var days = 0;
        for (var day = due.AddDays(1); day <= today; day = day.AddDays(1))
        {
            days += services.Catalogue.Calendar.IsWorkingDay(day) ? 1 : 0;
        }

        return days;
    }

    /// <summary>One office of one institution, with the person when exactly one holds it.</summary>
    private async Task<LocalizedText> OfficeAsync(string role, CancellationToken ct)
    {
        var (name, institution) = (RoleName(role), services.Catalogue.FindInstitution(role.Split(':')[0])?.Name);
        var office = institution is null ? name : new($"{name.Ar}، {institution.Ar}", $"{name.En}, {institution.En}");
        return await colleagues.InRolesAsync([role], ct) is [var only] ? new($"{only.Name} ({office.Ar})", $"{only.NameEn ?? only.Name} ({office.En})") : office;
    }

    private LocalizedText RoleName(string role) => services.Catalogue.FindRole(role)?.Name ?? LocalizedText.Same(role);
}
