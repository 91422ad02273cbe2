using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Security;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The vulnerability register.</summary>
public sealed class VulnerabilitiesModel(
    FindVulnerabilities find, KeepVulnerabilities keep, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public IReadOnlyList<VulnerabilityView> All { get; private set; } = [];

    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public string? Title { get; private set; }

    public bool Keeps => Runs || Me.May(Ability.Operate);

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public string NameOf(string service) => services.Current(service)?.Name.In(Words.Language) ?? service;

    public async Task OnGetAsync() => All = await find.AllAsync(Aborted);

    public async Task<IActionResult> OnPostAsync(string? title, Severity severity, string? service)
    {
        Title = title;
        return await AnswerAsync(await keep.OpenAsync(Me, string.IsNullOrEmpty(service) ? null : service, severity, title, Aborted));
    }

    public async Task<IActionResult> OnPostCloseAsync(string number, string? remedy) => await AnswerAsync(await keep.CloseAsync(Me, number, remedy, Aborted));

    private async Task<IActionResult> AnswerAsync(KeepVulnerabilities.Result result)
    {
        switch (result)
        {
            case KeepVulnerabilities.Result.Kept:
                return Go(links, "/programme/vulnerabilities");
            case KeepVulnerabilities.Result.NotAllowed:
                return Forbid();
            case KeepVulnerabilities.Result.Refused refused:
                Refuse([refused.Why]);
                All = await find.AllAsync(Aborted);
                return Page();
            default:
                return NotFound();
        }
    }
}
