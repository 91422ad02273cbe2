using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Identity;

/// <summary>A page that somebody may use for another under a mandate; all others of an account are for its owner alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActsForAttribute(MandateScope scope) : Attribute
{
    /// <summary>What the mandate must hold.</summary>
    public MandateScope Scope { get; } = scope;
}

/// <summary>A page that is about who sits there, also while they act for another.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EvenWhileActingAttribute : Attribute;

/// <summary>
/// Which mandate somebody acts under. A cookie of the session names it and proves nothing: it is asked of <see cref="ActFor"/> at every request for a page, so that a mandate
/// that ended is over with the next step.
/// </summary>
public static class ActingDoor
{
    private const string Cookie = "diwan-acting";

    private static readonly object StandingKey = new();
    private static readonly object RefusalKey = new();

    /// <summary>For whom the person who is signed in acts; null for themselves.</summary>
    public static Acting? ActsFor(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (context.Standing() as ActFor.Standing.Now)?.Acting;
    }

    /// <summary>Who is signed in, on a page for everybody that also knows its own people; null for a visitor, and for who acts for another: neither is there in their own name.</summary>
    public static SignedIn? Oneself(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Standing() is null ? context.User.SignedIn() : null;
    }

    /// <summary>Why what was asked for may not be done while acting; null when it is not that.</summary>
    public static LocalizedText? ActingRefusal(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[RefusalKey] as LocalizedText;
    }

    internal static ActFor.Standing? Standing(this HttpContext context) => context.Items[StandingKey] as ActFor.Standing;

    internal static void RefuseActing(this HttpContext context, LocalizedText why) => context.Items[RefusalKey] = why;

    /// <summary>From the next request on, somebody acts under a mandate.</summary>
    internal static void ActUnder(this HttpContext context, Guid mandate) => context.Response.Cookies.Append(Cookie, mandate.ToString("N"), Options(context));

    /// <summary>From now on they act for themselves.</summary>
    internal static void ActForOneself(this HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Options(context));
        context.Items.Remove(StandingKey);
    }

    internal static void UseActing(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.Cookies[Cookie] is { } named && context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null && !context.Items.ContainsKey(StandingKey))
        {
            var standing = context.User.SignedIn() is { } me && Guid.TryParse(named, out var mandate)
                ? await context.RequestServices.GetRequiredService<ActFor>().FindAsync(me, mandate, context.RequestAborted)
                : new ActFor.Standing.Ended(null);
            if (standing is ActFor.Standing.Ended { Why: null })
            {
                context.ActForOneself();
            }
            else
            {
                context.Items[StandingKey] = standing;
            }
        }

        await next(context);
    });

    private static CookieOptions Options(HttpContext context) => new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/" };
}
