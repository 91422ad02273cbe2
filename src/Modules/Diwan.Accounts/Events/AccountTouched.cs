namespace Diwan.Accounts;

/// <summary>What was done to the ways into an account.</summary>
public enum AccountTouch
{
    PasskeyAdded,
    PasskeyRemoved,

    /// <summary>It counted backwards, as a copy does.</summary>
    PasskeyStopped,
    CodesMade,
    CodesEnded,
    CodeUsed,

    /// <summary>A wrong code, the first within a day.</summary>
    CodeTried,
}

/// <summary>News: the ways into an account changed, or somebody tried to change them. The person is told.</summary>
/// <param name="Phone">E.164; null when none is known.</param>
/// <param name="Value">The name of the passkey, or how many codes are left; null where there is nothing to name.</param>
public sealed record AccountTouched(string PersonKey, string? Phone, AccountTouch What, string? Value);
