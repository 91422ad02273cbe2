using Diwan.Cases.Rows;

namespace Diwan.Cases.UseCases;

/// <summary>
/// An officer and an applicant may be one person: an officer signs in with the same number under another prefix. So may an officer and who acted in a case for its applicant.
/// </summary>
internal static class OwnKey
{
    /// <summary>With what the key of the officer as a person ends: <c>:2000000903</c>.</summary>
    internal static string EndingOf(Officer officer) => Ending(officer.Actor.Id);

    internal static bool Is(CaseRow row, Kernel.Actor officer) => Is(row.PersonKey, row.Represented, officer);

    internal static bool Is(string personKey, string? represented, Kernel.Actor officer) =>
        personKey.EndsWith(Ending(officer.Id), StringComparison.Ordinal) || represented?.Contains(Ending(officer.Id) + " ", StringComparison.Ordinal) == true;

    /// <summary>Whether a key stands among those who acted for the applicant.</summary>
    internal static bool Names(string? represented, string key) => represented?.Split(' ').Contains(key) == true;

    internal static string With(string? represented, string key) => $"{represented}{key} ";

    private static string Ending(string key) => key[Math.Max(0, key.IndexOf(':', StringComparison.Ordinal))..];
}
