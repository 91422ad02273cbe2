using System.Reflection;
using System.Text.Json;
using Diwan.Testing;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Tests.Apps;

/// <summary>
/// Whatever can be done on a page can be done by a call of the API, or is one of the few things that docs/api.md says stay on the pages, with the reason. A new handler of a page has no line here
/// and fails until it has one.
/// </summary>
public sealed class PageActionTests(AppsSite site) : IClassFixture<AppsSite>
{
    private const string Pay = "Paying";
    private const string Act = "Acting under a mandate";
    private const string Ways = "The ways into an account";
    private const string Link = "Opening a shared link";
    private const string Office = "The work of offices";
    private const string None = "";

    /// <summary>By handler, the call; or the line of docs/api.md under which it stays on the pages.</summary>
    private static readonly Dictionary<string, string> Actions = new(StringComparer.Ordinal)
    {
        ["Portal.Account.Apps.OnPost"] = Ways,
        ["Portal.Account.AskRefund.OnPost"] = "POST /bills/{number}/refund-requests",
        ["Portal.Account.Contact.OnPost"] = "PUT /contact",
        ["Portal.Account.Contact.OnPostConfirm"] = "POST /contact/confirm",
        ["Portal.Account.Contact.OnPostDevice"] = "POST /devices",
        ["Portal.Account.Contact.OnPostForget"] = "DELETE /devices/{id}",
        ["Portal.Account.Mandates.OnPostAccept"] = "POST /mandates/{id}/accept",
        ["Portal.Account.Mandates.OnPostAct"] = Act,
        ["Portal.Account.Mandates.OnPostDecline"] = "POST /mandates/{id}/decline",
        ["Portal.Account.Mandates.OnPostPower"] = "POST /mandates/powers",
        ["Portal.Account.Mandates.OnPostStop"] = Act,
        ["Portal.Account.Mandates.OnPostWard"] = "POST /mandates/wards/{number}",
        ["Portal.Account.Mandates.OnPostWithdraw"] = "POST /mandates/{id}/withdraw",
        ["Portal.Account.NewMandate.OnPost"] = "POST /mandates",
        ["Portal.Account.Refunds.OnPost"] = "POST /refunds/{id}/way",
        ["Portal.Account.Ways.OnPostAdd"] = Ways,
        ["Portal.Account.Ways.OnPostCodes"] = Ways,
        ["Portal.Account.Ways.OnPostEnd"] = Ways,
        ["Portal.Account.Ways.OnPostRemove"] = Ways,
        ["Portal.Account.Ways.OnPostRename"] = Ways,
        ["Portal.Apply.Check.OnPost"] = "POST /applications/{id}/submit",
        ["Portal.Apply.Resume.OnPostDiscard"] = "DELETE /applications/{id}",
        ["Portal.Apply.Section.OnPost"] = "PUT /applications/{id}/answers",
        ["Portal.Apply.Start.OnPost"] = "POST /services/{institution}/{service}/applications",
        ["Portal.Cases.Complete.OnPost"] = "POST /cases/{reference}/complete",
        ["Portal.Cases.Pay.OnPostCard"] = "POST /bills/{number}/checkout",
        ["Portal.Cases.Pay.OnPostCredit"] = Pay,
        ["Portal.Cases.Withdraw.OnPost"] = "POST /cases/{reference}/withdraw",
        ["Portal.Documents.One.OnPostOffer"] = "POST /documents/{number}/wallet-offers",
        ["Portal.Documents.One.OnPostShare"] = "POST /documents/{number}/shares",
        ["Portal.Documents.One.OnPostTakeBack"] = "DELETE /documents/{number}/shares/{id}",
        ["Portal.Pay.Bill.OnPostCard"] = "POST /bills/{number}/checkout",
        ["Portal.Pay.Bill.OnPostCredit"] = Pay,
        ["Portal.Pay.Choose.OnPost"] = "POST /baskets",
        ["Portal.Visits.Arrive.OnPost"] = "POST /visits/{code}/arrival",
        ["Portal.Visits.Book.OnPost"] = "POST /visits",
        ["Portal.Visits.One.OnPostCancel"] = "POST /visits/{code}/cancel",
        ["Portal.Visits.One.OnPostMove"] = "POST /visits/{code}/move",
        ["Portal.Voice.Complaint.OnPost"] = "POST /services/{institution}/{service}/complaints",
        ["Portal.Voice.Feedback.OnPost"] = "POST /services/{institution}/{service}/feedback",

        ["Verify.Index.OnPost"] = "POST /verification",
        ["Verify.Refusal.OnPost"] = "POST /verification/refusals",
        ["Verify.Shared.OnPost"] = Link,

        ["Identity.Allow.OnPost"] = Ways,
        ["Identity.Code.OnPost"] = Ways,
        ["Identity.SignIn.OnPost"] = Ways,
        ["Identity.SignIn.OnPostPasskey"] = Ways,
        ["Identity.SignOut.OnPost"] = Ways,
        ["Identity.StepUp.OnPost"] = Ways,

        ["Centre.Case.OnPostBill"] = "POST /centre/call/cases/{reference}/bill",
        ["Centre.Figures.OnPostDeclare"] = "POST /centre/outages",
        ["Centre.Figures.OnPostLift"] = "POST /centre/outages/{id}/lift",
        ["Centre.Index.OnPostAgree"] = "POST /assistance/session/agree",
        ["Centre.Index.OnPostAnswer"] = "POST /centre/call/answer",
        ["Centre.Index.OnPostBegin"] = "POST /centre/call",
        ["Centre.Index.OnPostComplain"] = "POST /centre/call/complaint",
        ["Centre.Index.OnPostEnd"] = "POST /assistance/session/end",
        ["Centre.Index.OnPostFind"] = "POST /centre/call/find",
        ["Centre.Index.OnPostForm"] = "POST /assistance/session/application",
        ["Centre.Index.OnPostHangUp"] = "POST /centre/call/end",
        ["Centre.Index.OnPostNotReached"] = "POST /centre/call-backs/{id}/not-reached",
        ["Centre.Index.OnPostReached"] = "POST /centre/call-backs/{id}/reached",
        ["Centre.Index.OnPostSession"] = "POST /assistance/session",
        ["Centre.Index.OnPostTakeOver"] = "POST /centre/call-backs/{id}/take-over",
        ["Counter.Index.OnPostAgree"] = "POST /assistance/session/agree",
        ["Counter.Index.OnPostBegin"] = "POST /assistance/session",
        ["Counter.Index.OnPostEnd"] = "POST /assistance/session/end",
        ["Counter.Index.OnPostForm"] = "POST /assistance/session/application",
        ["Desk.Cash.Close.OnPost"] = "POST /till/shift/close",
        ["Desk.Cash.Index.OnPostAccept"] = "POST /till/offers/{id}/accept",
        ["Desk.Cash.Index.OnPostFind"] = "GET /till/bills/{number}",
        ["Desk.Cash.Index.OnPostOpen"] = "POST /till/shift",
        ["Desk.Cash.Index.OnPostTakeBack"] = "POST /till/shift/take-back",
        ["Desk.Cash.PayOut.OnPost"] = "POST /till/refunds/{id}/pay-out",
        ["Desk.Cash.Take.OnPost"] = "POST /till/bills/{number}/take",
        ["Desk.Complaint.OnPostAnswer"] = "POST /desk/complaints/{number}/answer",
        ["Desk.Complaint.OnPostRelease"] = "POST /desk/complaints/{number}/release",
        ["Desk.Complaint.OnPostTake"] = "POST /desk/complaints/{number}/take",
        ["Desk.Document.OnPostAsk"] = "POST /desk/documents/{number}/acts",
        ["Desk.Document.OnPostDecide"] = "POST /desk/documents/{number}/acts/{id}",
        ["Desk.File.OnPostApprove"] = "POST /desk/tasks/{reference}/{task}/decide",
        ["Desk.File.OnPostClaim"] = "POST /desk/tasks/{reference}/{task}/claim",
        ["Desk.File.OnPostRefuse"] = "POST /desk/tasks/{reference}/{task}/decide",
        ["Desk.File.OnPostRelease"] = "POST /desk/tasks/{reference}/{task}/release",
        ["Desk.File.OnPostSendBack"] = "POST /desk/tasks/{reference}/{task}/send-back",
        ["Desk.Queue.OnPost"] = "POST /desk/tasks/{reference}/{task}/give",
        ["Desk.Visits.Door.OnPostCode"] = "POST /queue/{institution}/{office}/numbers",
        ["Desk.Visits.Door.OnPostNumber"] = "POST /queue/{institution}/{office}/numbers",
        ["Desk.Visits.Window.OnPostDone"] = "POST /queue/{institution}/{office}/windows/{window}/done",
        ["Desk.Visits.Window.OnPostNext"] = "POST /queue/{institution}/{office}/windows/{window}/next",
        ["Desk.Visits.Window.OnPostNotThere"] = "POST /queue/{institution}/{office}/windows/{window}/missed",
        ["Desk.Visits.Window.OnPostReason"] = "POST /queue/{institution}/{office}/windows/{window}/reason",

        // Where a form that went wrong is answered: nothing is done there.
        ["Error.OnPost"] = None,
    };

    /// <summary>Pages of which none is a citizen's or an agent's: the programme, the treasury, administrators.</summary>
    private static readonly string[] Offices = ["Programme.", "Desk.Apps.", "Desk.Finance.", "Desk.Messages.", "Desk.Relying."];

    [Fact]
    public async Task What_is_done_on_a_page_is_a_call_or_said_to_stay_there()
    {
        var handlers = Handlers().ToList();
        Assert.True(handlers.Count > 60, $"{handlers.Count} handlers: the pages are not found.");
        var own = handlers.Where(h => !Offices.Any(o => h.StartsWith(o, StringComparison.Ordinal))).ToList();
        Assert.Equal([], own.Where(h => !Actions.ContainsKey(h)));
        Assert.Equal([], Actions.Keys.Where(a => !own.Contains(a)));

        using var browser = site.Browser(null);
        var document = JsonDocument.Parse(await browser.GetStringAsync(new Uri("/api/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        var calls = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}")).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Actions.Where(a => a.Value.Contains('/', StringComparison.Ordinal) && !calls.Contains(a.Value.Replace(" /", " /api/v1/", StringComparison.Ordinal))).Select(a => $"{a.Key}: {a.Value}"));

        // Every line that is written has its reason, and none is there for nothing.
        var written = (await File.ReadAllLinesAsync(Repository.In("docs", "api.md"), TestContext.Current.CancellationToken))
            .SkipWhile(l => !l.StartsWith("| Stays on the pages |", StringComparison.Ordinal)).Skip(2).TakeWhile(l => l.StartsWith('|')).Select(l => l.Split('|')).ToList();
        Assert.All(written, l => Assert.True(l[2].Trim().Length > 30, l[1]));
        Assert.Equal(
            Actions.Values.Append(Office).Where(a => a.Length > 0 && !a.Contains('/', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
            written.Select(l => l[1].Trim()).Order(StringComparer.Ordinal));
    }

    /// <summary>As <c>Portal.Visits.One.OnPostMove</c>; what a page has from its base is its own.</summary>
    private static IEnumerable<string> Handlers() =>
        from page in typeof(Program).Assembly.GetTypes()
        where page is { IsAbstract: false, Namespace: not null } && page.IsSubclassOf(typeof(PageModel))
        from method in page.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        where method.Name.StartsWith("OnPost", StringComparison.Ordinal)
        let name = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^5] : method.Name
        let folder = page.Namespace!.Split(".Pages").Skip(1).FirstOrDefault()?.TrimStart('.') ?? ""
        orderby folder, page.Name, name
        select $"{(folder.Length > 0 ? folder + "." : "")}{page.Name[..^"Model".Length]}.{name}";
}
