namespace Diwan.Feel;

/// <summary>How a number is brought to fewer digits (DMN 1.5, table 75: decimal, floor, ceiling, round up/down/half up/half down).</summary>
public enum FeelRounding
{
    HalfEven,
    HalfUp,
    HalfDown,
    /// <summary>Away from zero.</summary>
    Up,
    /// <summary>Toward zero.</summary>
    Down,
    Floor,
    Ceiling,
}
