using System.Reflection;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
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

    /// <summary>For whom they act here; null for themselves.</summary>
    public Acting? ActsFor { get; private set; }

    /// <summary>Whose matter it is.</summary>
    protected virtual string PersonKey => ActsFor?.PersonKey ?? Me.PersonKey;

    /// <summary>For whom something is asked: the person, or whom they act for.</summary>
    protected Applicant Applicant => ActsFor?.Person ?? ApplicantOf(Me);

    /// <summary>Whether this may be done here: anything for oneself, for another what the mandate holds.</summary>
    public bool May(MandateScope scope) => ActsFor?.Holds(scope) ?? true;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HttpContext.Standing() is { } standing && !Attribute.IsDefined(GetType(), typeof(EvenWhileActingAttribute)) && await RefusalAsync(standing) is { } refusal)
        {
            context.Result = refusal;
            return;
        }

        await base.OnPageHandlerExecutionAsync(context, next);
    }

    /// <summary>What somebody who acts for another is told instead of the page; null where it is theirs to use.</summary>
    private async Task<IActionResult?> RefusalAsync(ActFor.Standing standing)
    {
        switch (standing)
        {
            case ActFor.Standing.Ended ended:
                HttpContext.ActForOneself();
                return Refused(StatusCodes.Status403Forbidden, ended.Why!);
            case ActFor.Standing.Unknown unknown:
                return Refused(StatusCodes.Status503ServiceUnavailable, unknown.Why);
            case ActFor.Standing.Now { Acting: var acting } when GetType().GetCustomAttribute<ActsForAttribute>() is { Scope: var scope }:
                switch (await HttpContext.RequestServices.GetRequiredService<ActFor>().LookAsync(Me, acting, scope, MatterOf(RouteData.Values), Aborted))
                {
                    case ActFor.Look.Inside:
                        ActsFor = acting;
                        return null;
                    case ActFor.Look.Outside outside:
                        return Refused(StatusCodes.Status403Forbidden, outside.Why);
                    default:
                        return NotFound();
                }

            default:
                return Refused(StatusCodes.Status403Forbidden, new(
                    "هذه الصفحة لصاحب الحساب وحده، فلا تُفتح وأنت تنوب عن غيرك. عُد إلى نفسك لترى صفحتك.",
                    "This page is for the owner of an account alone, and does not open while you act for another. Act for yourself again to see your own."));
        }
    }

    private StatusCodeResult Refused(int status, LocalizedText why)
    {
        HttpContext.RefuseActing(why);
        return StatusCode(status);
    }

    /// <summary>What the page is about, as its address says.</summary>
    private static Matter MatterOf(RouteValueDictionary route) =>
        route["id"] is string id ? new Matter(Application: Guid.TryParse(id, out var application) ? application : Guid.Empty)
        : route["reference"] is string reference ? new Matter(Reference: reference)
        : route["number"] is string number ? new Matter(Document: number)
        : route["institution"] is string institution && route["service"] is string service ? new Matter(Service: $"{institution}/{service}")
        : new Matter();

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
