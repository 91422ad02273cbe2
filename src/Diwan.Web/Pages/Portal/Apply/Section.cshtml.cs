using Diwan.Assistance;
using System.Text.Json;
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
[ActsFor(MandateScope.Apply)]
[RequestFormLimits(MultipartBodyLengthLimit = 64 * 1024 * 1024)]
[RequestSizeLimit(64 * 1024 * 1024)]
public sealed class SectionModel(OpenApplication open, SaveAnswers save, AnswerWriter answers, Links links, Text text) : HelpedPage
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

    /// <summary>The mark of the section's answers as they stand on this page.</summary>
    public string Stamp => SectionStamp.Of(_section, View.Answers);

    /// <summary>The pages of the form in their order, as a device asks for them to keep them.</summary>
    public string StepsJson => JsonSerializer.Serialize(View.Journey.Steps.Select(s => new { path = links.To($"/applications/{View.Id}/{s.Section.Id}") }));

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

    /// <summary>
    /// Keeps what was typed. A device that keeps entries while the line is cut names each (<c>Diwan-Entry</c>, with <c>Diwan-Base</c>, <c>Diwan-Earlier</c> and
    /// <c>Diwan-Session</c>) and is answered in JSON, or with the page and its faults.
    /// </summary>
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

        var kept = Entry();
        if (kept is not null && Request.Headers["Diwan-Session"].ToString() != (Session?.Id.ToString("N") ?? ""))
        {
            // Typed in a session that is over: it is sent again only with the consent of this one.
            return Told(StatusCodes.Status409Conflict, new { state = "consent" });
        }

        var command = new SaveAnswers.Command(id, PersonKey, section, fields, await FormFiles.ReadAsync(Request.Form, asked.Questions, Aborted), Removed(action), Actor) { Kept = kept };
        var result = await save.RunAsync(command, Aborted);
        if (Onward(result, view, section, action) is { } path)
        {
            return kept is null ? LocalRedirect(links.To(path)) : Told(StatusCodes.Status200OK, new { state = "saved", next = links.To(path) });
        }

        switch (result)
        {
            case SaveAnswers.Result.Conflict conflict:
                return Told(StatusCodes.Status409Conflict, new { state = "conflict", @base = SectionStamp.Of(conflict.Section, conflict.View.Answers), theirs = Theirs(conflict) });
            case SaveAnswers.Result.Refused refused:
                View = refused.View;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                if (kept is not null)
                {
                    Response.Headers["Diwan-Entry"] = "faults";
                }

                return Show(section, fields, refused.Faults);
            case SaveAnswers.Result.ChangedElsewhere when kept is not null:
                // The device sends it again, and is told then what stands against it.
                return Told(StatusCodes.Status503ServiceUnavailable, new { state = "unknown" });
            case SaveAnswers.Result.ChangedElsewhere:
                Response.StatusCode = StatusCodes.Status409Conflict;
                var shown = Show(section, fields, null);
                Errors = [new FieldError(null, text["apply.changedElsewhere"])];
                return shown;
            default:
                return NotFound();
        }
    }

    /// <summary>Where the person goes on from here; null when the page has something to say first.</summary>
    private string? Onward(SaveAnswers.Result result, ApplicationView view, string section, string action) => result switch
    {
        SaveAnswers.Result.Saved when action.StartsWith("removeFile:", StringComparison.Ordinal) => $"/applications/{view.Id}/{section}",
        SaveAnswers.Result.Saved or SaveAnswers.Result.Refused when action == FieldNames.Save => Home,
        SaveAnswers.Result.Saved saved => $"/applications/{view.Id}/{saved.Next ?? "check-answers"}",

        // What was given is kept and brought up further questions, which nobody could have answered yet.
        SaveAnswers.Result.Refused refused when refused.Faults.Keys.All(q => view.Journey.VisibleQuestions(section).All(v => v.Id != q)) => $"/applications/{view.Id}/{section}",
        _ => null,
    };

    private KeptEntry? Entry()
    {
        var headers = Request.Headers;
        return Guid.TryParse(headers["Diwan-Entry"], out var id)
            ? new KeptEntry(id, headers["Diwan-Base"].ToString() is { Length: > 0 } known ? known : null, Guid.TryParse(headers["Diwan-Earlier"], out var earlier) ? earlier : null)
            : null;
    }

    private static JsonResult Told(int status, object what) => new(what) { StatusCode = status };

    /// <summary>The answers that stand in the section, as a person reads them.</summary>
    private IEnumerable<object> Theirs(SaveAnswers.Result.Conflict conflict)
    {
        var (view, section) = (conflict.View, conflict.Section);
        foreach (var question in section.Questions)
        {
            if (view.Answers.TryGet(question.Id, out var value))
            {
                yield return new
                {
                    label = view.Definition.Texts.TryGet(question.LabelKey, out var label) ? label.In(text.Language) : question.Id,
                    value = string.Join(text.Language == Kernel.Language.Arabic ? "، " : ", ", answers.Lines(question, value, view.Journey.Context).Select(l => l is FileValue file ? file.Name : l.ToString())),
                };
            }
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
        BackPath = at == 0 ? Session is null ? $"/services/{View.Definition.Id}" : Home : $"/applications/{View.Id}/{steps[at - 1].Section.Id}";
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
}
