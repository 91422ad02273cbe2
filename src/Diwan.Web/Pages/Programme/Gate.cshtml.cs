using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Gates;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A service at the gate: how every criterion stands, what holds it, and the next phase.</summary>
public sealed class GateModel(ReadGate read, KeepGate keep, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public GateView Gate { get; private set; } = null!;

    public string? Campaign { get; private set; }

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public string InstitutionName => services.Catalogue.FindInstitution(Gate.Service.Id.Institution)!.Name.In(Words.Language);

    public IEnumerable<(LaunchCriterion Criterion, CriterionStanding Standing)> Rows =>
        Gate.Standings.Select(s => (services.Catalogue.Gate.Find(s.Criterion)!, s));

    protected override bool MayRead => base.MayRead || Me.IsOfficer;

    public async Task<IActionResult> OnGetAsync(string institution, string service) =>
        await ReadAsync(institution, service) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string institution, string service, string[] channels, string? campaign)
    {
        ArgumentNullException.ThrowIfNull(channels);
        Campaign = campaign;
        List<Channel> chosen = [.. channels.Select(Channels.FromCode).OfType<Channel>()];
        return await AnswerAsync(institution, service, await keep.AdvanceAsync(Me, $"{institution}/{service}", chosen, campaign, Aborted));
    }

    public async Task<IActionResult> OnPostRollBackAsync(string institution, string service, string? decision) =>
        await AnswerAsync(institution, service, await keep.RollBackAsync(Me, $"{institution}/{service}", decision?.Trim(), Aborted));

    private async Task<IActionResult> AnswerAsync(string institution, string service, KeepGate.Result result)
    {
        switch (result)
        {
            case KeepGate.Result.Kept:
                return Go(links, $"/programme/gate/{institution}/{service}");
            case KeepGate.Result.NotAllowed:
                return Forbid();
            case KeepGate.Result.Refused refused when await ReadAsync(institution, service):
                Refuse(refused.Why, StatusCodes.Status409Conflict);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(string institution, string service)
    {
        Gate = (await read.RunAsync($"{institution}/{service}", Aborted))!;
        return Gate is not null;
    }
}
