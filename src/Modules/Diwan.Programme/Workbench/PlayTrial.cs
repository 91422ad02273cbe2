using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Engine.Workbench;
using Diwan.Kernel;

namespace Diwan.Programme.Workbench;

/// <summary>What somebody wants tried; null takes the figure of the service.</summary>
/// <param name="Yearly">Applications a year.</param>
/// <param name="Staff">People by role; a role left out has those of the service.</param>
/// <param name="From">The first day; null for the next Sunday.</param>
public sealed record TrialWishes(decimal? Yearly, IReadOnlyDictionary<string, int> Staff, DateOnly? From, int Weeks = TrialWishes.UsualWeeks, int Replications = TrialWishes.UsualReplications, ulong Seed = 1)
{
    public const int UsualWeeks = 8;

    public const int UsualReplications = 10;
}

/// <summary>Tries the new process of a service before it is launched. One trial at a time; the last ones are remembered.</summary>
public sealed class PlayTrial(PublishedServices services, TimeProvider time) : IDisposable
{
    private const int Remembered = 40;

    private readonly SemaphoreSlim _one = new(1);
    private readonly LinkedList<(string Key, TrialResult Result)> _last = new();

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Played(TrialPlan Plan, TrialResult Trial) : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>The plan that would be played; null when the service is unknown or has no figures.</summary>
    public TrialPlan? Plan(string service, TrialWishes wishes)
    {
        ArgumentNullException.ThrowIfNull(wishes);
        if (services.Current(service) is not { } definition || services.Catalogue.Workbench is not { Method: { } method } book || book.Find(definition.Id) is not { } figures)
        {
            return null;
        }

        var plan = TrialPlan.Of(figures, method, definition.Promise.WorkingDays, wishes.From ?? NextSunday(), wishes.Weeks, wishes.Replications, wishes.Seed);
        return plan with
        {
            Yearly = (double)(wishes.Yearly ?? figures.Yearly.Value),
            Staff = figures.Staff.ToDictionary(s => s.Key, s => wishes.Staff.GetValueOrDefault(s.Key, s.Value), StringComparer.Ordinal),
        };
    }

    public async Task<Result> RunAsync(string service, TrialWishes wishes, CancellationToken ct)
    {
        if (Plan(service, wishes) is not { } plan)
        {
            return new Result.NotFound();
        }

        if (plan.Fault() is { } fault)
        {
            return new Result.Refused(fault);
        }

        var definition = services.Current(service)!;
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{definition} {plan.Yearly} {plan.From:O} {plan.Weeks} {plan.Replications} {plan.Seed} {string.Join(' ', plan.Staff.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"))}");
        await _one.WaitAsync(ct);
        try
        {
            var known = _last.FirstOrDefault(l => l.Key == key).Result;
            var result = known ?? await Task.Run(() => ProcessTrial.Run(plan, services.Calendar, ct), ct);
            if (known is null)
            {
                _last.AddFirst((key, result));
                if (_last.Count > Remembered)
                {
                    _last.RemoveLast();
                }
            }

            return new Result.Played(plan, result);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Today, when it is one.</summary>
    private DateOnly NextSunday() => NationalCalendar.WeekOf(NationalCalendar.DateAt(time.GetUtcNow()).AddDays(6));
}
