using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Voice;

/// <summary>A complaint about a service: it gets a number, an owner and a date. No account is needed.</summary>
public sealed class ComplaintModel(Complain complain, AccessLedger ledger, PublishedServices services, Links links, Text text) : PageModel
{
    private AccessLine? _look;

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>The look at the person's data that they complain of, by its place in their ledger; null for none.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Look { get; set; }

    /// <summary>That look in words: who, when, why.</summary>
    public string? LookWords => _look is null ? null : Voice.LookWords.Of(_look, text);

    public LocalizedText ServiceName { get; private set; } = null!;

    public string? Words { get; private set; }

    public string? Phone { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>The field the problem is about.</summary>
    public string? Field { get; private set; }

    public async Task<IActionResult> OnGetAsync(string institution, string service)
    {
        Phone = HttpContext.Oneself()?.Phone;
        await FindLookAsync();
        return Find(institution, service) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string institution, string service, string? words, string? phone)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        (Words, Phone) = (words, phone);
        var me = HttpContext.Oneself();
        await FindLookAsync();
        var command = new Complain.Command($"{institution}/{service}", Reference, Voice.LookWords.Before(_look, words, text.Language, text), phone, me?.PersonKey, text.Language);
        switch (await complain.RunAsync(command, me?.ToActor() ?? Actor.System("visitor"), Channel.Portal, HttpContext.RequestAborted))
        {
            case Complain.Result.Taken taken:
                // Whoever is signed in needs no code; anybody else keeps the address, or the number and the code it shows.
                return LocalRedirect(links.To($"/complaints/{taken.Number}", ("code", me is null ? taken.Code : null), ("taken", "true")));
            case Complain.Result.Refused refused:
                (Field, Problem) = (refused.Field, refused.Why.In(text.Language));
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Page();
            default:
                return NotFound();
        }
    }

    /// <summary>What the ledger says of the look stands first in the complaint: nobody has to describe it, and nobody can invent one.</summary>
    private async Task FindLookAsync()
    {
        if (Look is { } id && HttpContext.Oneself() is { } me && await ledger.FindAsync(me.PersonKey, id, HttpContext.RequestAborted) is { } line)
        {
            _look = line;
            Reference ??= line.Subject;
        }
    }

    private bool Find(string institution, string service)
    {
        var found = services.Current($"{institution}/{service}");
        ServiceName = found?.Name!;
        return found is not null;
    }
}
