using Diwan.Cases.Book;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Engine.Papers;
using Diwan.Kernel;

namespace Diwan.Cases.UseCases;

/// <summary>Shows what a service's document looks like, from a worked example. Nothing is issued: the file is marked a specimen and its number verifies nowhere.</summary>
public static class PreviewDocument
{
    /// <param name="on">The moment that stands on the page as that of issue.</param>
    /// <param name="languages">Instead of those the template asks for; null for its own.</param>
    public static byte[] Run(Catalogue catalogue, ServiceDefinition definition, FilledDocument document, DateTimeOffset on, IReadOnlyList<Language>? languages = null) =>
        IssueDocument.Preview(new DocumentContents(catalogue, sandbox: true).Of(definition, languages is null ? document : document with { Languages = languages }), on);

    /// <summary>The same of a paper that belongs to no one service.</summary>
    public static byte[] OfPaper(Catalogue catalogue, PaperExample example, IReadOnlyList<Language>? languages = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(example);
        var filled = PaperFiller.Fill(catalogue.Papers, catalogue.Papers.Find(example.Paper)!, example.Values, "0000-0000-0000", example.On);
        return IssueDocument.Preview(
            new DocumentContents(catalogue, sandbox: true).OfPaper(catalogue.Papers, example.Institution, languages is null ? filled : filled with { Languages = languages }), example.On);
    }
}
