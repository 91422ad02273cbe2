using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Gates.TestReports;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Gates.Pilots;

/// <summary>A service tried by a few people before its launch.</summary>
/// <param name="Opens">Whether it may be opened now: its channels are chosen, and it is neither launched nor tried already.</param>
/// <param name="Since">When it was opened; null when none runs.</param>
/// <param name="People">How many try it.</param>
/// <param name="Begun">What they have begun.</param>
public sealed record PilotView(bool Opens, DateTimeOffset? Since, int People, IReadOnlyList<Channel> Channels, PilotApplications Begun);

/// <summary>
/// A pilot: before its launch a service is open to named people, for real. Taking it back is the same change that a decision to roll back makes, so the platform
/// measures it: how soon the service is closed to them by every channel, and whether what they have begun goes on.
/// </summary>
public sealed class KeepPilot(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, Offers offers, FollowPilot follow, CasesOptions options, TimeProvider time)
{
    public const int MostPeople = 200;

    /// <summary>Null when there is no such service.</summary>
    public async Task<PilotView?> FindAsync(string service, CancellationToken ct)
    {
        if (services.Current(service) is null)
        {
            return null;
        }

        var (gate, offer) = (await GateAsync(service, ct), await offers.FindAsync(service, ct));
        return Running(offer) is { } pilot
            ? new(false, pilot.Since, pilot.Pilot!.Count, pilot.Channels, await follow.RunAsync(service, pilot.Pilot, pilot.Since, ct))
            : new(MayOpen(gate), null, 0, ReadGate.ChannelsOf(gate?.Channels), PilotApplications.None);
    }

    /// <summary>Opens the service, by the channels that were chosen, to these people only.</summary>
    /// <param name="people">National numbers, one a line.</param>
    public async Task<KeepGate.Result> OpenAsync(SignedIn who, string service, string? people, CancellationToken ct)
    {
        if (services.Current(service) is not { } definition)
        {
            return new KeepGate.Result.NotFound();
        }

        if (!who.May(Ability.RunProgramme))
        {
            return new KeepGate.Result.NotAllowed();
        }

        if (await GateAsync(service, ct) is not { } gate || !MayOpen(gate))
        {
            return KeepGate.No("تُفتح التجربة بعد اختيار القنوات وقبل الإطلاق.", "A pilot is opened after the channels are chosen and before the launch.");
        }

        if (Running(await offers.FindAsync(service, ct)) is not null)
        {
            return KeepGate.No("تجري تجربة. اسحبها قبل أن تفتح أخرى.", "A pilot runs. Take it back before you open another.");
        }

        var lines = (people ?? "").Split(['\n', '\r', ' ', ',', '،'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (keys, wrong) = (new List<string>(), new List<string>());
        foreach (var line in lines)
        {
            if (NationalNumber.TryParse(line, out var number))
            {
                keys.Add($"JO:{number.Value}");
            }
            else
            {
                wrong.Add(line);
            }
        }

        keys = [.. keys.Distinct(StringComparer.Ordinal)];
        if (wrong.Count > 0)
        {
            return KeepGate.No($"ليست أرقاماً وطنية: {string.Join("، ", wrong.Take(5))}. الرقم الوطني عشرة أرقام.", $"These are not national numbers: {string.Join(", ", wrong.Take(5))}. A national number has ten digits.");
        }

        if (keys.Count is 0 or > MostPeople)
        {
            return KeepGate.No($"اكتب الأرقام الوطنية لمن يجرّبون، من 1 إلى {MostPeople}.", $"Write the national numbers of those who try it, 1 to {MostPeople}.");
        }

        var change = new Change(who.ToActor(), Channel.Portal, "pilot-opening", time.GetUtcNow());
        await offers.OpenPilotAsync(change, definition, ReadGate.ChannelsOf(gate.Channels), keys, ct);
        change.Record(gate.Chain, "pilotOpened", new { version = definition.Version, gate.Channels, people = keys.Count });
        return await WriteAsync(change, gate, ct);
    }

    /// <summary>Takes the pilot back and writes down what that did. At least one of its cases must run: without one nothing is shown.</summary>
    public async Task<KeepGate.Result> TakeBackAsync(SignedIn who, string service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (services.Current(service) is not { } definition)
        {
            return new KeepGate.Result.NotFound();
        }

        if (!who.May(Ability.RunProgramme))
        {
            return new KeepGate.Result.NotAllowed();
        }

        if (await GateAsync(service, ct) is not { } gate || Running(await offers.FindAsync(service, ct)) is not { Pilot: { } people } pilot)
        {
            return KeepGate.No("لا تجربة تجري.", "No pilot runs.");
        }

        var before = await follow.RunAsync(service, people, pilot.Since, ct);
        if (before.Running == 0)
        {
            return KeepGate.No(
                "لا معاملة جارية لأحد من المجرّبين بعد، فلا يُظهر السحب شيئاً. ليقدّم أحدهم طلباً أولاً.",
                "None of those who try it has a case that runs, so taking it back would show nothing. Let one of them apply first.");
        }

        var began = time.GetTimestamp();
        var change = new Change(who.ToActor(), Channel.Portal, "pilot-taking-back", time.GetUtcNow());
        await offers.CloseAsync(change, service, ct);
        change.Record(gate.Chain, "pilotTakenBack", new { version = definition.Version, before.Drafts, before.Running });
        if (await WriteAsync(change, gate, ct) is not KeepGate.Result.Kept)
        {
            return KeepGate.Moved;
        }

        var now = await offers.FindAsync(service, ct);
        var milliseconds = (int)Math.Ceiling(time.GetElapsedTime(began).TotalMilliseconds);
        var open = people.Sum(p => pilot.Channels.Count(c => now!.IsFor(p, c)));
        var trial = new Trial(pilot.Since, change.Now, milliseconds, people.Count, pilot.Channels.Count, open, before, await follow.RunAsync(service, people, pilot.Since, ct));
        var report = new Change(who.ToActor(), Channel.Portal, "rollback-trying", time.GetUtcNow());
        report.Insert(KeepTestReports.Row(
            report, definition, TestKind.Rollback, new(change.Now, trial.Passed, trial.Words(options.Demonstration)),
            Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(trial, Change.Json))), who.Name));
        (await writer.WriteAsync(report, ct)).OrThrow();
        return new KeepGate.Result.Kept();
    }

    private static Offer? Running(Offer? offer) => offer is { Open: true, Pilot: not null } ? offer : null;

    private static bool MayOpen(GateRow? gate) => gate is { Phase: GatePhase.Improvement or GatePhase.Promotion };

    private async Task<GateRow?> GateAsync(string service, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<GateRow>().FirstOrDefaultAsync(g => g.Service == service, ct);
    }

    private async Task<KeepGate.Result> WriteAsync(Change change, GateRow gate, CancellationToken ct)
    {
        change.Update(gate);
        return (await writer.WriteAsync(change, ct)).IsWritten ? new KeepGate.Result.Kept() : KeepGate.Moved;
    }

    /// <param name="Open">People and channels, in pairs, to which it was still open afterwards.</param>
    private sealed record Trial(
        DateTimeOffset Opened, DateTimeOffset TakenBack, int Milliseconds, int People, int Channels, int Open, PilotApplications Before, PilotApplications After)
    {
        /// <summary>Whoever applies or ends meanwhile takes nothing away.</summary>
        public bool Passed => Open == 0 && After.All >= Before.All;

        public LocalizedText Words(bool demonstration)
        {
            var ms = Milliseconds.ToString(CultureInfo.InvariantCulture);
            var found = new LocalizedText(
                $"أُغلقت خلال {ms} مللي ثانية (القنوات {Channels}، المجرّبون {People}، ما بقي مفتوحاً {Open}). معاملات تمضي {After.Running} من {Before.Running}، ومسودات محفوظة {After.Drafts} من {Before.Drafts}.",
                $"Closed within {ms} ms (channels {Channels}, people {People}, still open {Open}). Cases that go on: {After.Running} of {Before.Running}; drafts kept: {After.Drafts} of {Before.Drafts}.");
            return demonstration
                ? new($"{found.Ar} في العرض التجريبي تبقى كل خدمة مفتوحة للناس.", $"{found.En} In a demonstration every service stays open to people.")
                : found;
        }
    }
}
