using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Promotion;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>Begins an application, or offers to go on with one begun before.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class StartModel(StartApplication start, ListMine mine, FindCampaigns campaigns, PublishedServices services, Links links, Text text) : SignedInPage
{
    public ServiceDefinition Definition { get; private set; } = null!;

    public IReadOnlyList<DraftLine> Drafts { get; private set; } = [];

    /// <summary>Why it cannot be begun; null when it can.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string institution, string service)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        Drafts = [.. (await mine.DraftsAsync(PersonKey, Aborted)).Where(d => d.Service == Definition.Id.ToString())];
        return Drafts.Count > 0 ? Page() : await BeginAsync();
    }

    public async Task<IActionResult> OnPostAsync(string institution, string service) =>
        Find(institution, service) ? await BeginAsync() : NotFound();

    private async Task<IActionResult> BeginAsync()
    {
        if (Me.IsOfficer)
        {
            Problem = text["apply.officer"];
            return Page();
        }

        var id = Definition.Id.ToString();
        var campaign = await campaigns.RunningAsync(Request.Query[FindCampaigns.Query], id, Aborted);
        switch (await start.RunAsync(id, Applicant, Channel.Portal, Actor, Aborted, campaign: campaign))
        {
            case StartApplication.Result.Started started:
                // To the first section, even where a default already answers it: an heir must be able to say so.
                return LocalRedirect(links.To($"/applications/{started.ApplicationId}/{Definition.Sections[0].Id}"));
            case StartApplication.Result.NeedsAssurance more:
                return AskMore(more.Needed);
            case StartApplication.Result.NotForYou notForYou:
                Problem = text["apply.notForYou", string.Join(text.Language == Language.Arabic ? "، " : ", ", notForYou.For.Select(k => (string)text[$"apply.kind.{k.ToString().ToLowerInvariant()}"]))];
                return Page();
            case StartApplication.Result.NotOffered:
                Problem = text["apply.notOffered"];
                return Page();
            default:
                return NotFound();
        }
    }

    private bool Find(string institution, string service)
    {
        Definition = services.Current($"{institution}/{service}")!;
        return Definition is not null;
    }
}
