using System.Text.Json.Serialization;
using Diwan.Kernel;

namespace Diwan.Programme.Gates;

/// <summary>The plan's phases, in its order.</summary>
public enum GatePhase
{
    /// <summary>Nothing was asked yet.</summary>
    NotBegun,

    /// <summary>The readiness report lies before the institution: every gap gets an owner and a date.</summary>
    Coordination,

    /// <summary>By which ways people will reach the service.</summary>
    ChoosingChannels,

    /// <summary>Gaps are closed; who is late answers for it.</summary>
    Improvement,

    /// <summary>The second check came out without an open blocking criterion.</summary>
    Promotion,

    /// <summary>People may use it.</summary>
    Launched,

    /// <summary>It was taken back by a decision.</summary>
    RolledBack,
}

/// <summary>How a criterion stands at a service.</summary>
/// <param name="Name">As it is called at that moment.</param>
/// <param name="Score">0 nothing, 1 begun, 2 nearly, 3 met.</param>
/// <param name="ByPlatform">Measured by the platform; otherwise typed in by people.</param>
/// <param name="Evidence">What shows it, as measured or as typed in.</param>
/// <param name="JudgedBy">Who typed it in; null when the platform measured it.</param>
/// <param name="Override">The number of the decision that lets it pass for now; null when there is none.</param>
/// <param name="OverrideEnds">The last day of that decision.</param>
public sealed record CriterionStanding(
    string Criterion, LocalizedText Name, bool Blocking, int Score, bool ByPlatform, LocalizedText Evidence, string? JudgedBy, DateTimeOffset? JudgedAt,
    string? Override = null, DateOnly? OverrideEnds = null, string? GapOwner = null, DateOnly? GapDue = null)
{
    public const int Most = 3;

    [JsonIgnore]
    public bool IsMet => Score >= Most;

    /// <summary>Holds the launch.</summary>
    [JsonIgnore]
    public bool Holds => Blocking && !IsMet && Override is null;
}

/// <summary>What is known when the next phase is asked for.</summary>
/// <param name="Waits">A later version of the launched service waits to be admitted.</param>
/// <param name="Channels">Chosen now, for the phase in which they are.</param>
/// <param name="Campaign">Said now, for the phase in which it is.</param>
public sealed record GateMoment(
    IReadOnlyList<CriterionStanding> Standings, IReadOnlyList<Channel> Channels, IReadOnlyList<Channel> Offered, string? Campaign, bool Waits = false);

/// <summary>The one table of the gate: from each phase, what must be so and which comes next.</summary>
public static class GateLife
{
    /// <summary>The phase after this one, or why it cannot be entered.</summary>
    /// <returns>Either a phase, or at least one reason.</returns>
    public static (GatePhase? Next, IReadOnlyList<LocalizedText> Why) Next(GatePhase phase, GateMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        return phase switch
        {
            GatePhase.NotBegun or GatePhase.RolledBack => Go(GatePhase.Coordination, []),
            GatePhase.Coordination => Go(GatePhase.ChoosingChannels, Unowned(moment)),
            GatePhase.ChoosingChannels => Go(GatePhase.Improvement, Channels(moment)),
            GatePhase.Improvement => Go(GatePhase.Promotion, Holding(moment)),
            GatePhase.Promotion => Go(GatePhase.Launched, [.. Holding(moment), .. Campaign(moment)]),
            GatePhase.Launched when moment.Waits => Go(GatePhase.Launched, Holding(moment)),
            GatePhase.Launched => (null, [new("الخدمة مطلقة. لا مرحلة بعدها.", "The service is launched. No phase comes after it.")]),
            _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
        };
    }

    /// <summary>Whether entering the phase freezes a check of readiness.</summary>
    public static bool Freezes(GatePhase entered) => entered is GatePhase.Coordination or GatePhase.Promotion or GatePhase.Launched;

    private static (GatePhase?, IReadOnlyList<LocalizedText>) Go(GatePhase next, IReadOnlyList<LocalizedText> why) =>
        why.Count == 0 ? (next, []) : (null, why);

    private static List<LocalizedText> Unowned(GateMoment moment) =>
    [
        .. moment.Standings.Where(s => !s.IsMet && s.Override is null && s.GapOwner is null)
            .Select(s => new LocalizedText(
                $"الثغرة «{s.Name.Ar}» بلا مسؤول وموعد. عيّنهما.", $"The gap \"{s.Name.En}\" has no owner and date. Name them.")),
    ];

    private static List<LocalizedText> Holding(GateMoment moment) =>
    [
        .. moment.Standings.Where(s => s.Holds)
            .Select(s => new LocalizedText(
                $"المعيار المانع «{s.Name.Ar}» غير مستوفى ({s.Score} من {CriterionStanding.Most}).",
                $"The blocking criterion \"{s.Name.En}\" is not met ({s.Score} of {CriterionStanding.Most}).")),
    ];

    private static List<LocalizedText> Channels(GateMoment moment)
    {
        if (moment.Channels.Count == 0)
        {
            return [new("اختر قناة واحدة على الأقل.", "Choose at least one channel.")];
        }

        var why = moment.Channels.Where(c => !moment.Offered.Contains(c))
            .Select(c => new LocalizedText($"القناة «{c.Name().Ar}» ليست في تعريف الخدمة.", $"The channel \"{c.Name().En}\" is not in the service's definition.")).ToList();
        if (!moment.Channels.Any(c => c.IsElectronic()))
        {
            why.Add(new("اختر قناة إلكترونية.", "Choose an electronic channel."));
        }

        return why;
    }

    private static List<LocalizedText> Campaign(GateMoment moment) =>
        string.IsNullOrWhiteSpace(moment.Campaign)
            ? [new("اكتب كيف يعرف الناس بالخدمة قبل إطلاقها.", "Say how people learn of the service before it is launched.")]
            : [];
}
