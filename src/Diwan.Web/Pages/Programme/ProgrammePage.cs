using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Programme;

/// <summary>A page of the programme: for the office, the committee, and those who answer for a criterion.</summary>
public abstract class ProgrammePage(Text text) : SignedInPage
{
    /// <summary>Whether the reader keeps the programme and does not only read it.</summary>
    public bool Runs => Me.May(Ability.RunProgramme);

    /// <summary>Why what was asked could not be done.</summary>
    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    protected Text Words => text;

    /// <summary>Who may read the page; the programme's own people as a rule.</summary>
    protected virtual bool MayRead => Me.May(Ability.SeeProgramme) || Me.May(Ability.Operate);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Me.IsOfficer || !MayRead)
        {
            context.Result = Forbid();
        }
    }

    /// <summary>Shows the page again with what is wrong.</summary>
    protected void Refuse(IEnumerable<LocalizedText> why, int status = StatusCodes.Status400BadRequest)
    {
        Problems = [.. why.Select(w => new FieldError(null, w.In(text.Language)))];
        Response.StatusCode = status;
    }

    protected IActionResult Go(Links links, string path)
    {
        ArgumentNullException.ThrowIfNull(links);
        return LocalRedirect(links.To(path));
    }
}
