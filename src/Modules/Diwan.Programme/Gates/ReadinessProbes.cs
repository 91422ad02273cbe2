using System.Globalization;
using Diwan.Accounts;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Programme.Security;

namespace Diwan.Programme.Gates;

/// <summary>What the platform can judge of a service by itself, as it is at the moment of asking. What concerns no one service is asked once a scope.</summary>
public sealed class ReadinessProbes(
    Catalogue catalogue, DefinitionProbes definitions, FolderProbe folder, FindColleagues colleagues, LedgerProof ledger, ReadAlarms alarms, FindVulnerabilities vulnerabilities)
{
    private Task<Probed>? _money;

    /// <param name="anew">A service is to be moved by what is found: nothing of the last minutes will do.</param>
    internal async Task<Probed> RunAsync(GateProbe probe, ServiceDefinition service, bool anew, CancellationToken ct) => probe switch
    {
        GateProbe.DefinitionSound => folder.Run(service),
        GateProbe.OwnerPresent => await OwnerAsync(service, ct),
        GateProbe.MoneyProven => await (anew ? _money = MoneyAsync(anew, ct) : _money ??= MoneyAsync(anew, ct)),
        GateProbe.VulnerabilitiesClosed => await VulnerabilitiesAsync(service, ct),
        _ => definitions.Run(probe, service),
    };

    private async Task<Probed> OwnerAsync(ServiceDefinition service, CancellationToken ct)
    {
        var holders = await colleagues.InRolesAsync([service.Owner], ct);
        var role = catalogue.FindRole(service.Owner)?.Name ?? LocalizedText.Same(service.Owner);
        return holders.Count > 0
            ? new(true, new(
                $"{role.Ar}: {string.Join("، ", holders.Select(h => h.Name))}.", $"{role.En}: {string.Join(", ", holders.Select(h => h.NameEn ?? h.Name))}."))
            : new(false, new($"لم يدخل أحد بعد بصفة {role.Ar}.", $"Nobody has signed in yet as {role.En}."));
    }

    private async Task<Probed> MoneyAsync(bool anew, CancellationToken ct)
    {
        var (at, report) = await ledger.RunAsync(anew, ct);
        var moment = NationalCalendar.ToAmman(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var open = await alarms.OpenAsync(ct);
        return report.IsSound && open == 0
            ? new(true, new($"القيود {report.Postings} متوازنة ({moment})، ولا تنبيه مفتوح.", $"Postings {report.Postings}, all proven ({moment}); no alarm is open."))
            : new(false, new(
                $"فروق الدفتر {report.Faults.Count}، تنبيهات مفتوحة {open}.",
                string.Create(CultureInfo.InvariantCulture, $"Faults of the ledger: {report.Faults.Count}; open alarms: {open}.")));
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
