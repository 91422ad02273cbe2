using System.Globalization;
using Diwan.Accounts;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Web.Api;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Verify;

/// <summary>Anybody reports that a body refused a document which is genuine and in force.</summary>
public sealed class RefusalModel(ReportRefusal report, VerificationLimits limits, TimeProvider time, Text text) : PageModel
{
    public string? Code { get; private set; }

    public string? Body { get; private set; }

    public string? On { get; private set; }

    public RefusalReason? Reason { get; private set; }

    public string? Words { get; private set; }

    public bool Taken { get; private set; }

    public Verdict? NotInForce { get; private set; }

    public IReadOnlyList<ReportRefusal.Fault> Faults { get; private set; } = [];

    public string Today => Iso(NationalCalendar.DateAt(time.GetUtcNow()));

    public string Earliest => Iso(NationalCalendar.DateAt(time.GetUtcNow()).AddYears(-1));

    public static string Name<T>(T value)
        where T : struct, Enum => ApiNames.Name(value);

    public void OnGet(string? code) => Code = code;

    public async Task<IActionResult> OnPostAsync(string? code, string? body, string? on, string? reason, string? words)
    {
        if (limits.Refuse(HttpContext, null) is not null)
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        (Code, Body, On, Words) = (code, body, on, words);
        Reason = Enum.TryParse<RefusalReason>(reason, out var read) && Enum.IsDefined(read) ? read : null;
        var actor = User.SignedIn()?.ToActor() ?? Actor.System("visitor");
        switch (await report.RunAsync(new(code, body, TypedDay.Read(on), Reason, words), actor, HttpContext.RequestAborted))
        {
            case ReportRefusal.Result.Taken:
                Taken = true;
                break;
            case ReportRefusal.Result.NotInForce not:
                NotInForce = Verdict.Of(not.Verification, text);
                Response.StatusCode = StatusCodes.Status409Conflict;
                break;
            case ReportRefusal.Result.Refused refused:
                Faults = refused.Faults;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
        }

        return Page();
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
