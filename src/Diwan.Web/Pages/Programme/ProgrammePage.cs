using System.Text;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Programme.Files;
using Diwan.Programme.Gates;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Programme;

/// <summary>A page of the programme: for the office, the committee, and those who answer for a criterion.</summary>
public abstract class ProgrammePage(Text text) : SignedInPage
{
    /// <summary>Whether the reader keeps the programme and does not only read it.</summary>
    public bool Runs => Me.May(Ability.RunProgramme);

    /// <summary>Why what was asked could not be done.</summary>
    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    protected Text Words => text;

    /// <summary>Who may read the page; the programme's own people as a rule.</summary>
    protected virtual bool MayRead => Me.May(Ability.SeeProgramme) || Me.May(Ability.Operate);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Me.IsOfficer || !MayRead)
        {
            context.Result = Forbid();
        }
    }

    /// <summary>After a move of a service at the gate: on to a page, or the same page again with what stands against it.</summary>
    /// <param name="read">Reads the page again; false when there is no such thing.</param>
    protected async Task<IActionResult> AnswerAsync(KeepGate.Result result, Links links, string path, Func<Task<bool>> read, int status = StatusCodes.Status400BadRequest)
    {
        ArgumentNullException.ThrowIfNull(read);
        switch (result)
        {
            case KeepGate.Result.Kept:
                return Go(links, path);
            case KeepGate.Result.NotAllowed:
                return Forbid();
            case KeepGate.Result.Refused refused when await read():
                Refuse(refused.Why, status);
                return Page();
            default:
                return NotFound();
        }
    }

    /// <summary>Shows the page again with what is wrong.</summary>
    protected void Refuse(IEnumerable<LocalizedText> why, int status = StatusCodes.Status400BadRequest)
    {
        Problems = [.. why.Select(w => new FieldError(null, w.In(text.Language)))];
        Response.StatusCode = status;
    }

    /// <summary>An uploaded table as CSV, whether it came as CSV or as a workbook; or what is wrong with it as a file.</summary>
    protected async Task<(ReadOnlyMemory<byte> Csv, FileFault? Fault)> ReadTableAsync(IFormFile? file, int largestBytes, int mostLines)
    {
        if (file is null || file.Length > largestBytes)
        {
            return (default, new(0, null, file is null ? new("اختر ملفاً.", "Choose a file.") : new("الملف كبير جداً.", "The file is too large.")));
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, Aborted);
        if (!WorkbookText.IsWorkbook(content))
        {
            return (content.ToArray(), null);
        }

        return WorkbookText.ToCsv(content, mostLines + 2) is { } csv
            ? (Encoding.UTF8.GetBytes(csv), null)
            : (default, new(0, null, new("الملف ليس مصنف Excel سليماً. افتحه واحفظه من جديد بصيغة xlsx، أو احفظه CSV.", "The file is no sound workbook. Open it and save it again as xlsx, or save it as CSV.")));
    }

    /// <summary>The empty table that people fill in.</summary>
    protected FileContentResult Template(IEnumerable<string> headings, string name) =>
        File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join(',', headings) + "\r\n")], "text/csv; charset=utf-8", name);

    protected IActionResult Go(Links links, string path)
    {
        ArgumentNullException.ThrowIfNull(links);
        return LocalRedirect(links.To(path));
    }
}
