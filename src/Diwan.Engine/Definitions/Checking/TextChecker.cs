using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>Words: none missing, none unused, the same in both languages.</summary>
internal static class TextChecker
{
    /// <summary>What stands in one language stands in the other, and speaks of the same values.</summary>
    internal static void CheckPairs(TextFile ar, TextFile en, FaultList faults)
    {
    }
}
