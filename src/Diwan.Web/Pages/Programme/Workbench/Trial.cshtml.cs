using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Programme.Workbench;
using Diwan.Web.Fields;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>A field of the trial's form.</summary>
public sealed record TrialField(string Name, string Label, string Value, bool IsDay = false);

/// <summary>A service's new process tried before launch: with so many applications, so many people, from a day on.</summary>
public sealed class WorkbenchTrialModel(PlayTrial play, PublishedServices services, ProcessDrawing drawing, Text text) : WorkbenchPage(services, drawing, text)
{
    private const double Full = 0.95;

    public FormFaults Faults { get; } = new();

    public IReadOnlyList<TrialField> Fields { get; private set; } = [];

    public PlayTrial.Result.Played? Played { get; private set; }

    public async Task<IActionResult> OnGetAsync(string institution, string service, string? run)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        var id = Service.Id.ToString();
        if (play.Plan(id, new TrialWishes(null, new Dictionary<string, int>(), null)) is not { } usual)
        {
            return Page();
        }

        var yearly = Whole("yearly", (long)usual.Yearly, 1, 1_000_000_000);
        var staff = usual.Staff.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary(s => s.Key, s => (int)Whole(FieldOf(s.Key), s.Value, 1, 100_000), StringComparer.Ordinal);
        var weeks = (int)Whole("weeks", usual.Weeks, 1, 104);
        var times = (int)Whole("times", usual.Replications, 2, TrialPlan.MostReplications);
        var seed = Whole("seed", 1, 0, long.MaxValue);
        var from = Day("from", usual.From);
        Fields =
        [
            new("yearly", Words["workbench.field.yearly"], Typed("yearly", usual.Yearly.ToString(CultureInfo.InvariantCulture))),
            .. usual.Staff.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new TrialField(FieldOf(s.Key), Words["workbench.field.staff", RoleName(s.Key)], Typed(FieldOf(s.Key), s.Value.ToString(CultureInfo.InvariantCulture)))),
            new("from", Words["workbench.field.from"], Typed("from", usual.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), IsDay: true),
            new("weeks", Words["workbench.field.weeks"], Typed("weeks", usual.Weeks.ToString(CultureInfo.InvariantCulture))),
            new("times", Words["workbench.field.times"], Typed("times", usual.Replications.ToString(CultureInfo.InvariantCulture))),
            new("seed", Words["workbench.field.seed"], Typed("seed", "1")),
        ];
        if (run is not null && !Faults.Any)
        {
            switch (await play.RunAsync(id, new TrialWishes(yearly, staff, from, weeks, times, (ulong)seed), Aborted))
            {
                case PlayTrial.Result.Played played:
                    Played = played;
                    break;
                case PlayTrial.Result.Refused refused:
                    Faults.Add(null, refused.Why.In(Words.Language));
                    break;
            }
        }

        if (Faults.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    public string Percent(double part) => Words.Percent(Math.Round((decimal)Math.Clamp(part, 0, 1), 3));

    public Phrase Span(double hours) => Words.Duration(TimeSpan.FromHours(hours));

    public TableModel Answers(PlayTrial.Result.Played played)
    {
        ArgumentNullException.ThrowIfNull(played);
        var trial = played.Trial;
        return new(
            (string)Words["workbench.answers"],
            [new((string)Words["workbench.measure"]), new((string)Words["workbench.interval"], true)],
            [
                [(string)Words["workbench.inPromise", Service.Promise.WorkingDays], Between(trial.InPromise, Percent)],
                [(string)Words["workbench.medianHours"], Between(trial.Median, Hours)],
                [(string)Words["workbench.ninetiethHours"], Between(trial.Ninetieth, Hours)],
                [(string)Words["workbench.lapsed"], Percent(trial.Lapsed)],
            ]);
    }

    public TableModel Desks(PlayTrial.Result.Played played)
    {
        ArgumentNullException.ThrowIfNull(played);
        return new(
            (string)Words["workbench.desks"],
            [
                new((string)Words["workbench.desk"]), new((string)Words["workbench.people"], true), new((string)Words["workbench.utilisation"], true),
                new((string)Words["workbench.waited"], true), new((string)Words["workbench.waitedNinetieth"], true), new((string)Words["workbench.backlog"], true),
            ],
            [
                .. played.Trial.Desks.Select(d => (IReadOnlyList<object?>)
                [
                    RoleName(d.Role), Words.Number(d.Staff), Between(d.Utilisation, Percent), Between(d.Wait, Whole), Between(d.Ninetieth, Whole), Between(d.Backlog, Whole),
                ]),
            ]);
    }

    /// <summary>Desks that have no time left: what comes to them only piles up.</summary>
    public IReadOnlyList<string> Overloaded(PlayTrial.Result.Played played)
    {
        ArgumentNullException.ThrowIfNull(played);
        return [.. played.Trial.Desks.Where(d => d.Utilisation.Mean > Full).Select(d => RoleName(d.Role))];
    }

    private static string FieldOf(string role) => "staff-" + role.Replace(':', '-');

    private string Hours(double hours) => Rounded(Math.Max(0, hours));

    private string Whole(double number) => Words.Number((long)Math.Round(Math.Max(0, number)));

    private string Typed(string field, string usual) => Request.Query.TryGetValue(field, out var typed) && typed.ToString() is { Length: > 0 } text ? text : usual;

    private long Whole(string field, long usual, long least, long most)
    {
        var typed = Typed(field, "");
        if (typed.Length == 0)
        {
            return usual;
        }

        if (long.TryParse(Digits.ToAscii(typed.Trim()).Replace("٬", "", StringComparison.Ordinal), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Faults.Add(field, Words["workbench.wholeWrong", Words.Number(least), Words.Number(most)]);
        return usual;
    }

    private DateOnly Day(string field, DateOnly usual)
    {
        var typed = Typed(field, "");
        if (typed.Length == 0)
        {
            return usual;
        }

        if (TypedDay.Read(typed) is { Year: >= 2000 and <= 2200 } day)
        {
            return day;
        }

        Faults.Add(field, Words["workbench.dayWrong"]);
        return usual;
    }
}
