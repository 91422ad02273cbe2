using Diwan.Assistance;
using System.Text;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>An empty table with the right headings, to be filled in a spreadsheet.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class TableModel(OpenApplication open, Text text) : HelpedPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, string question)
    {
        if (await open.RunAsync(id, PersonKey, Aborted) is not OpenApplication.Result.Opened { View: var view }
            || view.Definition.FindQuestion(question) is not { Type: AnswerType.Table } table)
        {
            return NotFound();
        }

        var heading = string.Join(',', table.Columns.Select(c =>
            view.Definition.Texts.TryGet(table.ColumnKey(c.Id), out var label) ? $"\"{label.In(text.Language)}\"" : c.Id));

        // With the mark of UTF-8, or spreadsheets read Arabic as something else.
        return File((byte[])[.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(heading + "\r\n")], "text/csv", $"{question}.csv");
    }
}
