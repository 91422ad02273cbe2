using System.Globalization;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>
/// A proposed change of tariff, tried on the cases of a time: what it would have brought, and who would have paid less or more. For the
/// programme and the treasury; it changes nothing, and tells nothing of fewer than five cases.
/// </summary>
public sealed class TariffModel(TryTariff tariff, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    /// <summary>Somebody waits for the page. <c>./diwan tariff simulate</c> takes any number.</summary>
    public const int MostCases = 20_000;

    private const int MostFaults = 10;

    [BindProperty(SupportsGet = true)]
    public string? Service { get; set; }

    /// <summary>The first day of the cases; as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public DateOnly First { get; private set; }

    public DateOnly Last { get; private set; }

    public ServiceDefinition? Definition { get; private set; }

    public IReadOnlyList<TariffFigure> Figures { get; private set; } = [];

    public FormFaults Faults { get; } = new();

    public TariffTrial? Trial { get; private set; }

    /// <summary>The services that take money by figures in their rules.</summary>
    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public SimulationReport Report => Trial!.Report;

    /// <summary>Whether the tabs of the programme lead anywhere for this reader; the treasury has its own.</summary>
    public bool SeesProgramme => Me.May(Ability.SeeProgramme);

    protected override bool MayRead => SeesProgramme || Me.May(Ability.KeepLedger);

    public static string Field(TariffFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return "figure-" + figure.Id.Replace('.', '-');
    }

    public static string Write(decimal figure) => figure.ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands in a figure's field: what was typed, else as it is.</summary>
    public string Typed(TariffFigure figure) =>
        Request.HasFormContentType && Request.Form.TryGetValue(Field(figure), out var typed) ? typed.ToString() : Write(figure.Value);

    /// <summary>The fee line that a row gives, in the reader's language; null of a row that gives none.</summary>
    public string? LabelOf(string? line) =>
        line is null ? null : Definition!.Texts.TryGet($"fee.{line}.label", out var label) ? Diwan.Engine.Definitions.Texts.Fill(label.In(Words.Language), null) : line;

    public async Task<IActionResult> OnGetAsync() => await ReadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await ReadAsync())
        {
            return NotFound();
        }

        if (Definition is null)
        {
            return LocalRedirect(links.To("/programme/tariff"));
        }

        var proposed = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var figure in Figures)
        {
            if (Read(Typed(figure)) is { } value)
            {
                proposed[figure.Id] = value;
            }
            else
            {
                Refuse(Field(figure), Words["tariff.figureWrong", Typed(figure)]);
            }
        }

        if (Faults.Any)
        {
            return Page();
        }

        switch (await tariff.RunAsync(Service!, proposed, First, Last, MostCases, Aborted))
        {
            case TryTariff.Result.Tried tried:
                Trial = tried.Trial;
                break;
            case TryTariff.Result.Refused refused:
                foreach (var why in refused.Faults.Select(f => $"{f.Message.In(Words.Language)} {f.Remedy.In(Words.Language)}").Distinct().Take(MostFaults))
                {
                    Refuse(null, why, StatusCodes.Status422UnprocessableEntity);
                }

                break;
            case TryTariff.Result.NothingProposed:
                Refuse(null, Words["tariff.nothingProposed"]);
                break;
            default:
                return NotFound();
        }

        return Page();
    }

    /// <summary>Before and after, month by month.</summary>
    public ChartModel ByMonth => new(
        ChartKind.Columns, Words["tariff.byMonth"], Words["tariff.month"],
        [.. Report.ByMonth.Select(m => m.Key is { } month ? Words.Month(month).ToString() : Words["tariff.together"].ToString())],
        [
            new ChartSeries(Words["tariff.charged"], [.. Report.ByMonth.Select(m => (decimal?)m.Before.Dinars)]),
            new ChartSeries(Words["tariff.proposed"], [.. Report.ByMonth.Select(m => (decimal?)m.After.Dinars)]),
        ],
        v => Money.FromDinars(v).ToString());

    /// <summary>How many cases come to pay so much more or less.</summary>
    public ChartModel ByChange => new(
        ChartKind.Bars, Words["tariff.byChange"], Words["tariff.change"],
        [.. Report.Bands.Select(b => Band(b).ToString())],
        [new ChartSeries(Words["tariff.cases"], [.. Report.Bands.Select(b => (decimal?)b.Cases)])],
        v => v.ToString("#,##0", CultureInfo.InvariantCulture),
        Words["tariff.fewest", TariffSimulation.Fewest]);

    public TableModel ByPayer => Table("tariff.payer", Report.ByPayer, p => Words[$"tariff.payer.{p.Key}"]);

    public TableModel ByChannel => Table("tariff.channel", Report.ByChannel, c => c.Key!.Value.Name().In(Words.Language));

    public TableModel ByLine => Table("tariff.line", Report.ByLine, l => LabelOf(l.Key)!);

    private TableModel Table<T>(string head, IReadOnlyList<Revenue<T>> rows, Func<Revenue<T>, string> name) => new(
        Words[head],
        [new(Words[head]), new(Words["tariff.cases"], true), new(Words["tariff.charged"], true), new(Words["tariff.proposed"], true), new(Words["tariff.difference"], true)],
        [
            .. rows.Select(r => (IReadOnlyList<object?>)
                [r.Key is null ? Words["tariff.together"] : name(r), Words.Number(r.Cases), Words.Isolate(r.Before.ToString()), Words.Isolate(r.After.ToString()), Words.Isolate(r.Change.ToString())]),
        ]);

    private Phrase Band(ChangeBand band) => band switch
    {
        { From.Fils: 0, To.Fils: 0 } => Words["tariff.band.same"],
        { From: null, To: { } to } => Words["tariff.band.lessThan", Words.Money(-to)],
        { From: { } from, To: null } => Words["tariff.band.moreThan", Words.Money(from)],
        { From: { } from, To: { } to } when to <= Money.Zero => Words["tariff.band.less", Words.Money(-to), Words.Money(-from)],
        { From: { } from, To: { } to } => Words["tariff.band.more", Words.Money(from), Words.Money(to)],
        _ => throw new System.Diagnostics.UnreachableException(band.ToString()),
    };

    /// <returns>False if there is no such service.</returns>
    private async Task<bool> ReadAsync()
    {
        var yesterday = NationalCalendar.DateAt(time.GetUtcNow()).AddDays(-1);
        Last = ReadDay("to", To) ?? yesterday;
        First = ReadDay("from", From) ?? Last.AddYears(-1).AddDays(1);
        if (First > Last)
        {
            Refuse("from", Words["tariff.daysOrder"]);
        }

        if (string.IsNullOrEmpty(Service))
        {
            return true;
        }

        Definition = services.Current(Service);
        Figures = await tariff.FiguresAsync(Service, Aborted) ?? [];
        return Definition is not null;
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

        Refuse(field, Words["finance.dayWrong"]);
        return null;
    }

    private void Refuse(string? field, string message, int status = StatusCodes.Status400BadRequest)
    {
        Faults.Add(field, message);
        Response.StatusCode = status;
    }

    private static decimal? Read(string typed) =>
        decimal.TryParse(
            Digits.ToAscii(typed.Trim()).Replace('٫', '.').Replace("٬", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1_000_000_000m && value.Scale <= 9
            ? value
            : null;
}
