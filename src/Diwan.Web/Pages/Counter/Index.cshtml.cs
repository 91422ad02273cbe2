using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Web.Telephone;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Counter;

/// <summary>The desk of an agent: begins a session for one person and one service with their consent, works in it, ends it.</summary>
public sealed class IndexModel(FindSession find, BeginSession begin, WorkSession work, PublishedServices services, Links links, Text text, TimeProvider time)
    : SessionPage(find, work, services, links, text)
{
    public IReadOnlyList<SessionLine> Today { get; private set; } = [];

    /// <summary>What was typed and refused; the card's number is never shown again.</summary>
    public string? Number { get; private set; }

    public string? Purpose { get; private set; }

    public override bool Takes => Me.May(Ability.TakeMoney);

    public IEnumerable<ServiceDefinition> Services => Published.Catalogue.Services.Where(s => s.Channels.Contains(Channel.Assisted));

    public TableModel TodayTable => new(
        (string)Words["counter.today"],
        [new((string)Words["counter.begun"]), new((string)Words["counter.service"]), new((string)Words["counter.consent"]), new((string)Words["counter.state"])],
        [
            .. Today.Select(l => (IReadOnlyList<object?>)[Words.DateTime(l.BegunAt), ServiceName(l.Service), (string)Words[$"counter.way.{l.Consent}"], (string)Words[$"counter.state.{l.State}"]]),
        ]);

    /// <summary>The application that goes on working while the line is cut; null where none is configured.</summary>
    public Institution? CounterApp => Published.Catalogue.Institutions.FirstOrDefault(i => i.App is { Start: "/counter" });

    protected override string Home => "/counter";

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
            BeginSession.Result.Begun => GoHome(),
            BeginSession.Result.Refused refused => await RefuseAsync(refused.Why),
            _ => Forbid(),
        };
    }

    protected override async Task ReadAsync()
    {
        await base.ReadAsync();
        ViewData[KeptFrame.Key] = Session is { State: SessionState.Open } open ? open : null;
        Today = await Find.SinceAsync(Me, NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow()), TimeOnly.MinValue), Aborted);
    }
}
