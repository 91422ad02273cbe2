namespace Diwan.Programme.Security;

/// <summary>How bad a vulnerability is, and so by when it must be closed (deadlines assumed; no instrument found).</summary>
public enum Severity
{
    Low,
    Medium,
    High,
    Critical,
}

public static class SeverityRules
{
    /// <summary>Calendar days within which it is closed.</summary>
    public static int Days(this Severity severity) => severity switch
    {
        Severity.Critical => 2,
        Severity.High => 7,
        Severity.Medium => 30,
        _ => 90,
    };

    /// <summary>Whether one that is open holds a launch: the high ones always, others once they are late.</summary>
    public static bool Blocks(this Severity severity, DateTimeOffset due, DateTimeOffset now) => severity >= Severity.High || due < now;
}
