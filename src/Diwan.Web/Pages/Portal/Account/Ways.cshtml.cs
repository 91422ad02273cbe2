using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>The ways into one's account: passkeys and recovery codes, and what is wrong with them.</summary>
public sealed class WaysModel(KeepPasskeys passkeys, KeepRecovery recovery, SignInLimits limits, Links links, Text text, TimeProvider time) : SignedInPage
{
    private static readonly string[] Sayings = ["passkey.saidAdded", "passkey.saidRenamed", "passkey.saidRemoved", "passkey.saidEnded"];

    public IReadOnlyList<Passkey> All { get; private set; } = [];

    public RecoveryState Recovery { get; private set; } = new(0, null, null);

    /// <summary>Why none can be added now; null when one can.</summary>
    public KeepPasskeys.Result? MayAdd { get; private set; }

    public DateTimeOffset? WaitUntil => MayAdd is KeepPasskeys.Result.Waits waits ? waits.Until : null;

    /// <summary>Whether the national identity said who they are a moment ago.</summary>
    public bool Fresh => Me.Method == SignInMethod.NationalIdentity && Me.Satisfies(Assurance.Substantial, KeepPasskeys.FreshFor, time.GetUtcNow());

    /// <summary>The codes just made: shown in this answer and in no other.</summary>
    public IReadOnlyList<string>? Codes { get; private set; }

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    [BindProperty(SupportsGet = true, Name = "said")]
    public string? What { get; set; }

    /// <summary>The key of the words for what was done.</summary>
    public string? Said => Sayings.FirstOrDefault(s => s == $"passkey.said{What}");

    /// <summary>Where a recovery code is typed.</summary>
    public string Place => $"{Request.Host}{links.To("/sign-in/code")}";

    public string StepUpAddress => StepUp.Address(links, text.Language, Assurance.Substantial, links.To("/account/sign-in"), KeepPasskeys.FreshFor);

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAddAsync(Guid? challenge, string? answer, string? name) =>
        limits.Take(HttpContext) ? await AfterAsync(await passkeys.AddAsync(Me, challenge ?? Guid.Empty, answer, name, Aborted), "Added", "name") : await TooOftenAsync();

    public async Task<IActionResult> OnPostRenameAsync(Guid? passkey, string? name) =>
        await AfterAsync(await passkeys.RenameAsync(Me, passkey ?? Guid.Empty, name, Aborted), "Renamed", $"n-{passkey:N}");

    public async Task<IActionResult> OnPostRemoveAsync(Guid? passkey) => await AfterAsync(await passkeys.RemoveAsync(Me, passkey ?? Guid.Empty, Aborted), "Removed", null);

    public async Task<IActionResult> OnPostCodesAsync()
    {
        if (!limits.Take(HttpContext))
        {
            return await TooOftenAsync();
        }

        switch (await recovery.MakeAsync(Me, Aborted))
        {
            case KeepRecovery.Result.Made made:
                Codes = made.Codes;
                await ReadAsync();
                return Page();
            case KeepRecovery.Result.NeedsFresh:
                return AskMore(Assurance.Substantial, "/account/sign-in", KeepPasskeys.FreshFor);
            default:
                return Forbid();
        }
    }

    public async Task<IActionResult> OnPostEndAsync() =>
        await recovery.EndAsync(Me, Aborted) is KeepRecovery.Result.Ended ? LocalRedirect(links.To("/account/sign-in?said=Ended")) : Forbid();

    private async Task<IActionResult> AfterAsync(KeepPasskeys.Result result, string done, string? field)
    {
        switch (result)
        {
            case KeepPasskeys.Result.Done:
                return LocalRedirect(links.To($"/account/sign-in?said={done}"));
            case KeepPasskeys.Result.NeedsFresh:
                return AskMore(Assurance.Substantial, "/account/sign-in", KeepPasskeys.FreshFor);
            case KeepPasskeys.Result.Refused refused:
                return await FailAsync(refused.Why.In(text.Language), field);
            case KeepPasskeys.Result.Waits waits:
                return await FailAsync(text["passkey.waits", text.DateTime(waits.Until)].ToString(), null);
            default:
                return await FailAsync(text["passkey.gone"].ToString(), null);
        }
    }

    private Task<IActionResult> TooOftenAsync()
    {
        Response.Headers.RetryAfter = "60";
        return FailAsync(text["passkey.tooOften"].ToString(), null);
    }

    private async Task<IActionResult> FailAsync(string why, string? field)
    {
        await ReadAsync();
        Errors = [new FieldError(field, why)];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ReadAsync()
    {
        All = await passkeys.OfPersonAsync(Me.PersonKey, Aborted);
        Recovery = await recovery.StateAsync(Me.PersonKey, Aborted);
        MayAdd = await passkeys.MayAddAsync(Me, Aborted);
    }
}
