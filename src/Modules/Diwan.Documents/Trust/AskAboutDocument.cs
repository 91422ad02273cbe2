using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Documents;

/// <summary>Something to be verified.</summary>
public abstract record VerificationQuestion(VerificationWay Way)
{
    public sealed record Code(string Typed) : VerificationQuestion(VerificationWay.Code);

    public sealed record File(ReadOnlyMemory<byte> Pdf) : VerificationQuestion(VerificationWay.File);

    /// <param name="Sha256">Hex of the SHA-256 of the whole file, for those that will not hand the file over.</param>
    public sealed record FileHash(string Sha256) : VerificationQuestion(VerificationWay.File);

    /// <param name="Read">The text of the QR seal.</param>
    public sealed record Seal(string Read) : VerificationQuestion(VerificationWay.Seal);
}

/// <summary>
/// Verifies for the outside and counts it: the holder sees when and how a document of theirs was verified, and by which body if it used its key.
/// An answer that cannot be counted is not given.
/// </summary>
public sealed class AskAboutDocument(VerifyDocument verify, ChangeWriter writer, TimeProvider time)
{
    public async Task<Verification> RunAsync(VerificationQuestion question, RelyingBody? who, Channel channel, CancellationToken ct) =>
        (await RunAsync([question], who, channel, ct))[0];

    /// <summary>Answers in the order of the questions.</summary>
    public async Task<IReadOnlyList<Verification>> RunAsync(IReadOnlyList<VerificationQuestion> questions, RelyingBody? who, Channel channel, CancellationToken ct)
    {
        var actor = who is null ? Actor.System("verification") : new Actor(ActorKind.System, who.Id.ToString("D"), who.Name.En ?? "");
        var change = new Change(actor, channel, "document-verifying", time.GetUtcNow());
        var answers = new List<Verification>(questions.Count);
        foreach (var question in questions)
        {
            var answer = question switch
            {
                VerificationQuestion.Code code => await verify.ByCodeAsync(code.Typed, ct),
                VerificationQuestion.File file => await verify.ByFileAsync(file.Pdf, ct),
                VerificationQuestion.FileHash hash => await verify.ByHashAsync(hash.Sha256, ct),
                VerificationQuestion.Seal seal => await verify.BySealAsync(seal.Read, ct),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            answers.Add(answer);
            change.Insert(new VerificationRow
            {
                Id = change.NewId(),
                Document = answer.Shown?.Code,
                BodyId = who?.Id,
                At = change.Now,
                Way = question.Way,
                Answer = answer.Kind,
            });
        }

        (await writer.WriteAsync(change, ct)).OrThrow();
        return answers;
    }
}
