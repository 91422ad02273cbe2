using Diwan.Cases.Published;
using Diwan.Programme.Committee;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A decision, what it allows, and what was done about it.</summary>
public sealed class DecisionModel(FindDecisions find, RecordDecision record, ReadAllowed allowed, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    public DecisionView Decision { get; private set; } = null!;

    public IReadOnlyList<Allowed> Allowed { get; private set; } = [];

    /// <summary>What was typed about it and refused.</summary>
    public string? Said { get; private set; }

    public IReadOnlyList<SummaryRow> Facts
    {
        get
        {
            var facts = new List<SummaryRow>();
            void Add(string key, object? value)
            {
                if (value is not null)
                {
                    facts.Add(new SummaryRow((string)Words[key], value));
                }
            }

            Add("programme.service", Decision.Service is { } service ? services.Current(service)?.Name.In(Words.Language) ?? service : null);
            Add("programme.criterion", Decision.Criterion is { } criterion ? services.Catalogue.Gate.Find(criterion)?.Name.In(Words.Language) ?? criterion : null);
            Add("programme.ends", Decision.Ends is { } ends ? Words.Date(ends) : null);
            Add("programme.counterCloses", Decision.TakesEffect is { } day ? Words.Date(day) : null);
            Add("programme.exempt", Decision.Exempt.Count > 0 ? string.Join(Words.LanguageCode == "ar" ? "؛ " : "; ", Decision.Exempt.Select(e => e.Name.In(Words.Language))) : null);
            Add("programme.seesToIt", Decision.Owner);
            Add("programme.dueOn", Decision.DueOn is { } due ? Words.Date(due) : null);
            Add("programme.replaces", Decision.Replaces);
            Add("programme.replacedByLabel", Decision.ReplacedBy);
            Add("committee.takenIn", Decision.Meeting);
            Add("programme.recordedBy", Decision.RecordedBy);
            return facts;
        }
    }

    public async Task<IActionResult> OnGetAsync(int year, int running) => await ReadAsync(year, running) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int year, int running, string? words, bool done)
    {
        Said = words;
        switch (await record.FollowUpAsync(Me, $"{year}/{running}", words, done, Aborted))
        {
            case RecordDecision.Result.Recorded:
                return Go(links, $"/programme/decisions/{year}/{running}");
            case RecordDecision.Result.NotAllowed:
                return Forbid();
            case RecordDecision.Result.Refused refused when await ReadAsync(year, running):
                Refuse(refused.Why);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(int year, int running)
    {
        Decision = (await find.FindAsync($"{year}/{running}", Aborted))!;
        if (Decision is null)
        {
            return false;
        }

        Allowed = await allowed.RunAsync(Decision.Number, Aborted);
        return true;
    }
}
