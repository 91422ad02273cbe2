using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Gates;
using Diwan.Programme.Gates.TestReports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>One criterion of a service: what shows it, who answers for it, and the evidence people write down.</summary>
[RequestFormLimits(MultipartBodyLengthLimit = 2 * KeepTestReports.LargestBytes)]
public sealed class CriterionModel(ReadGate read, KeepGate keep, KeepTestReports reports, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    public GateView Gate { get; private set; } = null!;

    public LaunchCriterion Criterion { get; private set; } = null!;

    public CriterionStanding Standing => Gate.Standings.First(s => s.Criterion == Criterion.Id);

    public int? Score { get; private set; }

    public string? Evidence { get; private set; }

    public string? Owner { get; private set; }

    public string? Due { get; private set; }

    public bool MayJudge => KeepGate.MayJudge(Me, Criterion, Gate.Service.Id);

    public string OwnerName
    {
        get
        {
            var role = Criterion.OwnerAt(Gate.Service.Id);
            return services.Catalogue.FindRole(role)?.Name.In(Words.Language) ?? role;
        }
    }

    /// <summary>The kind of report that the platform judges it by; null where it goes by none.</summary>
    public TestKind? Kind => KeepTestReports.KindOf(Criterion.Probe);

    public IReadOnlyList<TestReportView> Reports { get; private set; } = [];

    public TableModel ReportTable => new(
        (string)Words["programme.testReports"],
        [new((string)Words["programme.testedOn"]), new((string)Words["programme.testVersion"]), new((string)Words["programme.testFound"]), new((string)Words["programme.testBy"])],
        [
            .. Reports.Select(r => (IReadOnlyList<object?>)
            [
                Words.Date(r.TestedAt), r.Version, r.Found.In(Words.Language), r.By,
            ]),
        ]);

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

    public async Task<IActionResult> OnPostReportAsync(string institution, string service, string criterion, IFormFile? file)
    {
        using var content = new MemoryStream();
        if (file is { Length: <= KeepTestReports.LargestBytes })
        {
            await file.CopyToAsync(content, Aborted);
        }

        switch (await reports.RunAsync(Me, $"{institution}/{service}", criterion, content.ToArray(), Aborted))
        {
            case KeepTestReports.Result.Kept:
                return Go(links, $"/programme/gate/{institution}/{service}/{criterion}");
            case KeepTestReports.Result.NotAllowed:
                return Forbid();
            case KeepTestReports.Result.Refused refused when await ReadAsync(institution, service, criterion):
                Refuse([refused.Why]);
                return Page();
            default:
                return NotFound();
        }
    }

    private Task<IActionResult> AnswerAsync(string institution, string service, string criterion, KeepGate.Result result) =>
        AnswerAsync(result, links, $"/programme/gate/{institution}/{service}", () => ReadAsync(institution, service, criterion));

    private async Task<bool> ReadAsync(string institution, string service, string criterion)
    {
        Gate = (await read.RunAsync($"{institution}/{service}", Aborted))!;
        Criterion = services.Catalogue.Gate.Find(criterion)!;
        if (Gate is null || Criterion is null)
        {
            return false;
        }

        Reports = Kind is { } kind ? await reports.OfAsync($"{institution}/{service}", kind, Aborted) : [];
        return true;
    }
}
