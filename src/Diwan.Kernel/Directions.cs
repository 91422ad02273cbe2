namespace Diwan.Kernel;

/// <summary>Which way pieces of a text run where Arabic and numbers meet (UAX 9).</summary>
public static class Directions
{
    private const char LeftToRight = '\u2066';
    private const char Pop = '\u2069';

    /// <summary>Runs left to right whatever is around it: a minus before a number would stand behind it in Arabic.</summary>
    public static string Apart(string value) => $"{LeftToRight}{value}{Pop}";

    /// <summary>
    /// A value that is about to stand in a sentence. Controls that would reach beyond it are dropped: embeddings and overrides always,
    /// isolates where not each of them is closed within the value.
    /// </summary>
    public static string Contain(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var embeds = value.AsSpan().ContainsAnyInRange('\u202A', '\u202E');
        var closed = IsolatesAreClosed(value);
        return !embeds && closed ? value : string.Concat(value.Where(c => !(IsEmbedding(c) || (IsIsolate(c) && !closed))));
    }

    private static bool IsEmbedding(char c) => c is >= '\u202A' and <= '\u202E';

    private static bool IsIsolate(char c) => c is >= LeftToRight and <= Pop;

    private static bool IsolatesAreClosed(string value)
    {
        var open = 0;
        foreach (var c in value)
        {
            // A new line ends an isolate, closed or not.
            if ((open > 0 && c is '\n' or '\r' or '\u2029') || (IsIsolate(c) && (open += c == Pop ? -1 : 1) < 0))
            {
                return false;
            }
        }

        return open == 0;
    }
}
