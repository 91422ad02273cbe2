using System.Globalization;
using System.Text;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Programme.Budget;
using Diwan.Programme.Committee;
using Diwan.Programme.Portfolio;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Simulation;

/// <summary>The programme office: lists the services, takes them through the gate, moves them on, binds and spends the budget, records decisions and what becomes of them.</summary>
internal sealed class ProgrammeOffice(IServiceProvider services)
{
    internal static readonly SignedIn Office = new(
        "OFF:sim-office", "officer", "2000000914", null, "JO", "مكتب البرنامج (محاكاة)", "Programme office (simulation)", null, null, null, "AM", ["programme:office"], Language.Arabic);

    private readonly List<(string Number, DateOnly Due)> _open = [];

    /// <summary>The services at the beginning, as recorded.</summary>
    public async Task BeginAsync(DateOnly today, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<PublishedServices>().Catalogue;
        var csv = new StringBuilder(string.Join(',', PortfolioFile.Headings)).AppendLine();
        foreach (var service in catalogue.Services)
        {
            csv.AppendLine(CultureInfo.InvariantCulture,
                $"{Code(service.Id.ToString())},{service.Id.Institution},\"{service.Name.Ar}\",\"{service.Name.En}\",{service.Owner},,ten,1,,asIsRecorded,{today:yyyy-MM-dd},simulation,{service.Id}");
        }

        var kept = await scope.ServiceProvider.GetRequiredService<KeepPortfolio>().ImportAsync(Office, Encoding.UTF8.GetBytes(csv.ToString()), ct);
        Must(kept is KeepPortfolio.Result.Kept, kept);
        foreach (var institution in catalogue.Services.Select(s => s.Id.Institution).Distinct())
        {
            // Of the first year; the next ones are approved in their first month.
            await WriteAsync(scope.ServiceProvider, institution, BudgetStage.Approved, 3_000_000m, today.AddDays(1), ct);
        }

        await ThePost.TakeOnAsync(scope.ServiceProvider, today, ct);
    }

    /// <summary>What is done in a month: a service moves on, money is bound and spent, something is decided and, mostly, done in time.</summary>
    /// <param name="number">Of the month, from 0.</param>
    public async Task MonthAsync(int number, DateOnly today, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<PublishedServices>().Catalogue;
        var portfolio = scope.ServiceProvider.GetRequiredService<KeepPortfolio>();
        foreach (var (service, i) in catalogue.Services.Select((s, i) => (s, i)))
        {
            // Each begins a month after the one before it and moves on every second month, as far as being applied on the ground.
            var state = PortfolioState.AsIsRecorded + ((number - (i / 3)) / 2);
            if ((number - (i / 3)) % 2 == 0 && state is > PortfolioState.AsIsRecorded and <= PortfolioState.AppliedOnTheGround)
            {
                await portfolio.ReachAsync(Office, Code(service.Id.ToString()), state, today, "محاكاة: سُجّل بلوغ الحالة", ct);
            }
        }

        foreach (var institution in catalogue.Services.Select(s => s.Id.Institution).Distinct())
        {
            if (number > 0 && today.Month == 1)
            {
                await WriteAsync(scope.ServiceProvider, institution, BudgetStage.Approved, 3_000_000m, today, ct);
            }

            await WriteAsync(scope.ServiceProvider, institution, BudgetStage.Committed, 200_000m, today, ct);
            await WriteAsync(scope.ServiceProvider, institution, BudgetStage.Spent, 150_000m, today, ct);
        }

        // Part of what is bound is for single services.
        foreach (var service in catalogue.Services)
        {
            await WriteAsync(scope.ServiceProvider, service.Id.Institution, BudgetStage.Spent, 1_000m, today, ct, service.Id.ToString());
        }

        await new TheGate(services).MonthAsync(number, today, ct);
        var record = scope.ServiceProvider.GetRequiredService<RecordDecision>();
        var meetings = scope.ServiceProvider.GetRequiredService<KeepMeetings>();
        var meeting = ((KeepMeetings.Result.Kept)await meetings.CallAsync(Office, today, "محاكاة: قاعة الاجتماعات", ct)).Number;
        await meetings.AddItemAsync(Office, meeting, $"محاكاة: شهر رقم {number + 1}", $"Simulation: month {number + 1}", null, null, ct);
        await meetings.AttendAsync(Office, meeting, catalogue.Steering.Seats.First(s => s.Chair).Id, "رئيس اللجنة (محاكاة)", false, ct);
        await meetings.NoteAsync(Office, meeting, (await scope.ServiceProvider.GetRequiredService<FindMeetings>().FindAsync(meeting, ct))!.Agenda[0].Id, "محاكاة: نوقش", "Simulation: discussed", ct);
        foreach (var (decision, due) in _open.Where(o => o.Due <= today.AddDays(3)).ToList())
        {
            // One in four is not done by its day and is followed up a month later.
            if (number % 4 != 3 || due < today.AddDays(-20))
            {
                await record.FollowUpAsync(Office, decision, "محاكاة: أُنجز ما تقرر", true, ct);
                _open.Remove((decision, due));
            }
        }

        if (await record.RunAsync(
                Office,
                new NewDecision(
                    number % 5 == 4 ? DecisionKind.Recommendation : DecisionKind.Other, $"محاكاة: قرار الشهر رقم {number + 1}", $"Simulation: decision of month {number + 1}",
                    today, "مكتب البرنامج", today.AddDays(25), Meeting: meeting),
                ct) is RecordDecision.Result.Recorded recorded)
        {
            _open.Add((recorded.Number, today.AddDays(25)));
        }

        var closed = await meetings.CloseAsync(Office, meeting, ct);
        Must(closed is KeepMeetings.Result.Kept, closed);
    }

    private static async Task WriteAsync(IServiceProvider services, string institution, BudgetStage stage, decimal dinars, DateOnly today, CancellationToken ct, string? service = null)
    {
        if (today.Year is >= Budgets.FirstYear and <= Budgets.LastYear)
        {
            var written = await services.GetRequiredService<Budgets>().WriteAsync(Office, new NewBudgetEntry(institution, today.Year, "محاكاة: خدمات إلكترونية", stage, Money.FromDinars(dinars), service), ct);
            Must(written is Budgets.Result.Kept, written);
        }
    }

    private static string Code(string service) => service.Replace('/', '-').ToUpperInvariant();

    private static void Must(bool holds, object result)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The programme office was refused: {result}");
        }
    }
}
