using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Budget;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The money of the programme.</summary>
public sealed class BudgetModel(Budgets budgets, CountCases cases, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public IReadOnlyList<BudgetEntry> Entries { get; private set; } = [];

    public IReadOnlyList<BudgetSum> Sums { get; private set; } = [];

    private IReadOnlyList<BudgetLine> Lines { get; set; } = [];

    private IReadOnlyList<(string Service, int Year, Money Spent, int Answered)> Outcomes { get; set; } = [];

    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public IReadOnlyList<Institution> Institutions => services.Catalogue.Institutions;

    public string? Institution { get; private set; }

    public int? Year { get; private set; }

    public string? Line { get; private set; }

    public string? Amount { get; private set; }

    public string? Decision { get; private set; }

    public TableModel SumTable => new(
        (string)Words["programme.byInstitution"],
        [
            new((string)Words["programme.institution"]), new((string)Words["programme.year"], true), new((string)Words["programme.stage.Approved"], true),
            new((string)Words["programme.stage.Committed"], true), new((string)Words["programme.stage.Spent"], true), new((string)Words["programme.free"], true),
        ],
        [
            .. Sums.Select(s => (IReadOnlyList<object?>)
                [NameOf(s.Institution), s.Year.ToString(CultureInfo.InvariantCulture), Words.Money(s.Approved), Words.Money(s.Committed), Words.Money(s.Spent), Words.Money(s.Free)]),
        ]);

    /// <summary>What each line of a budget became: variance is what was spent beyond what was approved.</summary>
    public TableModel LineTable => new(
        (string)Words["budget.byLine"],
        [
            new((string)Words["programme.budgetLine"]), new((string)Words["programme.institution"]), new((string)Words["programme.year"], true), new((string)Words["programme.stage.Approved"], true),
            new((string)Words["programme.stage.Spent"], true), new((string)Words["budget.variance"], true),
        ],
        [
            .. Lines.Select(l => (IReadOnlyList<object?>)
            [
                l.Line, NameOf(l.Institution), l.Year.ToString(CultureInfo.InvariantCulture), Words.Money(l.Approved), Words.Money(l.Spent), Words.Money(l.Variance),
            ]),
        ]);

    /// <summary>What was spent for single services beside what they did in the same year; null while nothing is tied to one.</summary>
    public TableModel? ServiceTable => Outcomes.Count == 0
        ? null
        : new(
            (string)Words["budget.byService"],
            [new((string)Words["programme.service"]), new((string)Words["programme.year"], true), new((string)Words["programme.stage.Spent"], true), new((string)Words["budget.answered"], true), new((string)Words["budget.cost"], true)],
            [
                .. Outcomes.Select(o => (IReadOnlyList<object?>)
                [
                    ServiceName(o.Service), o.Year.ToString(CultureInfo.InvariantCulture), Words.Money(o.Spent), Words.Number(o.Answered),
                    Budgets.CostOfCase(o.Spent, o.Answered) is { } cost ? Words.Money(cost) : "–",
                ]),
            ]);

    public string ServiceName(string service) => services.Current(service)?.Name.In(Words.Language) ?? service;

    public string NameOf(string institution) => services.Catalogue.FindInstitution(institution)?.Name.In(Words.Language) ?? institution;

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync(
        string? institution, int year, BudgetStage stage, string? line, string? amount, string? service, string? decision)
    {
        (Institution, Year, Line, Amount, Decision) = (institution, year, line, amount, decision);
        if (!Money.TryParse(amount, out var money))
        {
            Refuse([new("اكتب المبلغ بالدينار مثل 1,250,000.000.", "Write the amount in dinars, such as 1,250,000.000.")]);
            await ReadAsync();
            return Page();
        }

        return await AnswerAsync(await budgets.WriteAsync(
            Me, new NewBudgetEntry(institution, year, line, stage, money, string.IsNullOrEmpty(service) ? null : service, string.IsNullOrWhiteSpace(decision) ? null : decision.Trim()), Aborted));
    }

    public async Task<IActionResult> OnPostCorrectAsync(Guid id, string? why) => await AnswerAsync(await budgets.CorrectAsync(Me, id, why, Aborted));

    private async Task<IActionResult> AnswerAsync(Budgets.Result result)
    {
        switch (result)
        {
            case Budgets.Result.Kept:
                return Go(links, "/programme/budget");
            case Budgets.Result.Refused refused:
                Refuse(refused.Why);
                await ReadAsync();
                return Page();
            case Budgets.Result.NotFound:
                return NotFound();
            default:
                return Forbid();
        }
    }

    private async Task ReadAsync()
    {
        var all = await budgets.AllAsync(null, Aborted);
        Sums = Budgets.Sums(all);
        Lines = Budgets.Lines(all);
        Entries = [.. all.Reverse()];
        var outcomes = new List<(string, int, Money, int)>();
        foreach (var year in all.Where(e => e.Service is not null).Select(e => e.Year).Distinct().Order())
        {
            var to = new[] { time.GetUtcNow(), NationalCalendar.At(new DateOnly(year + 1, 1, 1), TimeOnly.MinValue) }.Min();
            var answered = await cases.AnsweredAsync(NationalCalendar.At(new DateOnly(year, 1, 1), TimeOnly.MinValue), to, Aborted);
            outcomes.AddRange(all.Where(e => e.Year == year).Select(e => e.Service).OfType<string>().Distinct().Order(StringComparer.Ordinal)
                .Select(s => (s, year, Budgets.SpentFor(all, s, year), answered.GetValueOrDefault(s))));
        }

        Outcomes = outcomes;
    }
}
