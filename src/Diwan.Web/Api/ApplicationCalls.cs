using System.Text.Json.Nodes;
using Diwan.Apps;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using Diwan.Web.Identity;

namespace Diwan.Web.Api;

/// <summary>Applying: drafts, answers, files, submission.</summary>
internal static class ApplicationCalls
{
    private const int MostBytes = 20 * 1024 * 1024;

    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Applications");
        group.MapPost("/services/{institution}/{service}/applications", StartAsync).WithSummary("Begins an application.")
            .Produces<StartedBody>(201).ProducesProblem(404).Needs(AppScopes.Applications).MayRepeat();
        group.MapGet("/applications", async (HttpContext http, ListMine mine) => Results.Ok(
                (await mine.DraftsAsync(http.Me().PersonKey, http.RequestAborted)).Where(d => http.ReachesService(d.Service)).Select(d => new DraftBody(d.Id, d.Service, d.Name, d.ChangedAt))))
            .WithSummary("The drafts of the person.").Produces<IEnumerable<DraftBody>>().Needs(AppScopes.Applications);
        group.MapGet("/applications/{id:guid}", ReadAsync).WithSummary("An application: what is asked, what is answered, what it costs.")
            .Produces<ApplicationBody>().ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Applications);
        group.MapDelete("/applications/{id:guid}", DiscardAsync).WithSummary("Throws a draft away, with its answers and files.")
            .Produces(204).ProducesProblem(404).Needs(AppScopes.Applications);
        group.MapPut("/applications/{id:guid}/answers", AnswerAsync).WithSummary("Keeps answers, by question. Good ones are kept even when others are refused.")
            .Produces<ApplicationBody>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Applications);
        group.MapPost("/applications/{id:guid}/files/{question}/{name}", AttachAsync)
            .WithSummary("Attaches a file to an answer; the body is the file itself. Its kind is told by its content.")
            .Accepts<byte[]>("application/octet-stream").Produces<ApplicationBody>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(413).Needs(AppScopes.Applications).MayRepeat();
        group.MapGet("/applications/{id:guid}/files/{question}/{key}", async (Guid id, string question, string key, HttpContext http, ReadAttachment read, OpenApplication open) =>
                await GuardAsync(id, http, open) ?? (await read.OfApplicationAsync(id, http.Me().PersonKey, question, key, http.RequestAborted) is { } file
                    ? Results.Bytes(file.Content, file.MediaType, file.Name)
                    : Problems.NotFound("ملف", "file")))
            .WithSummary("A file that was attached, by its key in the answer.").Produces(200, contentType: "application/octet-stream").ProducesProblem(404).Needs(AppScopes.Applications);
        group.MapDelete("/applications/{id:guid}/files/{question}/{key}", DetachAsync).WithSummary("Takes an attached file away.")
            .Produces<ApplicationBody>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Applications);
        group.MapPost("/applications/{id:guid}/submit", SubmitAsync).WithSummary("Submits an application. The case and its bill exist afterwards.")
            .Produces<SubmittedBody>(201).ProducesProblem(404).Needs(AppScopes.Applications).MayRepeat();
    }

    private static async Task<IResult> StartAsync(string institution, string service, HttpContext http, StartApplication start)
    {
        if (!http.Reaches(institution))
        {
            return http.OtherInstitution(institution);
        }

        var me = http.Me();
        if (me.IsOfficer)
        {
            return Problems.Forbidden(new("ادخل بصفتك الشخصية لتقدم طلبًا.", "Sign in as a person, not as an officer, to apply."));
        }

        return await start.RunAsync($"{institution}/{service}", SignedInPage.ApplicantOf(me), Channel.Api, me.ToActor(), http.RequestAborted) switch
        {
            StartApplication.Result.Started started => Results.Created($"/api/v1/applications/{started.ApplicationId}", new StartedBody(started.ApplicationId)),
            StartApplication.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
            StartApplication.Result.NotForYou => Problems.Forbidden(new("هذه الخدمة ليست لك.", "This service is not for you.")),
            StartApplication.Result.NotOffered => Problems.Conflict(new("الخدمة غير متاحة الآن بهذه الطريقة.", "The service is not offered now in this way.")),
            _ => Problems.NotFound("خدمة", "service"),
        };
    }

    /// <summary>Refuses the app of an institution that asks for an application to another; null when it may.</summary>
    private static async Task<IResult?> GuardAsync(Guid id, HttpContext http, OpenApplication open) =>
        http.Caller().App?.Institution is null ? null
        : await open.ServiceOfAsync(id, http.Me().PersonKey, http.RequestAborted) is not { } service ? Problems.NotFound("طلب", "application")
        : http.ReachesService(service) ? null
        : http.OtherInstitution(service.Split('/')[0]);

    /// <summary>The application if it is the person's and a draft; otherwise, or when the app does not reach it, what to answer.</summary>
    private static async Task<(ApplicationView? View, IResult? Refused)> FindAsync(Guid id, HttpContext http, OpenApplication open) =>
        await GuardAsync(id, http, open) is { } refused ? (null, refused) : await OpenAsync(id, http, open);

    private static async Task<(ApplicationView? View, IResult? Refused)> OpenAsync(Guid id, HttpContext http, OpenApplication open) =>
        await open.RunAsync(id, http.Me().PersonKey, http.RequestAborted) switch
        {
            OpenApplication.Result.Opened opened => (opened.View, null),
            OpenApplication.Result.AlreadySubmitted submitted => (null, Problems.Conflict(new(
                $"قُدِّم هذا الطلب من قبل: {submitted.Reference}.", $"This application was submitted before: {submitted.Reference}."))),
            _ => (null, Problems.NotFound("طلب", "application")),
        };

    private static async Task<IResult> ReadAsync(Guid id, HttpContext http, OpenApplication open) => Show(await FindAsync(id, http, open));

    private static IResult Show((ApplicationView? View, IResult? Refused) found) => found.View is { } view ? Results.Ok(View(view)) : found.Refused!;

    private static ApplicationBody View(ApplicationView view) => new(
        view.Id,
        view.Definition.Id.ToString(),
        view.Definition.Version,
        view.Journey.IsComplete,
        [.. view.Journey.Steps.Select(s => new StepBody(s.Section.Id, s.State.ToString(), [.. s.Questions.Select(q => q.Question.Id)]))],
        JsonNode.Parse(view.Answers.ToJson()),
        [.. view.Journey.Eligibility.Reasons.Select(r => new RefusalBody(r.Code, r.Why, r.Remedy))],
        [.. view.Down.Select(r => r.Operation.Id)],
        view.Journey.IsComplete && view.Journey.Refusals.Count == 0
            ? [.. RuleBook.Fees(view.Definition, view.Journey.Context).Lines.Select(l => new FeeBody(l.Code, l.Kind.ToString(), l.Amount, l.Instrument, l.Why))]
            : null);

    private static async Task<IResult> DiscardAsync(Guid id, HttpContext http, OpenApplication open, DiscardApplication discard) =>
        await GuardAsync(id, http, open)
        ?? (await discard.RunAsync(id, http.Me().PersonKey, http.Me().ToActor(), http.RequestAborted) ? Results.NoContent() : Problems.NotFound("طلب", "application"));

    private static async Task<IResult> AnswerAsync(Guid id, JsonObject answers, HttpContext http, OpenApplication open, SaveAnswers save)
    {
        var me = http.Me();
        var (view, refused) = await FindAsync(id, http, open);
        if (view is null)
        {
            return refused!;
        }

        var unknown = answers.Select(a => a.Key).Where(k => view.Definition.FindQuestion(k) is null).ToList();
        if (unknown.Count > 0)
        {
            return Problems.Bad(new(
                $"أسئلة لا تعرفها هذه الخدمة: {string.Join("، ", unknown)}. راجع المخطط.", $"This service asks no such questions: {string.Join(", ", unknown)}. See the schema."));
        }

        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var section in view.Definition.Sections)
        {
            var fields = section.Questions
                .Where(q => answers.ContainsKey(q.Id))
                .ToDictionary(q => q.Id, q => RawAnswer.FromJson(answers[q.Id]?.DeepClone()), StringComparer.Ordinal);
            if (fields.Count == 0)
            {
                continue;
            }

            var command = new SaveAnswers.Command(
                id, me.PersonKey, section.Id, fields, new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), me.ToActor())
            {
                Partial = true,
            };
            if (Note(faults, await save.RunAsync(command, http.RequestAborted), fields.Keys) is { } unkept)
            {
                return unkept;
            }
        }

        return faults.Count > 0 ? Results.ValidationProblem(faults) : Show(await OpenAsync(id, http, open));
    }

    /// <summary>Notes what of the answers was refused.</summary>
    /// <returns>What to answer when nothing was kept at all; otherwise null.</returns>
    internal static IResult? Note(Dictionary<string, string[]> faults, SaveAnswers.Result result, IEnumerable<string> asked)
    {
        switch (result)
        {
            case SaveAnswers.Result.Saved:
                return null;
            case SaveAnswers.Result.Refused refused:
                foreach (var (question, found) in refused.Faults.Where(f => asked.Contains(f.Key)))
                {
                    faults[question] = CaseCalls.Words(found);
                }

                return null;
            case SaveAnswers.Result.NotFound:
                return Problems.NotFound("طلب", "application");
            default:
                return Problems.Conflict(new("تغيّر الطلب في اللحظة نفسها. اقرأه ثم أعد.", "The application changed at the same moment. Read it and send again."));
        }
    }

    private static async Task<IResult> AttachAsync(Guid id, string question, string name, HttpContext http, OpenApplication open, SaveAnswers save)
    {
        if (http.Request.ContentLength is null or 0)
        {
            return Problems.Bad(new("أرسل الملف نفسه في جسم الطلب، مع Content-Length.", "Send the file itself as the body, with its Content-Length."));
        }

        if (http.Request.ContentLength > MostBytes)
        {
            return Problems.TooLarge(new("الملف أكبر من 20 ميغابايت.", "The file is larger than 20 megabytes."));
        }

        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, http.RequestAborted);
        return await FilesAsync(id, question, [new Upload(name, content.ToArray())], [], http, open, save);
    }

    private static Task<IResult> DetachAsync(Guid id, string question, string key, HttpContext http, OpenApplication open, SaveAnswers save) =>
        FilesAsync(id, question, [], [key], http, open, save);

    private static async Task<IResult> FilesAsync(
        Guid id, string question, IReadOnlyList<Upload> uploads, HashSet<string> remove, HttpContext http, OpenApplication open, SaveAnswers save)
    {
        var me = http.Me();
        var (view, refused) = await FindAsync(id, http, open);
        if (view is null)
        {
            return refused!;
        }

        if (view.Definition.FindQuestion(question) is not { Type: AnswerType.File or AnswerType.Table }
            || view.Definition.Sections.FirstOrDefault(s => s.Questions.Any(q => q.Id == question)) is not { } section)
        {
            return Problems.NotFound("سؤال يُجاب عنه بملف", "question that is answered with a file");
        }

        var fields = new Dictionary<string, RawAnswer>(StringComparer.Ordinal) { [question] = RawAnswer.Nothing };
        var files = new Dictionary<string, IReadOnlyList<Upload>>(StringComparer.Ordinal);
        if (uploads.Count > 0)
        {
            files[question] = uploads;
        }

        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        return Note(faults, await save.RunAsync(new(id, me.PersonKey, section.Id, fields, files, remove, me.ToActor()) { Partial = true }, http.RequestAborted), [question])
            ?? (faults.Count > 0 ? Results.ValidationProblem(faults) : Show(await OpenAsync(id, http, open)));
    }

    private static async Task<IResult> SubmitAsync(Guid id, HttpContext http, OpenApplication open, SubmitApplication submit)
    {
        var me = http.Me();
        return await GuardAsync(id, http, open) ?? await submit.RunAsync(id, me.PersonKey, me.ToActor(), null, http.RequestAborted) switch
        {
            SubmitApplication.Result.Submitted submitted => Results.Created(
                $"/api/v1/cases/{submitted.Reference}", new SubmittedBody(submitted.Reference, submitted.AwaitsPayment)),
            SubmitApplication.Result.NotReady notReady => Problems.Conflict(
                new("لم يكتمل الطلب بعد.", "The application is not complete yet."), View(notReady.View)),
            SubmitApplication.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
            SubmitApplication.Result.Refused refused => Problems.Conflict(refused.Why),
            _ => Problems.NotFound("طلب", "application"),
        };
    }
}
