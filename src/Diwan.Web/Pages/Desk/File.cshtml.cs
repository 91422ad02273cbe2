using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Feel;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Pages.Portal.Apply;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>A case at an officer's desk: answers, what the registers hold, history, and the decision.</summary>
public sealed class FileModel(
    OpenCaseFile open, WorkTask work, AnswerWriter answers, FactWriter facts, PublishedServices services, ProcessDrawing drawing, Links links, Text text, TimeProvider time) : SignedInPage
{
    public sealed record Part(string Title, IReadOnlyList<SummaryRow> Rows);

    public CaseFile Case { get; private set; } = null!;

    public string TaskTitle { get; private set; } = "";

    public IReadOnlyList<SummaryRow> Who { get; private set; } = [];

    public IReadOnlyList<Part> Parts { get; private set; } = [];

    public IReadOnlyList<Part> Facts { get; private set; } = [];

    public PaySummary Pay { get; private set; } = new([]);

    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    public WayView? Way { get; private set; }

    public IReadOnlyList<(string Code, string Words)> Reasons { get; private set; } = [];

    public IReadOnlyList<(string Id, string Label)> Questions { get; private set; } = [];

    public string? Problem { get; private set; }

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    /// <summary>Whether the officer first has to show by a higher level who they are: before anything is written that could be lost.</summary>
    public bool MustStepUp => Me.Level < WorkTask.LevelToDecide;

    public string StepUpAddress => StepUp.Address(links, text.Language, WorkTask.LevelToDecide, links.To($"/desk/{Case.State.Reference}/{Case.Task.Id}"));

    private Officer Officer => new(Actor, Me.Roles);

    public Task<IActionResult> OnGetAsync(string reference, string task) => ShowAsync(reference, task);

    public async Task<IActionResult> OnPostClaimAsync(string reference, string task) =>
        await AfterAsync(await work.ClaimAsync(reference, task, Officer, Aborted), reference, task, stay: true);

    public async Task<IActionResult> OnPostReleaseAsync(string reference, string task) =>
        await AfterAsync(await work.ReleaseAsync(reference, task, Officer, Aborted), reference, task, stay: false);

    public async Task<IActionResult> OnPostApproveAsync(string reference, string task) =>
        await AfterAsync(await work.DecideAsync(reference, task, Officer, Verdict.Approve, null, null, Aborted), reference, task, stay: false);

    public async Task<IActionResult> OnPostRefuseAsync(string reference, string task, string? reason, string? note) =>
        await AfterAsync(await work.DecideAsync(reference, task, Officer, Verdict.Refuse, reason, note, Aborted), reference, task, stay: false);

    public async Task<IActionResult> OnPostSendBackAsync(string reference, string task, string[] questions, string? note) =>
        await AfterAsync(await work.SendBackAsync(reference, task, Officer, questions, note ?? "", Aborted), reference, task, stay: false);

    private async Task<IActionResult> AfterAsync(WorkTask.Result result, string reference, string task, bool stay)
    {
        switch (result)
        {
            case WorkTask.Result.Worked:
                return LocalRedirect(links.To(stay ? $"/desk/{reference}/{task}" : "/desk"));
            case WorkTask.Result.NeedsAssurance more:
                return AskMore(more.Needed, $"/desk/{reference}/{task}");
            case WorkTask.Result.Refused refused:
                Problem = refused.Why.In(text.Language);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await ShowAsync(reference, task);
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult> ShowAsync(string reference, string task)
    {
        if (!Me.IsOfficer || !Me.May(Ability.WorkTasks))
        {
            return Forbid();
        }

        if (await open.RunAsync(reference, task, Officer, Aborted) is not { } file)
        {
            return NotFound();
        }

        Case = file;
        var (definition, state, texts) = (file.Definition, file.State, file.Definition.Texts);
        string Words(string key, string otherwise) => texts.TryGet(key, out var words) ? words.In(text.Language) : otherwise;
        var context = CaseContexts.Of(definition, state, state.SubmittedAt);
        TaskTitle = Words($"task.{file.Task.NodeId}.title", file.Task.NodeId);
        Who =
        [
            new SummaryRow(text["desk.name"], (object)(state.Applicant.Name ?? "")),
            new SummaryRow(text["desk.number"], (object)(state.Applicant.NationalNumber ?? state.Applicant.DocumentNumber ?? "")),
            new SummaryRow(text["case.submittedOn"], (object)text.DateTime(state.SubmittedAt)),
        ];
        if (state.DeliveryCode is { } code && !file.Task.Confidential)
        {
            Who = [.. Who, new SummaryRow(text["desk.deliveryCode"], (object)code)];
        }

        Parts =
        [
            .. definition.Sections
                .Select(s => new Part(
                    Words($"section.{s.Id}.title", s.Id),
                    [
                        .. s.Questions
                            .Where(q => context.IsVisible(q))
                            .Select(q => new SummaryRow(Words(q.LabelKey, q.Id), JourneyQuestion.Of(q, context) is { Answer: { } answer } ? answers.Lines(q, answer, context, key => $"/desk/{state.Reference}/{file.Task.Id}/files/{q.Id}/{key}") : [])),
                    ]))
                .Where(p => p.Rows.Count > 0),
        ];
        Facts =
        [
            .. file.Facts.Where(f => state.Facts.Has(f)).Select(definition.FindRegister).OfType<RegisterRead>()
                .Select(read => FactPart(read, context.Variables["facts"][read.Id])),
        ];
        Pay = new PaySummary([.. state.Fees.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]);
        Way = drawing.Draw(definition, file.Way);
        History =
        [
            .. file.History.Select(h => new TimelineEntry(
                text.Has($"event.{h.Type}") ? text[$"event.{h.Type}"] : h.Type,
                h.At,
                h.Type is CaseEvents.TaskOverdue or CaseEvents.PromiseBroken or CaseEvents.Stuck ? TimelineState.Bad : TimelineState.Done,
More(h))),
        ];
        Reasons = [.. definition.Refusals.Select(r => (r, Words($"refusal.{r}.why", r)))];
        Questions = [.. definition.Questions.Where(q => context.IsVisible(q) && q.Type != AnswerType.Declaration).Select(q => (q.Id, Words(q.LabelKey, q.Id)))];
        return Page();
    }

    /// <summary>Who did it, what came of it, how much, and under which number; null when the name of the event says all.</summary>
    private string? More(HistoryLine line)
    {
        string? Value(string key) => line.Data.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;
        var parts = new[]
        {
            line.ActorKind == ActorKind.System || line.Actor.Length == 0 ? null : line.Actor,
            Value("verdict") is { } verdict ? text[$"verdict.{verdict}"].ToString() : null,
            Value("amount") is { } amount && Money.TryParse(amount, out var money) ? text.Money(money).ToString() : null,
            Value("bill") ?? Value("receipt") ?? Value("number"),
            Value("operation") is { } operation ? services.Catalogue.FindOperation(operation)?.Description.In(text.Language) : null,
        };
        var known = parts.Where(p => p is not null).ToList();
        return known.Count == 0 ? null : string.Join(" · ", known);
    }

    private Part FactPart(RegisterRead read, FeelValue value)
    {
        var title = read.Operation.Description.In(text.Language);
        return new Part(title, value.IsNull ? [new SummaryRow(title, (object)(string)text["desk.factNone"])] : facts.Rows(read.Operation, value));
    }
}
