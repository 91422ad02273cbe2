using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Identity;

/// <summary>Says that what somebody is about to do asks for more certainty of who they are, and sends them to the national identity for it and back.</summary>
[EvenWhileActing]
public sealed class StepUpModel(Links links, Text text, IOptions<WebOptions> web, TimeProvider time) : SignedInPage
{
    /// <summary>Seconds: the longest age that may be asked for.</summary>
    private const int LongestAge = 86_400;

    [BindProperty(SupportsGet = true, Name = "level")]
    public string? LevelCode { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Age { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Problem { get; set; }

    public string Phone => web.Value.ContactPhone;

    public Assurance Level => Assurances.FromCode(LevelCode) ?? Assurance.High;

    /// <summary>Whether a higher level is asked for, and not only to show again who one is.</summary>
    public bool Higher => Me.Level < Level;

    /// <summary>The key of the words that say what came of the last try; null at the first.</summary>
    public string? Why => Problem switch
    {
        StepUp.Cancelled => "passkey.stepCancelled",
        StepUp.SomebodyElse => "passkey.stepOther",
        StepUp.TooLow => "passkey.stepLow",
        _ => null,
    };

    private TimeSpan? Most => Age is > 0 and <= LongestAge ? TimeSpan.FromSeconds(Age.Value) : null;

    /// <summary>Only to pages of our own.</summary>
    private string Target => Url.IsLocalUrl(Return) ? Return : links.To("/account");

    public IActionResult OnGet() => Me.Satisfies(Level, Most, time.GetUtcNow()) ? LocalRedirect(Target) : Page();

    /// <summary>Never asks for less than the session has, so that nothing is lost by it.</summary>
    public IActionResult OnPost() =>
        Challenge(StepUp.Ask(Me.Level > Level ? Me.Level : Level, Target, text.Language, Most, Me.PersonKey), SignInSetup.Provider);
}
