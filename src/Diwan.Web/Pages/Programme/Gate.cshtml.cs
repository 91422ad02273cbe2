using System.Globalization;
using Diwan.Cases.Mining;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Gates;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A service at the gate: how every criterion stands, what holds it, and the next phase.</summary>
public sealed class GateModel(
    ReadGate read, KeepGate keep, PublishedServices services, Offers offers, MeasureReach measure, ExportEventLog log, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public GateView Gate { get; private set; } = null!;

    public string? Campaign { get; private set; }

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public string InstitutionName => services.Catalogue.FindInstitution(Gate.Service.Id.Institution)!.Name.In(Words.Language);

    public IEnumerable<(LaunchCriterion Criterion, CriterionStanding Standing)> Rows =>
        Gate.Standings.Select(s => (services.Catalogue.Gate.Find(s.Criterion)!, s));

    /// <summary>By which ways people came of late; null where no rule says when a counter may close.</summary>
    public Reach? Reach { get; private set; }

    public ElectronicOnlyRule? Rule => services.Catalogue.Gate.ElectronicOnly;

    public DateOnly? CounterClosesOn { get; private set; }

    public TableModel ReachTable(Reach reach)
    {
        ArgumentNullException.ThrowIfNull(reach);
        return new(
            (string)Words["reach.measured", Words.Date(reach.From), Words.Date(reach.To)],
            [
                new((string)Words["reach.group"]), new((string)Words["reach.all"], true), new((string)Words["reach.share"], true),
                new((string)Words["reach.needed"], true), new((string)Words["reach.stands"]),
            ],
            [
                .. reach.Lines.Select(l => (IReadOnlyList<object?>)
                [
                    l.By switch
                    {
                        ReachBy.Governorate => Words["reach.by.Governorate", Places.Governorates.TryGetValue(l.Key, out var name) ? name.In(Words.Language) : l.Key],
                        ReachBy.Age => Words["reach.by.Age", Words.Number(int.Parse(l.Key, CultureInfo.InvariantCulture))],
                        _ => Words[$"reach.by.{l.By}"],
                    },
                    Words.Number(l.All), l.Share is { } share ? Words.Percent(Math.Round(share, 3)) : "–", Words.Percent(l.Needed),
                    Words[!l.Judged ? "reach.unjudged" : l.Stands ? "reach.yes" : "reach.no"],
                ]),
            ]);
    }

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

    public async Task<IActionResult> OnGetXesAsync(string institution, string service) =>
        await LogAsync(institution, service, Xes.WriteAsync, "application/xml", "xes");

    public async Task<IActionResult> OnGetOcelAsync(string institution, string service) =>
        await LogAsync(institution, service, Ocel.WriteAsync, "application/json", "ocel.json");

    /// <summary>The event log of the cases submitted in the last year.</summary>
    private async Task<IActionResult> LogAsync(
        string institution, string service, Func<Stream, IAsyncEnumerable<LoggedCase>, CancellationToken, Task> write, string type, string ending)
    {
        var now = time.GetUtcNow();
        if (log.Run($"{institution}/{service}", now.AddYears(-1), now, Aborted) is not { } cases)
        {
            return NotFound();
        }

        // A file of the system's that goes when it was sent: a year of a busy service is more than memory should hold.
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await write(file, cases, Aborted);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        file.Position = 0;
        return File(file, type, $"{institution}-{service}.{ending}");
    }

    public async Task<IActionResult> OnPostCloseAsync(string institution, string service, string? decision) =>
        await AnswerAsync(institution, service, await keep.CloseCounterAsync(Me, $"{institution}/{service}", decision?.Trim(), Aborted));

    public async Task<IActionResult> OnPostReopenAsync(string institution, string service, string? decision) =>
        await AnswerAsync(institution, service, await keep.ReopenCounterAsync(Me, $"{institution}/{service}", decision?.Trim(), Aborted));

    private Task<IActionResult> AnswerAsync(string institution, string service, KeepGate.Result result) =>
        AnswerAsync(result, links, $"/programme/gate/{institution}/{service}", () => ReadAsync(institution, service), StatusCodes.Status409Conflict);

    private async Task<bool> ReadAsync(string institution, string service)
    {
        Gate = (await read.RunAsync($"{institution}/{service}", Aborted))!;
        if (Gate is null)
        {
            return false;
        }

        Reach = await measure.RunAsync($"{institution}/{service}", Aborted);
        CounterClosesOn = await offers.CounterClosesOnAsync($"{institution}/{service}", Aborted);
        return true;
    }
}
