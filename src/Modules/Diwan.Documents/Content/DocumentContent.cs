using Diwan.Kernel;

namespace Diwan.Documents;

/// <summary>The language or languages a document is written in. <see cref="Both"/> puts Arabic and English on one page.</summary>
public enum DocumentLanguage
{
    Arabic,
    English,
    Both,
}

/// <summary>Words in Arabic, in English or in both. A document in one language needs only that one; the other is then used in its absence.</summary>
/// <remarks>
/// A value put into a sentence (a name, a number, a date) is to be wrapped with <see cref="Isolate.Value"/>, or its parts may change
/// places beside Arabic text. Whole values (those of fields, table cells and facts) are isolated by the renderer.
/// </remarks>
public sealed record Words(string? Ar, string? En)
{
    /// <summary>The same in both languages: a number, a code, a date.</summary>
    public static Words Same(string text) => new(text, text);

    /// <summary>The words for one language, or those of the other where it has none; empty when there are none at all.</summary>
    public string In(bool arabic)
    {
        var (first, second) = arabic ? (Ar, En) : (En, Ar);
        return !string.IsNullOrWhiteSpace(first) ? first : second ?? "";
    }

    /// <summary>Whether both languages hold the same text, so that writing it once is enough.</summary>
    public bool IsSame => string.IsNullOrWhiteSpace(Ar) || string.IsNullOrWhiteSpace(En) || string.Equals(Ar, En, StringComparison.Ordinal);

    public bool IsEmpty => string.IsNullOrWhiteSpace(Ar) && string.IsNullOrWhiteSpace(En);
}

/// <summary>The isolates of the Unicode bidirectional algorithm (UAX #9): what is inside cannot disturb the order of what is outside.</summary>
public static class Isolate
{
    private const char FirstStrong = '\u2068';
    private const char Pop = '\u2069';

    /// <summary>Wraps a value before it is put into a sentence. Isolates left open or closed too often inside it are dropped.</summary>
    public static string Value(string? value) => string.IsNullOrEmpty(value) ? "" : $"{FirstStrong}{Directions.Contain(value)}{Pop}";
}

/// <summary>What a document says, already in words: the engine fills a service's <c>document.yaml</c> with the case's values and hands this over.</summary>
/// <param name="Kind">The kind of document, as in <c>document.yaml</c>: <c>non-conviction-certificate</c>. One document of a kind is in force for a case at a time.</param>
/// <param name="Institution">The key of the institution whose key seals the document, as in <c>institutions.yaml</c>: <c>moj</c>.</param>
/// <param name="SealFacts">What the QR seal carries and what anyone who verifies the document sees. Keep it to what the page itself shows; mask personal numbers.</param>
/// <param name="ValidUntil">The last day on which the document is in force; none when it does not expire.</param>
/// <param name="Sandbox">Writes across every page that the document has no legal value.</param>
public sealed record DocumentContent(
    string Kind,
    DocumentLanguage Language,
    Words Title,
    string Institution,
    Words InstitutionName,
    IReadOnlyList<DocumentBlock> Blocks,
    IReadOnlyList<SealFact> SealFacts,
    DateOnly? ValidUntil = null,
    bool Sandbox = false,
    DocumentLayout Layout = DocumentLayout.Page)
{
    /// <summary>The unit of the institution, written under its name; for instance a court or a directorate.</summary>
    public Words? Unit { get; init; }

    /// <summary>The reference of the case, as the citizen knows it.</summary>
    public string? CaseReference { get; init; }

    /// <summary>The legal basis, written small at the foot of the text.</summary>
    public Words? LegalBasis { get; init; }
}

/// <summary>The design of the page.</summary>
public enum DocumentLayout
{
    /// <summary>A plain official page: header, text, seal. Deeds, statements, confirmations.</summary>
    Page,

    /// <summary>One framed page with the holder's name in the middle.</summary>
    Certificate,

    /// <summary>A licence to hang on a wall: landscape, framed, large type.</summary>
    Wall,

    /// <summary>A page with a card of 85.6 by 54 mm (ISO/IEC 7810 ID-1) to cut out, made of the first <see cref="DocumentBlock.Card"/>.</summary>
    Card,

    /// <summary>A drawing with its legend.</summary>
    Plan,

    /// <summary>A letter to a person.</summary>
    Letter,

    /// <summary>A receipt: amounts in a table, the total first.</summary>
    Receipt,
}

/// <summary>One fact of the seal.</summary>
/// <param name="Key">A short stable key of a-z, 0-9, dot and dash, which is what the QR holds: <c>name</c>, <c>name.en</c>, <c>plot</c>.</param>
/// <param name="Label">What the fact is called, shown at verification by code.</param>
/// <param name="Value">The value exactly as on the page.</param>
public sealed record SealFact(string Key, Words Label, string Value);
