using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Centre;

/// <summary>What the centre answers: by a caller's words, or all of one service. It is about services, never about anybody.</summary>
public sealed class AnswersModel(PublishedServices services, KnowledgeSearch search, CentreWords words, KeepOutages outages, Text text) : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Service { get; set; }

    public IReadOnlyList<AnswerRead> Answers { get; private set; } = [];

    public IReadOnlyList<ScriptNow> Scripts { get; private set; } = [];

    public bool Asked => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Service);

    public IReadOnlyList<(string Value, string Label)> Services => [("", text["centre.allServices"]), .. services.Catalogue.Services.Select(s => (s.Id.ToString(), s.Name.In(text.Language)))];

    public string? Assumed => services.Catalogue.Centre.Assumed?.In(text.Language);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Me.May(Ability.AnswerCalls))
        {
            return Forbid();
        }

        Scripts = await outages.NowAsync(Aborted);
        var one = string.IsNullOrEmpty(Service) ? null : services.Current(Service);
        Answers = [.. (string.IsNullOrWhiteSpace(Q)
            ? one is null ? [] : services.Catalogue.Centre.Of(one.Id).Select(e => new KnowledgeFound(one, e))
            : search.Find(Q, one?.Id, text.Language)).Select(f => words.Read(f.Service, f.Entry)).OfType<AnswerRead>()];
        return Page();
    }
}
