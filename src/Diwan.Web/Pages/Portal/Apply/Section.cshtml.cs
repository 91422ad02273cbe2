using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>One section of an application: what the registers hold is shown, the rest is asked. One page for every service.</summary>
[RequestFormLimits(MultipartBodyLengthLimit = 64 * 1024 * 1024)]
[RequestSizeLimit(64 * 1024 * 1024)]
public sealed class SectionModel(OpenApplication open, SaveAnswers save, Links links, Text text) : HelpedPage
{
    private Section _section = null!;

    public ApplicationView View { get; private set; } = null!;

    public string Title { get; private set; } = "";

    public string? Intro { get; private set; }

    public IReadOnlyList<SummaryRow> Shown { get; private set; } = [];

    public IReadOnlyList<FieldModel> Fields { get; private set; } = [];

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public IReadOnlyList<RefusalReason> Refusals { get; private set; } = [];

    public int Number { get; private set; }

    public int Count { get; private set; }

    public string BackPath { get; private set; } = "/account";

    public async Task<IActionResult> OnGetAsync(Guid id, string section)
    {
        switch (await open.RunAsync(id, PersonKey, Aborted))
        {
            case OpenApplication.Result.Opened opened:
                View = opened.View;
                break;
            case OpenApplication.Result.AlreadySubmitted submitted:
                return LocalRedirect(links.To($"/cases/{submitted.Reference}"));
            default:
                return NotFound();
        }

        return Show(section, null, null);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string section, [FromForm(Name = FieldNames.Action)] string? action)
    {
        if (await open.RunAsync(id, PersonKey, Aborted) is not OpenApplication.Result.Opened { View: var view }
            || view.Definition.FindSection(section) is not { } asked)
        {
            return NotFound();
        }

        View = view;
        var form = FormFields.Read(Request.Form).ToList();
        var fields = asked.Questions.ToDictionary(q => q.Id, q => RawAnswer.FromForm(q, form), StringComparer.Ordinal);
        action ??= FieldNames.Continue;
        if (action.StartsWith("add:", StringComparison.Ordinal) || action.StartsWith("remove:", StringComparison.Ordinal))
        {
            // An entry more or less of a repeating group: the page again, nothing kept yet, nothing typed lost.
            return Show(section, Regrouped(asked, fields, action), null);
        }

        var command = new SaveAnswers.Command(id, PersonKey, section, fields, await UploadsAsync(asked), Removed(action), Actor);
        switch (await save.RunAsync(command, Aborted))
        {
            case SaveAnswers.Result.Saved when action.StartsWith("removeFile:", StringComparison.Ordinal):
                return LocalRedirect(links.To($"/applications/{id}/{section}"));
            case SaveAnswers.Result.Saved when action == FieldNames.Save:
                return LocalRedirect(links.To(Session is null ? "/account" : "/counter"));
            case SaveAnswers.Result.Saved saved:
                return LocalRedirect(links.To(saved.Next is null ? $"/applications/{id}/check-answers" : $"/applications/{id}/{saved.Next}"));
            case SaveAnswers.Result.Refused when action == FieldNames.Save:
                return LocalRedirect(links.To(Session is null ? "/account" : "/counter"));
            case SaveAnswers.Result.Refused refused when refused.Faults.Keys.All(q => !view.Journey.VisibleQuestions(section).Any(v => v.Id == q)):
                // What was given is kept and brought up further questions, which nobody could have answered yet.
                return LocalRedirect(links.To($"/applications/{id}/{section}"));
            case SaveAnswers.Result.Refused refused:
                View = refused.View;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Show(section, fields, refused.Faults);
            case SaveAnswers.Result.ChangedElsewhere:
                Response.StatusCode = StatusCodes.Status409Conflict;
                var shown = Show(section, fields, null);
                Errors = [new FieldError(null, text["apply.changedElsewhere"])];
                return shown;
            default:
                return NotFound();
        }
    }

    private IActionResult Show(
        string section,
        IReadOnlyDictionary<string, RawAnswer>? typed,
        IReadOnlyDictionary<string, IReadOnlyList<AnswerFault>>? faults)
    {
        var steps = View.Journey.Steps;
        var at = steps.ToList().FindIndex(s => s.Section.Id == section);
        if (at < 0)
        {
            return LocalRedirect(links.To($"/applications/{View.Id}"));
        }

        _section = steps[at].Section;
        var texts = View.Definition.Texts;
        var context = View.Journey.Context;
        Number = at + 1;
        Count = steps.Count;
        BackPath = at == 0 ? Session is null ? $"/services/{View.Definition.Id}" : "/counter" : $"/applications/{View.Id}/{steps[at - 1].Section.Id}";
        Title = texts.TryGet($"section.{section}.title", out var title) ? title.In(text.Language) : View.Definition.Name.In(text.Language);
        Intro = texts.TryGet($"section.{section}.intro", out var intro) ? intro.In(text.Language) : null;
        Refusals = View.Journey.Eligibility.Reasons;
        var mapper = new FieldMapper(text);
        Shown =
        [
            .. FieldMapper.InLanguage(_section.Shows, text.Language).Select(s => new SummaryRow(
                texts.TryGet(s.LabelKey, out var label) ? label.In(text.Language) : s.LabelKey,
                (object)ValueFormatter.Format(s.Value.Evaluate(context), s.Format, View.Definition, context).In(text.Language))),
        ];
        Fields =
        [
            .. steps[at].Questions.Select(q => mapper.Map(
                q.Question,
                context,
                View.Answers[q.Question.Id],
                new FieldSurroundings(
                    typed?.GetValueOrDefault(q.Question.Id),
                    faults?.GetValueOrDefault(q.Question.Id) ?? (typed is null && View.Answers.Has(q.Question.Id) ? q.Faults : []),
                    $"/applications/{View.Id}/table/{q.Question.Id}.csv",
                    key => $"/applications/{View.Id}/files/{q.Question.Id}/{key}"))),
        ];
        Errors = [.. Fields.SelectMany(f => f.Errors())];
        return Page();
    }

    private static Dictionary<string, RawAnswer> Regrouped(Section section, Dictionary<string, RawAnswer> fields, string action)
    {
        if (action.StartsWith("add:", StringComparison.Ordinal) && fields.TryGetValue(action[4..], out var entries))
        {
            fields[action[4..]] = new RawAnswer { Items = [.. entries.Items, RawAnswer.Nothing] };
        }
        else if (action.StartsWith("remove:", StringComparison.Ordinal) && action[7..].Split('.') is [var group, var number]
            && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var entry)
            && section.Questions.Any(q => q.Id == group))
        {
            fields[group] = new RawAnswer { Items = [.. fields[group].Items.Where((_, i) => i != entry)] };
        }

        return fields;
    }

    private static HashSet<string> Removed(string action) =>
        action.StartsWith("removeFile:", StringComparison.Ordinal) && action.LastIndexOf('.') is > 0 and var dot ? [action[(dot + 1)..]] : [];

    private async Task<Dictionary<string, IReadOnlyList<Upload>>> UploadsAsync(Section section)
    {
        var uploads = new Dictionary<string, IReadOnlyList<Upload>>(StringComparer.Ordinal);
        foreach (var question in section.Questions.Where(q => q.Type is AnswerType.File or AnswerType.Table))
        {
            var files = new List<Upload>();
            foreach (var file in Request.Form.Files.GetFiles(question.Id).Where(f => f.Length > 0 || f.FileName.Length > 0))
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, Aborted);
                files.Add(new Upload(file.FileName, content.ToArray()));
            }

            if (files.Count > 0)
            {
                uploads[question.Id] = files;
            }
        }

        return uploads;
    }
}
