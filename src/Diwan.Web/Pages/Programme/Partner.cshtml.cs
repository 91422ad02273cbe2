using System.Globalization;
using Diwan.Assistance;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Programme.Partners;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A partner: its contracts and counters, what it did, what is due to it.</summary>
public sealed class PartnerModel(FindPartners find, KeepPartners keep, MeasurePartners measure, WatchCounters watch, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public PartnerView Partner { get; private set; } = null!;

    /// <summary>This month and the last, as far as measured.</summary>
    public IReadOnlyList<(DateOnly Month, PartnerMonth Done)> Months { get; private set; } = [];

    /// <summary>What goes on at the open counters today.</summary>
    public IReadOnlyList<CounterToday> Today { get; private set; } = [];

    public TableModel TodayTable => new(
        (string)Words["partners.today"],
        [
            new((string)Words["partners.counter"]), new((string)Words["partners.open"], true), new((string)Words["partners.ended"], true), new((string)Words["partners.notAgreed"], true),
            new((string)Words["partners.mayAct"], true),
        ],
        [.. Today.Select(c => (IReadOnlyList<object?>)[c.Site.Name.In(Words.Language), Words.Number(c.Open), Words.Number(c.Ended), Words.Number(c.NotAgreed), Words.Number(c.MayAct)])],
        HideCaption: true);

    /// <summary>What was typed and refused.</summary>
    public Values Typed { get; } = new();

    public IReadOnlyList<(string Value, string Label)> Governorates => [.. PlaceLists.Governorates(Words.Language)];

    public string GovernorateOf(SiteView site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return Places.Governorates.TryGetValue(site.Governorate, out var name) ? name.In(Words.Language) : site.Governorate;
    }

    /// <summary>A level as it is read: a part in per cent, a rate as it is.</summary>
    public string Figure(LevelMeasure level, decimal value) => ServiceLevel.IsCeiling(level) ? Words.Number(value) : Words.Percent(value);

    public IReadOnlyList<SummaryRow> FactsOf(PartnerMonth done)
    {
        ArgumentNullException.ThrowIfNull(done);
        return
        [
            new((string)Words["partners.submitted"], Words.Number(done.Submitted)),
            new((string)Words["partners.complaints"], Words.Number(done.Complaints)),
            .. done.Levels.Select(l => new SummaryRow(
                (string)Words[$"partners.measure.{l.Measure}"],
                l.Measured is { } m ? Words[l.IsMissed ? "partners.isMissed" : "partners.isMet", Figure(l.Measure, m), Figure(l.Measure, l.Agreed)] : Words["partners.notJudged"])),
            new((string)Words["partners.gross"], Words.Money(done.Gross)),
            new((string)Words["partners.deducted"], Words.Money(done.Deducted)),
            new((string)Words["partners.due"], Words.Money(done.Due)),
        ];
    }

    public async Task<IActionResult> OnGetAsync(string code) => await ReadAsync(code) ? Page() : NotFound();

    public async Task<IActionResult> OnPostContractAsync(string code, string? number, string? decision, string? begins, string? ends, string? commission, string? deduction)
    {
        var levels = new List<ServiceLevel>();
        var unread = new List<LocalizedText>();
        foreach (var measured in Enum.GetValues<LevelMeasure>())
        {
            var typed = Request.Form[measured.ToString()].ToString().Trim();
            Typed[measured.ToString()] = typed;
            if (typed.Length > 0 && Read(typed) is { } agreed)
            {
                levels.Add(new ServiceLevel(measured, ServiceLevel.IsCeiling(measured) ? agreed : agreed / 100));
            }
            else if (typed.Length > 0)
            {
                unread.Add(new($"«{typed}» ليس عدداً.", $"\"{typed}\" is not a number."));
            }
        }

        (Typed["number"], Typed["decision"], Typed["begins"], Typed["ends"], Typed["commission"], Typed["deduction"]) = (number, decision, begins, ends, commission, deduction);
        var part = string.IsNullOrWhiteSpace(deduction) ? 0 : Read(deduction) is { } d && d == decimal.Truncate(d) && Math.Abs(d) <= 1000 ? (int)d : -1;
        return unread.Count > 0
            ? await AnswerAsync(new KeepPartners.Result.Refused(unread), code)
            : await AnswerAsync(
                await keep.ContractAsync(
                    Me, code,
                    new NewContract(number, decision?.Trim(), TypedDay.Read(begins), TypedDay.Read(ends), Money.TryParse(commission, out var money) ? money : null, part, levels), Aborted),
                code);
    }

    public async Task<IActionResult> OnPostSiteAsync(string code, string? site, string? nameAr, string? nameEn, string? governorate)
    {
        (Typed["site"], Typed["nameAr"], Typed["nameEn"]) = (site, nameAr, nameEn);
        return await AnswerAsync(await keep.OpenSiteAsync(Me, code, site?.Trim(), nameAr, nameEn, governorate, Aborted), code);
    }

    public async Task<IActionResult> OnPostReopenSiteAsync(string code, string? site) => await AnswerAsync(await keep.ReopenSiteAsync(Me, site ?? "", Aborted), code);

    public async Task<IActionResult> OnPostCloseSiteAsync(string code, string? site) => await AnswerAsync(await keep.CloseSiteAsync(Me, site ?? "", Aborted), code);

    private async Task<IActionResult> AnswerAsync(KeepPartners.Result result, string code)
    {
        switch (result)
        {
            case KeepPartners.Result.Kept:
                return Go(links, $"/programme/partners/{code}");
            case KeepPartners.Result.NotAllowed:
                return Forbid();
            case KeepPartners.Result.Refused refused when await ReadAsync(code):
                Refuse(refused.Why);
                return Page();
            default:
                return NotFound();
        }
    }

    private static decimal? Read(string typed) =>
        decimal.TryParse(Digits.ToAscii(typed.Trim().TrimEnd('%')), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private async Task<bool> ReadAsync(string code)
    {
        if (await find.FindAsync(code, Aborted) is not { } found)
        {
            return false;
        }

        Partner = found;
        Today = await watch.RunAsync(Me, code, Aborted);
        var month = NationalCalendar.DateAt(time.GetUtcNow());
        month = new DateOnly(month.Year, month.Month, 1);
        var months = new List<(DateOnly, PartnerMonth)>();
        foreach (var one in (DateOnly[])[month, month.AddMonths(-1)])
        {
            if ((await measure.RunAsync(one, Aborted)).FirstOrDefault(m => m.Partner == code) is { } done)
            {
                months.Add((one, done));
            }
        }

        Months = months;
        return true;
    }

    /// <summary>Values of a form by name; null where nothing was typed.</summary>
    public sealed class Values
    {
        private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

        public string? this[string name]
        {
            get => _values.GetValueOrDefault(name);
            internal set => _values[name] = value;
        }
    }
}
