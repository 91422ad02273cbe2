using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Kernel;

namespace Diwan.Cases.UseCases;

/// <summary>A kind of document a service issues, in words: what verifiers and wallets need beside the document itself.</summary>
/// <param name="Type">As seals and credentials name it: <c>moj/non-conviction-certificate/certificate</c>.</param>
/// <param name="Facts">The facts of its seal by key, in the order of the template.</param>
public sealed record DocumentType(
    string Type, string Institution, LocalizedText InstitutionName, LocalizedText Title, IReadOnlyList<KeyValuePair<string, LocalizedText>> Facts);

/// <summary>The kinds of document that the published services issue.</summary>
public static class DocumentTypes
{
    public static IReadOnlyList<DocumentType> Of(Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return
        [
            .. catalogue.Services.SelectMany(service => service.Documents.Select(document => new DocumentType(
                $"{service.Id}/{document.Id}",
                service.Id.Institution,
                catalogue.FindInstitution(service.Id.Institution)?.Name ?? new LocalizedText(service.Id.Institution, service.Id.Institution),
                service.Texts.TryGet(document.TitleKey, out var title) ? title : service.Name,
                [.. document.Seal.Select(fact => KeyValuePair.Create(fact.Name, FactName(service.Texts, document.Id, fact.Name)))]))),
            .. catalogue.Institutions.SelectMany(institution => catalogue.Papers.Templates.Select(paper => new DocumentType(
                OfPaper(institution.Id, paper.Id),
                institution.Id,
                institution.Name,
                catalogue.Papers.TitleOf(paper),
                [.. paper.Seal.Select(fact => KeyValuePair.Create(fact.Name, FactName(catalogue.Papers.Texts, paper.Id, fact.Name)))]))),
        ];
    }

    /// <summary>The type of a paper that belongs to no one service: <c>moj/papers/refusal-letter</c>.</summary>
    internal static string OfPaper(string institution, string paper) => $"{institution}/papers/{paper}";

    /// <summary>What a fact of a seal is called: as the texts say, as is usual, or by its key. A text with places for values is a sentence of the document, not a name.</summary>
    internal static LocalizedText FactName(Texts texts, string document, string fact) =>
        texts.TryGet($"document.{document}.{fact}", out var label) && Texts.Placeholders(label.Ar).Count == 0 ? label
        : SealWords.Known.TryGetValue(fact, out var known) ? known
        : new LocalizedText(fact, fact);
}
