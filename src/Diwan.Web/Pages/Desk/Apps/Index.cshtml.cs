using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Cases.Published;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Apps;

/// <summary>The apps of institutions and partners, and their keys; kept by the administrator of the platform.</summary>
public sealed class IndexModel(KeepApps apps, PublishedServices services, Links links, Text text) : SignedInPage
{
    public IReadOnlyList<App> All { get; private set; } = [];

    /// <summary>The key just made. Its secret is shown once.</summary>
    public KeepApps.Result.Issued? Made { get; private set; }

    /// <summary>The app whose form for a key was refused.</summary>
    public Guid? KeyOf { get; private set; }

    public FormFaults Faults { get; } = new();

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public IReadOnlyList<FieldOption> Institutions =>
        [new("", text["apps.partner"]), .. services.Catalogue.Institutions.Select(i => new FieldOption(i.Id, i.Name.In(text.Language)))];

    public string? Typed(string field) => Request.HasFormContentType && Made is null ? Request.Form[field].ToString() : null;

    public string NameOf(string institution) => services.Catalogue.FindInstitution(institution)?.Name.In(text.Language) ?? institution;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAddAsync(string? nameAr, string? nameEn, string? ownerAr, string? ownerEn, string? institution, string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        Scopes = scopes;
        return await apps.AddAsync(new(nameAr, nameEn, ownerAr, ownerEn, institution, scopes), Actor, Aborted) is KeepApps.Result.Refused refused
            ? await RefuseAsync(refused.Field, refused)
            : LocalRedirect(links.To("/desk/apps"));
    }

    public async Task<IActionResult> OnPostKeyAsync(Guid app)
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        string Field(string name) => Request.Form[$"{name}-{app:N}"].ToString();
        var kind = Field("kind") == nameof(KeyKind.Live) ? KeyKind.Live : KeyKind.Test;
        switch (await apps.IssueKeyAsync(app, new(Field("name"), kind, Field("secret") == "yes", Field("addresses")), Actor, Aborted))
        {
            case KeepApps.Result.Issued issued:
                Made = issued;
                return await ShowAsync();
            case KeepApps.Result.Refused refused:
                KeyOf = app;
                return await RefuseAsync($"{refused.Field}-{app:N}", refused);
            default:
                return NotFound();
        }
    }

    public async Task<IActionResult> OnPostEndAsync(string? key)
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        await apps.EndKeyAsync(key ?? "", Actor, Aborted);
        return LocalRedirect(links.To("/desk/apps"));
    }

    private Task<IActionResult> RefuseAsync(string field, KeepApps.Result.Refused refused)
    {
        Faults.Add(field, refused.Why.In(text.Language));
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        All = await apps.AllAsync(Aborted);
        return Page();
    }
}
