using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Web.Telephone;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Counter;

/// <summary>The desk of an agent: begins a session for one person and one service with their consent, works in it, ends it.</summary>
public sealed class IndexModel(
    FindSession find, BeginSession begin, WorkSession work, PublishedServices services, Links links, Text text, TimeProvider time) : SignedInPage
{
    public AssistedSession? Session { get; private set; }

    /// <summary>The case that the session's application became; null until it is submitted.</summary>
    public string? Reference { get; private set; }

    public IReadOnlyList<SessionLine> Today { get; private set; } = [];

    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    /// <summary>What was typed and refused; the card's number is never shown again.</summary>
    public string? Number { get; private set; }

    public string? Purpose { get; private set; }

    public bool Takes => Me.May(Ability.TakeMoney);

    public IEnumerable<ServiceDefinition> Services => services.Catalogue.Services.Where(s => s.Channels.Contains(Channel.Assisted));

    public TableModel TodayTable => new(
        (string)text["counter.today"],
        [new((string)text["counter.begun"]), new((string)text["counter.service"]), new((string)text["counter.consent"]), new((string)text["counter.state"])],
        [
            .. Today.Select(l => (IReadOnlyList<object?>)[text.DateTime(l.BegunAt), ServiceName(l.Service), (string)text[$"counter.way.{l.Consent}"], (string)text[$"counter.state.{l.State}"]]),
        ]);

    public string ServiceName(string service) => services.Current(service)?.Name.In(text.Language) ?? service;

    public string PersonName(AssistedSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return (text.Language == Language.Arabic ? session.Person.Name : session.Person.NameEn) ?? "";
    }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Me.May(Ability.AssistAtCounter))
        {
            context.Result = Forbid();
        }
    }

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostBeginAsync(string? number, string? purpose, string? card)
    {
        (Number, Purpose) = (number, purpose);
        return await begin.RunAsync(Me, new BeginSession.Request(number, purpose, card), Aborted) switch
        {
            BeginSession.Result.Begun => LocalRedirect(links.To("/counter")),
            BeginSession.Result.Refused refused => await RefuseAsync(refused.Why),
            _ => Forbid(),
        };
    }

    public async Task<IActionResult> OnPostAgreeAsync(string? code) => await AnswerAsync(await work.AgreeAsync(Me, code, Aborted));

    public async Task<IActionResult> OnPostFormAsync()
    {
        var (result, application) = await work.BeginFormAsync(Me, Aborted);
        return result is WorkSession.Result.Done ? LocalRedirect(links.To($"/applications/{application}")) : await AnswerAsync(result);
    }

    public async Task<IActionResult> OnPostEndAsync() => await AnswerAsync(await work.EndAsync(Me, Aborted));

    private async Task<IActionResult> AnswerAsync(WorkSession.Result result) => result switch
    {
        WorkSession.Result.Refused refused => await RefuseAsync(refused.Why),
        WorkSession.Result.NoSession => await RefuseAsync(new("لا جلسة مفتوحة. ربما انتهى وقتها.", "There is no open session. Its time may be over.")),
        _ => LocalRedirect(links.To("/counter")),
    };

    private async Task<IActionResult> RefuseAsync(LocalizedText why)
    {
        Problems = [new FieldError(null, why.In(text.Language))];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await ReadAsync();
        return Page();
    }

    /// <summary>The application that goes on working while the line is cut; null where none is configured.</summary>
    public Institution? CounterApp => services.Catalogue.Institutions.FirstOrDefault(i => i.App is { Start: "/counter" });

    private async Task ReadAsync()
    {
        Session = await find.OfAgentAsync(Me, Aborted);
        ViewData[KeptFrame.Key] = Session is { State: SessionState.Open } open ? open : null;
        Reference = Session is { } session ? await work.ReferenceAsync(session, Aborted) : null;

        Today = await find.SinceAsync(Me, NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow()), TimeOnly.MinValue), Aborted);
    }
}
