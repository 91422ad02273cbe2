namespace Diwan.Engine.Definitions;

/// <summary>A FEEL expression of a definition, compiled once, with the place where it stands.</summary>
public sealed class Expression
{
    internal Expression(string text, SourcePosition at) => (Text, At) = (text, at);

    public string Text { get; }

    public SourcePosition At { get; }

    public override string ToString() => Text;
}
