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

/// <summary>An application, and whose it is.</summary>
/// <param name="CaseAt">Where the case is read that it becomes; the person's own cases where null.</param>
internal sealed record OneApplication(Guid Application, string PersonKey, string? CaseAt = null);

/// <summary>Finds the application that a call is about, or says why the caller may not work on it.</summary>
internal delegate Task<(OneApplication? One, IResult? Refused)> FindOne(HttpContext http);

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
        OnOne(group, "/applications/{id:guid}", AppScopes.Applications, OwnAsync);
    }

    /// <summary>The calls on one application, of the person themselves or of whom an agent helps: they are the same for both.</summary>
    /// <param name="find">Whose it is, or why it is not there.</param>
    internal static void OnOne(RouteGroupBuilder group, string at, string scope, FindOne find)
    {
        async Task<string?> WithinAsync(HttpContext http) => (await find(http)).One?.Application.ToString("N");
        group.MapGet(at, async (HttpContext http, OpenApplication open) => await find(http) is var (one, refused) && one is not null ? await ReadAsync(one, http, open) : refused!)
            .WithSummary("An application: what is asked, what is answered, what it costs.").Produces<ApplicationBody>().ProducesProblem(404).ProducesProblem(409).Needs(scope);
        group.MapDelete(at, async (HttpContext http, DiscardApplication discard) =>
                await find(http) is var (one, refused) && one is null ? refused!
                : await discard.RunAsync(one!.Application, one.PersonKey, http.Me().ToActor(), http.RequestAborted) ? Results.NoContent() : Problems.NotFound("طلب", "application"))
            .WithSummary("Throws a draft away, with its answers and files.").Produces(204).ProducesProblem(404).Needs(scope);
        group.MapPut(at + "/answers", async (JsonObject answers, HttpContext http, OpenApplication open, SaveAnswers save) =>
                await find(http) is var (one, refused) && one is not null ? await AnswerAsync(one, answers, http, open, save) : refused!)
            .WithSummary("Keeps answers, by question. Good ones are kept even when others are refused.")
            .Produces<ApplicationBody>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).Needs(scope);
        group.MapPost(at + "/files/{question}/{name}", async (string question, string name, HttpContext http, OpenApplication open, SaveAnswers save) =>
                await find(http) is var (one, refused) && one is not null ? await AttachAsync(one, question, name, http, open, save) : refused!)
            .WithSummary("Attaches a file to an answer; the body is the file itself. Its kind is told by its content.")
            .Accepts<byte[]>("application/octet-stream").Produces<ApplicationBody>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(413).Needs(scope).MayRepeat(WithinAsync);
        group.MapGet(at + "/files/{question}/{key}", async (string question, string key, HttpContext http, ReadAttachment read) =>
                await find(http) is var (one, refused) && one is null ? refused!
                : await read.OfApplicationAsync(one!.Application, one.PersonKey, question, key, http.RequestAborted) is { } file
                    ? Results.Bytes(file.Content, file.MediaType, file.Name)
                    : Problems.NotFound("ملف", "file"))
            .WithSummary("A file that was attached, by its key in the answer.").Produces(200, contentType: "application/octet-stream").ProducesProblem(404).Needs(scope);
        group.MapDelete(at + "/files/{question}/{key}", async (string question, string key, HttpContext http, OpenApplication open, SaveAnswers save) =>
                await find(http) is var (one, refused) && one is not null ? await FilesAsync(one, question, [], [key], http, open, save) : refused!)
            .WithSummary("Takes an attached file away.")
            .Produces<ApplicationBody>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).Needs(scope);
        group.MapPost(at + "/submit", async (HttpContext http, SubmitApplication submit) =>
                await find(http) is var (one, refused) && one is not null ? await SubmitAsync(one, http, submit) : refused!)
            .WithSummary("Submits an application. The case and its bill exist afterwards.")
            .Produces<SubmittedBody>(201).ProducesProblem(404).ProducesProblem(409).Needs(scope).MayRepeat(WithinAsync);
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

    /// <summary>The application that the address names, as one of the person's own; the app of another institution is refused.</summary>
    private static async Task<(OneApplication? One, IResult? Refused)> OwnAsync(HttpContext http)
    {
        var one = new OneApplication(Guid.Parse((string)http.Request.RouteValues["id"]!), http.Me().PersonKey);
        if (http.Caller().App?.Institution is null)
        {
            return (one, null);
        }

        return await http.RequestServices.GetRequiredService<OpenApplication>().ServiceOfAsync(one.Application, one.PersonKey, http.RequestAborted) is not { } service
            ? (null, Problems.NotFound("طلب", "application"))
            : http.ReachesService(service) ? (one, null) : (null, http.OtherInstitution(service.Split('/')[0]));
    }

    /// <summary>The application if it is the person's and a draft; otherwise what to answer.</summary>
    private static async Task<(ApplicationView? View, IResult? Refused)> OpenAsync(OneApplication one, HttpContext http, OpenApplication open) =>
        await open.RunAsync(one.Application, one.PersonKey, http.RequestAborted) switch
        {
            OpenApplication.Result.Opened opened => (opened.View, null),
            OpenApplication.Result.AlreadySubmitted submitted => (null, Problems.Conflict(new(
                $"قُدِّم هذا الطلب من قبل: {submitted.Reference}.", $"This application was submitted before: {submitted.Reference}."))),
            _ => (null, Problems.NotFound("طلب", "application")),
        };

    private static async Task<IResult> ReadAsync(OneApplication one, HttpContext http, OpenApplication open) => Show(await OpenAsync(one, http, open));

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

    private static async Task<IResult> AnswerAsync(OneApplication one, JsonObject answers, HttpContext http, OpenApplication open, SaveAnswers save)
    {
        var (view, refused) = await OpenAsync(one, http, open);
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
                one.Application, one.PersonKey, section.Id, fields, new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), http.Me().ToActor())
            {
                Partial = true,
            };
            if (Note(faults, await save.RunAsync(command, http.RequestAborted), fields.Keys) is { } unkept)
            {
                return unkept;
            }
        }

        return faults.Count > 0 ? Results.ValidationProblem(faults) : Show(await OpenAsync(one, http, open));
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

    private static async Task<IResult> AttachAsync(OneApplication one, string question, string name, HttpContext http, OpenApplication open, SaveAnswers save)
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
        return await FilesAsync(one, question, [new Upload(name, content.ToArray())], [], http, open, save);
    }

    private static async Task<IResult> FilesAsync(
        OneApplication one, string question, IReadOnlyList<Upload> uploads, HashSet<string> remove, HttpContext http, OpenApplication open, SaveAnswers save)
    {
        var (view, refused) = await OpenAsync(one, http, open);
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
        return Note(faults, await save.RunAsync(
                new(one.Application, one.PersonKey, section.Id, fields, files, remove, http.Me().ToActor()) { Partial = true }, http.RequestAborted), [question])
            ?? (faults.Count > 0 ? Results.ValidationProblem(faults) : Show(await OpenAsync(one, http, open)));
    }

    private static async Task<IResult> SubmitAsync(OneApplication one, HttpContext http, SubmitApplication submit) =>
        await submit.RunAsync(one.Application, one.PersonKey, http.Me().ToActor(), null, http.RequestAborted) switch
        {
            SubmitApplication.Result.Submitted submitted => Results.Created(
                one.CaseAt ?? $"/api/v1/cases/{submitted.Reference}", new SubmittedBody(submitted.Reference, submitted.AwaitsPayment)),
            SubmitApplication.Result.NotReady notReady => Problems.Conflict(
                new("لم يكتمل الطلب بعد.", "The application is not complete yet."), View(notReady.View)),
            SubmitApplication.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
            SubmitApplication.Result.Refused refused => Problems.Conflict(refused.Why),
            _ => Problems.NotFound("طلب", "application"),
        };
}
