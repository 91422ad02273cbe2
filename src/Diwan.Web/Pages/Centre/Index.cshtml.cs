using System.Globalization;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Web.Pages.Counter;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Centre;

/// <summary>The desk of an agent of the contact centre: a call is begun, its caller found and known, served, and the call ended with its record. Outside a call it shows nobody.</summary>
public sealed class IndexModel(
    FindCall calls, TakeCall take, KnowCaller know, ServeCaller serve, KeepCallBacks callBacks, KeepOutages outages, FindSession find, BeginSession begin, WorkSession work,
    PublishedServices services, Links links, Text text, TimeProvider time)
    : SessionPage(find, work, services, links, text)
{
    public CentreCall? Call { get; private set; }

    /// <summary>What anybody may know of the case that was named.</summary>
    public TrackedCase? Tracked { get; private set; }

    public IReadOnlyList<CallLine> Today { get; private set; } = [];

    public IReadOnlyList<CallBackLine> Owed { get; private set; } = [];

    public IReadOnlyList<ScriptNow> Scripts { get; private set; } = [];

    /// <summary>The complaint that was just taken, with the code that opens its answer to who is not signed in; shown once.</summary>
    public Complain.Result.Taken? Taken { get; private set; }

    /// <summary>What was typed and refused.</summary>
    public IReadOnlyDictionary<string, string?> Typed { get; private set; } = new Dictionary<string, string?>();

    public bool Leads => Me.May(Ability.LeadCalls);

    public ContactCentre Centre => Published.Catalogue.Centre;

    public IReadOnlyList<(string Value, string Label)> Reasons => [("", ""), .. Centre.Reasons.Select(r => (r.Id, r.Name.In(Words.Language)))];

    public IReadOnlyList<(string Value, string Label)> Outcomes =>
        [("", ""), .. Enum.GetValues<CallOutcome>().Where(o => o != CallOutcome.NotRecorded).Select(o => (o.ToString(), (string)Words[$"centre.outcome.{o}"]))];

    public string CallerName => (Words.Language == Language.Arabic ? Call?.Person?.Name : Call?.Person?.NameEn) ?? "";

    public IReadOnlyList<(string Value, string Label)> AllServices => [("", ""), .. Published.Catalogue.Services.Select(s => (s.Id.ToString(), s.Name.In(Words.Language)))];

    public IReadOnlyList<(string Value, string Label)> ByTelephone =>
        [.. Published.Catalogue.Services.Where(s => s.Channels.Contains(Channel.ContactCentre)).Select(s => (s.Id.ToString(), s.Name.In(Words.Language)))];

    public TableModel TodayTable => new(
        (string)Words["centre.today"],
        [new((string)Words["centre.begun"]), new((string)Words["centre.reason"]), new((string)Words["centre.outcome"]), new((string)Words["centre.known"])],
        [
            .. Today.Select(l => (IReadOnlyList<object?>)[
                Words.DateTime(l.BegunAt), ReasonName(l.Reason), l.Outcome is { } o ? (string)Words[$"centre.outcome.{o}"] : "–", (string)Words[l.Known ? "centre.yes" : "centre.no"]]),
        ]);

    protected override string Home => "/centre";

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Me.May(Ability.AnswerCalls))
        {
            context.Result = Forbid();
        }
    }

    public string ReasonName(string? reason) => Centre.FindReason(reason)?.Name.In(Words.Language) ?? "–";

    public string? Old(string name) => Typed.GetValueOrDefault(name);

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostBeginAsync(string? phone) => await AfterAsync(await take.BeginAsync(Me, phone, Aborted), "phone", ("phone", phone));

    public async Task<IActionResult> OnPostFindAsync(string? reference, string? number, bool byPhone) =>
        await AfterAsync(await know.FindAsync(Me, new KnowCaller.Look(reference, number, byPhone), Aborted), ("reference", reference), ("number", number));

    public async Task<IActionResult> OnPostAnswerAsync(string? said) => await AfterAsync(await know.AnswerAsync(Me, said, Aborted));

    /// <param name="person">The national number of who gets the consent code; blank for the caller.</param>
    public async Task<IActionResult> OnPostSessionAsync(string? purpose, string? person)
    {
        Typed = new Dictionary<string, string?> { ["purpose"] = purpose, ["person"] = person };
        return await begin.RunAsync(Me, new BeginSession.Request(person, purpose, null), Aborted) switch
        {
            BeginSession.Result.Begun => GoHome(),
            BeginSession.Result.Refused refused => await RefuseAsync(refused.Why),
            _ => Forbid(),
        };
    }

    public async Task<IActionResult> OnPostComplainAsync(string? about, string? caseNumber, string? words)
    {
        Typed = new Dictionary<string, string?> { ["about"] = about, ["caseNumber"] = caseNumber, ["words"] = words };
        switch (await serve.ComplainAsync(Me, about ?? "", caseNumber, words, Words.Language, Aborted))
        {
            case Complain.Result.Taken taken:
                (Taken, Typed) = (taken, new Dictionary<string, string?>());
                await ReadAsync();
                return Page();
            case Complain.Result.Refused refused:
                return await RefuseAsync(refused.Why, refused.Field == "reference" ? "caseNumber" : refused.Field == "words" ? "words" : null);
            case Complain.Result.NoSuchService:
                return await RefuseAsync(new("اختر الخدمة التي تخصها الشكوى.", "Choose the service the complaint is about."), "about");
            default:
                return await NoCallAsync();
        }
    }

    public async Task<IActionResult> OnPostHangUpAsync(string? reason, CallOutcome? outcome, string? service, string? backDay, string? backTime, string? backTo)
    {
        Typed = new Dictionary<string, string?>
        {
            ["reason"] = reason,
            ["outcome"] = outcome?.ToString(),
            ["service"] = service,
            ["backDay"] = backDay,
            ["backTime"] = backTime,
            ["backTo"] = backTo,
        };
        var at = TimeOnly.TryParseExact(Digits.ToAscii(backTime?.Trim() ?? ""), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour) ? hour : (TimeOnly?)null;
        return await AfterAsync(await take.EndAsync(Me, new TakeCall.Ending(reason, outcome, service, TypedDay.Read(backDay), at, backTo), Aborted), null);
    }

    /// <summary>The person of a call-back answered: a call is begun with them.</summary>
    public async Task<IActionResult> OnPostReachedAsync(Guid id)
    {
        // A call-back is not done as long as no call can be begun for it.
        if (await calls.OfAgentAsync(Me, Aborted) is not null)
        {
            return await RefuseAsync(new("أنت في مكالمة. أنهها أولاً.", "You are in a call. End it first."));
        }

        return await callBacks.DoneAsync(Me, id, Aborted) is KeepCallBacks.Result.Kept kept ? await AfterAsync(await take.BeginAsync(Me, kept.Phone, Aborted, id), null) : NotFound();
    }

    public async Task<IActionResult> OnPostNotReachedAsync(Guid id) => await callBacks.NotReachedAsync(Me, id, Aborted) is KeepCallBacks.Result.Kept ? GoHome() : NotFound();

    public async Task<IActionResult> OnPostTakeOverAsync(Guid id) => await callBacks.TakeOverAsync(Me, id, Aborted) switch
    {
        KeepCallBacks.Result.Kept => GoHome(),
        KeepCallBacks.Result.NotAllowed => Forbid(),
        _ => NotFound(),
    };

    protected override async Task ReadAsync()
    {
        await base.ReadAsync();
        Call = await calls.OfAgentAsync(Me, Aborted);
        Tracked = Call is { Person: null, Reference: { } reference } ? await serve.TrackAsync(Me, reference, Aborted) : null;
        Scripts = await outages.NowAsync(Aborted);
        Owed = Call is null ? await callBacks.OwedAsync(Me, Aborted) : [];
        Today = Call is null ? await calls.SinceAsync(Me, NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow()), TimeOnly.MinValue), Aborted) : [];
    }

    private async Task<IActionResult> AfterAsync(TakeCall.Result result, string? field, params (string Name, string? Value)[] typed)
    {
        Typed = typed.Length == 0 ? Typed : typed.ToDictionary(t => t.Name, t => t.Value);
        return result switch
        {
            TakeCall.Result.Refused refused => await RefuseAsync(refused.Why, field),
            TakeCall.Result.NoCall => await NoCallAsync(),
            TakeCall.Result.NotAllowed => Forbid(),
            _ => GoHome(),
        };
    }

    private async Task<IActionResult> AfterAsync(KnowCaller.Result result, params (string Name, string? Value)[] typed)
    {
        Typed = typed.ToDictionary(t => t.Name, t => t.Value);
        return result switch
        {
            KnowCaller.Result.Refused refused => await RefuseAsync(refused.Why),
            KnowCaller.Result.NoCall => await NoCallAsync(),
            KnowCaller.Result.NotAllowed => Forbid(),
            _ => GoHome(),
        };
    }

    private Task<IActionResult> NoCallAsync() => RefuseAsync(new("لا مكالمة مفتوحة. ربما انتهى وقتها.", "There is no open call. Its time may be over."));
}
