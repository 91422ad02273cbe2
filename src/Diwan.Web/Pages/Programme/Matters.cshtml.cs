using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Accountability;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>Everything that is open: who answers for it, until when, and before whom it stands. The head of a unit reads what concerns the institution.</summary>
public sealed class MattersModel(ReadMatters read, Escalate escalations, PublishedServices services, Text text, TimeProvider time) : ProgrammePage(text)
{
    private const int PageSize = 50;
    private const int RisenDays = 30;

    public IReadOnlyList<OpenMatter> All { get; private set; } = [];

    public IReadOnlyList<OpenMatter> Shown => [.. All.Skip((Number - 1) * PageSize).Take(PageSize)];

    public IReadOnlyList<EscalationView> Risen { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Paging Paging { get; private set; } = new(1, 1, "/programme/matters", []);

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public bool ReadsProgramme => Me.May(Ability.SeeProgramme) || Me.May(Ability.Operate);

    public IReadOnlyList<EscalationStep> Rule => services.Catalogue.Steering.Escalation;

    public string? Assumed => services.Catalogue.Steering.Assumed?.In(Words.Language);

    protected override bool MayRead => read.Concerns(Me);

    /// <summary>Whether the reader has a page to deal with it on.</summary>
    public bool MayOpen(OpenMatter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        return matter.Path.StartsWith("/programme/", StringComparison.Ordinal)
            ? ReadsProgramme
            : matter.Institution is { } institution && matter.Kind is MatterKind.LateCases or MatterKind.LateComplaints && Me.May(Ability.LeadTeam, matter.Institution);
    }

    public string AgeOf(OpenMatter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        return matter.OpenedOn is { } opened ? Words.Days(Today.DayNumber - opened.DayNumber).ToString() : "–";
    }

    public async Task OnGetAsync()
    {
        All = await read.ForAsync(Me, Aborted);
        var pages = Math.Max(1, (All.Count + PageSize - 1) / PageSize);
        Number = Math.Clamp(Number, 1, pages);
        Paging = new(Number, pages, "/programme/matters", []);
        if (Me.May(Ability.SeeProgramme))
        {
            var now = time.GetUtcNow();
            Risen = await escalations.BroughtAsync(EscalationLevel.Committee, now.AddDays(-RisenDays), now.AddTicks(1), Aborted);
        }
    }
}
