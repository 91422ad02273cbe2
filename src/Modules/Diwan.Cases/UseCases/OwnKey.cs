namespace Diwan.Cases.UseCases;

/// <summary>An officer and an applicant may be one person: an officer signs in with the same number under another prefix.</summary>
internal static class OwnKey
{
    /// <summary>With what the key of the officer as a person ends: <c>:2000000903</c>.</summary>
    internal static string EndingOf(Officer officer) => Ending(officer.Actor.Id);

    internal static bool Is(string personKey, Kernel.Actor officer) => personKey.EndsWith(Ending(officer.Id), StringComparison.Ordinal);

    private static string Ending(string key) => key[Math.Max(0, key.IndexOf(':', StringComparison.Ordinal))..];
}
