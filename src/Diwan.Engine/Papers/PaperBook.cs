using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Papers;

/// <summary>
/// The papers that belong to no one service: a letter of refusal, a month's statement. Their templates are data like those of a service
/// (<c>services/papers/</c>), checked with their words and run with their examples. What fills them is said in docs/services/format.md.
/// </summary>
/// <param name="Templates">By id: those of <see cref="PaperKinds"/>.</param>
/// <param name="Examples">Worked examples, which hold.</param>
public sealed record PaperBook(IReadOnlyList<DocumentTemplate> Templates, Texts Texts, IReadOnlyList<PaperExample> Examples)
{
    public static PaperBook None { get; } = new([], new Texts([], []), []);

    public DocumentTemplate? Find(string id) => Templates.FirstOrDefault(t => t.Id == id);

    public LocalizedText TitleOf(DocumentTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return Texts.TryGet(template.TitleKey, out var title) ? title : LocalizedText.Same(template.Id);
    }
}

/// <summary>The papers that code asks for by name.</summary>
public static class PaperKinds
{
    /// <summary>To the applicant, when their case was refused: why, and what they can do.</summary>
    public const string RefusalLetter = "refusal-letter";

    /// <summary>To an institution: a month of its account.</summary>
    public const string AccountStatement = "account-statement";

    internal static readonly string[] All = [RefusalLetter, AccountStatement];
}

/// <summary>A worked example of a paper: with these values, these words stand on it.</summary>
/// <param name="Institution">Whose paper it is, as in institutions.yaml.</param>
/// <param name="Ar">Words found in the Arabic text, in order.</param>
/// <param name="En">Words found in the English text, in order.</param>
public sealed record PaperExample(
    string Name, string Paper, string Institution, DateTimeOffset On, JsonObject Values, IReadOnlyList<string> Ar, IReadOnlyList<string> En, SourcePosition At);
