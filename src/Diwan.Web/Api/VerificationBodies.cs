using System.ComponentModel;
using Diwan.Documents;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>What is to be verified: exactly one of the three.</summary>
public sealed record VerificationBody
{
    [Description("The verification code printed on the document, in any spelling: 7K3M-Q9FT-2WX8.")]
    public string? Code { get; init; }

    [Description("Hex of the SHA-256 of the whole PDF file. The file itself stays with you.")]
    public string? Sha256 { get; init; }

    [Description("The text read from the QR seal, beginning with DIWAN1:.")]
    public string? Seal { get; init; }

    internal VerificationQuestion? ToQuestion() => (Code, Sha256, Seal) switch
    {
        ({ } code, null, null) => new VerificationQuestion.Code(code),
        (null, { } hash, null) => new VerificationQuestion.FileHash(hash),
        (null, null, { } seal) => new VerificationQuestion.Seal(seal),
        _ => null,
    };
}

/// <summary>Many questions at once.</summary>
public sealed record VerificationBulk
{
    [Description("At most 200.")]
    public IReadOnlyList<VerificationBody>? Items { get; init; }
}

/// <summary>Words in both languages; either may be missing in a document written in one.</summary>
public sealed record BothBody(string? Ar, string? En)
{
    internal static BothBody Of(Words words) => new(words.Ar, words.En);
}

/// <summary>A fact that the document shows.</summary>
public sealed record FactBody(string Key, BothBody Label, string Value);

/// <summary>What the holder's own copy shows.</summary>
public sealed record DocumentBody(
    string Code, string Kind, BothBody Title, BothBody Institution, DateTimeOffset IssuedAt, DateOnly? ValidUntil, bool Sandbox, IReadOnlyList<FactBody> Facts);

/// <summary>The answer.</summary>
public sealed record VerificationAnswerBody
{
    [Description("inForce, superseded, revoked, expired, altered or unknown. Rely on a document only when it is inForce.")]
    public required string Answer { get; init; }

    [Description("Since when it is superseded or revoked.")]
    public DateTimeOffset? Since { get; init; }

    [Description("Why it was revoked: issuedInError, factsChanged, obtainedByFraud, byOrder or atHoldersRequest.")]
    public string? Reason { get; init; }

    [Description("Of an expired document, the last day on which it was in force.")]
    public DateOnly? LastDay { get; init; }

    [Description("Of an altered or unknown document, what is wrong.")]
    public BothBody? Why { get; init; }

    [Description("Of a genuine document, what it shows.")]
    public DocumentBody? Document { get; init; }

    internal static VerificationAnswerBody Of(Verification verification)
    {
        var body = new VerificationAnswerBody
        {
            Answer = Name(verification.Kind),
            Document = verification.Shown is { } copy
                ? new(copy.Code, copy.Kind, BothBody.Of(copy.Title), BothBody.Of(copy.Institution), copy.IssuedAt, copy.ValidUntil, copy.Sandbox,
                    [.. copy.Facts.Select(f => new FactBody(f.Key, BothBody.Of(f.Label), f.Value))])
                : null,
        };
        return verification switch
        {
            Verification.Superseded v => body with { Since = v.Since },
            Verification.Revoked v => body with { Since = v.Since, Reason = Name(v.Reason) },
            Verification.Expired v => body with { LastDay = v.LastDay },
            Verification.Altered v => body with { Why = BothBody.Of(v.Reason) },
            Verification.Unknown v => body with { Why = BothBody.Of(v.Reason) },
            _ => body,
        };
    }
}

/// <summary>Answers in the order of the questions.</summary>
public sealed record VerificationAnswers(IReadOnlyList<VerificationAnswerBody> Answers);

/// <summary>How a relying body has used its keys.</summary>
public sealed record RelyingStatistics
{
    public required BothBody Body { get; init; }

    [Description("How many days back is counted, today included.")]
    public required int Days { get; init; }

    [Description("How often it verified, by answer.")]
    public required IReadOnlyDictionary<string, int> Answers { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    [Description("Its keys by their last four characters; ended ones too.")]
    public required IReadOnlyList<RelyingKeyBody> Keys { get; init; }
}

/// <summary>A key, without the key.</summary>
public sealed record RelyingKeyBody(string Hint, DateTimeOffset IssuedAt, DateTimeOffset? EndedAt);

internal sealed record RefusalReportBody
{
    [Description("The verification code of the document.")]
    public string? Code { get; init; }

    [Description("Who refused it.")]
    public string? Body { get; init; }

    public DateOnly? On { get; init; }

    [Description("wantsPaper, couldNotVerify, notInItsRules, doubtsTheDocument or other.")]
    public string? Reason { get; init; }

    public string? Words { get; init; }
}
