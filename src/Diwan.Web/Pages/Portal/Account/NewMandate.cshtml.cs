using System.Globalization;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A person gives another a mandate: whom, for what, to do what, until when.</summary>
public sealed class NewMandateModel(KeepMandates keep, PublishedServices services, Links links, Text text) : SignedInPage
{
    public FormFaults Faults { get; } = new();

    public string? Number { get; private set; }

    public IReadOnlyList<string> Services { get; private set; } = [];

    public IReadOnlyList<string> Scopes { get; private set; } = [nameof(MandateScope.Read), nameof(MandateScope.Apply)];

    public IReadOnlyDictionary<string, string> Until { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<FieldOption> ServiceOptions =>
    [
        new(Mandate.Everything, text["mandates.everything"], text["mandates.everythingHint"]),
        .. services.Catalogue.Services.Select(s => s.Id.Institution).Distinct().SelectMany(i => (IEnumerable<FieldOption>)
        [
            new(i, text["mandates.allOf", services.Catalogue.FindInstitution(i)!.Name.In(text.Language)]),
            .. services.Catalogue.Services.Where(s => s.Id.Institution == i).Select(s => new FieldOption(s.Id.ToString(), s.Name.In(text.Language), s.HasConfidentialSteps ? text["mandates.confidential"].ToString() : null)),
        ]),
    ];

    public IReadOnlyList<FieldOption> ScopeOptions => [.. Mandate.AllScopes.Select(s => new FieldOption(s.ToString(), text[$"mandates.scope.{s.ToString().ToLowerInvariant()}"], text[$"mandates.scopeHint.{s.ToString().ToLowerInvariant()}"]))];

    /// <summary>Who has to show more surely who they are does so before anything is typed.</summary>
    public IActionResult OnGet() => Me.Level < KeepMandates.LevelToGive ? AskMore(KeepMandates.LevelToGive) : Page();

    public async Task<IActionResult> OnPostAsync(string? number, string[] services, string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(scopes);
        (Number, Services, Scopes) = (number, services, scopes);
        Until = new[] { FieldNames.Day, FieldNames.Month, FieldNames.Year }.ToDictionary(p => p, p => Request.Form[FieldNames.Of("until", p)].ToString().Trim());
        var chosen = scopes.Select(s => Enum.TryParse<MandateScope>(s, out var scope) && Enum.IsDefined(scope) ? scope : (MandateScope?)null).OfType<MandateScope>().ToList();
        switch (await keep.GrantAsync(Me, new(number, services, chosen, Day()), Aborted))
        {
            case KeepMandates.Result.Kept:
                return LocalRedirect(links.To("/account/mandates?done=granted"));
            case KeepMandates.Result.Refused refused:
                foreach (var fault in refused.Faults)
                {
                    Faults.Add(fault.Field.Length == 0 ? null : fault.Field, fault.Why.In(text.Language));
                }

                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Page();
            case KeepMandates.Result.NeedsAssurance more:
                return AskMore(more.Needed, "/account/mandates/new");
            default:
                return NotFound();
        }
    }

    private DateOnly? Day() => DateOnly.TryParseExact(
        Digits.ToAscii($"{Until[FieldNames.Year]}-{Until[FieldNames.Month]}-{Until[FieldNames.Day]}"), "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : null;
}
