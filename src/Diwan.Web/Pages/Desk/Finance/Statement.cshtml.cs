using System.Globalization;
using Diwan.Cases.Papers;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>The month's statement of an institution, also as a sealed paper and as a workbook with every posting.</summary>
public sealed class StatementModel(
    ReadStatement read, IssueStatementPaper papers, StatementWorkbook workbook, Catalogue catalogue, Text text, TimeProvider time) : MoneyPage
{
    private DateOnly _month;

    [BindProperty(SupportsGet = true)]
    public string? Institution { get; set; }

    /// <summary>As typed: 2018-11.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Month { get; set; }

    public Diwan.Payments.Statement Statement { get; private set; } = null!;

    public IReadOnlyList<string> Institutions => Choices(catalogue);

    public string MonthText => _month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The rails that took something in the month.</summary>
    public IReadOnlyList<Rail> Rails => [.. Enum.GetValues<Rail>().Where(r => Statement.Days.Any(d => d.Taken.ContainsKey(r)))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (Choose() is { } away)
        {
            return away;
        }

        Statement = await read.RunAsync(Institution!, _month, lines: false, Aborted);
        return Page();
    }

    public async Task<IActionResult> OnGetPdfAsync() =>
        Choose() is { } away ? away
        : Faults.Any ? BadRequest()
        : await papers.RunAsync(Actor, Institution!, _month, Aborted) is { } paper
            ? File(paper.Bytes, "application/pdf", $"statement-{Institution}-{MonthText}.pdf")
            : NotFound();

    public async Task<IActionResult> OnGetXlsxAsync() =>
        Choose() is { } away ? away
        : Faults.Any ? BadRequest()
        : File(
            workbook.Write(await read.RunAsync(Institution!, _month, lines: true, Aborted)),
            Workbook.MediaType,
            $"statement-{Institution}-{MonthText}.xlsx");

    private IActionResult? Choose()
    {
        if (!MaySee)
        {
            return Forbid();
        }

        Institution = string.IsNullOrEmpty(Institution) ? Institutions[0] : Institution;
        if (!Institutions.Contains(Institution))
        {
            return NotFound();
        }

        var today = NationalCalendar.DateAt(time.GetUtcNow());
        _month = new DateOnly(today.Year, today.Month, 1);
        if (!string.IsNullOrWhiteSpace(Month))
        {
            if (TypedDay.ReadMonth(Month) is { Year: >= 2000 and <= 2200 } month)
            {
                _month = month;
            }
            else
            {
                Refuse("month", text["finance.monthWrong"]);
            }
        }

        return null;
    }
}
