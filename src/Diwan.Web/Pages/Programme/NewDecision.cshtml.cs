using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Committee;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>Records a decision of the committee.</summary>
public sealed class NewDecisionModel(RecordDecision record, FindMeetings meetings, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    [BindProperty]
    public DecisionKind Kind { get; set; }

    [BindProperty]
    public string? DecidedOn { get; set; }

    [BindProperty]
    public string? WordsAr { get; set; }

    [BindProperty]
    public string? WordsEn { get; set; }

    [BindProperty]
    public string? Owner { get; set; }

    [BindProperty]
    public string? DueOn { get; set; }

    [BindProperty]
    public string? Service { get; set; }

    [BindProperty]
    public string? Criterion { get; set; }

    [BindProperty]
    public string? Ends { get; set; }

    [BindProperty]
    public string? TakesEffect { get; set; }

    [BindProperty]
    public string? BaselineMonth { get; set; }

    /// <summary>A figure and its value a line: <c>services.submitted = 1200</c>.</summary>
    [BindProperty]
    public string? BaselineValues { get; set; }

    [BindProperty]
    public string? Replaces { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Meeting { get; set; }

    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public IEnumerable<LaunchCriterion> Criteria => services.Catalogue.Gate.Criteria.Where(c => c.Blocking);

    protected override bool MayRead => Runs;

    /// <summary>From a meeting's page: its day is the decision's.</summary>
    public async Task OnGetAsync()
    {
        if (Meeting is not null && await meetings.FindAsync(Meeting, Aborted) is { IsOpen: true } open)
        {
            DecidedOn = open.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var wrong = new[] { DecidedOn, DueOn, Ends, TakesEffect }.Any(d => !string.IsNullOrWhiteSpace(d) && TypedDay.Read(d) is null);
        if (wrong || TypedDay.Read(DecidedOn) is not { } decided)
        {
            Refuse([new("اكتب التواريخ مثل 2017-07-22، وتاريخ القرار لازم.", "Write dates such as 2017-07-22; the date of the decision is needed.")]);
            return Page();
        }

        if (!TryReadBaseline(out var baseline))
        {
            return Page();
        }

        var decision = new NewDecision(
            Kind, WordsAr, WordsEn, decided, Owner, TypedDay.Read(DueOn), Filled(Service), Filled(Criterion), TypedDay.Read(Ends), TypedDay.Read(TakesEffect), Filled(Replaces), Filled(Meeting), Kind == DecisionKind.Baseline ? baseline : null);
        switch (await record.RunAsync(Me, decision, Aborted))
        {
            case RecordDecision.Result.Recorded recorded:
                return Go(links, Filled(Meeting) is { } meeting ? $"/programme/meetings/{meeting}" : $"/programme/decisions/{recorded.Number}");
            case RecordDecision.Result.Refused refused:
                Refuse(refused.Why);
                return Page();
            default:
                return Forbid();
        }
    }

    /// <summary>The month and the values as typed; a line that is no figure with a number is named.</summary>
    private bool TryReadBaseline(out CommittedBaseline baseline)
    {
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        DateOnly? month = Filled(BaselineMonth) is { } typed ? TypedDay.ReadMonth(typed) : null;
        baseline = new(month, values);
        if (month is null && Filled(BaselineMonth) is not null)
        {
            Refuse([new("اكتب شهر خط الأساس مثل 2018-03.", "Write the month of the baseline such as 2018-03.")]);
            return false;
        }

        foreach (var line in (BaselineValues ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var number]
                || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) || !values.TryAdd(name, value))
            {
                Refuse([new($"السطر «{line}» ليس رقماً وقيمته. اكتب مثل services.submitted = 1200، كل رقم مرة.", $"The line \"{line}\" is no figure with its value. Write services.submitted = 1200, each figure once.")]);
                return false;
            }
        }

        return true;
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
