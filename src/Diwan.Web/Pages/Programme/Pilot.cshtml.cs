using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.Pilots;
using Diwan.Programme.Gates.TestReports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The pilot of a service: opened to a few people, taken back, and what that showed.</summary>
public sealed class PilotModel(KeepPilot keep, KeepTestReports reports, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    public ServiceDefinition Service { get; private set; } = null!;

    public PilotView Pilot { get; private set; } = null!;

    public string? People { get; private set; }

    public IReadOnlyList<TestReportView> Trials { get; private set; } = [];

    public string Path => $"/programme/gate/{Service.Id}";

    public string ChannelNames => string.Join(Words.LanguageCode == "ar" ? "، " : ", ", Pilot.Channels.Select(c => Diwan.Kernel.Channels.Name(c).In(Words.Language)));

    public TableModel TrialTable => new(
        (string)Words["pilot.trials"],
        [new((string)Words["programme.testedOn"]), new((string)Words["programme.testVersion"]), new((string)Words["pilot.outcome"]), new((string)Words["programme.testFound"]), new((string)Words["programme.testBy"])],
        [
            .. Trials.Select(r => (IReadOnlyList<object?>)[Words.DateTime(r.TestedAt), r.Version, Words[r.Passed ? "pilot.passed" : "pilot.failed"], r.Found.In(Words.Language), r.By]),
        ]);

    protected override bool MayRead => base.MayRead || Me.IsOfficer;

    public async Task<IActionResult> OnGetAsync(string institution, string service) =>
        await ReadAsync(institution, service) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string institution, string service, string? people)
    {
        People = people;
        return await AnswerAsync(institution, service, await keep.OpenAsync(Me, $"{institution}/{service}", people, Aborted));
    }

    public async Task<IActionResult> OnPostTakeBackAsync(string institution, string service) =>
        await AnswerAsync(institution, service, await keep.TakeBackAsync(Me, $"{institution}/{service}", Aborted));

    private Task<IActionResult> AnswerAsync(string institution, string service, KeepGate.Result result) =>
        AnswerAsync(result, links, $"/programme/gate/{institution}/{service}/pilot", () => ReadAsync(institution, service));

    private async Task<bool> ReadAsync(string institution, string service)
    {
        Service = services.Current($"{institution}/{service}")!;
        Pilot = (await keep.FindAsync($"{institution}/{service}", Aborted))!;
        if (Pilot is null)
        {
            return false;
        }

        Trials = await reports.OfAsync($"{institution}/{service}", TestKind.Rollback, Aborted);
        return true;
    }
}
