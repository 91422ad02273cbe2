namespace Diwan.Engine.Process;

/// <summary>
/// What a person reads of where their case stands. Every inner state maps to exactly one of these; the order is that of a
/// usual case. The words are in docs/glossary.md.
/// </summary>
public enum PublicState
{
    /// <summary>An application that is being filled in.</summary>
    Draft,

    /// <summary>Received; nothing has been done with it yet.</summary>
    Submitted,

    /// <summary>A bill is out and unpaid.</summary>
    AwaitingPayment,

    /// <summary>The institution is at work on it.</summary>
    BeingChecked,

    /// <summary>The applicant has something to complete; the clock stands still.</summary>
    YourTurn,

    /// <summary>Decided; the document is being made or the register is being told.</summary>
    Decided,

    /// <summary>Ended: the service was given.</summary>
    Issued,

    /// <summary>Ended: refused, with a reason and a remedy.</summary>
    Refused,

    /// <summary>Ended by the applicant.</summary>
    Withdrawn,

    /// <summary>Ended because a date passed: unpaid, or not completed.</summary>
    Lapsed,

    /// <summary>Ended with the money given back.</summary>
    Refunded,
}

public static class PublicStates
{
    public static bool IsEnd(this PublicState state) => state >= PublicState.Issued;

    /// <summary>The name in definitions, examples and the API: <c>awaitingPayment</c>.</summary>
    public static string Code(this PublicState state)
    {
        var name = state.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
