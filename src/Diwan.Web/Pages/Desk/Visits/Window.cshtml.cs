using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Visits;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Pages.Portal.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Visits;

/// <summary>A window: who is at it, who waits, and what becomes of them.</summary>
public sealed class WindowModel(WorkWindow work, PublishedServices services, Links links, Text text) : SignedInPage
{
    public WindowView Window { get; private set; } = null!;

    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    public IReadOnlyList<VisitKind> Others => [.. services.Catalogue.Visits.At(Window.Place.Id).Where(k => k.Id != Window.Current?.Kind)];

    public TableModel QueueTable => new(
        (string)text["visits.queue"],
        [new((string)text["visits.number"], true), new((string)text["visits.reason"]), new((string)text["visits.appointment"]), new((string)text["visits.waits"])],
        [
            .. Window.Waiting.Select(t => (IReadOnlyList<object?>)
                [text.Number(t.Number), KindName(t.Kind), t.For is { } at ? text.Isolate(VisitWords.Time(at)) : "–", text["visits.since", VisitWords.Time(t.TakenAt)]]),
        ],
        HideCaption: true);

    public string KindName(string kind) => services.Catalogue.Visits.Find(kind)?.Name.In(text.Language) ?? kind;

    public string ServiceName(string service) => services.Current(service)?.Name.In(text.Language) ?? service;

    public async Task<IActionResult> OnGetAsync(string institution, string office, int window) => await ReadAsync(institution, office, window) ? Page() : Forbid();

    public async Task<IActionResult> OnPostNextAsync(string institution, string office, int window) =>
        await AnswerAsync(await work.NextAsync(Me, $"{institution}/{office}", window, Aborted), institution, office, window);

    public async Task<IActionResult> OnPostDoneAsync(string institution, string office, int window) =>
        await AnswerAsync(await work.DoneAsync(Me, $"{institution}/{office}", window, Aborted), institution, office, window);

    public async Task<IActionResult> OnPostNotThereAsync(string institution, string office, int window) =>
        await AnswerAsync(await work.NotThereAsync(Me, $"{institution}/{office}", window, Aborted), institution, office, window);

    public async Task<IActionResult> OnPostReasonAsync(string institution, string office, int window, string? kind) =>
        await AnswerAsync(await work.ToReasonAsync(Me, $"{institution}/{office}", window, kind, Aborted), institution, office, window);

    private async Task<IActionResult> AnswerAsync(QueueResult result, string institution, string office, int window)
    {
        if (result is QueueResult.NotAllowed)
        {
            return Forbid();
        }

        if (result is QueueResult.Done)
        {
            return LocalRedirect(links.To($"/desk/visits/{institution}/{office}/{window}"));
        }

        if (!await ReadAsync(institution, office, window))
        {
            return Forbid();
        }

        var refused = result as QueueResult.Refused;
        Problems = [new FieldError(Window.Current is null ? null : refused?.Field, refused?.Why.In(text.Language) ?? (string)text["visits.nobodyWaits"])];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> ReadAsync(string institution, string office, int window)
    {
        if (await work.ReadAsync(Me, $"{institution}/{office}", window, Aborted) is not { } view)
        {
            return false;
        }

        Window = view;
        return true;
    }
}
