using Diwan.Documents;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Verify;

/// <summary>The answer to a verification as a page shows it: what it is in one line, why, and what the holder's copy shows.</summary>
/// <param name="Key">The text <c>verify.&lt;key&gt;</c>.</param>
/// <param name="Css">good, warning or bad.</param>
/// <param name="Lines">Since when, why, until when.</param>
public sealed record Verdict(string Key, string Css, IReadOnlyList<object> Lines, VerifiedCopy? Copy, IReadOnlyList<SummaryRow> Rows)
{
    public static Verdict Of(Verification verification, Text text)
    {
        ArgumentNullException.ThrowIfNull(verification);
        ArgumentNullException.ThrowIfNull(text);
        var arabic = text.Language == Kernel.Language.Arabic;
        return verification switch
        {
            Verification.InForce v => Shown("inForce", "good", v.Copy, text),
            Verification.Superseded v => Shown("superseded", "warning", v.Copy, text, text["verify.since", text.Date(v.Since)]),
            Verification.Revoked v => Shown("revoked", "bad", v.Copy, text, text["verify.since", text.Date(v.Since)], text[ReasonKey(v.Reason)]),
            Verification.Expired v => Shown("expired", "warning", v.Copy, text, text["verify.lastDay", text.Date(v.LastDay)]),
            Verification.Altered v => new("altered", "bad", [v.Reason.In(arabic)], null, []),
            Verification.Unknown v => new("unknown", "bad", [v.Reason.In(arabic)], null, []),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The text for why a document was revoked: no more than the class of the reason.</summary>
    public static string ReasonKey(RevocationReason reason) => $"verify.reason-{Api.ApiNames.Name(reason)}";

    private static Verdict Shown(string key, string css, VerifiedCopy copy, Text text, params object[] lines)
    {
        var arabic = text.Language == Kernel.Language.Arabic;
        return new(key, css, lines, copy,
        [
            new SummaryRow(text["case.documentNumber"], (object)copy.Code),
            .. copy.Facts.Select(f => new SummaryRow(f.Label.In(arabic), (object)f.Value)),
            new SummaryRow(text["verify.issuedOn"], (object)text.Date(copy.IssuedAt)),
            .. copy.ValidUntil is { } until ? new[] { new SummaryRow(text["verify.validUntil"], (object)text.Date(until)) } : [],
        ]);
    }
}
