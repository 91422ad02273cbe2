using Diwan.Engine.Definitions;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.TestReports;

namespace Diwan.Web.Pages.Programme;

/// <summary>How the phases of the gate are named and coloured.</summary>
public static class GateWords
{
    public static string KeyOf(GatePhase phase) => $"programme.phase.{phase}";

    public static Tone ToneOf(GatePhase phase) => phase switch
    {
        GatePhase.NotBegun => Tone.Muted,
        GatePhase.Launched => Tone.Good,
        GatePhase.RolledBack => Tone.Bad,
        _ => Tone.Info,
    };

    /// <summary>The plan's phases as steps, with where a service is.</summary>
    public static IReadOnlyList<GatePhase> Way { get; } =
        [GatePhase.Coordination, GatePhase.ChoosingChannels, GatePhase.Improvement, GatePhase.Promotion, GatePhase.Launched];

    /// <summary>Whether the platform judges it from a report that people send in, and does not measure it itself.</summary>
    public static bool IsSentIn(GateProbe? probe) => KeepTestReports.KindOf(probe) is TestKind.Accessibility or TestKind.Load;
}
