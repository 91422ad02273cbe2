using Diwan.Assistance;
using Diwan.Kernel;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Identity;

/// <summary>
/// A page on which somebody deals with their own matter, or an agent with that of the one person they help just now. An agent sees what belongs to the
/// session and nothing else: for everything else the page is not there.
/// </summary>
public abstract class HelpedPage : SignedInPage
{
    /// <summary>The session in which an agent acts; null for everybody else.</summary>
    public AssistedSession? Session { get; private set; }

    /// <summary>Whose matter it is.</summary>
    protected override string PersonKey => Session?.PersonKey ?? base.PersonKey;

    /// <summary>Where everything of theirs is: the person's account, or the desk of the agent who helps them.</summary>
    protected string Home => Session?.Desk() ?? "/account";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (FindPlace.Helps(Me))
        {
            var work = context.HttpContext.RequestServices.GetRequiredService<WorkSession>();
            Session = await FindAsync(work, RouteData.Values, Aborted);
            if (Session is null)
            {
                context.Result = NotFound();
                return;
            }

            ViewData[AssistedBanner.Key] = Session;
        }

        await base.OnPageHandlerExecutionAsync(context, next);
    }

    /// <summary>What the page is about, as its address says: an application, a case or a document.</summary>
    private async Task<AssistedSession?> FindAsync(WorkSession work, RouteValueDictionary route, CancellationToken ct) =>
        route["id"] is string id ? Guid.TryParse(id, out var application) ? await work.ForApplicationAsync(Me, application, ct) : null
        : route["reference"] is string reference ? await work.ForCaseAsync(Me, reference, ct)
        : route["number"] is string number ? await work.ForDocumentAsync(Me, number, ct)
        : null;
}

/// <summary>Where the layout finds the session that it says is going on.</summary>
public static class AssistedBanner
{
    public const string Key = "assisted-session";

    /// <summary>The page from which the agent of a session works.</summary>
    public static string Desk(this AssistedSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Channel == Channel.ContactCentre ? "/centre" : "/counter";
    }
}
