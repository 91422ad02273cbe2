using Diwan.Accounts;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Identity;

/// <summary>A page for somebody who is signed in; anyone else is sent to sign in and comes back.</summary>
[Authorize]
public abstract class SignedInPage : PageModel
{
    private SignedIn? _me;

    public SignedIn Me => _me ??= User.SignedIn() ?? throw new InvalidOperationException("Nobody is signed in.");

    public Actor Actor => Me.ToActor();

    protected CancellationToken Aborted => HttpContext.RequestAborted;

    /// <summary>Sends to show by a higher level, or again, who one is, and from there back to here or to another page of ours.</summary>
    /// <param name="back">A path without language; null for the address that was asked for.</param>
    /// <param name="most">How long ago they may have shown who they are, at most; null for any time in this session.</param>
    protected IActionResult AskMore(Assurance needed, string? back = null, TimeSpan? most = null)
    {
        var links = HttpContext.RequestServices.GetRequiredService<Links>();
        return LocalRedirect(StepUp.Address(links, links.Language, needed, back is null ? Request.PathBase + Request.Path + Request.QueryString : links.To(back), most));
    }

    /// <summary>The person as an applicant for themselves.</summary>
    protected Applicant Applicant => ApplicantOf(Me);

    public static Applicant ApplicantOf(SignedIn me)
    {
        ArgumentNullException.ThrowIfNull(me);
        return new Applicant
        {
            Kind = me.Kind == "resident" ? ApplicantKind.Resident : ApplicantKind.Citizen,
            NationalNumber = me.NationalNumber,
            DocumentNumber = me.DocumentNumber,
            Nationality = me.Nationality,
            Name = me.Name,
            NameEn = me.NameEn,
            BirthDate = me.BirthDate,
            Gender = me.Gender,
            Phone = me.Phone,
            Governorate = me.Governorate,
        };
    }
}
