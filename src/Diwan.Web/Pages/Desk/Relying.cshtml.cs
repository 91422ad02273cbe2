using Diwan.Accounts;
using Diwan.Documents;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>How documents fare outside: verifications and refusals counted, and the bodies that rely on documents with their keys.</summary>
public sealed class RelyingModel(CountTrust count, FindRelyingBodies find, AddRelyingBody add, IssueRelyingKey issue, EndRelyingKey end, Links links, Text text, TimeProvider time) : SignedInPage
{
    public const int Days = 90;

    public TrustFigures Figures { get; private set; } = null!;

    public IReadOnlyList<RelyingBodyView> Bodies { get; private set; } = [];

    /// <summary>The key just made. It is shown once: only its hash is kept.</summary>
    public string? Key { get; private set; }

    public string? Problem { get; private set; }

    private bool MaySee => Me.May(Ability.SeeProgramme) || Me.May(Ability.LeadTeam) || MayKeep;

    public bool MayKeep => Me.May(Ability.RunProgramme) || Me.May(Ability.Operate);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAddAsync(string? ar, string? en)
    {
        if (!MayKeep)
        {
            return Forbid();
        }

        if (await add.RunAsync(ar, en, Actor, Aborted) is AddRelyingBody.Result.NameRefused)
        {
            Problem = text["relying.nameRefused", AddRelyingBody.LongestName].ToString();
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return await ShowAsync();
        }

        return LocalRedirect(links.To("/desk/relying"));
    }

    public async Task<IActionResult> OnPostKeyAsync(Guid body)
    {
        if (!MayKeep)
        {
            return Forbid();
        }

        if (await issue.RunAsync(body, Actor, Aborted) is not IssueRelyingKey.Result.Issued issued)
        {
            return NotFound();
        }

        Key = issued.Key;
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid key)
    {
        if (!MayKeep)
        {
            return Forbid();
        }

        await end.RunAsync(key, Actor, Aborted);
        return LocalRedirect(links.To("/desk/relying"));
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!Me.IsOfficer || !MaySee)
        {
            return Forbid();
        }

        var now = time.GetUtcNow();
        Figures = await count.RunAsync(now.AddDays(-Days), now.AddMinutes(1), Aborted);
        Bodies = await find.AllAsync(Aborted);
        return Page();
    }
}
