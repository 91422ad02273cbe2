using Diwan.Apps;
using Diwan.Cases.Published;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Identity;

/// <summary>
/// Asks a person whether an app may do what it asks. The address carries the app's whole question; the answer leads back to where the question is checked, and from there to the app.
/// </summary>
public sealed class AllowModel(Consents consents, PublishedServices services, Text text) : SignedInPage
{
    public ConsentQuestion Question { get; private set; } = null!;

    public string? InstitutionName => Question.Institution is { } id ? services.Catalogue.FindInstitution(id)?.Name.In(text.Language) : null;

    public string Query => Request.QueryString.Value ?? "";

    private IReadOnlyList<string> Asked => Request.Query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public async Task<IActionResult> OnGetAsync()
    {
        if (await consents.AskAsync(Me, Request.Query["client_id"], Asked, Aborted) is not { Scopes.Count: > 0 } question)
        {
            return NotFound();
        }

        Question = question;
        if (Uri.TryCreate(Request.Query["redirect_uri"], UriKind.Absolute, out var back))
        {
            HttpContext.LetFormsLeadTo(back);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? answer)
    {
        var query = Request.Query.Where(q => q.Key is not ("prompt" or ConnectEndpoints.Denied)).SelectMany(q => q.Value, (q, v) => new KeyValuePair<string, string?>(q.Key, v));
        if (answer != "yes")
        {
            query = query.Append(new(ConnectEndpoints.Denied, "1"));
        }
        else if (await consents.AllowAsync(Me, Request.Query["client_id"], Asked, Aborted) is null)
        {
            return NotFound();
        }

        return LocalRedirect(Request.PathBase + AppsModule.Authorize + QueryString.Create(query));
    }
}
