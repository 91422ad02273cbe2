namespace Diwan.Kernel;

/// <summary>
/// How sure it is that somebody is who they say: the three levels of assurance of electronic identification (Regulation (EU) 910/2014, article 8). Ordered: a higher one is good
/// wherever a lower one is asked for.
/// </summary>
public enum Assurance
{
    /// <summary>Somebody who knows a secret of the person's: enough to look where things stand.</summary>
    Low,

    /// <summary>Two factors, of which one is a device of the person's.</summary>
    Substantial,

    /// <summary>As substantial, with the person's own identity checked against forgery and misuse at that moment.</summary>
    High,
}

public static class Assurances
{
    /// <summary>The name used in definitions, tokens and addresses: <c>low</c>, <c>substantial</c>, <c>high</c>.</summary>
    public static string Code(this Assurance level) => level switch
    {
        Assurance.Low => "low",
        Assurance.Substantial => "substantial",
        Assurance.High => "high",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };

    /// <summary>How people call it.</summary>
    public static LocalizedText Name(this Assurance level) => level switch
    {
        Assurance.Low => new("أساسي", "basic"),
        Assurance.Substantial => new("معزَّز", "substantial"),
        Assurance.High => new("عالٍ", "high"),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };

    public static Assurance? FromCode(string? code)
    {
        foreach (var level in Enum.GetValues<Assurance>())
        {
            if (string.Equals(level.Code(), code, StringComparison.Ordinal))
            {
                return level;
            }
        }

        return null;
    }
}
