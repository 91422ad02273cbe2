using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Messages;

/// <summary>The accounts by which other departments' systems send messages, and their keys; kept by the administrator of the platform.</summary>
public sealed class AccountsModel(ServiceAccounts accounts, Links links) : SignedInPage
{
    public IReadOnlyList<ServiceAccount> All { get; private set; } = [];

    /// <summary>The key just made. It is shown once.</summary>
    public string? Key { get; private set; }

    public LocalizedText? Problem { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAddAsync(string? ar, string? en, string? keyword, string? team, int limit = 0, int dinars = -1) =>
        !Me.May(Ability.Operate) ? Forbid()
        : await accounts.AddAsync(new(ar, en, keyword, team, limit, dinars), Actor, Aborted) is ServiceAccounts.Result.Refused refused ? await RefuseAsync(refused.Why)
        : LocalRedirect(links.To("/desk/messages/accounts"));

    public async Task<IActionResult> OnPostKeyAsync(Guid account, string? name, KeyKind kind)
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        switch (await accounts.IssueKeyAsync(account, name, kind, Actor, Aborted))
        {
            case ServiceAccounts.Result.Issued issued:
                Key = issued.Key;
                return await ShowAsync();
            case ServiceAccounts.Result.Refused refused:
                return await RefuseAsync(refused.Why);
            default:
                return NotFound();
        }
    }

    public async Task<IActionResult> OnPostEndAsync(Guid key)
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        await accounts.EndKeyAsync(key, Actor, Aborted);
        return LocalRedirect(links.To("/desk/messages/accounts"));
    }

    private async Task<IActionResult> RefuseAsync(LocalizedText why)
    {
        Problem = why;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        All = await accounts.AllAsync(Aborted);
        return Page();
    }
}
