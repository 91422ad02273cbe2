using Diwan.Cases.Book;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Kernel;

namespace Diwan.Cases.UseCases;

/// <summary>Shows what a service's document looks like, from a worked example. Nothing is issued: the file is marked a specimen and its number verifies nowhere.</summary>
public static class PreviewDocument
{
    /// <param name="on">The moment that stands on the page as that of issue.</param>
    /// <param name="languages">Instead of those the template asks for; null for its own.</param>
    public static byte[] Run(Catalogue catalogue, ServiceDefinition definition, FilledDocument document, DateTimeOffset on, IReadOnlyList<Language>? languages = null) =>
        IssueDocument.Preview(new DocumentContents(catalogue, sandbox: true).Of(definition, languages is null ? document : document with { Languages = languages }), on);
}
