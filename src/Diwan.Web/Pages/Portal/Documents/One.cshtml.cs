using Diwan.Documents;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Documents;

/// <summary>A document of one's own: downloads, the wallet, links for others, and who verified it.</summary>
public sealed class OneModel(ReadMyDocument read, ShareDocument share, TakeBackShare takeBack, OfferCredential offers, Links links, Text text) : SignedInPage
{
    public MyDocument Mine { get; private set; } = null!;

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    /// <summary>The link just made. It is shown once: only its hash is kept.</summary>
    public string? Link { get; private set; }

    public bool TakenBack { get; private set; }

    public OfferCredential.Result.Offered? Offer { get; private set; }

    public string? Problem { get; private set; }

    public string? ProblemAt { get; private set; }

    public Task<IActionResult> OnGetAsync(string number, bool taken) => ShowAsync(number, () => TakenBack = taken);

    public async Task<IActionResult> OnPostShareAsync(string number, int days, string? note) =>
        await share.RunAsync(number, Me.PersonKey, days, note, Actor, Aborted) switch
        {
            ShareDocument.Result.Made made => await ShowAsync(number, () => Link = $"{Request.Scheme}://{Request.Host}{links.To($"/shared/{made.Token}")}"),
            ShareDocument.Result.NeedsAssurance more => AskMore(more.Needed, $"/account/documents/{Uri.EscapeDataString(number)}"),
            ShareDocument.Result.TooMany => await FailAsync(number, null, text["papers.tooManyLinks", ShareDocument.MostOpen]),
            ShareDocument.Result.Refused => await FailAsync(number, "note", text["papers.shareRefused", ShareDocument.LongestNote]),
            _ => NotFound(),
        };

    public async Task<IActionResult> OnPostTakeBackAsync(string number, Guid share)
    {
        await takeBack.RunAsync(share, Me.PersonKey, Actor, Aborted);
        return LocalRedirect(links.To($"/account/documents/{Uri.EscapeDataString(number)}", ("taken", "true")));
    }

    public async Task<IActionResult> OnPostOfferAsync(string number) => await offers.RunAsync(number, Me.PersonKey, Actor, Aborted) switch
    {
        OfferCredential.Result.Offered offered => await ShowAsync(number, () => Offer = offered),
        OfferCredential.Result.NeedsAssurance more => AskMore(more.Needed, $"/account/documents/{Uri.EscapeDataString(number)}"),
        OfferCredential.Result.NotInForce => await FailAsync(number, null, text["papers.notInForce"]),
        _ => NotFound(),
    };

    private Task<IActionResult> FailAsync(string number, string? at, Phrase problem)
    {
        (Problem, ProblemAt) = (problem.ToString(), at);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return ShowAsync(number, () => { });
    }

    private async Task<IActionResult> ShowAsync(string number, Action found)
    {
        if (await read.RunAsync(number, Me.PersonKey, Aborted) is not { } mine)
        {
            return NotFound();
        }

        Mine = mine;
        var arabic = text.Language == Kernel.Language.Arabic;
        Rows =
        [
            new SummaryRow(text["case.documentNumber"], (object)mine.Document.Number),
            .. mine.Facts.Select(f => new SummaryRow(f.Label.In(arabic), (object)f.Value)),
            new SummaryRow(text["verify.issuedOn"], (object)text.Date(mine.Document.IssuedAt)),
            .. mine.Document.ValidUntil is { } until ? new[] { new SummaryRow(text["verify.validUntil"], (object)text.Date(until)) } : [],
        ];
        found();
        return Page();
    }
}
