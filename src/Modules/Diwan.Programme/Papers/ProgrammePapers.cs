using System.Security.Cryptography;
using System.Text;
using Diwan.Cases;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Papers;

/// <summary>What the sealed papers of the programme have in common: one paper a name; the same again gives the same paper.</summary>
public sealed class ProgrammePapers(IssueDocument documents, DownloadDocument download, PublishedServices services, CasesOptions options, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 3;

    internal const string Institution = "programme";
    private const string Owner = "INST:" + Institution;

    /// <param name="name">Which paper it is, to the language.</param>
    /// <param name="reference">How it is called on itself.</param>
    /// <param name="kind">The kind of document.</param>
    internal async Task<DownloadDocument.Result.Ready?> IssueAsync(
        Actor who, string name, string reference, string kind, Words title, IReadOnlyList<DocumentBlock> blocks, IReadOnlyList<SealFact> facts, Language language, CancellationToken ct)
    {
        var content = new DocumentContent(
            kind, language == Language.Arabic ? DocumentLanguage.Arabic : DocumentLanguage.English, title, Institution, Of(services.Catalogue.FindInstitution(Institution)!.Name), blocks, facts,
            null, options.Demonstration);
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
        for (var attempt = 1; ; attempt++)
        {
            var change = new Change(who, Channel.System, "paper-issuing", time.GetUtcNow());
            var issued = await documents.AddAsync(change, new IssueDocument.Order(id, reference, Owner, kind, Institution, _ => content, change.Now, name) { Assurance = Assurance.Low }, ct);
            if (change.IsEmpty || await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                return await download.RunAsync(issued.Number, Owner, who, ct) as DownloadDocument.Result.Ready;
            }

            if (attempt == Tries)
            {
                throw new InvalidOperationException($"The paper {name} met a conflict {Tries} times.");
            }
        }
    }

    internal static Words Of(LocalizedText text) => new(text.Ar, text.En);
}
