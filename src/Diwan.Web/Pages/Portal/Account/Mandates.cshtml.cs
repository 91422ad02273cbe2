using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>The mandates a person gave and has, those that ended, and where they begin and cease to act for another.</summary>
[EvenWhileActing]
public sealed class MandatesModel(KeepMandates keep, AskGround grounds, ActFor act, PublishedServices services, Links links, Text text) : SignedInPage
{
    public const string Power = "power";

    public IReadOnlyList<Mandate> Given { get; private set; } = [];

    public IReadOnlyList<Mandate> Held { get; private set; } = [];

    /// <summary>Null while the civil register does not answer.</summary>
    public IReadOnlyList<Ward>? Wards { get; private set; } = [];

    /// <summary>What was done just now: granted, accepted, declined, withdrawn, or stopped; null for nothing.</summary>
    public string? Done { get; private set; }

    public string? Typed { get; private set; }

    public FormFaults Faults { get; } = new();

    public IEnumerable<Mandate> Asked => Held.Where(m => m.State == MandateState.Offered);

    public IEnumerable<Mandate> Mine => Held.Where(m => m.State == MandateState.Standing);

    public IEnumerable<Mandate> Open => Given.Where(m => m.State is MandateState.Offered or MandateState.Standing);

    public IEnumerable<Mandate> Ended => Given.Concat(Held).Where(m => m.State is not (MandateState.Offered or MandateState.Standing)).OrderByDescending(m => m.MadeAt);

    public bool IGave(Mandate mandate)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        return mandate.Principal.Key == Me.PersonKey;
    }

    public async Task OnGetAsync(string? done)
    {
        Done = done is "granted" or "accepted" or "declined" or "withdrawn" or "stopped" ? done : null;
        await ReadAsync();
    }

    public async Task<IActionResult> OnPostAcceptAsync(Guid id) => await ToldAsync(await keep.AcceptAsync(Me, id, Aborted), "accepted");

    public async Task<IActionResult> OnPostDeclineAsync(Guid id) => await ToldAsync(await keep.DeclineAsync(Me, id, Aborted), "declined");

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id) => await ToldAsync(await keep.WithdrawAsync(Me, id, Aborted), "withdrawn");

    public async Task<IActionResult> OnPostActAsync(Guid id) => TooLow() ?? await BeginAsync(id, null);

    public async Task<IActionResult> OnPostWardAsync(string? number) => TooLow() ?? await KnownAsync(await grounds.OfWardAsync(Me, number, Aborted), null);

    /// <summary>Acting for another asks for as much certainty as giving a mandate; null where it is there.</summary>
    private IActionResult? TooLow() => Me.Level < KeepMandates.LevelToGive ? AskMore(KeepMandates.LevelToGive, "/account/mandates") : null;

    public async Task<IActionResult> OnPostPowerAsync(string? power)
    {
        Typed = power;
        return TooLow() ?? await KnownAsync(await grounds.OfPowerAsync(Me, power, Aborted), Power);
    }

    public IActionResult OnPostStop()
    {
        HttpContext.ActForOneself();
        return LocalRedirect(links.To("/account/mandates?done=stopped"));
    }

    /// <summary>What a mandate extends to, in words.</summary>
    public IEnumerable<string> Extent(Mandate mandate)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        return mandate.Services.Select(s =>
            s == Mandate.Everything ? text["mandates.everything"].ToString()
            : services.Current(s)?.Name.In(text.Language) ?? services.Catalogue.FindInstitution(s)?.Name.In(text.Language) ?? s);
    }

    /// <summary>Begins to act; a fault is told at the field where it was asked.</summary>
    private async Task<IActionResult> BeginAsync(Guid mandate, string? field)
    {
        switch (await act.BeginAsync(Me, mandate, Aborted))
        {
            case ActFor.Standing.Now:
                HttpContext.ActUnder(mandate);
                return LocalRedirect(links.To("/account"));
            case ActFor.Standing.Ended { Why: { } why }:
                return await FailAsync(field, why);
            case ActFor.Standing.Unknown unknown:
                return await FailAsync(field, unknown.Why, StatusCodes.Status503ServiceUnavailable);
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult> KnownAsync(AskGround.Result result, string? field) => result switch
    {
        AskGround.Result.Known known => await BeginAsync(known.Mandate, field),
        AskGround.Result.Refused refused => await FailAsync(field, refused.Why),
        _ => NotFound(),
    };

    private async Task<IActionResult> ToldAsync(KeepMandates.Result result, string done)
    {
        switch (result)
        {
            case KeepMandates.Result.Kept:
                return LocalRedirect(links.To($"/account/mandates?done={done}"));
            case KeepMandates.Result.NeedsAssurance more:
                return AskMore(more.Needed, "/account/mandates");
            case KeepMandates.Result.Refused refused:
                return await FailAsync(null, refused.Faults[0].Why);
            default:
                // The other side was first, or it lapsed meanwhile: the page shows how it stands now.
                return await FailAsync(null, new("تغيّر هذا التفويض في أثناء ذلك. تراه هنا كما هو الآن.", "This mandate changed meanwhile. You see here how it stands now."), StatusCodes.Status409Conflict);
        }
    }

    private async Task<IActionResult> FailAsync(string? field, LocalizedText why, int status = StatusCodes.Status400BadRequest)
    {
        Faults.Add(field, why.In(text.Language));
        Response.StatusCode = status;
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        (Given, Held) = await keep.OfAsync(Me, Aborted);
        Wards = await grounds.WardsAsync(Me, Aborted);
    }
}
