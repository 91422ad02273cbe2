using System.Globalization;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Telephone;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>How a person wants to be reached: by which means, in which language, at which hours.</summary>
public sealed class ContactModel(ContactPreferences preferences, PushDevices devices, ServiceOffers offers, ChooseLanguage choose, FindAccount accounts, Links links, Text text) : SignedInPage
{
    public bool HasMail => preferences.HasMail;

    public bool HasPush => devices.AreThere;

    /// <summary>The key by which a browser knows that a notice is ours.</summary>
    public string PushKey => devices.PublicKey;

    /// <summary>The path below which this page's worker reaches; empty on the site.</summary>
    public string Root => Request.PathBase.Value ?? "";

    /// <summary>An application has a worker already; on the site there is one for notices only.</summary>
    public string Worker => Root + (CurrentApp.Of(HttpContext) is null ? "/push-worker.js" : "/worker.js");

    public IReadOnlyList<PushDevice> Devices { get; private set; } = [];

    /// <summary>What an institution's application is called; null when it has none any more.</summary>
    public LocalizedText? NameOf(string app) => offers.Catalogue.FindInstitution(app)?.App?.Name;

    /// <summary>What was done to the devices, as the key of its words.</summary>
    public string? Said { get; private set; }

    public Contact Contact { get; private set; } = null!;

    public Language Chosen { get; private set; }

    public FormFaults Faults { get; } = new();

    public bool Kept { get; private set; }

    public bool CodeSent { get; private set; }

    public bool Confirmed { get; private set; }

    public async Task OnGetAsync(bool kept = false, bool sent = false, bool confirmed = false, string? device = null)
    {
        (Kept, CodeSent, Confirmed) = (kept, sent, confirmed);
        Said = device switch { "added" => "push.added", "removed" => "push.removed", "all" => "push.removedAll", _ => null };
        await ReadAsync();
    }

    public async Task<IActionResult> OnPostAsync(string[] by, string? email, string? language, string? from, string? to)
    {
        ArgumentNullException.ThrowIfNull(by);
        await ReadAsync();
        var written = Languages.FromCode(language);
        var (quietFrom, quietTo) = (Hour(from), Hour(to));
        Contact = Contact with { BySms = by.Contains("sms"), ByEmail = by.Contains("email"), ByPush = by.Contains("push"), Email = email, QuietFrom = quietFrom, QuietTo = quietTo };
        switch (await preferences.ChooseAsync(Me.PersonKey, by.Contains("sms"), by.Contains("email"), email, quietFrom, quietTo, Actor, written, Aborted, Devices.Count == 0 ? null : by.Contains("push")))
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

    /// <summary>Keeps this device, with what its browser gave the script.</summary>
    public async Task<IActionResult> OnPostDeviceAsync(string? endpoint, string? p256dh, string? auth)
    {
        var app = CurrentApp.Of(HttpContext)?.Institution.Id;
        var result = await devices.AddAsync(Me.PersonKey, new DeviceAddress(endpoint, p256dh, auth), Request.Headers.UserAgent.ToString(), app, Actor, Aborted);
        if (result is PushDevices.Result.Kept)
        {
            return LocalRedirect(links.To("/account/contact?device=added"));
        }

        await ReadAsync();
        Faults.Add("device", result is PushDevices.Result.TooMany many ? text.Plural("push.tooMany", many.Most) : text["push.unusable"]);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <param name="device">Null removes all.</param>
    public async Task<IActionResult> OnPostForgetAsync(Guid? device)
    {
        if (await devices.RemoveAsync(Me.PersonKey, device, Actor, Aborted) == 0)
        {
            await ReadAsync();
            Faults.Add("device", text["push.gone"]);
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        return LocalRedirect(links.To($"/account/contact?device={(device is null ? "all" : "removed")}"));
    }

    private static int Hour(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour : -1;

    private async Task ReadAsync()
    {
        Contact = await preferences.ReadAsync(Me.PersonKey, Aborted);
        Devices = HasPush ? await devices.OfPersonAsync(Me.PersonKey, Aborted) : [];
        Chosen = (await accounts.ByKeyAsync(Me.PersonKey, Aborted))?.Language ?? Me.Language;
    }
}
