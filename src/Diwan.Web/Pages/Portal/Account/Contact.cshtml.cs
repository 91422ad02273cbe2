using System.Globalization;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>How a person wants to be reached: by which means, in which language, at which hours.</summary>
public sealed class ContactModel(ContactPreferences preferences, ChooseLanguage choose, FindAccount accounts, Links links, Text text) : SignedInPage
{
    public bool HasMail => preferences.HasMail;

    public Contact Contact { get; private set; } = null!;

    public Language Chosen { get; private set; }

    public FormFaults Faults { get; } = new();

    public bool Kept { get; private set; }

    public bool CodeSent { get; private set; }

    public bool Confirmed { get; private set; }

    public async Task OnGetAsync(bool kept = false, bool sent = false, bool confirmed = false)
    {
        (Kept, CodeSent, Confirmed) = (kept, sent, confirmed);
        await ReadAsync();
    }

    public async Task<IActionResult> OnPostAsync(string[] by, string? email, string? language, string? from, string? to)
    {
        ArgumentNullException.ThrowIfNull(by);
        await ReadAsync();
        var written = Languages.FromCode(language);
        var (quietFrom, quietTo) = (Hour(from), Hour(to));
        Contact = Contact with { BySms = by.Contains("sms"), ByEmail = by.Contains("email"), Email = email, QuietFrom = quietFrom, QuietTo = quietTo };
        switch (await preferences.ChooseAsync(Me.PersonKey, by.Contains("sms"), by.Contains("email"), email, quietFrom, quietTo, Actor, written, Aborted))
        {
            case ContactPreferences.Result.Kept kept:
                await choose.RunAsync(Me.PersonKey, written, Actor, Channel.Portal, Aborted);
                return LocalRedirect(links.To(kept.ConfirmationSent ? "/account/contact?sent=true" : "/account/contact?kept=true"));
            case ContactPreferences.Result.EmailRefused:
                Faults.Add("email", text["messaging.emailWrong"]);
                break;
            case ContactPreferences.Result.EmailMissing:
                Faults.Add("email", text["messaging.emailMissing"]);
                break;
            default:
                Faults.Add("from", text["messaging.hoursWrong"]);
                break;
        }

        Chosen = written;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string? code)
    {
        if (await preferences.ConfirmEmailAsync(Me.PersonKey, code, Actor, Aborted))
        {
            return LocalRedirect(links.To("/account/contact?confirmed=true"));
        }

        await ReadAsync();
        Faults.Add("code", text["messaging.codeWrong"]);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private static int Hour(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour : -1;

    private async Task ReadAsync()
    {
        Contact = await preferences.ReadAsync(Me.PersonKey, Aborted);
        Chosen = (await accounts.ByKeyAsync(Me.PersonKey, Aborted))?.Language ?? Me.Language;
    }
}
