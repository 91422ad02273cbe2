namespace Diwan.Cases;

/// <summary>Settings of the room, from the section <c>Cases</c>.</summary>
public sealed class CasesOptions
{
    /// <summary>The folder of service definitions.</summary>
    public required string ServicesFolder { get; init; }

    /// <summary>Services with assumed facts may be applied for, and a published version may change: for demonstration only.</summary>
    public bool Demonstration { get; init; }
}
