using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Gates;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>One criterion of a service: what shows it, who answers for it, and the evidence people write down.</summary>
public sealed class CriterionModel(ReadGate read, KeepGate keep, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    public GateView Gate { get; private set; } = null!;

    public LaunchCriterion Criterion { get; private set; } = null!;

    public CriterionStanding Standing => Gate.Standings.First(s => s.Criterion == Criterion.Id);

    public int? Score { get; private set; }

    public string? Evidence { get; private set; }

    public string? Owner { get; private set; }

    public string? Due { get; private set; }

    public bool MayJudge => Runs || Me.Holds(Criterion.OwnerAt(Gate.Service.Id));

    public string OwnerName
    {
        get
        {
            var role = Criterion.OwnerAt(Gate.Service.Id);
            return services.Catalogue.FindRole(role)?.Name.In(Words.Language) ?? role;
        }
    }

    protected override bool MayRead => base.MayRead || Me.IsOfficer;

    public async Task<IActionResult> OnGetAsync(string institution, string service, string criterion) =>
        await ReadAsync(institution, service, criterion) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string institution, string service, string criterion, int? score, string? evidence)
    {
        (Score, Evidence) = (score, evidence);
        return await AnswerAsync(
            institution, service, criterion, await keep.ScoreAsync(Me, $"{institution}/{service}", criterion, score ?? -1, evidence, Aborted));
    }

    public async Task<IActionResult> OnPostOwnAsync(string institution, string service, string criterion, string? owner, string? due)
    {
        (Owner, Due) = (owner, due);
        return await AnswerAsync(institution, service, criterion, await keep.OwnGapAsync(Me, $"{institution}/{service}", criterion, owner, TypedDay.Read(due), Aborted));
    }

    private async Task<IActionResult> AnswerAsync(string institution, string service, string criterion, KeepGate.Result result)
    {
        switch (result)
        {
            case KeepGate.Result.Kept:
                return Go(links, $"/programme/gate/{institution}/{service}");
            case KeepGate.Result.NotAllowed:
                return Forbid();
            case KeepGate.Result.Refused refused when await ReadAsync(institution, service, criterion):
                Refuse(refused.Why);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(string institution, string service, string criterion)
    {
        Gate = (await read.RunAsync($"{institution}/{service}", Aborted))!;
        Criterion = services.Catalogue.Gate.Find(criterion)!;
        return Gate is not null && Criterion is not null;
    }
}
