using System.Globalization;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>The finance desk at a glance: the accounts, what is open, and what was paid by rail, hour and institution.</summary>
public sealed class OverviewModel(
    ReadAccounts accounts, ReadOpenMatters matters, ReadAlarms alarms, CountTakings takings, Catalogue catalogue, MoneyNames names, Text text, TimeProvider time) : MoneyPage
{
    private IReadOnlyList<TakingCell> _cells = [];

    /// <summary>The first day of the charts; as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Institution { get; set; }

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public int OpenMatters { get; private set; }

    public int Alarms { get; private set; }

    public IReadOnlyList<string> Institutions => Choices(catalogue);

    public DateOnly First { get; private set; }

    public DateOnly Last { get; private set; }

    public Money Taken => _cells.Sum(c => c.Amount);

    public int Payments => _cells.Sum(c => c.Count);

    public IReadOnlyList<ChartModel> Charts =>
    [
        Chart(text["finance.byHour"], text["finance.hour"], [.. Enumerable.Range(0, 24)], h => h.ToString("00", CultureInfo.InvariantCulture) + ":00", c => c.Hour, ChartKind.Stack),
        Chart(text["finance.byInstitution"], text["money.institution"], [.. _cells.Select(c => c.Institution).Distinct().Order(StringComparer.Ordinal)], names.Institution, c => c.Institution, ChartKind.Stack),
        Chart(text["finance.byDay"], text["finance.day"], [.. Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays)], d => d.ToString("dd/MM", CultureInfo.InvariantCulture), c => c.Day, ChartKind.Stack),
    ];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MaySee)
        {
            return Forbid();
        }

        var today = NationalCalendar.DateAt(time.GetUtcNow());
        Last = ReadDay("to", To) ?? today;
        First = ReadDay("from", From) ?? Last.AddDays(-6);
        if (First > Last)
        {
            Refuse("from", text["finance.daysOrder"]);
            First = Last;
        }
        else if (Last.DayNumber - First.DayNumber >= CountTakings.MostDays)
        {
            Refuse("from", text["finance.daysMany", CountTakings.MostDays]);
            First = Last.AddDays(1 - CountTakings.MostDays);
        }

        if (string.IsNullOrEmpty(Institution) || !MayRead(Institution))
        {
            Institution = null;
        }

        Accounts = await accounts.RunAsync(Readable, Aborted);
        OpenMatters = await matters.CountAsync(Readable, Aborted);
        Alarms = KeepsAll ? await alarms.OpenAsync(Aborted) : 0;
        _cells = await takings.RunAsync(First, Last, Institution is null ? Readable : [Institution], Aborted);
        return Page();
    }

    private DateOnly? ReadDay(string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (TypedDay.Read(typed) is { Year: >= 2000 and <= 2200 } day)
        {
            return day;
        }

        Refuse(field, text["finance.dayWrong"]);
        return null;
    }

    /// <summary>Amounts of each rail, in dinars, over whatever categories.</summary>
    private ChartModel Chart<T>(string title, string head, IReadOnlyList<T> categories, Func<T, string> name, Func<TakingCell, T> of, ChartKind kind)
        where T : notnull
    {
        var sums = _cells.ToLookup(c => (c.Rail, Of: of(c)));
        return new ChartModel(
            kind, title, head, _cells.Count == 0 ? [] : [.. categories.Select(name)],
            [
                .. Enum.GetValues<Rail>().Where(r => _cells.Any(c => c.Rail == r)).Select(rail => new ChartSeries(
                    names.Rail(rail), [.. categories.Select(c => (decimal?)sums[(rail, c)].Sum(x => x.Amount).Dinars)])),
            ],
            v => Money.FromDinars(v).ToString());
    }
}
