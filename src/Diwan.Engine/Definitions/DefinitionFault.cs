using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

public enum FaultSeverity
{
    /// <summary>The definition is refused.</summary>
    Error,

    /// <summary>The definition is taken; someone should look.</summary>
    Warning,
}

/// <summary>Where something stands in a definition. Line and column count from 1; zero where a whole file is meant.</summary>
/// <param name="File">The path as it was reached, relative to the services folder where that is known.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}" : File;
}

/// <summary>Something in a definition that is wrong, where, and what to write instead.</summary>
/// <param name="Code">A stable, kebab-case name of the rule that was broken.</param>
public sealed record DefinitionFault(
    string File,
    int Line,
    int Column,
    string Code,
    LocalizedText Message,
    LocalizedText Remedy,
    FaultSeverity Severity = FaultSeverity.Error)
{
    public SourcePosition At => new(File, Line, Column);

    /// <summary>One line for a terminal: <c>file:line:column: error code: message Remedy</c>.</summary>
    public string ToString(Language language) =>
        $"{At}: {(Severity == FaultSeverity.Error ? "error" : "warning")} {Code}: {Message.In(language)} {Remedy.In(language)}";

    public override string ToString() => ToString(Language.English);
}
