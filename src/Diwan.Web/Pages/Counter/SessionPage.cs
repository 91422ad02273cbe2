using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Counter;

/// <summary>A desk from which a person is helped in a session: at a counter, or in a call. What is done in the session is the same at both.</summary>
public abstract class SessionPage(FindSession find, WorkSession work, PublishedServices services, Links links, Text text) : SignedInPage
{
    public AssistedSession? Session { get; private set; }

    /// <summary>The case that the session's application became; null until it is submitted.</summary>
    public string? Reference { get; private set; }

    /// <summary>Applications of the person for the session's service that were begun elsewhere and not submitted.</summary>
    public IReadOnlyList<DraftLine> Drafts { get; private set; } = [];

    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    /// <summary>Whether cash is taken here.</summary>
    public virtual bool Takes => false;

    /// <summary>The page itself.</summary>
    protected abstract string Home { get; }

    protected PublishedServices Published => services;

    protected Text Words => text;

    protected FindSession Find => find;

    public string ServiceName(string? service) => service is null ? "" : services.Current(service)?.Name.In(text.Language) ?? service;

    public string PersonName(AssistedSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return (text.Language == Language.Arabic ? session.Person.Name : session.Person.NameEn) ?? "";
    }

    public async Task<IActionResult> OnPostAgreeAsync(string? code) => await AnswerAsync(await work.AgreeAsync(Me, code, Aborted));

    /// <param name="draft">The draft to go on with; null for a new application.</param>
    public async Task<IActionResult> OnPostFormAsync(Guid? draft)
    {
        var (result, application) = await work.BeginFormAsync(Me, Aborted, draft);
        return result is WorkSession.Result.Done ? LocalRedirect(links.To($"/applications/{application}")) : await AnswerAsync(result);
    }

    public async Task<IActionResult> OnPostEndAsync() => await AnswerAsync(await work.EndAsync(Me, Aborted));

    protected IActionResult GoHome() => LocalRedirect(links.To(Home));

    protected async Task<IActionResult> RefuseAsync(LocalizedText why, string? field = null)
    {
        Problems = [new FieldError(field, why.In(text.Language))];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await ReadAsync();
        return Page();
    }

    protected virtual async Task ReadAsync()
    {
        Session = await find.OfAgentAsync(Me, Aborted);
        Reference = Session is { } session ? await work.ReferenceAsync(session, Aborted) : null;
        Drafts = Session is { State: SessionState.Open, Application: null } ? await work.DraftsAsync(Me, Aborted) : [];
    }

    private async Task<IActionResult> AnswerAsync(WorkSession.Result result) => result switch
    {
        WorkSession.Result.Refused refused => await RefuseAsync(refused.Why),
        WorkSession.Result.NoSession => await RefuseAsync(new("لا جلسة مفتوحة. ربما انتهى وقتها.", "There is no open session. Its time may be over.")),
        _ => GoHome(),
    };
}
