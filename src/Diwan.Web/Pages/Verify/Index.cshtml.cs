using Diwan.Documents;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Verify;

/// <summary>Whether a document is genuine and in force, for anyone, without an account. Shows only what the holder's copy shows.</summary>
[RequestSizeLimit(33 * 1024 * 1024)]
public sealed class IndexModel(VerifyDocument verify, Text text) : PageModel
{
    /// <param name="Key">The text <c>verify.&lt;key&gt;</c>.</param>
    public sealed record Result(string Key, Tone Tone, VerifiedCopy? Copy, string? Detail);

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public Result? Answer { get; private set; }

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (!string.IsNullOrWhiteSpace(Code))
        {
            Show(await verify.ByCodeAsync(Code, HttpContext.RequestAborted));
        }
    }

    public async Task OnPostAsync(IFormFile? file)
    {
        if (file is null || file.Length == 0)
        {
            Answer = new Result("unknown", Tone.Warning, null, text["verify.noFile"]);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, HttpContext.RequestAborted);
        Show(await verify.ByFileAsync(content.ToArray(), HttpContext.RequestAborted));
    }

    private void Show(Verification verification)
    {
        var arabic = text.Language == Kernel.Language.Arabic;
        Answer = verification switch
        {
            Verification.InForce v => new Result("inForce", Tone.Good, v.Copy, null),
            Verification.Superseded v => new Result("superseded", Tone.Warning, v.Copy, text["verify.since", text.Date(v.Since)]),
            Verification.Revoked v => new Result("revoked", Tone.Bad, v.Copy, text["verify.since", text.Date(v.Since)]),
            Verification.Expired v => new Result("expired", Tone.Warning, v.Copy, text["verify.lastDay", text.Date(v.LastDay)]),
            Verification.Altered v => new Result("altered", Tone.Bad, null, v.Reason.In(arabic)),
            Verification.Unknown v => new Result("unknown", Tone.Bad, null, v.Reason.In(arabic)),
            _ => new Result("unknown", Tone.Bad, null, null),
        };
        if (Answer.Copy is { } copy)
        {
            Rows =
            [
                new SummaryRow(text["case.documentNumber"], (object)copy.Code),
                .. copy.Facts.Select(f => new SummaryRow(f.Label.In(arabic), (object)f.Value)),
                new SummaryRow(text["verify.issuedOn"], (object)text.Date(copy.IssuedAt)),
                .. copy.ValidUntil is { } until ? new[] { new SummaryRow(text["verify.validUntil"], (object)text.Date(until)) } : [],
            ];
        }
    }
}
